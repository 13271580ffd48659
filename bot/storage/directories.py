"""Who and where a workspace is: read as a whole, kept until the workspace's version changes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from bot.service.ports import Binding, Directory
from bot.storage.columns import unescaped
from bot.storage.rows import Row
from dialogs.state import Member, Role

Rows = Sequence[tuple[Any, ...]]


def to_directories(
    workspaces: Sequence[str],
    members: Sequence[Row],
    accounts: Sequence[Row],
    roles: Sequence[Row],
    bindings: Sequence[Row],
) -> Mapping[str, Directory]:
    """From the rows of all of them, each table's in the order of its primary key, which begins with the workspace."""
    people, known, given, bound = (_by_workspace(rows) for rows in (members, accounts, roles, bindings))
    return {one: _directory(people[one], known[one], given[one], bound[one]) for one in workspaces}


def _by_workspace(rows: Sequence[Row]) -> defaultdict[str, list[tuple[Any, ...]]]:
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found


def _directory(people: Rows, accounts: Rows, given: Rows, bound: Rows) -> Directory:
    names = {id_: unescaped(name) for id_, name, *_ in people}
    same_as = {id_: same for id_, _, same, _ in people if same}
    originals_first = sorted(names, key=lambda id_: id_ in same_as)
    roles: dict[str, dict[str, Role]] = {}
    for project, member, role in given:
        roles.setdefault(project, {})[member] = Role(role)
    bindings: dict[str, list[Binding]] = {}
    for project, bot, chat, role in bound:
        bindings.setdefault(project, []).append(Binding(project, bot, chat, Role(role) if role else None))
    chosen = {id_: zone for id_, *_, zone in people if zone}
    zones = {member: zone for _, member, _, zone in accounts if zone} | chosen
    return Directory(
        members={id_: _member(id_, names, same_as, zones) for id_ in originals_first},
        accounts={account: member for account, member, *_ in accounts},
        handles={account: handle for account, _, handle, _ in accounts if handle},
        zones={account: zone for account, *_, zone in accounts if zone},
        chosen=chosen,
        same_as=same_as,
        roles=roles,
        bindings=bindings,
    )


def _member(id_: str, names: Mapping[str, str], same_as: Mapping[str, str], zones: Mapping[str, str]) -> Member:
    person = same_as.get(id_, id_)
    return Member(id_, names[person], same_as.get(id_, ""), zones.get(person, ""))
