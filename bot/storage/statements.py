"""The statements of every turn."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from sqlalchemy import BigInteger, Dialect, FromClause, Integer, Select, Table, Text, and_, delete, select, update
from sqlalchemy.sql import ClauseElement

from bot.storage.columns import to_iso
from bot.storage.rota_statements import RotaStatements
from bot.storage.sets import Field, KeyedSelect, New, Write, fields_of, insert_all, named, put_all, same, set_by
from bot.storage.tables import (
    account_table,
    answer_table,
    binding_table,
    member_table,
    project_table,
    role_table,
    seat_table,
    workspace_table,
)
from bot.storage.traffic import chat_table, event_table, inbox_table, outbox_table


class Statements:
    """All of them for one kind of database."""

    def __init__(self, dialect: Dialect) -> None:
        self.moment: Callable[[datetime], datetime | str] = to_iso if dialect.name == "sqlite" else _unchanged
        """A time as the driver takes it."""
        self._dialect = dialect
        self.projects = KeyedSelect(dialect, _PROJECT, _projects)
        self.locked_projects = KeyedSelect(dialect, _PROJECT, _locked_projects)
        self.versions = KeyedSelect(dialect, _PROJECT[:1], _versions)
        self.directories = [KeyedSelect(dialect, _PROJECT[:1], partial(_in_workspaces, one)) for one in _DIRECTORY]
        """Of members, accounts, roles and bindings."""
        self.rooms = KeyedSelect(dialect, _PROJECT, _rooms)
        self.newer_answers = KeyedSelect(dialect, (*_PROJECT, ("seq", Integer())), _newer_answers)
        self.chats = KeyedSelect(dialect, _CHAT, _chats)
        self.locked_chats = KeyedSelect(dialect, _CHAT, _locked_chats)
        self.unsent = KeyedSelect(dialect, _IN_CHAT, _unsent)
        self.events = KeyedSelect(dialect, _IN_CHAT, _events)
        self.known_events = KeyedSelect(dialect, fields_of(event_table), _known_events)

        self.add_answers = Write(dialect, fields_of(answer_table), lambda new: insert_all(answer_table, new, dialect))
        self.set_answers_seq = Write(dialect, (("answers_seq", Integer()), *_PROJECT), _set_answers_seq)
        self.put_seats = Write(dialect, fields_of(seat_table), lambda new: put_all(seat_table, new, dialect))
        self.add_chats = Write(dialect, fields_of(chat_table), lambda new: insert_all(chat_table, new, dialect))
        self.set_chats = Write(dialect, (*fields_of(chat_table)[2:], *_CHAT), _set_chats)
        self.add_messages = Write(dialect, fields_of(outbox_table), lambda new: insert_all(outbox_table, new, dialect))
        self.set_messages = Write(
            dialect, (*named(outbox_table, "state", "receipt", "tries", "note"), *_IN_CHAT), _set_messages
        )
        self.drop_messages = Write(dialect, _IN_CHAT, _drop_messages)
        self.add_event_keys = Write(dialect, fields_of(event_table), lambda new: insert_all(event_table, new, dialect))
        self.add_events = Write(dialect, fields_of(inbox_table), lambda new: insert_all(inbox_table, new, dialect))
        self.set_events = Write(
            dialect, (*named(inbox_table, "state", "runner", "begun", "tries", "note"), *_IN_CHAT), _set_events
        )

    @classmethod
    def of(cls, dialect: Dialect) -> "Statements":
        """Compiled once in a process, however many stores it opens on one kind of database: that takes 0.1 s."""
        if dialect.name not in _compiled:
            _compiled[dialect.name] = cls(dialect)
        return _compiled[dialect.name]

    @cached_property
    def rota(self) -> RotaStatements:
        """Few programs' first turns need these."""
        return RotaStatements(self._dialect)


_compiled: dict[str, Statements] = {}


def _unchanged(moment: datetime) -> datetime:
    return moment


_PROJECT: tuple[Field, ...] = (("workspace_id", Text()), ("project_id", Text()))
_CHAT: tuple[Field, ...] = (("bot_id", Text()), ("chat_id", Text()))
_IN_CHAT: tuple[Field, ...] = (*_CHAT, ("seq", BigInteger()))
_DIRECTORY = (member_table, account_table, role_table, binding_table)


def _projects(wanted: FromClause) -> Select[Any]:
    table = project_table
    return select(*table.c).join(wanted, same(table, wanted, _PROJECT))


def _locked_projects(wanted: FromClause) -> Select[Any]:
    """In one order for every replica, so that two of them cannot wait for each other."""
    table = project_table
    return _projects(wanted).order_by(table.c.workspace_id, table.c.project_id).with_for_update(of=table)


def _versions(wanted: FromClause) -> Select[Any]:
    table = workspace_table
    return select(table.c.version).join(wanted, same(table, wanted, _PROJECT[:1]))


def _in_workspaces(table: Table, wanted: FromClause) -> Select[Any]:
    return select(*table.c).join(wanted, same(table, wanted, _PROJECT[:1])).order_by(*table.primary_key)


def _rooms(wanted: FromClause) -> Select[Any]:
    """Who sits in a project and how new its members are: a row for each seat, and one where there is no seat."""
    return (
        select(
            wanted.c.workspace_id,
            wanted.c.project_id,
            workspace_table.c.version,
            seat_table.c.chat_id,
            seat_table.c.member_id,
            seat_table.c.seat,
        )
        .select_from(wanted)
        .join(workspace_table, same(workspace_table, wanted, _PROJECT[:1]))
        .outerjoin(seat_table, same(seat_table, wanted, _PROJECT))
    )


def _newer_answers(wanted: FromClause) -> Select[Any]:
    table = answer_table
    return (
        select(*table.c)
        .join(wanted, and_(same(table, wanted, _PROJECT), table.c.seq > wanted.c.seq))
        .order_by(table.c.workspace_id, table.c.project_id, table.c.seq)
    )


def _chats(wanted: FromClause) -> Select[Any]:
    return select(*chat_table.c).join(wanted, same(chat_table, wanted, _CHAT))


def _locked_chats(wanted: FromClause) -> Select[Any]:
    table = chat_table
    return _chats(wanted).order_by(table.c.bot_id, table.c.chat_id).with_for_update(of=table)


def _unsent(wanted: FromClause) -> Select[Any]:
    """Behind the seq."""
    table = outbox_table
    columns = (table.c.bot_id, table.c.chat_id, table.c.seq, table.c.payload, table.c.state, table.c.tries)
    behind = and_(same(table, wanted, _CHAT), table.c.seq > wanted.c.seq)
    return select(*columns).join(wanted, behind).order_by(table.c.seq)


def _events(wanted: FromClause) -> Select[Any]:
    table = inbox_table
    names = ("bot_id", "chat_id", "seq", "message_id", "payload", "state", "runner", "begun", "tries", "note")
    return select(*(table.c[name] for name in names)).join(wanted, same(table, wanted, _IN_CHAT))


def _known_events(wanted: FromClause) -> Select[Any]:
    return select(*event_table.c).join(wanted, same(event_table, wanted, fields_of(event_table)))


def _set_answers_seq(new: New) -> ClauseElement:
    table = project_table
    statement = update(table).values(answers_seq=new["answers_seq"])
    return statement.where(*(table.c[name] == new[name] for name, _ in _PROJECT))


def _set_chats(new: New) -> ClauseElement:
    return set_by(chat_table, new, _CHAT)


def _set_messages(new: New) -> ClauseElement:
    return set_by(outbox_table, new, _IN_CHAT)


def _set_events(new: New) -> ClauseElement:
    return set_by(inbox_table, new, _IN_CHAT)


def _drop_messages(new: New) -> ClauseElement:
    table = outbox_table
    mine = (table.c[name] == new[name] for name, _ in _CHAT)
    return delete(table).where(*mine, table.c.seq <= new["seq"])
