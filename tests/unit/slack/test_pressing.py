"""Presses and choices, as the prompt they belong to takes them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.pressing import is_form_press, press_key, to_arrival, to_form_press
from bot.service.arrivals import Account, Place, Press
from tests.unit.slack.asking import TOKEN, ask, options, pressable, shown
from tests.unit.slack.pressed import DM, ROOT, TS, at_home, pressed
from tests.unit.slack.test_events import JSON

ANA = Account("slack:T1/U1", "")
HERE = Place("slack:T1", "C1", "slack:T1", is_shared=True, thread=ROOT)


def action(action_id: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"block_id": f"{TOKEN}/{number}", "action_id": action_id, "type": "button", **fields}


def press(of: dict[str, Any], **fields: Any) -> Press:
    found = to_arrival(pressed(of, **fields))
    assert found is not None
    assert isinstance(found.arrival, Press)
    return found.arrival


def meant(of: dict[str, Any], **fields: Any) -> tuple[str, str, str]:
    found = press(of, **fields)
    return found.token, found.action, found.value


def test_a_button_is_pressed() -> None:
    assert press(action("option:3")) == Press(HERE, ANA, TOKEN, "option", "3", f"C1/U1/{ROOT}", TS)


def test_in_private_the_place_is_the_person() -> None:
    found = press(action("option:3"), channel=DM)
    assert found.place == Place("slack:T1", "T1/U1", "slack:T1")
    assert found.callback == f"D1/U1/{ROOT}"


@pytest.mark.parametrize(
    ("of", "meaning"),
    [
        (action("option:", selected_option={"value": "7"}), ("option", "7")),
        (action("value:", selected_date="2026-12-04"), ("value", "2026-12-04")),
        (action("value:", selected_time="09:30"), ("value", "09:30")),
        (action("command:/accept"), ("command", "/accept")),
        (action("command:", selected_option={"value": "/skip"}), ("command", "/skip")),
    ],
)
def test_what_was_chosen(of: dict[str, Any], meaning: tuple[str, str]) -> None:
    assert meant(of) == (TOKEN, *meaning)


def test_every_way_around_a_question_comes_back() -> None:
    [*_, menu] = pressable(shown(ask(required=False, example="x")))
    for option in menu["options"]:
        chosen = action(menu["action_id"], 2, selected_option=option)
        assert meant(chosen) == (TOKEN, "command", option["value"])


def test_what_is_ticked_comes_with_done() -> None:
    [menu, *_] = pressable(shown(ask("multi_choice", options=options(8))))
    ticked = [menu["options"][5], menu["options"][0], menu["options"][3]]
    values = {f"{TOKEN}/1": {menu["action_id"]: {"type": menu["type"], "selected_options": ticked}}}
    assert meant(action("picked:", 2), state={"values": values}) == (TOKEN, "picked", "0,3,5")
    values[f"{TOKEN}/1"][menu["action_id"]]["selected_options"] = []
    assert meant(action("picked:", 2), state={"values": values}) == (TOKEN, "picked", "")
    assert meant(action("picked:", 2)) == (TOKEN, "picked", "")


def test_what_is_ticked_elsewhere_does_not_count() -> None:
    other = {"several:": {"selected_options": [{"value": "1"}, {"value": "x"}, {"value": "²"}]}}
    mine = {"several:": {"selected_options": [{"value": "2"}, {"value": "x"}, {"value": "-1"}, {}]}, "option:": 5}
    state = {"values": {"other/1": other, f"{TOKEN}/1": mine, "x": 7}}
    assert meant(action("picked:", 2), state=state) == (TOKEN, "picked", "2")


def test_something_is_sent_again_without_a_prompt() -> None:
    assert meant({"block_id": "/1", "action_id": "again:12"}) == ("", "again", "12")


@pytest.mark.parametrize(
    "of",
    [
        action("none:", url="https://example.org"),
        action("several:"),
        action("option:", selected_option=None),
        action("value:"),
        action("command:/remove P-1"),
        action("again:x"),
        {"block_id": "foreign", "action_id": "x"},
        {"type": "button"},
    ],
)
def test_what_is_not_ours_is_a_press_of_nothing(of: dict[str, Any]) -> None:
    assert meant(of) == ("", "none", "")


@pytest.mark.parametrize(
    "gone", [{"user": {}}, {"actions": []}, {"team": None, "user": {"id": "U1"}}, {"channel": {}, "container": {}}]
)
def test_without_a_place_or_a_person_it_is_nothing(gone: dict[str, Any]) -> None:
    assert to_arrival(pressed(action("option:1")) | gone) is None
    assert to_form_press(pressed(action("form:")) | gone) is None


def test_a_message_that_only_one_person_sees_has_only_a_container() -> None:
    container = {"message_ts": TS, "channel_id": "C1", "thread_ts": ROOT, "is_ephemeral": True}
    found = press(action("option:1"), message=None, container=container)
    assert (found.message, found.place) == (TS, HERE)


def test_who_comes_from_elsewhere_is_known_as_the_workspace_knows_them() -> None:
    found = press(action("option:1"), user={"id": "U1", "team_id": "T2"})
    assert (found.author.id, found.place.bot) == ("slack:T1/U1", "slack:T1")


def test_a_second_delivery_has_the_same_key() -> None:
    first, second = pressed(action("option:1")), pressed(action("option:1"))
    assert press_key(first) == press_key(second)
    assert len(press_key(first)) == 32
    others = [
        pressed(action("option:2")),
        pressed(action("option:1", 2)),
        pressed(action("option:1"), trigger_id="1.2.abd"),
    ]
    assert press_key(first) not in map(press_key, others)
    found = to_arrival(first)
    assert found is not None
    assert found.key == press_key(first)


def test_a_form_is_wanted() -> None:
    body = pressed(action("form:", 2))
    assert is_form_press(body)
    assert not is_form_press(pressed(action("option:1")))
    found = to_form_press(body)
    assert found is not None
    assert (found.place, found.author, found.token) == (HERE, ANA, TOKEN)
    assert (found.trigger, found.message, found.callback) == ("1.2.abc", TS, f"C1/U1/{ROOT}")
    assert to_form_press(body | {"trigger_id": ""}) is None
    assert to_form_press(pressed(action("option:1"))) is None


@pytest.mark.parametrize("value", ["", "[1]", "{", '{"workspace": 1}', "[" * 10_000])
def test_a_strange_button_of_the_home_tab(value: str) -> None:
    found = to_arrival(at_home({"block_id": "home/1", "action_id": "home:talk/1", "value": value}))
    assert found is not None
    form = to_form_press(at_home({"block_id": "home/1", "action_id": "home:form/1", "value": value}))
    assert form is not None
    assert (form.workspace, form.project, form.question) == ("", "", "")


def test_what_the_home_tab_does_not_have() -> None:
    assert to_arrival(at_home({"block_id": "home/1", "action_id": "home:dance/1", "value": "{}"})) is None
    assert to_arrival(at_home({"block_id": "else/1", "action_id": "home:talk/1", "value": "{}"})) is None


KEYS = ("user", "team", "channel", "container", "message", "trigger_id", "state", "view", "actions", "type")
ACTION = st.fixed_dictionaries(
    {"block_id": st.sampled_from([f"{TOKEN}/1", "home/1", "x"])},
    optional={
        "action_id": st.sampled_from(["option:", "picked:", "form:", "home:form/1", "home:docs/1", "home:zone/1", "x"]),
        "value": JSON,
        "selected_option": JSON,
    },
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JSON)), ACTION, JSON)
def test_any_interaction_is_read(body: dict[str, Any], of: dict[str, Any], anything: Any) -> None:
    for one in (pressed(of) | body, pressed(of, state={"values": anything}), at_home(of) | body, body, anything):
        to_arrival(one)
        to_form_press(one)
