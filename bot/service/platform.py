"""What a platform is to the program, and the ground on which it stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.service.arrivals import Arrived
from bot.service.ports import Clock, Turn
from bot.service.sender import Sender
from bot.service.turns import Conversations
from dialogs.texts import Phrase

T = TypeVar("T")

Accept: TypeAlias = Callable[[str, Sequence[Arrived]], Awaitable[None]]
"""Takes a bot's events in; returns when they are durable, and raises when they are not."""


class Level(StrEnum):
    """How a notice is meant."""

    GOOD = "good"
    ADVICE = "advice"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is on, or missing; then the sentence says how to mend it."""

    level: Level
    text: Phrase


@dataclass(frozen=True, slots=True)
class Request:
    """A call that came in over HTTP. Names of headers are in lower case."""

    method: str
    query: str
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes | None:
        """The value of a header that stands there once; None for none, and for one too many."""
        found = [value for known, value in self.headers if known == name]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered to it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Hook: TypeAlias = Callable[[Request], Awaitable[Reply]]
"""Answers calls to one path. Raises nothing."""


class Ground(Protocol):
    """What a platform gets to build on."""

    conversations: Conversations
    clock: Clock

    async def change(self, work: Callable[[Turn], T]) -> T:
        """Run `work` in a transaction; returns when it is durable."""
        ...

    async def look(self, work: Callable[[Turn], T]) -> T:
        """Run `work` against a snapshot, beside whatever is being written."""
        ...

    async def document(self, payload: Mapping[str, Any]) -> tuple[str, bytes, Phrase]:
        """The file of a document's message: its name, its content, and what is said about it. Raises ServiceError."""
        ...


class Platform(Protocol):
    """One platform, with one bot on it or with many."""

    id: str

    @property
    def senders(self) -> Mapping[str, Sender]:
        """By bot. More may come while the program runs."""
        ...

    @property
    def comes_over_http(self) -> bool:
        """Whether events are brought here by calls, or have to be fetched."""
        ...

    @property
    def hooks(self) -> Mapping[str, Hook]:
        """What is open to calls now, by path."""
        ...

    async def check(self) -> Sequence[Notice]:
        """Look at everything that has to be right, and change nothing."""
        ...

    async def start(self, accept: Accept | None) -> None:
        """Be able to send, and begin to take events in; with None, others do that."""
        ...

    async def stop(self) -> None:
        """Take nothing more in. What was taken in is durable when this returns."""
        ...

    async def close(self) -> None:
        """Let go of connections; nothing can be sent any more."""
        ...
