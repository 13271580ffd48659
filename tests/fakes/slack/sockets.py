"""Socket Mode: WebSockets that an app opens, envelopes on them in turn, acknowledgements back.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.fakes.slack.patience import Outcome
from tests.fakes.wire import Json, to_text

if TYPE_CHECKING:
    from tests.fakes.slack.apps import FakeApp
    from tests.fakes.slack.deliveries import Delivery
    from tests.fakes.slack.world import World

MAX_SOCKETS = 10
_HOST = "applink-1"


@dataclass(eq=False)
class Socket:
    """One open connection, and the envelopes on it that were not acknowledged yet."""

    response: web.WebSocketResponse
    transport: asyncio.BaseTransport
    unacknowledged: dict[str, asyncio.Future[str]] = field(default_factory=dict)

    def cut(self) -> None:
        """Break it without a word."""
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()


class Sockets:
    """The connections of one app."""

    def __init__(self, app: FakeApp) -> None:
        self.app = app
        self.open: list[Socket] = []
        self._turn = 0
        self._opened = asyncio.Event()
        self._endings: set[asyncio.Task[None]] = set()

    async def tell(self, delivery: Delivery) -> Outcome:
        """One attempt: on the next connection, or the first one that opens in time."""
        try:
            async with asyncio.timeout(self.app.world.patience.timeout_s):
                return await self._tell(delivery)
        except TimeoutError:
            return Outcome("timeout")
        except ConnectionError:
            return Outcome("connection_failed")

    async def _tell(self, delivery: Delivery) -> Outcome:
        while not self.open:
            self._opened.clear()
            await self._opened.wait()
        self._turn += 1
        socket = self.open[self._turn % len(self.open)]
        envelope_id = self.app.world.secret("envelope")
        acknowledged = asyncio.get_running_loop().create_future()
        socket.unacknowledged[envelope_id] = acknowledged
        try:
            await socket.response.send_str(_envelope(delivery, envelope_id))
            if self.app.world.faults.cut_sockets:
                self.app.world.faults.cut_sockets -= 1
                socket.cut()
            return Outcome("", await acknowledged)
        finally:
            socket.unacknowledged.pop(envelope_id, None)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from its hello to its end."""
        world = self.app.world
        response = web.WebSocketResponse(heartbeat=world.patience.socket_ping_s)
        await response.prepare(request)
        if len(self.open) >= MAX_SOCKETS or world.faults.refused_sockets:
            world.faults.refused_sockets = max(0, world.faults.refused_sockets - 1)
            await response.send_str(_goodbye("too_many_websockets"))
            await response.close()
            return response
        assert request.transport is not None
        socket = Socket(response, request.transport)
        self._set_open(socket, is_open=True)
        try:
            await response.send_str(_hello(self.app.id, len(self.open)))
            async for message in response:
                if message.type == WSMsgType.TEXT:
                    _acknowledge(socket, message.data)
        finally:
            self._set_open(socket, is_open=False)
        return response

    def say_goodbye(self, reason: str) -> None:
        """On all connections; after a warning they stay open for now, as Slack leaves them."""
        for socket in list(self.open):
            ending = asyncio.get_running_loop().create_task(_end(socket, reason))
            self._endings.add(ending)
            ending.add_done_callback(self._endings.discard)

    def _set_open(self, socket: Socket, *, is_open: bool) -> None:
        with self.app.world.changes.lock:
            if is_open:
                self.open.append(socket)
                self._opened.set()
            else:
                self.open.remove(socket)
                for acknowledged in socket.unacknowledged.values():
                    if not acknowledged.done():
                        acknowledged.set_exception(ConnectionResetError("the socket has closed"))
            self.app.world.changes.ring()


class SocketServer:
    """Where sockets connect to."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_get("/link/", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"ws://{host}:{port}/link/"

    async def stop(self) -> None:
        """Hang up on everybody."""
        for app in self._world.apps.values():
            for socket in list(app.sockets.open):
                socket.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        app = self._world.tickets.pop(request.query.get("ticket", ""), None)
        if app is None:
            return web.Response(status=408)
        return await app.sockets.serve(request)


def _hello(app_id: str, count: int) -> str:
    debug: Json = {"host": _HOST, "build_number": 1, "approximate_connection_time": 18060}
    return to_text(
        {"type": "hello", "num_connections": count, "debug_info": debug, "connection_info": {"app_id": app_id}}
    )


def _goodbye(reason: str) -> str:
    return to_text({"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}})


async def _end(socket: Socket, reason: str) -> None:
    await socket.response.send_str(_goodbye(reason))
    if reason != "warning":
        await socket.response.close()


def _envelope(delivery: Delivery, envelope_id: str) -> str:
    may_answer = "false" if delivery.kind == "events_api" else "true"
    again = ""
    if delivery.kind == "events_api":
        again = f',"retry_attempt":{delivery.attempts},"retry_reason":"{delivery.reason}"'
    head = f'"envelope_id":"{envelope_id}","type":"{delivery.kind}","accepts_response_payload":{may_answer}{again}'
    return f'{{{head},"payload":{delivery.body}}}'


def _acknowledge(socket: Socket, data: str) -> None:
    read = json.loads(data)
    acknowledged = socket.unacknowledged.get(read.get("envelope_id", ""))
    if acknowledged is not None and not acknowledged.done():
        payload = read.get("payload")
        acknowledged.set_result(to_text(payload) if payload else "")
