"""Of whom a command says something, and where one person is a member."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.service.people import by_handle
from bot.service.standups import planning
from bot.service.standups.model import Standup
from dialogs.questions.base import Option
from dialogs.questions.matching import folded, match
from dialogs.state import Member, Role
from dialogs.texts import Part, lines, phrase

if TYPE_CHECKING:
    from bot.service.talk import Talk


def whose(talk: Talk, argument: str, is_whole: Callable[[str], bool]) -> tuple[Member | None, str]:
    """Of whom something is said, by a name at either end or behind an @; and what is left. A lead may speak for others.

    What `is_whole` without any name names nobody: "3 May" is a day even where a May takes part.
    """
    who, rest = (None, argument) if is_whole(argument) else _named(talk, argument, is_whole)
    if who is None and any(word.startswith("@") for word in rest.split()):
        named = next(word for word in rest.split() if word.startswith("@"))
        talk.refuse(phrase("away.who", name=named))
        talk.ask_again()
        return None, ""
    unknown = None if who is not None or is_whole(argument) else _nobody(talk, argument, is_whole)
    if unknown is not None:
        talk.refuse(unknown)
        talk.ask_again()
        return None, ""
    if who is None or who.id == talk.me.id:
        return talk.me, rest
    refusal = talk.refusal(Role.LEAD)
    if refusal is not None:
        talk.refuse(refusal)
        talk.ask_again()
        return None, ""
    return who, rest


def selves(talk: Talk) -> list[tuple[str, str]]:
    """Where the person is a member, as (workspace, member).

    In a team's chat that is the team's workspace. In private it is every one that this chat belongs to: on Telegram a
    private chat is a workspace of its own, and the teams that ask there are others.
    """
    turn, chat = talk.turn, talk.chat
    bound = () if chat.is_shared else turn.bound(*chat.key)
    found = [(chat.workspace, talk.me.id)]
    for workspace in dict.fromkeys(one for one, _ in bound if one != chat.workspace):
        member = turn.directory(workspace).accounts.get(talk.speaker.known_as)
        if member is not None:
            found.append((workspace, member))
    return found


def where_it_counts(talk: Talk, mine: Iterable[tuple[str, str]]) -> Part | None:
    """Which projects' stand-ups a person takes part in, where there are several; None where there aren't."""
    names: list[str] = []
    for workspace, member in mine:
        directory = talk.turn.directory(workspace)
        for project in talk.turn.projects(workspace):
            known = talk.turn.rota.routines(workspace, project.id)
            going_on = [one for one in known if isinstance(one, Standup) and not one.is_deleted]
            if any(member in planning.participants(directory, one) for one in going_on):
                names.append(project.name)
    projects = lines((phrase("away.project", name=name) for name in sorted(names, key=str.casefold)), between=", ")
    return phrase("away.counts_in", projects=projects) if len(names) > 1 else None


def _others(talk: Talk) -> Sequence[Member]:
    """Everybody in the project, the person who speaks last; longer names first."""
    directory = talk.turn.directory(talk.chat.workspace)
    roles = directory.roles.get(talk.chat.project, {})
    found = [
        one
        for id_, one in directory.members.items()
        if roles.get(id_, Role.REMOVED) is not Role.REMOVED and id_ not in directory.same_as
    ]
    return sorted(found, key=lambda one: (one.id == talk.me.id, -len(one.name)))


def _named(talk: Talk, argument: str, is_whole: Callable[[str], bool]) -> tuple[Member | None, str]:
    members, words = _others(talk), argument.split()
    named = next((word for word in words if word.startswith("@") and len(word) > 1), "")
    rest = " ".join(word for word in words if word != named)
    who = by_handle(talk.turn.directory(talk.chat.workspace), named) if named else None
    if who is not None:
        return who, rest
    firsts = [one.name.split(" ")[0] for one in members]
    unique = [(first, one) for first, one in zip(firsts, members, strict=True) if firsts.count(first) == 1]
    found = list(_at_an_end([*((one.name, one) for one in members), *unique], argument))
    if found:
        return next((one for one in found if is_whole(one[1])), found[0])
    meant = match(named.removeprefix("@"), [Option(one.id, one.name) for one in members]) if named else None
    if meant is None:
        return None, argument
    return next(one for one in members if one.id == meant.id), rest


def _nobody(talk: Talk, argument: str, is_whole: Callable[[str], bool]) -> Part | None:
    """That nobody bears a name, or several do, where all but that can be read; None where nothing seems to be one."""
    words = argument.split()
    splits = [(words[:size], words[size:]) for size in range(1, len(words) + 1)]
    splits += [(words[size:], words[:size]) for size in range(1, len(words))]
    options = [Option(one.id, one.name) for one in _others(talk)]
    for name, rest in sorted((" ".join(name), " ".join(rest)) for name, rest in splits):
        if not is_whole(rest) or any(one.isdigit() for one in name):
            continue
        alike = [str(one.label) for one in options if folded(str(one.label)).startswith(f"{folded(name)} ")]
        if len(alike) > 1:
            return phrase("away.several", name=name[:40], names=lines(sorted(alike), between=", "))
        meant = match(name, options)
        if meant is not None:
            near = next(str(one.label) for one in options if one.id == meant.id)
            return phrase("away.near", name=name[:40], near=near)
    one_word = (" ".join(name) for name, rest in splits if len(name) == 1 and rest and is_whole(" ".join(rest)))
    unknown = next((one for one in one_word if one.replace("-", "").isalpha()), "")
    return phrase("away.nobody", name=unknown[:40]) if unknown else None


def _at_an_end(names: Sequence[tuple[str, Member]], argument: str) -> Iterator[tuple[Member, str]]:
    """Whose name something begins or ends with, and what is left of it."""
    for name, one in names:
        spelt = rf"@?{re.escape(name)}"
        found = re.match(rf"{spelt}(?!\w)[ :,]*", argument, re.IGNORECASE)
        if found is not None:
            yield one, argument[found.end() :]
        found = re.search(rf"(?:^|[ ,])(?:for )?{spelt}$", argument, re.IGNORECASE)
        if found is not None:
            yield one, argument[: found.start()].strip(" ,")
