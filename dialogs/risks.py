"""Whether the launch date can be kept, by plain rules, and what was begun and then left alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from dialogs import trends
from dialogs.answers import Kind
from dialogs.checks import open_blocks
from dialogs.cursor import all_open, open_in_item
from dialogs.model import Phase
from dialogs.plan import Plan
from dialogs.standing import is_begun, is_closed
from dialogs.state import PromptKind, State
from dialogs.view import View
from dialogs.zones import local_day

LAUNCH_DATE = "launch_date"
"""The question that says when it goes live."""
LAUNCH_PHASE = "launch"
"""The phase that ends with going live: those after it don't count."""
QUESTIONS_A_DAY = 20
"""Required questions that a team settles in a day beside its work: two sittings. A rule of thumb of ours."""
DAYS_A_BLOCK = 1
"""What a check that stops a phase costs: somebody has to find out and change an answer. A rule of thumb of ours."""
DAYS_A_BLOCKER = 2
"""What a blocker costs that somebody reported: it hangs on others. A rule of thumb of ours."""
DAYS_A_PHASE = 2
"""What closing a phase costs: reading its document, and a signature. A rule of thumb of ours."""
STALE_DAYS = 7
"""Days without a touch after which something counts as left alone: a week in which it came up in no meeting."""
NAMED = 5
"""More things than this that were left alone are not named."""


class Risk(StrEnum):
    """Whether the launch date can be kept."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"


class Reason(StrEnum):
    """What weighs most. CLOSED: nothing is left to do before the launch; PAST: the date has gone by."""

    CLOSED = "closed"
    PAST = "past"
    QUESTIONS = "questions"
    BLOCKS = "blocks"
    BLOCKERS = "blockers"
    PHASES = "phases"


@dataclass(frozen=True, slots=True)
class Launch:
    """The launch date, whole days until then (negative when it has gone by), the risk, and how many of its reason."""

    day: date
    days_left: int
    risk: Risk
    reason: Reason
    count: int


@dataclass(frozen=True, slots=True)
class Stale:
    """An item or a phase that was begun, is not complete, and was last touched so many whole days ago."""

    id: str
    name: str
    days: int


def launch(plan: Plan, state: State, today: date, *, blockers: int = 0) -> Launch | None:
    """The launch date and its risk; None where no date is given. `blockers` is how many reported ones are open.

    What is left before the launch is counted and turned into days: open required questions (20 a day), checks that
    stop a phase (1 day each), reported blockers (2 days each), phases that are not closed (2 days each). On track while
    that fits into half of the days left; at risk while it fits into all of them; late beyond that, and when the date
    has gone by. The reason is whatever takes the most days.
    """
    view = View(plan, state.book)
    day = _launch_day(view)
    if day is None:
        return None
    left = (day - today).days
    ahead = [phase for phase in _before_launch(plan) if not is_closed(view, phase)]
    if not ahead:
        return Launch(day, left, Risk.ON_TRACK, Reason.CLOSED, 0)
    if left < 0:
        return Launch(day, left, Risk.LATE, Reason.PAST, -left)
    questions = sum(_open_required(view, phase) for phase in ahead)
    blocks = sum(len(open_blocks(view, phase.id)) for phase in ahead if is_begun(view, phase))
    weights = {
        Reason.BLOCKERS: (blockers, blockers * DAYS_A_BLOCKER),
        Reason.BLOCKS: (blocks, blocks * DAYS_A_BLOCK),
        Reason.QUESTIONS: (questions, questions / QUESTIONS_A_DAY),
        Reason.PHASES: (len(ahead), len(ahead) * DAYS_A_PHASE),
    }
    reason = max(weights, key=lambda one: weights[one][1])
    return Launch(day, left, _risk(sum(days for _, days in weights.values()), left), reason, weights[reason][0])


def stale(
    plan: Plan, state: State, reported: Mapping[str, str], touched: Mapping[str, date], *, today: date, zone: str = ""
) -> tuple[Stale, ...]:
    """What was begun, is not complete and was left alone for 7 days, the longest first, at most 5.

    `reported` and `touched` are what was last said of items in check-ins, and when, by item. Of a phase that is named
    its items are not; of an item that is named neither are those below it.
    """
    view = View(plan, state.book)
    phases, items = _touches(view, touched, zone)
    found = []
    named: set[str] = set()
    for phase in plan.playbook.phases:
        if phase.id in phases and is_begun(view, phase) and not is_closed(view, phase):
            days = (today - phases[phase.id]).days
            if days >= STALE_DAYS:
                named.add(phase.id)
                found.append(Stale(phase.id, phase.title, days))
    for item, day in items.items():
        days, phase_id = (today - day).days, plan.rounds[view.book.items[item].group].section.phase.id
        if days < STALE_DAYS or phase_id in named or view.book.items[item].around in named:
            continue
        if not _is_complete(view, item, reported):
            named.add(item)
            found.append(Stale(item, str(view.item(item)), days))
    return tuple(sorted(found, key=lambda one: -one.days)[:NAMED])


def _launch_day(view: View) -> date | None:
    value = view.value(LAUNCH_DATE) if LAUNCH_DATE in view.plan.asked else None
    return date.fromisoformat(value) if isinstance(value, str) else None


def _before_launch(plan: Plan) -> list[Phase]:
    """The phases up to the launch, itself included; all where none is called so."""
    phases = plan.playbook.phases
    before = list(takewhile(lambda phase: phase.id != LAUNCH_PHASE, phases))
    return list(phases[: len(before) + 1])


def _open_required(view: View, phase: Phase) -> int:
    places = (
        one for section in view.plan.sections_of(phase.id) if not section.is_gate for one in all_open(view, section)
    )
    asked = (view.plan.asked[one.question] for one in places if one.kind is PromptKind.QUESTION)
    return sum(1 for one in asked if one.question.required)


def _risk(days: float, left: int) -> Risk:
    if days > left:
        return Risk.LATE
    return Risk.AT_RISK if days * 2 > left else Risk.ON_TRACK


def _touches(view: View, touched: Mapping[str, date], zone: str) -> tuple[dict[str, date], dict[str, date]]:
    """When each phase and each living item was last touched, or anything below the item."""
    phases: dict[str, date] = {}
    items: dict[str, date] = {}
    for entry in view.book.entries:
        if entry.kind in (Kind.ASSIGN, Kind.NOTE):
            continue
        day = local_day(entry.at, zone)
        place = view.plan.asked.get(entry.question) or view.plan.rounds.get(entry.question)
        if place is not None:
            phases[place.section.phase.id] = day
        for item in _upwards(view, entry.item):
            items[item] = day
    for reported, day in touched.items():
        for item in _upwards(view, reported):
            items[item] = max(day, items[item])
            phase = view.plan.rounds[view.book.items[item].group].section.phase.id
            phases[phase] = max(day, phases.get(phase, day))
    return phases, {item: day for item, day in items.items() if not view.book.is_gone(item)}


def _upwards(view: View, item: str) -> Iterator[str]:
    """An item and those around it, as far as the playbook knows them."""
    while item in view.book.items and view.book.items[item].group in view.plan.rounds:
        yield item
        item = view.book.items[item].around


def _is_complete(view: View, item: str, reported: Mapping[str, str]) -> bool:
    """Whether nothing is open about an item, in the walk or in what was reported of it."""
    if trends.is_done(view, item, reported):
        return True
    return open_in_item(view, item) is None and reported.get(item) != "doing"
