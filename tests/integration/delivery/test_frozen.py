"""A process that is stopped for longer than others wait for it, and wakes up, sends nothing that others have sent."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.service.ports import Chat, Store, Turn
from bot.storage.database import open_store
from tests.conftest import COUNTED
from tests.integration.delivery.posting import BOT
from tests.integration.delivery.telling import LIFETIME_S, READY

NAMES = ("one", "two", "three")
CHATS = 500
EACH = 3
WITHIN_S = 30.0
MOST_AGAIN = 50
"""Of what had been called, but not written down, when a replica was stopped: a few each time."""
SURE_S = LIFETIME_S / 2
"""So long after it woke, what a replica sends is its own. Later it may take over from the next one that is stopped."""

pytestmark = pytest.mark.postgres


@dataclass(frozen=True)
class Call:
    """As a replica reported it."""

    at: float
    chat: str
    text: str


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    opened = open_store(postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def processes(postgres_url: str, tmp_path: Path, store: Store) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Three that send what waits, and then something waits."""
    started = []
    for name in NAMES:
        with (tmp_path / name).open("wb") as out, (tmp_path / f"{name}.log").open("wb") as log:
            command = [sys.executable, "-m", "tests.integration.delivery.telling", postgres_url, name]
            started.append(subprocess.Popen(command, stdout=out, stderr=log))
    _until(lambda: all(READY in (tmp_path / name).read_bytes() for name in NAMES))
    store.submit(_fill).result()
    yield started
    for process in started:
        process.kill()
        process.wait()


def _fill(turn: Turn) -> None:
    for number in range(CHATS):
        chat = Chat(BOT, str(number), "acme")
        turn.put_chat(chat)
        turn.outbox.send(chat.key, [{"kind": "say", "text": str(text), "can_wait": True} for text in range(EACH)])


def test_who_wakes_up_sends_nothing_twice(
    processes: list["subprocess.Popen[bytes]"],
    tmp_path: Path,
    store: Store,
    record_property: Callable[[str, object], None],
) -> None:
    woke: dict[str, float] = {}
    for name, process in zip(NAMES, processes, strict=True):
        _until(lambda: len(_calls(tmp_path / name)) > 20)  # noqa: B023
        process.send_signal(signal.SIGSTOP)
        time.sleep(2 * LIFETIME_S)
        woke[name] = time.monotonic()
        process.send_signal(signal.SIGCONT)
    _until(lambda: not _left(store))
    for process in processes:
        process.terminate()
        assert process.wait(20) == 0
    calls = {name: _calls(tmp_path / name) for name in NAMES}
    everything = sorted((call for some in calls.values() for call in some), key=lambda call: call.at)
    _assert_whole(everything)
    for name, some in calls.items():
        others = [call for other, calls_ in calls.items() if other != name for call in calls_]
        earliest = {(call.chat, call.text): call.at for call in sorted(others, key=lambda call: call.at, reverse=True)}
        soon = [call for call in some if woke[name] <= call.at < woke[name] + SURE_S]
        twice = [call for call in soon if earliest.get((call.chat, call.text), call.at) < call.at]
        assert not twice, f"{name}, which woke at {woke[name]}: {twice}"
    more = len(everything) - CHATS * EACH
    assert more < MOST_AGAIN
    counts = Counter({name: len(some) for name, some in calls.items()})
    record_property(COUNTED, f"3 replicas, each stopped for {2 * LIFETIME_S:.1f} s: {dict(counts)} calls, {more} again")


def _assert_whole(calls: list[Call]) -> None:
    """In each chat everything, in order. What was on its way when its replica stopped may have been sent again."""
    for chat in range(CHATS):
        texts = list(dict.fromkeys(call.text for call in calls if call.chat == str(chat)))
        assert texts == [str(text) for text in range(EACH)]


def _calls(path: Path) -> list[Call]:
    lines = (line.split() for line in path.read_text().splitlines()[1:])
    return [Call(float(at), chat, text) for at, chat, text in lines]


def _left(store: Store) -> bool:
    """Or nobody has written down yet that it is sent."""
    newest = [Chat(BOT, str(number), "acme") for number in range(CHATS)]
    return store.read(lambda turn: any(turn.unsent(chat) for chat in newest))


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
