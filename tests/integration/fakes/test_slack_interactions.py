"""Presses, menus, commands and shortcuts on the fake Slack: told once, and answered in time or not at all."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fakes.slack.messages import Message
from tests.fakes.slack.patience import Patience
from tests.fakes.wire import Json
from tests.integration.fakes.club import Club, Listener, actions, button, field_block, options, quiet, section


async def asked(club: Club) -> Message:
    """A message with everything that can be pressed or chosen."""
    select: Json = {"type": "static_select", "action_id": "pick", "options": options("Red", "Blue")}
    many: Json = {"type": "multi_static_select", "action_id": "many", "options": options("One", "Two")}
    menu: Json = {"type": "overflow", "action_id": "menu", "options": options("Skip")}
    date: Json = {"type": "datepicker", "action_id": "when"}
    time: Json = {"type": "timepicker", "action_id": "hour"}
    blocks = [section("?"), actions(button("Yes"), select, menu, date, time), field_block("Several", many)]
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="?", blocks=blocks)
    await quiet(club)
    return club.coffee.last


async def test_slack_waits_three_seconds_and_no_longer(club: Club, listener: Listener) -> None:
    assert club.slack.world.patience.timeout_s == 3.0
    club.slack.world.patience = Patience(timeout_s=0.1)
    listener.hold = asyncio.Event()
    said = club.ana.commands("/phasewalk", "status", club.coffee)
    await said.over()
    listener.hold.set()

    assert (said.status, said.reason) == ("failed", "http_timeout")
    assert "did not respond" in club.ana.sees(1, club.coffee)


async def test_a_press_is_told_once_and_in_time(club: Club, listener: Listener) -> None:
    message = await asked(club)
    listener.heard.clear()
    assert club.ana.ticks("One", "Two", on=message) is None
    await club.ana.presses("Yes", chat=club.coffee).over()
    for delivery in (
        club.ana.selects("Blue", message),
        club.ana.chooses_from_menu("Skip", message),
        club.ana.picks_date("2027-03-01", message),
        club.ana.picks_time("09:30", message),
    ):
        assert delivery is not None
        await delivery.over()
    club.clock.advance(1)

    acts: list[Json] = [one.payload["actions"][0] for one in listener.heard]
    assert [act["type"] for act in acts] == ["button", "static_select", "overflow", "datepicker", "timepicker"]
    assert acts[0]["value"] == "v"
    assert acts[1]["selected_option"]["value"] == acts[2]["selected_option"]["value"].replace("skip", "blue")
    assert (acts[3]["selected_date"], acts[4]["selected_time"]) == ("2027-03-01", "09:30")
    payload = listener.heard[0].payload
    chosen = payload["state"]["values"]["several"]["many"]["selected_options"]
    assert [option["value"] for option in chosen] == ["one", "two"]
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": club.coffee.id,
        "is_ephemeral": False,
    }
    listener.answer = lambda payload: (500, None)
    assert (await club.ana.presses("Yes", message).over()).status == "failed"
    assert len(listener.heard) == 6


async def test_a_press_on_what_has_gone(club: Club, listener: Listener) -> None:
    sent = await club.sdk.chat_postMessage(channel=club.coffee.id, text="?", blocks=[actions(button("Yes"))])
    element = club.coffee.last.button("Yes")
    await club.sdk.chat_update(channel=club.coffee.id, ts=sent["ts"], text="done")
    press = await club.ana.presses(element, club.coffee.last).over()

    assert press.payload["actions"][0]["action_id"] == "yes"
    with pytest.raises(LookupError, match="no button 'Yes', only"):
        club.ana.presses("Yes", club.coffee.last)


async def test_an_app_gives_options_to_a_message(club: Club, listener: Listener) -> None:
    menu: Json = {"type": "external_select", "action_id": "which"}
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="?", blocks=[actions(menu)])
    message = club.coffee.last
    groups = [{"label": {"type": "plain_text", "text": "All"}, "options": options("Espresso", "Filter")}]
    listener.answer = lambda payload: (200, {"option_groups": groups})
    with pytest.raises(ValueError, match="from 3 characters on"):
        club.ana.types_into_select("es", message)
    lookup = await club.ana.types_into_select("esp", message).over()
    chosen = club.ana.selects("Espresso", message)

    assert (lookup.options, lookup.payload["value"]) == (["Espresso", "Filter"], "esp")
    assert chosen is not None
    assert chosen.payload["actions"][0]["selected_option"]["value"] == "espresso"
    assert club.ana.sees(1, club.coffee) == "[Espresso ▾]"
    await quiet(club)


async def test_presses_on_what_one_person_sees(club: Club, listener: Listener) -> None:
    blocks = [actions(button("Yes"))]
    await club.sdk.chat_postEphemeral(channel=club.coffee.id, user=club.ana.id, text="?", blocks=blocks)
    press = await club.ana.presses("Yes", chat=club.coffee).over()

    assert press.payload["container"]["is_ephemeral"]
    assert "message" not in press.payload
    with pytest.raises(LookupError, match="nothing like that in the chat"):
        club.ben.presses("Yes", chat=club.coffee)


async def test_a_command_is_answered_or_not(club: Club, listener: Listener) -> None:
    listener.answer = lambda payload: (200, {"text": "All is well"})
    delivery = await club.ana.commands("/phasewalk", "status", club.coffee).over()
    assert delivery.payload["channel_name"] == "coffee"
    assert (club.ana.sees(1, club.coffee), club.ben.sees(1, club.coffee)) == ("All is well", "")
    listener.answer = lambda payload: (200, {"text": "Hear me", "response_type": "in_channel"})
    await club.ana.commands("/phasewalk", "status", club.coffee).over()
    assert club.ben.sees(1, club.coffee) == "Hear me"
    listener.answer = lambda payload: (500, None)
    await club.ana.commands("/phasewalk", "status", club.coffee).over()
    assert "did not respond" in club.ana.sees(1, club.coffee)
    direct = club.ana.commands("/phasewalk", "", club.ana.dm(club.app))
    assert direct.payload["channel_name"] == "directmessage"
    await direct.over()


async def test_answers_come_later_too(club: Club, listener: Listener) -> None:
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="?", blocks=[actions(button("Yes"))])
    press = await club.ana.presses("Yes", chat=club.coffee).over()
    url = press.payload["response_url"]

    async def answer(**body: Any) -> int:
        async with ClientSession() as session, session.post(url, json=body) as response:
            return response.status

    assert await answer(text="psst") == 200
    assert (club.ana.sees(1, club.coffee), club.ben.sees(1, club.coffee)) == ("psst", "[Yes]")
    assert await answer(text="Done", replace_original=True) == 200
    assert club.ben.sees(1, club.coffee) == "Done"
    assert await answer(delete_original=True) == 200
    assert club.coffee.messages == []
    assert [await answer(text="more") for _ in range(3)] == [200, 200, 404]


async def test_shortcuts(club: Club, listener: Listener) -> None:
    said = club.ana.says("keep me", club.coffee)
    on_message = await club.ana.shortcut("keep", said).over()
    anywhere = await club.ana.shortcut("new").over()

    assert (on_message.payload["type"], on_message.payload["message"]["text"]) == ("message_action", "keep me")
    assert (anywhere.payload["type"], anywhere.payload["callback_id"]) == ("shortcut", "new")
