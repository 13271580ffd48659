"""Answers to interactions and commands that come later, at a response_url: five of them in half an hour.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.blocks import read_message_blocks
from tests.fakes.slack.wire import RefusalError
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.apps import Install
    from tests.fakes.slack.channels import Channel
    from tests.fakes.slack.messages import Message
    from tests.fakes.slack.people import Person
    from tests.fakes.slack.world import World

MAX_USES = 5
LIFE_S = 1800.0


@dataclass(eq=False)
class ResponseUrl:
    """One address, and what an answer to it is about."""

    install: Install
    channel: Channel
    person: Person
    made_at: float
    message: Message | None = None
    uses: int = 0


class ResponseUrls:
    """All that were handed out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_path: dict[str, ResponseUrl] = {}

    def make(self, install: Install, channel: Channel, person: Person, message: Message | None = None) -> str:
        """A new address."""
        path = f"/{'actions' if message else 'commands'}/{install.team.id}/{self._world.secret('response')}"
        self._by_path[path] = ResponseUrl(install, channel, person, self._world.clock(), message)
        return f"{self._world.api_url}{path}"

    def answer(self, path: str, body: Json) -> None:
        """An app answers. Raises `RefusalError`."""
        url = self._by_path.get(path)
        if url is None:
            raise RefusalError("invalid_url", status=404)
        if self._world.clock() - url.made_at > LIFE_S:
            raise RefusalError("expired_url", status=404)
        if url.uses >= MAX_USES:
            raise RefusalError("used_url", status=404)
        url.uses += 1
        self.respond(url, body)

    def respond(self, url: ResponseUrl, body: Json) -> None:
        """Show an answer: instead of the message, or as one of its own."""
        message = url.message
        if body.get("delete_original") and message is not None:
            self._world.remove(message)
            return
        content: dict[str, Any] = {
            "text": str(body.get("text") or ""),
            "blocks": read_message_blocks(body.get("blocks")),
        }
        if not content["text"] and not content["blocks"]:
            raise RefusalError("no_text", status=500)
        if body.get("replace_original") and message is not None:
            self._world.change(message, content, by=url.install.bot)
            return
        if body.get("thread_ts"):
            content["thread_ts"] = str(body["thread_ts"])
        only_for = None if body.get("response_type") == "in_channel" else url.person.id
        author = {"user": url.install.bot.id, "bot_id": url.install.bot.bot_id, "app_id": url.install.app.id}
        self._world.sent.append(self._world.post(url.channel, {**author, **content}, only_for=only_for))
