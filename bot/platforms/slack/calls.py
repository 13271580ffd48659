"""The Web API as everything here calls it: on one session, with each workspace's own token, never twice by itself.

The SDK's client makes a call in 0.55 ms of processor time here, aiohttp alone in 0.36; two calls make a turn.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.failures import NoTokenError

TIMEOUT_S = 30
CONNECTIONS = 100
TokenOf = Callable[[str], Awaitable[str]]
"""The token to act with as a bot. Raises NoTokenError."""

_AS_JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack answered where it refused; as the SDK's errors carry it."""

    data: Mapping[str, Any]
    status_code: int
    headers: Mapping[str, str]


class Calls:
    """Makes calls. Raises SlackApiError, NoTokenError, and what aiohttp raises."""

    def __init__(self, base_url: str, token_of: TokenOf) -> None:
        self.base_url = base_url
        self._token_of = token_of
        # `trust_env` would read the environment and a .netrc again for each call, which doubles its price.
        self._proxy = load_http_proxy_from_env()
        self._session: aiohttp.ClientSession | None = None

    async def make(self, bot: str, method: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """A call with JSON; what Slack answers."""
        return await self._call(bot, method, json.dumps(dict(data)).encode(), _AS_JSON)

    async def ask(self, bot: str, method: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """A call with form fields, as the methods that read want them; what Slack answers."""
        return await self._call(bot, method, dict(params or {}), {})

    async def upload(self, url: str, content: bytes) -> None:
        """Bring a file where Slack said. Raises aiohttp.ClientError."""
        async with self.session.post(url, data=content, proxy=self._proxy) as response:
            response.raise_for_status()

    def with_token(self, token: str | None) -> AsyncWebClient:
        """The SDK's client with a token of its own, or with none: for what is called once in a while."""
        return AsyncWebClient(token, base_url=self.base_url, timeout=TIMEOUT_S, session=self.session, retry_handlers=[])

    @property
    def session(self) -> aiohttp.ClientSession:
        """Made inside the running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_S, sock_connect=10)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        return self._session

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()
            self._session = None
            # aiohttp closes encrypted connections one round of the loop later.
            await asyncio.sleep(0)

    async def _call(self, bot: str, method: str, data: Any, headers: Mapping[str, str]) -> Mapping[str, Any]:
        token = await self._token_of(bot)
        if not token:
            raise NoTokenError(bot)
        asked = {"Authorization": f"Bearer {token}", **headers}
        url = self.base_url + method
        async with self.session.post(url, data=data, headers=asked, proxy=self._proxy) as response:
            answer = _read(await response.read())
        if response.status != 200 or answer.get("ok") is not True:
            raise SlackApiError(f"{method} was refused", Answer(answer, response.status, response.headers))
        return answer


def _read(body: bytes) -> Mapping[str, Any]:
    """An answer; an empty one where it is none of Slack's."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
