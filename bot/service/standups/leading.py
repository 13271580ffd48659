"""Changing a stand-up: which one is meant, whether the person may, and what is said when it is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from bot.service.standups import planning, setup
from bot.service.standups.choosing import chosen
from bot.service.standups.model import Standup
from dialogs.questions.base import Option
from dialogs.questions.matching import Match, match
from dialogs.state import Role
from dialogs.texts import Part, lines

if TYPE_CHECKING:
    from bot.service.talk import Talk

T = TypeVar("T")


def led(talk: Talk, which: str, command: str, rest: str = "") -> Standup | None:
    """The stand-up that is meant without doubt, for somebody who may change it."""
    return chosen(talk, which, command, rest, is_sure=True) if may_lead(talk) else None


def may_lead(talk: Talk) -> bool:
    """Whether the person leads the project; who does not is told."""
    refusal = talk.refusal(Role.LEAD)
    if refusal is not None:
        talk.refuse(refusal)
        talk.ask_again()
    return refusal is None


def put(talk: Talk, standup: Standup, said: Part) -> None:
    """Keep a stand-up that was changed, and tell its next round."""
    talk.turn.rota.put_routine(standup)
    planning.reschedule(talk.turn, standup, talk.now)
    talk.say(lines([said, setup.next_line(talk, standup)]))
    talk.ask_again()


def name_in_front(argument: str, known: Sequence[Standup]) -> str:
    """The words in front that name a stand-up: as many as it takes to be sure; or else the first one of several."""
    heads = [argument[: found.end()] for found in re.finditer(r"\S+", argument)]
    sure = (head for head in reversed(heads) if (meant := meant_by(head, known)) is not None and meant.is_sure)
    return next(sure, heads[0] if heads and len(known) > 1 else "")


def days_and_name(argument: str, known: Sequence[Standup], read: Callable[[str], T | None]) -> tuple[T | None, str]:
    """What is read of an argument, and the words before or behind it, which name a stand-up.

    None where nothing can be read: all of it is a name then, or nonsense.
    """
    words = argument.split()
    for name, rest in _splits(words):
        meant = meant_by(name, known)
        found = read(rest) if rest else None
        if meant is not None and meant.is_sure and (found is not None or not rest):
            return found, name
    for days, rest in _splits(words):
        found = read(days)
        if found is not None and (not rest or len(known) > 1 or meant_by(rest, known) is not None):
            return found, rest
    return None, argument


def meant_by(name: str, known: Sequence[Standup]) -> Match | None:
    """The id of the stand-up of this name or number."""
    return match(name, [Option(one.id, one.name) for one in known])


def _splits(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The longest first, what stands at one end, and what is left at the other one."""
    for size in range(len(words), 0, -1):
        yield " ".join(words[:size]), " ".join(words[size:])
        if size < len(words):
            yield " ".join(words[-size:]), " ".join(words[:-size])
