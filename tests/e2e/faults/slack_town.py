"""A crowd's Slack: an app that is told at a door, or over the sockets that its replicas open."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from bot.platforms.slack.manifest import BOT_SCOPES
from tests.e2e.faults.crowd import GOOD, PATIENCE_S, Talker
from tests.e2e.faults.slack import APP_TOKEN, EVENTS, PATIENCE, TEAM, TOKEN, answers, slack_app, slack_settings
from tests.fakes.slack.apps import FakeApp
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.teams import Team
from tests.fakes.slack_server import FakeSlack

START_WITHIN_S = 60.0
AGAIN_AFTER_S = 6.0
"""Longer than it takes until another replica answers what had been taken in: then nothing was."""


class SlackTown:
    """Implements `Town`."""

    is_shared = True
    pressed: Collection[int] = (1,)

    def __init__(self, slack: FakeSlack, *, over_socket: bool) -> None:
        self._slack = slack
        self._over_socket = over_socket
        self.needs_door = not over_socket
        # Where there is no door, nobody listens on the port.
        self._app = slack_app(slack, None if over_socket else "http://127.0.0.1:1")
        self._team = slack.team(TEAM, "Coffee Club")
        self._team.install(self._app, bot_token=TOKEN, scopes=list(BOT_SCOPES))

    def adds(self, name: str) -> Talker:
        return SlackTalker(self._team, self._app, name)

    def tells_twice(self) -> None:
        self._slack.faults.duplicates_events()

    def is_quiet(self) -> bool:
        return not self._app.pending

    def settings(self, door: int) -> Mapping[str, Any]:
        if self._over_socket:
            return slack_settings(self._slack, APP_TOKEN)
        app = self._app
        app.events_url = app.interactivity_url = app.commands_url = f"http://127.0.0.1:{door}{EVENTS}"
        return slack_settings(self._slack, "")

    async def waits_for(self, ports: Sequence[int]) -> None:
        if self._over_socket:
            sockets = self._app.sockets
            await self._slack.wait_until(lambda: len(sockets.open) == len(ports), timeout_s=START_WITHIN_S)
            return
        async with asyncio.timeout(START_WITHIN_S):
            for port in ports:
                while not await _answers(port):
                    await asyncio.sleep(0.05)


class SlackTalker:
    """Implements `Talker`."""

    def __init__(self, team: Team, app: FakeApp, name: str) -> None:
        self.name = name
        self._person = team.person(name)
        self._chat = self._person.dm(app)

    async def hears(self, wanted: str, number: int) -> None:
        """Where Slack says that a button did nothing, and nothing comes, press it again: Slack itself doesn't."""
        pressed = self._acts(number)
        came = self._chat.wait_for(lambda one: one.is_from_bot and wanted in one.text, timeout_s=PATIENCE_S)
        answer = asyncio.create_task(came)
        while pressed is not None and not answer.done():
            await asyncio.wait([answer], timeout=AGAIN_AFTER_S)
            if pressed.status == "failed" and not answer.done():
                with suppress(LookupError):
                    pressed = self._presses()
        await answer

    def texts(self) -> list[str]:
        return [one.earlier[0] if one.earlier else one.text for one in self._chat.messages if one.is_from_bot]

    def _acts(self, number: int) -> Delivery | None:
        if number - 1 in SlackTown.pressed:
            return self._presses()
        self._person.says(f"{self.name} says {number}", self._chat)
        return None

    def _presses(self) -> Delivery:
        return self._person.presses(GOOD, chat=self._chat)


@asynccontextmanager
async def slack_town(*, over_socket: bool, is_calm: bool) -> AsyncIterator[SlackTown]:
    """Calm or not, Slack is the same: what it tells again comes out of turn."""
    del is_calm
    async with FakeSlack(rates=None, patience=PATIENCE) as slack:
        yield SlackTown(slack, over_socket=over_socket)


async def _answers(port: int) -> bool:
    with suppress(OSError):
        return await asyncio.to_thread(answers, port)
    return False
