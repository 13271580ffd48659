"""Slack as the fault tests know it: one app in one workspace, told over HTTP or over a socket."""

import http.client
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bot.platforms.slack.manifest import BOT_SCOPES
from tests.e2e.faults.places import BackThen, Mishap, Shown
from tests.e2e.faults.slack_memory import remembered
from tests.fakes.slack.apps import FakeApp
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.messages import Message
from tests.fakes.slack.patience import Patience
from tests.fakes.slack.people import Person
from tests.fakes.slack_server import FakeSlack

TEAM = "T1"
TOKEN = "xoxb-1-test"
SECRET = "s3cret"
APP_TOKEN = "xapp-1-A1-1-test"
EVENTS = "/slack/events"
PATIENCE = Patience(retry_scale=0.02)
"""Again at once, after 1.2 s and after 6 s: time enough for a replica to start."""
SEED = 20261122


@dataclass
class Deed:
    """Something that Slack tells the app once, and the person whether it was taken."""

    delivery: Delivery
    act: Callable[[], Delivery | None]
    is_vain: Callable[[], bool]
    """Whether nothing came of it, as far as the person sees."""


class SlackPlace:
    """Implements `Place`."""

    posts = "chat.postMessage"

    def __init__(self, slack: FakeSlack, app: FakeApp, port: int) -> None:
        self._slack = slack
        self._app = app
        self._port = port
        self._team = slack.team(TEAM, "Coffee Club")
        self._team.install(app, bot_token=TOKEN, scopes=list(BOT_SCOPES))
        self._people: dict[str, Person] = {}
        self._deeds: list[Deed] = []
        self.mishaps: Sequence[Mishap] = mishaps_of(slack)
        self.disturbances: Mapping[str, Callable[[], None]] = self._disturbances()

    def settings(self) -> Mapping[str, Any]:
        token = APP_TOKEN if self._app.socket_mode else ""
        return slack_settings(self._slack, token) | {"http_port": self._port}

    def waits_for_replica(self) -> None:
        """Slack notices by itself that the sockets of one that died are gone."""
        self._slack.wait_until_blocking(lambda: not self._app.sockets.open)

    def is_heard(self) -> bool:
        if self._app.socket_mode:
            return bool(self._app.sockets.open)
        with suppress(OSError, http.client.HTTPException):
            return answers(self._port)
        return False

    def is_quiet(self) -> bool:
        return not self._app.pending

    def has_failed(self) -> bool:
        return any(deed.delivery.status == "failed" for deed in self._deeds)

    def tries_again(self) -> None:
        deeds, self._deeds = self._deeds, []
        for deed in deeds:
            if deed.delivery.status == "failed" and deed.is_vain():
                self._begins(deed.act, deed.is_vain)

    def adds(self, name: str) -> str:
        person = self._people[name] = self._team.person(name)
        person.dm(self._app)
        return f"{TEAM}/{person.id}"

    def says(self, name: str, text: str) -> None:
        """What begins with a slash never gets into a chat at Slack: it is a use of the app's command."""
        person, chat = self._people[name], self._chat(name)
        if not text.startswith("/"):
            person.says(text, chat)
            return
        self._does(name, lambda: person.commands("/phasewalk", text[1:], chat))

    def presses(self, name: str, label: str) -> None:
        """Or the option of a menu."""
        person, chat = self._people[name], self._chat(name)
        is_button = any(label in one.buttons for one in chat.messages)
        act = person.presses if is_button else person.selects
        self._does(name, lambda: act(label, chat=chat))

    def edits(self, name: str, before: str, after: str) -> None:
        self._people[name].edits(next(one for one in self._chat(name).messages if one.text == before), after)

    def opens_form(self, name: str, label: str) -> None:
        """Press a button that opens a form; again where none came."""
        person, chat = self._people[name], self._chat(name)
        self._begins(lambda: person.presses(label, chat=chat), lambda: not person.stack)

    def submits(self, name: str, values: Mapping[str, Any]) -> None:
        """Fill the form that is open, and send it; again while Slack says that it did not get through."""
        person = self._people[name]
        view = person.stack[-1]
        self._begins(person.sees_view().fill(values).submits, lambda: view.is_open)

    def stands(self, name: str) -> list[Shown]:
        return [_shown(one) for one in self._chat(name).messages]

    def sent(self, name: str) -> list[Shown]:
        with self._slack.world.changes.lock:
            return [_shown(one) for one in self._slack.sent if one.channel is self._chat(name)]

    def methods(self) -> list[str]:
        return [call.method for call in self._slack.calls]

    def remembers(self) -> BackThen:
        comes_back = remembered(self._slack.world, list(self._people.values()))

        def everything() -> None:
            self._deeds.clear()
            comes_back()

        return everything

    def _does(self, name: str, act: Callable[[], Delivery | None]) -> None:
        count = len(self._chat(name).messages)
        self._begins(act, lambda: len(self._chat(name).messages) == count)

    def _begins(self, act: Callable[[], Delivery | None], is_vain: Callable[[], bool]) -> None:
        delivery = act()
        assert delivery is not None, "Slack's client sent nothing"
        self._deeds.append(Deed(delivery, act, is_vain))

    def _chat(self, name: str) -> Channel:
        return self._people[name].dm(self._app)

    def _disturbances(self) -> Mapping[str, Callable[[], None]]:
        faults = self._slack.faults
        found: dict[str, Callable[[], None]] = {
            "events twice": lambda: faults.duplicates_events(9),
            "acknowledgements lost": lambda: faults.loses_acknowledgements(9),
            "events late": lambda: faults.delays_events(0.05),
            "events shuffled": lambda: faults.reorders_events(SEED),
        }
        if self._app.socket_mode:
            found |= {
                "a socket cut": lambda: faults.cuts_sockets(1),
                "sockets cut": lambda: faults.cuts_sockets(3),
                "sockets renewed": self._app.disconnects,
                "too many sockets": self._refuses_sockets,
            }
        return found

    def _refuses_sockets(self) -> None:
        self._slack.faults.too_many_websockets(2)
        self._app.disconnects()


@contextmanager
def slack_place(*, over_socket: bool) -> Iterator[SlackPlace]:
    """A Slack of its own."""
    port = free_port()
    url = None if over_socket else f"http://127.0.0.1:{port}{EVENTS}"
    with FakeSlack.in_thread(rates=None, patience=PATIENCE) as slack:
        yield SlackPlace(slack, slack_app(slack, url), port)


def slack_app(slack: FakeSlack, url: str | None) -> FakeApp:
    """The app; without an address it is told over sockets."""
    return slack.app("A1", events_url=url, signing_secret=SECRET, app_token=APP_TOKEN, scopes=list(BOT_SCOPES))


def slack_settings(slack: FakeSlack, app_token: str) -> dict[str, Any]:
    """What a replica is told; with `app_token` it opens a socket."""
    return {
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": slack.api_url,
        "slack_app_token": app_token,
    }


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Whether the app takes in what Slack says: it knows the path, and refuses what nobody signed. Raises OSError."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("POST", EVENTS, b"{}")
        return connection.getresponse().status == http.client.UNAUTHORIZED
    finally:
        connection.close()


def mishaps_of(slack: FakeSlack) -> Sequence[Mishap]:
    """All that may become of a call."""
    faults = slack.faults
    return (
        Mishap("no answer", lambda when: faults.resets_after(when=when), is_done=True),
        Mishap("silence", lambda when: faults.hangs(when=when), is_done=True),
        Mishap("no way in", lambda when: faults.resets_before(when=when), is_done=False),
        Mishap("502", lambda when: faults.gateway_error(when=when), is_done=False),
        Mishap("garbage", lambda when: faults.garbage(when=when), is_done=False),
        Mishap("429", lambda when: faults.too_many_requests(when=when), is_done=False),
    )


def _shown(message: Message) -> Shown:
    text = message.earlier[0] if message.earlier else message.text
    first = "\n".join([*(f"<{file.name}>" for file in message.files), text])
    return Shown(first, message.as_seen(), message.text, message.is_from_bot, message.ts)
