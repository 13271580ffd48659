"""Bells that ring when they are due, so that the tests of the tick read as what is heard."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.delivery.futures import Bridge
from bot.schedule.tick import Tick
from bot.service.boxes import Load
from bot.service.ports import Store, Turn
from bot.service.standups.model import Due, Step

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def bell(name: str, at: datetime = NOON, project: str = "shop") -> Due:
    return Due("acme", name, "r1", project, Step.ASK, date(2026, 3, 2), at, "ana", "UTC")


def load_of(name: str) -> Load:
    return Load("bot", name, (), is_shared=False, free_at=0.0)


class Ringing:
    """What is done about dues: each is heard, and due again a day later. Some are cracked."""

    def __init__(self, *cracked: str) -> None:
        self.cracked = set(cracked)
        self.sizes: list[int] = []
        """Of the transactions, in which none was cracked."""
        self.recomputed: list[str] = []

    def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
        held = turn.rota.hold(dues)
        turn.rota.put_dues([replace(due, at=due.at + DAY) for due in held])
        for due in held:
            if due.id in self.cracked:
                raise ValueError(due.id)
        self.sizes.append(len(held))
        return [load_of(due.id) for due in held]

    def recompute(self, turn: Turn, dues: Sequence[Due], now: datetime) -> None:
        for due in turn.rota.hold(dues):
            if due.id in self.cracked:
                raise ValueError(due.id)
            self.recomputed.append(due.id)
            turn.rota.put_dues([replace(due, at=due.at + timedelta(hours=1))])


class Tower:
    """One replica that rings. Made inside the event loop."""

    def __init__(
        self, store: Store, ringing: Ringing | None = None, name: str = "here", living: Sequence[str] = ()
    ) -> None:
        self.store = store
        self.ringing = ringing or Ringing()
        self.bridge = Bridge(asyncio.get_running_loop())
        self.heard: list[str] = []
        self.now = NOON
        self.tick = Tick(
            store,
            self.bridge.settled,
            self.ringing,
            self._hear,
            clock=lambda: self.now,
            replica=name,
            living=lambda: living,
        )

    def hangs(self, *bells: Due) -> None:
        self.store.submit(lambda turn: turn.rota.put_dues(bells)).result()

    def next_of(self, name: str) -> datetime:
        dues = self.store.read(lambda turn: turn.rota.dues_of("acme", "r1"))
        return next(due.at for due in dues if due.id == name)

    def counts(self) -> Counter[str]:
        return Counter(self.heard)

    def _hear(self, loads: Sequence[Load]) -> None:
        self.heard += [load.chat for load in loads]
