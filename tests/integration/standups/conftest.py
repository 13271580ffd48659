"""A team on a database of its own."""

from collections.abc import Iterator

import pytest

from bot.service.ports import Store
from bot.storage.database import open_store
from tests import databases
from tests.integration.standups.team import Team

pytest_runtest_setup = databases.pytest_runtest_setup
empty_sqlite_url = databases.empty_sqlite_url
sqlite_url = databases.sqlite_url
empty_postgres_url = databases.empty_postgres_url
postgres_url = databases.postgres_url
database_url = databases.database_url
store = databases.store


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    """Nobody is in it yet; it is the morning of Monday, 1 March 2027."""
    opened = open_store(sqlite_url)
    yield Team(opened)
    opened.close()


@pytest.fixture
def any_team(store: Store) -> Team:
    """The same on each kind of database."""
    return Team(store)
