"""The clock of a bot that runs: a test sets it, and waits until all that is due then was dealt with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.service.ports import Store
from bot.storage.database import open_store
from tests.fakes.clock import SharedClock

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Waiting(Protocol):
    """What of a scene is needed."""

    database_url: str

    def settles(self) -> None: ...
    def waits(self, is_so: Callable[[], object]) -> None: ...


class Hours:
    """Begins on a Monday at eight, UTC."""

    def __init__(self, scene: Waiting, folder: Path) -> None:
        self.file = folder / "clock"
        self._scene = scene
        self._clock = SharedClock(self.file)
        self._clock.set(MONDAY)
        self._store: Store | None = None

    @property
    def now(self) -> datetime:
        return self._clock()

    def strike(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """It is this time in UTC, of today or some days later; returns when all that comes of it has arrived."""
        day = self.now + timedelta(days=days)
        self._clock.set(day.replace(hour=hour, minute=minute, second=0, microsecond=0))
        self.settles()

    def settles(self) -> None:
        """Nothing is due, and everything that was said has arrived."""
        self._scene.waits(self._is_nothing_due)
        self._scene.settles()

    def close(self) -> None:
        if self._store is not None:
            self._store.close()

    def _is_nothing_due(self) -> bool:
        self._store = self._store or open_store(self._scene.database_url, read_only=True)
        return not self._store.read(lambda turn: turn.rota.due(self.now, 1))
