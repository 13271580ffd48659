"""What replicas do beside conversations: live, share rates, agree, tell news, purge, list what is stuck."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.service.boxes import ChatKey, Stuck

if TYPE_CHECKING:
    from bot.service.ports import Project


@dataclass(frozen=True, slots=True)
class News:
    """What happened elsewhere in a project and is due to be told in a chat: how often by whom, and what last."""

    chat: ChatKey
    workspace: str
    project: str
    authors: Mapping[str, int]
    last: str


class Upkeep(Protocol):
    """Runs its statements at once, in the turn's transaction."""

    def now(self, own: datetime) -> datetime:
        """The time by the server's clock, which all replicas share; `own` where there is no server."""
        ...

    def beat(self, replica: str, now: datetime, lifetime: timedelta) -> Collection[str]:
        """Say that a replica lives; returns those that said so within their lifetime.

        `now` is the shared time: a replica whose own clock is set must not look dead to others.
        """
        ...

    def leave(self, replica: str) -> None:
        """Say that a replica has ended in good order."""
        ...

    def reserve(self, bot: str, count: int, interval_s: float, burst: int, now_s: float) -> float:
        """Take a number of calls out of a bot's rate; returns from when they may be made, in seconds since 1970."""
        ...

    def put_bot(self, bot: str, link: str) -> None:
        """Keep the link that opens a chat with a bot; {code} in it stands for what to begin with."""
        ...

    def links(self) -> Mapping[str, str]:
        """The links that open a chat with the bots, by bot id."""
        ...

    def agree(self, name: str, value: str) -> str:
        """The value that all replicas use: this one where there is none yet."""
        ...

    def set_agreement(self, name: str, value: str) -> None:
        """From now on all replicas have to use this value."""
        ...

    def add_news(self, chat: ChatKey, project: tuple[str, str], author: str, last: str, due_at: datetime) -> None:
        """Something happened elsewhere; it is told with whatever else happens until the first such news is due."""
        ...

    def take_news(self, now: datetime, limit: int) -> Sequence[News]:
        """News that are due, which are forgotten with it."""
        ...

    def projects(self) -> Sequence[Project]:
        """Everybody's projects, the oldest first."""
        ...

    def stuck(self, limit: int) -> Sequence[Stuck]:
        """What waits, failed, or was put aside, the oldest first."""
        ...

    def retry(self, box: str, chat: ChatKey, seq: int) -> bool:
        """Have something that was put aside done after all. False where there is no such thing."""
        ...

    def drop(self, box: str, chat: ChatKey, seq: int) -> bool:
        """Give something up. False where there is no such thing."""
        ...

    def counts(self) -> Mapping[tuple[str, str], int]:
        """How much waits or is stuck, by box and state; what is being sent is not counted."""
        ...

    def purge(self, before: datetime) -> int:
        """Forget payloads from before a time that are done with; returns how many."""
        ...
