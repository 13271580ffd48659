"""Everybody is asked in the same minute, by one replica or by several."""

import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from benchmarks.teams import DUE, add_teams, talking
from bot.bootstrap import App, running
from bot.delivery.futures import Bridge
from bot.schedule.tick import DealsWithDues, Tick
from bot.service.boxes import Load
from bot.service.ports import Store, Turn
from bot.service.standups.model import Due
from bot.settings import Settings

MEMBERS = 10


async def print_flood(url: str, teams: int, replicas: int) -> None:
    """Everybody is asked in the same minute, while others talk with the first of some replicas."""
    add_teams(url, teams, MEMBERS)
    prompts, spans = teams * MEMBERS, list[float]()
    with app_on(url) as app, _others(url, replicas) as others:

        def is_done() -> bool:
            return app.store.read(lambda turn: turn.upkeep.counts())["outbox", "queued"] >= prompts

        async def ask() -> None:
            for one in others:
                _tell(one)
            while not await asyncio.to_thread(is_done):
                if not await tick.run():
                    await asyncio.sleep(0.1)

        names = [f"replica {number}" for number in range(replicas)]
        tick = tick_of(app.store, Spanned(app, spans), replica=names[0], living=names)
        quiet = await talking(app, lambda: asyncio.sleep(5))
        began = time.perf_counter()
        beside = await talking(app, ask)
        took_s = time.perf_counter() - began
        queued = app.store.read(lambda turn: turn.upkeep.counts())["outbox", "queued"]
    title = (
        f"{prompts:,} prompts due in one minute on PostgreSQL, {teams:,} projects of {MEMBERS}, replicas: {replicas}"
    )
    print(f"\n## {title}\n")
    print(f"{took_s:.1f} s until all were queued ({prompts / took_s:,.0f} a second; {queued:,} messages).")
    print(
        f"A transaction took {quantile(spans, 0.5):.0f} ms (p50), {quantile(spans, 0.99):.0f} ms (p99) in the writer."
    )
    print("\n| turns of others | p50 ms | p99 ms | slowest ms |\n|---|---|---|---|")
    for title, found in (("nothing due", quiet), ("meanwhile", beside)):
        print(f"| {title} ({len(found)}) | {row_of(found)} |")


@contextmanager
def _others(url: str, replicas: int) -> Iterator[Sequence["subprocess.Popen[bytes]"]]:
    """All replicas but the first, which wait for a word."""
    started = []
    for number in range(1, replicas):
        command = [sys.executable, "-m", "benchmarks.asking", url, "0", f"{replicas}", f"{number}"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        started.append(process)
    yield started
    for process in started:
        process.kill()
        process.communicate()


def _tell(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.write(b"now\n")
    process.stdin.flush()


class Spanned:
    """The real thing, and how long it kept the writer busy."""

    def __init__(self, app: App, spans: list[float]) -> None:
        self._dues = app.dues
        self._spans = spans

    def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
        """Without what is written at the transaction's end."""
        began = time.perf_counter()
        loads = self._dues.run(turn, dues, now)
        self._spans.append(time.perf_counter() - began)
        return loads

    def recompute(self, turn: Turn, dues: Sequence[Due], now: datetime) -> None:
        """Not measured."""
        self._dues.recompute(turn, dues, now)


def tick_of(store: Store, dues: DealsWithDues, replica: str = "bench", living: Sequence[str] = ()) -> Tick:
    """To be called inside the event loop."""
    bridge = Bridge(asyncio.get_running_loop())
    return Tick(store, bridge.settled, dues, _leave, clock=lambda: DUE, replica=replica, living=lambda: living)


def _leave(loads: Sequence[Load]) -> None:
    del loads


@contextmanager
def app_on(url: str, at: datetime | None = DUE) -> Iterator[App]:
    """The service on a database, at one moment, or as time goes by."""
    settings = Settings.model_validate({"database_url": url})
    clock = (lambda: at) if at is not None else (lambda: datetime.now(UTC))
    with running(settings, carrier="bench", clock=clock) as app:
        gc.freeze()  # as a replica does
        yield app


def quantile(values: Sequence[float], q: float) -> float:
    """One of some seconds, in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * q))] * 1e3


def row_of(values: Sequence[float]) -> str:
    """Median, 99th percentile and maximum of some seconds, in milliseconds, for a table."""
    return " | ".join(f"{one:.0f}" for one in (quantile(values, 0.5), quantile(values, 0.99), max(values) * 1e3))
