"""Weekdays: names, ranges that may go round the end of the week, and words for several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions.weekdays import WEEK
from tests.unit.asking import ANY_TEXT, LONG_TEXTS, check_any_text, check_typed_back, guess, question, refusal, value

LABELS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = question("multi_choice", options=dict(zip(WEEK, LABELS, strict=True)))
OPEN = question("multi_choice", options=dict(zip(WEEK, LABELS, strict=True)), other=True)
WORKING, ALL = list(WEEK[:5]), list(WEEK)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((one, WORKING) for one in ("Mon-Fri", "Monday–Friday", "mo - fr", "Mon.-Fri.", "Monday through Friday")),
        *(
            (one, WORKING)
            for one in ("weekdays", "Every weekday", "working days", "周一到周五", "1-5", "- mon-thu\n- fri")
        ),
        *((one, ALL) for one in ("daily", "every day", "Every Day!", "all", "Mon to Sun", "weekdays and weekends")),
        *(("Mon to Thu", WORKING[:4]), ("from Tue to Wed", ["tue", "wed"]), ("星期天", ["sun"])),
        *(("Sun-Thu", [*WORKING[:4], "sun"]), ("fri - mon", ["mon", "fri", "sat", "sun"]), ("sun-sun", ["sun"])),
        *(
            ("Tuesdays and Thursdays", ["tue", "thu"]),
            ("on Mon, Wed-Fri", ["mon", "wed", "thu", "fri"]),
            ("2", ["tue"]),
        ),
    ],
)
def test_days_as_people_write_them(typed: str, meant: list[str]) -> None:
    assert value(DAYS, typed) == value(OPEN, typed) == meant


@pytest.mark.parametrize("typed", ["Mon-Frx", "Mon-", "Mon-Tue-Wed", "Mon-Wed or so", "- Mon-Frx\n- Sat"])
def test_of_a_range_that_is_none_no_single_day_is_guessed(typed: str) -> None:
    assert refusal(DAYS, typed).startswith("I don't find all of that among the options.")


def test_a_slip_is_asked_back() -> None:
    assert guess(DAYS, "caturday") == ["sat"]


def test_own_words_may_hold_a_range() -> None:
    assert value(OPEN, "other: Mon to Fri but not in May") == ["other:Mon to Fri but not in May"]
    check_typed_back(OPEN, ["mon", "other:Mon-Fri in May"])


def test_only_a_week_is_read_as_one() -> None:
    some = question("multi_choice", options={"mon": "Monday", "wed": "Wednesday"})
    assert guess(some, "Mon-Wed") == ["mon"]


@given(st.integers(0, 6), st.integers(0, 6), st.sampled_from(("-", " to ", "–", " until ")))
def test_a_range_has_both_ends_and_what_lies_between(first: int, last: int, between: str) -> None:
    found = value(DAYS, f"{LABELS[first]}{between}{LABELS[last]}")
    assert set(found) >= {WEEK[first], WEEK[last]}
    assert len(found) == (last - first) % 7 + 1


@given(ANY_TEXT | st.text("montuefri -–,\n", max_size=15))
def test_any_text_is_answered(typed: str) -> None:
    check_any_text(DAYS, typed)
    check_any_text(OPEN, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    check_any_text(DAYS, typed)
