"""How a project moved: answers by day, and the work that was planned against what is done of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.answers import Entry, Kind, Slot
from dialogs.cursor import all_slots
from dialogs.plan import Asked, Plan, Rounds
from dialogs.questions.choice import ChoiceQuestion
from dialogs.state import State
from dialogs.view import View
from dialogs.zones import local_day

REPORTED_ON = frozenset({"features", "modules", "test_cases", "launch_items"})
"""Groups whose items are worked on, by id: they count as planned before anybody has reported on them."""
STATES = frozenset({"state", "result"})
"""Questions, by what they are called beside their item, that may say how far an item is."""
DONE = frozenset({"done", "passed", "fixed", "accepted", "have"})
"""Options of such a question that say that nothing more has to be done."""
DROPPED = frozenset({"dropped"})
"""Options that take an item out of the plan."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was settled by the end of a day, answered or skipped, of all questions that apply now."""

    day: date
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Work:
    """Living items of a phase that people work on, and how many of them are done."""

    planned: int = 0
    reported: int = 0


def trend(plan: Plan, state: State, days: Sequence[date], zone: str = "") -> tuple[Point, ...]:
    """How many of the questions that apply now were answered or skipped by the end of each day.

    `days` in order; `zone` is the IANA zone in which they begin and end ("" for UTC). Gates don't count, nor what
    no longer applies. One pass over the book, so it costs the same for one day as for many.
    """
    view = View(plan, state.book)
    wanted = {
        (asked.id, item): asked for asked, item in all_slots(view) if asked.is_asked and not asked.section.is_gate
    }
    settled: set[Slot] = set()
    entries = iter(state.book.entries)
    ahead = next(entries, None)
    found = []
    for day in days:
        while ahead is not None and local_day(ahead.at, zone) <= day:
            _settle(view, wanted, settled, ahead)
            ahead = next(entries, None)
        found.append(Point(day, len(settled), len(wanted)))
    return tuple(found)


def work(plan: Plan, state: State, reported: Mapping[str, str]) -> Mapping[str, Work]:
    """What is planned and what is done in each phase that has items which people work on, by phase id.

    `reported` is what was last said of items in check-ins ("doing", "done"), by item. An item is done when the
    playbook's own question about it says so, or that where there is no answer to it. Groups count that are known to be
    worked on, whose items have such a question, or of which anything was reported.
    """
    view = View(plan, state.book)
    found: dict[str, Work] = {}
    for rounds in plan.rounds.values():
        if rounds.group.keeps:
            continue
        asks = state_question(rounds)
        items = [one.id for one in view.all_items(rounds.id)]
        if rounds.id not in REPORTED_ON and asks is None and reported.keys().isdisjoint(items):
            continue
        said = {item: str(view.value(asks.id, item) or "") if asks else "" for item in items}
        living = [item for item in items if said[item] not in DROPPED]
        done = sum(1 for item in living if _is_done(said[item], reported.get(item)))
        phase = rounds.section.phase.id
        so_far = found.get(phase, Work())
        found[phase] = Work(so_far.planned + len(living), so_far.reported + done)
    return {phase: one for phase, one in found.items() if one.planned}


def is_done(view: View, item: str, reported: Mapping[str, str]) -> bool:
    """Whether an item's work is done or dropped, by the playbook's own question about it or by what was reported."""
    asks = state_question(view.plan.rounds[view.book.items[item].group])
    said = str(view.value(asks.id, item) or "") if asks is not None else ""
    return said in DROPPED or _is_done(said, reported.get(item))


def _is_done(said: str, reported: str | None) -> bool:
    """What the question says counts where it is answered: reports answer it, too, so they are never newer."""
    return said in DONE if said else reported == "done"


def _settle(view: View, wanted: Mapping[Slot, Asked], settled: set[Slot], entry: Entry) -> None:
    asked = wanted.get(entry.slot)
    if asked is None:
        return
    if entry.kind is Kind.SKIP or (entry.kind is Kind.ANSWER and _counts(view, asked, entry)):
        settled.add(entry.slot)
    elif entry.kind in (Kind.CLEAR, Kind.ANSWER):
        settled.discard(entry.slot)


def _counts(view: View, asked: Asked, entry: Entry) -> bool:
    """Whether an answer still says something: a pick of items that are all gone does not."""
    if not asked.is_pick or entry.value == []:
        return True
    picked: Collection[str] = entry.value if isinstance(entry.value, list) else [str(entry.value)]
    return any(not view.book.is_gone(item) for item in picked)


def state_question(rounds: Rounds) -> Asked | None:
    """The choice that says how far an item of a group is; None where the playbook has none."""
    asked = (place for place in rounds.entries if isinstance(place, Asked) and place.question.id in STATES)
    options = ((one, one.question.options_by_id) for one in asked if isinstance(one.question, ChoiceQuestion))
    return next((one for one, ids in options if not DONE.isdisjoint(ids)), None)
