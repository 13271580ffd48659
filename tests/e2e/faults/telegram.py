"""Telegram as the fault tests know it: one bot that fetches its updates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from tests.e2e.faults.places import BackThen, Mishap, Shown
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram

TOKEN = "123456:test-token-aaaaaaaaaaaaaaaaaaaaaaaaa"


class TelegramPlace:
    """Implements `Place`."""

    posts = "sendMessage"

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
        self._bot = telegram.bot(TOKEN, username="phasewalk_bot")
        self._people: dict[str, Person] = {}
        faults = telegram.faults
        self.mishaps: Sequence[Mishap] = [
            Mishap("no answer", lambda when: faults.resets_after(when=when), is_done=True)
        ]
        self.disturbances: Mapping[str, Callable[[], None]] = {}

    def settings(self) -> Mapping[str, Any]:
        return {"telegram_token": TOKEN, "telegram_api_url": self._telegram.api_url, "http_port": 0}

    def waits_for_replica(self) -> None:
        with self._bot.world.changes.lock:
            self._bot.poll = None  # of a replica that died

    def is_heard(self) -> bool:
        return self._bot.poll is not None or bool(self._bot.pending)

    def is_quiet(self) -> bool:
        return not self._bot.pending

    def has_failed(self) -> bool:
        """Telegram tells the bot everything until it was taken."""
        return False

    def tries_again(self) -> None:
        """Nobody has to."""

    def adds(self, name: str) -> str:
        person = self._people[name] = self._telegram.user(name, username=name.casefold())
        person.private(self._bot).is_started = True
        return str(person.id)

    def says(self, name: str, text: str) -> None:
        self._people[name].says(text, chat=self._people[name].private(self._bot))

    def presses(self, name: str, label: str) -> None:
        self._people[name].presses(label, chat=self._people[name].private(self._bot))

    def edits(self, name: str, before: str, after: str) -> None:
        self._people[name].edits(next(one for one in self._messages(name) if one.text == before), after)

    def stands(self, name: str) -> list[Shown]:
        return [_shown(one) for one in self._messages(name)]

    def sent(self, name: str) -> list[Shown]:
        with self._bot.world.changes.lock:
            return [_shown(one) for one in self._bot.world.sent if one.chat.id == self._people[name].id]

    def methods(self) -> list[str]:
        return [call.method for call in self._telegram.calls]

    def remembers(self) -> BackThen:
        bot = self._bot
        with bot.world.changes.lock:
            known = [
                (chat, [(one, deepcopy(one.content), list(one.earlier)) for one in chat.all_messages.values()])
                for chat in bot.private_chats.values()
            ]

        def comes_back() -> None:
            with bot.world.changes.lock:
                for kept in (bot.updates.waiting, bot.presses, bot.world.faults, bot.world.calls, bot.world.sent):
                    kept.clear()
                for chat, messages in known:
                    chat.all_messages.clear()
                    for message, content, earlier in messages:
                        message.content, message.earlier = deepcopy(content), list(earlier)
                        chat.all_messages[message.id] = message

        return comes_back

    def _messages(self, name: str) -> list[Message]:
        return self._people[name].private(self._bot).messages


@contextmanager
def telegram_place() -> Iterator[TelegramPlace]:
    """A Telegram of its own."""
    with FakeTelegram.in_thread(rates=None) as telegram:
        yield TelegramPlace(telegram)


def _shown(message: Message) -> Shown:
    text = message.earlier[0] if message.earlier else message.text
    first = f"<{message.file.name}>\n{text}" if message.file else text
    return Shown(first, message.as_seen(), message.text, message.is_from_bot, message.id)
