"""Replicas from end to end: what comes in is run and answered once, whoever fails, dies or joins meanwhile."""

import logging
import subprocess
import sys

import pytest

from bot.service.ports import Store, Turn
from bot.storage.database import open_store
from tests.integration.delivery.echoing import Process, until
from tests.integration.delivery.posting import BOT, Platform


def test_only_what_kills_its_process_is_put_aside(database_url: str) -> None:
    """A real one, killed by SIGKILL from inside an event, and started again each time."""
    deaths, heard = 0, list[str]()
    for name in ("first", "second", "third", "fourth", "fifth", "sixth"):
        command = [sys.executable, "-m", "tests.integration.delivery.echoing", database_url, name]
        found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        heard += found.stdout.splitlines()
        assert found.returncode in (0, -9), found.stderr
        deaths += found.returncode == -9
        if found.returncode == 0:
            break
    assert deaths == 3
    for chat in "abc":
        said = [line.partition(":")[2] for line in heard if line.startswith(chat)]
        assert list(dict.fromkeys(said)) == [*["parked"] * (chat == "a"), "0", "1", "2"]
    store = open_store(database_url)
    stuck = store.read(lambda turn: turn.upkeep.stuck(10))
    assert [(one.box, one.chat, one.seq, one.state) for one in stuck] == [("inbox", "a", 1, "parked")]
    store.close()


async def test_what_is_heard_is_said_in_order(store: Store) -> None:
    platform = Platform()
    process = Process(store, "here", platform)
    await process.rounds.start(claims=False)
    for number in range(20):
        await process.hears(f"{number}", f"{number}+", chat=str(number % 3))
    await until(lambda: len(platform.accepted) == 40)
    await process.stop()
    for chat in range(3):
        said = platform.texts(str(chat))
        assert said == [text for number in range(chat, 20, 3) for text in (f"{number}", f"{number}+")]
    assert (process.runner.accepted, process.runner.run, process.runner.failed) == (40, 40, 0)
    assert not any(store.read(lambda turn: turn.upkeep.counts()).values())


async def test_what_fails_is_tried_again_and_put_aside_and_the_chat_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr("bot.delivery.runner.PAUSES_S", (0.01,))
    platform = Platform()
    process = Process(store, "here", platform)
    process.steps.mistakes = {"twice": 2, "always": 99}
    await process.hears("twice", "always", "fine")
    await process.hears("other", chat="6")
    await until(lambda: len(platform.accepted) == 4)
    await process.stop()
    assert platform.texts() == ["twice", "parked", "fine"]
    assert (process.runner.failed, process.runner.parked) == (7, 1)


async def test_a_worker_runs_what_another_process_takes_in(store: Store) -> None:
    platform = Platform()
    web, worker = Process(store, "web", Platform(), works=False), Process(store, "worker", platform)
    await worker.rounds.start(claims=True)
    for number in range(10):
        await web.hears(str(number))
    await until(lambda: len(platform.accepted) == 10)
    await worker.stop()
    assert platform.texts() == [str(number) for number in range(10)]


async def test_what_a_replica_left_behind_is_done_by_another(store: Store) -> None:
    left, platform = Platform(), Platform()
    gone = Process(store, "gone", left)
    await gone.rounds.start(claims=False)
    await gone.rounds.stop()
    gone.runner._is_stopping = True  # it takes in, and dies before it runs
    await gone.hears("one", "two")
    await gone.hears("three", chat="6")
    other = Process(store, "other", platform)
    await other.rounds.start(claims=False)
    assert platform.accepted == []  # it may still live
    await other.hears("four")
    await until(lambda: len(platform.accepted) == 4)
    await other.stop()
    assert (platform.texts(), platform.texts("6")) == (["one", "two", "four"], ["three"])


async def test_what_waits_behind_the_event_of_another_is_run_whoever_ran_that(store: Store) -> None:
    """Two replicas that take each other for dead: neither goes on with what is the other's."""
    gone, platform = Process(store, "gone", Platform()), Platform()
    gone.runner._is_stopping = True
    await gone.hears("one")
    here = Process(store, "here", platform)
    await here.hears("two")
    await until(lambda: not here.runner._tasks)

    def runs_the_first(turn: Turn) -> None:
        event = turn.inbox.head(BOT, "5")
        assert event is not None
        turn.inbox.finish(event)

    store.submit(runs_the_first).result()
    assert platform.accepted == []
    here.runner.know({"here"})
    await until(lambda: platform.texts() == ["two"])
    here.runner.know({"here"})
    assert not here.runner._tasks
    await here.stop()


@pytest.mark.postgres
async def test_replicas_share_chats(postgres_url: str) -> None:
    stores = [open_store(postgres_url) for _ in range(3)]
    platform = Platform()
    processes = [Process(store, f"replica {number}", platform) for number, store in enumerate(stores)]
    for process in processes:
        await process.rounds.start(claims=False)
    for number in range(60):
        await processes[number % 3].hears(str(number), chat=str(number % 2))
    await until(lambda: len(platform.accepted) == 60)
    for process in processes:
        await process.stop()
    for store in stores:
        store.close()
    for chat in range(2):
        assert platform.texts(str(chat)) == [str(number) for number in range(chat, 60, 2)]
