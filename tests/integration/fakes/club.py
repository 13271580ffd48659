"""A workspace on the fake Slack, the real SDK, and an app that listens on HTTP."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import ManualClock
from tests.fakes.slack.apps import FakeApp, Install
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.people import Person
from tests.fakes.slack.teams import Team
from tests.fakes.slack_server import FakeSlack
from tests.fakes.wire import Json


@dataclass
class Club:
    """A small workspace with one app in it."""

    slack: FakeSlack
    clock: ManualClock
    app: FakeApp
    team: Team
    install: Install
    ana: Person
    ben: Person
    coffee: Channel
    sdk: AsyncWebClient

    def client(self, token: str) -> AsyncWebClient:
        """The SDK with another token."""
        return AsyncWebClient(token, base_url=self.slack.api_url, retry_handlers=[])


@dataclass
class Heard:
    """One request that came to the app."""

    headers: Mapping[str, str]
    body: bytes
    payload: Json


@dataclass
class Listener:
    """The app's end: keeps what it hears; `answer` says with which status and body, `hold` how long it waits first."""

    heard: list[Heard] = field(default_factory=list)
    answer: Callable[[Json], tuple[int, Any]] = lambda payload: (200, None)
    url: str = ""
    hold: asyncio.Event | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def events(self) -> list[Json]:
        """The events among it."""
        return [one.payload["event"] for one in self.heard if one.payload.get("type") == "event_callback"]

    @property
    def texts(self) -> list[str]:
        """The texts of the messages among these."""
        return [event["text"] for event in self.events if event["type"] == "message" and "text" in event]

    async def serve(self, request: web.Request) -> web.Response:
        """Take one request."""
        body = await request.read()
        if request.content_type == "application/json":
            payload: Json = json.loads(body)
        else:
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
            payload = json.loads(fields["payload"]) if "payload" in fields else fields
        self.heard.append(Heard(request.headers, body, payload))
        if self.hold is not None:
            await self.hold.wait()
        status, answer = self.answer(payload)
        if isinstance(answer, str):
            return web.Response(status=status, text=answer, headers=self.headers)
        return web.json_response(answer, status=status) if answer is not None else web.Response(status=status)


async def quiet(club: Club) -> None:
    """Wait until nothing is on its way."""
    await club.slack.wait_until(lambda: club.app.pending == 0)


async def refusal(call: Awaitable[Any]) -> Any:
    """The answer to a call that must fail."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response


async def word(call: Awaitable[Any]) -> str:
    """Slack's word for it."""
    return str((await refusal(call))["error"])


def section(text: str, **more: Any) -> Json:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Json, block_id: str = "actions") -> Json:
    """An actions block."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(label: str, action_id: str | None = None, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(label), "action_id": action_id or label.lower(), "value": "v", **more}


def options(*labels: str) -> list[Json]:
    """Options of a menu."""
    return [{"text": plain(label), "value": label.lower()} for label in labels]


def field_block(label: str, element: Json, **more: Any) -> Json:
    """An input block; its id is the label in lower case."""
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element, **more}


def modal(*blocks: Json, title: str = "Form", **more: Any) -> Json:
    """A modal with a submit button."""
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": list(blocks), **more}


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


NAME = field_block("Name", {"type": "plain_text_input", "action_id": "value", "max_length": 20})
