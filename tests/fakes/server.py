"""Serving a fake platform: in a test's own loop, in a thread, in a process; and waiting for what happens on it."""

import argparse
import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Generic, Self

from tests.fakes.faults import AnyCall
from tests.fakes.http import Connection, Request
from tests.fakes.worlds import BaseWorld


class FakeServer(Generic[AnyCall]):
    """A real HTTP server on this machine. Port 0 is any free one."""

    def __init__(self, world: BaseWorld[AnyCall], handle: Callable[[Request, Connection], None], port: int = 0) -> None:
        self.world = world
        self._handle = handle
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._port = port

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def calls(self) -> list[AnyCall]:
        """All calls that came in, in order."""
        return self.world.calls

    def calls_of(self, method: str) -> list[AnyCall]:
        """The calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def wait_until(self, is_so: Callable[[], object], *, timeout_s: float = 5.0) -> None:
        """Wait for anything: `is_so` is looked at after each change."""
        await self.world.changes.expect(is_so, timeout_s, self._complaint)

    def wait_until_blocking(self, is_so: Callable[[], object], *, timeout_s: float = 5.0) -> None:
        """The same for a synchronous test."""
        self.world.changes.expect_blocking(is_so, timeout_s, self._complaint)

    async def start(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self.world.live_in(loop)
        self._server = await loop.create_server(
            lambda: Connection(self._handle, self._connections), "127.0.0.1", self._port
        )
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up on everybody."""
        assert self._server is not None
        self._server.close()
        await self._stop_telling()
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

    @contextmanager
    def in_its_thread(self) -> Iterator[Self]:
        """Serve in a thread of its own."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name=type(self).__name__, daemon=True)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self.start(), loop).result()
            try:
                yield self
            finally:
                asyncio.run_coroutine_threadsafe(self.stop(), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def _stop_telling(self) -> None:
        """End all that goes out to the bots by itself."""
        await self.world.stop()

    def _complaint(self, timeout_s: float) -> str:
        return f"did not happen within {timeout_s} s; the last calls are {self.calls[-3:]}"


def read_command_line(program: str, *, help_token: str) -> argparse.Namespace:
    """What a server in a process of its own is told: `port`, `token` (a list), `no_rates`."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", action="append", default=[], help=help_token)
    parser.add_argument("--no-rates", action="store_true", help="take the speed limits away")
    return parser.parse_args()


def serve_until_stopped(server: FakeServer[Any]) -> None:
    """Serve in a process of its own; the first line printed is the address."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(server))


async def _serve(server: FakeServer[Any]) -> None:
    async with server:
        print(server.url, flush=True)
        await asyncio.Event().wait()
