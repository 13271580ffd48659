"""Updates become arrivals: who, where, and what kind."""

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.updates import MalformedUpdateError, to_arrivals
from bot.service.arrivals import Account, Message, Move, Place, Press, Reach
from tests.unit.telegram.arriving import ANA, BOT, GROUP, MYSELF, PRIVATE, arrived, heard, message

ANA_HERSELF = Account("telegram:5", "Ana Li", "ana")
AT_ANAS = Place("telegram:4242", "5", "telegram:5")


def test_a_private_message() -> None:
    found = to_arrivals({"update_id": 900, "message": message(text="42")}, BOT)
    assert [(one.key, one.arrival) for one in found] == [("900", Message(AT_ANAS, ANA_HERSELF, "12", "42"))]


def test_a_group_and_its_topics_share_a_home() -> None:
    home = "telegram:-1001"
    assert heard(GROUP, text="hi").place == Place("telegram:4242", "-1001", home, is_shared=True, title="Tea Club")
    topic = heard(GROUP, text="hi", is_topic_message=True, message_thread_id=77)
    assert (topic.place.chat, topic.place.home) == ("-1001/77", home)
    assert heard(GROUP, text="hi", message_thread_id=77).place.chat == "-1001"


@pytest.mark.parametrize(
    ("user", "name", "handle"),
    [
        ({"id": 7, "first_name": "Bo"}, "Bo", ""),
        ({"id": 7, "first_name": "Bo\x00\n\u202e", "last_name": "\tJo"}, "Bo\ufffd Jo", ""),
        ({"id": 7, "first_name": "\u3164\u2060", "username": "bo"}, "bo", "bo"),
        ({"id": 7, "first_name": "\u200d"}, "telegram 7", ""),
        ({"id": 7, "first_name": 3}, "telegram 7", ""),
        ({"id": 7, "first_name": "x" * 100}, "x" * 60, ""),
        ({"id": 7, "first_name": "👩\u200d💻"}, "👩\u200d💻", ""),
    ],
)
def test_a_person_has_a_name_that_can_be_shown(user: dict[str, Any], name: str, handle: str) -> None:
    fields: dict[str, Any] = {"text": "hi", "from": user}
    assert heard(**fields).author == Account("telegram:7", name, handle)


def test_anonymous_people_are_nobody_and_bots_are_not_heard() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    assert heard(GROUP, **{"text": "hi", "from": anonymous, "sender_chat": GROUP}).author == Account("", "Tea Club")
    assert heard(GROUP, **{"text": "hi", "from": anonymous}).author == Account("", "")
    assert arrived(message=message(GROUP, **{"text": "hi", "from": {**ANA, "is_bot": True}})) is None
    assert arrived(message=message(GROUP, text="news", sender_chat={"id": -9}, is_automatic_forward=True)) is None


@pytest.mark.parametrize(
    ("fields", "media"),
    [
        *(({kind: {}}, kind) for kind in ("voice", "sticker", "video", "document", "location", "contact", "poll")),
        *(({kind: {}}, kind) for kind in ("audio", "video_note")),
        ({"photo": []}, "photo"),
        ({"document": {}, "animation": {}}, "animation"),
        ({"dice": {}}, "other"),
        ({"text": "none"}, ""),
    ],
)
def test_media_are_named(fields: dict[str, Any], media: str) -> None:
    assert heard(**fields).media == media


def test_a_location_in_private_asks_for_the_zones_around_it() -> None:
    found = heard(location={"latitude": 52.520008, "longitude": 13.404954, "horizontal_accuracy": 20})
    assert (found.text, found.media) == ("/timezone 52.52,13.40", "")
    assert heard(location={"latitude": -33, "longitude": 151.2}).text == "/timezone -33.00,151.20"


@pytest.mark.parametrize("location", [{}, {"latitude": "52"}, {"latitude": 52.5}, {"latitude": 1, "longitude": None}])
def test_a_location_without_numbers_is_only_something_that_came(location: dict[str, Any]) -> None:
    found = heard(location=location)
    assert (found.text, found.media) == ("", "location")


def test_a_location_in_a_group_or_of_another_place_or_that_moves_on_is_nobodys_home() -> None:
    location = {"latitude": 52.52, "longitude": 13.4}
    assert heard(GROUP, location=location).text == ""
    assert heard(location=location, venue={"title": "Café"}).media == "location"
    moved = arrived(edited_message=message(location=location))
    assert isinstance(moved, Message)
    assert (moved.text, moved.is_edit) == ("", True)


def test_a_caption_is_what_was_said_and_an_album_holds_together() -> None:
    found = heard(photo=[{}], caption="our logo", media_group_id="13")
    assert (found.text, found.album) == ("our logo", "13")


def test_an_edited_message_is_one() -> None:
    found = arrived(edited_message=message(text="43"))
    assert isinstance(found, Message)
    assert (found.text, found.is_edit) == ("43", True)
    assert not heard(text="43").is_edit


def test_a_reply_names_what_it_answers_and_in_a_group_is_for_the_bot() -> None:
    answered = {"message_id": 11, "from": MYSELF}
    assert heard(text="yes", reply_to_message=answered).reply_to == "11"
    found = heard(GROUP, text="yes", reply_to_message=answered)
    assert (found.reply_to, found.is_addressed, found.is_called) == ("11", True, False)
    assert heard(GROUP, text="@phasewalk_bot yes", reply_to_message=answered).is_called
    assert not heard(GROUP, text="yes", reply_to_message={"message_id": 11, "from": ANA}).is_addressed
    assert not heard(GROUP, text="/x@other_bot", reply_to_message=answered).is_addressed


def test_what_opened_a_topic_is_no_message_to_answer() -> None:
    opened = {"message_id": 11, "from": MYSELF, "forum_topic_created": {"name": "Ideas"}}
    found = heard(GROUP, text="yes", reply_to_message=opened, is_topic_message=True, message_thread_id=11)
    assert (found.reply_to, found.is_addressed) == ("", False)


def test_people_are_mentioned_by_name() -> None:
    bo = {"id": 6, "first_name": "Bo"}
    entity = {"type": "text_mention", "offset": 3, "length": 5, "user": bo}
    assert heard(text="😀 Bo Li owns it", entities=[{"type": "bold"}, entity, 3]).mentions == {"Bo Li": "telegram:6"}
    assert heard(caption="😀 Bo Li", photo=[], caption_entities=[entity]).mentions == {"Bo Li": "telegram:6"}


@pytest.mark.parametrize("wrong", [{"offset": -1}, {"length": 0}, {"offset": None}, {"user": {}}, {"offset": 999}])
def test_a_mention_of_nobody_is_none(wrong: dict[str, Any]) -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 2, "user": {"id": 6}, **wrong}
    assert heard(text="Bo", entities=[entity]).mentions == {}


@pytest.mark.parametrize("service", [{"new_chat_members": [ANA]}, {"pinned_message": {}}, {"migrate_from_chat_id": -5}])
def test_service_messages_mean_nothing(service: dict[str, Any]) -> None:
    assert arrived(message=message(GROUP, **service)) is None


def test_a_group_that_becomes_a_supergroup_moves() -> None:
    old = {"id": -55, "type": "group", "title": "Tea"}
    place = Place("telegram:4242", "-55", "telegram:-55", is_shared=True, title="Tea")
    assert arrived(message=message(old, migrate_to_chat_id=-1001)) == Move(place, "-1001")


def press(**fields: Any) -> Any:
    query = {"id": "77", "from": ANA, "message": {"message_id": 12, "chat": PRIVATE}, "data": "token:o3", **fields}
    return arrived(callback_query=query)


def test_a_press() -> None:
    assert press() == Press(AT_ANAS, ANA_HERSELF, "token", "option", "3", "77", "12")
    assert press(message={"chat": PRIVATE, "message_id": 12, "date": 0}).token == "token"
    assert press(message={"chat": PRIVATE}).message == ""
    in_topic = {"message_id": 12, "chat": GROUP, "is_topic_message": True, "message_thread_id": 3}
    assert press(message=in_topic).place.chat == "-1001/3"


def test_a_press_of_nothing_known_can_still_be_answered() -> None:
    found = press(data="old:format:1")
    assert (found.token, found.action, found.callback) == ("", "none", "77")


@pytest.mark.parametrize("wrong", [{"message": None}, {"data": None}, {"from": {}}, {"id": 3}])
def test_a_press_of_no_prompt_means_nothing(wrong: dict[str, Any]) -> None:
    assert press(**wrong) is None


@pytest.mark.parametrize(
    ("member", "is_open"),
    [
        ({"status": "member"}, True),
        ({"status": "administrator"}, True),
        ({"status": "creator"}, True),
        ({"status": "restricted", "is_member": True}, True),
        ({"status": "restricted", "is_member": False}, False),
        ({"status": "left"}, False),
        ({"status": "kicked"}, False),
    ],
)
def test_the_bot_is_let_in_and_thrown_out(member: dict[str, Any], is_open: bool) -> None:
    change = {"chat": PRIVATE, "from": ANA, "new_chat_member": member}
    assert arrived(my_chat_member=change) == Reach(AT_ANAS, ANA_HERSELF, is_open)


def test_who_let_the_bot_in_may_be_unknown() -> None:
    found = arrived(my_chat_member={"chat": PRIVATE, "from": {}, "new_chat_member": {"status": "member"}})
    assert found == Reach(AT_ANAS, Account("", ""), True)
    assert arrived(my_chat_member={"chat": PRIVATE, "from": ANA, "new_chat_member": {"status": "odd"}}) is None


def test_a_topic_that_is_opened_again_can_be_written_to() -> None:
    found = arrived(message=message(GROUP, forum_topic_reopened={}, is_topic_message=True, message_thread_id=77))
    assert found == Reach(Place("telegram:4242", "-1001/77", "telegram:-1001", True, "Tea Club"), ANA_HERSELF, True)


def test_half_characters_are_replaced() -> None:
    assert heard(text="a\ud800b\x00c").text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    "update",
    [
        {"channel_post": message({"id": -3, "type": "channel"}, text="hi")},
        {"message": message({"id": -3, "type": "channel"}, text="hi")},
        {"message": message({"id": True, "type": "private"}, text="hi")},
        {"message": message(text="hi", message_id="12")},
        {"message": {"text": "hi"}},
        {"poll_answer": {}},
        {},
    ],
)
def test_what_is_unknown_or_broken_means_nothing(update: dict[str, Any]) -> None:
    assert arrived(**update) is None


@pytest.mark.parametrize("update", [[], None, "x", {}, {"update_id": "9"}, {"update_id": True}])
def test_what_is_no_update_is_an_error(update: Any) -> None:
    with pytest.raises(MalformedUpdateError):
        to_arrivals(update, BOT)


ANY_CHARACTER = st.characters(exclude_categories=())
KEYS = st.sampled_from(
    (
        *("message", "edited_message", "callback_query", "my_chat_member", "from", "chat", "text", "caption", "id"),
        *("type", "entities", "offset", "length", "user", "message_id", "reply_to_message", "data", "first_name"),
        *("new_chat_member", "status", "is_topic_message", "message_thread_id", "sender_chat", "photo", "is_bot"),
        *("migrate_to_chat_id", "caption_entities", "username", "is_member", "media_group_id"),
    )
)
WORTH = st.sampled_from(
    ("private", "group", "text_mention", "member", "/start x", "/answer /x", "tok:o1", "@phasewalk_bot")
)
LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | WORTH | st.text(ANY_CHARACTER, max_size=9)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=12
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_no_update_raises_anything(update: dict[str, Any]) -> None:
    for one in to_arrivals({**update, "update_id": 1}, BOT):
        assert one.key == "1"


CHATS = st.fixed_dictionaries({"id": st.integers(), "type": st.sampled_from(["private", "group"])})
ANY_MESSAGE = st.dictionaries(KEYS, JSON, max_size=6).flatmap(
    lambda rest: st.fixed_dictionaries({"chat": CHATS, "message_id": st.integers(), "from": st.just(ANA)}).map(
        lambda head: {**rest, **head}
    )
)


@settings(deadline=None)
@given(ANY_MESSAGE, st.text(ANY_CHARACTER, max_size=30))
def test_what_arrives_can_be_kept_anywhere(fields: dict[str, Any], said: str) -> None:
    found = arrived(message={"text": said, **fields})
    if isinstance(found, Message):
        found.text.encode()
        assert "\x00" not in found.text
        assert found.author.name or not found.author.id


def test_a_huge_text_takes_no_time() -> None:
    lines = "@phasewalk_bot / @ " * 50_000
    entity = {"type": "text_mention", "offset": 0, "length": sys.maxsize, "user": ANA}
    assert heard(GROUP, text=lines, entities=[entity] * 100_000).is_addressed
