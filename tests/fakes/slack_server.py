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

import argparse
import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self, TypedDict, Unpack

from tests.fakes.http import Connection
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


class FakeSlack:
    """The server and everybody on it."""

    def __init__(self, **options: Unpack[Options]) -> None:
        self.world = World(
            clock=options.get("clock", time.time),
            rates=options.get("rates", Rates()),
            patience=options.get("patience", Patience()),
            trigger_expiry_s=options.get("trigger_expiry_s", TRIGGER_EXPIRY_S),
        )
        self._api = Api(self.world, Control(self.world))
        self._sockets = SocketServer(self.world)
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._port = options.get("port", 0)

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._port}"

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
    def calls(self) -> list[Call]:
        """All calls that came in, in order."""
        return self.world.calls

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

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def wait_until(self, is_so: Callable[[], object], *, timeout_s: float = 5.0) -> None:
        """Wait for anything: `is_so` is looked at after each change."""
        try:
            await self.world.changes.wait(is_so, timeout_s)
        except TimeoutError:
            raise AssertionError(self._complaint(timeout_s)) from None

    def wait_until_blocking(self, is_so: Callable[[], object], *, timeout_s: float = 5.0) -> None:
        """The same for a synchronous test."""
        try:
            self.world.changes.wait_blocking(is_so, timeout_s)
        except TimeoutError:
            raise AssertionError(self._complaint(timeout_s)) from None

    async def start(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self.world.live_in(loop)
        self._server = await loop.create_server(
            lambda: Connection(self._api.handle, self._connections), "127.0.0.1", self._port
        )
        self._port = self._server.sockets[0].getsockname()[1]
        self.world.api_url = self.url
        await self._sockets.start()
        self.world.socket_url = self._sockets.url

    async def stop(self) -> None:
        """Hang up on everybody."""
        assert self._server is not None
        self._server.close()
        await self._sockets.stop()
        await self.world.stop()
        while self._connections:
            for connection in list(self._connections):
                connection.hang_up()
            await asyncio.sleep(0)
        await self._server.wait_closed()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @classmethod
    @contextmanager
    def in_thread(cls, **options: Unpack[Options]) -> Iterator[Self]:
        """The same server in a thread of its own."""
        slack = cls(**options)
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="fake-slack", daemon=True)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(slack.start(), loop).result()
            try:
                yield slack
            finally:
                asyncio.run_coroutine_threadsafe(slack.stop(), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _complaint(self, timeout_s: float) -> str:
        return f"did not happen within {timeout_s} s; the last calls are {self.calls[-3:]}"


async def _serve(port: int, tokens: list[str], *, with_rates: bool) -> None:
    async with FakeSlack(port=port, rates=Rates() if with_rates else None) as slack:
        for number, token in enumerate(tokens, 1):
            team = slack.team(f"T{number}", f"Team {number}")
            app = slack.world.apps.get("A1") or slack.app("A1")
            team.install(app, bot_token=token)
        print(slack.url, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Serve in a process of its own until it is stopped; the first line printed is the address."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.slack_server")
    parser.add_argument("--port", type=int, default=0)
    help_token = "install app A1 (Socket Mode, app token xapp-1-A1-1-token) in one more workspace: T1, T2, …"
    parser.add_argument("--token", action="append", default=[], help=help_token)
    parser.add_argument("--no-rates", action="store_true", help="take the speed limits away")
    arguments = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(arguments.port, arguments.token, with_rates=not arguments.no_rates))


if __name__ == "__main__":
    main()
