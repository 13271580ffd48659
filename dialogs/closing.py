"""The seams of the walk: a dialog opens, a dialog or a phase is complete, everything is answered."""

from dialogs import asking, waiting
from dialogs.answering import finding_text
from dialogs.answers import Kind
from dialogs.checks import of_section, open_blocks
from dialogs.cursor import is_phase_answered, open_in, slots
from dialogs.effects import Deliver
from dialogs.plan import NEW, Place, Rounds, Section, gate_id
from dialogs.state import PromptKind
from dialogs.texts import Part, lines, phrase, shortened
from dialogs.turn import Turn
from dialogs.view import Position, View

READ_BACK_LINES = 12
"""More than this does not fit on a phone's screen."""
READ_BACK_CHARACTERS = 160


def close(turn: Turn) -> None:
    """Say what the step completed: dialogs that had something open before it, and have nothing open now."""
    done: list[tuple[Section, str]] = []
    for entry in turn.book.since(turn.state.book.seq):
        place = turn.plan.asked.get(entry.question) or turn.plan.rounds.get(entry.question)
        if place is None or entry.kind not in (Kind.ANSWER, Kind.SKIP):
            continue
        section = place.section
        part = section, _part(turn, section, entry.item)
        if part in done or part == _open_part(turn) or open_in(turn.view, *part) is not None:
            continue
        if section.is_gate or open_in(View(turn.plan, turn.state.book), *part) is not None:
            done.append(part)
    for section, item in done:
        if section.is_gate:
            _close_gate(turn, section)
        else:
            _close_dialog(turn, section, item)


def _open_part(turn: Turn) -> tuple[Section, str] | None:
    """The part of the walk that has the person's first open place: it can't be complete."""
    position = turn.first()
    if position is None:
        return None
    section = _section_of(turn, position)
    return section, _item_of(turn, section, position)


def _close_dialog(turn: Turn, section: Section, item: str) -> None:
    turn.say(_read_back(turn, section, item))
    for finding in of_section(turn.view, section, item):
        turn.say(finding_text(turn, finding))
    if section.over and open_in(turn.view, section) is not None:
        return
    draft = section.dialog.document
    if is_phase_answered(turn.view, section.phase.id):
        _close_phase(turn, section)
        draft = None if draft == section.phase.document else draft
    if draft:
        turn.effects.append(Deliver(draft, section.phase.id, is_draft=True))


def open_dialog(turn: Turn, position: Position) -> None:
    """Say what the next dialog is about, before its first question."""
    section = _section_of(turn, position)
    item = _item_of(turn, section, position)
    if _is_begun(turn, section, item):
        return
    if section.is_gate:
        _open_gate(turn, section)
        return
    intro = section.dialog.intro or ""
    if item:
        turn.say(phrase("dialog.opens_for", title=section.dialog.title, item=str(turn.view.item(item)), intro=intro))
    else:
        turn.say(phrase("dialog.opens", phase=section.phase.title, title=section.dialog.title, intro=intro))


def all_done(turn: Turn) -> None:
    """Say that nothing is open for this person, and who is being waited for."""
    turn.drop_prompt()
    ahead = turn.ahead()
    for row in waiting.rows(turn, ahead.others):
        turn.say(phrase("wait.others", who=row.who, what=row.what))
    if ahead.gates:
        turn.say(waiting.gates(turn, ahead.gates))
    if not ahead.others and not ahead.gates:
        turn.say(phrase("walk.done"))


def _close_phase(turn: Turn, section: Section) -> None:
    phase = section.phase
    if not phase.sign_off:
        turn.say(phrase("phase.complete", phase=phase.title))
    else:
        turn.say(phrase("phase.answered", phase=phase.title))
    turn.effects.append(Deliver(phase.document, phase.id, is_draft=phase.sign_off))
    gate = next((one for one in turn.plan.sections_of(phase.id) if one.is_gate), None)
    if gate is not None and not turn.may_sign and open_in(turn.view, gate) is not None:
        _open_gate(turn, gate)
        turn.say(waiting.gates(turn, [gate]))


def _open_gate(turn: Turn, section: Section) -> None:
    blocks = open_blocks(turn.view, section.phase.id)
    if blocks:
        turn.say(phrase("gate.blocked", phase=section.phase.title, n=len(blocks)))
        for finding in blocks:
            turn.say(finding_text(turn, finding))


def _close_gate(turn: Turn, section: Section) -> None:
    entry = turn.book.entry(gate_id(section.phase.id, "sign_off"))
    if entry is not None and entry.kind is Kind.ANSWER:
        turn.say(phrase("gate.signed", phase=section.phase.title, who=turn.name(entry.author)))
        turn.effects.append(Deliver(section.phase.document, section.phase.id, is_draft=False))
    else:
        turn.say(phrase("gate.unsigned", phase=section.phase.title))


def _read_back(turn: Turn, section: Section, item: str) -> Part:
    """A dialog's answers in a few lines."""
    found: list[Part] = []
    for place in section.entries:
        found.extend(_lines_of(turn, place, item))
    if len(found) > READ_BACK_LINES:
        found = [*found[: READ_BACK_LINES - 1], phrase("read_back.more", n=len(found) - READ_BACK_LINES + 1)]
    return phrase("read_back", title=section.dialog.title, answers=lines(found, bullet="· "))


def _lines_of(turn: Turn, place: Place, item: str) -> list[Part]:
    if isinstance(place, Rounds):
        names = [str(one) for one in turn.view.items(place.id, item)]
        title = place.group.title
        return [phrase("read_back.line", question=title, answer=lines(names, between=", "))] if names else []
    value = turn.view.raw(place, item) if turn.view.applies(place, item) else None
    if value is None:
        return []
    answer = shortened(asking.show(place, value, turn.around), READ_BACK_CHARACTERS)
    text = asking.question_text(turn.view, place, item, turn.around)
    return [phrase("read_back.line", question=text, answer=answer)]


def _section_of(turn: Turn, position: Position) -> Section:
    if position.kind is PromptKind.ANOTHER:
        return turn.plan.rounds[position.question].section
    return turn.plan.asked[position.question].section


def _is_begun(turn: Turn, section: Section, item: str) -> bool:
    """Whether the dialog was opened before: something in it is answered, or it was asked just now."""
    last = turn.seat_before.prompt
    if last is not None:
        place = turn.plan.asked.get(last.question) or turn.plan.rounds.get(last.question)
        if place is not None and place.section is section and _part(turn, section, last.item) == item:
            return True
    here = slots(turn.view, section, item or None)
    return not section.is_gate and any(turn.has_answer(asked, about) for asked, about in here)


def _item_of(turn: Turn, section: Section, position: Position) -> str:
    return _part(turn, section, position.item)


def _part(turn: Turn, section: Section, item: str) -> str:
    """The item that a dialog which runs over items is at; "" for other dialogs."""
    if not section.over:
        return ""
    item = item.removeprefix(NEW)
    while item and turn.book.items[item].group != section.over:
        item = turn.book.items[item].around
    return item
