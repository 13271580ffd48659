"""Waiting until something has happened, from a coroutine or from a thread."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """One lock for all that is kept, and a bell that rings whenever something changes."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._condition = threading.Condition(self.lock)
        self._waiters: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._sleepers = 0

    def ring(self) -> None:
        """Something changed. Called with the lock held."""
        if self._sleepers:
            self._condition.notify_all()
        for loop, event in self._waiters:
            loop.call_soon_threadsafe(event.set)

    async def wait(self, look: Callable[[], Found | None], timeout_s: float) -> Found:
        """What `look` finds, as soon as it finds something."""
        event = asyncio.Event()
        waiter = (asyncio.get_running_loop(), event)
        with self.lock:
            self._waiters.append(waiter)
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    with self.lock:
                        found = look()
                    if found:
                        return found
                    await event.wait()
                    event.clear()
        finally:
            with self.lock:
                self._waiters.remove(waiter)

    async def expect(
        self, look: Callable[[], Found | None], timeout_s: float, complaint: Callable[[float], str]
    ) -> Found:
        """The same for a test: raises `AssertionError` with a complaint, made from `timeout_s`."""
        try:
            return await self.wait(look, timeout_s)
        except TimeoutError:
            raise AssertionError(complaint(timeout_s)) from None

    def wait_blocking(self, look: Callable[[], Found | None], timeout_s: float) -> Found:
        """The same for a thread that runs no loop."""
        with suppress(RuntimeError):
            asyncio.get_running_loop()
            raise AssertionError("await the other one here: this one would stop the loop")
        with self.lock:
            self._sleepers += 1
            try:
                found = self._condition.wait_for(look, timeout_s)
            finally:
                self._sleepers -= 1
        if not found:
            raise TimeoutError
        return found

    def expect_blocking(
        self, look: Callable[[], Found | None], timeout_s: float, complaint: Callable[[float], str]
    ) -> Found:
        """`expect` for a thread that runs no loop."""
        try:
            return self.wait_blocking(look, timeout_s)
        except TimeoutError:
            raise AssertionError(complaint(timeout_s)) from None
