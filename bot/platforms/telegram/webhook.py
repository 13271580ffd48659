"""Taking updates over HTTP: 200 only after an update is durable, 401 and 400 for what is not Telegram's."""

import hmac
import json
import logging

from bot.platforms.telegram.updates import Bot, MalformedUpdateError, to_arrivals
from bot.service.platform import Accept

log = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
SIZE_LIMIT = 1_000_000
"""Bytes of one update; Telegram's own are far smaller."""


class Webhook:
    """One bot's address."""

    def __init__(self, me: Bot, secret: str, accept: Accept) -> None:
        self._me = me
        self._secret = secret.encode()
        self._accept = accept

    async def take(self, secret: bytes, body: bytes) -> int:
        """Take one request in; returns the status to answer with."""
        if not self._secret or not hmac.compare_digest(secret, self._secret):
            return 401
        if len(body) > SIZE_LIMIT:
            return 400
        try:
            arrived = to_arrivals(json.loads(body), self._me)
        except (ValueError, RecursionError, MalformedUpdateError):
            return 400
        try:
            await self._accept(self._me.id, arrived)
        except Exception:
            log.exception("An update could not be taken in; Telegram sends it again")
            return 503
        return 200
