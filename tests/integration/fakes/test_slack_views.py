"""Modals and the Home tab on the fake Slack."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.fakes.slack.forms import Form
from tests.fakes.wire import Json
from tests.integration.fakes.club import (
    NAME,
    Club,
    Listener,
    actions,
    button,
    field_block,
    modal,
    options,
    plain,
    section,
    word,
)


async def trigger(club: Club) -> str:
    """A new trigger."""
    return str((await club.ana.shortcut("form").over()).payload["trigger_id"])


async def opened(club: Club, view: Json) -> Form:
    """A modal that the app has opened for Ana."""
    await club.sdk.views_open(trigger_id=await trigger(club), view=view)
    return club.ana.sees_view()


async def test_a_form_is_filled_and_submitted(club: Club, listener: Listener) -> None:
    colours = {"type": "checkboxes", "action_id": "value", "options": options("Red", "Blue")}
    size = {"type": "static_select", "action_id": "value", "options": options("Small", "Big")}
    when = {"type": "datepicker", "action_id": "value", "initial_date": "2027-03-01"}
    blocks = [NAME, field_block("Colours", colours), field_block("Size", size), field_block("When", when)]
    form = await opened(club, modal(*blocks, private_metadata="secret", callback_id="form"))
    form.fill({"Name": "Ana", "Colours": ["Red", "Blue"]}, size="Big")
    delivery = form.submits()
    assert delivery is not None
    view = (await delivery.over()).payload["view"]

    assert view["state"]["values"]["name"]["value"] == {"type": "plain_text_input", "value": "Ana"}
    assert [option["value"] for option in view["state"]["values"]["colours"]["value"]["selected_options"]] == [
        "red",
        "blue",
    ]
    assert view["state"]["values"]["size"]["value"]["selected_option"]["text"]["text"] == "Big"
    assert view["state"]["values"]["when"]["value"]["selected_date"] == "2027-03-01"
    assert (view["private_metadata"], view["callback_id"]) == ("secret", "form")
    assert not form.is_open
    with pytest.raises(AssertionError, match="no view is open for Ana"):
        club.ana.sees_view()


async def test_slacks_own_client_checks_first(club: Club, listener: Listener) -> None:
    form = await opened(
        club, modal(NAME, field_block("Age", {"type": "plain_text_input", "action_id": "v"}, optional=True))
    )
    assert form.submits() is None
    assert form.problems == {"name": "Please complete this required field."}
    with pytest.raises(ValueError, match="takes 0 to 20"):
        form.fill({"Name": "a" * 21})
    with pytest.raises(ValueError, match="takes one line"):
        form.fill({"Name": "a\nb"})
    with pytest.raises(LookupError, match="no field 'Nome'"):
        form.fill({"Nome": "a"})


async def test_what_an_app_answers_to_a_submission(club: Club, listener: Listener) -> None:
    form = await opened(club, modal(NAME))
    form.fill({"Name": "Ana"})

    async def submit(answer: Any, status: int = 200) -> None:
        listener.answer = lambda payload: (status, answer)
        delivery = form.submits()
        assert delivery is not None
        await delivery.over()

    await submit({"response_action": "errors", "errors": {"name": "Too short"}})
    assert (form.problems, form.is_open) == ({"name": "Too short"}, True)
    assert "! Too short" in form.as_seen()
    await submit({"response_action": "errors", "errors": {"nobody": "Too short"}})
    assert "invalid_errors" in form.view.trouble
    await submit(None, 500)
    assert form.view.trouble == "We had some trouble connecting. Try again?"
    await submit({"response_action": "update", "view": modal(NAME, title="a" * 25)})
    assert "must be less than 25 characters [json-pointer:/view/title/text]" in form.view.trouble
    await submit({"response_action": "update", "view": modal(NAME, title="Second")})
    assert (form.title, form.problems, form.view.trouble) == ("Second", {}, "")
    assert "[Ana]" in form.as_seen()
    await submit({"response_action": "push", "view": modal(section("Sure?"), title="Third")})
    assert club.ana.sees_view().title == "Third"
    club.ana.sees_view().closes()
    assert club.ana.sees_view().title == "Second"
    await submit({"response_action": "clear"})
    assert club.ana.stack == []


async def test_triggers_work_once_and_for_three_seconds(club: Club, listener: Listener) -> None:
    used, late = await trigger(club), await trigger(club)
    await club.sdk.views_open(trigger_id=used, view=modal(NAME))
    assert await word(club.sdk.views_open(trigger_id=used, view=modal(NAME))) == "exchanged_trigger_id"
    club.clock.advance(3.1)
    assert await word(club.sdk.views_open(trigger_id=late, view=modal(NAME))) == "expired_trigger_id"
    assert await word(club.sdk.views_open(trigger_id="1.2.3", view=modal(NAME))) == "invalid_trigger_id"


async def test_views_stack_to_three(club: Club, listener: Listener) -> None:
    go = actions(button("More"))
    await opened(club, modal(go, title="1"))
    for number in (2, 3):
        press = await club.ana.presses("More", club.ana.stack[-1]).over()
        await club.sdk.views_push(trigger_id=press.payload["trigger_id"], view=modal(go, title=str(number)))
    press = await club.ana.presses("More", club.ana.stack[-1]).over()
    fourth = club.sdk.views_push(trigger_id=press.payload["trigger_id"], view=modal(go))

    assert await word(fourth) == "push_limit_reached"
    assert [view.title for view in club.ana.stack] == ["1", "2", "3"]
    assert press.payload["view"]["root_view_id"] == club.ana.stack[0].id
    assert press.payload["view"]["previous_view_id"] == club.ana.stack[1].id


async def test_a_view_is_updated_unless_it_has_changed(club: Club, listener: Listener) -> None:
    view = (await club.sdk.views_open(trigger_id=await trigger(club), view=modal(NAME, external_id="x")))["view"]
    club.ana.sees_view().fill({"Name": "Ana"})
    newer = modal(NAME, section("more"), external_id="x", title="Newer")
    updated = (await club.sdk.views_update(view_id=view["id"], hash=view["hash"], view=newer))["view"]

    assert updated["state"]["values"]["name"]["value"]["value"] == "Ana"
    assert await word(club.sdk.views_update(view_id=view["id"], hash=view["hash"], view=newer)) == "hash_conflict"
    assert (await club.sdk.views_update(external_id="x", view=newer))["view"]["title"]["text"] == "Newer"
    again = club.sdk.views_open(trigger_id=await trigger(club), view=modal(NAME, external_id="x"))
    assert await word(again) == "duplicate_external_id"
    club.ana.sees_view().closes()
    assert await word(club.sdk.views_update(view_id=view["id"], view=newer)) == "not_found"


LIMITS: list[tuple[Json, str]] = [
    (modal(NAME, title="a" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(NAME, submit=plain("a" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(NAME, close=plain("a" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    (
        modal(NAME, private_metadata="a" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (modal(NAME, external_id="a" * 256), "must be less than 256 characters [json-pointer:/view/external_id]"),
    (modal(NAME, callback_id="a" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (modal(*(section("a") for _ in range(101))), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(section("a" * 3001)), "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]"),
    (modal(NAME, NAME), "`block_id` 'name' already exists [json-pointer:/view/blocks/1/block_id]"),
    ({**modal(NAME), "type": "home"}, "must be a valid enum value: modal [json-pointer:/view/type]"),
]


@pytest.mark.parametrize(("view", "complaint"), LIMITS)
async def test_a_view_that_breaks_a_limit(club: Club, listener: Listener, view: Json, complaint: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        await club.sdk.views_open(trigger_id=await trigger(club), view=view)

    assert refused.value.response["error"] == "invalid_arguments"
    assert f"[ERROR] {complaint}" in refused.value.response["response_metadata"]["messages"]


async def test_an_app_gives_options_while_one_types(club: Club, listener: Listener) -> None:
    menu = {"type": "external_select", "action_id": "value", "min_query_length": 0}
    form = await opened(club, modal(field_block("Which", menu)))
    listener.answer = lambda payload: (200, {"options": options(f"{payload['value']} one", f"{payload['value']} two")})
    lookup = await form.types_into("the", "Which").over()
    form.fill({"Which": "the two"})

    assert lookup.options == ["the one", "the two"]
    assert lookup.payload["block_id"] == "which"
    assert "[the two ▾]" in form.as_seen()
    listener.answer = lambda payload: (200, {"options": options("a" * 76)})
    assert "must be less than 76" in (await form.types_into("the").over()).reason


async def test_closing_is_told_if_asked_for(club: Club, listener: Listener) -> None:
    form = await opened(club, modal(NAME))
    assert form.closes() is None
    form = await opened(club, modal(NAME, notify_on_close=True, private_metadata="m"))
    form.fill({"Name": "Ana"})
    told = form.closes(is_cleared=True)
    assert told is not None
    payload = (await told.over()).payload

    assert (payload["type"], payload["is_cleared"]) == ("view_closed", True)
    assert payload["view"]["state"]["values"]["name"]["value"]["value"] == "Ana"


async def test_the_home_tab(club: Club, listener: Listener) -> None:
    home = {"type": "home", "blocks": [section("Welcome"), actions(button("Form"))]}
    assert club.ana.opens_home(club.app) is None
    published = (await club.sdk.views_publish(user_id=club.ana.id, view=home))["view"]
    assert club.ana.opens_home() is not None
    await club.slack.wait_until(lambda: club.app.pending == 0)
    press = await club.ana.presses("Form", club.ana.home()).over()

    assert club.ana.sees_home() == "Welcome\n[Form]"
    assert [(event["tab"], "view" in event) for event in listener.events] == [("home", False), ("home", True)]
    assert press.payload["container"] == {"type": "view", "view_id": published["id"]}
    await club.sdk.views_open(trigger_id=press.payload["trigger_id"], view=modal(NAME))
    stale = club.sdk.views_publish(user_id=club.ana.id, view=home, hash="1.old")
    assert await word(stale) == "hash_conflict"
    club.app.has_home = False
    assert await word(club.sdk.views_publish(user_id=club.ana.id, view=home)) == "not_enabled"
