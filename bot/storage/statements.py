"""The statements of every turn, compiled once and run on the driver's own cursor.

Run through SQLAlchemy's `Connection.execute` they cost 50 µs each on top of the driver, more than the database takes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Dialect,
    FromClause,
    Integer,
    Select,
    Table,
    TableValuedAlias,
    Text,
    and_,
    bindparam,
    column,
    delete,
    func,
    select,
    update,
    values,
)
from sqlalchemy.engine import Compiled
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from bot.storage.columns import to_iso
from bot.storage.rows import Row
from bot.storage.tables import answer_table, project_table, seat_table, workspace_table
from bot.storage.traffic import chat_table, event_table, inbox_table, outbox_table
from bot.storage.upserts import Insert, insert_into

MAX_KEYS = 256
New = Mapping[str, ColumnElement[Any]]
"""What stands for each field of a row that is written."""
Field = tuple[str, TypeEngine[Any]]


class KeyedSelect:
    """A select of the rows that belong to any of the given keys, whatever their number."""

    def __init__(
        self,
        dialect: Dialect,
        key: Sequence[Field],
        build: Callable[[FromClause], Select[Any]],
    ) -> None:
        self._dialect = dialect
        self._key = key
        self._build = build
        self._has_arrays = dialect.name == "postgresql"
        self._text = cache(self._compiled)

    def rows(self, cursor: DBAPICursor, keys: Sequence[Row]) -> Sequence[Row]:
        if self._has_arrays:
            cursor.execute(self._text(1), [list(field) for field in zip(*keys, strict=True)])
            return cursor.fetchall()
        found: list[Row] = []
        for start in range(0, len(keys), MAX_KEYS):
            some = keys[start : start + MAX_KEYS]
            # Powers of two, so that there are few texts to compile; nothing equals the NULLs that fill up.
            size = 1 << (len(some) - 1).bit_length()
            filling = [None] * (len(self._key) * (size - len(some)))
            cursor.execute(self._text(size), [part for key in some for part in key] + filling)
            found.extend(cursor.fetchall())
        return found

    def _compiled(self, count: int) -> str:
        wanted = self._from_arrays() if self._has_arrays else self._from_values(count)
        return _text(self._build(wanted).compile(dialect=self._dialect))

    def _from_arrays(self) -> FromClause:
        return _unnested(self._key, "wanted")

    def _from_values(self, count: int) -> FromClause:
        # Not `(a, b) IN (VALUES …)`: SQLite scans the whole table for that.
        rows = [tuple(bindparam(f"{name}_{row}", type_=type_) for name, type_ in self._key) for row in range(count)]
        columns = [column(name, type_) for name, type_ in self._key]
        return values(*columns, name="wanted").data(rows).cte("wanted")


class Write:
    """An insert, update or delete for any number of rows."""

    def __init__(
        self,
        dialect: Dialect,
        fields: Sequence[Field],
        build: Callable[[New], ClauseElement],
    ) -> None:
        self._has_arrays = dialect.name == "postgresql"
        new: New
        if self._has_arrays:
            new = dict(_unnested(fields, "given").c)
        else:
            new = {name: bindparam(f"new_{name}", type_=type_) for name, type_ in fields}
        compiled = build(new).compile(dialect=dialect)
        # The driver's own cursor gets tuples, so the fields have to stand in the statement as they do in a row.
        if list(getattr(compiled, "positiontup", ())) != [f"new_{name}" for name, _ in fields]:
            raise TypeError(f"another order of fields in {compiled}")
        self._text = _text(compiled)

    def run(self, cursor: DBAPICursor, rows: Sequence[Row]) -> None:
        if not rows:
            return
        if self._has_arrays:
            # psycopg's executemany takes four times as long.
            cursor.execute(self._text, [list(field) for field in zip(*rows, strict=True)])
        else:
            cursor.executemany(self._text, rows)


def _text(compiled: Compiled) -> str:
    """For psycopg with binary parameters: it writes an array in text three times slower."""
    return str(compiled).replace("%s", "%b")


def _unnested(fields: Sequence[Field], name: str) -> TableValuedAlias:
    arrays = [bindparam(f"new_{field}", type_=ARRAY(type_)) for field, type_ in fields]
    columns = [column(field, type_) for field, type_ in fields]
    return func.unnest(*arrays).table_valued(*columns, name=name).render_derived(name)


class Statements:
    """All of them for one kind of database."""

    def __init__(self, dialect: Dialect) -> None:
        self.moment: Callable[[datetime], datetime | str] = to_iso if dialect.name == "sqlite" else _unchanged
        """A time as the driver takes it."""
        self.projects = KeyedSelect(dialect, _PROJECT, _projects)
        self.locked_projects = KeyedSelect(dialect, _PROJECT, _locked_projects)
        self.versions = KeyedSelect(dialect, _PROJECT[:1], _versions)
        self.rooms = KeyedSelect(dialect, _PROJECT, _rooms)
        self.newer_answers = KeyedSelect(dialect, (*_PROJECT, ("seq", Integer())), _newer_answers)
        self.chats = KeyedSelect(dialect, _CHAT, _chats)
        self.locked_chats = KeyedSelect(dialect, _CHAT, _locked_chats)
        self.unsent = KeyedSelect(dialect, _IN_CHAT, _unsent)
        self.events = KeyedSelect(dialect, _IN_CHAT, _events)
        self.known_events = KeyedSelect(dialect, _fields(event_table), _known_events)

        self.add_answers = Write(dialect, _fields(answer_table), lambda new: _insert(answer_table, new, dialect))
        self.set_answers_seq = Write(dialect, (("answers_seq", Integer()), *_PROJECT), _set_answers_seq)
        self.put_seats = Write(dialect, _fields(seat_table), lambda new: _put_seats(new, dialect))
        self.add_chats = Write(dialect, _fields(chat_table), lambda new: _insert(chat_table, new, dialect))
        self.set_chats = Write(dialect, (*_fields(chat_table)[2:], *_CHAT), _set_chats)
        self.add_messages = Write(dialect, _fields(outbox_table), lambda new: _insert(outbox_table, new, dialect))
        self.set_messages = Write(
            dialect, (*_named(outbox_table, "state", "receipt", "tries", "note"), *_IN_CHAT), _set_messages
        )
        self.drop_messages = Write(dialect, _IN_CHAT, _drop_messages)
        self.add_event_keys = Write(dialect, _fields(event_table), lambda new: _insert(event_table, new, dialect))
        self.add_events = Write(dialect, _fields(inbox_table), lambda new: _insert(inbox_table, new, dialect))
        self.set_events = Write(
            dialect, (*_named(inbox_table, "state", "runner", "begun", "tries", "note"), *_IN_CHAT), _set_events
        )


def _unchanged(moment: datetime) -> datetime:
    return moment


_PROJECT: tuple[Field, ...] = (("workspace_id", Text()), ("project_id", Text()))
_CHAT: tuple[Field, ...] = (("bot_id", Text()), ("chat_id", Text()))
_IN_CHAT: tuple[Field, ...] = (*_CHAT, ("seq", BigInteger()))


def _projects(wanted: FromClause) -> Select[Any]:
    table = project_table
    return select(*table.c).join(wanted, _same(table, wanted, _PROJECT))


def _locked_projects(wanted: FromClause) -> Select[Any]:
    """In one order for every replica, so that two of them cannot wait for each other."""
    table = project_table
    return _projects(wanted).order_by(table.c.workspace_id, table.c.project_id).with_for_update(of=table)


def _versions(wanted: FromClause) -> Select[Any]:
    table = workspace_table
    return select(table.c.version).join(wanted, _same(table, wanted, _PROJECT[:1]))


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
        .join(workspace_table, _same(workspace_table, wanted, _PROJECT[:1]))
        .outerjoin(seat_table, _same(seat_table, wanted, _PROJECT))
    )


def _newer_answers(wanted: FromClause) -> Select[Any]:
    table = answer_table
    return (
        select(*table.c)
        .join(wanted, and_(_same(table, wanted, _PROJECT), table.c.seq > wanted.c.seq))
        .order_by(table.c.workspace_id, table.c.project_id, table.c.seq)
    )


def _chats(wanted: FromClause) -> Select[Any]:
    return select(*chat_table.c).join(wanted, _same(chat_table, wanted, _CHAT))


def _locked_chats(wanted: FromClause) -> Select[Any]:
    table = chat_table
    return _chats(wanted).order_by(table.c.bot_id, table.c.chat_id).with_for_update(of=table)


def _unsent(wanted: FromClause) -> Select[Any]:
    """Behind the seq."""
    table = outbox_table
    columns = (table.c.bot_id, table.c.chat_id, table.c.seq, table.c.payload, table.c.state, table.c.tries)
    behind = and_(_same(table, wanted, _CHAT), table.c.seq > wanted.c.seq)
    return select(*columns).join(wanted, behind).order_by(table.c.seq)


def _events(wanted: FromClause) -> Select[Any]:
    table = inbox_table
    names = ("bot_id", "chat_id", "seq", "message_id", "payload", "state", "runner", "begun", "tries", "note")
    return select(*(table.c[name] for name in names)).join(wanted, _same(table, wanted, _IN_CHAT))


def _known_events(wanted: FromClause) -> Select[Any]:
    return select(*event_table.c).join(wanted, _same(event_table, wanted, _fields(event_table)))


def _same(table: FromClause, wanted: FromClause, key: Sequence[Field]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == wanted.c[name] for name, _ in key))


def _fields(table: Table) -> Sequence[Field]:
    return [(field.name, field.type) for field in table.c]


def _named(table: Table, *names: str) -> Sequence[Field]:
    return [(name, table.c[name].type) for name in names]


def _insert(table: Table, new: New, dialect: Dialect) -> Insert:
    statement = insert_into(table, dialect)
    if dialect.name == "sqlite":
        return statement.values(dict(new))
    return statement.from_select(list(new), select(*new.values()))


def _set_answers_seq(new: New) -> ClauseElement:
    table = project_table
    statement = update(table).values(answers_seq=new["answers_seq"])
    return statement.where(*(table.c[name] == new[name] for name, _ in _PROJECT))


def _put_seats(new: New, dialect: Dialect) -> ClauseElement:
    statement = _insert(seat_table, new, dialect)
    changed = {"seat": statement.excluded.seat}
    return statement.on_conflict_do_update(index_elements=seat_table.primary_key.columns, set_=changed)


def _set_chats(new: New) -> ClauseElement:
    return _set(chat_table, new, _CHAT)


def _set_messages(new: New) -> ClauseElement:
    return _set(outbox_table, new, _IN_CHAT)


def _set_events(new: New) -> ClauseElement:
    return _set(inbox_table, new, _IN_CHAT)


def _set(table: Table, new: New, key: Sequence[Field]) -> ClauseElement:
    names = {name for name, _ in key}
    statement = update(table).values({name: value for name, value in new.items() if name not in names})
    return statement.where(*(table.c[name] == new[name] for name, _ in key))


def _drop_messages(new: New) -> ClauseElement:
    table = outbox_table
    mine = (table.c[name] == new[name] for name, _ in _CHAT)
    return delete(table).where(*mine, table.c.seq <= new["seq"])
