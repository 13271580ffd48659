"""One bot on a fake platform, with a database of its own: what happened there can be undone, and happen again."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.faults.copies import Copies, is_settled, outbox_of, state_of
from tests.e2e.faults.places import BackThen, Place, Shown
from tests.e2e.faults.replicas import Nursery, Replica

PATIENCE_S = 60.0
QUIET_S = 0.03
"""After everything is done, the last commit's point is passed."""
NOTICED_S = 0.7
"""So long people look whether something came of what failed, as what the platform has given up may be under way."""


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

    place: Place
    nursery: Nursery
    copies: Copies
    folder: Path
    chats: dict[str, str] = field(default_factory=dict)
    """How the bot calls the chats of the people, by their names."""
    codes: dict[str, str] = field(default_factory=dict)
    """Invitations, by the moment for which they were made."""
    moments: dict[str, BackThen] = field(default_factory=dict)
    _running: Replica | None = None

    def starts(self, *, counts: bool = False, die_at: int = 0) -> Replica:
        """Start a replica, and wait until it takes in what people say."""
        self.place.waits_for_replica()
        settings = {
            "database_url": self.copies.url,
            "playbooks": None,
            "documents": str(self.folder / "documents"),
            **self.place.settings(),
        }
        replica = self._running = self.nursery.starts(settings, counts=counts, die_at=die_at)
        self.waits(lambda: self.place.is_heard() or replica.has_ended, replica)
        return replica

    def settles(self, replica: Replica) -> None:
        """Wait until all that came of what happened is done; or until the replica is gone."""
        self.waits(lambda: replica.has_ended or self.is_settled(), replica)
        while not replica.has_ended and self.place.has_failed():
            self.rests(NOTICED_S)
            self.waits(lambda: replica.has_ended or self.is_settled(), replica)
            self.place.tries_again()
            self.waits(lambda: replica.has_ended or self.is_settled(), replica)

    def rests(self, seconds: float) -> None:
        """Give what is under way a moment."""
        time.sleep(seconds)

    def is_settled(self) -> bool:
        """Whether everything that was sent to the bot is done with, and all that comes of it."""
        return self.place.is_quiet() and is_settled(self.copies)

    def waits(self, is_so: Callable[[], object], replica: Replica) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, f"it did not happen; the bot says:\n{replica.said}"
            time.sleep(0.008)

    def comes(self, name: str) -> None:
        """Somebody who may talk to the bot."""
        if name not in self.chats:
            self.chats[name] = self.place.adds(name)

    def keep(self, moment: str) -> None:
        """Remember everything; no replica runs."""
        self.copies.keep(moment)
        self.moments[moment] = self.place.remembers()

    def put_back(self, moment: str) -> None:
        """Everything is as it was at that moment; what ran until a test failed runs no more."""
        if self._running is not None:
            self._running.is_killed()
        self.copies.put_back(moment)
        self.moments[moment]()

    def sent(self) -> dict[str, list[Shown]]:
        """What the bot has sent since the moment that was put back, by chat."""
        return {name: self.place.sent(name) for name in self.chats}

    def looks(self) -> Seen:
        """Write down how everything is now."""
        sent = {name: [one.first for one in messages] for name, messages in self.sent().items()}
        visible = {name: [one.now for one in _last_copies(self.place.stands(name))] for name in self.chats}
        return Seen(state_of(self.copies), outbox_of(self.copies), sent, visible)


def _last_copies(messages: Sequence[Shown]) -> list[Shown]:
    """Of a message that came twice in a row only the newer one, which is the one that the bot goes on with."""
    newest = {one.first: one.key for one in messages if one.is_from_bot}
    return [one for one in messages if not one.is_from_bot or newest[one.first] == one.key]


@contextlib.contextmanager
def stage(
    folder: Path,
    nursery: Nursery,
    make_place: Callable[[], contextlib.AbstractContextManager[Place]],
    make_copies: Callable[[Path], Copies],
) -> Iterator[Stage]:
    """A stage on which nothing has happened yet."""
    folder.mkdir()
    with make_place() as place:
        copies = make_copies(folder)
        try:
            yield Stage(place, nursery, copies, folder)
        finally:
            copies.close()
