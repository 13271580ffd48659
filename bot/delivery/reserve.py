"""A bot's rate, shared by all replicas: calls are taken out of the database a few at a time."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from bot.delivery.futures import Bridge
from bot.service.paces import Paces
from bot.service.ports import Store

log = logging.getLogger(__name__)

PAUSE_S = 1.0
"""After a failure of the database."""


class Reserve:
    """Times at which this replica may make a call. Those who answer a person go before those who tell many."""

    def __init__(self, store: Store, bridge: Bridge, bot: str, paces: Paces, now_s: Callable[[], float]) -> None:
        self._store = store
        self._bridge = bridge
        self._bot = bot
        self._pace = paces.bot
        self._count = paces.in_reserve
        self._now_s = now_s
        self._times: deque[float] = deque()
        self._waiting: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = (deque(), deque())
        self._runner: asyncio.Task[None] | None = None
        self._kept_s = max(self._pace.burst - 1, 1) * self._pace.interval_s
        """Times that passed unused longer ago are void: used later, they would add to what others may do then."""

    async def turn(self, *, is_quiet: bool) -> None:
        """Wait until a call may be made."""
        if self._pace.interval_s == 0:
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[is_quiet].append(mine)
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        await mine

    def stop(self) -> None:
        """Nobody makes a call any more, so nobody has to wait."""
        if self._runner is not None:
            self._runner.cancel()
        for waiting in (*self._waiting[0], *self._waiting[1]):
            if not waiting.done():
                waiting.set_result(None)

    async def _run(self) -> None:
        while any(self._waiting):
            at = await self._next()
            if (pause_s := at - self._now_s()) > 0:
                await asyncio.sleep(pause_s)
            waiting = (self._waiting[0] or self._waiting[1]).popleft()
            if not waiting.done():
                waiting.set_result(None)

    async def _next(self) -> float:
        while self._times and self._times[0] < self._now_s() - self._kept_s:
            self._times.popleft()
        while not self._times:
            await self._take()
        return self._times.popleft()

    async def _take(self) -> None:
        pace, count, now_s = self._pace, self._count, self._now_s()
        try:
            start = await self._bridge.settled(
                self._store.submit(
                    lambda turn: turn.upkeep.reserve(self._bot, count, pace.interval_s, pace.burst, now_s)
                )
            )
        except Exception:
            log.exception("No calls could be taken out of the rate of %s yet", self._bot)
            await asyncio.sleep(PAUSE_S)
            return
        self._times.extend(start + number * pace.interval_s for number in range(count))
