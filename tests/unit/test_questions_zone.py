"""Time zones as answers."""

import pytest
from hypothesis import given

from tests.unit.asking import (
    ANY_TEXT,
    AROUND,
    LONG_TEXTS,
    WRONG_KINDS,
    check_any_text,
    check_sample,
    check_spelled,
    check_typed_back,
    guess,
    question,
    refusal,
    shown,
    value,
)
from tests.unit.chatting import Room, questions

ZONE = question("zone")


@pytest.mark.parametrize("typed", ["Europe/Paris", "europe/paris", "Paris", " paris ", "Europe/Paris (UTC+01:00)"])
def test_a_zone_by_its_name(typed: str) -> None:
    assert value(ZONE, typed) == "Europe/Paris"


@pytest.mark.parametrize("typed", ["other: Paris", "Other: Europe/Paris", "other, namely Paris"])
def test_a_zone_that_is_none_of_those_offered(typed: str) -> None:
    assert value(ZONE, typed) == "Europe/Paris"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        *(
            ("Beijing", "Asia/Shanghai"),
            ("Germany", "Europe/Berlin"),
            ("JST", "Asia/Tokyo"),
            ("+05:45", "Asia/Kathmandu"),
        ),
        ("Johannes", "Africa/Johannesburg"),
    ],
)
def test_a_guess_is_asked_back(typed: str, zone: str) -> None:
    assert guess(ZONE, typed) == zone


def test_several_are_listed_with_their_offsets() -> None:
    assert refusal(ZONE, "IST") == (
        "Which one is it? Write one of these names as it stands here, for example “Asia/Kolkata”:\n"
        "– Asia/Kolkata (UTC+05:30)\n"
        "– Europe/Dublin (UTC+00:00)\n"
        "– Asia/Jerusalem (UTC+02:00)"
    )
    for line in refusal(ZONE, "GMT+8").splitlines()[1:]:
        assert value(ZONE, line.removeprefix("– ")) in line


@pytest.mark.parametrize("typed", ["", "nonsense", "Europe/Nowhere", "+25"])
def test_what_is_no_zone_is_told_so(typed: str) -> None:
    assert refusal(ZONE, typed) == (
        "I know no time zone of that name. Write a city or a zone, such as “Berlin”, “Europe/Paris” or “GMT+8”."
    )


def test_only_names_of_zones_are_accepted() -> None:
    assert ZONE.accepts("Europe/Paris", AROUND)
    for wrong in (*WRONG_KINDS, "", "Paris", "europe/paris", "Beijing", "../etc/passwd"):
        assert not ZONE.accepts(wrong, AROUND), wrong


def test_a_zone_is_shown_by_its_name() -> None:
    assert shown(ZONE, "America/New_York") == "America/New_York"
    check_typed_back(ZONE, "America/New_York")
    check_spelled(ZONE, "UTC")


def test_samples_are_zones() -> None:
    check_sample(ZONE)
    check_sample(question("zone", example="Asia/Tokyo"))
    assert question("zone", example="Asia/Tokyo").sample(AROUND) == "Asia/Tokyo"


def test_a_walk_asks_for_a_zone() -> None:
    room = Room(questions('[{id: a, type: zone, text: "Where?"}, {id: b, type: text, text: "B?"}]'))
    ana = room.person("Ana").opens().says("Shenzhen")
    assert "Asia/Shanghai" in ana.question
    assert ana.says("yes").question == "B?"
    assert room.value("a") == "Asia/Shanghai"


@given(ANY_TEXT)
def test_any_text_is_answered(typed: str) -> None:
    check_any_text(ZONE, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    check_any_text(ZONE, typed)
