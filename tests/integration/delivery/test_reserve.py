"""All replicas together stay within a bot's rate, and those who answer a person go first."""

import asyncio
from collections.abc import Callable

import pytest

from bot.delivery.reserve import Reserve
from bot.service.paces import Pace, Paces
from bot.service.ports import Store
from bot.storage.errors import UnavailableServerError
from bot.storage.upkeep import StoredUpkeep
from tests.integration.delivery.hurried import HurriedBridge, hurried

BOT = "telegram:1"


def reserve(store: Store, now_s: Callable[[], float], pace: Pace, count: int = 5) -> Reserve:
    free = Pace(0.0)
    return Reserve(store, HurriedBridge(asyncio.get_running_loop()), BOT, Paces(free, free, pace, count), now_s)


@pytest.mark.parametrize(("interval_s", "burst"), [(1.0, 1), (1.0, 4)])
def test_replicas_together_never_exceed_the_rate(store: Store, interval_s: float, burst: int) -> None:
    calls: list[float] = []

    async def run(now_s: Callable[[], float]) -> None:
        replicas = [reserve(store, now_s, Pace(interval_s, burst)) for _ in range(3)]

        async def talks(name: int, replica: Reserve, pauses: list[float]) -> None:
            for pause_s in pauses:
                await asyncio.sleep(pause_s)
                await replica.turn((BOT, str(name)), is_quiet=False)
                calls.append(now_s())

        # Busy, then silent for a while, then all at once: what was reserved and not used must not add up.
        rhythm = [0.0] * 8 + [30.0] + [0.0] * 8
        await asyncio.gather(*(talks(name, replica, rhythm) for replica in replicas for name in range(2)))

    hurried(run)
    assert len(calls) == 3 * 2 * 17
    allowed = max(burst, 2)
    for window_s in (3.0, 10.0, 30.0):
        most = max(sum(start <= at < start + window_s for at in calls) for start in calls)
        assert most <= allowed + window_s / interval_s


def test_a_bot_that_rested_may_say_as_much_at_once_as_its_burst(store: Store) -> None:
    starts = [store.submit(lambda turn: turn.upkeep.reserve(BOT, 1, 1.0, 3, 1000.0)).result() for _ in range(4)]
    assert starts == [998.0, 999.0, 1000.0, 1001.0]
    assert store.submit(lambda turn: turn.upkeep.reserve(BOT, 1, 1.0, 3, 5000.0)).result() == 4998.0


def test_reserving_keeps_the_link_and_a_new_link_keeps_the_rate(store: Store) -> None:
    store.submit(lambda turn: turn.upkeep.put_bot(BOT, "https://t.me/x?start={code}")).result()
    store.submit(lambda turn: turn.upkeep.reserve(BOT, 5, 1.0, 1, 1000.0)).result()
    store.submit(lambda turn: turn.upkeep.put_bot(BOT, "https://t.me/y?start={code}")).result()
    assert store.read(lambda turn: turn.upkeep.links()) == {BOT: "https://t.me/y?start={code}"}
    assert store.submit(lambda turn: turn.upkeep.reserve(BOT, 1, 1.0, 1, 1000.0)).result() == 1005.0


def test_who_answers_a_person_goes_before_who_tells_many(store: Store) -> None:
    order: list[str] = []

    async def run(now_s: Callable[[], float]) -> None:
        mine = reserve(store, now_s, Pace(1.0))

        async def says(what: str, *, is_quiet: bool) -> None:
            await mine.turn((BOT, what), is_quiet=is_quiet)
            order.append(what)

        many = [asyncio.create_task(says(f"news {number}", is_quiet=True)) for number in range(5)]
        await asyncio.sleep(0)
        one = asyncio.create_task(says("answer", is_quiet=False))
        await asyncio.gather(one, *many)

    hurried(run)
    assert order == ["answer", *(f"news {number}" for number in range(5))]


def test_a_chat_in_which_somebody_waits_now_goes_before_who_tells_many(store: Store) -> None:
    order: list[str] = []

    async def run(now_s: Callable[[], float]) -> None:
        mine = reserve(store, now_s, Pace(1.0), count=1)

        async def says(what: str, *, is_quiet: bool) -> None:
            await mine.turn((BOT, what), is_quiet=is_quiet)
            order.append(what)

        many = [asyncio.create_task(says(str(number), is_quiet=True)) for number in range(6)]
        await asyncio.sleep(2.5)
        mine.hurry((BOT, "4"))
        mine.hurry((BOT, "none"))
        assert mine.quiet == [(BOT, chat) for chat in "0123456789"[len(order) : 6] if chat != "4"]
        await asyncio.gather(*many)

    hurried(run)
    assert sorted(order) == list("012345")
    assert order.index("4") < 4


def test_who_waits_again_for_a_chat_ends_the_wait_before(store: Store) -> None:
    async def run(now_s: Callable[[], float]) -> None:
        mine = reserve(store, now_s, Pace(1000.0))
        await mine.turn((BOT, "5"), is_quiet=True)
        first, second = (asyncio.create_task(mine.turn((BOT, "5"), is_quiet=True)) for _ in range(2))
        await asyncio.wait_for(first, 1)
        assert not second.done()
        mine.stop()
        await asyncio.wait_for(second, 1)

    hurried(run)


def test_a_database_that_is_gone_for_a_while_only_delays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    original, failures = StoredUpkeep.reserve, [2]

    def fails_at_first(self: StoredUpkeep, *arguments: object) -> float:
        if failures[0]:
            failures[0] -= 1
            raise UnavailableServerError(place="here", reason="gone")
        return original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(StoredUpkeep, "reserve", fails_at_first)

    async def run(now_s: Callable[[], float]) -> None:
        mine = reserve(store, now_s, Pace(1.0))
        await asyncio.gather(*(mine.turn((BOT, str(chat)), is_quiet=False) for chat in range(3)))

    hurried(run)


def test_stopping_keeps_nobody_waiting(store: Store) -> None:
    async def run(now_s: Callable[[], float]) -> None:
        mine = reserve(store, now_s, Pace(1000.0))
        waiting = asyncio.gather(*(mine.turn((BOT, str(chat)), is_quiet=False) for chat in range(9)))
        await asyncio.sleep(1)
        mine.stop()
        await asyncio.wait_for(waiting, 1)

    hurried(run)
