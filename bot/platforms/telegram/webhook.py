"""Taking updates over HTTP: 200 only after an update is durable, 401 and 400 for what is not Telegram's."""

import hmac
import json
import logging
from collections.abc import Sequence

from bot.platforms.telegram.updates import Bot, MalformedUpdateError, to_arrivals
from bot.service.platform import Accept

log = logging.getLogger(__name__)

HEADER = b"x-telegram-bot-api-secret-token"


class Webhook:
    """One bot's address."""

    def __init__(self, me: Bot, secret: str, accept: Accept) -> None:
        self._me = me
        self._secret = secret.encode()
        self._accept = accept

    async def take(self, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> int:
        """Take one request in; returns the status to answer with. A second secret is one too many."""
        secrets = [value for name, value in headers if name == HEADER]
        if not self._secret or len(secrets) != 1 or not hmac.compare_digest(secrets[0], self._secret):
            return 401
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
