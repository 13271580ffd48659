"""Who is being waited for, and for what, in words."""

from collections.abc import Iterable
from typing import NamedTuple

from dialogs import asking
from dialogs.answers import Slot
from dialogs.plan import NEW, Section
from dialogs.roles import names
from dialogs.state import Role
from dialogs.texts import Part, lines, phrase, shortened
from dialogs.turn import Turn
from dialogs.view import Position

NAMED = 5
"""More things than this that wait for one person are not named."""


class Row(NamedTuple):
    """A person, and what waits for them."""

    who: str
    what: Part


def rows(turn: Turn, places: Iterable[tuple[str, Position]]) -> list[Row]:
    """Open places by the member who is to answer them, each item, question or dialog named once."""
    found: dict[str, list[Position]] = {}
    for member, position in places:
        found.setdefault(member, []).append(position)
    return [Row(turn.name(member), lines(_few(named(turn, some)), between=", ")) for member, some in found.items()]


def named(turn: Turn, positions: Iterable[Position]) -> list[Part]:
    """What open places are called, each item, question or group once."""
    found: dict[str, Part] = {}
    for position in positions:
        key, name = _name(turn, position)
        found[key] = name
    return list(found.values())


def gates(turn: Turn, sections: Iterable[Section]) -> Part:
    """Phases that wait to be signed off, and by whom."""
    titles = lines((section.phase.title for section in sections), between=", ")
    return phrase("gate.waits", phases=titles, who=names(turn.state, Role.LEAD))


def target_name(turn: Turn, target: Slot) -> Part:
    """What an item, a question or a dialog that can be assigned is called."""
    question, item = target
    if question in turn.plan.rounds:
        return f"{item} {turn.view.name_of(item)}" if item else turn.plan.rounds[question].group.title
    if question in turn.plan.asked:
        return asking.slot_label(turn.view, target, turn.around)
    return next((section.dialog.title for section in turn.plan.sections if section.id == question), question)


def _name(turn: Turn, position: Position) -> tuple[str, Part]:
    """What a place is called in a list, shortly, and what tells it from others."""
    item = turn.view.item(position.item.removeprefix(NEW))
    if item is not None:
        return item.id, str(item)
    if position.item.startswith(NEW) or position.question in turn.plan.rounds:
        rounds = turn.plan.rounds.get(position.question) or turn.plan.rounds[turn.plan.asked[position.question].over]
        return rounds.id, rounds.group.title
    asked = turn.plan.asked[position.question]
    return asked.id, shortened(asking.question_text(turn.view, asked, position.item, turn.around), 60)


def _few(names_of: list[Part]) -> list[Part]:
    return [*names_of[:NAMED], "…"] if len(names_of) > NAMED else names_of
