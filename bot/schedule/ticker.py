"""Ticks each second, whatever happens to the wall clock."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

EVERY_S = 1
LOOK_EVERY_S = 0.5
PARTED_S = 2.0
"""By how much wall and monotonic time may drift apart between two looks before the job is set anew."""
_JOB = "tick"


class Ticker:
    """Drives one job with APScheduler. Ticks never overlap, and those that were missed are one.

    APScheduler reckons its next run from the wall clock: set back by two hours, it would not tick for two hours.
    """

    def __init__(
        self,
        tick: Callable[[], Awaitable[object]],
        *,
        wall_s: Callable[[], float] = time.time,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tick = tick
        self._wall_s = wall_s
        self._monotonic_s = monotonic_s
        self._scheduler: AsyncIOScheduler | None = None
        self._watch: asyncio.Task[None] | None = None
        self._running: asyncio.Task[object] | None = None

    def start(self) -> None:
        """The first tick comes with the next second. To be called inside the event loop."""
        # It tells of each run, and of each that did not begin because another one still goes on.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self._run,
            _trigger(),
            id=_JOB,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        scheduler.start()
        self._scheduler = scheduler
        self._watch = asyncio.get_running_loop().create_task(self._follow_the_clock())

    async def stop(self) -> None:
        """No tick begins any more; the one that runs is waited for."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None or self._watch is None:
            return
        scheduler.remove_job(_JOB)
        self._watch.cancel()
        # APScheduler would cancel what runs, wherever it is.
        for task in (self._watch, self._running):
            if task is not None:
                with suppress(asyncio.CancelledError):
                    await task
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it shuts down with the next turn of the loop

    async def _run(self) -> None:
        self._running = asyncio.current_task()
        try:
            await self._tick()
        except Exception:
            log.exception("A tick failed; the next one comes in %d s", EVERY_S)
        finally:
            self._running = None

    async def _follow_the_clock(self) -> None:
        apart_s = self._apart_s()
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            now_s = self._apart_s()
            if self._scheduler is not None and abs(now_s - apart_s) > PARTED_S:
                log.warning("The clock was set by %.0f s", now_s - apart_s)
                self._scheduler.reschedule_job(_JOB, trigger=_trigger())
                apart_s = now_s

    def _apart_s(self) -> float:
        return self._wall_s() - self._monotonic_s()


def _trigger() -> IntervalTrigger:
    """With the second, because that is when things are due."""
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    return IntervalTrigger(seconds=EVERY_S, start_date=start, timezone=UTC)
