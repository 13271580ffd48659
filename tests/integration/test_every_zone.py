"""Moments and what is due next, over every IANA zone and every change of its clocks from 2024 to 2035.

What is right is found out by a clock that counts UTC minutes and looks at what a zone's clocks show then; nothing of
dialogs/rules.py is in it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from dialogs.rules import Rule, moment, next_due

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
MINUTE, QUARTER, DAY = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)
EVERY_DAY = frozenset(range(1, 8))
NAMES = tuple(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
PROBE = timedelta(days=3)
"""Changes lie further apart: Morocco's, around Ramadan, by 35 days."""
CLOSE = 240
"""Minutes; no change is so large."""
WATCHED = (14, 0, 1)
"""Minutes of a quarter of an hour that `walls` has. All offsets being quarters, UTC is at the same ones then."""


@dataclass(frozen=True)
class Change:
    """The first instant with a new offset, and by how much clocks are set forward (back where it is negative)."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def step(self) -> timedelta:
        return self.after - self.before


@cache
def kinds() -> Mapping[tuple[Change, ...], list[str]]:
    """The zones, those with the same offsets all the time together."""
    found: dict[tuple[Change, ...], list[str]] = {}
    still: dict[timedelta, tuple[Change, ...]] = {}
    for name in NAMES:
        known = changes(zone_of(name))
        if not known:
            offset = offset_at(zone_of(name), FIRST)
            known = still.setdefault(offset, (Change(FIRST + 9 * DAY, offset, offset),))
        found.setdefault(known, []).append(name)
    return found


@cache
def zone_of(name: str) -> ZoneInfo:
    """A zone out of the tzdata package, whatever the system has."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def changes(zone: ZoneInfo) -> tuple[Change, ...]:
    found = []
    start, before = FIRST, offset_at(zone, FIRST)
    while start < LAST:
        end = start + PROBE
        after = offset_at(zone, end)
        if before != after:
            low, high = 0, int(PROBE / MINUTE)
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset_at(zone, start + middle * MINUTE) == before else (low, middle)
            found.append(Change(start + high * MINUTE, before, after))
        start, before = end, after
    return tuple(found)


def offset_at(zone: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


class Clock:
    """What the clocks of a zone show around a change: at every minute of UTC close to it, else at those that matter."""

    def __init__(self, zone: ZoneInfo, change: Change) -> None:
        assert change.before % QUARTER == change.after % QUARTER == timedelta(0)
        self.firsts: dict[datetime, datetime] = {}
        """The first instant at which each time is shown."""
        self.twice: set[datetime] = set()
        for count in range(-int(2.2 * DAY / MINUTE), int(3.2 * DAY / MINUTE)):
            if abs(count) > CLOSE and (change.at.minute + count) % 15 not in WATCHED:
                continue
            instant = change.at + count * MINUTE
            wall = instant.astimezone(zone).replace(tzinfo=None)
            if self.firsts.setdefault(wall, instant) != instant:
                self.twice.add(wall)
        self.shown = sorted(self.firsts)

    def expected(self, wall: datetime) -> tuple[datetime, timedelta]:
        """The first instant that shows a time, or that time later by the gap in which it lies; and that gap."""
        if wall in self.firsts:
            return self.firsts[wall], timedelta(0)
        index = bisect_left(self.shown, wall)
        gap = self.shown[index] - self.shown[index - 1] - MINUTE
        return self.firsts[wall + gap], gap


def walls(change: Change) -> Iterator[datetime]:
    """Times on, just before, inside and just after a gap or a fold, and some that have nothing to do with it."""
    old = (change.at + change.before).replace(tzinfo=None)
    new = (change.at + change.after).replace(tzinfo=None)
    low, high = min(old, new), max(old, new)
    near = {low - MINUTE, low, low + MINUTE, low + (high - low) // 2, high - MINUTE, high, high + MINUTE}
    midnight = datetime.combine(old.date(), time())
    far = {midnight, midnight + DAY, midnight + timedelta(hours=9, minutes=30), midnight + DAY - MINUTE}
    return iter(sorted(near | far))


def check_dues(name: str, clock: Clock, wall: datetime) -> int:
    """On the day before a time, on its own and on two more: each date once, in order, at the moment of the clock."""
    rule = Rule(wall.time(), EVERY_DAY)
    after, _ = clock.expected(wall - DAY)
    for count in range(3):
        there = wall + count * DAY
        expected, _ = clock.expected(there)
        assert expected > after
        assert next_due(rule, name, after) == (there.date(), expected), (name, there)
        assert next_due(rule, name, expected - MINUTE) == (there.date(), expected), (name, there)
        after = expected
    return 3


def check_change(name: str, change: Change) -> Counter[str]:
    """Every time of interest around a change, in one zone that has it; returns how much was seen."""
    clock = Clock(zone_of(name), change)
    seen: Counter[str] = Counter(changes=1)
    for wall in walls(change):
        expected, gap = clock.expected(wall)
        assert moment(wall.date(), wall.time(), name) == expected, (name, wall)
        assert gap in (timedelta(0), change.step)
        seen.update(moments=1, gaps=bool(gap), folds=wall in clock.twice, dues=check_dues(name, clock, wall))
    return seen


@pytest.mark.slow
def test_every_zone_at_every_change() -> None:
    """What the clocks of several zones do at one instant is tried in the first of them, around all times of interest.

    Of tzdata 2026.6 these are 598 zones of 71 kinds, 36 of which change their clocks; 205 zones with 4,620 changes come
    down to 680 different ones, and zones that never change to 35 offsets.
    """
    tried: dict[Change, str] = {}
    for known, names in kinds().items():
        for change in known:
            tried.setdefault(change, names[0])
    seen: Counter[str] = Counter()
    for change, name in tried.items():
        seen.update(check_change(name, change))
    assert sum(len(names) for names in kinds().values()) == len(NAMES) > 590
    assert seen["gaps"] > 1000
    assert seen["folds"] > 1000
    assert seen["moments"] > 7000
    assert seen["dues"] == 3 * seen["moments"]


CLASSICS = {
    "Africa/Cairo": timedelta(hours=1),
    "America/Santiago": timedelta(hours=1),
    "Asia/Beirut": timedelta(hours=1),
    "America/Havana": timedelta(hours=1),
    "Atlantic/Azores": timedelta(hours=1),
    "America/Nuuk": timedelta(hours=1),
    "Pacific/Chatham": timedelta(hours=1),
    "Africa/Casablanca": timedelta(hours=1),
    "Africa/El_Aaiun": timedelta(hours=1),
    "Australia/Lord_Howe": timedelta(minutes=30),
    "Antarctica/Troll": timedelta(hours=2),
}
"""Zones with clocks that change at midnight, by half an hour or two, or the other way round; and by how much."""
AT_MIDNIGHT = ("Africa/Cairo", "America/Santiago", "Asia/Beirut", "America/Havana", "Atlantic/Azores")


@pytest.mark.parametrize("name", CLASSICS)
def test_the_classic_ones(name: str) -> None:
    """Each by its own name, in years that no later data change."""
    known = [change for change in changes(zone_of(name)) if change.at.year in (2024, 2025)]
    assert {abs(change.step) for change in known} == {CLASSICS[name]}
    seen: Counter[str] = Counter()
    for change in known:
        seen.update(check_change(name, change))
        starts = (change.at + change.before).time()
        assert change.step < timedelta(0) or (starts == time()) == (name in AT_MIDNIGHT)
    assert seen["changes"] >= 4
    assert seen["gaps"] > 0
    assert seen["folds"] > 0


def test_a_ramadan_is_a_time_that_is_an_hour_behind() -> None:
    """Morocco's tables call its winter the summer time: only the offsets count."""
    day = date(2026, 3, 1)
    assert moment(day, time(9), "Africa/Casablanca") == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert moment(day + 60 * DAY, time(9), "Africa/El_Aaiun") == datetime(2026, 4, 30, 8, tzinfo=UTC)


def test_the_date_that_apia_left_out() -> None:
    """Samoa went from 29 to 31 December 2011: minute by minute, each date that there was is due once."""
    zone = zone_of("Pacific/Apia")
    start = datetime(2011, 12, 27, tzinfo=UTC)
    shown = ((start + count * MINUTE).astimezone(zone) for count in range(int(7 * DAY / MINUTE)))
    expected = [(wall.date(), wall.astimezone(UTC)) for wall in shown if wall.time() == time(9, 30)]
    found, after = [], start
    for _ in expected:
        due = next_due(Rule(time(9, 30), EVERY_DAY), "Pacific/Apia", after)
        assert due is not None
        found.append(due)
        after = due[1]
    assert found == expected
    assert date(2011, 12, 30) not in dict(found)
