"""The inbox and the outbox as the service sees them: what came in and has to be worked through, what has to go out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from bot.service.arrivals import Arrival, Arrived

ChatKey: TypeAlias = tuple[str, str]
"""A bot's id and a chat's."""


WALK = "walk:"
"""What the token of a message begins with on which a project's thread hangs; the project's id follows."""


class Sending(StrEnum):
    """Where a message is on its way. UNKNOWN: it may have arrived, and only a person can say send it again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    RETRY_AT = "retry_at"
    UNKNOWN = "unknown"
    DEAD = "dead"
    DROPPED = "dropped"

    @property
    def is_over(self) -> bool:
        return self in _OVER


_OVER = frozenset({Sending.SENT, Sending.UNKNOWN, Sending.DEAD, Sending.DROPPED})


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that was decided. `seq` orders the messages of one chat, from 1; `tries` counts calls that failed."""

    seq: int
    payload: Mapping[str, Any]
    state: Sending = Sending.QUEUED
    tries: int = 0


def is_once(payload: Mapping[str, Any]) -> bool:
    """Whether a message must not arrive twice: documents and sign-offs."""
    return bool(payload.get("once")) or payload.get("kind") == "document"


def can_wait(payload: Mapping[str, Any]) -> bool:
    """Whether nobody waits for a message: it is taken on when there is room, and sent behind what is waited for."""
    return bool(payload.get("can_wait"))


def is_change(payload: Mapping[str, Any]) -> bool:
    """Whether it changes something that is there already, can be made twice, and shows no message itself."""
    return payload.get("kind") in _CHANGES


def anchor_of(payload: Mapping[str, Any]) -> str:
    """The token of the message that this one changes, leads to ("of"), or in whose thread it belongs ("" for none)."""
    if is_change(payload):
        return str(payload.get("of") or payload.get("token") or "")
    return str(payload.get("under") or "")


_CHANGES = frozenset({"edit", "keyboard", "bookmark", "home"})


@dataclass(frozen=True, slots=True)
class Load:
    """Messages that one replica has taken on for a chat. `free_at`: when its rate allows one, in seconds since 1970."""

    bot: str
    chat: str
    messages: Sequence[Queued]
    is_shared: bool
    free_at: float
    sent_seq: int = 0
    """All messages up to this one are done with."""
    doubtful: Sequence[int] = ()
    """Messages that must not arrive twice, and may have been sent by a replica that is gone."""

    @property
    def key(self) -> ChatKey:
        return self.bot, self.chat


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message."""

    seq: int
    state: Sending
    receipt: str = ""
    tries: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One arrival in the inbox.

    `begun` counts the replicas that set out to run it, `runner` is the last of them; `tries` is how often it failed.
    """

    bot: str
    chat: str
    seq: int
    arrival: Arrival
    begun: int
    tries: int
    runner: str = ""
    is_parked: bool = False


@dataclass(frozen=True, slots=True)
class Stuck:
    """Something in a box that waits, failed, or was put aside; for the person who looks after the program."""

    box: str
    bot: str
    chat: str
    seq: int
    state: str
    tries: int
    since: datetime
    note: str


class Inbox(Protocol):
    """What came in. A chat's events are run one after the other, whoever took them in."""

    def accept(self, bot: str, arrived: Sequence[Arrived], runner: str) -> Sequence[ChatKey]:
        """Keep what was not delivered before; returns the chats with something new.

        `runner` is the replica that will run them, "" for any.
        """
        ...

    def is_first(self, bot: str, key: str) -> bool:
        """Whether nothing came under this key before; from now on something has."""
        ...

    def head(self, bot: str, chat: str) -> Event | None:
        """The chat's oldest event that is not done with."""
        ...

    def waiting(self, bot: str, chat: str) -> int:
        """How many events of the chat are not done with."""
        ...

    def finish(self, event: Event, note: Mapping[str, Any] | None = None) -> None:
        """The event was run. `note` says what it answered."""
        ...

    def fail(self, event: Event, why: str) -> bool:
        """The event raised. Returns whether it was parked, because it failed too often."""
        ...

    def park(self, event: Event, why: str) -> None:
        """Put the event aside, so that later ones go on."""
        ...

    def note_of(self, bot: str, chat: str, message: str) -> Mapping[str, Any] | None:
        """What the platform's message answered; None for nothing."""
        ...

    def claim(self, runner: str, limit: int) -> Sequence[ChatKey]:
        """Take on events that nobody has taken on."""
        ...

    def reclaim(self, runner: str, living: Collection[str], limit: int) -> Sequence[ChatKey]:
        """Take on events, each a chat's oldest, that one replica set out to run which is none of the living."""
        ...

    def recover(self, runner: str, living: Collection[str]) -> Event | None:
        """Take on one event, a chat's oldest, whose runner is none of the living; None where there is none."""
        ...


class Outbox(Protocol):
    """What goes out. One replica at a time carries a chat's messages, in their order."""

    def send(self, chat: ChatKey, payloads: Sequence[Mapping[str, Any]], carrier: str = "") -> Sequence[Queued]:
        """Add messages. `carrier` takes them on unless another replica carries this chat."""
        ...

    def load(self, chat: ChatKey, messages: Sequence[Queued], carrier: str) -> Load | None:
        """What the carrier has to do about messages that were just added; None where another one carries them."""
        ...

    def record(self, chat: ChatKey, carrier: str, fates: Sequence[Fate], free_at: float) -> Sequence[Queued] | None:
        """Note what became of messages; returns those that were added since, which the carrier takes on as well.

        The chat is let go when nothing is left. A carrier that lost the chat meanwhile changes nothing: None.
        """
        ...

    def take(self, carrier: str, bots: Collection[str], limit: int) -> Sequence[Load]:
        """Take on chats that nobody carries, although there is something to send."""
        ...

    def take_over(self, carrier: str, bots: Collection[str], living: Collection[str], limit: int) -> Sequence[Load]:
        """Take on chats that a replica carries which is none of the living."""
        ...

    def newest(self, chats: Collection[ChatKey]) -> Mapping[ChatKey, int]:
        """The seq of each chat's newest message."""
        ...

    def held(self, carrier: str) -> Sequence[Load]:
        """Everything that the carrier has taken on and not done with, for one that may have lost some of it."""
        ...

    def asked(self, chat: ChatKey, token: str) -> Mapping[str, Any] | None:
        """The message that showed the prompt of this token; None when it was purged."""
        ...

    def is_lost(self, chat: ChatKey, token: str) -> bool:
        """Whether the newest message with this token was given up, and nobody has seen it."""
        ...

    def receipt(self, chat: ChatKey, token: str) -> str:
        """The platform's id for the message that showed the prompt ("" for none)."""
        ...

    def token(self, chat: ChatKey, receipt: str) -> str:
        """The token of the prompt that the platform's message shows ("" for none)."""
        ...

    def again(self, chat: ChatKey, seq: int, carrier: str = "") -> Sequence[Queued]:
        """Send a message once more, behind all others; nothing where it is none that waits for that."""
        ...
