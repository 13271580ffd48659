"""What day it is where somebody lives, and where that is by what they type."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, reset_tzpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.asking import situation
from dialogs.places import ABBREVIATIONS, BIG, COUNTRIES, COUNTRY_NAMES, PLACES
from dialogs.state import Member
from dialogs.zones import MOST, find_zones, is_named, is_zone, local_day, zone_info, zone_label
from tests.unit.asking import ANY_TEXT, LONG_TEXTS
from tests.unit.chatting import Room, questions

EVENING = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)
NAMED = sorted(
    {
        *(*PLACES.values(), *BIG),
        *(zone for zones in (*COUNTRIES.values(), *ABBREVIATIONS.values()) for zone in zones),
    }
)


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


def test_zones_are_those_of_the_package_whatever_the_system_has(tmp_path: Path) -> None:
    (tmp_path / "Europe").mkdir()
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Berlin").write_bytes(tokyo)
    (tmp_path / "Elsewhere").write_bytes(tokyo)
    before = TZPATH
    reset_tzpath([tmp_path])
    zone_info.cache_clear()
    try:
        assert EVENING.astimezone(zone_info("Europe/Berlin")).utcoffset() == timedelta(hours=1)
        assert zone_info("Elsewhere") is UTC
    finally:
        reset_tzpath(before)


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


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        *(("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), (" PARIS. ", "Europe/Paris")),
        *(("new york", "America/New_York"), ("america/new_york", "America/New_York"), ("NYC", "America/New_York")),
        *(("Sao Paulo", "America/Sao_Paulo"), ("São Paulo", "America/Sao_Paulo"), ("são_paulo", "America/Sao_Paulo")),
        *(
            ("Beijing", "Asia/Shanghai"),
            ("深圳", "Asia/Shanghai"),
            ("北京", "Asia/Shanghai"),
            ("Xian", "Asia/Shanghai"),
        ),
        *(("München", "Europe/Berlin"), ("Munich", "Europe/Berlin"), ("San Francisco", "America/Los_Angeles")),
        *(("Mumbai", "Asia/Kolkata"), ("Bangalore", "Asia/Kolkata"), ("Calcutta", "Asia/Kolkata")),
        *(("Kiev", "Europe/Kyiv"), ("Kyiv", "Europe/Kyiv"), ("Osaka", "Asia/Tokyo"), ("Barcelona", "Europe/Madrid")),
        *(("Germany", "Europe/Berlin"), ("Japan", "Asia/Tokyo"), ("Singapore", "Asia/Singapore")),
        *(("China", "Asia/Shanghai"), ("Korea", "Asia/Seoul"), ("Côte d'Ivoire", "Africa/Abidjan")),
        *(("Bosnia and Herzegovina", "Europe/Sarajevo"), ("UK", "Europe/London"), ("Samoa", "Pacific/Apia")),
        *(
            ("Paris, France", "Europe/Paris"),
            ("Europe/Paris (UTC+01:00)", "Europe/Paris"),
            ("San Franc", "America/Los_Angeles"),
        ),
        *(("Johannes", "Africa/Johannesburg"), ("UTC", "UTC"), ("Zulu", "Zulu"), ("US/Pacific", "US/Pacific")),
        *(
            ("Etc/GMT-8", "Etc/GMT-8"),
            ("asia/calcutta", "Asia/Calcutta"),
            ("Louisville", "America/Kentucky/Louisville"),
        ),
        *(
            ("GMT-12", "Etc/GMT+12"),
            ("+05:45", "Asia/Kathmandu"),
            ("UTC+8:45", "Australia/Eucla"),
            ("JST", "Asia/Tokyo"),
        ),
    ],
)
def test_one_zone_is_meant(typed: str, zone: str) -> None:
    assert find_zones(typed) == (zone,)


@pytest.mark.parametrize("typed", ["GMT+8", "gmt +8", "UTC+8", "utc+08:00", "+8", "+0800", "＋８", "UTC+8h"])
def test_an_offset_is_that_of_cities(typed: str) -> None:
    assert find_zones(typed)[:3] == ("Asia/Shanghai", "Asia/Singapore", "Australia/Perth")
    assert len(find_zones(typed)) == MOST


def test_an_offset_means_those_who_have_it_now_first() -> None:
    assert find_zones("GMT+1")[:2] == ("Europe/Berlin", "Europe/Paris")
    assert find_zones("GMT+1", EVENING)[:2] == ("Europe/Berlin", "Europe/Paris")
    assert find_zones("GMT+1", JULY)[:2] == ("Europe/London", "Europe/Lisbon")
    assert find_zones("UTC−7", JULY)[0] == "America/Los_Angeles"
    assert find_zones("-7")[0] == "America/Denver"


def test_no_offset_is_utc_or_london() -> None:
    assert find_zones("GMT+0")[:2] == find_zones("-00:00")[:2] == ("UTC", "Europe/London")
    assert find_zones("GMT")[0] == "Europe/London"


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("IST", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
        ("PST", ("America/Los_Angeles", "America/Vancouver", "America/Tijuana", "Asia/Manila")),
        ("UTC+05:30", ("Asia/Kolkata", "Asia/Colombo")),
        ("Spain", ("Europe/Madrid", "Atlantic/Canary")),
        ("Congo", ("Africa/Kinshasa", "Africa/Lubumbashi", "Africa/Brazzaville")),
    ],
)
def test_several_may_be_meant(typed: str, zones: tuple[str, ...]) -> None:
    assert find_zones(typed) == zones


def test_large_countries_show_where_most_people_live() -> None:
    assert find_zones("USA") == find_zones("u.s.") == find_zones("United States")
    assert find_zones("USA")[0] == "America/New_York"
    assert find_zones("Antarctica")[:1] == ("Antarctica/McMurdo",)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "?",
        "nonsense",
        "Europe",
        "Europe/Nowhere",
        "+25",
        "+8:61",
        "+14:30",
        "-0:30",
        "zzz, France",
        "../etc",
        "+",
        "qqq",
    ],
)
def test_nonsense_is_nothing(typed: str) -> None:
    assert find_zones(typed) == ()


@given(ANY_TEXT | st.from_regex(r"(gmt|utc)?[+-][0-9]{1,2}(:?[0-9]{2})?", fullmatch=True), st.none() | st.just(JULY))
def test_any_text_gives_a_few_zones_or_none(typed: str, now: datetime | None) -> None:
    found = find_zones(typed, now)
    assert len(found) == len(set(found)) <= MOST
    assert all(is_zone(zone) for zone in found)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_no_zones(typed: str) -> None:
    assert find_zones(typed) == ()


@pytest.mark.parametrize("zone", NAMED)
def test_every_zone_that_is_named_exists_and_is_found_by_its_name(zone: str) -> None:
    assert is_zone(zone)
    assert find_zones(zone) == (zone,)


def test_names_of_places_are_written_as_they_are_compared() -> None:
    for name, zones in [*((name, (zone,)) for name, zone in PLACES.items()), *ABBREVIATIONS.items()]:
        assert find_zones(name) == zones[:MOST], name
    for name in COUNTRY_NAMES:
        assert find_zones(name), name


@pytest.mark.parametrize(
    ("zone", "label"),
    [
        *(("Europe/Paris", "Europe/Paris (UTC+01:00)"), ("Asia/Kolkata", "Asia/Kolkata (UTC+05:30)")),
        *(("America/St_Johns", "America/St_Johns (UTC-03:30)"), ("UTC", "UTC"), ("", "UTC"), ("Nowhere", "UTC")),
    ],
)
def test_a_label_has_the_offset_of_the_moment(zone: str, label: str) -> None:
    assert zone_label(zone, EVENING) == label
    if zone_info(zone) is not UTC:
        assert find_zones(label) == (zone,)


def test_the_offset_of_a_label_changes_with_the_season() -> None:
    assert zone_label("Europe/Paris", JULY) == "Europe/Paris (UTC+02:00)"


def test_only_names_of_zones_are_zones() -> None:
    assert is_zone("Europe/Paris")
    assert not any(is_zone(name) for name in ("europe/paris", "Paris", "", "zone.tab", "Europe", "Europe/Paris "))


def test_a_zone_is_named_by_its_name_or_its_last_part() -> None:
    assert is_named("paris", "Europe/Paris")
    assert is_named("EUROPE/PARIS", "Europe/Paris")
    assert not is_named("lyon", "Europe/Paris")
