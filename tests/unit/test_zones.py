"""What day it is where somebody lives."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.asking import situation
from dialogs.state import Member
from dialogs.zones import local_day
from tests.unit.chatting import Room, questions

EVENING = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        *(("", 20), ("UTC", 20), ("Europe/Lisbon", 20), ("Europe/Berlin", 20), ("Asia/Shanghai", 21)),
        *(("Pacific/Auckland", 21), ("America/Los_Angeles", 20), ("Europe/Nowhere", 20), ("Europe", 20)),
    ],
)
def test_a_day_is_that_of_the_zone(zone: str, day: int) -> None:
    assert local_day(EVENING, zone) == date(2026, 11, day)


@given(st.one_of(st.text(max_size=30), st.sampled_from(["../etc", "/etc/passwd", "a\0b", ".", "A" * 5000])))
def test_no_name_of_a_zone_raises(zone: str) -> None:
    assert abs(local_day(EVENING, zone) - EVENING.date()) <= timedelta(days=1)


def test_today_is_each_persons_own() -> None:
    room = Room(questions('[{id: day, type: date, text: "Day?"}, {id: due, type: date, text: "Due?"}]'))
    ana, ben = room.person("Ana").opens(), room.person("Ben").opens()
    far = replace(room.state.members["ben"], zone="Asia/Shanghai")
    room.state = replace(room.state, members={**room.state.members, "ben": far})
    room.now = EVENING
    assert ana.says("today").room.value("day") == "2026-11-20"
    assert ben.says("/edit day", "today", "yes").room.value("day") == "2026-11-21"
    around = situation(room.view, room.state.members, "ben", room.now)
    assert around.today == date(2026, 11, 21)
    assert situation(room.view, room.state.members, "", room.now).today == date(2026, 11, 20)


def test_a_member_has_no_zone_at_first() -> None:
    assert Member("ana", "Ana").zone == ""
