"""A process is killed in the middle of its work: what it had reported as saved is there, and nothing by halves."""

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.storage.database import open_store
from bot.storage.errors import StoreInUseError
from tests.integration.storage.team import Team

ROUNDS = 6


@contextmanager
def writing(url: str) -> Iterator["subprocess.Popen[str]"]:
    """A writing process, killed at the end."""
    command = [sys.executable, "-m", "tests.integration.storage.writing", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def reported(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the writing process has ended by itself"
    return int(line)


def test_nothing_that_was_saved_is_lost_and_no_turn_is_there_by_halves(database_url: str) -> None:
    store = open_store(database_url)
    Team(store).sets_up("Ana")
    store.close()
    chance = random.Random(20260301)
    for _ in range(ROUNDS):
        with writing(database_url) as process:
            saved = 0
            for _ in range(chance.randrange(1, 60)):
                saved = max(saved, reported(process))
            time.sleep(chance.random() * 0.003)
            process.kill()
            process.wait()
            assert process.stdout is not None
            saved = max([saved, *(int(line) for line in process.stdout.read().splitlines())])
        store = open_store(database_url)
        try:
            check(Team(store), saved)
        finally:
            store.close()
    if database_url.startswith("sqlite"):
        assert integrity(Path(database_url.removeprefix("sqlite:///"))) == "ok"


def check(team: Team, saved: int) -> None:
    """Goes on from what is there, as the next process would."""
    state = team.submits(team.state_in).result()
    seq = state.book.seq
    assert seq >= saved
    assert [entry.seq for entry in state.book.entries] == list(range(1, seq + 1))
    assert [message.seq for message in team.unsent()] == list(range(1, 2 * seq + 1))
    assert {seat.prompt.token for seat in state.seats.values() if seat.prompt} == ({f"token-{seq}"} if seq else set())


def integrity(path: Path) -> str:
    connection = sqlite3.connect(path)
    found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    return found


def test_while_one_process_writes_another_may_read_but_not_write(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    Team(store).sets_up("Ana")
    store.close()
    path = sqlite_url.removeprefix("sqlite:///")
    with writing(sqlite_url) as process:
        while reported(process) < 20:
            pass
        with pytest.raises(StoreInUseError) as caught:
            open_store(sqlite_url)
        assert str(caught.value) == (
            f"Phasewalk is already running on {path}. Stop that one first; commands that only read work beside it."
        )
        reading = open_store(sqlite_url, read_only=True)
        first = Team(reading).book().seq
        while reported(process) < first + 20:
            pass
        second = Team(reading).book().seq
        reading.close()
        assert 20 <= first < second


def test_the_lock_ends_with_the_process_however_it_ends(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    Team(store).sets_up("Ana")
    with pytest.raises(StoreInUseError):
        open_store(sqlite_url)
    store.close()
    with writing(sqlite_url) as process:
        reported(process)
        with pytest.raises(StoreInUseError):
            open_store(sqlite_url)
        process.kill()
        process.wait()
        open_store(sqlite_url).close()


def test_what_a_killed_process_left_can_be_read_without_writing(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    Team(store).sets_up("Ana")
    store.close()
    with writing(sqlite_url) as process:
        while reported(process) < 10:
            pass
    files = [Path(sqlite_url.removeprefix("sqlite:///") + suffix) for suffix in ("", "-wal")]
    left = [file.read_bytes() for file in files]
    reading = open_store(sqlite_url, read_only=True)
    assert Team(reading).book().seq >= 10
    reading.close()
    assert [file.read_bytes() for file in files] == left


def test_the_lock_is_the_file_s_and_not_the_name_s(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    (tmp_path / "link.db").symlink_to(sqlite_url.removeprefix("sqlite:///"))
    with pytest.raises(StoreInUseError):
        open_store(f"sqlite:///{tmp_path / 'link.db'}")
    store.close()


def test_an_orderly_end_leaves_one_file_to_copy(sqlite_url: str, tmp_path: Path) -> None:
    team = Team(open_store(sqlite_url)).sets_up("Ana")
    team.answers("q", "a").result()
    assert team.values() == {"q": "a"}
    team.store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["phasewalk.db", "phasewalk.db.lock"]
