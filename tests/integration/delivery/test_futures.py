"""What threads answer reaches the event loop, always and in order."""

import asyncio
from concurrent.futures import Future
from threading import Thread

import pytest

from bot.delivery.futures import Bridge


async def test_answers_from_several_threads_all_arrive() -> None:
    bridge = Bridge(asyncio.get_running_loop())
    for _ in range(100):
        futures: list[Future[int]] = [Future() for _ in range(40)]
        waiting = [bridge.settled(future) for future in futures]

        def answers(mine: list[Future[int]]) -> None:
            for future in mine:
                future.set_result(id(future))

        threads = [Thread(target=answers, args=[futures[number::4]]) for number in range(4)]
        for thread in threads:
            thread.start()
        done: Future[int] = Future()
        done.set_result(1)
        await asyncio.wait_for(asyncio.gather(*waiting, bridge.settled(done)), 10)
        for thread in threads:
            thread.join()


async def test_errors_arrive_and_nobody_trips_over_who_left() -> None:
    bridge = Bridge(asyncio.get_running_loop())
    failed, left, last = Future[int](), Future[int](), Future[int]()
    waiting, gone, after = bridge.settled(failed), bridge.settled(left), bridge.settled(last)
    gone.cancel()
    left.set_result(1)
    failed.set_exception(ValueError("no"))
    last.set_result(2)
    with pytest.raises(ValueError, match="no"):
        await waiting
    assert await after == 2


def test_answers_after_the_loop_was_closed_are_nobody_s() -> None:
    loop = asyncio.new_event_loop()
    bridge, future = Bridge(loop), Future[int]()
    bridge.settled(future)
    loop.close()
    future.set_result(1)
