"""Everything that Slack brings, told apart by one listener a kind; acknowledged when it is durable."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.fields import part, parts, text
from bot.platforms.slack import commands, events, interactions, pressing
from bot.platforms.slack.accounts import People
from bot.platforms.slack.people import PREFIX
from bot.platforms.slack.sheets import Sheets
from bot.platforms.slack.tokens import Tokens
from bot.service.arrivals import Account, Arrived, Message, Move, Unreadable
from bot.service.platform import Accept

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
MENTIONS = 10
"""So many people of one message are looked up: Slack waits for it."""
_ANY = re.compile(".*", re.DOTALL)


class Desk:
    """Takes in events, interactions and commands, whichever way they came."""

    def __init__(self, accept: Accept, people: People, sheets: Sheets, tokens: Tokens) -> None:
        self._accept = accept
        self._people = people
        self._sheets = sheets
        self._tokens = tokens

    async def event(self, body: dict[str, Any]) -> None:
        """Something happened in a workspace."""
        leave = _LEAVING.get(text(part(body, "event"), "type"))
        if leave is not None:
            await leave(self, body)
            return
        await self._learn(body)
        for arrived in events.to_arrivals(body):
            await self._take(arrived)

    async def action(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Somebody pressed or chose something."""
        if pressing.is_form_press(body):
            pressed = pressing.to_form_press(body)
            if pressed is not None:
                await self._sheets.open(
                    replace(pressed, author=await self._described(pressed.place.bot, pressed.author))
                )
        else:
            arrived = pressing.to_arrival(body)
            if arrived is not None:
                await self._take(arrived)
        await ack()

    async def submitted(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Somebody sent a form."""
        sent = interactions.to_submission(body)
        if sent is None:
            await ack()
            return
        author = await self._described(sent.bot, sent.author)
        await ack(**await self._sheets.submit(replace(sent, author=author)))

    async def closed(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Somebody closed a form."""
        sent = interactions.to_submission(body)
        if sent is not None:
            await self._sheets.close(replace(sent, author=await self._described(sent.bot, sent.author)))
        await ack()

    async def shortcut(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Somebody wants to keep a message."""
        found = interactions.to_shortcut(body)
        if found is not None:
            author = await self._described(found.place.bot, found.author)
            await self._sheets.open_keep(replace(found, author=author))
        await ack()

    async def options(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Slack asks what to offer in a menu."""
        asked = interactions.to_suggestion(body)
        await ack(options=await self._sheets.options(asked) if asked is not None else [])

    async def command(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Somebody used the slash command."""
        arrived = commands.to_arrival(body)
        if arrived is not None:
            await self._take(arrived)
        await ack()

    async def _take(self, arrived: Arrived) -> None:
        """Returns when it is durable. The profile comes first: what somebody may do can hang on it."""
        arrival = arrived.arrival
        bot = arrival.place.bot
        if not isinstance(arrival, Move | Unreadable) and arrival.author.id:
            arrival = replace(arrival, author=await self._described(bot, arrival.author))
        if isinstance(arrival, Message) and arrival.mentions:
            arrival = await self._with_names(bot, arrival)
        await self._accept(bot, [Arrived(arrived.key, arrival)])

    async def _with_names(self, bot: str, message: Message) -> Message:
        """The message with people's names where Slack writes ids; an id stays where nobody tells whose it is."""
        written = sorted(message.mentions.items(), key=lambda one: len(one[0]), reverse=True)[:MENTIONS]
        asked = (self._described(bot, Account(account, "")) for _, account in written)
        told = await asyncio.gather(*asked, return_exceptions=True)
        mentions, text = dict(message.mentions), message.text
        for (shown, account), one in zip(written, told, strict=True):
            if isinstance(one, Account):
                text = text.replace(shown, f"@{one.name}")
                mentions[f"@{one.name}"] = mentions.pop(shown, account)
        return replace(message, text=text, mentions=mentions)

    async def _described(self, bot: str, author: Account) -> Account:
        return await self._people.describe(bot, author)

    async def _learn(self, body: Body) -> None:
        """A workspace of an organisation that let us in as a whole may be new to us."""
        first = next(iter(parts(body, "authorizations")), {})
        if first.get("is_enterprise_install") is True:
            await self._tokens.adopt(text(first, "team_id"), text(first, "enterprise_id"))

    async def _uninstalled(self, body: Body) -> None:
        await self._tokens.forget(_installed(body))

    async def _revoked(self, body: Body) -> None:
        """Only the bot's token is ours."""
        if part(part(body, "event"), "tokens").get("bot"):
            await self._tokens.forget(_installed(body))


_LEAVING: Mapping[str, Callable[[Desk, Body], Awaitable[None]]] = {
    "app_uninstalled": Desk._uninstalled,
    "tokens_revoked": Desk._revoked,
}


def _installed(body: Body) -> str:
    return f"{PREFIX}{text(body, 'team_id') or text(body, 'enterprise_id')}"


def build_app(desk: Desk, client: AsyncWebClient) -> AsyncApp:
    """Bolt with one listener a kind: its search for the right one grows with their number."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """Whoever signed is Slack, and the tokens are looked up where they are used."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="unused")  # noqa: S106

    app = AsyncApp(
        name="phasewalk",
        logger=log,
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        ignoring_self_assistant_message_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.event(_ANY)(desk.event)
    app.action(_ANY)(desk.action)
    app.view_submission(_ANY)(desk.submitted)
    app.view_closed(_ANY)(desk.closed)
    app.shortcut(_ANY)(desk.shortcut)
    app.options(_ANY)(desk.options)
    app.command(_ANY)(desk.command)
    return app
