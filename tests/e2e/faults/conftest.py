"""Fixtures of the fault tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.e2e.faults.replicas import Nursery, nursery

pytest_runtest_setup = databases.pytest_runtest_setup
empty_postgres_url = databases.empty_postgres_url
postgres_url = databases.postgres_url


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where replicas come from."""
    folder: Path = tmp_path_factory.mktemp("replicas")
    with nursery(folder) as made:
        yield made
