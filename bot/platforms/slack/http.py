"""Slack's calls over HTTP: only what is signed gets to the app, and always an answer within three seconds."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.platforms.slack.config import DEADLINE_S
from bot.platforms.slack.events import is_by_bot
from bot.platforms.slack.signatures import is_signed
from bot.service.platform import Reply, Request

log = logging.getLogger(__name__)


class Door:
    """Answers events, interactions and commands alike: Bolt tells them apart by what is in them."""

    def __init__(self, app: AsyncApp, signing_secret: str, clock_s: Callable[[], float] = time.time) -> None:
        self._app = app
        self._secret = signing_secret
        self._clock_s = clock_s

    async def take(self, request: Request) -> Reply:
        """401 for what isn't signed by Slack, 400 for what is no message, 503 where Slack shall try again."""
        if request.method != "POST":
            return Reply(405)
        if not is_signed(request, self._secret, self._clock_s()):
            return Reply(401)
        if _is_by_bot(request.body):
            return Reply(200)
        try:
            headers: dict[str, str | Sequence[str]] = {n.decode("ascii"): v.decode("ascii") for n, v in request.headers}
            asked = AsyncBoltRequest(body=request.body.decode(), query=request.query, headers=headers)
        except (ValueError, RecursionError, AttributeError):  # Bolt takes whatever JSON it finds for an object
            return Reply(400)
        body: object = asked.body
        if not isinstance(body, dict):
            return Reply(400)
        try:
            answer = await asyncio.wait_for(self._app.async_dispatch(asked), DEADLINE_S)
        except TimeoutError:
            log.error("Something could not be taken in within %s s; Slack brings events again", DEADLINE_S)
            return Reply(503)
        told = {name: values[0] for name, values in answer.headers.items() if values and name != "content-length"}
        return Reply(answer.status, answer.body.encode(), told)


def _is_by_bot(body: bytes) -> bool:
    """Two of three events tell us what we wrote ourselves: looking here takes a twentieth of Bolt's way through."""
    if not body.startswith(b"{") or b'"bot_id"' not in body:
        return False
    try:
        return is_by_bot(json.loads(body))
    except (ValueError, RecursionError):
        return False
