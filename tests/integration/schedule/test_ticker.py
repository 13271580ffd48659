"""Ticks come each second, one at a time, also when the clock is set."""

import asyncio
import logging
import time
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import apscheduler.triggers.interval
import pytest

from bot.schedule import ticker as ticker_module
from bot.schedule.ticker import Ticker


class SetClock:
    """The wall clock of this machine, by how much somebody has set it."""

    def __init__(self) -> None:
        self.by = timedelta()

    def wall_s(self) -> float:
        return time.time() + self.by.total_seconds()

    def datetime(self) -> type[datetime]:
        """What APScheduler takes for the class of this name."""
        clock = self

        class Shown(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Shown":
                found = datetime.now(tz) + clock.by
                return cls(*found.timetuple()[:6], found.microsecond, found.tzinfo)

        return Shown


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    found = SetClock()
    shown = found.datetime()
    for module in (apscheduler.schedulers.base, apscheduler.triggers.interval, ticker_module):
        monkeypatch.setattr(module, "datetime", shown)
    monkeypatch.setattr(ticker_module, "LOOK_EVERY_S", 0.02)
    return found


class Count:
    """Ticks that began, and those that run."""

    def __init__(self) -> None:
        self.begun = 0
        self.running = 0
        self.at_once = 0
        self.lasts_s = 0.0
        self.fails = False

    async def tick(self) -> None:
        self.begun += 1
        self.running += 1
        self.at_once = max(self.at_once, self.running)
        try:
            await asyncio.sleep(self.lasts_s)
            if self.fails:
                raise ValueError("a tick")
        finally:
            self.running -= 1

    async def reaches(self, begun: int) -> None:
        async with asyncio.timeout(20):
            while self.begun < begun:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("hours", [-2, 2])
async def test_a_clock_that_is_set_stops_no_ticks(
    clock: SetClock, caplog: pytest.LogCaptureFixture, hours: int
) -> None:
    caplog.set_level(logging.CRITICAL)
    count = Count()
    ticker = Ticker(count.tick, wall_s=clock.wall_s)
    ticker.start()
    await count.reaches(2)
    clock.by += timedelta(hours=hours)
    before = count.begun
    await count.reaches(before + 2)
    clock.by -= timedelta(hours=hours)
    before = count.begun
    await count.reaches(before + 2)
    await ticker.stop()


async def test_apscheduler_alone_would_stop(clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why the ticker looks at both clocks."""
    monkeypatch.setattr(ticker_module, "PARTED_S", 1e9)
    count = Count()
    ticker = Ticker(count.tick, wall_s=clock.wall_s)
    ticker.start()
    await count.reaches(1)
    clock.by -= timedelta(hours=2)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5):
            await count.reaches(3)
    await ticker.stop()


async def test_a_tick_that_lasts_is_not_overlapped_and_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    count = Count()
    count.lasts_s = 1.4
    ticker = Ticker(count.tick)
    ticker.start()
    await count.reaches(2)
    await ticker.stop()
    assert (count.at_once, count.running) == (1, 0)
    begun = count.begun
    await asyncio.sleep(1.2)
    assert count.begun == begun


async def test_a_tick_that_fails_is_followed_by_others(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    count = Count()
    count.fails = True
    ticker = Ticker(count.tick)
    ticker.start()
    await count.reaches(3)
    await ticker.stop()
    await ticker.stop()
