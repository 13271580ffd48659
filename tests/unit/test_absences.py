"""How long somebody is away, as people write it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.absences import read_days
from tests.unit.asking import ANY_TEXT, LONG_TEXTS, TODAY

DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))


def days(typed: str, today: date = TODAY) -> str:
    """What is read, as "first last", "first …" with an open end, or "" for nothing."""
    found = read_days(typed, today)
    return "" if found is None else f"{found[0]} {found[1] or '…'}"


@pytest.mark.parametrize(
    "typed",
    [
        *("3-7 Dec", "3 Dec - 7 Dec", "3–7 December 2026", "from 3 Dec to 7 Dec", "3rd—7th december", "3 to 7 dec"),
        *("Dec 3-7", "December 3 to 7, 2026", "3 Dec through 7 Dec", "3 Dec thru and including 7 Dec", "3.12.-7.12."),
        *("2026-12-03..2026-12-07", "2026-12-03 to 2026-12-07", "2026-12-03-2026-12-07", "3.12.2026 … 7.12.2026"),
        *(
            "12月3日到7日",
            "12月3日至7日",
            "2026年12月3日～12月7日",
            "从12月3日到7日",
            "from 3 Dec until 8 Dec",
            "3 dec till 8 dec",
        ),
        *(
            "3 Dec - 7 December 2026",
            "3 December 2026 - 7 Dec",
            "3 Dec until and including 7 Dec",
            " the 3rd - 7th dec! ",
        ),
    ],
)
def test_two_days(typed: str) -> None:
    assert days(typed) == "2026-12-03 2026-12-07"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("until Monday", "2026-11-20 2026-11-22"),
        ("till 7 Dec", "2026-11-20 2026-12-06"),
        ("back on Monday", "2026-11-20 2026-11-22"),
        ("until tomorrow", "2026-11-20 2026-11-20"),
        ("until next week", "2026-11-20 2026-11-22"),
        ("from tomorrow until friday", "2026-11-21 2026-11-26"),
        ("till and including 7 Dec", "2026-11-20 2026-12-07"),
        ("through 7 Dec", "2026-11-20 2026-12-07"),
        ("up to and including 7 Dec", "2026-11-20 2026-12-07"),
        ("until the end of the month", "2026-11-20 2026-11-30"),
        ("到周一", "2026-11-20 2026-11-23"),
    ],
)
def test_until_names_the_day_of_return_and_through_the_last_day_away(typed: str, read: str) -> None:
    assert days(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("today", "2026-11-20 2026-11-20"),
        ("tomorrow", "2026-11-21 2026-11-21"),
        ("friday", "2026-11-27 2026-11-27"),
        ("Fri 4 Dec", "2026-12-04 2026-12-04"),
        ("2026-12-04", "2026-12-04 2026-12-04"),
        ("13/12", "2026-12-13 2026-12-13"),
        ("this week", "2026-11-20 2026-11-22"),
        ("next week", "2026-11-23 2026-11-29"),
        ("下周", "2026-11-23 2026-11-29"),
        ("next month", "2026-12-01 2026-12-31"),
        ("for 3 days", "2026-11-20 2026-11-22"),
        ("two weeks", "2026-11-20 2026-12-03"),
        ("for a month", "2026-11-20 2026-12-19"),
        ("3天", "2026-11-20 2026-11-22"),
        ("一个月", "2026-11-20 2026-12-19"),
    ],
)
def test_one_day_and_periods(typed: str, read: str) -> None:
    assert days(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("", "2026-11-20 …"), (" Now ", "2026-11-20 …"), ("from Monday", "2026-11-23 …"), ("12月3日起", "2026-12-03 …")],
)
def test_an_open_end(typed: str, read: str) -> None:
    assert days(typed) == read


@pytest.mark.parametrize(
    ("typed", "today", "read"),
    [
        ("28 Dec - 3 Jan", date(2026, 11, 20), "2026-12-28 2027-01-03"),
        ("28 Dec - 3 Jan", date(2026, 12, 30), "2026-12-28 2027-01-03"),
        ("28 Dec - 3 Jan", date(2027, 1, 2), "2026-12-28 2027-01-03"),
        ("28 Dec - 3 Jan", date(2027, 1, 4), "2027-12-28 2028-01-03"),
        ("3-7 Dec", date(2026, 12, 5), "2026-12-03 2026-12-07"),
        ("3 Dec - 7 Dec", date(2026, 12, 5), "2026-12-03 2026-12-07"),
        ("3-7 Dec", date(2026, 12, 8), "2027-12-03 2027-12-07"),
        ("3 Dec - 7 Dec 2028", date(2026, 11, 20), "2028-12-03 2028-12-07"),
        ("20 Dec 2026 - 3 Jan", date(2026, 11, 20), "2026-12-20 2027-01-03"),
        ("1 Mar - 30 Nov", date(2026, 11, 20), "2026-03-01 2026-11-30"),
        ("28 Feb - 1 Mar", date(2028, 2, 1), "2028-02-28 2028-03-01"),
        ("29 Feb - 1 Mar", date(2028, 2, 1), "2028-02-29 2028-03-01"),
        ("friday - monday", date(2026, 11, 20), "2026-11-27 2026-11-30"),
        ("3 dec - friday", date(2026, 11, 20), "2026-12-03 2026-12-04"),
        ("mon-fri", date(2026, 11, 20), "2026-11-23 2026-11-27"),
    ],
)
def test_years_and_weekdays_follow_from_the_other_side(typed: str, today: date, read: str) -> None:
    assert days(typed, today) == read


@pytest.mark.parametrize(
    "typed",
    [
        *("nonsense", "7 Dec - 3 Dec", "2026-12-07..2026-12-03", "until today", "monday to tomorrow", "-3 dec", "3-7"),
        *(
            "3/12 - 7/12",
            "Monday 4 Dec",
            "31-3 feb",
            "3-99 dec",
            "dec 3-32",
            "for 0 days",
            "for x days",
            "from",
            "from x",
        ),
        *(
            "29 feb - 3 mar",
            "x - 3 dec",
            "3 dec - x",
            "x - 7",
            "3 2026 - 7 dec",
            "3 - x",
            "until x",
            "until",
            "for 9999 years",
        ),
        *("28 dec, 3 jan", "next day", "3 to x dec"),
    ],
)
def test_what_cannot_be_read_is_nothing(typed: str) -> None:
    assert days(typed) == ""


@given(ANY_TEXT | st.tuples(ANY_TEXT, st.sampled_from([" - ", "until ", " to ", ".."]), ANY_TEXT).map("".join), DAYS)
def test_any_text_is_read_or_not(typed: str, today: date) -> None:
    found = read_days(typed, today)
    assert found is None or found[1] is None or found[0] <= found[1]


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_nothing(typed: str) -> None:
    assert read_days(typed, TODAY) is None


@given(DAYS, st.integers(0, 60), DAYS)
def test_two_full_dates_are_read_as_they_stand(first: date, length: int, today: date) -> None:
    last = first + timedelta(days=length)
    for typed in (f"{first}..{last}", f"{first:%d %B %Y} - {last:%d %B %Y}", f"from {first} to {last}"):
        assert read_days(typed, today) == (first, last)


@given(DAYS, st.integers(0, 300), st.integers(0, 60))
def test_dates_to_come_need_no_year(today: date, wait: int, length: int) -> None:
    first = today + timedelta(days=wait)
    last = first + timedelta(days=length)
    assert read_days(f"{first:%d %b} - {last:%d %b}", today) == (first, last)
