"""The slash command says what a command or an answer would say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.commands import said, to_arrival
from bot.service.arrivals import Message
from dialogs.commands import Command, read


def form(text: str, **fields: Any) -> dict[str, Any]:
    return {
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "channel_name": "tea",
        "command": "/phasewalk",
        "trigger_id": "1.2.abc",
        "text": text,
        **fields,
    }


def heard(text: str, **fields: Any) -> Message:
    found = to_arrival(form(text, **fields))
    assert found is not None
    assert found.key == "trigger:1.2.abc"
    assert isinstance(found.arrival, Message)
    return found.arrival


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", "/resume"),
        ("  ", "/resume"),
        ("status", "/status"),
        ("STATUS", "/STATUS"),
        ("/status", "/status"),
        ("edit P-1 users", "/edit P-1 users"),
        ("start AbC-1_9", "/join AbC-1_9"),
        ("2027-03-01", "2027-03-01"),
        ("our staff ", "our staff"),
        ("answer status", "status"),
        ("answer /skip", "\\/skip"),
        ("/answer help", "help"),
        ("Status of orders", "/Status of orders"),
        ("ask <@U2> &amp; me", "ask @U2 & me"),
        ("\\status", "\\status"),
    ],
)
def test_what_stands_behind_it(text: str, meant: str) -> None:
    assert heard(text).text == meant


def test_it_is_used_in_a_channel_and_answered_there() -> None:
    found = heard("ask <@U2>")
    assert (found.place.chat, found.place.is_shared, found.place.home) == ("C1", True, "slack:T1")
    assert (found.author.id, found.message, found.is_addressed) == ("slack:T1/U1", "", True)
    assert (found.callback, found.mentions) == ("C1/U1/", {"@U2": "slack:T1/U2"})


def test_between_two_people_it_is_answered_in_private() -> None:
    found = heard("status", channel_id="D7", channel_name="directmessage")
    assert (found.place.chat, found.place.is_shared, found.callback) == ("T1/U1", False, "")


@pytest.mark.parametrize("gone", ["team_id", "user_id", "channel_id", "trigger_id"])
def test_what_is_no_use_of_it(gone: str) -> None:
    assert to_arrival(form("status") | {gone: ""}) is None
    assert to_arrival({}) is None


@given(st.text())
def test_any_text_may_stand_behind_it(text: str) -> None:
    assert heard(text).text == heard(text).text
    assert isinstance(read(said("status")), Command)
