"""What the turns of one transaction want written, and writing it: one statement a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, insert, update

from bot.service.ports import Project
from bot.storage.records import EventKey, EventRow, Records
from bot.storage.rows import Key, Row, from_seat
from bot.storage.statements import Statements
from bot.storage.tables import (
    account_table,
    binding_table,
    document_table,
    invite_table,
    member_table,
    playbook_table,
    project_table,
    role_table,
    workspace_table,
)
from bot.storage.upserts import insert_into
from dialogs.state import Seat

NamedRow = Mapping[str, Any]


@dataclass
class Writes:
    """What is kept by key may be written by many turns: only its last state goes to the table."""

    workspaces: dict[str, int] = field(default_factory=dict)
    """By how much each one's version grows; 0 for those that only have to be there."""
    members: list[NamedRow] = field(default_factory=list)
    playbooks: dict[Key, str] = field(default_factory=dict)
    projects: dict[Key, Project] = field(default_factory=dict)
    documents: list[NamedRow] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    seats: dict[tuple[str, str, str, str], Seat] = field(default_factory=dict)
    accounts: dict[Key, NamedRow] = field(default_factory=dict)
    changed_members: list[NamedRow] = field(default_factory=list)
    roles: dict[tuple[str, str, str], NamedRow] = field(default_factory=dict)
    bindings: dict[tuple[str, str, str, str], NamedRow] = field(default_factory=dict)
    invites: dict[str, NamedRow] = field(default_factory=dict)
    messages: list[Row] = field(default_factory=list)
    """Without the time, which is the transaction's."""
    fates: dict[EventKey, Row] = field(default_factory=dict)
    sent: dict[Key, int] = field(default_factory=dict)
    event_keys: list[Row] = field(default_factory=list)
    new_events: list[Row] = field(default_factory=list)
    """Message, payload, state and so on; without the time."""
    events: dict[EventKey, EventRow] = field(default_factory=dict)


def flush(writes: Writes, connection: Connection, statements: Statements, records: Records, now: datetime) -> None:
    _flush_rare(writes, connection, records.stored_projects, now)
    cursor = connection.connection.cursor()
    moment = statements.moment(now)
    seqs = {(workspace, project): seq for workspace, project, seq, *_ in writes.answers}
    # In one order for every replica, so that two that add the same rows do not wait for each other.
    chats = sorted(records.changed_chats())
    statements.add_answers.run(cursor, writes.answers)
    statements.set_answers_seq.run(cursor, [(seq, *key) for key, seq in seqs.items()])
    statements.put_seats.run(cursor, [(*key, from_seat(seat)) for key, seat in writes.seats.items()])
    statements.add_chats.run(cursor, [(*key, *row) for key, row in chats if key not in records.stored_chats])
    statements.set_chats.run(cursor, [(*row, *key) for key, row in chats if key in records.stored_chats])
    statements.add_events.run(cursor, [(*row[:5], moment, *row[5:]) for row in writes.new_events])
    statements.add_event_keys.run(cursor, sorted(writes.event_keys))
    statements.set_events.run(cursor, [(*row[2:], *key) for key, row in writes.events.items()])
    statements.add_messages.run(cursor, [(*row[:4], moment, *row[4:]) for row in writes.messages])
    statements.set_messages.run(cursor, [(*fate, *key) for key, fate in writes.fates.items()])
    statements.drop_messages.run(cursor, [(*key, up_to) for key, up_to in writes.sent.items()])


def _flush_rare(writes: Writes, connection: Connection, stored: set[Key], now: datetime) -> None:
    """What few turns write: parents first, and through SQLAlchemy's own slower path."""
    projects = writes.projects.items()
    if writes.workspaces:
        _execute(connection, _put_workspaces(connection), _workspace_rows(writes, now))
    if writes.playbooks:
        _execute(connection, _put_playbooks(connection), _playbook_rows(writes, now))
    _execute(connection, _ADD_MEMBER, writes.members)
    _execute(connection, _ADD_PROJECT, [_new_project(new) for key, new in projects if key not in stored])
    _execute(connection, _SET_PROJECT, [_changed_project(changed) for key, changed in projects if key in stored])
    _execute(connection, _ADD_DOCUMENT, writes.documents)
    _execute(connection, _SET_MEMBER, writes.changed_members)
    for table, rows in (
        (account_table, writes.accounts),
        (role_table, writes.roles),
        (binding_table, writes.bindings),
        (invite_table, writes.invites),
    ):
        if rows:
            _execute(connection, _put(connection, table), list(rows.values()))


_ADD_MEMBER = insert(member_table)
_ADD_PROJECT = insert(project_table)
_SET_PROJECT = update(project_table).where(
    project_table.c.workspace_id == bindparam("workspace"), project_table.c.project_id == bindparam("project")
)
_ADD_DOCUMENT = insert(document_table)
_SET_MEMBER = update(member_table).where(
    member_table.c.workspace_id == bindparam("workspace"), member_table.c.member_id == bindparam("member")
)


def _execute(connection: Connection, statement: Executable, rows: Sequence[NamedRow]) -> None:
    """One by one: psycopg logs a warning of its own when one of many is refused."""
    for row in rows:
        connection.execute(statement, row)


def _workspace_rows(writes: Writes, now: datetime) -> list[NamedRow]:
    """In one order for every replica, because each row is locked until the commit."""
    return [
        {"workspace_id": workspace, "version": by, "created_at": now}
        for workspace, by in sorted(writes.workspaces.items())
    ]


def _playbook_rows(writes: Writes, now: datetime) -> list[NamedRow]:
    return [
        {"workspace_id": workspace, "content_hash": content_hash, "content": content, "added_at": now}
        for (workspace, content_hash), content in writes.playbooks.items()
    ]


def _new_project(project: Project) -> NamedRow:
    return {
        "workspace_id": project.workspace,
        "project_id": project.id,
        "name": project.name,
        "playbook_hash": project.playbook,
        "answers_seq": 0,
        "created_at": project.created_at,
    }


def _changed_project(project: Project) -> NamedRow:
    return {
        "workspace": project.workspace,
        "project": project.id,
        "name": project.name,
        "playbook_hash": project.playbook,
    }


def _put_workspaces(connection: Connection) -> Executable:
    statement = insert_into(workspace_table, connection.dialect)
    grown = workspace_table.c.version + statement.excluded.version
    return statement.on_conflict_do_update(index_elements=["workspace_id"], set_={"version": grown})


def _put_playbooks(connection: Connection) -> Executable:
    """The same hash is the same content, so what is there stays."""
    return insert_into(playbook_table, connection.dialect).on_conflict_do_nothing()


def _put(connection: Connection, table: Table) -> Executable:
    """Insert, or change everything but the key."""
    statement = insert_into(table, connection.dialect)
    changed = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=table.primary_key.columns, set_=changed)
