"""Processes are killed while they ask many people, by clocks that are hours apart: each is asked once all the same."""

import asyncio
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import psycopg
import pytest

from benchmarks.asking import READY, app_settings
from benchmarks.teams import DUE, add_teams
from bot.bootstrap import running
from bot.delivery.futures import Bridge
from bot.schedule.tick import Tick
from tests.conftest import COUNTED

TEAMS, MEMBERS = 120, 10
HOURS = (0, 2, 0, -2, 0)
"""By how much each process' clock is off."""
SEED = 20261122

pytestmark = pytest.mark.postgres


@pytest.fixture
def processes(postgres_url: str) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """They wait for a word."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.asking", postgres_url, str(hours)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for hours in HOURS
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == READY
    yield started
    for process in started:
        process.kill()
        process.communicate()


def test_everybody_is_asked_once(
    processes: list["subprocess.Popen[bytes]"], postgres_url: str, record_property: Callable[[str, object], None]
) -> None:
    add_teams(postgres_url, TEAMS, MEMBERS)
    chance = random.Random(SEED)
    asked: list[int] = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"now\n")
        process.stdin.flush()
    for process in processes:
        _wait_for_more(postgres_url, asked[-1] if asked else 0)
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.wait()
        asked.append(_check_ins(postgres_url))
    assert 0 < asked[0] < TEAMS * MEMBERS
    asyncio.run(_finish(postgres_url))
    everybody = {str(number): 1 for number in range(TEAMS * MEMBERS)}
    prompts = _rows(postgres_url, "SELECT chat_id FROM outbox WHERE token <> ''")
    assert Counter(str(chat) for (chat,) in prompts) == everybody
    assert Counter(_rows(postgres_url, "SELECT reply FROM check_in")) == {("asked",): TEAMS * MEMBERS}
    ahead = "SELECT count(*) FROM schedule WHERE member_id <> '' AND next_at > %s"
    assert _rows(postgres_url, ahead, DUE) == [(TEAMS * MEMBERS,)]
    record_property(COUNTED, f"{len(HOURS)} processes killed; check-ins after each kill: {asked}")


def _wait_for_more(url: str, before: int) -> None:
    """Until somebody has asked since, or 2 s: what is left may be due by none of the clocks that still go."""
    deadline = time.monotonic() + (2 if before else 30)
    while _check_ins(url) == before and time.monotonic() < deadline:
        time.sleep(0.01)


def _check_ins(url: str) -> int:
    return len(_rows(url, "SELECT 1 FROM check_in"))


async def _finish(url: str) -> None:
    with running(app_settings(url), carrier="last", clock=lambda: DUE) as app:
        bridge = Bridge(asyncio.get_running_loop())
        await Tick(app.store, bridge.settled, app.dues, lambda loads: None, clock=lambda: DUE, replica="last").run()


def _rows(url: str, query: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
        return connection.execute(query.encode(), values).fetchall()
