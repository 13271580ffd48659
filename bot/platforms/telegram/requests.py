"""The SDK's requests over aiohttp, which takes a fifth of the processor time of the layer that comes with it."""

import json
import os
from functools import lru_cache
from typing import Any

from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

# Without it the SDK warns at every 429 that the time to wait will be a timedelta one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_to_url = lru_cache(maxsize=256)(lambda url: URL(url, encoded=True))


class AiohttpRequest(BaseRequest):
    """One session with connections that stay open. Nothing is tried twice.

    The error of aiohttp is the `__cause__` of what is raised. It is never part of the message, which gets logged: the
    address has the bot's token in it.
    """

    def __init__(
        self,
        connections: int = 100,
        *,
        connect_timeout_s: float = 5.0,
        pool_timeout_s: float = 5.0,
        read_timeout_s: float = 10.0,
        write_timeout_s: float = 5.0,
        upload_timeout_s: float = 30.0,
    ) -> None:
        """`connections` at most are open; who needs another one waits for it as long as `pool_timeout_s`."""
        self._connections = connections
        self._connect_s, self._pool_s, self._read_s = connect_timeout_s, pool_timeout_s, read_timeout_s
        self._write_s, self._upload_s = write_timeout_s, upload_timeout_s
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long to wait for an answer unless a call says otherwise."""
        return self._read_s

    async def initialize(self) -> None:
        """Open the session; does nothing where it is open."""
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=self._connections),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                skip_auto_headers=("Accept", "Accept-Encoding"),
            )

    async def shutdown(self) -> None:
        """Close the session; it may be opened again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 (the SDK hands in all of it by name)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer."""
        if self._session is None:
            raise RuntimeError("AiohttpRequest is not initialized")
        is_upload = request_data is not None and request_data.contains_files
        timeout = _timeout(
            _seconds(connect_timeout, self._connect_s),
            _seconds(pool_timeout, self._pool_s),
            _seconds(read_timeout, self._read_s),
            _seconds(write_timeout, self._upload_s if is_upload else self._write_s),
        )
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, _to_url(url), data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except ConnectionTimeoutError as error:
            error.args = ("No connection in time",)  # aiohttp's own text has the address, and so the token
            raise TimedOut("No connection in time, nothing was sent") from error
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _seconds(given: Any, default: float) -> float | None:
    """The SDK hands in an object of its own where a call gives no time; None is no limit."""
    return given if given is None or isinstance(given, int | float) else default


def _timeout(connect: float | None, pool: float | None, read: float | None, write: float | None) -> ClientTimeout:
    """aiohttp's `connect` waits for a free connection as well. It has no limit for writing, so that is in the total."""
    parts = [part for part in (connect, pool, read, write) if part is not None]
    total = sum(parts) if len(parts) == 4 else None
    waiting = None if connect is None or pool is None else connect + pool
    return ClientTimeout(total=total, connect=waiting, sock_connect=connect, sock_read=read)


def _body(data: RequestData | None) -> tuple[bytes | FormData | None, dict[str, str] | None]:
    """JSON, as encoding a form takes ten times as long; a form only where files come with it."""
    if data is None:
        return None, None
    if not data.contains_files:
        return _to_json(data.parameters).encode(), {"Content-Type": "application/json"}
    form = FormData(quote_fields=False)  # Telegram takes names of files as they are
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form, None
