"""Where a project stands: what each phase holds and lacks, and what waits for one person."""

from dataclasses import dataclass
from datetime import datetime

from dialogs import asking, waiting
from dialogs.answers import Kind
from dialogs.checks import of_phase, open_blocks
from dialogs.cursor import is_answered, is_phase_answered, open_in, slots
from dialogs.duties import owed
from dialogs.effects import Ask
from dialogs.forms import reader
from dialogs.model import Phase
from dialogs.plan import Plan, gate_id
from dialogs.state import Role, State
from dialogs.texts import Part, phrase
from dialogs.view import View


@dataclass(frozen=True, slots=True)
class PhaseStanding:
    """How far a phase is: questions that apply now, its gate aside, and what its checks find once it has begun.

    `is_begun`: something is answered. `is_closed`: nothing is open and, where it wants one, the sign-off is there.
    """

    id: str
    title: str
    answered: int
    skipped: int
    total: int
    blocks: int
    warnings: int
    is_closed: bool
    is_signed: bool
    is_begun: bool


def standing(plan: Plan, state: State) -> tuple[PhaseStanding, ...]:
    """Where every phase stands, in order."""
    view = View(plan, state.book)
    return tuple(phase_standing(view, phase) for phase in plan.playbook.phases)


def phase_standing(view: View, phase: Phase) -> PhaseStanding:
    """Where one phase stands."""
    answered, skipped, total = _counts(view, phase)
    is_begun = answered > 0
    blocks = len(open_blocks(view, phase.id)) if is_begun else 0
    warnings = sum(1 for finding in of_phase(view, phase.id) if not finding.blocks) if is_begun else 0
    return PhaseStanding(
        id=phase.id,
        title=phase.title,
        answered=answered,
        skipped=skipped,
        total=total,
        blocks=blocks,
        warnings=warnings,
        is_closed=is_closed(view, phase),
        is_signed=_is_signed(view, phase),
        is_begun=is_begun,
    )


def begun_phases(plan: Plan, state: State) -> tuple[Phase, ...]:
    """The phases in which something is answered: those whose documents hold something."""
    view = View(plan, state.book)
    return tuple(phase for phase in plan.playbook.phases if is_begun(view, phase))


def is_begun(view: View, phase: Phase) -> bool:
    """Whether something in a phase is answered."""
    sections = (section for section in view.plan.sections_of(phase.id) if not section.is_gate)
    places = (place for section in sections for place in slots(view, section))
    return any(view.raw(asked, item) is not None for asked, item in places)


def is_closed(view: View, phase: Phase) -> bool:
    """Whether a phase has nothing open and, where it wants one, its sign-off."""
    if any(open_in(view, section) is not None for section in view.plan.sections_of(phase.id)):
        return False
    return not phase.sign_off or _is_signed(view, phase)


def next_ask(plan: Plan, state: State, member: str, *, now: datetime) -> Ask | None:
    """What the walk would ask this person now, with no token; None where it would ask nothing."""
    turn = reader(plan, state, member, now)
    position = turn.first() if turn.may(Role.MEMBER) else None
    return None if position is None else asking.ask(turn.view, position, "", turn.around)


def what_waits(plan: Plan, state: State, member: str, *, now: datetime) -> tuple[Part, ...]:
    """What waits for this person in particular: what is assigned to them and open, and what they may sign off."""
    turn = reader(plan, state, member, now)
    if not turn.may(Role.MEMBER):
        return ()
    mine = [position for who, position in owed(turn.view, turn.assigned) if who == member] if turn.assigned else []
    found = [*waiting.named(turn, mine)]
    for phase in plan.playbook.phases if turn.may_sign else ():
        gate = next((one for one in plan.sections_of(phase.id) if one.is_gate), None)
        is_open = gate is not None and is_begun(turn.view, phase) and is_phase_answered(turn.view, phase.id)
        if gate is not None and is_open and open_in(turn.view, gate) is not None:
            found.append(phrase("gate.waits_for_you", phase=phase.title))
    return tuple(found)


def _is_signed(view: View, phase: Phase) -> bool:
    signed = view.book.entry(gate_id(phase.id, "sign_off"))
    return signed is not None and signed.kind is Kind.ANSWER


def _counts(view: View, phase: Phase) -> tuple[int, int, int]:
    """Answered, skipped and all slots of a phase that apply now, its gate aside."""
    answered = skipped = total = 0
    for section in view.plan.sections_of(phase.id):
        for asked, item in () if section.is_gate else slots(view, section):
            if not asked.is_asked:
                continue
            total += 1
            if view.raw(asked, item) is not None:
                answered += 1
            elif is_answered(view, asked, item):
                skipped += 1
    return answered, skipped, total
