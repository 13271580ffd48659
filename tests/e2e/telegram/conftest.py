"""A room in which a bot runs for many tests, as each has people of its own; and a scene for those that start theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import empty_postgres_url, postgres_url, pytest_runtest_setup
from tests.e2e.telegram.scene import Guest, Scene, scene

__all__ = ["empty_postgres_url", "postgres_url", "pytest_runtest_setup"]


@pytest.fixture(scope="package")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A bot that runs, and goes on running."""
    with scene(tmp_path_factory.mktemp("room")) as made:
        made.runs()
        yield made


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Scene]:
    """Nothing runs yet."""
    with scene(tmp_path) as made:
        yield made


@pytest.fixture
def ana(room: Scene) -> Guest:
    """Somebody who has not pressed Start."""
    return room.person("Ana")


@pytest.fixture
def ben(room: Scene) -> Guest:
    """Somebody else."""
    return room.person("Ben")
