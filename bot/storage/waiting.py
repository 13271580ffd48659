"""The turns that wait for the writer, and how long it pays to wait for more of them."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Condition
from time import perf_counter
from typing import Any

from bot.service.ports import Turn
from bot.storage.errors import ClosedStoreError
from bot.storage.rows import Key

MAX_BATCH = 256
# Measured with 16 people who all ask again once they are answered: without waiting they part into two halves that
# take turns, and each commit carries 8 turns. With a quarter, 16.
PATIENCE = 0.25
LONGEST_PATIENCE_S = 0.005
"""Behind a long transaction, as where many are asked at once, nobody of those who were in it is back so soon."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A turn that waits to be run."""

    work: Callable[[Turn], Any]
    projects: Sequence[Key]
    chats: Sequence[Key]
    events: Sequence[Key]
    future: Future[Any]


class WaitingLine:
    """First in, first out."""

    def __init__(self) -> None:
        self._jobs: deque[Job] = deque()
        self._changed = Condition()
        self._is_closed = False
        self._wanted = 1
        """With how many jobs it is worth waking the writer."""
        self._expected = 0
        self._patient_until = 0.0

    def put(self, job: Job) -> None:
        with self._changed:
            if self._is_closed:
                raise ClosedStoreError
            self._jobs.append(job)
            if len(self._jobs) >= self._wanted:
                self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    def batch(self) -> tuple[list[Job], bool]:
        """All that wait, once there is one; and whether the line is closed behind them."""
        with self._changed:
            self._wait_for(1, None)
            patience_s = self._patient_until - perf_counter()
            if patience_s > 0:
                self._wait_for(self._expected, patience_s)
            found = [self._jobs.popleft() for _ in range(min(len(self._jobs), MAX_BATCH))]
            is_last = self._is_closed and not self._jobs
        return [job for job in found if job.future.set_running_or_notify_cancel()], is_last

    def expect(self, count: int, took_s: float) -> None:
        """`count` jobs are about to be answered after `took_s`: they may be back at once, behind those who wait."""
        self._expected = min(len(self._jobs) + count, MAX_BATCH)
        self._patient_until = perf_counter() + min(took_s * PATIENCE, LONGEST_PATIENCE_S)

    def _wait_for(self, count: int, timeout_s: float | None) -> None:
        self._wanted = count
        self._changed.wait_for(lambda: len(self._jobs) >= count or self._is_closed, timeout_s)
