"""Which stand-up is meant where a project has several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.service.standups.model import Standup
from dialogs.questions.base import Option
from dialogs.questions.matching import folded, match
from dialogs.texts import Part, lines, phrase

if TYPE_CHECKING:
    from bot.service.talk import Talk


def standups(talk: Talk) -> list[Standup]:
    """The stand-ups of the project that is talked about."""
    return [one for one in _with_deleted(talk) if not one.is_deleted]


def deleted(talk: Talk) -> list[Standup]:
    """Those that were deleted, and may be brought back."""
    return [one for one in _with_deleted(talk) if one.is_deleted]


def is_taken(talk: Talk, name: str, but: Standup | None = None) -> bool:
    """Whether a stand-up of the project bears a name already."""
    others = (one for one in standups(talk) if but is None or one.id != but.id)
    return any(folded(one.name) == folded(name) for one in others)


def chosen(talk: Talk, which: str, command: str, rest: str = "", *, is_sure: bool = False) -> Standup | None:
    """The stand-up that is meant by a number or a name; the only one where there is no other.

    `command` and the `rest` are what stands before and behind its name, so that each is named as it has to be typed: a
    bare name would be taken for an answer to what is asked next.
    """
    known = standups(talk)
    if known:
        return one_of(talk, known, which, command, rest, is_sure=is_sure)
    talk.refuse(phrase("standup.none"))
    talk.ask_again()
    return None


def one_of(
    talk: Talk, known: Sequence[Standup], which: str, command: str, rest: str = "", *, is_sure: bool = False
) -> Standup | None:
    """Of some stand-ups the one that is meant; where it has to be sure, what only resembles its name won't do."""
    if not which and len(known) == 1:
        return known[0]
    meant = match(which, [Option(one.id, one.name) for one in known]) if which else None
    found = next((one for one in known if meant is not None and one.id == meant.id), None)
    if found is not None and meant is not None and _is_enough(found, which, is_sure=meant.is_sure or not is_sure):
        return found
    if found is not None:
        typed = _typed(command, found, rest)
        talk.refuse(phrase("standup.unsure", said=which[:40], name=found.name, command=typed))
    else:
        talk.refuse(_which(known, which, command, rest))
    talk.ask_again()
    return None


def without(argument: str, which: str) -> str:
    """What an argument says beside the name that stands at one of its ends."""
    words = " ".join(argument.split())
    return words.removeprefix(which).removesuffix(which).strip() if which else words


def _is_enough(found: Standup, which: str, *, is_sure: bool) -> bool:
    return is_sure or folded(found.name).startswith(folded(which))


def _which(known: Sequence[Standup], which: str, command: str, rest: str) -> Part:
    commands = [phrase("command.typed", command=_typed(command, one, rest)) for one in known]
    if not which:
        return phrase("standup.which", commands=lines(commands, between=", "))
    return phrase("standup.no_such", said=which[:40], commands=lines(commands, between=", "))


def _typed(command: str, standup: Standup, rest: str) -> str:
    return f"{command} {standup.name} {rest[:80]}".strip()


def _with_deleted(talk: Talk) -> list[Standup]:
    found = talk.turn.rota.routines(talk.chat.workspace, talk.chat.project)
    return [one for one in found if isinstance(one, Standup)]
