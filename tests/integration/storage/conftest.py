"""Fixtures of the storage tests."""

from collections.abc import Callable, Iterator

import pytest

from bot.service.ports import Store
from bot.storage.database import open_store
from tests import databases
from tests.integration.storage.team import Team

pytest_runtest_setup = databases.pytest_runtest_setup
empty_sqlite_url = databases.empty_sqlite_url
sqlite_url = databases.sqlite_url
empty_postgres_url = databases.empty_postgres_url
postgres_url = databases.postgres_url
database_url = databases.database_url
store = databases.store


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store).sets_up("Ana", "Bo")


@pytest.fixture
def restart(database_url: str) -> Iterator[Callable[[Team], Team]]:
    """Another start of the program: nothing is remembered but what was stored."""
    opened: list[Store] = []

    def restarted(team: Team) -> Team:
        team.store.close()
        team.store = open_store(database_url)
        opened.append(team.store)
        return team

    yield restarted
    for store_ in opened:
        store_.close()
