"""A small HTTP/1.1 server: no task per request, and it can hang or hang up as no framework lets one."""

import asyncio
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks."""

    verb: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """What the body is."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What they get. `headers` is whole lines, each with its end."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: str = ""


class Connection(asyncio.Protocol):
    """One client. Requests are handled one by one; each is answered by `reply`, now or later, or by `reset`."""

    _transport: asyncio.Transport

    def __init__(self, handle: Callable[[Request, "Connection"], None], open_ones: set["Connection"]) -> None:
        self._handle = handle
        self._open_ones = open_ones
        self._received = bytearray()
        self._is_busy = False
        self._is_reading = False
        self.on_lost: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open_ones.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open_ones.discard(self)
        if self.on_lost is not None:
            self.on_lost()

    def data_received(self, data: bytes) -> None:
        self._received += data
        self._read_on()

    def reply(self, answer: Answer) -> None:
        """Answer the request at hand."""
        self._is_busy = False
        self.on_lost = None
        if self._transport.is_closing():
            return
        head = (
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
            f"Content-Type: {answer.content_type}\r\nContent-Length: {len(answer.body)}\r\n{answer.headers}\r\n"
        )
        self._transport.write(head.encode() + answer.body)
        self._read_on()

    def reset(self) -> None:
        """Break the connection, as a dying router does: the client sees a reset, not an end."""
        sock = self._transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def hang_up(self) -> None:
        """End the connection, whatever is going on."""
        self._transport.abort()

    def _read_on(self) -> None:
        if self._is_reading:
            return
        self._is_reading = True
        try:
            while not self._is_busy and not self._transport.is_closing():
                request = self._take_request()
                if request is None:
                    return
                self._is_busy = True
                self._handle(request, self)
        finally:
            self._is_reading = False

    def _take_request(self) -> Request | None:
        head_end = self._received.find(b"\r\n\r\n")
        if head_end < 0:
            return None
        first, *lines = self._received[:head_end].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if "transfer-encoding" in headers:
            self.reply(Answer(HTTPStatus.LENGTH_REQUIRED, b"{}"))
            self._transport.close()
            return None
        body_start = head_end + 4
        body_end = body_start + int(headers.get("content-length", "0"))
        if len(self._received) < body_end:
            return None
        body = bytes(self._received[body_start:body_end])
        del self._received[:body_end]
        verb, target, _ = first.split(" ", 2)
        path, _, query = target.partition("?")
        return Request(verb, unquote(path), query, headers, body)
