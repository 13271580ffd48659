"""What is due is dealt with once, in small parts, whoever else looks and whatever one of them does wrong."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.schedule import tick as tick_module
from bot.schedule.tick import AT_ONCE, LEFT_TO_OTHERS, PUT_OFF
from bot.service.boxes import Load
from bot.service.ports import OutageError, Store, Turn
from bot.service.standups.model import Due
from bot.storage.database import open_store
from bot.storage.errors import ReadOnlyStoreError
from tests.fakes.clock import ManualClock
from tests.integration.schedule.bells import DAY, NOON, Ringing, Tower, bell


async def test_what_is_due_is_dealt_with_and_nothing_else(store: Store) -> None:
    tower = Tower(store)
    tower.hangs(bell("one"), bell("late", NOON - DAY), bell("soon", NOON + timedelta(seconds=1)))
    assert await tower.tick.run() == 2
    assert tower.counts() == Counter(["one", "late"])
    assert tower.next_of("one") == NOON + DAY
    assert await tower.tick.run() == 1  # "late" is due again
    assert await tower.tick.run() == 0
    assert await tower.tick.run(NOON + timedelta(seconds=1)) == 1
    assert tower.heard[-1] == "soon"


async def test_where_nothing_is_due_the_writer_is_left_alone(database_url: str) -> None:
    """The store here can't write at all."""
    open_store(database_url).close()
    store = open_store(database_url, read_only=True)
    assert await Tower(store).tick.run() == 0
    with pytest.raises(ReadOnlyStoreError):
        store.submit(lambda turn: None)
    store.close()


async def test_much_that_is_due_is_dealt_with_in_small_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick_module, "PEEKED", 70)
    tower = Tower(store)
    tower.hangs(*(bell(f"{number}", project=f"p{number // 7}") for number in range(230)))
    assert await tower.tick.run() == 230
    assert tower.counts() == Counter(f"{number}" for number in range(230))
    assert all(size <= AT_ONCE[1] for size in tower.ringing.sizes)
    assert tower.ringing.sizes[0] == AT_ONCE[0]


async def test_transactions_grow_while_they_are_quick_and_shrink_where_they_are_not(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Ringing):
        each_s = 0.0

        def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
            clock.advance(self.each_s * len(dues))
            return super().run(turn, dues, now)

    clock, ringing = ManualClock(), Slow()
    monkeypatch.setattr(tick_module, "perf_counter", clock)
    monkeypatch.setattr(tick_module, "WITHIN_S", 1.0)
    monkeypatch.setattr(tick_module, "AT_ONCE", (10, 100))
    tower = Tower(store, ringing)
    ringing.each_s = 0.001
    tower.hangs(*(bell(f"{number}") for number in range(400)))
    await tower.tick.run()
    assert ringing.sizes == [10, 20, 40, 80, 100, 100, 50]
    ringing.sizes.clear()
    ringing.each_s = 0.05
    tower.now += DAY
    await tower.tick.run()
    assert ringing.sizes == [100, *[20] * 15]


async def test_replicas_share_what_is_due_by_project(store: Store) -> None:
    towers = [Tower(store, name=name, living=["b", "c", "a"]) for name in "abc"]
    towers[0].hangs(*(bell(f"{number}", project=f"p{number // 10}") for number in range(300)))
    counts = [await tower.tick.run() for tower in towers]
    assert sum(counts) == 300
    assert min(counts) > 30
    projects = [{int(one) // 10 for one in tower.heard} for tower in towers]
    assert not projects[0] & projects[1]
    assert not projects[1] & projects[2]


async def test_what_another_one_leaves_for_too_long_is_dealt_with_by_any(store: Store) -> None:
    tower = Tower(store, name="a", living=["gone"])
    tower.hangs(*(bell(f"{number}", project=f"p{number}") for number in range(40)))
    mine = await tower.tick.run()
    assert 5 < mine < 35
    assert await tower.tick.run() == 0
    tower.now += LEFT_TO_OTHERS
    assert await tower.tick.run() == 40 - mine
    assert tower.counts() == Counter(f"{number}" for number in range(40))


async def test_the_guilty_one_alone_is_put_off(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    tower = Tower(store, Ringing("13", "14"))
    tower.hangs(*(bell(f"{number}") for number in range(40)))
    assert await tower.tick.run() == 38
    assert tower.counts() == Counter(f"{number}" for number in range(40) if number not in (13, 14))
    assert tower.next_of("13") == tower.next_of("14") == NOON
    assert tower.next_of("12") == NOON + DAY
    tower.ringing.cracked = {"14"}
    tower.now = NOON + PUT_OFF - timedelta(seconds=1)
    assert await tower.tick.run() == 0
    tower.now = NOON + PUT_OFF
    assert await tower.tick.run() == 1
    assert tower.heard[-1] == "13"
    assert tower.next_of("14") == NOON


async def test_those_that_failed_keep_nothing_else_waiting(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(tick_module, "PEEKED", 2)
    tower = Tower(store, Ringing("1", "2", "3"))
    tower.hangs(*(bell(f"{number}") for number in range(9)))
    while await tower.tick.run():
        pass
    assert sorted(tower.heard) == ["0", "4", "5", "6", "7", "8"]


async def test_one_that_nobody_lets_go_ends_the_tick_and_comes_with_a_later_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Held(Ringing):
        def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
            return super().run(turn, [due for due in dues if due.id != "held"], now)

    monkeypatch.setattr(tick_module, "PEEKED", 2)
    tower = Tower(store, Held())
    tower.hangs(bell("held", NOON - DAY), *(bell(f"{number}") for number in range(5)))
    await asyncio.wait_for(tower.tick.run(), 10)
    assert tower.counts() == Counter(f"{number}" for number in range(5))
    tower.tick._dues = Ringing()
    await tower.tick.run()
    assert tower.heard[-1] == "held"


async def test_an_outage_ends_the_tick_and_the_next_one_goes_on(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    class Dark(Ringing):
        is_dark = True

        def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
            if self.is_dark:
                raise OutageError
            return super().run(turn, dues, now)

    caplog.set_level(logging.CRITICAL)
    ringing = Dark()
    tower = Tower(store, ringing)
    tower.hangs(*(bell(f"{number}") for number in range(3)))
    assert await tower.tick.run() == 0
    assert tower.next_of("0") == NOON
    ringing.is_dark = False
    assert await tower.tick.run() == 3


async def test_once_it_stops_it_begins_nothing(store: Store) -> None:
    tower = Tower(store)
    tower.hangs(bell("one"))
    tower.tick.stop()
    assert await tower.tick.run() == 0
    assert tower.heard == []


@pytest.mark.postgres
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
async def test_replicas_that_tick_at_once_deal_with_each_once(postgres_url: str, *, is_known: bool) -> None:
    """Also while they don't know of each other yet."""
    stores = [open_store(postgres_url) for _ in range(3)]
    names = [f"replica {number}" for number in range(3)]
    living = names if is_known else []
    towers = [Tower(store, name=name, living=living) for name, store in zip(names, stores, strict=True)]
    bells = [bell(f"{number}", project=f"p{number // 7}") for number in range(900)]
    towers[0].hangs(*bells)
    await asyncio.gather(*(tower.tick.run() for tower in towers))
    heard = sum((tower.counts() for tower in towers), Counter[str]())
    assert heard == Counter(due.id for due in bells)
    assert not is_known or all(tower.heard for tower in towers)
    for store in stores:
        store.close()
