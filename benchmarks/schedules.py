"""`python -m benchmarks.schedules`: what a tick costs, and how fast what is due at once is queued and sent.

Beside APScheduler's own job store with the same jobs in the same run. PHASEWALK_TEST_POSTGRES_URL names a server to
measure too; much that is due at once is measured there alone.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.flood import MEMBERS, app_on, print_flood, row_of, tick_of
from benchmarks.job_store import time_to_run
from benchmarks.teams import Timed, add_far_dues, add_teams, bell
from benchmarks.turns import scratch_database
from bot.delivery.courier import Courier
from bot.delivery.futures import Bridge
from bot.delivery.rounds import Rhythm, Rounds
from bot.delivery.runner import Runner
from bot.schedule.tick import Tick
from bot.schedule.ticker import Ticker
from bot.service.aftermath import Aftermath
from bot.service.boxes import Load
from bot.service.ports import Turn
from bot.service.standups.model import Due
from bot.service.steps import Steps
from bot.storage.database import open_store
from bot.storage.schema import migrate

SIZES = (1_000, 100_000, 1_000_000)
JOBS = (1_000, 10_000)
TEAMS = 5_000
REPLICAS = (1, 3)
LIGHT_TEAMS = 30


def main() -> None:
    """Run everything and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=100)
    parser.add_argument("--teams", type=int, default=TEAMS)
    parser.add_argument("--replicas", type=int, nargs="*", default=REPLICAS)
    options = parser.parse_args()
    server = os.environ.get("PHASEWALK_TEST_POSTGRES_URL")
    print("\n## A tick among schedules that are due later (ms, medians)\n")
    print("| database | schedules | nothing due | one due |")
    print("|---|---|---|---|")
    for size in SIZES:
        for name, database in _databases(server).items():
            with database() as url:
                asyncio.run(print_ticks(name, url, size, options.ticks))
    print("\n## Jobs that are due at once, each to come again in a day (s until all were run)\n")
    print("| database | jobs | Phasewalk | APScheduler's job store | Phasewalk is |\n|---|---|---|---|---|")
    for count in JOBS:
        for name, database in _databases(server).items():
            with database() as url:
                asyncio.run(print_jobs(name, url, count))
    if server:
        for replicas in options.replicas:
            with scratch_database(server) as url:
                migrate(url)
                asyncio.run(print_flood(url, options.teams, replicas))
        with scratch_database(server) as url:
            migrate(url)
            asyncio.run(print_drift(url))


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=os.environ.get("PHASEWALK_BENCH_FOLDER")) as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def _served(server: str) -> Iterator[str]:
    with scratch_database(server) as url:
        migrate(url)
        yield url


def _databases(server: str | None) -> Mapping[str, Callable[[], AbstractContextManager[str]]]:
    return {"SQLite": _file} | ({"PostgreSQL": lambda: _served(server)} if server else {})


class Daily:
    """Nothing but what is kept: each due comes again a day later."""

    def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
        """Hold, and put."""
        del now
        turn.rota.put_dues([replace(due, at=due.at + timedelta(days=1)) for due in turn.rota.hold(dues)])
        return ()

    def recompute(self, turn: Turn, dues: Sequence[Due], now: datetime) -> None:
        """Not measured."""


async def print_ticks(name: str, url: str, size: int, ticks: int) -> None:
    """What a look costs, and one that finds something."""
    store = open_store(url)
    add_far_dues(url, size)
    tick = tick_of(store, Daily())
    idle, busy = [], []
    for number in range(ticks):
        idle.append(await _timed(tick))
        store.submit(lambda turn: turn.rota.put_dues([bell(f"now {number}")])).result()  # noqa: B023
        busy.append(await _timed(tick))
    store.close()
    print(f"| {name} | {size:,} | {statistics.median(idle) * 1e3:.2f} | {statistics.median(busy) * 1e3:.2f} |")


async def _timed(tick: Tick) -> float:
    began = time.perf_counter()
    await tick.run()
    return time.perf_counter() - began


async def print_jobs(name: str, url: str, count: int) -> None:
    """The same jobs, twice."""
    store = open_store(url)
    store.submit(lambda turn: turn.rota.put_dues([bell(f"{number}", number // 10) for number in range(count)])).result()
    ours = await _timed(tick_of(store, Daily()))
    store.close()
    theirs = await time_to_run(url, count)
    print(f"| {name} | {count:,} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.1f} × |")


async def print_drift(url: str) -> None:
    """A few teams, each asked at another second; how long after it the first message goes out."""
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
    add_teams(url, LIGHT_TEAMS, MEMBERS, at=start, apart=timedelta(seconds=1))
    with app_on(url, at=None) as app:
        sender = Timed()
        office = app.conversations.office
        bridge = Bridge(asyncio.get_running_loop())
        aftermath = Aftermath(office)
        courier = Courier(app.store, bridge, {"telegram:1": sender}, aftermath, "bench", now_s=time.time)
        runner = Runner(Steps(app.store, app.conversations, aftermath), bridge, courier, "bench")
        rhythm = Rhythm(lifetime_s=0.0)
        common = {"aftermath": aftermath, "replica": "bench", "clock": office.clock, "rhythm": rhythm}
        rounds = Rounds(app.store, bridge, runner, courier, **common)  # type: ignore[arg-type]

        def then(loads: Sequence[Load]) -> None:
            courier.offer(loads)
            rounds.look()

        tick = Tick(app.store, bridge.settled, app.dues, then, clock=office.clock, replica="bench")
        ticker = Ticker(tick.run)
        await rounds.start(claims=False)
        ticker.start()
        while len(sender.first) < LIGHT_TEAMS * MEMBERS and datetime.now(UTC) < start + timedelta(seconds=60):
            await asyncio.sleep(0.2)
        await ticker.stop()
        await courier.stop()
        await rounds.stop()
    due = {str(n): (start + timedelta(seconds=n // MEMBERS)).timestamp() for n in range(LIGHT_TEAMS * MEMBERS)}
    drift = [at - due[chat] for chat, at in sender.first.items()]
    print(f"\n## From the due second to the call, a team of {MEMBERS} each second on PostgreSQL\n")
    print(f"| calls | p50 ms | p99 ms | latest ms |\n|---|---|---|---|\n| {len(drift)} | {row_of(drift)} |")


if __name__ == "__main__":
    main()
