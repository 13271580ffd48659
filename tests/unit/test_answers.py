"""The answer book: entries are only added, and the newest counts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Book, Entry, Kind, Value

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def entries(*rows: tuple[Kind, str, str, Value | None]) -> Sequence[Entry]:
    """Entries numbered from 1, each a turn of its own."""
    return [
        Entry(n, n, kind, question, item, value, "ana", START + timedelta(minutes=n))
        for n, (kind, question, item, value) in enumerate(rows, 1)
    ]


def book(*rows: tuple[Kind, str, str, Value | None]) -> Book:
    return Book().with_entries(entries(*rows))


THREE = ((Kind.ADD, "people", "P-1", ""), (Kind.ADD, "people", "P-2", ""), (Kind.ADD, "people", "P-3", ""))


def test_an_empty_book_knows_nothing() -> None:
    empty = Book()
    assert empty.seq == 0
    assert empty.entry("a") is None
    assert empty.value("a") is None
    assert empty.living("people") == ()
    assert empty.with_entries([]) is empty


def test_the_newest_answer_counts_and_the_older_are_kept() -> None:
    found = book((Kind.ANSWER, "a", "", "one"), (Kind.ANSWER, "a", "", "two"), (Kind.ANSWER, "a", "P-1", "other"))
    assert found.value("a") == "two"
    assert found.value("a", "P-1") == "other"
    assert [entry.value for entry in found.history("a")] == ["one", "two"]
    assert found.seq == 3


def test_a_skip_counts_but_has_no_value_and_what_is_cleared_does_not_count() -> None:
    skipped = book((Kind.ANSWER, "a", "", "one"), (Kind.SKIP, "a", "", None))
    assert skipped.value("a") is None
    assert skipped.entry("a") is not None
    cleared = book((Kind.ANSWER, "a", "", "one"), (Kind.CLEAR, "a", "", None))
    assert cleared.value("a") is None
    assert cleared.entry("a") is None


@pytest.mark.parametrize("value", [False, 0, "", [], 0.0])
def test_an_answer_may_be_nothing_much(value: Value) -> None:
    assert book((Kind.ANSWER, "a", "", value)).value("a") == value


def test_items_go_come_back_and_move() -> None:
    assert book(*THREE).living("people") == ("P-1", "P-2", "P-3")
    gone = book(*THREE, (Kind.REMOVE, "people", "P-2", None))
    assert gone.living("people") == ("P-1", "P-3")
    assert gone.is_gone("P-2")
    back = gone.with_entries([Entry(5, 5, Kind.RESTORE, "people", "P-2", None, "ana", START)])
    assert back.living("people") == ("P-1", "P-2", "P-3")


@pytest.mark.parametrize(
    ("item", "place", "order"),
    [
        ("P-3", 1, ("P-3", "P-1", "P-2")),
        ("P-1", 2, ("P-2", "P-1", "P-3")),
        ("P-1", 3, ("P-2", "P-3", "P-1")),
        ("P-1", 99, ("P-2", "P-3", "P-1")),
        ("P-2", 2, ("P-1", "P-2", "P-3")),
    ],
)
def test_an_item_gets_another_place(item: str, place: int, order: tuple[str, ...]) -> None:
    assert book(*THREE, (Kind.MOVE, "people", item, place)).living("people") == order


def test_places_are_counted_among_the_living() -> None:
    moved = book(*THREE, (Kind.REMOVE, "people", "P-1", None), (Kind.MOVE, "people", "P-3", 1))
    assert moved.living("people") == ("P-3", "P-2")


def test_an_item_is_gone_with_the_one_around_it() -> None:
    found = book(*THREE, (Kind.ADD, "pets", "A-1", "P-1"), (Kind.ADD, "pets", "A-2", "P-2"))
    assert found.living("pets", "P-1") == ("A-1",)
    assert not found.is_gone("A-1")
    assert found.is_gone("P-9")
    assert not found.is_gone("")
    without = found.with_entries([Entry(6, 6, Kind.REMOVE, "people", "P-1", None, "ana", START)])
    assert without.is_gone("A-1")
    assert not without.is_gone("A-2")


def test_what_was_said_since_and_what_was_taken_back() -> None:
    found = book((Kind.ANSWER, "a", "", "one"), (Kind.ANSWER, "a", "", "two"))
    assert [entry.seq for entry in found.since(1)] == [2]
    assert found.since(2) == ()
    assert len(found.since(0)) == 2
    undone = found.with_entries([Entry(3, 3, Kind.ANSWER, "a", "", "one", "ana", START, replaces=2, undoes=2)])
    assert undone.undone == frozenset({2})
    assert found.undone == frozenset()


def test_an_older_book_stays_as_it_was() -> None:
    before = book(*THREE, (Kind.ANSWER, "a", "", "one"))
    before.memo["key"] = "worked out"
    after = before.with_entries([Entry(5, 5, Kind.REMOVE, "people", "P-1", None, "ana", START)])
    after.memo["key"] = "anew"
    assert before.living("people") == ("P-1", "P-2", "P-3")
    assert before.memo == {"key": "worked out"}
    assert before != after


ROWS = st.lists(
    st.tuples(
        st.sampled_from([Kind.ANSWER, Kind.SKIP, Kind.CLEAR]), st.sampled_from("ab"), st.just(""), st.integers(0, 5)
    ),
    max_size=12,
)


@given(ROWS, st.integers(0, 12))
def test_entries_may_come_at_once_or_one_by_one(rows: list[tuple[Kind, str, str, Value | None]], cut: int) -> None:
    added = entries(*rows)
    assert Book().with_entries(added) == Book().with_entries(added[:cut]).with_entries(added[cut:])
    one_by_one = Book()
    for entry in added:
        one_by_one = one_by_one.with_entries([entry])
    assert one_by_one == Book().with_entries(added)
