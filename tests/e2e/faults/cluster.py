"""Three replicas side by side behind one door, and who looks after them."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.rounds import Rhythm
from tests.e2e.faults.balancer import Balancer
from tests.e2e.faults.replicas import Nursery, Replica
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram_server import FakeTelegram

RHYTHM = Rhythm(claim_s=0.2, beat_s=0.3, lifetime_s=2.5, news_s=1.0)
REPLICAS = 3
SECRET = "not-so-secret"
START_WITHIN_S = 20.0


@dataclass
class Cluster:
    """Each replica has a port of its own; the bot's webhook is the door in front of them."""

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
async def cluster(
    nursery: Nursery, telegram: FakeTelegram, bot: FakeBot, settings: Mapping[str, Any]
) -> AsyncIterator[Cluster]:
    """Replicas to which Telegram delivers."""
    ports = _free_ports()
    async with Balancer(ports) as door:
        webhook = {"telegram_webhook_url": f"http://127.0.0.1:{door.port}", "telegram_webhook_secret": SECRET}
        made = Cluster(nursery, {**settings, **webhook}, ports)
        made.starts()
        try:
            await telegram.wait_until(lambda: bot.webhook is not None, timeout_s=START_WITHIN_S)
            yield made
        finally:
            made.ends()


def _free_ports() -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(REPLICAS)]
    ports: list[int] = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
