"""What every fake platform's state has: a clock, one lock, the calls that came in, and a loop that serves."""

import asyncio
import threading
from collections.abc import Callable
from typing import Generic

from tests.fakes.changes import Changes
from tests.fakes.faults import AnyCall, BaseFaults


class BaseWorld(Generic[AnyCall]):
    """The state. Every change is made under `changes.lock`."""

    def __init__(self, clock: Callable[[], float], faults: BaseFaults[AnyCall]) -> None:
        self.clock = clock
        self.faults = faults
        self.changes = Changes()
        self.calls: list[AnyCall] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread_id = 0

    def live_in(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on, this loop serves."""
        self._loop = loop
        self._thread_id = threading.get_ident()

    def run_soon(self, action: Callable[[], object]) -> None:
        """Let the serving loop do something, from any thread."""
        if self._loop is None:
            return
        if threading.get_ident() == self._thread_id:
            self._loop.call_soon(action)
        else:
            self._loop.call_soon_threadsafe(action)

    async def stop(self) -> None:
        """Leave no task behind."""
        self._loop = None
