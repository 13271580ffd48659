"""Stores, and a small playbook with a gate."""

import pytest

from bot.service.ports import Store
from tests import databases
from tests.integration.telegram.town import Town
from tests.unit.chatting import playbook

pytest_runtest_setup = databases.pytest_runtest_setup
empty_sqlite_url = databases.empty_sqlite_url
sqlite_url = databases.sqlite_url
empty_postgres_url = databases.empty_postgres_url
postgres_url = databases.postgres_url
database_url = databases.database_url
store = databases.store

DIALOGS = """
- id: basics
  title: Basics
  ask:
    - {id: name, type: text, text: "What is it called?"}
    - {id: kind, type: choice, text: "What kind is it?", options: {shop: Shop, game: Game}}
    - {id: channels, type: multi_choice, text: "Where?", options: {web: Web, app: App, kiosk: Kiosk}}
- id: people
  title: People
  ask:
    - group: personas
      item: persona
      title: Personas
      prefix: P
      label: who
      ask:
        - {id: who, type: text, text: "Who is it?"}
        - {id: age, type: number, text: "How old?", required: false}
"""


@pytest.fixture
def town(store: Store) -> Town:
    """Nobody has said anything yet."""
    return Town(store, playbook(DIALOGS, sign_off=True).model_copy(update={"names": "name"}))
