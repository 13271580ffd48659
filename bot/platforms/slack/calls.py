"""The Web API as everything here calls it: the SDK's client on one session, with each workspace's own token."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.failures import NoTokenError

TIMEOUT_S = 30
CONNECTIONS = 100
TokenOf = Callable[[str], Awaitable[str]]
"""The token to act with as a bot. Raises NoTokenError."""


class Calls:
    """Makes calls. Raises SlackApiError, NoTokenError, and what aiohttp raises; never tries twice by itself."""

    def __init__(self, base_url: str, token_of: TokenOf) -> None:
        self.base_url = base_url
        self._token_of = token_of
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    async def make(self, bot: str, method: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """A call with JSON; what Slack answers."""
        client = await self._as(bot)
        return _answer(await client.api_call(method, json=dict(data)))

    async def ask(self, bot: str, method: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """A call with form fields, as the methods that read want them; what Slack answers."""
        client = await self._as(bot)
        return _answer(await client.api_call(method, data=dict(params or {})))

    async def upload(self, url: str, content: bytes) -> None:
        """Bring a file where Slack said. Raises aiohttp.ClientError."""
        async with self.session.post(url, data=content) as response:
            response.raise_for_status()

    def with_token(self, token: str | None) -> AsyncWebClient:
        """A client with a token of its own, or with none."""
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
            self._clients.clear()
            # aiohttp closes encrypted connections one round of the loop later.
            await asyncio.sleep(0)

    async def _as(self, bot: str) -> AsyncWebClient:
        token = await self._token_of(bot)
        if not token:
            raise NoTokenError(bot)
        client = self._clients.get(bot)
        if client is None:
            client = self._clients[bot] = self.with_token(token)
        client.token = token
        return client


def _answer(response: Any) -> Mapping[str, Any]:
    found = response.data
    return found if isinstance(found, dict) else {}
