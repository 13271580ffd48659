"""What the program remembers saves reading, and is never believed against the database."""

from collections.abc import Sequence

import pytest
from sqlalchemy import delete, update
from sqlalchemy.engine.interfaces import DBAPICursor

from bot.service.ports import Directory, Store, Turn
from bot.storage import cache as cache_module
from bot.storage.cache import Cache
from bot.storage.database import open_store
from bot.storage.engines import Place, writing_engine
from bot.storage.errors import AlreadyThereError
from bot.storage.rows import Row
from bot.storage.sets import KeyedSelect
from bot.storage.tables import answer_table, project_table
from dialogs.answers import Book, Entry, Kind
from dialogs.state import Member
from tests.integration.storage.team import NOON, HeldWriter, Team


@pytest.fixture
def rows_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each of the hot selects brought, except for those by the workspace alone."""
    counts: list[int] = []
    original = KeyedSelect.rows

    def counting(select: KeyedSelect, cursor: DBAPICursor, keys: Sequence[Row]) -> Sequence[Row]:
        rows = original(select, cursor, keys)
        if len(select._key) > 1:
            counts.append(len(rows))
        return rows

    monkeypatch.setattr(KeyedSelect, "rows", counting)
    return counts


def test_a_turn_does_not_read_the_answers_again(team: Team, rows_read: list[int]) -> None:
    for number in range(50):
        team.answers(f"q{number}", number).result()
    rows_read.clear()
    team.answers("q", "one more").result()
    assert rows_read == [1, 1, 1]  # the project, the chat, and the one seat


def test_turns_that_wait_together_are_read_for_in_one_go(store: Store, rows_read: list[int]) -> None:
    teams = [Team(store, project=f"p{number}").sets_up() for number in range(20)]
    with HeldWriter(store):
        futures = [team.answers("q", "a") for team in teams]
        rows_read.clear()
    for future in futures:
        future.result()
    assert rows_read == [20, 20, 20]


def test_after_a_restart_the_answers_are_read_once(team: Team, database_url: str, rows_read: list[int]) -> None:
    for number in range(5):
        team.answers(f"q{number}", number).result()
    team.store.close()
    fresh = open_store(database_url)
    try:
        team.store = fresh
        rows_read.clear()
        team.answers("q", "first").result()
        team.answers("q", "second").result()
        assert rows_read == [1, 1, 1, 5, 1, 1, 1]
    finally:
        fresh.close()


def test_reading_warms_up_the_memory_too(team: Team, database_url: str, rows_read: list[int]) -> None:
    team.answers("q", "a").result()
    reader = open_store(database_url, read_only=True)
    try:
        rows_read.clear()
        assert [reader.read(team.state_in).book.seq for _ in range(3)] == [1, 1, 1]
        assert rows_read == [1, 1, 1, 1, 1, 1, 1]  # the answers once, then only the project and its seats
    finally:
        reader.close()


def test_a_failed_commit_leaves_nothing_in_memory(team: Team) -> None:
    """The batch is tried, with the first answer in the book, and rolled back because of the name that is taken."""

    def half(turn: Turn) -> None:
        team.answering("q", "never")(turn)
        turn.add_member("acme", Member("other", "Ana"))

    with HeldWriter(team.store):
        wrong = team.submits(half)
        after = team.answers("q", "kept")
    assert isinstance(wrong.exception(), AlreadyThereError)
    assert after.result() == 1
    assert team.submits(lambda turn: team.state_in(turn).book.value("q")).result() == "kept"


def test_a_database_that_was_put_back_to_an_earlier_day_is_believed(team: Team, database_url: str) -> None:
    for number in range(3):
        team.answers(f"q{number}", "lost").result()
    engine = writing_engine(Place.from_url(database_url))
    with engine.begin() as connection:
        connection.execute(delete(answer_table).where(answer_table.c.seq > 1))
        connection.execute(update(project_table).values(answers_seq=1))
    engine.dispose()
    assert team.values() == {"q0": "lost"}
    assert team.answers("q1", "said again").result() == 2
    assert team.submits(lambda turn: team.state_in(turn).book.value("q1")).result() == "said again"
    assert team.values() == {"q0": "lost", "q1": "said again"}


def a_book(length: int) -> Book:
    return Book().with_entries([Entry(seq, seq, Kind.SKIP, "q", "", None, "ana", NOON) for seq in range(1, length + 1)])


def test_the_memory_forgets_the_books_that_were_used_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MAX_BOOKS", 3)
    cache = Cache()
    for name in "abc":
        cache.keep({("w", name): a_book(1)}, {})
    cache.book(("w", "a"))
    cache.keep({("w", "d"): a_book(1)}, {})
    assert [cache.book(("w", name)).seq for name in "abcd"] == [1, 0, 1, 1]


def test_the_memory_is_bounded_by_entries_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MAX_ENTRIES", 10)
    cache = Cache()
    cache.keep({("w", "a"): a_book(6)}, {})
    cache.keep({("w", "b"): a_book(4)}, {})
    assert [cache.book(("w", name)).seq for name in "ab"] == [6, 4]
    cache.keep({("w", "b"): a_book(5)}, {})
    assert [cache.book(("w", name)).seq for name in "ab"] == [0, 5]
    cache.keep({("w", "c"): a_book(20)}, {})
    assert [cache.book(("w", name)).seq for name in "abc"] == [0, 0, 20]


def test_workspaces_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MAX_WORKSPACES", 2)
    cache = Cache()
    for name in "abc":
        cache.keep({}, {name: (1, Directory())})
    assert [cache.directory(name) for name in "abc"] == [None, (1, Directory()), (1, Directory())]


def test_a_reader_who_comes_late_does_not_turn_the_memory_back() -> None:
    cache = Cache()
    cache.keep({("w", "a"): a_book(5)}, {"w": (2, Directory())})
    cache.offer({("w", "a"): a_book(4), ("w", "b"): a_book(1)}, {"w": (1, Directory()), "v": (1, Directory())})
    assert [cache.book(("w", name)).seq for name in "ab"] == [5, 1]
    assert [cache.directory(name) for name in "wv"] == [(2, Directory()), (1, Directory())]
