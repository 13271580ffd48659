"""Three replicas over one PostgreSQL: killed, frozen, told things twice, and yet as if one had run in peace.

The same crowd talks to a single replica on SQLite first, which isn't disturbed.
"""

import asyncio
import os
import random
import re
import signal
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.storage.database import open_store
from tests.conftest import COUNTED
from tests.e2e.faults.cluster import REPLICAS, RHYTHM, Cluster, alone, cluster
from tests.e2e.faults.copies import Copies, PostgresCopies, SqliteCopies, is_settled, state_of
from tests.e2e.faults.crowd import Crowd, Town, write_playbook
from tests.e2e.faults.replicas import Nursery
from tests.e2e.faults.slack_town import slack_town
from tests.e2e.faults.telegram_town import telegram_town

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

PEOPLE_WHEN_FROZEN = 300
AT_ONCE = 40
APART_S = 0.5
DUPLICATES = 0.2
FROZEN_S = 2 * RHYTHM.lifetime_s
SETTLED_WITHIN_S = 30.0
SEED = 20261122
TRIES = 4
"""The column of the inbox from which on it shows that a turn was undone and run again: as where two replicas make a
project in the same workspace at the same moment."""
NUMBERED = re.compile(r"New project \d+")
IS_COMPLETE = os.environ.get("PHASEWALK_TEST_ALL_FAULTS") == "1"
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


class MakeTown(Protocol):
    """Makes a platform on which nobody is yet."""

    def __call__(self, *, is_calm: bool) -> AbstractAsyncContextManager[Town]: ...


@dataclass(frozen=True)
class Run:
    """Who talks where, and how often a replica is killed meanwhile."""

    name: str
    town: MakeTown
    people: int
    messages: int
    kills: int


PEOPLE, KILLS = (2_000, 50) if IS_COMPLETE else (500, 12)
TELEGRAM = Run("Telegram", telegram_town, PEOPLE, messages=2, kills=KILLS)
PEOPLE_ON_SLACK, KILLS_ON_SLACK = (300, 12) if IS_COMPLETE else (120, 6)
SLACK_HTTP = Run(
    "Slack, HTTP", partial(slack_town, over_socket=False), PEOPLE_ON_SLACK, messages=3, kills=KILLS_ON_SLACK
)
SLACK_SOCKET = Run(
    "Slack, Socket Mode", partial(slack_town, over_socket=True), PEOPLE_ON_SLACK, messages=3, kills=KILLS_ON_SLACK
)
RUNS = [
    pytest.param(TELEGRAM, id="telegram"),
    pytest.param(SLACK_HTTP, id="slack-http"),
    pytest.param(
        SLACK_SOCKET,
        id="slack-socket",
        marks=pytest.mark.skipif(
            not IS_COMPLETE, reason="one way to Slack will do, without PHASEWALK_TEST_ALL_FAULTS=1"
        ),
    ),
]


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
    heard: dict[str, list[str]]
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


@pytest.mark.parametrize("run", RUNS)
async def test_kills_change_nothing(
    replicas: Nursery,
    postgres: PostgresCopies,
    tmp_path: Path,
    run: Run,
    record_property: Callable[[str, object], None],
) -> None:
    calm = await _calmly(replicas, tmp_path, run)
    ended, kills = await _disturbed(replicas, postgres, tmp_path, run, partial(_kill_again_and_again, kills=run.kills))
    record_property(
        COUNTED,
        f"{run.name}: {REPLICAS} replicas, {run.people} conversations of {run.messages} messages, {DUPLICATES:.0%} of "
        f"the updates twice: {kills} kills, {_counts(ended, calm)}",
    )
    assert kills == run.kills
    _assert_same(ended, calm)


async def test_a_frozen_replica_changes_nothing(
    replicas: Nursery, postgres: PostgresCopies, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    run = replace(TELEGRAM, people=PEOPLE_WHEN_FROZEN)
    calm = await _calmly(replicas, tmp_path, run)
    ended, _ = await _disturbed(replicas, postgres, tmp_path, run, _freeze_each)
    record_property(
        COUNTED,
        f"{REPLICAS} replicas, {PEOPLE_WHEN_FROZEN} conversations: each replica frozen for {FROZEN_S:.0f} s, "
        f"{_counts(ended, calm)}",
    )
    _assert_same(ended, calm)


async def _kill_again_and_again(cluster: Cluster, crowd: Crowd, kills: int) -> None:
    """At even parts of the way, so that the crowd is busy each time."""
    chance = random.Random(SEED)
    for number in range(kills):
        while crowd.finished < crowd.people * number // (kills + 5):
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


async def _calmly(replicas: Nursery, folder: Path, run: Run) -> Ended:
    (folder / "calm").mkdir()
    copies = SqliteCopies(folder / "calm")
    async with run.town(is_calm=True) as town:
        crowd = Crowd(town, run.people, run.messages, AT_ONCE)
        try:
            async with alone(replicas, town, _settings(town, copies, folder)):
                return await _talked(crowd, copies)
        finally:
            copies.close()


async def _disturbed(
    replicas: Nursery, copies: PostgresCopies, folder: Path, run: Run, disturb: Disturb
) -> tuple[Ended, int]:
    async with run.town(is_calm=False) as town:
        crowd = Crowd(town, run.people, run.messages, AT_ONCE, DUPLICATES)
        async with cluster(replicas, town, _settings(town, copies, folder)) as running:
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


def _settings(town: Town, copies: Copies, folder: Path) -> dict[str, Any]:
    playbook = folder / "playbook"
    if not playbook.exists():
        write_playbook(playbook, town.pressed)
    return {
        "database_url": copies.url,
        "playbooks": str(playbook),
        "documents": str(folder / "documents"),
        "http_port": 0,
    }


async def _talked(crowd: Crowd, copies: Copies, disturbing: "asyncio.Task[None] | None" = None) -> Ended:
    began = time.monotonic()
    await crowd.talks()
    seconds = time.monotonic() - began
    if disturbing is not None:
        await disturbing
    deadline = time.monotonic() + SETTLED_WITHIN_S
    while not (crowd.town.is_quiet() and is_settled(copies)) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    state = {table: sorted(map(_unnumbered, rows), key=repr) for table, rows in state_of(copies).items()}
    if crowd.town.is_shared:
        state["inbox"] = [row[:TRIES] for row in state["inbox"]]
    return Ended(state, crowd.heard(), copies.rows(STUCK), crowd.doubled(), seconds)


def _unnumbered(row: Sequence[Any]) -> Sequence[Any]:
    """In a workspace of many, projects without a name are numbered in the order in which they came."""
    return [NUMBERED.sub("New project", one) if isinstance(one, str) else one for one in row]


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
