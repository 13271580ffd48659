"""Dates and times of day, typed in the middle of a conversation on Friday, 20 November 2026."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions.base import Situation
from dialogs.questions.dates import read_time
from dialogs.questions.days import YEARS, read_date, read_past_date, read_past_days
from tests.unit.asking import (
    ANY_TEXT,
    AROUND,
    LONG_TEXTS,
    TODAY,
    check_any_text,
    check_sample,
    check_typed_back,
    guess,
    question,
    refusal,
    shown,
    value,
)
from tests.unit.chatting import Room, questions

DAY = question("date")
TIME = question("time")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("2026-12-04", "2026-12-04"), ("2026/12/4", "2026-12-04"), ("２０２６-１２-０４", "2026-12-04")),
        *(("2026年12月4日", "2026-12-04"), ("12月4日", "2026-12-04"), ("1月3号", "2027-01-03")),
        *(("4 dec", "2026-12-04"), ("Dec 4", "2026-12-04"), ("4th of December", "2026-12-04"), ("3 Jan", "2027-01-03")),
        *(("dec 4th, 2026", "2026-12-04"), ("on the 4. dec 2026.", "2026-12-04"), ("20 nov", "2026-11-20")),
        *(("Friday, 4 December 2026", "2026-12-04"), ("fri 4 dec", "2026-12-04"), ("4.12.2026", "2026-12-04")),
        *(("13/12/2026", "2026-12-13"), ("12/13/2026", "2026-12-13"), ("5/5/2027", "2027-05-05")),
        *(("today", "2026-11-20"), ("Tomorrow!", "2026-11-21"), ("the day after tomorrow", "2026-11-22")),
        *(("yesterday", "2026-11-19"), ("后天", "2026-11-22"), ("friday", "2026-11-27"), ("on monday", "2026-11-23")),
        *(("next friday", "2026-11-27"), ("next mon", "2026-11-23"), ("this sat", "2026-11-21")),
        *(("周一", "2026-11-23"), ("下周五", "2026-11-27"), ("星期天", "2026-11-22"), ("下个星期日", "2026-11-29")),
        *(("in 3 weeks", "2026-12-11"), ("in a week", "2026-11-27"), ("within two months", "2027-01-20")),
        *(("twelve days from now", "2026-12-02"), ("in 1 year", "2027-11-20"), ("3 weeks from today", "2026-12-11")),
        *(("两周后", "2026-12-04"), ("3天后", "2026-11-23"), ("3个月之后", "2027-02-20"), ("十年后", "2036-11-20")),
        *(("end of month", "2026-11-30"), ("the end of next month", "2026-12-31"), ("end of the year", "2026-12-31")),
        *(("月底", "2026-11-30"), ("下月底", "2026-12-31"), ("年底", "2026-12-31"), ("end of next year", "2027-12-31")),
    ],
)
def test_days_as_people_write_them(typed: str, meant: str) -> None:
    assert value(DAY, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(
            ("4/12/2026", "2026-12-04"),
            ("4-12-2026", "2026-12-04"),
            ("4.12.26", "2026-12-04"),
            ("13/1/27", "2027-01-13"),
        ),
        *(("4.12.", "2026-12-04"), ("12/13", "2026-12-13"), ("3.1", "2027-01-03"), ("29 feb", "2028-02-29")),
        *(("Monday, 4 December 2026", "2026-12-04"), ("next week", "2026-11-23"), ("next month", "2026-12-01")),
        *(("end of the week", "2026-11-20"), ("end of next week", "2026-11-27"), ("下周", "2026-11-23")),
    ],
)
def test_what_may_mean_another_day_is_asked_back(typed: str, meant: str) -> None:
    assert guess(DAY, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "may", "31 April", "31.4.2027", "29 Feb 2027", "2026-02-30", "2026-13-01", "32/1/2026", "0 dec"),
        *("0226-12-04", "2226-12-04", "4 dec 226", "4 dec maybe", "4 smarch", "in a few weeks", "in 9999 years"),
        *("in 9999 months from", "3 weeks", "next", "the", "2026", "13/13/2026", "0.0.", "friday week", "x dec 2026"),
    ],
)
def test_what_is_no_day_is_answered_with_examples(typed: str) -> None:
    sentence = refusal(DAY, typed)
    assert "“next friday”" in sentence
    assert "“Friday, 4 December 2026”" in sentence


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2026-12-31", "next friday", "2027-01-08"),
        ("2026-12-31", "end of next week", "2027-01-08"),
        ("2026-12-31", "in 2 months", "2027-02-28"),
        ("2027-12-31", "in 2 months", "2028-02-29"),
        ("2028-02-29", "in 1 year", "2029-02-28"),
        ("2028-02-29", "29 feb", "2028-02-29"),
        ("2028-03-01", "28 feb", "2029-02-28"),
        ("2027-06-01", "29 feb", "2028-02-29"),
        ("2026-01-31", "end of next month", "2026-02-28"),
        ("2026-11-21", "end of week", "2026-11-27"),
        ("2026-11-21", "end of next week", "2026-11-27"),
        ("2026-11-22", "next monday", "2026-11-23"),
        ("2026-12-20", "next month", "2027-01-01"),
        ("2026-11-26", "friday", "2026-11-27"),
    ],
)
def test_the_calendar_turns(today: str, typed: str, meant: str) -> None:
    found = read_date(typed, date.fromisoformat(today))
    assert found is not None
    assert found[0].isoformat() == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("friday", "2026-11-20"), ("last friday", "2026-11-13"), ("on monday", "2026-11-16"), ("thu", "2026-11-19")),
        *(("the last sat", "2026-11-14"), ("周五", "2026-11-20"), ("上周一", "2026-11-09"), ("星期天", "2026-11-15")),
        *(("yesterday", "2026-11-19"), ("前天", "2026-11-18"), ("the day before yesterday", "2026-11-18")),
        *(("4 Dec", "2025-12-04"), ("20 Nov", "2026-11-20"), ("21 nov", "2025-11-21"), ("29 Feb", "2024-02-29")),
        *(("4.12.", "2025-12-04"), ("13/1", "2026-01-13"), ("12月4日", "2025-12-04"), ("Dec 4, 2024", "2024-12-04")),
        *(
            ("3 weeks ago", "2026-10-30"),
            ("a month ago", "2026-10-20"),
            ("两周前", "2026-11-06"),
            ("2026-11-02", "2026-11-02"),
        ),
        *(("tomorrow", "2026-11-21"), ("next monday", "2026-11-23"), ("4 Dec 2026", "2026-12-04")),
        *(("in 3 weeks", "2026-12-11"), ("next week", "2026-11-23")),
    ],
)
def test_days_that_are_over_are_the_last_of_their_kind(typed: str, meant: str) -> None:
    assert read_past_date(typed, TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    "typed", ["", "soon", "31 April", "x weeks ago", "9999 years ago", "last", "last spring", "上午", "since x"]
)
def test_what_is_no_day_of_the_past_is_nothing(typed: str) -> None:
    assert read_past_days(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(
            ("last week", "2026-11-09 2026-11-15"),
            ("this week", "2026-11-16 2026-11-20"),
            ("上周", "2026-11-09 2026-11-15"),
        ),
        *(("last month", "2026-10-01 2026-10-31"), ("This month.", "2026-11-01 2026-11-20")),
        ("last monday", "2026-11-16 2026-11-16"),
        *(("since monday", "2026-11-16 2026-11-20"), ("since 1 Nov", "2026-11-01 2026-11-20")),
        *(("from last week", "2026-11-09 2026-11-20"), ("since yesterday", "2026-11-19 2026-11-20")),
        *(("since tomorrow", "2026-11-21 2026-11-21"), ("自11月2日起", "2026-11-02 2026-11-20")),
    ],
)
def test_weeks_and_months_that_are_over(typed: str, meant: str) -> None:
    found = read_past_days(typed, TODAY)
    assert found is not None
    assert f"{found[0]} {found[1]}" == meant


@given(st.dates(date(2024, 1, 1), date(2036, 12, 31)), st.integers(0, 364))
def test_a_day_of_the_last_year_needs_no_year(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    assert read_past_date(f"{day:%d %B}", today) == day
    assert read_past_date(f"{day:%A}", today) == today - timedelta(days=ago % 7)
    assert read_past_date(f"{ago} days ago", today) == day


@given(ANY_TEXT, st.dates(date(2024, 1, 1), date(2036, 12, 31)))
def test_any_text_is_a_past_day_or_not(typed: str, today: date) -> None:
    found = read_past_days(typed, today)
    assert found is None or found[0] <= found[1]


def test_29_february_of_another_year_than_the_next_is_asked_back() -> None:
    assert guess(DAY, "Feb 29") == "2028-02-29"
    assert read_date("Feb 29", date(2027, 6, 1)) == (date(2028, 2, 29), True)


def test_a_day_is_read_back_in_full() -> None:
    ana = Room(questions('[{id: a, type: date, text: "When?"}]')).person("Ana").opens().says("in 2 weeks")
    assert ana.sees("✓ Friday, 4 December 2026")
    ana = Room(questions('[{id: a, type: date, text: "When?"}]')).person("Ana").opens().says("4/12/2026")
    assert ana.question == "Did you mean “Friday, 4 December 2026”?"


def test_only_days_that_could_be_typed_are_accepted() -> None:
    for wrong in (None, 20261204, "2026-02-30", "20261204", "tomorrow", "0001-01-01", "2026-12-04T10:00", True):
        assert not DAY.accepts(wrong, AROUND), wrong
    assert shown(DAY, "sometime") == "sometime"


@given(st.dates(date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31)), st.dates(date(2000, 1, 1), date(2150, 1, 1)))
def test_a_shown_day_can_be_typed_back(day: date, today: date) -> None:
    check_typed_back(DAY, day.isoformat(), Situation(today))
    assert read_date(day.isoformat(), today) == (day, True)
    assert read_date(f"{day.day}.{day.month}.{day.year}", today) == (day, True)


@given(st.dates(date(2000, 1, 1), date(2150, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_one_of_the_coming_seven_days(today: date, index: int) -> None:
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[index]
    found, following = read_date(name, today), read_date(f"next {name}", today)
    assert found is not None
    assert following is not None
    assert found[0].weekday() == following[0].weekday() == index
    assert timedelta(0) < found[0] - today <= timedelta(7)
    assert following[0].isocalendar()[:2] == (today + timedelta(7)).isocalendar()[:2]


@given(st.dates(date(2000, 1, 1), date(2150, 1, 1)), ANY_TEXT | st.text("0123456789./- 年月日", max_size=12))
def test_any_text_on_any_day_is_answered(today: date, typed: str) -> None:
    check_any_text(DAY, typed)
    check_any_text(TIME, typed)
    check_sample(DAY, Situation(today))


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    check_any_text(DAY, typed)
    check_any_text(TIME, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("9:30", "09:30"), ("09:30", "09:30"), ("9.30 pm", "21:30"), ("0930", "09:30"), ("930", "09:30")),
        *(("9am", "09:00"), ("12am", "00:00"), ("12 pm", "12:00"), ("9:30 P.M.", "21:30"), ("9h", "09:00")),
        *(("9h30", "09:30"), ("９：３０", "09:30"), ("9点", "09:00"), ("9点半", "09:30"), ("9点30分", "09:30")),
        *(
            ("下午3点", "15:00"),
            ("下午15点", "15:00"),
            ("晚上8点半", "20:30"),
            ("早上9:30", "09:30"),
            ("上午 9点", "09:00"),
        ),
        *(
            ("9 o'clock", "09:00"),
            ("8 o’clock pm", "20:00"),
            ("noon", "12:00"),
            ("midnight", "00:00"),
            ("23:59", "23:59"),
        ),
        *(
            ("half past nine", "09:30"),
            ("Half past 9 pm", "21:30"),
            ("a quarter to ten", "09:45"),
            ("at nine am", "09:00"),
        ),
        *(("twenty past 8 o'clock", "08:20"), ("5 minutes before 0", "23:55"), ("quarter to 12 am", "23:45")),
    ],
)
def test_times_as_people_write_them(typed: str, meant: str) -> None:
    assert value(TIME, typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [("9", "09:00"), ("at 17", "17:00"), ("nine", "09:00"), ("0", "00:00")])
def test_an_hour_alone_is_asked_back(typed: str, meant: str) -> None:
    assert guess(TIME, typed) == meant


NO_TIMES = (
    "",
    "24",
    "24:00",
    "9:60",
    "13pm",
    "0 am",
    "9:5",
    "late",
    "下午",
    "99999",
    "-9:30",
    "half past 24",
    "60 past 9",
)


@pytest.mark.parametrize("typed", [*NO_TIMES, "half nine", "quarter past 13 pm"])
def test_what_is_no_time_is_answered_with_an_example(typed: str) -> None:
    assert refusal(TIME, typed) == "That is no time of day I can read. Write one like “09:30” or “9:30 am”."


@given(st.times())
def test_a_shown_time_can_be_typed_back(moment: Any) -> None:
    text = f"{moment:%H:%M}"
    check_typed_back(TIME, text)
    assert read_time(f"{moment:%I:%M %p}") == text
    check_sample(TIME)


def test_samples_are_days_and_times() -> None:
    assert DAY.sample(AROUND) == (TODAY + timedelta(days=30)).isoformat()
    assert question("date", example="in 3 weeks").sample(AROUND) == "in 3 weeks"
    assert question("time", example="8:00").sample(AROUND) == "8:00"
    for wrong in (None, 930, "9:30", "24:00", "noon"):
        assert not TIME.accepts(wrong, AROUND)
