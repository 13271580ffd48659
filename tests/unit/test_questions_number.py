"""Numbers and ratings."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dialogs.questions.number import LARGEST
from tests.unit.asking import (
    ANY_TEXT,
    AROUND,
    LONG_TEXTS,
    check_any_text,
    check_sample,
    check_typed_back,
    guess,
    question,
    refusal,
    shown,
    value,
)

WHOLE = question("number")
PRICE = question("number", unit="€", min=0, max=10_000, decimals=2)
FINE = question("number", decimals=4)
WEEKS = question("number", unit="weeks", min=1)
STARS = question("rating", low="awful", high="great")
MOOD = question("rating", min=-5, max=5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("42", 42), (" 42 ", 42), ("+42", 42), ("-7", -7), ("\u22127", -7), ("0", 0), ("-0", 0), ("007", 7)),
        *(("4２", 42), ("１２", 12), ("٤٢", 42), ("1,000", 1000), ("1.000", 1000), ("1 000", 1000)),
        *(("1'000", 1000), ("1’000", 1000), ("1_000_000", 1_000_000), ("1\u202f000", 1000), ("5.0", 5), ("5,00", 5)),
        *(("10k", 10_000), ("10 K", 10_000), ("2 million", 2_000_000), ("3万", 30_000), ("1.5k", 1500)),
        *(("2百万", 2_000_000), ("5千", 5000), ("1 thousand", 1000), ("0" * 30 + "5", 5), ("-" + "0" * 30 + "5", -5)),
    ],
)
def test_whole_numbers_as_people_write_them(typed: str, meant: int) -> None:
    assert value(WHOLE, typed) == meant
    assert isinstance(value(WHOLE, typed), int)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("9.99", 9.99), ("9,99", 9.99), (".5", 0.5), (",5", 0.5), ("0.12", 0.12), ("1,234.50", 1234.5)),
        *(("1.234,50", 1234.5), ("9.99 €", 9.99), ("€9.99", 9.99), ("€ 5", 5), ("5€", 5), ("9.90", 9.9)),
    ],
)
def test_numbers_with_decimals_and_a_unit(typed: str, meant: float) -> None:
    assert value(PRICE, typed) == meant


@pytest.mark.parametrize("typed", ["3 weeks", "3 week", "3WEEKS", "3 Weeks ", "weeks 3", "3"])
def test_a_unit_may_stand_anywhere_and_in_the_singular(typed: str) -> None:
    assert value(WEEKS, typed) == 3


def test_a_unit_is_compared_in_its_plain_form() -> None:
    assert value(question("number", unit="m²"), "5 m²") == 5
    assert value(question("number", unit="m²"), "5 m2") == 5
    assert value(question("number", unit="ＭＢ"), "5 mb") == 5


def test_what_may_be_thousands_or_decimals_is_asked_back() -> None:
    assert guess(PRICE, "1.234") == 1234
    assert guess(PRICE, "1,234") == 1234
    assert guess(FINE, "1,234") == 1234
    assert guess(FINE, "1.234") == 1.234
    assert guess(WHOLE, "1.234k") == 1234
    assert value(FINE, "1,234,567") == 1_234_567
    assert value(FINE, "1 234") == 1234


def test_a_leading_zero_is_never_a_thousand() -> None:
    assert value(FINE, "0.125") == 0.125
    assert value(FINE, "0,125") == 0.125
    assert "whole number" in refusal(WHOLE, "0.500")


def test_mixed_separators_are_thousands_and_decimals() -> None:
    assert value(FINE, "1,234.567") == 1234.567
    assert value(FINE, "1.234,567") == 1234.567


@pytest.mark.parametrize("typed", ["", "many", "-", ".", "1,2,3", "1e5", "0x10", "½", "10-20", "k", "--5", "1..5", "€"])
def test_what_is_no_number_is_told_so(typed: str) -> None:
    assert refusal(PRICE, typed) == "I need a number from 0 to 10,000 € here, for example: 0"
    assert refusal(WHOLE, typed) == "I need a number here, for example: 1"


def test_the_limits_are_told_in_plain_english() -> None:
    assert refusal(WEEKS, "0") == "That is outside what fits here: a number of at least 1 weeks. For example: 1"
    assert "a number of at most 5 here, for" in refusal(question("number", max=5), "x")
    assert "a number (GB) here" in refusal(question("number", unit="GB"), "x")
    assert "a number from 0.5 to 2 kg" in refusal(question("number", min=0.5, max=2, decimals=1, unit="kg"), "3")
    assert refusal(WHOLE, "1.5") == "I need a whole number here, for example: 1"
    assert "at most 2 digits after the point" in refusal(PRICE, "1.2345")
    assert "at most 1 digit after" in refusal(question("number", decimals=1), "1.25")


def test_a_number_that_would_not_come_back_as_typed_is_refused() -> None:
    assert value(WHOLE, str(LARGEST)) == LARGEST
    assert "from -1,000,000,000,000,000 to 1,000,000,000,000,000" in refusal(WHOLE, str(LARGEST + 1))
    assert "to 100,000,000,000." in refusal(FINE, "123456789012345.1234")
    assert "from 1 to 1,000,000,000,000,000 weeks" in refusal(WEEKS, "9" * 40)


def test_only_numbers_that_could_be_typed_are_accepted() -> None:
    for wrong in (True, False, None, "5", math.nan, math.inf, 0.125, [5], -1, 10_001):
        assert not PRICE.accepts(wrong, AROUND), wrong
    assert PRICE.accepts(0.12, AROUND)


def test_numbers_are_shown_with_thousands_and_unit() -> None:
    assert shown(PRICE, 1234.5) == "1,234.50 €"
    assert shown(PRICE, 1234) == "1,234 €"
    assert shown(WHOLE, 1_000_000) == "1,000,000"


@pytest.mark.parametrize(
    ("fields", "sample"),
    [
        ({}, "1"),
        ({"example": 7}, "7"),
        ({"max": 0}, "0"),
        ({"max": -0.5}, "-1"),
        ({"max": 5}, "1"),
        ({"min": 0.5, "decimals": 1}, "0.5"),
        ({"min": 0.5}, "1"),
        ({"min": 0.00001, "decimals": 6}, "0.00001"),
        ({"min": 1_000_000}, "1000000"),
        ({"min": 0.25, "decimals": 1}, "0.3"),
    ],
)
def test_the_sample_fits(fields: dict[str, Any], sample: str) -> None:
    asked = question("number", **fields)
    assert asked.sample(AROUND) == sample
    check_sample(asked)


@pytest.mark.parametrize(
    "fields",
    [
        {"min": 2, "max": 1},
        {"min": 0.2, "max": 0.8},
        {"min": math.inf},
        {"max": math.nan},
        {"min": 1e16},
        {"decimals": 7},
        {"min": 1e14, "decimals": 2, "max": 1e14 - 1},
    ],
)
def test_limits_that_nothing_fits_are_mistakes(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        question("number", **fields)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Any, float]:
    """A question and an answer that it accepts."""
    decimals = draw(st.integers(0, 6))
    unit = draw(st.sampled_from([None, "€", "weeks", "m²", "KB", "people a day", "k", "%"]))
    raw = draw(st.integers(-(10**9), 10**9))
    answer: float = raw if not decimals or draw(st.booleans()) else round(raw / 10**decimals, decimals)
    return question("number", unit=unit, decimals=decimals), int(answer) if answer == int(answer) else answer


@given(numbers())
def test_a_shown_number_can_be_typed_back(made: tuple[Any, float]) -> None:
    check_typed_back(*made)


@given(st.sampled_from([WHOLE, PRICE, FINE, WEEKS, STARS, MOOD]), ANY_TEXT | st.text("0123456789.,-+ k€'", max_size=12))
def test_any_text_is_answered(asked: Any, typed: str) -> None:
    check_any_text(asked, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    for asked in (WHOLE, PRICE, FINE, STARS):
        check_any_text(asked, typed)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(0, 6))
def test_every_question_that_can_be_declared_has_a_sample(low: float, span: float, decimals: int) -> None:
    try:
        asked = question("number", min=low, max=low + span, decimals=decimals)
    except ValidationError:
        return
    check_sample(asked)


@pytest.mark.parametrize("typed", ["4", " 4 ", "４", "4/5", "4 / 5", "4 of 5", "4 out of 5", "+4"])
def test_a_rating_is_a_number_of_its_scale(typed: str) -> None:
    assert value(STARS, typed) == 4


def test_a_ratings_ends_can_be_named() -> None:
    assert value(STARS, "Awful") == 1
    assert value(STARS, "5 – great") == 5
    assert [option.label for option in STARS.options(AROUND)] == ["1 – awful", "2", "3", "4", "5 – great"]
    assert value(MOOD, "-5") == -5
    assert value(MOOD, "\u22123") == -3


@pytest.mark.parametrize("typed", ["", "0", "6", "4.5", "4/6", "good", "44444"])
def test_a_rating_outside_its_scale_is_refused(typed: str) -> None:
    assert refusal(STARS, typed) == "I need a whole number from 1 to 5."


def test_ratings_are_shown_with_their_scale_and_come_back() -> None:
    assert shown(STARS, 3) == "3 of 5"
    for asked in (STARS, MOOD):
        for option in asked.options(AROUND):
            check_typed_back(asked, int(option.id))
            assert value(asked, option.id) == int(option.id)
            assert value(asked, str(option.label)) == int(option.id)
        check_sample(asked)
    assert question("rating", example=2).sample(AROUND) == "2"
    assert not STARS.accepts(True, AROUND)
    assert tuple(STARS.bounds())[:2] == (1, 5)


@pytest.mark.parametrize("fields", [{"min": 1, "max": 1}, {"min": 0, "max": 11}, {"min": 5, "max": 1}, {"max": 101}])
def test_a_scale_has_2_to_11_steps(fields: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        question("rating", **fields)
