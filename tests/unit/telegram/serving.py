"""A small server that answers as it is told, for the parts that talk to Telegram."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader
from telegram import Bot

from bot.platforms.telegram.requests import AiohttpRequest

SENT = {"ok": True, "result": {"message_id": 31}}


@dataclass
class Server:
    """What it was asked, and how it answers."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    status: int = 200
    body: Any = field(default_factory=lambda: SENT)
    before: Callable[[web.Request], Awaitable[None]] | None = None

    def answers(self, status: int, body: Any) -> None:
        """What comes back from now on."""
        self.status, self.body = status, body

    def fails(self, status: int, description: str, **parameters: Any) -> None:
        """An error as Telegram words it."""
        error: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        self.answers(status, error | ({"parameters": parameters} if parameters else {}))

    def hangs(self) -> None:
        """Take requests from now on, but never answer."""

        async def wait(request: web.Request) -> None:
            await asyncio.sleep(30)

        self.before = wait

    def breaks(self) -> None:
        """Take requests from now on, and end the connection instead of answering."""

        async def end(request: web.Request) -> None:
            assert request.transport is not None
            request.transport.abort()

        self.before = end

    async def handle(self, request: web.Request) -> web.Response:
        """Note a call and answer it."""
        self.connections.add(request.transport)
        self.calls.append((request.path, await _parameters(request)))
        if self.before:
            await self.before(request)
        body = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return web.Response(status=self.status, text=body, content_type="application/json")


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    if request.content_type != "multipart/form-data":
        return {}
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        name = str(part.name)
        fields[name] = (part.filename, bytes(await part.read())) if part.filename else await part.text()
    return fields


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """A server on a free port."""
    server = Server()
    app = web.Application(client_max_size=2**25)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bot_at(url: str, **settings: Any) -> AsyncIterator[Bot]:
    """The SDK's bot over our requests."""
    request = AiohttpRequest(**settings)
    async with request:
        yield Bot("4242:SECRET", base_url=f"{url}/bot", request=request)
