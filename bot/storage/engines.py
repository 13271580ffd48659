"""From a URL to connections: what kind of database it is, and how it has to be opened."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from bot.storage.errors import UnsupportedUrlError

BUSY_TIMEOUT_S = 10.0
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    # Every 16 MB instead of 4: the same pages are written again and again, and fewer turns pay for it.
    "wal_autocheckpoint = 4000",
)
# A replica that freezes in a transaction holds its row locks: the server ends it, and a dead peer is noticed.
IDLE_IN_TRANSACTION_TIMEOUT = "10s"
KEEPALIVES = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# All that we look for has an index. A prepared statement keeps its plan, and one that was made while a table was small
# would go on to read it from end to end until the server counts the rows again. What can't be planned otherwise is
# planned all the same, but counts as so expensive that the server would compile it to machine code first: a third of a
# second for a look at three rows.
SWITCHED_OFF = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")


@dataclass(frozen=True)
class Place:
    """Where the data is. `path` is set for SQLite, `name` is for people and hides the password."""

    url: URL
    name: str
    path: Path | None = None

    @classmethod
    def from_url(cls, text: str) -> "Place":
        try:
            url = make_url(text)
        except ArgumentError:
            raise UnsupportedUrlError(url=text) from None
        backend, _, driver = url.drivername.partition("+")
        if backend == "sqlite" and driver in {"", "pysqlite"} and url.database not in {None, "", ":memory:"}:
            path = Path(str(url.database)).expanduser().resolve()
            return cls(url, str(path), path)
        if backend in {"postgresql", "postgres"} and driver in {"", "psycopg"}:
            where = f"{url.host or 'the local socket'}{f':{url.port}' if url.port else ''}/{url.database or ''}"
            return cls(url.set(drivername="postgresql+psycopg"), where)
        raise UnsupportedUrlError(url=text if url.password is None else url.render_as_string(hide_password=True))


def writing_engine(place: Place) -> Engine:
    """One connection, for the one thread that writes."""
    if place.path is None:
        return _postgres_engine(place, pool_size=1, max_overflow=0)
    engine = _sqlite_engine(_sqlite_opener(place.path, "rwc"), pool_size=1)
    event.listen(engine, "begin", _begin_with("BEGIN IMMEDIATE"))
    return engine


def reading_engine(place: Place) -> Engine:
    """Connections that see one snapshot a transaction and cannot write."""
    if place.path is None:
        return _postgres_engine(
            place,
            pool_size=4,
            pool_pre_ping=True,
            execution_options={
                "isolation_level": "REPEATABLE READ",
                "postgresql_readonly": True,
            },
        )
    engine = _sqlite_engine(_sqlite_opener(place.path, "ro"), pool_size=4)
    event.listen(engine, "begin", _begin_with("BEGIN"))
    return engine


def _sqlite_engine(opener: Callable[[], sqlite3.Connection], pool_size: int) -> Engine:
    return create_engine("sqlite://", creator=opener, poolclass=QueuePool, pool_size=pool_size, hide_parameters=True)


def _sqlite_opener(path: Path, mode: str) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,  # transactions begin where we say so
            check_same_thread=False,  # SQLAlchemy's pool hands a connection to one thread at a time
        )
        try:
            for pragma in PRAGMAS if mode == "rwc" else ():
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    return connect


def _begin_with(text: str) -> Callable[[Connection], None]:
    return lambda connection: connection.connection.cursor().execute(text)


def _postgres_engine(place: Place, **options: Any) -> Engine:
    chosen = {name: value for name, value in KEEPALIVES.items() if name not in place.url.query}
    # Parameters are what people said, and errors end in logs.
    engine = create_engine(place.url, paramstyle="format", connect_args=chosen, hide_parameters=True, **options)

    @event.listens_for(engine, "connect")
    def _set_session(connection: Any, entry: ConnectionPoolEntry) -> None:
        del entry
        connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_IN_TRANSACTION_TIMEOUT}'")
        connection.execute("; ".join(f"SET {name} = off" for name in SWITCHED_OFF))
        connection.commit()

    return engine
