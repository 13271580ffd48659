"""Whole replicas that ask many people are killed and frozen at random: each is asked for one check-in, and answered."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.teams import add_teams
from tests.conftest import COUNTED
from tests.e2e.faults.cluster import REPLICAS, RHYTHM, Cluster, cluster
from tests.e2e.faults.copies import PostgresCopies, is_settled
from tests.e2e.faults.replicas import Nursery
from tests.e2e.faults.telegram import TOKEN
from tests.e2e.faults.telegram_town import TelegramTalker, TelegramTown, telegram_town

TEAMS, MEMBERS = 100, 6
BEGINS_AFTER = timedelta(seconds=4)
"""Until then the replicas are up."""
WITHIN_S = 60.0
KILLS = 8
APART_S = 0.35
FROZEN_S = 1.5 * RHYTHM.lifetime_s
SEED = 20261123
FIRST, SECOND = "What got done since last time?", "What is next?"

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[PostgresCopies]:
    """A database of the test's own."""
    copies = PostgresCopies(postgres_url)
    yield copies
    copies.close()


async def test_everybody_is_asked_for_one_check_in(
    replicas: Nursery, postgres: PostgresCopies, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    settings = {"database_url": postgres.url, "playbooks": None, "documents": str(tmp_path)}
    async with telegram_town(is_calm=True) as town:
        people = [_added(town, number) for number in range(TEAMS * MEMBERS)]
        begins_at = datetime.now(UTC) + BEGINS_AFTER
        bot = f"telegram:{TOKEN.partition(':')[0]}"
        chats = [(bot, one.chat_id) for one in people]
        add_teams(postgres.url, TEAMS, MEMBERS, at=begins_at, chats=chats, zone=_zone_in_daytime(begins_at))
        async with cluster(replicas, town, settings) as running:
            await asyncio.sleep((begins_at - datetime.now(UTC)).total_seconds())
            await _disturb(running)
            await _until(lambda: all(_prompts(one) for one in people) and is_settled(postgres))
            await asyncio.gather(*(one.says("Everything", SECOND) for one in people[::20]))
            await _until(lambda: is_settled(postgres))
    everybody = {chat: 1 for _, chat in chats}
    assert Counter(chat for (chat,) in postgres.rows("SELECT chat_id FROM check_in")) == everybody
    messages = postgres.rows("SELECT chat_id, payload FROM outbox WHERE token <> ''")
    assert Counter(chat for chat, payload in messages if FIRST in payload) == everybody
    again = sum(len(_prompts(one)) - 1 for one in people)
    counted = f"{len(people)} people asked, {running.deaths} kills, one replica frozen for {FROZEN_S:.1f} s"
    record_property(COUNTED, f"{counted}: {again} prompts came twice")


def _added(town: TelegramTown, number: int) -> TelegramTalker:
    """Somebody who pressed Start long ago."""
    person = town.adds(f"P{number}")
    person.started_long_ago()
    return person


async def _disturb(running: Cluster) -> None:
    """Kill one after the other, and freeze one for longer than the others wait for it."""
    chance = random.Random(SEED)
    for number in range(KILLS):
        running.loses(chance.randrange(REPLICAS))
        if number == KILLS // 2:
            frozen = running.running[0]
            frozen.signals(signal.SIGSTOP)
            await asyncio.sleep(FROZEN_S)
            frozen.signals(signal.SIGCONT)
        await asyncio.sleep(APART_S * chance.uniform(0.5, 1.5))


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not is_so():
            await asyncio.sleep(0.1)


def _prompts(person: TelegramTalker) -> list[str]:
    return [text for text in person.texts() if FIRST in text]


def _zone_in_daytime(at: datetime) -> str:
    """Where the day is not about to end, whenever the tests run."""
    return "UTC" if 1 <= at.hour < 20 else "Asia/Tokyo"
