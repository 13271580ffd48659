"""How often something happens, as people write it."""

import pytest
from hypothesis import given

from dialogs.rhythms import Rhythm, read_rhythm
from dialogs.rules import Every
from tests.unit.asking import ANY_TEXT, LONG_TEXTS


@pytest.mark.parametrize(
    ("typed", "every"),
    [
        *(("every week", Every.WEEK), ("Weekly", Every.WEEK), ("每周", Every.WEEK)),
        *(("every 2 weeks", Every.SECOND_WEEK), ("every two weeks", Every.SECOND_WEEK)),
        *(("every second week", Every.SECOND_WEEK), ("Every other week.", Every.SECOND_WEEK)),
        *(("biweekly", Every.SECOND_WEEK), ("Bi-Weekly", Every.SECOND_WEEK), ("fortnightly", Every.SECOND_WEEK)),
        *(("monthly", Every.MONTH), ("every month", Every.MONTH), ("once a month", Every.MONTH)),
    ],
)
def test_how_often_alone(typed: str, every: Every) -> None:
    assert read_rhythm(typed) == Rhythm(every)


@pytest.mark.parametrize(
    ("typed", "rhythm"),
    [
        ("first monday", Rhythm(Every.MONTH, ("mon",))),
        ("First Monday of the month", Rhythm(Every.MONTH, ("mon",))),
        ("every first monday in the month", Rhythm(Every.MONTH, ("mon",))),
        ("on the 1st Tue and Thu of each month", Rhythm(Every.MONTH, ("tue", "thu"))),
        ("monthly on the first friday", Rhythm(Every.MONTH, ("fri",))),
        ("monthly on friday", Rhythm(Every.MONTH, ("fri",))),
        ("每月第一个周一", Rhythm(Every.MONTH, ("mon",))),
        ("every second monday", Rhythm(Every.SECOND_WEEK, ("mon",))),
        ("every other tuesday", Rhythm(Every.SECOND_WEEK, ("tue",))),
        ("every 2 weeks on Mon, Wed", Rhythm(Every.SECOND_WEEK, ("mon", "wed"))),
        ("Fridays, biweekly", Rhythm(Every.SECOND_WEEK, ("fri",))),
        ("Mon-Wed every week", Rhythm(Every.WEEK, ("mon", "tue", "wed"))),
    ],
)
def test_how_often_and_on_which_days(typed: str, rhythm: Rhythm) -> None:
    assert read_rhythm(typed) == rhythm


@pytest.mark.parametrize(
    "typed",
    ["", "monday", "mon-fri", "every day", "first", "first week", "second monday", "every other day", "weekly report"],
)
def test_anything_else_says_nothing_of_it(typed: str) -> None:
    assert read_rhythm(typed) is None


@given(ANY_TEXT)
def test_no_text_raises(typed: str) -> None:
    read_rhythm(typed)


@pytest.mark.parametrize("typed", LONG_TEXTS)
def test_a_long_text_is_none(typed: str) -> None:
    assert read_rhythm(typed) is None
