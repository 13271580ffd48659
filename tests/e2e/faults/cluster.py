"""Three replicas side by side behind one door, and who looks after them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.rounds import Rhythm
from tests.e2e.faults.balancer import Balancer
from tests.e2e.faults.crowd import Town
from tests.e2e.faults.replicas import Nursery, Replica
from tests.e2e.faults.slack import free_port

RHYTHM = Rhythm(claim_s=0.2, beat_s=0.3, lifetime_s=2.5, news_s=1.0)
REPLICAS = 3


@dataclass
class Cluster:
    """Each replica has a port of its own; platforms know the door in front of them."""

    nursery: Nursery
    settings: Mapping[str, Any]
    ports: list[int]
    running: list[Replica] = field(default_factory=list)
    deaths: int = 0

    def starts(self) -> None:
        """All of them."""
        self.running = [self._one(port) for port in self.ports]

    def loses(self, number: int) -> None:
        """kill -9; a supervisor starts another one at once."""
        self.running[number].is_killed()
        self.running[number] = self._one(self.ports[number])
        self.deaths += 1

    def ends(self) -> None:
        """None is left."""
        for replica in self.running:
            replica.is_killed()

    def _one(self, port: int) -> Replica:
        return self.nursery.starts({**self.settings, "http_port": port}, RHYTHM)


@asynccontextmanager
async def cluster(nursery: Nursery, town: Town, settings: Mapping[str, Any]) -> AsyncIterator[Cluster]:
    """Replicas to which a platform delivers."""
    ports = [free_port() for _ in range(REPLICAS)]
    async with Balancer(ports) as door:
        made = Cluster(nursery, {**settings, **town.settings(door.port)}, ports)
        made.starts()
        try:
            await town.waits_for(ports)
            yield made
        finally:
            made.ends()


@asynccontextmanager
async def alone(nursery: Nursery, town: Town, settings: Mapping[str, Any]) -> AsyncIterator[None]:
    """One replica, which fetches what it can."""
    port = free_port()
    door = port if town.needs_door else 0
    replica = nursery.starts({**settings, **town.settings(door), "http_port": port}, RHYTHM)
    try:
        await town.waits_for([port])
        yield
    finally:
        replica.is_killed()
