"""Three replicas over one PostgreSQL: killed, frozen, told things twice, and yet as if one had run in peace.

The same crowd talks to a single replica on SQLite first, which fetches its updates and isn't disturbed.
"""

import asyncio
import random
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.storage.database import open_store
from tests.conftest import COUNTED
from tests.e2e.faults.cluster import REPLICAS, RHYTHM, Cluster, cluster
from tests.e2e.faults.copies import Copies, PostgresCopies, SqliteCopies, is_settled, state_of
from tests.e2e.faults.crowd import Crowd, write_playbook
from tests.e2e.faults.replicas import Nursery
from tests.e2e.faults.stage import TOKEN
from tests.fakes.telegram.webhooks import Patience
from tests.fakes.telegram_server import FakeTelegram

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

PEOPLE = 2_000
PEOPLE_WHEN_FROZEN = 500
MESSAGES = 2
"""With three, this takes more than three minutes on two cores."""
AT_ONCE = 40
KILLS = 50
APART_S = 0.5
DUPLICATES = 0.2
FROZEN_S = 2 * RHYTHM.lifetime_s
SETTLED_WITHIN_S = 30.0
SEED = 20261122
PARKED = "SELECT bot_id, chat_id, seq FROM inbox WHERE state = 'parked'"
STUCK = (
    "SELECT 'inbox', chat_id, seq, state, begun, note FROM inbox WHERE state NOT IN ('done', 'dropped') UNION ALL "
    "SELECT 'outbox', chat_id, seq, state, tries, note FROM outbox WHERE state <> 'sent'"
)
PUT_ASIDE = "I could not work with one of your messages"
"""Said to whoever sent an event that met three kills by chance, until the operator has it run again."""
TOUCHED = ("inbox", "chat", "event")
"""Tables in which it shows that an event was run again."""

Disturb = Callable[[Cluster, Crowd], Coroutine[Any, Any, None]]


class Operator:
    """Looks at the queue now and then, and has run again what was put aside.

    An event that three replicas died of is put aside; in this test it is one that three died *beside*.
    """

    def __init__(self, copies: Copies) -> None:
        self._copies = copies
        self._store = open_store(copies.url)
        self.retried = 0

    async def looks_after_it(self) -> None:
        """Until cancelled."""
        try:
            while True:
                for bot, chat, seq in self._copies.rows(PARKED):
                    await self._has_run_again((bot, chat), seq)
                await asyncio.sleep(0.5)
        finally:
            self._store.close()

    async def _has_run_again(self, chat: tuple[str, str], seq: int) -> None:
        retrying = self._store.submit(lambda turn: turn.upkeep.retry("inbox", chat, seq))
        self.retried += 1 if await asyncio.wrap_future(retrying) else 0


@dataclass(frozen=True)
class Ended:
    """How it was when everybody had done talking, and everything was done with."""

    state: dict[str, Any]
    heard: dict[int, list[str]]
    stuck: list[tuple[Any, ...]]
    doubled: int
    seconds: float
    retried: int = 0


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[PostgresCopies]:
    """A database of the test's own."""
    copies = PostgresCopies(postgres_url)
    yield copies
    copies.close()


async def test_kills_change_nothing(
    replicas: Nursery, postgres: PostgresCopies, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    calm = await _calmly(replicas, tmp_path, PEOPLE)
    ended, kills = await _disturbed(replicas, postgres, tmp_path, PEOPLE, _kill_again_and_again)
    record_property(
        COUNTED,
        f"{REPLICAS} replicas, {PEOPLE} conversations of {MESSAGES} messages, {DUPLICATES:.0%} of the updates twice: "
        f"{kills} kills, {_counts(ended, calm)}",
    )
    assert kills == KILLS
    _assert_same(ended, calm)


async def test_a_frozen_replica_changes_nothing(
    replicas: Nursery, postgres: PostgresCopies, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    calm = await _calmly(replicas, tmp_path, PEOPLE_WHEN_FROZEN)
    ended, _ = await _disturbed(replicas, postgres, tmp_path, PEOPLE_WHEN_FROZEN, _freeze_each)
    record_property(
        COUNTED,
        f"{REPLICAS} replicas, {PEOPLE_WHEN_FROZEN} conversations: each replica frozen for {FROZEN_S:.0f} s, "
        f"{_counts(ended, calm)}",
    )
    _assert_same(ended, calm)


async def _kill_again_and_again(cluster: Cluster, crowd: Crowd) -> None:
    """At even parts of the way, so that the crowd is busy each time."""
    chance = random.Random(SEED)
    for number in range(KILLS):
        while crowd.finished < crowd.people * number // (KILLS + 5):
            await asyncio.sleep(0.01)
        cluster.loses(chance.randrange(REPLICAS))
        await asyncio.sleep(APART_S * chance.uniform(0.5, 1.5))


async def _freeze_each(cluster: Cluster, crowd: Crowd) -> None:
    for number, replica in enumerate(cluster.running):
        while crowd.finished < crowd.people * number // (REPLICAS + 1):
            await asyncio.sleep(0.01)
        replica.signals(signal.SIGSTOP)
        await asyncio.sleep(FROZEN_S)
        replica.signals(signal.SIGCONT)


async def _calmly(replicas: Nursery, folder: Path, people: int) -> Ended:
    (folder / "calm").mkdir()
    copies = SqliteCopies(folder / "calm")
    async with FakeTelegram(rates=None) as telegram:
        bot = telegram.bot(TOKEN, username="phasewalk_bot")
        crowd = Crowd(telegram, bot, people, MESSAGES, AT_ONCE)
        replica = replicas.starts(_settings(telegram, copies, folder), RHYTHM)
        await telegram.wait_until(lambda: bot.poll is not None, timeout_s=20)
        try:
            return await _talked(crowd, copies)
        finally:
            replica.is_killed()
            copies.close()


async def _disturbed(
    replicas: Nursery, copies: PostgresCopies, folder: Path, people: int, disturb: Disturb
) -> tuple[Ended, int]:
    async with FakeTelegram(rates=None, patience=Patience(timeout_s=1.0)) as telegram:
        bot = telegram.bot(TOKEN, username="phasewalk_bot")
        crowd = Crowd(telegram, bot, people, MESSAGES, AT_ONCE, DUPLICATES)
        telegram.faults.reorders_updates(SEED)
        async with cluster(replicas, telegram, bot, _settings(telegram, copies, folder)) as running:
            operator = Operator(copies)
            looking = asyncio.create_task(operator.looks_after_it())
            disturbing = asyncio.create_task(disturb(running, crowd))
            try:
                ended = await _talked(crowd, copies, disturbing)
            finally:
                looking.cancel()
                disturbing.cancel()
                await asyncio.gather(looking, disturbing, return_exceptions=True)
            return replace(ended, retried=operator.retried), running.deaths


def _settings(telegram: FakeTelegram, copies: Copies, folder: Path) -> dict[str, Any]:
    playbook = folder / "playbook"
    if not playbook.exists():
        write_playbook(playbook)
    return {
        "database_url": copies.url,
        "playbooks": str(playbook),
        "documents": str(folder / "documents"),
        "telegram_token": TOKEN,
        "telegram_api_url": telegram.api_url,
        "http_port": 0,
    }


async def _talked(crowd: Crowd, copies: Copies, disturbing: "asyncio.Task[None] | None" = None) -> Ended:
    began = time.monotonic()
    await crowd.talks()
    seconds = time.monotonic() - began
    if disturbing is not None:
        await disturbing
    deadline = time.monotonic() + SETTLED_WITHIN_S
    while (crowd.bot.pending or not is_settled(copies)) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    return Ended(state_of(copies), crowd.heard(), copies.rows(STUCK), crowd.doubled(), seconds)


def _counts(ended: Ended, calm: Ended) -> str:
    seconds = f"{ended.seconds:.0f} s; one in peace {calm.seconds:.0f} s"
    return f"{ended.doubled} messages came twice, {ended.retried} events put aside and run again, {seconds}"


def _assert_same(ended: Ended, calm: Ended) -> None:
    assert not calm.stuck
    assert not ended.stuck
    for table, rows in calm.state.items():
        found = ended.state[table]
        if ended.retried and table in TOUCHED:
            continue
        assert len(found) == len(rows), f"{table}: {len(found)} rows instead of {len(rows)}"
        wrong = [(one, other) for one, other in zip(found, rows, strict=True) if list(one) != list(other)]
        assert not wrong, f"{table}: {len(wrong)} rows differ, such as {wrong[:3]}"
    told = sum(PUT_ASIDE in text for heard in ended.heard.values() for text in heard)
    assert told <= ended.retried
    said = {id_: [text for text in heard if PUT_ASIDE not in text] for id_, heard in ended.heard.items()}
    wrong_chats = [(calm.heard[id_], heard) for id_, heard in said.items() if heard != calm.heard[id_]]
    assert not wrong_chats, f"{len(wrong_chats)} chats differ, such as {wrong_chats[:3]}"
