"""Databases for tests: each test gets its own, on SQLite and, where there is a server, on PostgreSQL.

A `conftest.py` takes what it needs from here by name, `pytest_runtest_setup` always.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.service.ports import Store
from bot.storage.database import open_store
from bot.storage.schema import migrate

SERVER = os.environ.get("PHASEWALK_TEST_POSTGRES_URL", "")
IS_REQUIRED = os.environ.get("PHASEWALK_TEST_REQUIRE_POSTGRES") == "1"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips what needs a server where there is none: here, because skipped in a fixture each test gets its own line."""
    if not SERVER and not IS_REQUIRED and item.get_closest_marker("postgres"):
        pytest.skip("PHASEWALK_TEST_POSTGRES_URL names no PostgreSQL server")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'phasewalk.db'}"


@pytest.fixture
def empty_postgres_url() -> Iterator[str]:
    """A schema without tables, gone after the test with everything in it."""
    if not SERVER:
        pytest.fail("PHASEWALK_TEST_POSTGRES_URL names no PostgreSQL server")
    schema = f"test_{uuid.uuid4().hex}"
    server = SERVER.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
        yield f"{SERVER}{'&' if '?' in SERVER else '?'}options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture
def postgres_url(empty_postgres_url: str) -> str:
    migrate(empty_postgres_url)
    return empty_postgres_url


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
