"""A Telegram for tests: a real HTTP server on this machine that answers like api.telegram.org, and people who chat.

    async with FakeTelegram() as telegram:
        bot = telegram.bot("123456:test-token", username="phasewalk_bot")
        ana = telegram.user("Ana")
        ana.starts(bot)
        ...
        await ana.private(bot).wait_for(lambda message: "Hello" in message.text)

A synchronous test, or one whose bot is another process, takes `with FakeTelegram.in_thread() as telegram:`.
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
from tests.fakes.telegram.api import Api
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import Group
from tests.fakes.telegram.control import Control
from tests.fakes.telegram.faults import Call, Faults
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import AnonymousAdmin, Person
from tests.fakes.telegram.rates import Rates
from tests.fakes.telegram.webhooks import Patience
from tests.fakes.telegram.world import World

CALLBACK_EXPIRY_S = 150.0


class Options(TypedDict, total=False):
    """How a server may differ. `rates=None` takes the speed limits away; `clock` counts seconds since 1970."""

    port: int
    clock: Callable[[], float]
    rates: Rates | None
    patience: Patience
    callback_expiry_s: float


class FakeTelegram:
    """The server and everybody on it."""

    def __init__(self, **options: Unpack[Options]) -> None:
        self.world = World(
            clock=options.get("clock", time.time),
            rates=options.get("rates", Rates()),
            patience=options.get("patience", Patience()),
            callback_expiry_s=options.get("callback_expiry_s", CALLBACK_EXPIRY_S),
        )
        self._api = Api(self.world, Control(self.world))
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._port = options.get("port", 0)

    @property
    def api_url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """What `telegram.Bot` takes as `base_url`."""
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        """What `telegram.Bot` takes as `base_file_url`."""
        return f"{self.api_url}/file/bot"

    @property
    def faults(self) -> Faults:
        """What shall go wrong."""
        return self.world.faults

    @property
    def sent(self) -> list[Message]:
        """All that bots have sent, in order; `sent_at` says when."""
        return self.world.sent

    @property
    def calls(self) -> list[Call]:
        """All calls that came in, in order."""
        return self.world.calls

    def bot(self, token: str, *, username: str, name: str = "Phasewalk", reads_all: bool = False) -> FakeBot:
        """A bot; with `reads_all`, privacy mode is off."""
        return self.world.add_bot(token, username, name, reads_all=reads_all)

    def user(
        self, name: str, *, username: str | None = None, last_name: str | None = None, language_code: str = "en"
    ) -> Person:
        """A person."""
        return self.world.add_person(name, username, last_name, language_code)

    def group(self, title: str, *people: Person, bots: list[FakeBot] | None = None) -> Group:
        """A small group; the first person owns it. Each bot hears that it was brought in."""
        return self._group(title, people, bots or [], "group", is_forum=False)

    def supergroup(
        self, title: str, *people: Person, bots: list[FakeBot] | None = None, is_forum: bool = False
    ) -> Group:
        """A supergroup; as a forum, it has topics."""
        return self._group(title, people, bots or [], "supergroup", is_forum=is_forum)

    def anonymous_admin(self, group: Group) -> AnonymousAdmin:
        """Somebody who writes in a group's own name."""
        return AnonymousAdmin(self.world, group)

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

    async def stop(self) -> None:
        """Hang up on everybody."""
        assert self._server is not None
        self._server.close()
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
        telegram = cls(**options)
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="fake-telegram", daemon=True)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(telegram.start(), loop).result()
            try:
                yield telegram
            finally:
                asyncio.run_coroutine_threadsafe(telegram.stop(), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _group(
        self, title: str, people: tuple[Person, ...], bots: list[FakeBot], kind: str, *, is_forum: bool
    ) -> Group:
        with self.world.changes.lock:
            group = self.world.new_group(title, people[0], kind, is_forum=is_forum)
            group.statuses |= {person.id: "member" for person in people[1:]}
            for bot in bots:
                group.adds(bot)
            return group

    def _complaint(self, timeout_s: float) -> str:
        return f"did not happen within {timeout_s} s; the last calls are {self.calls[-3:]}"


async def _serve(port: int, tokens: list[str], *, with_rates: bool) -> None:
    async with FakeTelegram(port=port, rates=Rates() if with_rates else None) as telegram:
        for number, token in enumerate(tokens):
            telegram.bot(token, username="phasewalk_bot" if number == 0 else f"phasewalk_{number}_bot")
        print(telegram.api_url, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Serve in a process of its own until it is stopped; the first line printed is the address."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram_server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", action="append", default=[], help="make a bot; may be given several times")
    parser.add_argument("--no-rates", action="store_true", help="take the speed limits away")
    arguments = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(arguments.port, arguments.token, with_rates=not arguments.no_rates))


if __name__ == "__main__":
    main()
