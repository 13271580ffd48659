"""An event loop whose clock runs as fast as there is nothing to do: what waits for a minute waits for no time."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from bot.delivery.futures import Bridge

T = TypeVar("T")

THREADS_S = 0.001
"""How long other threads get to answer before the clock jumps to the next timer."""
PATIENT_S = 0.03
"""Where it matters that nothing is skipped while the database is asked."""


class HurriedSelector(selectors.DefaultSelector):
    """Instead of waiting, it moves the clock."""

    skipped_s = 0.0
    patience_s = THREADS_S

    def __init__(self) -> None:
        super().__init__()
        self.awaited: set[asyncio.Future[Any]] = set()
        """Answers for which the clock stands still."""

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        found = super().select(min(timeout, self.patience_s))
        if not found and not self.awaited:
            self.skipped_s += timeout
        return found


class HurriedLoop(asyncio.SelectorEventLoop):
    """`time` counts what was skipped as well."""

    def __init__(self, patience_s: float) -> None:
        self._hurried = HurriedSelector()
        self._hurried.patience_s = patience_s
        super().__init__(self._hurried)

    def time(self) -> float:
        return super().time() + self._hurried.skipped_s

    def awaits(self, answer: "asyncio.Future[T]") -> "asyncio.Future[T]":
        """The clock stands still until there is an answer."""
        self._hurried.awaited.add(answer)
        answer.add_done_callback(self._hurried.awaited.discard)
        return answer


class HurriedBridge(Bridge):
    """The clock of a hurried loop stands still while the database is asked, however long that takes."""

    def settled(self, future: Future[T]) -> "asyncio.Future[T]":
        answer = super().settled(future)
        loop = answer.get_loop()
        return loop.awaits(answer) if isinstance(loop, HurriedLoop) else answer


def hurried(work: Callable[[Callable[[], float]], Coroutine[Any, Any, T]], patience_s: float = THREADS_S) -> T:
    """Run it in such a loop; it gets the clock, in seconds since 1970."""
    with asyncio.Runner(loop_factory=lambda: HurriedLoop(patience_s)) as runner:
        loop = runner.get_loop()
        return runner.run(work(lambda: 1_800_000_000.0 + loop.time()))
