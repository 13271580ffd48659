"""When something happens again and again: on which days, at what time of whose clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from dialogs.questions.dates import full_date
from dialogs.texts import Part, lines, phrase
from dialogs.zones import local_day, zone_info

WEEKDAYS = frozenset({1, 2, 3, 4, 5})

_HORIZON_DAYS = 5 * 366
"""A rule that has no day in so many has none for people; this also ends the search where all days are left out."""
_FIRST_MONDAY = date(1970, 1, 5)
_ONE_DAY = timedelta(days=1)
_NAMES = (
    *(phrase("weekday.1"), phrase("weekday.2"), phrase("weekday.3"), phrase("weekday.4")),
    *(phrase("weekday.5"), phrase("weekday.6"), phrase("weekday.7")),
)
_SHORT_NAMES = (
    *(phrase("rule.day.1"), phrase("rule.day.2"), phrase("rule.day.3"), phrase("rule.day.4")),
    *(phrase("rule.day.5"), phrase("rule.day.6"), phrase("rule.day.7")),
)


class Every(StrEnum):
    """How often a weekday of a rule counts: each week, each second one, or its first in a month."""

    WEEK = "week"
    SECOND_WEEK = "second_week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Rule:
    """A time of day on some weekdays (1 is Monday, 7 Sunday), from one day to another where these are given.

    The weeks of SECOND_WEEK count from the one in which `starts` lies; without it from that of 5 January 1970.
    """

    at: time
    days: frozenset[int] = WEEKDAYS
    every: Every = Every.WEEK
    starts: date | None = None
    ends: date | None = None

    def to_data(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "at": f"{self.at:%H:%M}",
            "days": sorted(self.days),
            "every": self.every.value,
            "starts": self.starts.isoformat() if self.starts else "",
            "ends": self.ends.isoformat() if self.ends else "",
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Rule":
        """From what `to_data` made."""
        return cls(
            time.fromisoformat(data["at"]),
            frozenset(data["days"]),
            Every(data["every"]),
            date.fromisoformat(data["starts"]) if data["starts"] else None,
            date.fromisoformat(data["ends"]) if data["ends"] else None,
        )


def is_on(rule: Rule, day: date) -> bool:
    """Whether a day is one of the rule's."""
    if day.isoweekday() not in rule.days:
        return False
    if (rule.starts is not None and day < rule.starts) or (rule.ends is not None and day > rule.ends):
        return False
    if rule.every is Every.MONTH:
        return day.day <= 7
    if rule.every is Every.SECOND_WEEK:
        return (_week(day) - _week(rule.starts or _FIRST_MONDAY)) % 2 == 0
    return True


@lru_cache(maxsize=4096)
def moment(day: date, at: time, zone: str) -> datetime:
    """The instant, in UTC, at which the clocks of a zone show this time; an unknown zone counts as UTC.

    A time that the clocks leave out comes later by what they leave out: 02:30 is 03:30 where they go from 02:00 to
    03:00. Of a time that they show twice it is the first.
    """
    # With fold=0 Python takes the offset before a change, in a gap as in a fold (PEP 495): both rules in one.
    return datetime.combine(day, at.replace(fold=0), zone_info(zone)).astimezone(UTC)


def next_day(rule: Rule, after: date, skips: Collection[date] = ()) -> date | None:
    """The rule's first day after another one that is not left out; None where there is none within five years.

    The five years begin with the rule, where it begins later.
    """
    first = after.toordinal() + 1
    if rule.starts is not None:
        first = max(first, rule.starts.toordinal())
    last = (rule.ends or date.max).toordinal()
    for number in range(first, min(first + _HORIZON_DAYS, last + 1)):
        day = date.fromordinal(number)
        if is_on(rule, day) and day not in skips:
            return day
    return None


def next_due(rule: Rule, zone: str, after: datetime, skips: Collection[date] = ()) -> tuple[date, datetime] | None:
    """The first of the rule's dates in a zone whose moment comes after an instant, with that moment in UTC.

    A date that the zone leaves out altogether (30 December 2011 in Apia) is none.
    """
    return _next_due(rule, zone, after, tuple(skips))


# A stand-up asks all its members of one zone at the same moment.
@lru_cache(maxsize=4096)
def _next_due(rule: Rule, zone: str, after: datetime, skips: tuple[date, ...]) -> tuple[date, datetime] | None:
    # Two days back: a time in a gap over midnight is that of the day before, and a date line may lie between.
    day = next_day(rule, local_day(after, zone) - 2 * _ONE_DAY, skips)
    while day is not None:
        due = moment(day, rule.at, zone)
        if due > after and not _is_left_out(day, rule.at, zone):
            return day, due
        day = next_day(rule, day, skips)
    return None


def describe(rule: Rule) -> Part:
    """The rule in words, as in "Monday to Friday at 09:30"."""
    at = f"{rule.at:%H:%M}"
    found = _days_at(rule, at)
    if rule.starts is not None and rule.ends is not None:
        return phrase("rule.between", rule=found, first=full_date(rule.starts), last=full_date(rule.ends))
    if rule.starts is not None:
        return phrase("rule.from", rule=found, first=full_date(rule.starts))
    if rule.ends is not None:
        return phrase("rule.until", rule=found, last=full_date(rule.ends))
    return found


def _week(day: date) -> int:
    """The number of a day's week; weeks begin on Monday."""
    return (day.toordinal() - 1) // 7


def _is_left_out(day: date, at: time, zone: str) -> bool:
    shown = moment(day, at, zone).astimezone(zone_info(zone)).replace(tzinfo=None)
    return shown - datetime.combine(day, at) >= _ONE_DAY


def _days_at(rule: Rule, at: str) -> Part:
    days = sorted(rule.days)
    if not days:
        return phrase("rule.never")
    if rule.every is Every.MONTH:
        return phrase("rule.month", days=_listed(days), at=at)
    if rule.every is Every.SECOND_WEEK:
        return phrase("rule.second_week", days=_run(days), at=at)
    if len(days) == 7:
        return phrase("rule.daily", at=at)
    if len(days) == 1:
        return phrase("rule.weekly", day=_NAMES[days[0] - 1], at=at)
    return phrase("rule.week", days=_run(days), at=at)


def _run(days: list[int]) -> Part:
    """Three days or more in a row by the first and the last, others one by one."""
    if len(days) < 3 or days[-1] - days[0] != len(days) - 1:
        return _listed(days)
    return phrase("rule.days", first=_NAMES[days[0] - 1], last=_NAMES[days[-1] - 1])


def _listed(days: list[int]) -> Part:
    """One day by its name, more by their short ones."""
    if len(days) == 1:
        return _NAMES[days[0] - 1]
    return lines((_SHORT_NAMES[day - 1] for day in days), between=", ")
