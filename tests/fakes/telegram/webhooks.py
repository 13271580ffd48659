"""Updates pushed to a bot's own server: in order in each chat, several chats at once, again until it takes them."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp

from tests.fakes.telegram.updates import Update
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.telegram.bots import FakeBot


@dataclass(frozen=True)
class Patience:
    """How a webhook is treated. Telegram waits longer; tests need not."""

    retry_s: float = 0.05
    timeout_s: float = 10.0


@dataclass(eq=False)
class Webhook:
    """The webhook of one bot, and its deliveries. Lives in the server's loop."""

    bot: FakeBot
    url: str
    secret_token: str
    max_connections: int
    patience: Patience
    last_error: str | None = None
    last_error_at: float = 0.0
    deliveries: list[int] = field(default_factory=list)
    _lanes: dict[int, deque[Update]] = field(default_factory=dict)
    _ready: deque[int] = field(default_factory=deque)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None
    _is_stopped: bool = False

    def take(self, update: Update) -> None:
        """One more update to deliver."""
        if self._is_stopped:
            return
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        self._ready.append(update.lane)
        if len(self._tasks) < self.max_connections:
            task = asyncio.get_running_loop().create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def to_json(self) -> Json:
        """What getWebhookInfo says."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": self.bot.pending,
            "max_connections": self.max_connections,
            "ip_address": "127.0.0.1",
        }
        if self.last_error:
            info |= {"last_error_date": int(self.last_error_at), "last_error_message": self.last_error}
        return info

    async def stop(self) -> None:
        """Deliver nothing more."""
        self._is_stopped = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _work(self) -> None:
        # A task that is cancelled just as a call runs out of time goes on.
        while self._ready and not self._is_stopped:
            order = self.bot.world.faults.order
            if order is not None:
                self._ready.rotate(-order.randrange(len(self._ready)))
            lane = self._ready.popleft()
            waiting = self._lanes[lane]
            is_taken = await self._deliver(waiting[0])
            with self.bot.world.changes.lock:
                if is_taken:
                    self.bot.updates.confirm(waiting[0])
                    if waiting[0].copies == 0:
                        waiting.popleft()
                self.bot.world.changes.ring()
            if not waiting:
                del self._lanes[lane]
                continue
            if not is_taken:
                await asyncio.sleep(self.patience.retry_s)
            self._ready.append(lane)

    async def _deliver(self, update: Update) -> bool:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self.patience.timeout_s)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        headers = {"Content-Type": "application/json"}
        if self.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret_token
        self.deliveries.append(update.id)
        try:
            async with self._session.post(self.url, data=update.body.encode(), headers=headers) as response:
                if response.ok:
                    return True
                error = f"Wrong response from the webhook: {response.status} {HTTPStatus(response.status).phrase}"
        except TimeoutError:
            error = "Read timeout expired"
        except aiohttp.ClientConnectorError:
            error = "Connection refused"
        except aiohttp.ClientError:
            error = "Connection reset by peer"
        self.last_error, self.last_error_at = error, self.bot.world.clock()
        return False
