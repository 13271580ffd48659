"""uvicorn inside the program's own event loop, which alone listens to signals."""

import asyncio
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.service.errors import PortTakenError

log = logging.getLogger(__name__)

GRACE_S = 5
KEEP_ALIVE_S = 75
"""Longer than what stands before it keeps connections: one that closes first may lose a call."""
BACKLOG = 2048


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class HttpServer:
    """Listens until it is stopped; requests that came before are answered."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        """`port` 0 takes a free one."""
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            http="httptools",
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None
        self._host = host
        self.port = port

    async def start(self) -> None:
        """Raises PortTakenError. uvicorn would end the process instead, so the port is taken before."""
        listening = self._listen()
        self.port = listening.getsockname()[1]
        self._task = asyncio.create_task(self._server.serve([listening]))
        while not self._server.started and not self._task.done():
            await asyncio.sleep(0.01)

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            return socket.create_server((self._host, self.port), family=family, backlog=BACKLOG)
        except OSError as error:
            number = error.errno or 0
            reason = os.strerror(number) if number > 0 else str(error.strerror)
            raise PortTakenError(host=self._host, port=str(self.port), reason=reason) from None

    async def stop(self) -> None:
        if self._task is not None:
            self._server.should_exit = True
            await asyncio.wait([self._task])
