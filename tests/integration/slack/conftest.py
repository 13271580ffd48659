"""Stores, and a small playbook with a gate, in a town whose people are on Slack."""

import pytest

from bot.service.ports import Store
from tests import databases
from tests.integration.slack.town import SlackTown
from tests.integration.telegram.conftest import DIALOGS
from tests.unit.chatting import playbook

pytest_runtest_setup = databases.pytest_runtest_setup
empty_sqlite_url = databases.empty_sqlite_url
sqlite_url = databases.sqlite_url
empty_postgres_url = databases.empty_postgres_url
postgres_url = databases.postgres_url
database_url = databases.database_url
store = databases.store


@pytest.fixture
def town(store: Store) -> SlackTown:
    """Nobody has said anything yet."""
    return SlackTown(store, playbook(DIALOGS, sign_off=True).model_copy(update={"names": "name"}))
