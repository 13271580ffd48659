"""Databases for tests: each test gets its own, on SQLite and, where there is a server, on PostgreSQL.

A `conftest.py` takes what it needs from here by name, `pytest_runtest_setup` always.
"""

import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event

from bot.service.ports import Store
from bot.storage.database import open_store
from bot.storage.engines import Place, writing_engine
from bot.storage.schema import migrate

SERVER = os.environ.get("PHASEWALK_TEST_POSTGRES_URL", "")
IS_REQUIRED = os.environ.get("PHASEWALK_TEST_REQUIRE_POSTGRES") == "1"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips what needs a server where there is none: here, because skipped in a fixture each test gets its own line."""
    if not SERVER and not IS_REQUIRED and item.get_closest_marker("postgres"):
        pytest.skip("PHASEWALK_TEST_POSTGRES_URL names no PostgreSQL server")


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'phasewalk.db'}"


@pytest.fixture
def sqlite_url(empty_sqlite_url: str) -> str:
    """A file with all tables, and nothing in them."""
    make_file(Path(empty_sqlite_url.removeprefix("sqlite:///")))
    return empty_sqlite_url


def make_file(path: Path) -> None:
    """A database with all tables, unless there is one: they are made once and copied, in a tenth of the time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_made())


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


@pytest.fixture
def empty_postgres_url() -> Iterator[str]:
    """A schema without tables, gone after the test with everything in it.

    Whoever opened it has to be gone before: a schema under a replica that still runs can't be dropped without chance.
    """
    if not SERVER:
        pytest.fail("PHASEWALK_TEST_POSTGRES_URL names no PostgreSQL server")
    schema = f"test_{uuid.uuid4().hex}"
    server = SERVER.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
        yield f"{SERVER}{'&' if '?' in SERVER else '?'}options=-csearch_path%3D{schema}&application_name={schema}"
        left = _left(connection, schema)
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())
    assert not left, f"still connected when the test was over: {left}"


def _left(connection: psycopg.Connection, schema: str) -> list[Any]:
    """What those did last who are connected to the schema and don't leave within 10 s, which ends it for them."""
    asked = connection.execute
    named = (schema,)
    deadline = time.monotonic() + 10
    while asked("SELECT 1 FROM pg_stat_activity WHERE application_name = %s LIMIT 1", named).fetchall():
        if time.monotonic() > deadline:
            ended = "SELECT query, pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s"
            return asked(ended, named).fetchall()
        time.sleep(0.02)
    return []


@pytest.fixture
def postgres_url(empty_postgres_url: str) -> str:
    """A schema with all tables. What the migrations say is noted once and said again, in a fraction of the time."""
    if not _said:
        with _noting():
            migrate(empty_postgres_url)
    else:
        engine = writing_engine(Place.from_url(empty_postgres_url))
        with engine.begin() as connection:
            for statement, parameters in _said:
                connection.exec_driver_sql(statement, parameters)
        engine.dispose()
    return empty_postgres_url


_said: list[tuple[str, Any]] = []
_CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")


@contextmanager
def _noting() -> Iterator[None]:
    """Each statement that changes something."""

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        del connection, cursor
        if statement.lstrip().startswith(_CHANGES):
            _said.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Either kind, ready to be opened."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """For what is decided before any database is asked."""
    opened = open_store(sqlite_url)
    yield opened
    opened.close()
