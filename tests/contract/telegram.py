"""Telegram as the contract sees it: the bot runs in this process whenever somebody talks."""

import asyncio
import contextlib
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Self

from pydantic import SecretStr

from bot.service.paces import UNLIMITED
from bot.service.ports import Clock
from bot.serving import RUN, serving
from bot.settings import Settings
from tests.contract.waiting import arrived
from tests.fakes.telegram.chats import PrivateChat
from tests.fakes.telegram.keyboards import Button
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram
from tests.rest import Watch

PATIENCE_S = 10.0


class TelegramPlace:
    """One bot, and the people who talk to it in private. Whoever comes second is invited by who came first."""

    def __init__(self, telegram: FakeTelegram, settings: Settings, clock: Clock, *, presses: bool) -> None:
        assert settings.telegram_token is not None
        self._telegram = telegram
        self._settings = settings
        self._clock = clock
        self._presses = presses
        self._bot = telegram.bot(settings.telegram_token.get_secret_value(), username="phasewalk_bot")
        self._people: dict[str, Person] = {}

    @classmethod
    @contextlib.contextmanager
    def open(cls, database_url: str, clock: Clock, *, has_webhook: bool, presses: bool) -> Iterator[Self]:
        """On a Telegram of its own, without speed limits."""
        with FakeTelegram.in_thread(rates=None) as telegram:
            port = _free_port()
            settings = Settings(
                database_url=database_url,
                telegram_token=SecretStr("123456:test-token"),
                telegram_api_url=telegram.api_url,
                telegram_webhook_url=f"http://127.0.0.1:{port}" if has_webhook else "",
                telegram_webhook_secret=SecretStr("open-sesame" if has_webhook else ""),
                http_port=port,
            )
            yield cls(telegram, settings, clock, presses=presses)

    def talk(self, name: str, *messages: str) -> None:
        asyncio.run(self._talk(name, *messages))

    def documents(self) -> Mapping[str, str]:
        files = [message.file for message in self._telegram.sent if message.file is not None]
        return {file.name: file.content.decode() for file in files}

    async def _talk(self, name: str, *messages: str) -> None:
        with serving(self._settings, paces=UNLIMITED, clock=self._clock) as plant:
            replica = plant.build(RUN)
            running = asyncio.create_task(replica.run(lambda notices: None))
            watch = Watch(self._settings.database_url)
            try:
                chat = await self._come_in(watch, name)
                await arrived(plant.app, self._clock, watch)
                for message in filter(str.strip, messages):
                    await self._does(watch, self._answer(chat, message))
            finally:
                watch.close()
                replica.stopping.set()
                await running

    async def _come_in(self, watch: Watch, name: str) -> PrivateChat:
        """Nothing happens where they are there already."""
        if name in self._people:
            return self._people[name].private(self._bot)
        code = await self._invitation(watch) if self._people else ""
        person = self._people[name] = self._telegram.user(name)
        await self._does(watch, lambda: person.starts(self._bot, code))
        return person.private(self._bot)

    async def _invitation(self, watch: Watch) -> str:
        host = next(iter(self._people.values()))
        await self._does(watch, lambda: host.says("/invite"))
        found = re.search(r"\?start=(\S+)", host.sees())
        assert found is not None
        return found[1]

    def _answer(self, chat: PrivateChat, message: str) -> Callable[[], object]:
        """One of a question's buttons, where people press; else what is typed."""
        person, pressed = chat.person, _meant(chat, message) if self._presses else None
        if pressed is None:
            return lambda: person.says(message, chat=chat)
        if not _code(pressed).startswith("t"):
            return lambda: person.presses(pressed)
        done = next(button for button in chat.last.buttons if _code(button) == "d")
        return lambda: (person.presses(pressed), person.presses(done))

    async def _does(self, watch: Watch, action: Callable[[], object]) -> None:
        """Act, and wait until all that comes of it has arrived."""
        action()
        async with asyncio.timeout(PATIENCE_S):
            while not self._is_settled(watch):
                await asyncio.sleep(0.001)

    def _is_settled(self, watch: Watch) -> bool:
        if self._bot.pending:
            return False
        return watch.is_at_rest()


def _meant(chat: PrivateChat, message: str) -> Button | None:
    """The option that says the same as a message: its label, or its number."""
    options = [button for button in chat.last.buttons if re.match(r"[ot]\d", _code(button))]
    labels = (button for button in options if button.label.casefold() == message.casefold())
    numbers = (button for button in options if message.isdecimal() and _code(button)[1:] == str(int(message) - 1))
    return next(labels, None) or next(numbers, None)


def _code(button: Button) -> str:
    return (button.data or "").rpartition(":")[2]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
