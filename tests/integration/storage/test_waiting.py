"""How long it pays to wait for company."""

from concurrent.futures import Future
from threading import Timer
from time import perf_counter

import pytest

from bot.service.ports import Turn
from bot.storage import waiting
from bot.storage.waiting import MAX_BATCH, Job, WaitingLine


def a_job() -> Job:
    def work(turn: Turn) -> None:
        del turn

    return Job(work, (), (), (), Future())


def test_those_who_were_just_answered_get_a_moment_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LONGEST_PATIENCE_S", 5.0)
    line = WaitingLine()
    first, second = a_job(), a_job()
    line.put(first)
    line.expect(1, took_s=20)  # besides the one who waits
    Timer(0.05, line.put, [second]).start()
    assert line.batch() == ([first, second], False)


def test_who_is_alone_does_not_wait() -> None:
    line = WaitingLine()
    line.expect(1, took_s=20)
    started = perf_counter()
    line.put(a_job())
    jobs, _ = line.batch()
    assert len(jobs) == 1
    assert perf_counter() - started < 1


def test_patience_ends() -> None:
    line = WaitingLine()
    line.expect(5, took_s=0.04)
    line.put(a_job())
    started = perf_counter()
    jobs, _ = line.batch()
    assert len(jobs) == 1
    assert perf_counter() - started < 1


def test_behind_a_long_transaction_the_moment_is_short() -> None:
    line = WaitingLine()
    line.expect(5, took_s=600)
    line.put(a_job())
    started = perf_counter()
    assert len(line.batch()[0]) == 1
    assert perf_counter() - started < 5


def test_nobody_waits_at_closing_time() -> None:
    line = WaitingLine()
    line.expect(5, took_s=60)
    line.put(a_job())
    line.close()
    jobs, is_last = line.batch()
    assert (len(jobs), is_last) == (1, True)


def test_a_long_line_is_served_in_parts_and_in_order() -> None:
    line = WaitingLine()
    jobs = [a_job() for _ in range(MAX_BATCH + 3)]
    for job in jobs:
        line.put(job)
    assert line.batch() == (jobs[:MAX_BATCH], False)
    assert line.batch() == (jobs[MAX_BATCH:], False)
