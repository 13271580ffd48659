"""APScheduler with its own SQLAlchemy job store: how long jobs take that are due at the same moment."""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

_RUNG: list[float] = []


async def ring() -> None:
    """A job that costs nothing."""
    _RUNG.append(time.perf_counter())


async def time_to_run(url: str, count: int) -> float:
    """Seconds until all of `count` daily jobs were run that are due at once; adding them is not counted."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    _RUNG.clear()
    store = SQLAlchemyJobStore(url=url, tablename="apscheduler_jobs")
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    past = datetime.now(UTC) - timedelta(seconds=1)
    for number in range(count):
        scheduler.add_job(
            "benchmarks.job_store:ring",
            IntervalTrigger(days=1, start_date=past + timedelta(days=1), timezone=UTC),
            id=str(number),
            next_run_time=past,
            misfire_grace_time=None,
        )
    began = time.perf_counter()
    scheduler.resume()
    while len(_RUNG) < count:
        await asyncio.sleep(0.01)
    took_s = time.perf_counter() - began
    scheduler.remove_all_jobs()
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
    store.engine.dispose()
    return took_s
