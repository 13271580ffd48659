"""Who and where a workspace is: read as a whole, kept until the workspace's version changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, select

from bot.service.ports import Binding, Directory
from bot.storage.tables import account_table, binding_table, member_table, role_table
from dialogs.state import Member, Role

Select_ = Callable[[Select[Any]], Sequence[Any]]


def load_directory(workspace: str, rows_of: Select_) -> Directory:
    """By the primary keys, which all begin with the workspace."""

    def mine(table: Table) -> Sequence[Any]:
        return rows_of(select(*table.c[1:]).where(table.c.workspace_id == workspace).order_by(*table.primary_key))

    people = mine(member_table)
    names = {id_: name for id_, name, *_ in people}
    same_as = {id_: same for id_, _, same, _ in people if same}
    originals_first = sorted(names, key=lambda id_: id_ in same_as)
    roles: dict[str, dict[str, Role]] = {}
    for project, member, role in mine(role_table):
        roles.setdefault(project, {})[member] = Role(role)
    bindings: dict[str, list[Binding]] = {}
    for project, bot, chat, role in mine(binding_table):
        bindings.setdefault(project, []).append(Binding(project, bot, chat, Role(role) if role else None))
    accounts = mine(account_table)
    zones = {member: zone for _, member, _, zone in accounts if zone} | {id_: zone for id_, *_, zone in people if zone}
    return Directory(
        members={id_: _member(id_, names, same_as, zones) for id_ in originals_first},
        accounts={account: member for account, member, *_ in accounts},
        handles={account: handle for account, _, handle, _ in accounts if handle},
        zones={account: zone for account, *_, zone in accounts if zone},
        same_as=same_as,
        roles=roles,
        bindings=bindings,
    )


def _member(id_: str, names: Mapping[str, str], same_as: Mapping[str, str], zones: Mapping[str, str]) -> Member:
    person = same_as.get(id_, id_)
    return Member(id_, names[person], same_as.get(id_, ""), zones.get(person, ""))
