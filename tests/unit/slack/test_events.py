"""What Slack's events mean to us."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.events import installation, is_by_bot, to_arrivals
from bot.service.arrivals import Account, Look, Message, Move, Place, Reach
from tests.unit.slack.pressed import BOT_USER, CHANNEL, ROOT, TS, arrived, body, heard, written

ANA = Account("slack:T1/U1", "")
PRIVATE = Place("slack:T1", "T1/U1", "slack:T1")
SHARED = Place("slack:T1", "C1", "slack:T1", is_shared=True)
ME = f"<@{BOT_USER}>"


def test_in_private_everything_is_meant() -> None:
    assert heard("a &amp; b") == Message(PRIVATE, ANA, TS, "a & b")
    assert to_arrivals(written())[0].key == "Ev1"


def test_a_thread_in_private_is_an_answer() -> None:
    found = heard(thread_ts=ROOT)
    assert (found.place, found.reply_to) == (PRIVATE, ROOT)
    assert heard(thread_ts=TS).reply_to == ""


def test_in_a_channel_it_is_called() -> None:
    found = heard(f"{ME} yes", CHANNEL)
    assert found == Message(SHARED, ANA, TS, "yes", is_called=True, callback="C1/U1/")
    assert arrived(written("hello", CHANNEL)) is None


def test_in_a_thread_it_may_be_meant_without_being_called() -> None:
    found = heard("yes", CHANNEL, thread_ts=ROOT)
    assert (found.is_addressed, found.place.thread, found.callback) == (False, ROOT, f"C1/U1/{ROOT}")
    assert found.reply_to == ""
    assert heard(f"{ME} yes", CHANNEL, thread_ts=ROOT).is_addressed
    assert heard("yes", CHANNEL, thread_ts=ROOT, subtype="thread_broadcast").place.thread == ROOT
    assert heard(f"{ME} yes", CHANNEL, thread_ts=TS).place.thread == ""


def test_a_group_of_people_is_shared() -> None:
    assert heard(f"{ME} yes", "G1", channel_type="mpim").place.is_shared


def test_who_comes_from_elsewhere_is_known_as_the_workspace_knows_them() -> None:
    assert heard(user_team="T2", team="T2").author.id == "slack:T1/U1"
    assert heard(user_team="T2").place.home == "slack:T1"


def test_files_come_as_media() -> None:
    for mimetype, media in (
        ("image/png", "photo"),
        ("audio/webm", "voice"),
        ("video/mp4", "video"),
        ("text/plain", "document"),
    ):
        found = heard("", subtype="file_share", files=[{"mimetype": mimetype}])
        assert (found.text, found.media) == ("", media)
    assert heard("", files=[{"mimetype": "video/mp4", "subtype": "slack_audio"}]).media == "voice"
    assert heard("see", files=[{}]).media == "document"


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "message_deleted"},
        {"bot_id": "B1"},
        {"user": BOT_USER},
        {"user": "USLACKBOT"},
        {"user": None},
        {"user": "x y"},
        {"text": " "},
        {"ts": ""},
        {"channel": "c/1"},
    ],
)
def test_bots_and_notes_of_slack_say_nothing_to_us(fields: dict[str, Any]) -> None:
    assert arrived(written(**fields)) is None


def changed(before: dict[str, Any], after: dict[str, Any], channel: str = "D1") -> dict[str, Any]:
    """A message that reads differently now."""
    common = {"type": "message", "user": "U1", "team": "T1", "ts": TS}
    kind = "im" if channel.startswith("D") else "channel"
    return body(
        type="message",
        subtype="message_changed",
        channel=channel,
        channel_type=kind,
        ts="1795000009.000000",
        message=common | {"edited": {"user": "U1", "ts": "1795000009.000000"}} | after,
        previous_message=common | before,
    )


def test_a_rewritten_message_is_an_edit_of_the_old_one() -> None:
    found = arrived(changed({"text": "a"}, {"text": "b"}))
    assert isinstance(found, Message)
    assert (found.message, found.text, found.is_edit) == (TS, "b", True)
    shared = arrived(changed({"text": "a"}, {"text": "b", "thread_ts": ROOT}, "C1"))
    assert isinstance(shared, Message)
    assert (shared.place.thread, shared.is_addressed) == (ROOT, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"text": "a"}, {"text": "a", "attachments": [{}]}),
        ({"text": "a"}, {"text": "b", "edited": {}}),
        ({"text": "a"}, {"text": "b", "edited": {"user": "U2"}}),
        ({"text": "a"}, {"text": "b", "user": BOT_USER, "bot_id": "B1", "edited": {"user": BOT_USER}}),
        ({"text": "a"}, {"text": "b", "subtype": "tombstone"}),
    ],
)
def test_what_nobody_rewrote_is_no_edit(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert arrived(changed(before, after)) is None


def test_opening_the_home_tab_is_a_look() -> None:
    assert arrived(body(type="app_home_opened", user="U1", tab="home")) == Look(PRIVATE, ANA)
    assert arrived(body(type="app_home_opened", user="U1", tab="messages")) is None
    assert arrived(body(type="app_home_opened", tab="home")) is None


@pytest.mark.parametrize(
    ("event", "by", "is_open"),
    [
        ({"type": "member_joined_channel", "user": BOT_USER, "inviter": "U1"}, ANA, True),
        ({"type": "member_joined_channel", "user": BOT_USER}, Account("", ""), True),
        ({"type": "member_left_channel", "user": BOT_USER}, Account("", ""), False),
        ({"type": "channel_left", "actor_id": "U1"}, ANA, False),
        ({"type": "group_left"}, Account("", ""), False),
        ({"type": "channel_archive", "user": "U1"}, Account("", ""), False),
        ({"type": "channel_deleted"}, Account("", ""), False),
        ({"type": "group_archive"}, Account("", ""), False),
        ({"type": "channel_unarchive"}, Account("", ""), True),
        ({"type": "group_unarchive"}, Account("", ""), True),
    ],
)
def test_whether_it_can_still_write(event: dict[str, Any], by: Account, is_open: bool) -> None:
    assert arrived(body(channel="C1", **event)) == Reach(SHARED, by, is_open)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "member_joined_channel", "user": "U1", "channel": "C1"},
        {"type": "member_left_channel", "user": "U1", "channel": "C1"},
        {"type": "channel_left", "channel": {"id": "C1"}},
        {"type": "im_created", "channel": "D1"},
        {"type": "reaction_added"},
        {},
    ],
)
def test_what_is_nothing_to_us(event: dict[str, Any]) -> None:
    assert arrived(body(**event)) is None


def test_a_channel_goes_on_under_another_id() -> None:
    assert arrived(body(type="channel_id_changed", old_channel_id="C1", new_channel_id="C2")) == Move(SHARED, "C2")
    assert arrived(body(type="channel_id_changed", old_channel_id="C1")) is None


def test_what_a_bot_wrote_is_known_before_it_is_read() -> None:
    assert is_by_bot(written(bot_id="B1"))
    assert is_by_bot(changed({"text": "a"}, {"text": "b", "bot_id": "B1"}))
    assert not is_by_bot(written())
    assert not is_by_bot(body(type="app_home_opened", bot_id="B1"))
    assert not is_by_bot([])


def test_for_whom_an_event_is() -> None:
    event = written()
    assert installation(event) == ("T1", BOT_USER)
    shared = event | {"team_id": "T9"}
    assert installation(shared) == ("T1", BOT_USER)
    assert installation(event | {"authorizations": []}) == ("T1", "")
    assert installation({}) is None
    assert to_arrivals(event | {"event_id": ""}) == []
    assert to_arrivals([event]) == []
    # Without knowing who it is itself, it takes no member's coming for its own.
    unknown = body(type="member_joined_channel", channel="C1") | {"authorizations": []}
    assert to_arrivals(unknown) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["U1", "C1", "T1", TS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = (
    *("type", "subtype", "channel", "channel_type", "user", "team", "ts", "thread_ts", "text", "files", "edited"),
    *("message", "previous_message", "tab", "inviter", "bot_id", "user_team"),
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JSON)), JSON, JSON)
def test_any_event_is_read(event: dict[str, Any], authorizations: Any, key: Any) -> None:
    for kind in (event.get("type"), "message", "app_home_opened", "member_joined_channel", "channel_left"):
        to_arrivals(body(**event | {"type": kind}))
        to_arrivals(body(**event | {"type": kind}) | {"authorizations": authorizations, "event_id": key})
    to_arrivals(event)
    to_arrivals(authorizations)
