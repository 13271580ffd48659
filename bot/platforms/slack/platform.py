"""An app on Slack as the program runs it: one bot in each workspace that it was let into."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.platforms.fields import text
from bot.platforms.slack.accounts import People
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.checking import check
from bot.platforms.slack.config import Config
from bot.platforms.slack.desk import Desk, build_app
from bot.platforms.slack.http import Door
from bot.platforms.slack.installing import Installing, app_link
from bot.platforms.slack.people import PREFIX
from bot.platforms.slack.sending import File, SlackSender
from bot.platforms.slack.sheets import Sheets
from bot.platforms.slack.socket import Socket
from bot.platforms.slack.tokens import Tokens
from bot.service.platform import Accept, Ground, Hook, Notice
from bot.service.sender import Sender
from dialogs.texts import phrase

log = logging.getLogger(__name__)

LOOK_S = 30.0
"""How often this process looks for workspaces that came in through another one."""


class Senders(Mapping[str, Sender]):
    """One for each workspace; those of a workspace that is new here are made when they are asked for."""

    def __init__(self, calls: Calls, config: Config, ground: Ground) -> None:
        self._calls = calls
        self._paces = config.paces
        self._ground = ground
        self._made: dict[str, SlackSender] = {}

    def add(self, bot: str) -> None:
        """A workspace has come in."""
        if bot not in self._made:
            self._made[bot] = SlackSender(bot, self._calls, self._fetch, self._paces)

    async def _fetch(self, payload: Mapping[str, Any]) -> File:
        name, content, about = await self._ground.document(payload)
        return name, content, self._ground.conversations.words.plain(about)

    def __contains__(self, bot: object) -> bool:
        return isinstance(bot, str) and bot.startswith(PREFIX)

    def __getitem__(self, bot: str) -> Sender:
        if bot not in self:
            raise KeyError(bot)
        self.add(bot)
        return self._made[bot]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._made))

    def __len__(self) -> int:
        return len(self._made)


class SlackPlatform:
    """Implements the service's `Platform`."""

    def __init__(self, config: Config, ground: Ground) -> None:
        self.id = "slack"
        self._config = config
        self._ground = ground
        self._tokens = Tokens(config, ground, lambda: self._calls.with_token(None))
        self._calls = Calls(config.base_url, self._tokens.of)
        self.senders = Senders(self._calls, config, ground)
        self._hooks: dict[str, Hook] = {}
        self._socket: Socket | None = None
        self._looking: asyncio.Task[None] | None = None

    @property
    def comes_over_http(self) -> bool:
        return self._config.comes_over_http

    @property
    def hooks(self) -> Mapping[str, Hook]:
        return self._hooks

    async def check(self) -> Sequence[Notice]:
        return await check(self._config, self._calls, self._tokens, self._ground)

    async def start(self, accept: Accept | None) -> None:
        if self._config.is_for_many:
            await self._tokens.seal_anew()
            await self._look()
            self._looking = self._looking or asyncio.create_task(self._look_again_and_again())
        else:
            await self._know_own_team()
        if accept is not None:
            await self._open(accept)

    async def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        if self._socket is not None:
            await self._socket.stop()

    async def close(self) -> None:
        await self._calls.close()

    async def _open(self, accept: Accept) -> None:
        words = self._ground.conversations.words
        people = People(self._calls, words.plain(phrase("slack.outsider")))
        desk = Desk(accept, people, Sheets(self._calls, self._ground, accept), self._tokens)
        app = build_app(desk, self._calls.with_token(None))
        if self._config.is_for_many:
            installing = Installing(self._config, self._tokens, self._ground, self._calls.with_token(None))
            self._hooks |= {"/slack/install": installing.install, "/slack/oauth_redirect": installing.come_back}
        if self.comes_over_http:
            door = Door(app, self._config.signing_secret)
            self._hooks |= dict.fromkeys(("/slack/events", "/slack/interactions", "/slack/commands"), door.take)
        else:
            self._socket = Socket(app, self._config.app_token, self._calls.with_token(self._config.app_token))
            await self._socket.client.connect_to_new_endpoint()

    async def _know_own_team(self) -> None:
        """Who we are, and the link that leads to us."""
        me = await self._calls.ask(PREFIX, "auth.test")
        bot = f"{PREFIX}{me['team_id']}"
        link = ""
        with suppress(SlackApiError):
            told = await self._calls.ask(PREFIX, "bots.info", {"bot": str(me.get("bot_id", ""))})
            link = app_link(text(told.get("bot") or {}, "app_id"), str(me["team_id"]))
        await self._ground.change(lambda turn: turn.upkeep.put_bot(bot, link))
        self.senders.add(bot)

    async def _look(self) -> None:
        for one in await self._ground.look(lambda turn: turn.installations.all()):
            self.senders.add(one.bot)

    async def _look_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self._look()
            except Exception:
                log.exception("New workspaces could not be looked for")
