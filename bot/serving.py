"""Builds the process that `run`, `web` and `worker` start."""

import asyncio
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, TypeVar

from bot import bootstrap
from bot.bootstrap import App
from bot.delivery.clocks import SteadyClock
from bot.delivery.courier import Courier
from bot.delivery.futures import Bridge
from bot.delivery.lease import Lease
from bot.delivery.rounds import Rhythm, Rounds
from bot.delivery.runner import Runner
from bot.replica import Replica, numbers
from bot.schedule.clockwork import Clockwork
from bot.schedule.recomputing import Recomputing
from bot.schedule.tick import Tick
from bot.service.aftermath import Aftermath
from bot.service.boxes import Load
from bot.service.errors import DifferentZonesError, NoPlatformError
from bot.service.paces import Paces
from bot.service.platform import Ground, Hook, Platform
from bot.service.ports import Clock, Turn
from bot.service.sender import Sender
from bot.service.steps import Steps
from bot.settings import Settings
from bot.web.app import build_app
from bot.web.metrics import Metrics
from bot.web.server import HttpServer
from dialogs.texts import Phrase

T = TypeVar("T")

SWITCH_S = 0.0005
"""The loop and the writer's thread take turns more often than every 5 ms, Python's own choice: at 500 events a second
the slowest in a hundred is acknowledged in two thirds of the time, and a tenth more turns are done."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process does: take events in over HTTP, fetch them, run them and send what comes of it."""

    serves: bool
    works: bool


RUN = Parts(serves=True, works=True)
WEB = Parts(serves=True, works=False)
WORKER = Parts(serves=False, works=True)


@contextmanager
def serving(settings: Settings, *, paces: Paces | None = None, clock: Clock | None = None) -> Iterator["Plant"]:
    """Everything that does not need an event loop. Raises NoPlatformError, StorageError, DifferentZonesError.

    `paces` take the place of the platforms' own limits. `clock` tells the time, aware, in UTC; without one it is the
    database server's, so that all replicas agree what is due whatever their own clocks say, or this machine's.
    """
    platforms = bootstrap.configured(settings, paces)
    if not platforms:
        raise NoPlatformError
    sys.setswitchinterval(SWITCH_S)
    replica = f"{secrets.token_hex(6)}"
    shared = SteadyClock(bootstrap.utc_now()) if clock is None and not _is_alone(settings) else None
    with bootstrap.running(settings, carrier=replica, clock=clock or shared or bootstrap.utc_now) as app:
        _agree_on_zones(app, settings)
        if shared is not None:
            shared.tell(app.store.submit(lambda turn: turn.upkeep.now(shared())).result())
        yield Plant(app, settings, platforms, replica, shared)


def _is_alone(settings: Settings) -> bool:
    """On SQLite one process writes at a time, so whatever others had begun can be taken over at once."""
    return settings.database_url.startswith("sqlite")


def _agree_on_zones(app: App, settings: Settings) -> None:
    """Times are worked out by every replica alike, or not at all. One that is alone decides."""
    mine = version("tzdata")
    if _is_alone(settings):
        app.store.submit(lambda turn: turn.upkeep.set_agreement(bootstrap.ZONES, mine)).result()
        return
    agreed = app.store.submit(lambda turn: turn.upkeep.agree(bootstrap.ZONES, mine)).result()
    if agreed != mine:
        raise DifferentZonesError(agreed=agreed, mine=mine)


class Floor:
    """Implements the platforms' `Ground` on the program's database."""

    def __init__(self, app: App, bridge: Bridge) -> None:
        self._app = app
        self._bridge = bridge
        self.conversations = app.conversations
        self.clock = app.conversations.office.clock

    async def change(self, work: Callable[[Turn], T]) -> T:
        return await self._bridge.settled(self._app.store.submit(work))

    async def look(self, work: Callable[[Turn], T]) -> T:
        return await asyncio.to_thread(self._app.store.read, work)

    async def document(self, payload: Mapping[str, Any]) -> tuple[str, bytes, Phrase]:
        return await asyncio.to_thread(self._app.documents.file, payload)


class Senders(Mapping[str, Sender]):
    """Those of all platforms, as they are now."""

    def __init__(self, platforms: Sequence[Platform]) -> None:
        self._platforms = platforms

    def __getitem__(self, bot: str) -> Sender:
        for platform in self._platforms:
            if bot in platform.senders:
                return platform.senders[bot]
        raise KeyError(bot)

    def __iter__(self) -> Iterator[str]:
        return (bot for platform in self._platforms for bot in platform.senders)

    def __len__(self) -> int:
        return sum(len(platform.senders) for platform in self._platforms)


@dataclass(frozen=True)
class Plant:
    """A program on its database, from which a replica is built inside an event loop."""

    app: App
    settings: Settings
    platforms: Sequence[Callable[[Ground], Platform]]
    replica: str
    shared_clock: SteadyClock | None = None
    """What tells the time to all replicas, where that is the database server."""

    def build(self, parts: Parts, rhythm: Rhythm | None = None) -> Replica:
        """Connects nothing yet."""
        app, rhythm = self.app, rhythm or Rhythm()
        if _is_alone(self.settings):
            rhythm = replace(rhythm, lifetime_s=0.0)
        bridge = Bridge(asyncio.get_running_loop())
        office = app.conversations.office
        floor = Floor(app, bridge)
        platforms = [build(floor) for build in self.platforms]
        aftermath = Aftermath(office)
        steps = Steps(app.store, app.conversations, aftermath)
        courier = rounds = clockwork = None
        if parts.works:
            lease, senders = Lease(rhythm.lifetime_s), Senders(platforms)
            # Set back by an hour, a clock that rates go by would keep everybody waiting for an hour.
            rates = SteadyClock((self.shared_clock or bootstrap.utc_now)())
            now_s = lambda: rates().timestamp()  # noqa: E731
            courier = Courier(app.store, bridge, senders, aftermath, self.replica, now_s=now_s, lease=lease)
        runner = Runner(steps, bridge, courier, self.replica)
        if courier is not None:
            rounds = Rounds(
                app.store,
                bridge,
                runner,
                courier,
                aftermath=aftermath,
                replica=self.replica,
                clock=office.clock,
                rhythm=rhythm,
                told=self.shared_clock.tell if self.shared_clock is not None else None,
            )
            clockwork = self._clockwork(bridge, courier, rounds)
        taking_in = [one for one in platforms if (parts.serves if one.comes_over_http else parts.works)]
        server = self._server(bridge, taking_in, runner, courier) if parts.serves else None
        return Replica(
            platforms, taking_in, runner, courier, rounds, clockwork=clockwork, server=server, claims=not parts.serves
        )

    def _clockwork(self, bridge: Bridge, courier: Courier, rounds: Rounds) -> Clockwork:
        store, office = self.app.store, self.app.conversations.office
        dues = self.app.dues

        def then(loads: Sequence[Load]) -> None:
            courier.offer(loads)
            rounds.look()

        data = f"tzdata {version('tzdata')}, holidays {version('holidays')}"
        return Clockwork(
            Tick(
                store,
                bridge.settled,
                dues,
                then,
                clock=office.clock,
                replica=self.replica,
                living=lambda: rounds.living,
            ),
            Recomputing(store, bridge.settled, dues, clock=office.clock, data=data),
        )

    def _server(
        self, bridge: Bridge, taking_in: Sequence[Platform], runner: Runner, courier: Courier | None
    ) -> HttpServer:
        store = self.app.store

        async def boxes() -> Mapping[tuple[str, str], int]:
            return await bridge.settled(store.submit(lambda turn: turn.upkeep.counts()))

        async def is_ready() -> bool:
            if not all(platform.hooks for platform in taking_in if platform.comes_over_http):
                return False
            try:
                await asyncio.wait_for(bridge.settled(store.submit(lambda turn: turn.upkeep.links())), 2.0)
            except Exception:
                return False
            return True

        def hooks() -> Mapping[str, Hook]:
            return {path: hook for platform in taking_in for path, hook in platform.hooks.items()}

        app = build_app(hooks, is_ready, Metrics(lambda: numbers(runner, courier), boxes))
        return HttpServer(app, self.settings.http_host, self.settings.http_port)
