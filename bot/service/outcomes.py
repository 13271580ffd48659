"""What became of one call to a platform."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it. `receipt` is its id for the message ("" where there is none)."""

    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Slow:
    """Nothing was sent, and this chat has to wait so many seconds."""

    wait_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was sent: the platform did not answer, or had a failure of its own. Worth another try."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been sent: the connection ended, or the time was up, after the request had left."""

    why: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The person blocked the bot, or it was removed from the chat."""

    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat goes on under another id; nothing was sent."""

    chat: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this."""

    why: str


Outcome: TypeAlias = Sent | Slow | Failed | Unknown | Closed | Moved | Refused
