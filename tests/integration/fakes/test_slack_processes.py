"""The fake Slack in a thread, and in a process of its own."""

import subprocess
import sys
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.fakes.slack_server import FakeSlack
from tests.fakes.wire import Json
from tests.integration.fakes.club import NAME, actions, button, modal, options
from tests.integration.fakes.posting import post


def test_a_synchronous_test_waits_in_its_own_thread() -> None:
    with FakeSlack.in_thread(rates=None) as slack:
        app = slack.app("A1")
        team = slack.team("T1", "Coffee Club")
        team.install(app, bot_token="xoxb-1")
        ana = team.person("Ana")
        post(f"{slack.api_url}chat.postMessage", {"channel": ana.id, "text": "Hello"}, "xoxb-1")
        message = ana.dm(app).wait_for_blocking(lambda message: message.text == "Hello")
        slack.wait_until_blocking(lambda: slack.calls[-1].outcome == 200)

    assert message.is_from_bot


def test_it_serves_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.fakes.slack_server", "--no-rates", "--token", "xoxb-1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            ana = post(f"{url}/control", {"do": "person", "team": "T1", "name": "Ana"})["id"]
            chat = post(
                f"{url}/control", {"do": "channel", "team": "T1", "name": "coffee", "people": [ana], "apps": ["A1"]}
            )["id"]
            post(f"{url}/control", {"do": "says", "person": ana, "chat": chat, "texts": ["one", "two"]})
            asked = {"channel": chat, "text": "?", "blocks": [actions(button("Go"))]}
            post(f"{url}/api/chat.postMessage", asked, "xoxb-1")
            pressed = post(f"{url}/control", {"do": "presses", "person": ana, "chat": chat, "label": "Go"})
            sent = post(f"{url}/control", {"do": "sent"})
            messages = post(f"{url}/control", {"do": "messages", "chat": chat})["messages"]
            waiting = post(f"{url}/control", {"do": "pending"})["pending"]["A1"]
            post(f"{url}/control", {"do": "fault", "kind": "too_many_requests", "method": "auth.test"})
            with pytest.raises(HTTPError, match="429"):
                post(f"{url}/api/auth.test", {}, "xoxb-1")
            wrong = post(f"{url}/control", {"do": "dance"})
        finally:
            process.terminate()

    assert [message["text"] for message in messages] == ["one", "two", "?"]
    assert pressed["actions"][0]["action_id"] == "go"
    assert sent["sent"][0]["message"]["text"] == "?"
    assert waiting > 0
    assert wrong == {"error": "KeyError: 'dance'"}


def test_another_process_is_everybody() -> None:
    with FakeSlack.in_thread(rates=None) as slack:

        def do(what: str, /, **wish: Any) -> Json:
            return post(f"{slack.url}/control", {"do": what, **wish})

        do("app", app="A1")
        do("team", team="T1", name="Coffee Club")
        do("install", team="T1", app="A1", bot_token="xoxb-1")
        ana = do("person", team="T1", name="Ana")["id"]
        direct = do("dm", person=ana)["id"]
        command = do("commands", person=ana, command="/phasewalk", text="status", chat=direct)
        view = {"trigger_id": command["trigger_id"], "view": modal(NAME)}
        post(f"{slack.api_url}views.open", view, "xoxb-1")
        filled = do("fill", person=ana, values={"Name": "Ana"})
        seen = do("view", person=ana)
        submitted = do("submits", person=ana)
        menu = {"type": "static_select", "action_id": "menu", "options": options("Red")}
        asked = {"channel": direct, "text": "?", "blocks": [actions(menu)]}
        sent = post(f"{slack.api_url}chat.postMessage", asked, "xoxb-1")
        chosen = do("selects", person=ana, label="Red", on=sent["ts"])
        reply = do("says", person=ana, text="under it", chat=direct, thread=sent["ts"])
        home = do("home", person=ana)
        ticked = do("does", person=ana, what="selects", **{"with": ["Red"], "on": sent["ts"], "chat": direct})
        allowed = do("allows", person=ana, app="A1", state="s")
        do("disconnects", app="A1")
        do("uninstalls", app="A1", team="T1")
        calls = do("calls", method="chat.")["calls"]
        do("clear_faults")

    assert seen["seen"] == filled["seen"] == "Form\nName:\n[Ana]\n[Save]"
    assert submitted == {"is_sent": True}
    assert chosen["actions"][0]["selected_option"]["value"] == "red"
    assert reply["thread_ts"] == sent["ts"]
    assert ticked["actions"][0]["selected_option"] == chosen["actions"][0]["selected_option"]
    assert allowed["url"].endswith("&state=s")
    assert home == {"view": None, "seen": ""}
    assert [call[1] for call in calls] == ["chat.postMessage"]
