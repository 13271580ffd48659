"""The set-up of a chat: a fake Telegram, a bot on it that runs as a process, and people who wait for its answers."""

import contextlib
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.databases import make_file
from tests.e2e.command import Phasewalk
from tests.e2e.telegram.process import Running
from tests.fakes.telegram.bots import FakeBot, Press
from tests.fakes.telegram.chats import Chat, Group, Topic
from tests.fakes.telegram.keyboards import Button
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram
from tests.rest import Watch

TOKEN = "123456:test-token-aaaaaaaaaaaaaaaaaaaaaaaaa"
PATIENCE_S = 30.0
BASICS = ("Coffee Club", "Order ahead", "Queues", "wechat", "enterprise", "own_team", "2027-03-01", "Orders")


class Scene:
    """One bot, and everybody who talks to it."""

    def __init__(self, telegram: FakeTelegram, folder: Path, database_url: str = "") -> None:
        self.telegram = telegram
        self.bot: FakeBot = telegram.bot(TOKEN, username="phasewalk_bot")
        self.phasewalk = Phasewalk(folder)
        self.database_url = database_url or f"sqlite:///{self.phasewalk.database}"
        self.running: list[Running] = []
        self._watch: Watch | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the processes."""
        return self.phasewalk.environment | {
            "PHASEWALK_TELEGRAM_TOKEN": TOKEN,
            "PHASEWALK_TELEGRAM_API_URL": self.telegram.api_url,
            "PHASEWALK_DATABASE_URL": self.database_url,
            "PHASEWALK_HTTP_PORT": "0",
        }

    def starts(self, command: str = "run", module: str = "tests.e2e.telegram.unhurried", **more: str) -> Running:
        """Start a process. It need not be ready when this returns."""
        make_file(self.phasewalk.database)
        running = Running(command, self.environment | more, self.phasewalk.folder, module)
        self.running.append(running)
        return running

    def runs(self, command: str = "run", **more: str) -> Running:
        """Start a process, and wait until the bot fetches messages."""
        before = len(self.telegram.calls_of("getUpdates"))
        running = self.starts(command, **more)
        self.waits(lambda: len(self.telegram.calls_of("getUpdates")) > before or running.has_ended)
        assert not running.has_ended, running.said
        return running

    def person(self, name: str, username: str | None = None) -> "Guest":
        """Somebody new, and their chat with the bot."""
        person = self.telegram.user(name, username=username)
        return Guest(self, person, person.private(self.bot))

    def group(self, title: str, *guests: "Guest") -> Group:
        """A small group with the bot in it."""
        return self.telegram.group(title, *(guest.person for guest in guests), bots=[self.bot])

    def settles(self) -> None:
        """Wait until everything that was sent to the bot is done with, and all that comes of it has arrived."""
        self.waits(self._is_settled)

    def waits(self, is_so: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
        """Look again and again."""
        deadline = time.monotonic() + timeout_s
        while not is_so():
            if time.monotonic() > deadline:
                said = "\n".join(running.said for running in self.running)
                raise AssertionError(f"it did not happen within {timeout_s} s; the bot says:\n{said}")
            time.sleep(0.005)

    def close(self) -> None:
        """End every process, and let go of the database."""
        for running in self.running:
            if not running.has_ended:
                running.is_killed()
        if self._watch is not None:
            self._watch.close()

    def _is_settled(self) -> bool:
        if self.bot.pending or any(press.answer is None and not press.has_expired for press in self._presses()):
            return False
        self._watch = self._watch or Watch(self.database_url)
        return self._watch.is_at_rest()

    def _presses(self) -> list[Press]:
        return list(self.bot.presses.values())


class Guest:
    """A person in one chat. Whatever they do, they wait for what comes of it: it returns what the bot newly wrote."""

    def __init__(self, scene: Scene, person: Person, chat: Chat, topic: Topic | None = None) -> None:
        self.scene = scene
        self.person = person
        self.chat = chat
        self.topic = topic

    def within(self, chat: Chat, topic: Topic | None = None) -> "Guest":
        """The same person in another chat."""
        return Guest(self.scene, self.person, chat, topic)

    def starts(self, payload: str = "") -> str:
        """Press Start, or open a link."""
        return self._hears(lambda: self.person.starts(self.scene.bot, payload))

    def says(self, *texts: str, reply_to: Message | None = None) -> str:
        """Write messages, each after the answer to the one before; what came of the last one."""
        heard = ""
        for text in texts:
            say = partial(self.person.says, text, chat=self.chat, reply_to=reply_to, topic=self.topic)
            heard = self._hears(say)
        return heard

    def does(self, action: Callable[[], object]) -> str:
        """Anything else."""
        return self._hears(action)

    def presses(self, *buttons: str | Button, on: Message | None = None) -> str:
        """Press buttons, one after the other; what the bot wrote after the last one."""
        heard = ""
        for button in buttons:
            heard = self._hears(partial(self._press, button, on))
        return heard

    def is_told(self, button: str | Button, on: Message | None = None) -> str:
        """Press a button, and read what pops up."""
        press = self._press(button, on)
        self.scene.settles()
        return press.answer or ""

    def _press(self, button: str | Button, on: Message | None) -> Press:
        return self.person.presses(button, on=on, chat=self.chat)

    @property
    def prompt(self) -> Message:
        """The newest message with buttons."""
        return next(message for message in reversed(self.chat.messages) if message.buttons)

    @property
    def written(self) -> list[Message]:
        """What the bot wrote in the chat."""
        return [message for message in self.chat.messages if message.is_from_bot]

    def sees(self, n: int = 1) -> str:
        """The newest messages of the chat."""
        return self.person.sees(n, chat=self.chat)

    def labels(self) -> list[str]:
        """The buttons of the newest message that has any."""
        return [button.label for button in self.prompt.buttons]

    def _hears(self, action: Callable[[], object]) -> str:
        before = len(self.chat.all_messages)
        action()
        self.scene.settles()
        new = list(self.chat.all_messages.values())[before:]
        return "\n\n".join(message.as_seen() for message in new if message.is_from_bot)


@contextlib.contextmanager
def scene(folder: Path, database_url: str = "") -> Iterator[Scene]:
    """A Telegram without speed limits, and a bot on it that does not run yet."""
    with FakeTelegram.in_thread(rates=None) as telegram:
        made = Scene(telegram, folder, database_url)
        try:
            yield made
        finally:
            made.close()
