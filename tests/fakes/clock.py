"""Clocks that a test moves: one that stands until then, and one that another process reads."""

import time
from datetime import datetime, timedelta
from pathlib import Path


class ManualClock:
    """Seconds since 1970; hand it in as `clock`, and no test has to wait for a limit to pass."""

    def __init__(self, now: float = 1_767_225_600.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let this much time go by."""
        self.now += seconds


class SharedClock:
    """Goes on from a moment that stands in a file, so that a test can set the clock of another process."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        """Aware, in the zone in which it was set."""
        set_to = datetime.fromisoformat(self._file.read_text(encoding="ascii"))
        return set_to + timedelta(seconds=max(0.0, time.time() - self._file.stat().st_mtime))

    def set(self, now: datetime) -> None:
        """From now on it is this time; nobody reads half a file."""
        new = self._file.with_suffix(".new")
        new.write_text(now.isoformat(), encoding="ascii")
        new.replace(self._file)
