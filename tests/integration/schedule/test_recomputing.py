"""When the data of time zones or holidays changes, everything that is due some day is worked out anew, once."""

import logging
from datetime import timedelta

import pytest

from bot.schedule.recomputing import Recomputing
from bot.service.ports import Store
from tests.integration.schedule.bells import NOON, Ringing, Tower, bell


def recomputing(tower: Tower, data: str) -> Recomputing:
    return Recomputing(tower.store, tower.bridge.settled, tower.ringing, clock=lambda: NOON, data=data)


async def test_new_data_moves_everything_once(store: Store) -> None:
    tower = Tower(store)
    bells = [bell(f"{number}", NOON + timedelta(hours=number)) for number in range(120)]
    tower.hangs(*bells)
    assert await recomputing(tower, "2026a").run() == 0  # the first start
    assert await recomputing(tower, "2026a").run() == 0
    assert await recomputing(tower, "2026b").run() == 120
    assert sorted(tower.ringing.recomputed) == sorted(due.id for due in bells)
    assert tower.next_of("7") == NOON + timedelta(hours=8)
    assert await recomputing(tower, "2026b").run() == 0


async def test_one_that_can_t_be_worked_out_keeps_none_of_the_others(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    tower = Tower(store, Ringing("3"))
    tower.hangs(*(bell(f"{number}") for number in range(10)))
    await recomputing(tower, "2026a").run()
    assert await recomputing(tower, "2026b").run() == 10
    assert tower.next_of("3") == NOON
    assert all(tower.next_of(f"{number}") == NOON + timedelta(hours=1) for number in range(10) if number != 3)
