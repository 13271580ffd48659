"""A crowd's Telegram: a bot that fetches its updates, or has a webhook at a door."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from tests.e2e.faults.crowd import PATIENCE_S
from tests.e2e.faults.telegram import TOKEN
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.webhooks import Patience
from tests.fakes.telegram_server import FakeTelegram

SECRET = "not-so-secret"
START_WITHIN_S = 60.0
SEED = 20261122


class TelegramTown:
    """Implements `Town`."""

    is_shared = False
    pressed: Collection[int] = ()
    needs_door = False

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
        self._bot = telegram.bot(TOKEN, username="phasewalk_bot")

    def adds(self, name: str) -> "TelegramTalker":
        return TelegramTalker(self._telegram, self._bot, name)

    def tells_twice(self) -> None:
        self._telegram.faults.duplicates_updates()

    def is_quiet(self) -> bool:
        return not self._bot.pending

    def settings(self, door: int) -> Mapping[str, Any]:
        found = {"telegram_token": TOKEN, "telegram_api_url": self._telegram.api_url}
        if not door:
            return found
        return found | {"telegram_webhook_url": f"http://127.0.0.1:{door}", "telegram_webhook_secret": SECRET}

    async def waits_for(self, ports: Sequence[int]) -> None:
        del ports  # Telegram knows one door, or one who fetches
        bot = self._bot
        await self._telegram.wait_until(lambda: bot.webhook or bot.poll, timeout_s=START_WITHIN_S)


class TelegramTalker:
    """Implements `Talker`."""

    def __init__(self, telegram: FakeTelegram, bot: FakeBot, name: str) -> None:
        self.name = name
        self._bot = bot
        self._person = telegram.user(name)
        self._chat = self._person.private(bot)
        self._wanted = ""
        self._answer: asyncio.Future[None] | None = None
        add = self._chat.add

        def listening(content: Any) -> Message:
            message = add(content)
            if message.is_from_bot and self._answer and not self._answer.done() and self._wanted in message.text:
                self._answer.set_result(None)
            return message

        self._chat.add = listening  # type: ignore[method-assign]

    @property
    def chat_id(self) -> str:
        return str(self._chat.id)

    def started_long_ago(self) -> None:
        """The bot may write, although it hears of no press on Start."""
        self._chat.is_started = True

    async def hears(self, wanted: str, number: int) -> None:
        """The answer to it counts: not another one that came once more."""
        if number == 0:
            await self._hears(wanted, lambda: self._person.starts(self._bot))
        else:
            await self.says(f"{self.name} says {number}", wanted)

    async def says(self, text: str, wanted: str) -> None:
        """And waits for an answer with these words in it."""
        await self._hears(wanted, lambda: self._person.says(text, chat=self._chat))

    async def _hears(self, wanted: str, act: Callable[[], object]) -> None:
        self._wanted, self._answer = wanted, asyncio.get_running_loop().create_future()
        act()
        try:
            await asyncio.wait_for(self._answer, PATIENCE_S)
        except TimeoutError:
            raise AssertionError(f"{self.name} waits for {wanted!r} after {self._chat.messages}") from None

    def texts(self) -> list[str]:
        return [one.earlier[0] if one.earlier else one.text for one in self._chat.messages if one.is_from_bot]


@asynccontextmanager
async def telegram_town(*, is_calm: bool) -> AsyncIterator[TelegramTown]:
    """With its updates in order, or not."""
    patience = Patience() if is_calm else Patience(timeout_s=1.0)
    async with FakeTelegram(rates=None, patience=patience) as telegram:
        if not is_calm:
            telegram.faults.reorders_updates(SEED)
        yield TelegramTown(telegram)
