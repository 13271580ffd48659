"""What happens again and again: on which days, at which moments, and how it is said."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.rules import WEEKDAYS, Every, Rule, describe, is_on, moment, next_day, next_due
from dialogs.zones import zone_info
from tests.unit.chatting import WORDS

NINE = time(9, 30)
ALL_DAYS = frozenset(range(1, 8))
ZONES = [
    *(
        "UTC",
        "",
        "Europe/Berlin",
        "America/New_York",
        "Africa/Cairo",
        "America/Santiago",
        "Asia/Beirut",
        "Asia/Kolkata",
    ),
    *(
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Antarctica/Troll",
        "Africa/Casablanca",
        "Pacific/Chatham",
        "America/Nuuk",
    ),
]
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RULES = st.builds(
    Rule,
    TIMES,
    st.frozensets(st.integers(1, 7)),
    st.sampled_from(Every),
    st.none() | DAYS,
    st.none() | DAYS,
)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def days(rule: Rule, after: date, count: int, skips: Sequence[date] = ()) -> list[date]:
    found: list[date] = []
    day = next_day(rule, after, skips)
    while day is not None and len(found) < count:
        found.append(day)
        day = next_day(rule, day, skips)
    return found


def dues(rule: Rule, zone: str, after: datetime, count: int) -> list[tuple[date, datetime]]:
    found = []
    for _ in range(count):
        due = next_due(rule, zone, after)
        assert due is not None
        found.append(due)
        after = due[1]
    return found


def said(rule: Rule) -> str:
    return WORDS.plain(describe(rule))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_days_of_each_week() -> None:
    assert days(Rule(NINE), date(2026, 11, 19), 3) == [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)]
    assert not is_on(Rule(NINE), date(2026, 11, 21))


def test_every_second_week_counts_from_the_week_in_which_it_starts() -> None:
    tuesdays = Rule(NINE, frozenset({2}), Every.SECOND_WEEK, starts=date(2026, 11, 20))
    assert days(tuesdays, date(2026, 11, 1), 3) == [date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 29)]
    both = Rule(NINE, frozenset({1, 7}), Every.SECOND_WEEK, starts=date(2026, 11, 18))
    assert days(both, date(2026, 11, 1), 3) == [date(2026, 11, 22), date(2026, 11, 30), date(2026, 12, 6)]
    mondays = Rule(NINE, frozenset({1}), Every.SECOND_WEEK)
    assert is_on(mondays, date(1970, 1, 5))
    assert not is_on(mondays, date(1970, 1, 12))
    assert is_on(mondays, date(1969, 12, 22))


def test_every_second_week_does_not_stumble_over_the_53rd_week() -> None:
    fridays = Rule(NINE, frozenset({5}), Every.SECOND_WEEK, starts=date(2026, 12, 18))
    assert days(fridays, date(2026, 12, 1), 3) == [date(2026, 12, 18), date(2027, 1, 1), date(2027, 1, 15)]


def test_the_first_of_a_month_is_each_weekdays_own() -> None:
    rule = Rule(NINE, frozenset({1, 3}), Every.MONTH)
    found = days(rule, date(2026, 11, 30), 4)
    assert found == [date(2026, 12, 2), date(2026, 12, 7), date(2027, 1, 4), date(2027, 1, 6)]


def test_a_range_holds_its_ends_and_skips_are_left_out() -> None:
    rule = Rule(NINE, starts=date(2026, 11, 20), ends=date(2026, 11, 24))
    assert days(rule, date(2020, 1, 1), 9) == [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)]
    assert days(rule, date(2020, 1, 1), 9, [date(2026, 11, 23)]) == [date(2026, 11, 20), date(2026, 11, 24)]
    assert not is_on(rule, date(2026, 11, 19))
    assert not is_on(rule, date(2026, 11, 25))


def test_a_rule_without_days_ends_the_search() -> None:
    assert next_day(Rule(NINE, frozenset()), date(2026, 11, 20)) is None
    assert next_due(Rule(NINE, frozenset()), "Europe/Berlin", utc("2026-11-20 09:00")) is None
    every = [date(2026, 1, 1) + timedelta(days=n) for n in range(4000)]
    assert next_day(Rule(NINE), date(2026, 1, 1), frozenset(every)) is None
    assert next_day(Rule(NINE), date.max) is None


def test_a_rule_that_starts_far_away_is_waited_for() -> None:
    assert next_day(Rule(NINE, starts=date(2050, 1, 3)), date(2026, 1, 1)) == date(2050, 1, 3)


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/Berlin", "2026-11-20", "09:30", "2026-11-20 08:30"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:30"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),
        ("America/Santiago", "2026-09-06", "00:30", "2026-09-06 04:30"),
        ("America/Santiago", "2026-04-04", "23:30", "2026-04-05 02:30"),
        ("Asia/Beirut", "2026-03-29", "00:15", "2026-03-28 22:15"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
        ("Antarctica/Troll", "2026-03-29", "02:30", "2026-03-29 02:30"),
        ("Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15 01:30"),
        ("Atlantic/Azores", "2026-03-29", "00:30", "2026-03-29 01:30"),
        ("Pacific/Chatham", "2026-09-27", "03:00", "2026-09-26 14:15"),
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 01:30"),
        ("Nowhere/Land", "2026-03-29", "02:30", "2026-03-29 02:30"),
        ("", "2026-03-29", "02:30", "2026-03-29 02:30"),
    ],
)
def test_moments(zone: str, day: str, at: str, instant: str) -> None:
    assert moment(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(instant)


def test_a_time_that_is_asked_for_the_second_time_of_is_the_first_all_the_same() -> None:
    assert moment(date(2026, 10, 25), time(2, 30, fold=1), "Europe/Berlin") == utc("2026-10-25 00:30")


def test_the_second_hour_of_a_fold_is_not_due_again() -> None:
    rule = Rule(time(2, 30), ALL_DAYS)
    found = dues(rule, "Europe/Berlin", utc("2026-10-24 12:00"), 2)
    assert found == [(date(2026, 10, 25), utc("2026-10-25 00:30")), (date(2026, 10, 26), utc("2026-10-26 01:30"))]


def test_a_fold_over_midnight_is_due_once_a_date() -> None:
    found = dues(Rule(time(23, 30), ALL_DAYS), "America/Santiago", utc("2026-04-04 12:00"), 3)
    assert [day for day, _ in found] == [date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6)]
    assert found[0][1] == utc("2026-04-05 02:30")


def test_a_gap_over_midnight_leaves_no_date_out() -> None:
    found = dues(Rule(time(0, 0), ALL_DAYS), "Africa/Cairo", utc("2026-04-22 12:00"), 3)
    assert [day for day, _ in found] == [date(2026, 4, 23), date(2026, 4, 24), date(2026, 4, 25)]
    before_midnight = dues(Rule(time(23, 30), ALL_DAYS), "America/Nuuk", utc("2026-03-29 01:10"), 2)
    assert before_midnight == [
        (date(2026, 3, 28), utc("2026-03-29 01:30")),
        (date(2026, 3, 29), utc("2026-03-30 00:30")),
    ]


def test_a_date_that_a_zone_leaves_out_is_none() -> None:
    found = dues(Rule(NINE, ALL_DAYS), "Pacific/Apia", utc("2011-12-28 12:00"), 3)
    assert [day for day, _ in found] == [date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31)]
    assert found[2][1] == utc("2011-12-30 19:30")


@given(st.sampled_from(ZONES), DAYS, TIMES)
def test_a_moment_shows_the_time_that_was_asked_for_or_a_later_one_after_a_gap(zone: str, day: date, at: time) -> None:
    place = zone_info(zone)
    local = moment(day, at, zone).astimezone(place)
    shift = local.replace(tzinfo=None) - datetime.combine(day, at)
    assert timedelta(0) <= shift <= timedelta(hours=2)
    assert local.fold == 0
    if shift:
        before = (local - timedelta(days=1)).utcoffset()
        after = local.utcoffset()
        assert before is not None
        assert after is not None
        assert after - before == shift


@given(RULES, st.sampled_from(ZONES), INSTANTS)
def test_what_is_due_is_later_and_on_a_day_of_the_rule(rule: Rule, zone: str, after: datetime) -> None:
    found = next_due(rule, zone, after)
    if found is None:
        return
    day, due = found
    assert due > after
    assert due == moment(day, rule.at, zone)
    assert is_on(rule, day)
    again = next_due(rule, zone, due - timedelta(microseconds=1))
    assert again == found
    without = next_due(rule, zone, after, [day])
    assert without is None or without[0] > day


@given(RULES, DAYS)
def test_the_next_day_is_the_first_that_is_on(rule: Rule, after: date) -> None:
    found = next_day(rule, after)
    near = [day for day in (after + timedelta(days=n) for n in range(1, 120)) if is_on(rule, day)]
    if near:
        assert found == near[0]
    else:
        assert found is None or found > after + timedelta(days=119)


@given(RULES)
def test_a_rule_survives_being_kept(rule: Rule) -> None:
    assert Rule.from_data(rule.to_data()) == rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(NINE), "Monday to Friday at 09:30"),
        (Rule(time(10), frozenset({1, 3, 5})), "Mon, Wed, Fri at 10:00"),
        (Rule(time(10), frozenset({6, 7})), "Sat, Sun at 10:00"),
        (Rule(NINE, ALL_DAYS), "every day at 09:30"),
        (Rule(NINE, frozenset({4})), "every Thursday at 09:30"),
        (Rule(NINE, frozenset({2}), Every.SECOND_WEEK), "every second week on Tuesday at 09:30"),
        (Rule(NINE, frozenset({2, 4}), Every.SECOND_WEEK), "every second week on Tue, Thu at 09:30"),
        (Rule(NINE, frozenset({1}), Every.MONTH), "the first Monday of each month at 09:30"),
        (Rule(NINE, frozenset({1, 2, 3}), Every.MONTH), "the first Mon, Tue, Wed of each month at 09:30"),
        (Rule(NINE, frozenset()), "never"),
    ],
)
def test_rules_in_words(rule: Rule, words: str) -> None:
    assert said(rule) == words


def test_a_range_in_words() -> None:
    first, last = date(2026, 12, 4), date(2026, 12, 24)
    shown = "Friday, 4 December 2026", "Thursday, 24 December 2026"
    weekly = "Monday to Friday at 09:30"
    assert said(Rule(NINE, starts=first, ends=last)) == f"{weekly} from {shown[0]} to {shown[1]}"
    assert said(Rule(NINE, starts=first)) == f"{weekly} from {shown[0]}"
    assert said(Rule(NINE, WEEKDAYS, ends=last)) == f"{weekly} up to {shown[1]}"


@given(RULES)
def test_every_rule_can_be_said(rule: Rule) -> None:
    assert "{" not in said(rule)
    assert "rule." not in said(rule)
