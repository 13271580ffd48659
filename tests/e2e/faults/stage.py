"""One bot on a fake Telegram, with a database of its own: what happened there can be undone, and happen again."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.faults.copies import Copies, is_settled, outbox_of, state_of
from tests.e2e.faults.memory import Memory
from tests.e2e.faults.replicas import Nursery, Replica
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram

TOKEN = "123456:test-token-aaaaaaaaaaaaaaaaaaaaaaaaa"
PATIENCE_S = 20.0
QUIET_S = 0.03
"""After everything is done, the last commit's point is passed."""


@dataclass
class Seen:
    """What came of an event: in the database, and in the chats."""

    state: dict[str, Any]
    decided: Sequence[tuple[str, int, str, str, str]]
    sent: dict[str, list[str]]
    """The bot's messages by chat as they were when they came."""
    visible: dict[str, list[str]]
    """All messages by chat as they look now."""


@dataclass
class Stage:
    """Everything that one run needs; runs on several stages may go beside each other."""

    telegram: FakeTelegram
    nursery: Nursery
    copies: Copies
    folder: Path
    bot: FakeBot
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Invitations, by the moment for which they were made."""
    moments: dict[str, Memory] = field(default_factory=dict)

    def starts(self, *, counts: bool = False, die_at: int = 0) -> Replica:
        """Start a replica, and wait until it fetches updates."""
        with self.bot.world.changes.lock:
            self.bot.poll = None  # of a replica that died
        settings = {
            "database_url": self.copies.url,
            "playbooks": None,
            "documents": str(self.folder / "documents"),
            "telegram_token": TOKEN,
            "telegram_api_url": self.telegram.api_url,
            "http_port": 0,
        }
        replica = self.nursery.starts(settings, counts=counts, die_at=die_at)
        self.waits(lambda: self.bot.poll is not None or self.bot.pending or replica.has_ended, replica)
        return replica

    def settles(self, replica: Replica) -> None:
        """Wait until all that came of what happened is done; or until the replica is gone."""
        self.waits(lambda: replica.has_ended or self.is_settled(), replica)

    def rests(self, seconds: float) -> None:
        """Give what is under way a moment."""
        time.sleep(seconds)

    def is_settled(self) -> bool:
        """Whether everything that was sent to the bot is done with, and all that comes of it."""
        return not self.bot.pending and is_settled(self.copies)

    def waits(self, is_so: Callable[[], object], replica: Replica) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, f"it did not happen; the bot says:\n{replica.said}"
            time.sleep(0.008)

    def person(self, name: str) -> Person:
        """Somebody who has pressed Start."""
        if name not in self.people:
            self.people[name] = self.telegram.user(name, username=name.casefold())
            self.people[name].private(self.bot).is_started = True
        return self.people[name]

    def messages(self, name: str) -> list[Message]:
        """All that stands in somebody's chat with the bot."""
        return self.person(name).private(self.bot).messages

    def keep(self, moment: str) -> None:
        """Remember everything; no replica runs."""
        self.copies.keep(moment)
        self.moments[moment] = Memory(self.bot)

    def put_back(self, moment: str) -> None:
        """Everything is as it was at that moment; no replica runs."""
        self.copies.put_back(moment)
        self.moments[moment].comes_back()

    def sent(self) -> dict[str, list[Message]]:
        """What the bot has sent since the moment that was put back, by chat."""
        with self.bot.world.changes.lock:
            return {
                name: [message for message in self.bot.world.sent if message.chat.id == person.id]
                for name, person in self.people.items()
            }

    def looks(self) -> Seen:
        """Write down how everything is now."""
        sent = {name: [first_look(one) for one in messages] for name, messages in self.sent().items()}
        visible = {name: [one.as_seen() for one in _last_copies(self.messages(name))] for name in self.people}
        return Seen(state_of(self.copies), outbox_of(self.copies), sent, visible)


def first_look(message: Message) -> str:
    """A message as it was before it was changed."""
    text = message.earlier[0] if message.earlier else message.text
    return f"<{message.file.name}>\n{text}" if message.file else text


def _last_copies(messages: Sequence[Message]) -> list[Message]:
    """Of a message that came twice in a row only the newer one, which is the one that the bot goes on with."""
    newest = {first_look(message): message.id for message in messages if message.is_from_bot}
    return [one for one in messages if not one.is_from_bot or newest[first_look(one)] == one.id]


@contextlib.contextmanager
def stage(folder: Path, nursery: Nursery, make_copies: Callable[[Path], Copies]) -> Iterator[Stage]:
    """A stage on which nothing has happened yet."""
    folder.mkdir()
    with FakeTelegram.in_thread(rates=None) as telegram:
        bot = telegram.bot(TOKEN, username="phasewalk_bot")
        copies = make_copies(folder)
        try:
            yield Stage(telegram, nursery, copies, folder, bot)
        finally:
            copies.close()
