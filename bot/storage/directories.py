"""Who and where a workspace is: read as a whole, kept until the workspace's version changes."""

from collections.abc import Callable, Sequence
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
    names = {id_: name for id_, name, _ in people}
    same_as = {id_: same for id_, _, same in people if same}
    originals_first = sorted(names, key=lambda id_: id_ in same_as)
    roles: dict[str, dict[str, Role]] = {}
    for project, member, role in mine(role_table):
        roles.setdefault(project, {})[member] = Role(role)
    bindings: dict[str, list[Binding]] = {}
    for project, bot, chat, role in mine(binding_table):
        bindings.setdefault(project, []).append(Binding(project, bot, chat, Role(role) if role else None))
    accounts = mine(account_table)
    return Directory(
        members={id_: Member(id_, names[same_as.get(id_, id_)], same_as.get(id_, "")) for id_ in originals_first},
        accounts={account: member for account, member, _ in accounts},
        handles={account: handle for account, _, handle in accounts if handle},
        same_as=same_as,
        roles=roles,
        bindings=bindings,
    )
