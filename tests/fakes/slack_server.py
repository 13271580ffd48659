"""A Slack for tests: a real server on this machine that answers like slack.com/api, and people who chat.

    async with FakeSlack() as slack:
        app = slack.app("A1", events_url="http://127.0.0.1:8080/slack/events")
        team = slack.team("T1", "Coffee Club")
        team.install(app, bot_token="xoxb-1-test")
        ana = team.person("Ana")
        ana.says("hello", ana.dm(app))
        ...
        await ana.dm(app).wait_for(lambda message: "Hello" in message.text)

A synchronous test, or one whose bot is another process, takes `with FakeSlack.in_thread() as slack:`.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Self, TypedDict, Unpack

from tests.fakes.server import FakeServer, read_command_line, serve_until_stopped
from tests.fakes.slack.api import Api
from tests.fakes.slack.apps import AppSettings, FakeApp
from tests.fakes.slack.control import Control
from tests.fakes.slack.faults import Call, Faults
from tests.fakes.slack.messages import Message
from tests.fakes.slack.patience import Patience
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.sockets import SocketServer
from tests.fakes.slack.teams import Team
from tests.fakes.slack.world import World

TRIGGER_EXPIRY_S = 3.0


class Options(TypedDict, total=False):
    """How a server may differ. `rates=None` takes the speed limits away; `clock` counts seconds since 1970."""

    port: int
    clock: Callable[[], float]
    rates: Rates | None
    patience: Patience
    trigger_expiry_s: float


class FakeSlack(FakeServer[Call]):
    """The server and everybody on it."""

    world: World

    def __init__(self, **options: Unpack[Options]) -> None:
        world = World(
            clock=options.get("clock", time.time),
            rates=options.get("rates", Rates()),
            patience=options.get("patience", Patience()),
            trigger_expiry_s=options.get("trigger_expiry_s", TRIGGER_EXPIRY_S),
        )
        super().__init__(world, Api(world, Control(world)).handle, options.get("port", 0))
        self._sockets = SocketServer(world)

    @property
    def api_url(self) -> str:
        """What slack_sdk's `WebClient` takes as `base_url`."""
        return f"{self.url}/api/"

    @property
    def faults(self) -> Faults:
        """What shall go wrong."""
        return self.world.faults

    @property
    def sent(self) -> list[Message]:
        """All that apps have sent, in order; `sent_at` says when."""
        return self.world.sent

    @property
    def pending(self) -> int:
        """How many deliveries to any app are neither acknowledged nor given up."""
        return sum(app.pending for app in self.world.apps.values())

    def app(self, app_id: str, **settings: Unpack[AppSettings]) -> FakeApp:
        """An app; without `events_url` it is in Socket Mode."""
        return self.world.add_app(app_id, **settings)

    def team(self, team_id: str, name: str, *, domain: str | None = None, enterprise: str | None = None) -> Team:
        """A workspace."""
        return self.world.add_team(team_id, name, domain, enterprise)

    @classmethod
    def in_thread(cls, **options: Unpack[Options]) -> AbstractContextManager[Self]:
        """The same server in a thread of its own."""
        return cls(**options).in_its_thread()

    async def start(self) -> None:
        await super().start()
        self.world.api_url = self.url
        await self._sockets.start()
        self.world.socket_url = self._sockets.url

    async def _stop_telling(self) -> None:
        await self._sockets.stop()
        await super()._stop_telling()


def main() -> None:
    """Serve in a process of its own until it is stopped; the first line printed is the address."""
    help_token = "install app A1 (Socket Mode, app token xapp-1-A1-1-token) in one more workspace: T1, T2, …"
    arguments = read_command_line("python -m tests.fakes.slack_server", help_token=help_token)
    slack = FakeSlack(port=arguments.port, rates=None if arguments.no_rates else Rates())
    for number, token in enumerate(arguments.token, 1):
        team = slack.team(f"T{number}", f"Team {number}")
        app = slack.world.apps.get("A1") or slack.app("A1")
        team.install(app, bot_token=token)
    serve_until_stopped(slack)


if __name__ == "__main__":
    main()
