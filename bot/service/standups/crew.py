"""Who is named to take part in a stand-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dialogs.questions.base import Option
from dialogs.questions.matching import folded, match
from dialogs.state import Role

if TYPE_CHECKING:
    from bot.service.talk import Talk

EVERYBODY = frozenset(
    ("all", "all of us", "all of them", "everybody", "everyone", "the team", "the whole team", "全部")
)
_AND = re.compile(r"\s+(?:and|&|和)\s+", re.IGNORECASE)


class Named(NamedTuple):
    """Of some names the members who can be asked, the names of observers, and the words that are nobody's name."""

    members: tuple[str, ...] = ()
    watching: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    is_everybody: bool = False


def named(talk: Talk, names: Sequence[str]) -> Named:
    """Who is meant, in the project that is talked about."""
    if [folded(one) in EVERYBODY for one in names] == [True]:
        return Named(is_everybody=True)
    directory = talk.turn.directory(talk.chat.workspace)
    roles = directory.roles.get(talk.chat.project, {})
    known = {
        id_: one.name
        for id_, one in directory.members.items()
        if id_ not in directory.same_as and roles.get(id_, Role.REMOVED).at_least(Role.OBSERVER)
    }
    options = [Option(id_, name) for id_, name in known.items()]
    meant = {one: match(one.removeprefix("@"), options) for name in names for one in _AND.split(name)}
    found = dict.fromkeys(one.id for one in meant.values() if one is not None)
    return Named(
        tuple(id_ for id_ in found if roles[id_].at_least(Role.MEMBER)),
        tuple(known[id_] for id_ in found if not roles[id_].at_least(Role.MEMBER)),
        tuple(name for name, one in meant.items() if one is None),
    )
