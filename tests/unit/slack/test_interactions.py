"""Views that are sent and closed, menus that are typed into, and shortcuts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.interactions import to_shortcut, to_submission, to_suggestion
from bot.service.arrivals import Account, Place
from tests.unit.slack.asking import TOKEN
from tests.unit.slack.pressed import ROOT, TS
from tests.unit.slack.test_events import JSON

ANA = Account("slack:T1/U1", "")
USER = {"team": {"id": "T1", "domain": "tea"}, "user": {"id": "U1", "team_id": "T1"}}


def view(**fields: Any) -> dict[str, Any]:
    return {
        "id": "V1",
        "hash": "156.abc",
        "callback_id": "form",
        "private_metadata": "{}",
        "state": {"values": {"users|": {"field": {"value": "Students"}}}},
        **fields,
    }


def sent(kind: str = "view_submission", **fields: Any) -> dict[str, Any]:
    return {"type": kind, **USER, "view": view(**fields)}


def test_a_view_is_sent() -> None:
    found = to_submission(sent())
    assert found is not None
    assert (found.bot, found.author, found.callback_id, found.metadata) == ("slack:T1", ANA, "form", "{}")
    assert (found.values["users|"]["field"]["value"], found.view, found.is_sent) == ("Students", "V1", True)


def test_a_view_is_closed() -> None:
    found = to_submission(sent("view_closed", state=None))
    assert found is not None
    assert (found.values, found.is_sent) == ({}, False)


def test_a_second_delivery_has_the_same_key() -> None:
    keys = [
        found.key
        for body in (sent(), sent(), sent(hash="157.abc"), sent(id="V2"), sent("view_closed"))
        if (found := to_submission(body)) is not None
    ]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_the_bot_is_that_of_the_workspace_where_it_is_installed() -> None:
    found = to_submission(sent(app_installed_team_id="T2"))
    assert found is not None
    assert (found.bot, found.author.id) == ("slack:T2", "slack:T2/U1")
    assert to_submission(sent() | {"team": None}) is not None


@pytest.mark.parametrize("body", [sent("block_actions"), sent() | {"user": {}}, sent(id=""), None, {}])
def test_what_is_no_view_that_was_sent(body: Any) -> None:
    assert to_submission(body) is None


def test_a_menu_of_a_message_is_typed_into() -> None:
    body = {"type": "block_suggestion", **USER, "channel": {"id": "C1"}, "value": "tea", "action_id": "option:"}
    container = {"type": "message", "message_ts": TS, "channel_id": "C1", "thread_ts": ROOT}
    found = to_suggestion(body | {"container": container, "block_id": f"{TOKEN}/1"})
    assert found is not None
    assert (found.token, found.typed, found.action, found.author) == (TOKEN, "tea", "option:", ANA)
    assert found.place == Place("slack:T1", "C1", "slack:T1", is_shared=True, thread=ROOT)


def test_a_menu_of_a_view_is_typed_into() -> None:
    body = {"type": "block_suggestion", **USER, "view": view(), "value": "", "action_id": "field"}
    found = to_suggestion(body | {"block_id": "users|P-1"})
    assert found is not None
    assert (found.token, found.block, found.metadata, found.place.chat) == ("", "users|P-1", "{}", "T1/U1")
    assert to_suggestion(body | {"type": "block_actions"}) is None
    assert to_suggestion(body | {"user": None}) is None


def shortcut(**fields: Any) -> dict[str, Any]:
    return {
        "type": "message_action",
        "callback_id": "keep",
        "trigger_id": "1.2.abc",
        **USER,
        "channel": {"id": "C1"},
        "message": {"ts": TS, "user": "U2", "text": "Who pays &lt;it&gt;? <@U3>"},
        **fields,
    }


def test_a_message_is_kept_with_its_link() -> None:
    found = to_shortcut(shortcut())
    assert found is not None
    assert (found.text, found.trigger, found.callback_id) == ("Who pays <it>? @U3", "1.2.abc", "keep")
    assert found.link == "https://tea.slack.com/archives/C1/p1795000000000200"
    assert (found.place.chat, found.callback) == ("C1", "C1/U1/")
    nowhere = to_shortcut(shortcut(team={"id": "T1"}))
    assert nowhere is not None
    assert nowhere.link == ""


@pytest.mark.parametrize("gone", [{"trigger_id": ""}, {"user": {}}, {"channel": {}}, {"type": "shortcut"}])
def test_what_is_no_use_of_the_shortcut(gone: dict[str, Any]) -> None:
    assert to_shortcut(shortcut() | gone) is None


KEYS = ("user", "team", "channel", "container", "message", "trigger_id", "view", "value", "block_id", "action_id")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JSON)), JSON)
def test_any_interaction_is_read(fields: dict[str, Any], anything: Any) -> None:
    for kind in ("view_submission", "view_closed", "block_suggestion", "message_action"):
        for body in (fields | {"type": kind}, USER | fields | {"type": kind}, anything):
            to_submission(body)
            to_suggestion(body)
            to_shortcut(body)
