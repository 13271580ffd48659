"""Reading how long somebody is away: "3-7 Dec", "until Monday", "next week", "for 3 days", "12月3日到7日"."""

import re
import unicodedata
from datetime import date, timedelta
from typing import TypeAlias

from dialogs.questions.days import read_date

Days: TypeAlias = tuple[date, date | None]
"""The first day and the last one; None while nobody knows when it ends."""

_TYPED_LIMIT = 100
_ONE_DAY = timedelta(days=1)
_OVER_NEW_YEAR = timedelta(days=183)
"""Days that go on into a new year without naming it ("28 Dec - 3 Jan") are no more; else they are mixed up."""

_NOW = ("", "now", "from now", "from now on", "现在")
_THIS_WEEK = ("this week", "the rest of the week", "rest of the week", "本周", "这周", "这个星期")
_NEXT_WEEK = ("next week", "下周", "下个星期")
_NEXT_MONTH = ("next month", "下个月", "下月")
_FOR = re.compile(r"(?:for )?(\w+ (?:day|week|month|year)s?)|(\d{1,3}|[一两二三四五六七八九十])个?(天|周|星期|月)")
_BETWEEN = re.compile(
    r"(?P<until>\b(?:until|till|til|back)\b(?: on\b)?)(?P<included> and including\b)?"
    r"|(?P<to>\b(?:up )?to\b|\bthrough\b|\bthru\b|[到至])(?: and including\b)?"
    r"|\.{2,}|[-–—~]"
)
_BARE_DAY = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th|\.|日|号)?(?:,? (\d{4}))?")
_YEAR = re.compile(r"\d{4}")
_IN_DOUBT = re.compile(r"(?:0?\d|1[0-2])[/-](?:0?\d|1[0-2])(?:\D.*)?|[^\W\d]+ .*\d.*")
"""Numbers that may be a month and a day or the other way round, and a weekday that is not that of its date."""


def read_days(typed: str, today: date) -> Days | None:
    """The days on which somebody is away, by what they type; None where it can't be read.

    "until" and "till" name the day on which they are back: "until Monday" ends on Sunday. "through Monday", "till and
    including Monday", and all other ways to write two days, end on Monday. A single day is that one; nothing, or "now",
    begins today with an open end. Days that end before they begin are None.
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", typed[:_TYPED_LIMIT]).casefold()).strip(" ,!")
    if len(typed) > _TYPED_LIMIT:
        return None
    try:
        return _read(text, today)
    except (ValueError, OverflowError):
        return None


def _read(text: str, today: date) -> Days | None:
    if text in _NOW:
        return today, None
    period = _period(text, today)
    if period is not None:
        return period
    day = _day(text, today)
    if day is not None:
        return day, day
    for found in _BETWEEN.finditer(text):
        days = _range(text[: found.start()].strip(" ,"), found, text[found.end() :].strip(" ,"), today)
        if days is not None:
            return days if days[0] <= days[1] else None
    start = re.sub(r"^(?:from|since|as of|从) ?|起$", "", text)
    first = None if start == text else _day(start, today)
    return None if first is None else (first, None)


def _period(text: str, today: date) -> Days | None:
    monday = today - timedelta(days=today.weekday())
    if text in _THIS_WEEK:
        return today, monday + timedelta(days=6)
    if text in _NEXT_WEEK:
        return monday + timedelta(days=7), monday + timedelta(days=13)
    if text in _NEXT_MONTH:
        first = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - _ONE_DAY
    found = _FOR.fullmatch(text)
    if found is None:
        return None
    back = read_date(f"in {found[1]}" if found[1] else f"{found[2]}个{found[3]}后", today)
    return (today, back[0] - _ONE_DAY) if back is not None and back[0] > today else None


def _range(left: str, between: re.Match[str], right: str, today: date) -> tuple[date, date] | None:
    """What stands on both sides of a word or a sign; on the left of a word there may be nothing, for today."""
    left = re.sub(r"^(?:from|从) ?", "", left)
    if left in _NOW:
        is_word = between["until"] or between["to"]
        last = _day(right, today) if is_word else None
        days = None if last is None else (today, last)
    else:
        days = _both(left, right, today)
    if days is not None and between["until"] and not between["included"] and "end of" not in right:
        return days[0], days[1] - _ONE_DAY
    return days


def _both(left: str, right: str, today: date) -> tuple[date, date] | None:
    """Two days; each may leave to the other what they have in common: "3 - 7 December 2026", "Dec 3 - 7"."""
    only_left, only_right = _BARE_DAY.fullmatch(left), _BARE_DAY.fullmatch(right)
    if only_left:
        last = _day(right, today)
        return None if last is None or only_left[2] else (last.replace(day=int(only_left[1])), last)
    year = only_right[2] if only_right else None
    first = _day(f"{left} {year}" if year else left, today)
    if first is None:
        return None
    if only_right:
        return first, first.replace(day=int(only_right[1]))
    last = _day(right, first if _YEAR.search(left) else today)
    return None if last is None else _in_order(left, first, last, _day(right, first))


def _in_order(left: str, first: date, last: date, after_first: date | None) -> tuple[date, date]:
    """A first day without a year is the last such day before the last one, which may be one of the past months.

    A weekday on the right is the next one after the first day.
    """
    if re.search(r"\d", left) and not _YEAR.search(left):
        same_year = first.replace(year=last.year)
        if same_year <= last:
            return same_year, last
        year_before = first.replace(year=last.year - 1)
        if last - year_before <= _OVER_NEW_YEAR:
            return year_before, last
    if first > last and after_first is not None and after_first.weekday() == last.weekday():
        return first, after_first
    return first, last


def _day(text: str, today: date) -> date | None:
    found = read_date(text, today)
    if found is None or (not found[1] and _IN_DOUBT.fullmatch(text)):
        return None
    return found[0]
