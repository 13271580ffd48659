"""What the fault tests need of a platform: people who say and press, what stands in their chats, what goes wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

BackThen = Callable[[], None]
"""Puts everything back as it was."""


@dataclass(frozen=True)
class Shown:
    """A message in a chat."""

    first: str
    """As it was when it came, with the name of its file."""
    now: str
    text: str
    is_from_bot: bool
    key: object
    """What no other message has."""


@dataclass(frozen=True)
class Mishap:
    """What may happen to a call of the bot: `sets` puts it on, for the call for which `when` holds."""

    name: str
    sets: Callable[[Callable[[Any], bool]], Any]
    is_done: bool
    """Whether what was asked is done all the same."""


class Place(Protocol):
    """A fake platform with one bot on it, to which people talk privately."""

    posts: str
    """The method that makes a message."""
    mishaps: Sequence[Mishap]
    disturbances: Mapping[str, Callable[[], None]]
    """What may happen to events on their way to the bot, by name; to be called before they come."""

    def settings(self) -> Mapping[str, Any]:
        """What a replica is told about the platform."""
        ...

    def waits_for_replica(self) -> None:
        """None runs now; from here on `is_heard` is about the next one."""
        ...

    def is_heard(self) -> bool:
        """Whether a replica takes in what people say."""
        ...

    def is_quiet(self) -> bool:
        """Whether the bot was told everything, or the platform gave up."""
        ...

    def has_failed(self) -> bool:
        """Whether people were told that something they did got nowhere."""
        ...

    def tries_again(self) -> None:
        """They do it again where they see that nothing came of it."""
        ...

    def adds(self, name: str) -> str:
        """Somebody comes; how the bot calls their chat."""
        ...

    def says(self, name: str, text: str) -> None: ...

    def presses(self, name: str, label: str) -> None:
        """The newest button that says so."""
        ...

    def edits(self, name: str, before: str, after: str) -> None:
        """Their own message that says so."""
        ...

    def stands(self, name: str) -> list[Shown]:
        """All that stands in somebody's chat."""
        ...

    def sent(self, name: str) -> list[Shown]:
        """What the bot has sent there since the moment that was put back."""
        ...

    def methods(self) -> list[str]:
        """The calls that the bot has made since then."""
        ...

    def remembers(self) -> BackThen:
        """How everything is now. Ids and times go on from where they are, as they do on a real platform."""
        ...
