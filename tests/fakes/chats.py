"""What a chat of every fake platform has: messages in order, and waiting for one."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from tests.fakes.worlds import BaseWorld


class _Deletable(Protocol):
    is_deleted: bool


Key = TypeVar("Key", int, str)
AnyMessage = TypeVar("AnyMessage", bound=_Deletable)


class BaseChat(Generic[Key, AnyMessage]):
    """Messages by their ids, in order; deleted ones are kept."""

    def __init__(self, world: BaseWorld[Any]) -> None:
        self.world = world
        self.all_messages: dict[Key, AnyMessage] = {}

    @property
    def messages(self) -> list[AnyMessage]:
        """What stands in the chat now, for everybody."""
        with self.world.changes.lock:
            return [message for message in self.all_messages.values() if not message.is_deleted]

    @property
    def last(self) -> AnyMessage:
        """The newest message."""
        return self.messages[-1]

    def find(self, key: Key | None) -> AnyMessage | None:
        """A message that was not deleted."""
        message = None if key is None else self.all_messages.get(key)
        return None if message is None or message.is_deleted else message

    async def wait_for(self, fits: Callable[[AnyMessage], bool], *, timeout_s: float = 5.0) -> AnyMessage:
        """The first message that fits, as soon as it stands in the chat; edits are noticed too."""
        return await self.world.changes.expect(lambda: self._first(fits), timeout_s, self._complaint)

    def wait_for_blocking(self, fits: Callable[[AnyMessage], bool], *, timeout_s: float = 5.0) -> AnyMessage:
        """The same for a synchronous test."""
        return self.world.changes.expect_blocking(lambda: self._first(fits), timeout_s, self._complaint)

    def _waited_for(self) -> Sequence[AnyMessage]:
        return self.messages

    def _first(self, fits: Callable[[AnyMessage], bool]) -> AnyMessage | None:
        return next(filter(fits, self._waited_for()), None)

    def _complaint(self, timeout_s: float) -> str:
        return f"no such message within {timeout_s} s; the last are {self.messages[-3:]}"
