"""What a platform is to the program: it starts, takes events in, says what is missing, and stops."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from bot.service.arrivals import Arrived
from dialogs.texts import Phrase

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


class Platform(Protocol):
    """One bot on one platform."""

    id: str

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
