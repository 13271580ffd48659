"""Slack as the contract sees it: the bot runs in this process whenever somebody talks."""

import asyncio
import contextlib
import re
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from http import HTTPStatus
from typing import Self

import aiohttp
from pydantic import SecretStr

from bot.platforms.slack.manifest import BOT_SCOPES, EVENTS
from bot.service.paces import UNLIMITED
from bot.service.ports import Clock
from bot.serving import RUN, serving
from bot.settings import Settings
from dialogs.commands import Command, read
from tests.contract import slack_answers
from tests.contract.waiting import arrived
from tests.fakes.slack.apps import FakeApp
from tests.fakes.slack.people import Person
from tests.fakes.slack.teams import Team
from tests.fakes.slack_server import FakeSlack
from tests.rest import Watch

PATIENCE_S = 10.0


class How(Enum):
    """What people do where more than one thing says the same."""

    TYPES = "type everything"
    PRESSES = "press, choose and pick where that says the same"
    FILLS = "fill in forms where the next messages fill one"


class SlackPlace:
    """One workspace, and the people who talk to the bot in private. Whoever comes second is invited."""

    def __init__(self, slack: FakeSlack, app: FakeApp, settings: Settings, clock: Clock, how: How) -> None:
        self._slack = slack
        self._settings = settings
        self._clock = clock
        self._how = how
        self._app = app
        self._team: Team = slack.team("T1", "Coffee Club")
        self._team.install(app, bot_token="xoxb-1", scopes=list(BOT_SCOPES))
        self._people: dict[str, Person] = {}

    @classmethod
    @contextlib.contextmanager
    def open(cls, database_url: str, clock: Clock, *, has_socket: bool, how: How) -> Iterator[Self]:
        """On a Slack of its own, without speed limits."""
        with FakeSlack.in_thread(rates=None) as slack:
            port = _free_port()
            at = f"http://127.0.0.1:{port}/slack"
            app = slack.app(
                "A1",
                events_url=f"{at}/events",
                interactivity_url=f"{at}/interactions",
                commands_url=f"{at}/commands",
                signing_secret="s3cret",
                app_token="xapp-1",
                scopes=list(BOT_SCOPES),
                subscribes=frozenset(EVENTS),
                socket_mode=has_socket,
            )
            settings = Settings(
                database_url=database_url,
                slack_bot_token=SecretStr("xoxb-1"),
                slack_app_token=SecretStr("xapp-1" if has_socket else ""),
                slack_signing_secret=SecretStr("s3cret"),
                slack_api_url=slack.api_url,
                http_port=port,
            )
            yield cls(slack, app, settings, clock, how)

    def talk(self, name: str, *messages: str) -> None:
        asyncio.run(self._talk(name, *messages))

    def documents(self) -> Mapping[str, str]:
        files = [file for message in self._slack.sent for file in message.files]
        return {file.name: file.content.decode() for file in files}

    async def _talk(self, name: str, *messages: str) -> None:
        with serving(self._settings, paces=UNLIMITED, clock=self._clock) as plant:
            replica = plant.build(RUN)
            running = asyncio.create_task(replica.run(lambda notices: None))
            watch = Watch(self._settings.database_url)
            try:
                async with asyncio.timeout(PATIENCE_S):
                    while not await self._is_listening():
                        await asyncio.sleep(0.005)
                person = await self._come_in(watch, name)
                await arrived(plant.app, self._clock, watch)
                await self._say_all(watch, person, [message for message in messages if message.strip()])
            finally:
                watch.close()
                replica.stopping.set()
                await running

    async def _is_listening(self) -> bool:
        if self._app.socket_mode:
            return bool(self._app.sockets.open)
        with contextlib.suppress(aiohttp.ClientConnectionError):
            async with aiohttp.request("GET", str(self._app.events_url)) as response:
                return response.status == HTTPStatus.METHOD_NOT_ALLOWED
        return False

    async def _come_in(self, watch: Watch, name: str) -> Person:
        """Nothing happens where they are there already."""
        if name in self._people:
            return self._people[name]
        code = await self._invitation(watch) if self._people else ""
        person = self._people[name] = self._team.person(name, zone="Etc/UTC")
        await self._does(watch, lambda: self._commands(person, f"join {code}" if code else ""))
        return person

    async def _invitation(self, watch: Watch) -> str:
        host = next(iter(self._people.values()))
        await self._does(watch, lambda: self._commands(host, "invite"))
        found = re.search(r"/phasewalk join (\S+)", host.sees(chat=host.dm(self._app)))
        assert found is not None
        return found[1]

    async def _say_all(self, watch: Watch, person: Person, messages: Sequence[str]) -> None:
        left = list(messages)
        while left:
            taken = await self._fill(watch, person, left) if self._how is How.FILLS else 0
            if not taken:
                await self._does(watch, self._answer(person, left[0]))
            del left[: taken or 1]

    def _answer(self, person: Person, message: str) -> Callable[[], object]:
        """What can be pressed, where people press; else what is typed: a command behind Slack's own."""
        chat = person.dm(self._app)
        asked = slack_answers.asked(chat.messages)
        pressed = slack_answers.press(person, asked, message) if asked and self._how is How.PRESSES else None
        if pressed is not None:
            return pressed
        if message.startswith("/") and isinstance(read(message), Command):
            return lambda: self._commands(person, message[1:])
        return lambda: person.says(message, chat)

    async def _fill(self, watch: Watch, person: Person, messages: Sequence[str]) -> int:
        """Answer in a form as far as the next messages fill it; how many did. None is taken where Slack or the bot
        would have something against one."""
        asked = slack_answers.asked(person.dm(self._app).messages)
        if asked is None or slack_answers.FORM not in asked.buttons:
            return 0
        await self._does(watch, lambda: person.presses(slack_answers.FORM, on=asked))
        form = person.sees_view()
        filled = slack_answers.fill(form, messages)
        if filled:
            await self._does(watch, form.submits)
        while person.stack:
            filled = 0 if person.stack[-1].problems else filled
            await self._does(watch, person.sees_view().closes)
        return filled

    def _commands(self, person: Person, text: str) -> None:
        person.commands("/phasewalk", text, person.dm(self._app))

    async def _does(self, watch: Watch, action: Callable[[], object]) -> None:
        """Act, and wait until all that comes of it has arrived."""
        action()
        async with asyncio.timeout(PATIENCE_S):
            while self._app.pending or not watch.is_at_rest():
                await asyncio.sleep(0.001)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
