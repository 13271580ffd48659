"""Yes or no, and what every question type has in common."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from dialogs.questions import QUESTION_TYPES
from dialogs.questions.base import Bounds, Check, Question
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

SURE = question("yes_no")
NEEDED: dict[str, dict[str, Any]] = {
    "choice": {"options": {"a": "A", "b": "B"}},
    "multi_choice": {"options": {"a": "A", "b": "B"}},
    "pick": {"from": "personas"},
    "multi_pick": {"from": "personas"},
}


@pytest.mark.parametrize(
    "typed", ["yes", "Y", "Yes!", " yep ", "ＹＥＳ", "sure", "1", "是的。", "好", "oui", "yes please", "true"]
)
def test_yes(typed: str) -> None:
    assert value(SURE, typed) is True


@pytest.mark.parametrize(
    "typed", ["no", "N", "No.", "nope", "2", "不是", "没有", "nein", "not yet", "no thanks", "none"]
)
def test_no(typed: str) -> None:
    assert value(SURE, typed) is False


@pytest.mark.parametrize("typed", ["", "maybe", "yes and no", "0", "3", "yesno", "?"])
def test_neither(typed: str) -> None:
    assert refusal(SURE, typed) == "I need a yes or a no here."


def test_yes_and_no_are_shown_and_come_back() -> None:
    assert (shown(SURE, True), shown(SURE, False)) == ("yes", "no")
    for answer in (True, False):
        check_typed_back(SURE, answer)
    assert [value(SURE, option.id) for option in SURE.options(AROUND)] == [True, False]
    for wrong in (*WRONG_KINDS, "yes", 1, 0):
        assert not SURE.accepts(wrong, AROUND), wrong


def test_the_sample_is_a_word_that_a_person_can_type() -> None:
    assert SURE.sample(AROUND) == "yes"
    assert question("yes_no", example="no").sample(AROUND) == "no"
    ana = Room(questions('[{id: a, type: yes_no, text: "A?"}]')).person("Ana").opens()
    assert ana.asked.example == "yes"
    assert ana.says("/example").sees("For example: yes")


@given(ANY_TEXT)
def test_any_text_is_answered(typed: str) -> None:
    check_any_text(SURE, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    check_any_text(SURE, typed)


@pytest.mark.parametrize("type_", QUESTION_TYPES)
def test_every_type_is_told_by_its_name_and_has_a_sample(type_: str) -> None:
    asked = question(type_, **NEEDED.get(type_, {}))
    assert type(asked) is QUESTION_TYPES[type_]
    assert asked.type == type_
    check_sample(asked)


@pytest.mark.parametrize("wrong", [True, False, None, [1], {}])
def test_an_example_is_text_or_a_number_and_never_true_or_false(wrong: Any) -> None:
    """Pydantic would take `true` for the number 1."""
    if wrong is not None:
        with pytest.raises(ValidationError):
            question("yes_no", example=wrong)
    with pytest.raises(ValidationError):
        question("yes_no", recommend={"answer": wrong, "because": "So."})


@pytest.mark.parametrize("example", ["yes", 1, 1.5])
def test_an_example_stays_what_it_was(example: Any) -> None:
    asked = question("text", example=example)
    assert asked.example == example
    assert type(asked.example) is type(example)


def test_a_check_either_blocks_or_warns() -> None:
    for conditions in ({}, {"block_if": "a", "warn_if": "b"}):
        with pytest.raises(ValidationError, match="either block_if or warn_if"):
            Check.model_validate({"id": "c", "message": "M.", **conditions})


class Bare(Question):
    """A type that brings nothing of its own."""


def test_a_type_must_say_what_it_reads_and_accepts() -> None:
    bare = Bare(id="a", type="bare", text="A?")
    with pytest.raises(NotImplementedError):
        bare.parse("x", AROUND)
    with pytest.raises(NotImplementedError):
        bare.accepts("x", AROUND)
    assert bare.bounds() == Bounds()
    assert not bare.takes_other()
    assert (bare.options(AROUND), bare.sample(AROUND), bare.show(7, AROUND)) == ((), "", "7")
