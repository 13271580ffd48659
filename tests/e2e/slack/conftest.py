"""A house in which an app runs for many tests, as each has a workspace of its own; and scenes."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.databases import empty_postgres_url, postgres_url, pytest_runtest_setup
from tests.e2e.slack.scene import Guest, Scene, scene

_NUMBERS = count(100)

__all__ = ["empty_postgres_url", "postgres_url", "pytest_runtest_setup"]


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """An app that runs for many workspaces, and goes on running."""
    with scene(tmp_path_factory.mktemp("house"), is_for_many=True) as made:
        made.runs()
        yield made


@pytest.fixture
def room(house: Scene) -> Scene:
    """A workspace of the test's own, which has let the app in."""
    house.team = house.slack.team(f"T{next(_NUMBERS)}", "Coffee Club", domain=f"club-{next(_NUMBERS)}")
    assert house.lets_in(house.team.person("Cleo")) == 200
    return house


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Scene]:
    """Nothing runs yet."""
    with scene(tmp_path) as made:
        yield made


@pytest.fixture
def ana(room: Scene) -> Guest:
    """Somebody who has not written yet."""
    return room.person("Ana")


@pytest.fixture
def ben(room: Scene) -> Guest:
    """Somebody else."""
    return room.person("Ben")
