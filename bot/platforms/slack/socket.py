"""Socket Mode: the app fetches what Slack would bring, over a websocket that the SDK keeps open."""

import asyncio
import logging

from aiohttp import ClientConnectionResetError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.config import DEADLINE_S
from bot.platforms.slack.events import is_by_bot

log = logging.getLogger(__name__)

PING_S = 5.0
"""So often is looked whether the socket still lives; one that broke without a word is deaf until then."""


class Socket(AsyncSocketModeHandler):
    """Acknowledges what is durable. What is not by then, Slack sends again, over this socket or another one."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        super().__init__(app, app_token, logger=log, web_client=client, ping_interval=PING_S)
        self._under_way: set[asyncio.Task[None]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """One envelope."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        if req.type == "events_api" and is_by_bot(req.payload):
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        try:
            await asyncio.wait_for(super().handle(client, req), DEADLINE_S)
        except ClientConnectionResetError:
            log.warning("A socket broke before something was acknowledged; Slack sends it again")
        except TimeoutError:
            log.error("Something could not be taken in within %s s; Slack sends it again", DEADLINE_S)

    async def stop(self) -> None:
        """Hang up, once what came before is acknowledged."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=DEADLINE_S)
        await self.client.close()
