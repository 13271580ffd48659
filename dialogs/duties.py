"""Who is to answer what, and what that leaves for one person to be asked next."""

from collections.abc import Mapping
from typing import NamedTuple

from dialogs.answers import Slot
from dialogs.cursor import all_open, open_in, open_sections
from dialogs.plan import NEW, Section
from dialogs.view import Position, View


class Ahead(NamedTuple):
    """What a person is asked next, and what is passed over on the way there.

    `others` are open places with the member who is to answer each; `gates` wait for somebody who may sign them off.
    """

    position: Position | None
    others: tuple[tuple[str, Position], ...] = ()
    gates: tuple[Section, ...] = ()


def ahead(view: View, assigned: Mapping[Slot, str], me: str, *, may_sign: bool) -> Ahead:
    """The first open place that is not somebody else's. No gate is passed while others still owe its phase something.

    For who may sign, and where nothing is assigned, it is the cursor's `first_open`, which costs less.
    """
    others: list[tuple[str, Position]] = []
    gates: list[Section] = []
    owing = ""
    for section, first in open_sections(view):
        if first is None:
            if owing == section.phase.id:
                break
            if may_sign:
                return Ahead(open_in(view, section), tuple(others), tuple(gates))
            gates.append(section)
            continue
        is_mine = holder(view, assigned, *first.slot) in ("", me)
        for position in [first] if is_mine else all_open(view, section):
            who = holder(view, assigned, *position.slot)
            if who in ("", me):
                return Ahead(position, tuple(others), tuple(gates))
            others.append((who, position))
            owing = section.phase.id
    return Ahead(None, tuple(others), tuple(gates))


def holder(view: View, assigned: Mapping[Slot, str], question: str, item: str) -> str:
    """Who is to answer a place ("" for anybody)."""
    slot = covering(view, assigned, question, item)
    return assigned[slot] if slot else ""


def covering(view: View, assigned: Mapping[Slot, str], question: str, item: str) -> Slot | None:
    """The assignment that counts for a place: of the question itself, else of the nearest item, else of its dialog."""
    if (question, item) in assigned:
        return question, item
    item = item.removeprefix(NEW)
    while item in view.book.items:
        found = view.book.items[item]
        if (found.group, item) in assigned:
            return found.group, item
        item = found.around
    place = view.plan.asked.get(question) or view.plan.rounds[question]
    return (place.section.id, "") if (place.section.id, "") in assigned else None


def open_under(view: View, target: Slot) -> list[Position]:
    """The open places that an assignment of this target covers, as if it were the only one."""
    return [position for _, position in owed(view, {target: "somebody"})]


def owed(view: View, assigned: Mapping[Slot, str]) -> list[tuple[str, Position]]:
    """Every open place that somebody in particular is to answer, with that member, in walking order."""
    sections = (section for section, first in open_sections(view) if first is not None)
    places = (position for section in sections for position in all_open(view, section))
    found = ((holder(view, assigned, *position.slot), position) for position in places)
    return [(who, position) for who, position in found if who]
