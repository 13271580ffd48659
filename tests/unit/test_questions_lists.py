"""Lists of short texts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.asking import (
    ANY_TEXT,
    AROUND,
    LONG_TEXTS,
    WRONG_KINDS,
    check_any_text,
    check_sample,
    check_typed_back,
    question,
    refusal,
    shown,
    value,
)
from tests.unit.chatting import Room, questions

SOME = question("list")
FEW = question("list", min=2, max=3, max_length=10)
MAYBE = question("list", min=0, max=2)
EXACT = question("list", min=2, max=2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("one", ["one"]), ("one, two", ["one", "two"]), ("one; two，three", ["one", "two", "three"])),
        *(
            ("one\ntwo, too\r\n\nthree", ["one", "two, too", "three"]),
            ("- one\n• two\n1. three", ["one", "two", "three"]),
        ),
        *((" one ,, two,", ["one", "two"]), ("– one\n– two", ["one", "two"]), ("一、二", ["一", "二"])),
    ],
)
def test_entries_one_a_line_or_with_commas(typed: str, meant: list[str]) -> None:
    assert value(SOME, typed) == meant


def test_too_few_or_too_many_entries_are_counted() -> None:
    assert refusal(FEW, "one") == (
        "I need 2 to 3 entries here, one a line or with commas, and read 1. For example: …, …"
    )
    assert "exactly 2 entries" in refusal(EXACT, "a, b, c")
    assert "at least 1 entry " in refusal(SOME, " , ")
    assert "at least 2 entries" in refusal(question("list", min=2), "")
    assert "1 to 2 entries" in refusal(MAYBE, "")
    assert "exactly 1 entry " in refusal(question("list", min=0, max=1), "a, b")


def test_a_long_entry_is_named_by_its_beginning() -> None:
    assert refusal(FEW, "short, much too long") == (
        "The entry that begins with “much too long…” has 13 characters; at most 10 fit."
    )


def test_none_is_an_empty_list_where_that_fits() -> None:
    assert value(MAYBE, "none") == []
    assert value(MAYBE, "没有") == []
    assert shown(MAYBE, []) == "none"
    assert value(SOME, "none") == ["none"]


def test_a_list_is_shown_below_its_question_without_an_empty_bullet() -> None:
    assert shown(SOME, ["one", "two"]) == "\n– one\n– two"
    assert shown(SOME, ["one"]) == shown(SOME, "one") == "one"
    ana = Room(questions('[{id: a, type: list, text: "A?"}]')).person("Ana").opens().says("one, two")
    assert ana.sees("✓ \n– one\n– two")
    assert ana.sees("· A? one, two")


def test_only_lists_that_could_be_typed_are_accepted() -> None:
    for wrong in (*WRONG_KINDS, "one, two", ["one"], ["one", ""], ["one", "x" * 11], ["a"] * 4, ["a", 1]):
        assert not FEW.accepts(wrong, AROUND), wrong
    assert FEW.accepts(["one", "two"], AROUND)
    assert MAYBE.accepts([], AROUND)
    assert tuple(FEW.bounds())[:2] == (2, 3)


def test_the_sample_is_long_enough() -> None:
    for asked in (SOME, FEW, MAYBE, EXACT, question("list", example="tea, milk")):
        check_sample(asked)
    assert question("list", example="tea, milk").sample(AROUND) == "tea, milk"


@given(
    st.lists(st.text(st.sampled_from("abc xyz中.,é!"), min_size=1).map(str.strip).filter(bool), min_size=2, max_size=9)
)
def test_a_shown_list_can_be_typed_back(entries: list[str]) -> None:
    check_typed_back(SOME, [entry.strip(" ") for entry in entries])


@given(st.sampled_from([SOME, FEW, MAYBE]), ANY_TEXT)
def test_any_text_is_answered(asked: Any, typed: str) -> None:
    check_any_text(asked, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    check_any_text(SOME, typed)
