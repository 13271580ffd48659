"""Every test talks to the real command."""

from pathlib import Path

import pytest

from tests.e2e.command import Phasewalk


@pytest.fixture
def phasewalk(tmp_path: Path) -> Phasewalk:
    """The command on a database of the test's own."""
    return Phasewalk(tmp_path)
