"""A bot's rate, shared by all replicas: calls are taken out of the database a few at a time."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

from bot.delivery.futures import Bridge
from bot.service.boxes import ChatKey
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
        self._first: deque[asyncio.Future[None]] = deque()
        self._quiet: OrderedDict[ChatKey, asyncio.Future[None]] = OrderedDict()
        self._runner: asyncio.Task[None] | None = None
        self._kept_s = max(self._pace.burst - 1, 1) * self._pace.interval_s
        """Times that passed unused longer ago are void: used later, they would add to what others may do then."""

    @property
    def quiet(self) -> Sequence[ChatKey]:
        """Chats that wait behind those in which somebody waits for an answer."""
        return list(self._quiet)

    async def turn(self, chat: ChatKey, *, is_quiet: bool) -> None:
        """Wait until a call may be made. A chat waits for one call at a time."""
        if self._pace.interval_s == 0:
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if is_quiet:
            self._let_go(chat)
            self._quiet[chat] = mine
        else:
            self._first.append(mine)
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        await mine

    def hurry(self, chat: ChatKey) -> None:
        """Somebody waits for an answer there now, which comes behind what is quiet."""
        waiting = self._quiet.pop(chat, None)
        if waiting is not None:
            self._first.append(waiting)

    def _let_go(self, chat: ChatKey) -> None:
        """Whoever waited for a chat that was taken over meanwhile, and has come back, waits in vain."""
        lost = self._quiet.pop(chat, None)
        if lost is not None and not lost.done():
            lost.set_result(None)

    def stop(self) -> None:
        """Nobody makes a call any more, so nobody has to wait."""
        if self._runner is not None:
            self._runner.cancel()
        for waiting in (*self._first, *self._quiet.values()):
            if not waiting.done():
                waiting.set_result(None)

    async def _run(self) -> None:
        while self._first or self._quiet:
            at = await self._next()
            if (pause_s := at - self._now_s()) > 0:
                await asyncio.sleep(pause_s)
            waiting = self._first.popleft() if self._first else self._quiet.popitem(last=False)[1]
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
