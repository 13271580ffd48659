"""The token to act with in each workspace: the one from the environment, or those that workspaces gave us."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.config import Config
from bot.platforms.slack.failures import NoTokenError, SealedError
from bot.platforms.slack.people import PREFIX
from bot.platforms.slack.seals import Seals
from bot.service.installations import Installation
from bot.service.platform import Ground
from bot.service.ports import Turn

log = logging.getLogger(__name__)

EARLY = timedelta(minutes=30)
"""So long before its end a token is exchanged; Slack's live for twelve hours."""
CLAIM = timedelta(seconds=60)
"""So long others leave the exchange to the one who began it."""
FRESH = timedelta(minutes=5)
"""So long what was read is not read again."""


class Tokens:
    """Reads, exchanges and forgets tokens. Raises what the database raises."""

    def __init__(self, config: Config, ground: Ground, api: Callable[[], AsyncWebClient]) -> None:
        """`api` makes the client with which tokens are exchanged."""
        self._api = api
        self._config = config
        self._ground = ground
        self._seals = _seals(config.keys)
        self._known: dict[str, tuple[datetime, Installation, Mapping[str, str]]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def of(self, bot: str) -> str:
        """Raises NoTokenError where the app was not let in, or is no longer; SealedError where no key opens it."""
        if not self._config.is_for_many:
            return self._config.bot_token
        async with self._locks.setdefault(bot, asyncio.Lock()):
            installation, secrets = await self._read(bot)
            if not secrets and installation.data.get("enterprise"):
                return await self.of(f"{PREFIX}{installation.data['enterprise']}")
            if not _is_ending(installation, self._ground.clock()):
                return secrets["token"]
            return await self._exchanged(installation, secrets)

    async def keep(self, bot: str, data: Mapping[str, Any], secrets: Mapping[str, str], ends: datetime | None) -> None:
        """Take a workspace's tokens in."""
        installation = Installation(bot, data, self._seal(secrets), ends)
        await self._ground.change(lambda turn: turn.installations.put(installation))
        self._known.pop(bot, None)

    async def forget(self, bot: str) -> None:
        """The app was thrown out: its tokens are worth nothing any more."""

        def work(turn: Turn) -> None:
            for one in turn.installations.all():
                if one.bot == bot or f"{PREFIX}{one.data.get('enterprise')}" == bot:
                    turn.installations.remove(one.bot)

        await self._ground.change(work)
        self._known.clear()

    async def adopt(self, team: str, enterprise: str) -> None:
        """A workspace of an organisation that let the app in as a whole uses the organisation's token."""
        bot = f"{PREFIX}{team}"
        if bot in self._known:
            return

        def work(turn: Turn) -> None:
            if turn.installations.lock(bot) is None and turn.installations.get(f"{PREFIX}{enterprise}") is not None:
                turn.installations.put(Installation(bot, {"enterprise": enterprise, "is_part": True}))

        await self._ground.change(work)

    async def seal_anew(self) -> None:
        """Everything that an older key sealed is sealed with the newest, so that the older ones can go."""
        seals = self._seals
        if seals is None:
            return

        def work(turn: Turn) -> None:
            for one in turn.installations.all():
                secrets = seals.open(one.sealed) if one.sealed and not seals.is_newest(one.sealed) else None
                if secrets is not None:
                    turn.installations.put(replace(one, sealed=seals.seal(secrets)))

        await self._ground.change(work)

    async def _read(self, bot: str) -> tuple[Installation, Mapping[str, str]]:
        now = self._ground.clock()
        known = self._known.get(bot)
        if known is None or now - known[0] > FRESH:
            found = await self._ground.look(lambda turn: turn.installations.get(bot))
            if found is None:
                self._known.pop(bot, None)
                raise NoTokenError(bot)
            known = self._known[bot] = now, found, self._open(found)
        return known[1], known[2]

    async def _exchanged(self, installation: Installation, secrets: Mapping[str, str]) -> str:
        """One process exchanges a token; the others use the old one as long as it lives."""
        now = self._ground.clock()

        def claim(turn: Turn) -> Installation | None:
            found = turn.installations.lock(installation.bot)
            if found is None or not _is_ending(found, now) or (found.claimed_until and found.claimed_until > now):
                return None
            turn.installations.put(replace(found, claimed_until=now + CLAIM))
            return found

        mine = await self._ground.change(claim)
        self._known.pop(installation.bot, None)
        if mine is None:
            return secrets["token"]
        try:
            answer = await self._exchange(self._open(mine)["refresh"])
        except Exception as error:
            if mine.expires_at is None or mine.expires_at <= now:
                raise
            log.warning("The token of %s could not be exchanged yet: %r", mine.bot, error)
            return secrets["token"]
        fresh = {"token": str(answer["access_token"]), "refresh": str(answer["refresh_token"])}
        ends = now + timedelta(seconds=int(answer["expires_in"]))
        await self.keep(mine.bot, mine.data, fresh, ends)
        return fresh["token"]

    async def _exchange(self, refresh: str) -> Mapping[str, Any]:
        asked = {
            "client_id": self._config.client_id,
            "client_secret": self._config.client_secret,
            "grant_type": "refresh_token",
            "refresh_token": refresh,
        }
        response = await self._api().api_call("oauth.v2.access", data=asked)
        found: Mapping[str, Any] = response.data  # type: ignore[assignment]
        return found

    def _seal(self, secrets: Mapping[str, str]) -> str:
        if self._seals is None:
            raise SealedError
        return self._seals.seal(secrets)

    def _open(self, installation: Installation) -> Mapping[str, str]:
        if not installation.sealed:
            return {}
        secrets = self._seals.open(installation.sealed) if self._seals else None
        if secrets is None:
            raise SealedError(installation.bot)
        return secrets


def _is_ending(installation: Installation, now: datetime) -> bool:
    return installation.expires_at is not None and installation.expires_at - EARLY <= now


def _seals(keys: Sequence[str]) -> Seals | None:
    """None where a key is none; the check says so before anything is sealed."""
    try:
        return Seals(keys) if keys else None
    except ValueError:
        return None
