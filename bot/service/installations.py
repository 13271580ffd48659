"""Bots that a platform's app was let into: who let it in, and the sealed tokens to act with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Installation:
    """One bot. `data` is what its platform tells about it, `sealed` holds its tokens, encrypted.

    `expires_at`: when the token ends (None: never). `claimed_until`: until when somebody is fetching another.
    """

    bot: str
    data: Mapping[str, Any] = field(default_factory=dict)
    sealed: str = ""
    expires_at: datetime | None = None
    claimed_until: datetime | None = None


class Installations(Protocol):
    """Runs its statements at once, so nothing that raises may stand behind it in a turn."""

    def all(self) -> Sequence[Installation]:
        """Every bot, by id."""
        ...

    def get(self, bot: str) -> Installation | None:
        """One bot; None for one that was not let in."""
        ...

    def lock(self, bot: str) -> Installation | None:
        """The same, its row locked until the commit: for turns that write."""
        ...

    def put(self, installation: Installation) -> None:
        """Add a bot, or change what is known of it."""
        ...

    def remove(self, bot: str) -> None:
        """Forget a bot and its tokens."""
        ...

    def put_state(self, state_hash: str, expires_at: datetime) -> None:
        """Keep what a person who is on the way to let the bot in has to come back with."""
        ...

    def take_state(self, state_hash: str, now: datetime) -> bool:
        """Whether it was kept and has not expired; it is forgotten with this, and so are all that have expired."""
        ...
