"""Clocks that nobody sets."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


def going_on_s() -> float:
    """Seconds of a clock that nobody sets, and that goes on while this process rests, or even the machine."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


class SteadyClock:
    """Goes on from what it was told last, whatever is done to the machine's own clock. Any thread may ask it."""

    def __init__(self, now: datetime, elapsed_s: Callable[[], float] = going_on_s) -> None:
        self._elapsed_s = elapsed_s
        self._told = (now, elapsed_s())

    def __call__(self) -> datetime:
        told, at_s = self._told
        return told + timedelta(seconds=self._elapsed_s() - at_s)

    def tell(self, now: datetime) -> None:
        """From now on it is this time."""
        self._told = (now, self._elapsed_s())
