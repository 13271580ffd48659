"""Builds the process that `run`, `web` and `worker` start."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from time import time
from typing import Any

from bot import bootstrap
from bot.bootstrap import App
from bot.delivery.courier import Courier
from bot.delivery.futures import Bridge
from bot.delivery.rounds import Rhythm, Rounds
from bot.delivery.runner import Runner
from bot.platforms.telegram.html import to_html
from bot.platforms.telegram.platform import PACES, Config, TelegramPlatform
from bot.replica import Replica, numbers
from bot.service.aftermath import Aftermath
from bot.service.errors import DifferentZonesError, NoPlatformError
from bot.service.paces import Paces
from bot.service.steps import Steps
from bot.settings import Settings
from bot.web.app import build_app
from bot.web.metrics import Metrics
from bot.web.server import HttpServer


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process does: take events in over HTTP, fetch them, run them and send what comes of it."""

    serves: bool
    works: bool


RUN = Parts(serves=True, works=True)
WEB = Parts(serves=True, works=False)
WORKER = Parts(serves=False, works=True)


def telegram_config(settings: Settings, paces: Paces = PACES) -> Config | None:
    """None where no bot is configured."""
    if settings.telegram_token is None:
        return None
    return Config(
        settings.telegram_token.get_secret_value(),
        settings.telegram_api_url,
        settings.telegram_webhook_url,
        settings.telegram_webhook_secret.get_secret_value(),
        paces,
    )


@contextmanager
def serving(settings: Settings, *, paces: Paces = PACES) -> Iterator["Plant"]:
    """Everything that does not need an event loop. Raises NoPlatformError, StorageError, DifferentZonesError."""
    config = telegram_config(settings, paces)
    if config is None:
        raise NoPlatformError
    replica = f"{secrets.token_hex(6)}"
    with bootstrap.running(settings, carrier=replica) as app:
        _agree_on_zones(app, settings)
        yield Plant(app, settings, config, replica)


def _agree_on_zones(app: App, settings: Settings) -> None:
    """Times are worked out by every replica alike, or not at all. One that is alone decides."""
    mine = version("tzdata")
    if settings.database_url.startswith("sqlite"):
        app.store.submit(lambda turn: turn.upkeep.set_agreement(bootstrap.ZONES, mine)).result()
        return
    agreed = app.store.submit(lambda turn: turn.upkeep.agree(bootstrap.ZONES, mine)).result()
    if agreed != mine:
        raise DifferentZonesError(agreed=agreed, mine=mine)


@dataclass(frozen=True)
class Plant:
    """A program on its database, from which a replica is built inside an event loop."""

    app: App
    settings: Settings
    config: Config
    replica: str

    def build(self, parts: Parts, rhythm: Rhythm | None = None) -> Replica:
        """Connects nothing yet."""
        app, rhythm = self.app, rhythm or Rhythm()
        if self._is_alone:
            rhythm = replace(rhythm, lifetime_s=0.0)
        bridge = Bridge(asyncio.get_running_loop())
        office = app.conversations.office
        platform = TelegramPlatform(self.config, app.words, self._fetch(), self._put_link(bridge))
        aftermath = Aftermath(office)
        steps = Steps(app.store, app.conversations, aftermath)
        courier = rounds = None
        if parts.works:
            senders = {platform.id: platform.sender}
            courier = Courier(app.store, bridge, senders, aftermath, self.replica, now_s=time)
        runner = Runner(steps, bridge, courier, self.replica)
        if courier is not None:
            rounds = Rounds(
                app.store,
                bridge,
                runner,
                courier,
                aftermath=aftermath,
                replica=self.replica,
                clock=office.clock,
                rhythm=rhythm,
            )
        server = self._server(bridge, platform, runner, courier) if parts.serves else None
        takes_in = parts.serves if self.config.webhook_url else parts.works
        return Replica([platform], runner, courier, rounds, server, claims=not parts.serves, takes_in=takes_in)

    @property
    def _is_alone(self) -> bool:
        """On SQLite one process writes at a time, so whatever others had begun can be taken over at once."""
        return self.settings.database_url.startswith("sqlite")

    def _server(
        self, bridge: Bridge, platform: TelegramPlatform, runner: Runner, courier: Courier | None
    ) -> HttpServer:
        store = self.app.store

        async def boxes() -> Mapping[tuple[str, str], int]:
            return await bridge.settled(store.submit(lambda turn: turn.upkeep.counts()))

        async def is_ready() -> bool:
            try:
                await asyncio.wait_for(bridge.settled(store.submit(lambda turn: turn.upkeep.links())), 2.0)
            except Exception:
                return False
            return True

        app = build_app(
            lambda: {f"/telegram/{self.config.number}": platform.webhook.take} if platform.webhook else {},
            is_ready,
            Metrics(lambda: numbers(runner, courier), boxes),
        )
        return HttpServer(app, self.settings.http_host, self.settings.http_port)

    def _fetch(self) -> Callable[[Mapping[str, Any]], Awaitable[tuple[str, bytes, str]]]:
        documents, words = self.app.documents, self.app.words

        async def fetch(payload: Mapping[str, Any]) -> tuple[str, bytes, str]:
            name, content, about = await asyncio.to_thread(documents.file, payload)
            return name, content, to_html(words.rich(about))

        return fetch

    def _put_link(self, bridge: Bridge) -> Callable[[str, str], Awaitable[None]]:
        async def put_link(bot: str, link: str) -> None:
            await bridge.settled(self.app.store.submit(lambda turn: turn.upkeep.put_bot(bot, link)))

        return put_link
