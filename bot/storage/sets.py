"""Statements for any number of rows at once, compiled once and run on the driver's own cursor.

Run through SQLAlchemy's `Connection.execute` they cost 50 µs each on top of the driver, more than the database takes.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Dialect,
    FromClause,
    Select,
    Table,
    TableValuedAlias,
    and_,
    bindparam,
    column,
    func,
    select,
    update,
    values,
)
from sqlalchemy.engine import Compiled
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from bot.storage.rows import Row
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

    def returned(self, cursor: DBAPICursor, rows: Sequence[Row]) -> Sequence[Row]:
        """What the statement returns of each row that it wrote; SQLite returns nothing from an `executemany`."""
        if not rows:
            return ()
        if self._has_arrays:
            self.run(cursor, rows)
            return cursor.fetchall()
        found: list[Row] = []
        for row in rows:
            cursor.execute(self._text, row)
            found.extend(cursor.fetchall())
        return found


def _text(compiled: Compiled) -> str:
    """For psycopg with binary parameters: it writes an array in text three times slower."""
    return str(compiled).replace("%s", "%b")


def _unnested(fields: Sequence[Field], name: str) -> TableValuedAlias:
    arrays = [bindparam(f"new_{field}", type_=ARRAY(type_)) for field, type_ in fields]
    columns = [column(field, type_) for field, type_ in fields]
    return func.unnest(*arrays).table_valued(*columns, name=name).render_derived(name)


def same(table: FromClause, wanted: FromClause, key: Sequence[Field]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == wanted.c[name] for name, _ in key))


def fields_of(table: Table) -> Sequence[Field]:
    return [(field.name, field.type) for field in table.c]


def named(table: Table, *names: str) -> Sequence[Field]:
    return [(name, table.c[name].type) for name in names]


def insert_all(table: Table, new: New, dialect: Dialect) -> Insert:
    statement = insert_into(table, dialect)
    if dialect.name == "sqlite":
        return statement.values(dict(new))
    return statement.from_select(list(new), select(*new.values()))


def set_by(table: Table, new: New, key: Sequence[Field]) -> ClauseElement:
    names = {name for name, _ in key}
    statement = update(table).values({name: value for name, value in new.items() if name not in names})
    return statement.where(*(table.c[name] == new[name] for name, _ in key))


def put_all(table: Table, new: New, dialect: Dialect) -> Insert:
    """Insert, or change everything but the key."""
    statement = insert_all(table, new, dialect)
    changed = {field.name: statement.excluded[field.name] for field in table.c if not field.primary_key}
    return statement.on_conflict_do_update(index_elements=table.primary_key.columns, set_=changed)
