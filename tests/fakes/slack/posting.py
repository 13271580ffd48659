"""Telling an app over HTTP: signed requests to the addresses that it has set."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.patience import Outcome

if TYPE_CHECKING:
    from tests.fakes.slack.apps import FakeApp
    from tests.fakes.slack.deliveries import Delivery

_FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What X-Slack-Signature holds (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Posting:
    """The connections to one app. Lives in the server's loop."""

    def __init__(self, app: FakeApp) -> None:
        self._app = app
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def tell(self, delivery: Delivery) -> Outcome:
        """One attempt."""
        url = self._url(delivery)
        if not url:
            return Outcome("connection_failed")
        body, content_type = _encoded(delivery)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        headers |= self._signed(body)
        if delivery.attempts:
            headers |= {"X-Slack-Retry-Num": str(delivery.attempts), "X-Slack-Retry-Reason": delivery.reason}
        timeout = aiohttp.ClientTimeout(total=self._app.world.patience.timeout_s)
        request = self._session.post(url, data=body, headers=headers, allow_redirects=False, timeout=timeout)
        try:
            async with request as response:
                text = await response.text()
                may_retry = response.headers.get("X-Slack-No-Retry") != "1"
                return Outcome("" if response.ok else "http_error", text, may_retry)
        except TimeoutError:
            return Outcome("http_timeout")
        except aiohttp.ClientConnectorError:
            return Outcome("connection_failed")
        except aiohttp.ClientError:
            return Outcome("http_error")

    async def close(self) -> None:
        """Hang up."""
        await self._session.close()

    def _url(self, delivery: Delivery) -> str | None:
        if delivery.kind == "events_api":
            return self._app.events_url
        return self._app.commands_url if delivery.kind == "slash_commands" else self._app.interactivity_url

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._app.world.clock()))
        signed = signature(self._app.signing_secret, timestamp, body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signed}


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == "events_api":
        return delivery.body.encode(), "application/json"
    fields = {"payload": delivery.body} if delivery.kind == "interactive" else json.loads(delivery.body)
    return urlencode(fields).encode(), _FORM
