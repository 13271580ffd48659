"""Statements that run at once in a transaction, beside those that are collected for its end."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable

from bot.storage.errors import ReadOnlyStoreError
from bot.storage.records import Records
from bot.storage.rows import Row
from bot.storage.sets import KeyedSelect, Write


class Direct:
    """`count` tells the writer that a turn which raised has left something in the tables.

    A statement that fails makes the whole transaction void, as every other failure of the database does.
    """

    def __init__(self, connection: Connection, records: Records) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._records = records
        self.count = 0
        """Statements that may have changed something."""

    @property
    def dialect(self) -> Any:
        return self._connection.dialect

    def execute(self, statement: Executable, rows: Any = None) -> None:
        self._begin()
        self._records.asked(lambda: self._connection.execute(statement, rows))

    def write(self, write: Write, rows: Sequence[Row]) -> None:
        self._begin()
        self._records.asked(lambda: write.run(self._cursor, rows))

    def returned(self, write: Write, rows: Sequence[Row]) -> Sequence[Row]:
        """What the statement returns of each row that it wrote."""
        self._begin()
        return self._records.asked(lambda: write.returned(self._cursor, rows))

    def rows(self, statement: KeyedSelect, keys: Sequence[Row]) -> Sequence[Row]:
        return self._records.rows(statement, keys)

    def select(self, statement: Any) -> Sequence[Any]:
        return self._records.select(statement)

    @property
    def locks(self) -> bool:
        """Whether this transaction may write, and locks what it reads to change it."""
        return self._records.locks

    def _begin(self) -> None:
        if not self._records.locks:
            raise ReadOnlyStoreError
        self.count += 1
