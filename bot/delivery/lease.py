"""How long this replica may go on sending without having said that it lives."""

from collections.abc import Callable

from bot.delivery.clocks import going_on_s


class Lease:
    """Others leave its chats alone for as long as this is held, and no longer.

    A replica that was stopped for longer, and wakes up in the middle of its work, finds it expired. `lifetime_s` is 0
    where there are no others.
    """

    def __init__(self, lifetime_s: float, now_s: Callable[[], float] = going_on_s) -> None:
        self._lifetime_s = lifetime_s
        self._now_s = now_s
        self._renewed_at = now_s()

    def is_held(self) -> bool:
        """At this moment."""
        return self._lifetime_s == 0 or self._now_s() - self._renewed_at < self._lifetime_s

    def begin(self) -> float:
        """When a beat begins: that much younger, at most, is what others go by."""
        return self._now_s()

    def renew(self, began_at: float) -> None:
        """The beat that began then is durable."""
        self._renewed_at = max(self._renewed_at, began_at)
