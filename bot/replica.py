"""One running process: starts what it is made of, waits for a signal, and stops it without losing anything."""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.delivery.courier import Courier
from bot.delivery.rounds import Rounds
from bot.delivery.runner import Runner
from bot.schedule.clockwork import Clockwork
from bot.service.platform import Notice, Platform
from bot.web.server import HttpServer

log = logging.getLogger(__name__)

START_AGAIN_S = 5.0
STOP_WITHIN_S = 9.0
"""Heroku and systemd kill ten seconds or more after SIGTERM."""


@dataclass
class Replica:
    """What runs in this process; a part that it does not have is None."""

    platforms: Sequence[Platform]
    taking_in: Sequence[Platform]
    """Those that bring events to this process."""
    runner: Runner
    courier: Courier | None = None
    rounds: Rounds | None = None
    clockwork: Clockwork | None = None
    server: HttpServer | None = None
    claims: bool = False
    """Whether other processes take events in for this one."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _starting: list["asyncio.Task[None]"] = field(default_factory=list)

    async def run(self, tell: Callable[[Sequence[Notice]], None]) -> None:
        """Until SIGTERM or SIGINT. `tell` gets what is on and what is missing."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        try:
            await self._start(tell)
            await self.stopping.wait()
        finally:
            await self._stop()

    async def _start(self, tell: Callable[[Sequence[Notice]], None]) -> None:
        if self.server is not None:
            await self.server.start()
        self._starting = [asyncio.create_task(self._start_platform(platform, tell)) for platform in self.platforms]
        if self.rounds is not None:
            await self.rounds.start(claims=self.claims)
        if self.clockwork is not None:
            self.clockwork.start()

    async def _start_platform(self, platform: Platform, tell: Callable[[Sequence[Notice]], None]) -> None:
        """Each for itself, as one that can't be reached now may be later."""
        tell(await platform.check())
        while True:
            try:
                await platform.start(self.runner.accept if platform in self.taking_in else None)
                return
            except Exception as error:
                log.warning("%s could not be started, next try in %d s: %s", platform.id, START_AGAIN_S, error)
                await asyncio.sleep(START_AGAIN_S)

    async def _stop(self) -> None:
        """Take nothing more in, finish what runs, send what is being sent, say goodbye."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        try:
            await asyncio.wait_for(self._finish(), STOP_WITHIN_S)
        except TimeoutError:
            log.warning("Stopped before everything was finished; it goes on with the next start")

    async def _finish(self) -> None:
        if self.clockwork is not None:
            await self.clockwork.stop()
        for platform in self.platforms:
            await platform.stop()
        if self.server is not None:
            await self.server.stop()
        await self.runner.stop()
        if self.courier is not None:
            await self.courier.stop()
        if self.rounds is not None:
            await self.rounds.stop()
            await self.rounds.leave()
        for platform in self.platforms:
            await platform.close()


def numbers(runner: Runner, courier: Courier | None) -> Mapping[str, float]:
    """This process's counters."""
    events = {"accepted": runner.accepted, "run": runner.run, "failed": runner.failed, "parked": runner.parked}
    sent = courier.counts if courier is not None else {}
    return {f"events:{name}": count for name, count in events.items()} | {
        f"messages:{name}": count for name, count in sent.items()
    }
