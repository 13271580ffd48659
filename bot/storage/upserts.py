"""Inserts that can say what happens to a row that is there already: each kind of database has its own class for it."""

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert_into(table: Table, dialect: Dialect) -> Insert:
    """To be finished with `on_conflict_do_update` or `on_conflict_do_nothing`."""
    if dialect.name == "sqlite":
        return sqlite.insert(table)
    # 40 ms that an embedded start does not need.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)
