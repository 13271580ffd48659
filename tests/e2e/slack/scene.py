"""The set-up of a chat: a fake Slack, an app on it that runs as a process, and people who wait for its answers."""

import contextlib
import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from bot.platforms.slack.manifest import BOT_SCOPES, EVENTS
from tests.databases import make_file
from tests.e2e.command import Phasewalk
from tests.e2e.telegram.process import Running
from tests.fakes.slack.apps import FakeApp
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.forms import Form
from tests.fakes.slack.messages import Message
from tests.fakes.slack.people import Person
from tests.fakes.slack.teams import Team
from tests.fakes.slack.views import View
from tests.fakes.slack_server import FakeSlack
from tests.fakes.wire import Json
from tests.rest import Watch

PATIENCE_S = 30.0
BASICS = ("Coffee Club", "Order ahead", "Queues", "wechat", "enterprise", "own_team", "2027-03-01", "Orders")
FORM = "Answer as a form"


class Kind(TypedDict, total=False):
    """How a scene may differ: the app is in Socket Mode, or lets itself into workspaces; triggers live shorter."""

    has_socket: bool
    is_for_many: bool
    rotates_tokens: bool
    trigger_expiry_s: float


class Scene:
    """One app, a workspace that it is in, and everybody who talks to it."""

    def __init__(self, slack: FakeSlack, folder: Path, **kind: Unpack[Kind]) -> None:
        self.slack = slack
        self.kind = kind
        self.port = free_port()
        at = f"http://127.0.0.1:{self.port}/slack"
        self.app: FakeApp = slack.app(
            "A1",
            events_url=f"{at}/events",
            interactivity_url=f"{at}/interactions",
            commands_url=f"{at}/commands",
            redirect_url=f"{at}/oauth_redirect",
            signing_secret="s3cret",
            app_token="xapp-1",
            scopes=list(BOT_SCOPES),
            subscribes=frozenset(EVENTS),
            socket_mode=kind.get("has_socket", False),
            rotates_tokens=kind.get("rotates_tokens", False),
        )
        self.team: Team = slack.team("T1", "Coffee Club")
        if not kind.get("is_for_many"):
            self.team.install(self.app, bot_token="xoxb-1", scopes=list(BOT_SCOPES))
        self.key = Fernet.generate_key().decode()
        self.phasewalk = Phasewalk(folder)
        self.database_url = f"sqlite:///{self.phasewalk.database}"
        self.running: list[Running] = []
        self._watch: Watch | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the processes."""
        common = {
            "PHASEWALK_SLACK_API_URL": self.slack.api_url,
            "PHASEWALK_SLACK_SIGNING_SECRET": "s3cret",
            "PHASEWALK_DATABASE_URL": self.database_url,
            "PHASEWALK_HTTP_PORT": str(self.port),
        }
        if self.kind.get("has_socket"):
            common["PHASEWALK_SLACK_APP_TOKEN"] = "xapp-1"
        if not self.kind.get("is_for_many"):
            return self.phasewalk.environment | common | {"PHASEWALK_SLACK_BOT_TOKEN": "xoxb-1"}
        return (
            self.phasewalk.environment
            | common
            | {
                "PHASEWALK_SLACK_CLIENT_ID": self.app.client_id,
                "PHASEWALK_SLACK_CLIENT_SECRET": self.app.client_secret,
                "PHASEWALK_ENCRYPTION_KEYS": self.key,
            }
        )

    def starts(self, command: str = "run", **more: str) -> Running:
        """Start a process. It need not be ready when this returns."""
        make_file(self.phasewalk.database)
        running = Running(command, self.environment | more, self.phasewalk.folder)
        self.running.append(running)
        return running

    def runs(self, command: str = "run", **more: str) -> Running:
        """Start a process, and wait until it listens to Slack."""
        running = self.starts(command, **more)
        self.waits(lambda: self._is_listening() or running.has_ended)
        assert not running.has_ended, running.said
        return running

    def person(self, name: str, **profile: Any) -> "Guest":
        """Somebody new, and their chat with the app."""
        person = self.team.person(name, **profile)
        return Guest(self, person, person.dm(self.app))

    def channel(self, name: str, *guests: "Guest", **more: Any) -> Channel:
        """A channel with the app in it, which has said hello there."""
        found = self.team.channel(name, *(guest.person for guest in guests), apps=[self.app], **more)
        self.settles()
        return found

    def lets_in(self, person: Person) -> int:
        """Somebody lets the app into their workspace, from its page to Slack and back; the status at the end."""
        page = self.fetches("GET", "/slack/install")
        state = re.search(r"[?&;]state=([\w-]+)", page.read().decode())
        cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
        assert state is not None
        back = urlsplit(person.allows(self.app, state=state[1]))
        return self.fetches("GET", f"{back.path}?{back.query}", headers={"Cookie": cookie}).status

    def settles(self) -> None:
        """Wait until everything that was sent to the app is done with, and all that comes of it has arrived."""
        self.waits(self._is_settled)

    def waits(self, is_so: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
        """Look again and again."""
        deadline = time.monotonic() + timeout_s
        while not is_so():
            if time.monotonic() > deadline:
                said = "\n".join(running.said for running in self.running)
                raise AssertionError(f"it did not happen within {timeout_s} s; the bot says:\n{said}")
            time.sleep(0.005)

    def fetches(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str | bytes] | None = None
    ) -> http.client.HTTPResponse:
        """What the app's own server answers. Raises OSError."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request(method, path, body, {"Connection": "close", **(headers or {})})
        return connection.getresponse()

    def close(self) -> None:
        """End every process, and let go of the database."""
        for running in self.running:
            if not running.has_ended:
                running.is_killed()
        if self._watch is not None:
            self._watch.close()

    def _is_listening(self) -> bool:
        if self.app.socket_mode:
            return bool(self.app.sockets.open)
        try:
            return self.fetches("GET", "/slack/events").status == 405
        except OSError:
            return False

    def _is_settled(self) -> bool:
        if self.app.pending:
            return False
        self._watch = self._watch or Watch(self.database_url)
        return self._watch.is_at_rest()


class Guest:
    """A person in one chat, or in one thread of it. Whatever they do, they wait for what comes of it: it returns what
    the app newly wrote there for them to see."""

    def __init__(self, scene: Scene, person: Person, chat: Channel, thread: Message | None = None) -> None:
        self.scene = scene
        self.person = person
        self.chat = chat
        self.thread = thread

    def within(self, chat: Channel, thread: Message | None = None) -> "Guest":
        """The same person in another chat, or in a thread."""
        return Guest(self.scene, self.person, chat, thread)

    def says(self, *texts: str) -> str:
        """Write messages, each after the answer to the one before; what came of the last one."""
        heard = ""
        for text in texts:
            heard = self.does(partial(self.person.says, text, self.chat, thread=self.thread))
        return heard

    def commands(self, text: str) -> str:
        """Use the slash command."""
        return self.does(lambda: self.person.commands("/phasewalk", text, self.chat))

    def presses(self, *buttons: str | Json, on: Message | View | None = None) -> str:
        """Press buttons, one after the other; what the app wrote after the last one."""
        heard = ""
        for button in buttons:
            heard = self.does(lambda button=button: self.person.presses(button, on or self.prompt))  # type: ignore[misc]
        return heard

    def does(self, action: Callable[[], object]) -> str:
        """Anything else."""
        before = len(self.chat.all_messages)
        action()
        self.scene.settles()
        new = list(self.chat.all_messages.values())[before:]
        return "\n\n".join(one.as_seen(self.person.id) for one in new if one.is_from_bot and one.only_for is None)

    def opens_form(self, on: Message | View | None = None) -> Form:
        """Press the button that opens one."""
        self.does(lambda: self.person.presses(FORM, on or self.prompt))
        return self.person.sees_view()

    def submits(self, form: Form) -> str:
        """Send a form; what the app wrote then."""

        def send() -> Delivery:
            sent = form.submits()
            assert sent is not None, form.problems
            return sent.over_blocking()

        return self.does(send)

    def is_told(self, text: str) -> Message:
        """Wait for a message that only this person sees."""
        return self.chat.wait_for_blocking(lambda one: one.only_for == self.person.id and text in one.as_seen())

    def looks_at_home(self) -> str:
        """Open the app's home tab."""
        self.does(lambda: self.person.opens_home(self.scene.app))
        return self.person.sees_home(self.scene.app)

    @property
    def home(self) -> View:
        return self.person.home(self.scene.app)

    @property
    def prompt(self) -> Message:
        """The newest message with something to press."""
        return next(message for message in reversed(self.written) if message.elements)

    @property
    def written(self) -> list[Message]:
        """What the app wrote for all to see, the newest last."""
        found = [one for one in self.chat.all_messages.values() if one.is_from_bot and one.only_for is None]
        return sorted(found, key=lambda one: one.ts)

    def sees(self, n: int = 1) -> str:
        """The newest messages of the app."""
        return "\n\n".join(one.as_seen(self.person.id) for one in self.written[-n:])


@contextlib.contextmanager
def scene(folder: Path, **kind: Unpack[Kind]) -> Iterator[Scene]:
    """A Slack without speed limits, and an app on it that does not run yet."""
    with FakeSlack.in_thread(rates=None, trigger_expiry_s=kind.get("trigger_expiry_s", 3.0)) as slack:
        made = Scene(slack, folder, **kind)
        try:
            yield made
        finally:
            made.close()


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
