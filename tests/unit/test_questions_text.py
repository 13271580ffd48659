"""Text and long text."""

from typing import Any

import pytest
from hypothesis import given

from dialogs.questions.text import cleaned
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

LINE = question("text", max_length=20)
STORY = question("long_text")


def test_one_line_is_kept_as_typed() -> None:
    assert value(LINE, "  Coffee  Club ☕ ") == "Coffee  Club ☕"
    assert value(LINE, "two\n\n lines") == "two lines"
    assert value(LINE, "two\u2028lines\x85here") == "two lines here"
    assert shown(LINE, "<b>*x*</b>") == "<b>*x*</b>"


def test_several_lines_are_kept_as_typed() -> None:
    assert value(STORY, "one\r\n\r\n  two\rthree\n") == "one\n\n  two\nthree"
    assert value(STORY, "a\tb") == "a\tb"


@pytest.mark.parametrize("typed", ["", "  ", "\n", "\x00", "\u200b", "\ufeff \u2060", "\u0301", "\ud83d", "\x1b\x9b"])
def test_what_no_one_can_see_is_no_answer(typed: str) -> None:
    assert refusal(LINE, typed) == "An answer needs at least one character, for example: …"
    assert refusal(STORY, typed)


def test_what_no_one_can_see_is_taken_out_of_an_answer() -> None:
    assert value(LINE, "a\x00b\x1b[31m\x9b\ud83dc") == "ab[31mc"
    assert value(LINE, "👩\u200d💻") == "👩\u200d💻"


def test_too_long_a_text_is_measured() -> None:
    assert value(LINE, "x" * 20)
    assert refusal(LINE, "x" * 21) == (
        "That is 21 characters; at most 20 fit here. Shorten it a little and send it again."
    )
    assert "at most 4000" in refusal(STORY, "x" * 4001)
    assert "at most 200" in refusal(question("text"), "x" * 201)
    assert LINE.bounds().max == 20


def test_only_text_that_could_be_typed_is_accepted() -> None:
    for wrong in (*WRONG_KINDS, "", " a", "a\nb", "x" * 21, "a\x00", 5):
        assert not LINE.accepts(wrong, AROUND), wrong
    assert LINE.accepts("a", AROUND)
    assert STORY.accepts("a\nb", AROUND)


@given(ANY_TEXT)
def test_any_text_is_answered_and_can_be_typed_back(typed: str) -> None:
    for asked in (LINE, STORY):
        check_any_text(asked, typed)
    text = cleaned(typed)
    assert cleaned(text) == text
    if text:
        check_typed_back(STORY, text)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    for asked in (LINE, question("text", max_length=10**6), question("long_text", max_length=10**6)):
        check_any_text(asked, typed)


def test_samples_are_answers() -> None:
    asked: Any
    for asked in (LINE, STORY, question("text", example="Coffee Club"), question("text", example=7)):
        check_sample(asked)
