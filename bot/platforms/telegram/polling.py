"""Fetching updates: the offset moves only after the updates are durable."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.platforms.telegram.failures import seconds
from bot.platforms.telegram.updates import Bot as Me
from bot.platforms.telegram.updates import MalformedUpdateError, to_arrivals
from bot.service.arrivals import Arrived
from bot.service.platform import Accept

log = logging.getLogger(__name__)

WAIT_S = 25
PAUSE_S = 1.0
LONG_PAUSE_S = 5.0
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
_GET_UPDATES = "get_Updates"


class Polling:
    """One loop for one bot."""

    def __init__(self, bot: Bot, me: Me, accept: Accept, *, wait_s: int = WAIT_S) -> None:
        """`wait_s` is how long Telegram may hold a request open."""
        self._bot = bot
        self._me = me
        self._accept = accept
        self._wait_s = wait_s
        self._offset = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """A request that waits is given up; updates that it would have brought come again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                updates = await self._fetch()
                await asyncio.shield(self._take(updates))
            except Conflict as error:
                log.error("Telegram: %s Another program uses this bot's token: stop one of the two.", error.message)
                await asyncio.sleep(LONG_PAUSE_S)
            except (InvalidToken, EndPointNotFound):  # the latter is what the SDK makes of the former
                log.error("Telegram refuses the bot's token: get the right one from @BotFather.")
                await asyncio.sleep(LONG_PAUSE_S)
            except RetryAfter as error:
                await asyncio.sleep(seconds(error))
            except TelegramError as error:
                log.warning("Telegram can't be reached: %s", error.message)
                await asyncio.sleep(PAUSE_S)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("Updates could not be taken in; they are fetched again")
                await asyncio.sleep(PAUSE_S)

    async def _fetch(self) -> Sequence[Mapping[str, Any]]:
        query = {"offset": self._offset, "timeout": self._wait_s, "allowed_updates": list(WANTED)}
        found: Any = await self._bot.do_api_request(_GET_UPDATES, query, read_timeout=self._wait_s + 10.0)
        return found if isinstance(found, list) else []

    async def _take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        arrived: list[Arrived] = []
        newest = self._offset - 1
        for update in updates:
            try:
                arrived.extend(to_arrivals(update, self._me))
            except MalformedUpdateError:
                log.warning("Telegram sent an update without a number")
                continue
            newest = max(newest, int(update["update_id"]))
        await self._accept(self._me.id, arrived)
        self._offset = newest + 1
