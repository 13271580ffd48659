"""The fake Telegram and the fake Slack, a bot on each, and the real SDKs that talk to them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot

from tests.fakes.clock import ManualClock
from tests.fakes.slack.patience import Patience
from tests.fakes.slack_server import FakeSlack
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram
from tests.integration.fakes.club import Club, Listener


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK warns about numbers where spans of time will be."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> ManualClock:
    """Time stands still until a test moves it."""
    return ManualClock()


@pytest.fixture
async def telegram(clock: ManualClock) -> AsyncIterator[FakeTelegram]:
    """The server, without speed limits."""
    async with FakeTelegram(clock=clock, rates=None) as telegram:
        yield telegram


@pytest.fixture
def bot(telegram: FakeTelegram) -> FakeBot:
    """A bot's account."""
    return telegram.bot("123456:test-token", username="phasewalk_bot")


@pytest.fixture
async def sdk(telegram: FakeTelegram, bot: FakeBot) -> AsyncIterator[Bot]:
    """The same bot's other end: python-telegram-bot."""
    sdk = Bot(bot.token, base_url=telegram.base_url, base_file_url=telegram.base_file_url)
    async with sdk:
        yield sdk


@pytest.fixture
def ana(telegram: FakeTelegram) -> Person:
    """Somebody who has not pressed Start."""
    return telegram.user("Ana", username="ana")


@pytest.fixture
def started(bot: FakeBot, ana: Person) -> Person:
    """Ana, who pressed Start."""
    ana.starts(bot)
    return ana


@pytest.fixture
def ben(telegram: FakeTelegram) -> Person:
    """Somebody else."""
    return telegram.user("Ben", username="ben", language_code="de")


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[FakeSlack]:
    """The server, without speed limits, and with retries at once."""
    async with FakeSlack(clock=clock, rates=None, patience=Patience(retry_scale=0.0001)) as slack:
        yield slack


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    """An app's end on HTTP."""
    listener = Listener()
    app = web.Application()
    app.router.add_post("/slack", listener.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack"
    yield listener
    await runner.cleanup()


@pytest.fixture
async def club(slack: FakeSlack, listener: Listener, clock: ManualClock) -> Club:
    """A workspace with an app that listens, two people and a channel; what the setting up told the app is forgotten."""
    app = slack.app("A1", events_url=listener.url, client_id="1.2", client_secret="hush")
    team = slack.team("T1", "Coffee Club")
    install = team.install(app, bot_token="xoxb-1")
    ana, ben = team.person("Ana", zone="Europe/Lisbon"), team.person("Ben")
    coffee = team.channel("coffee", ana, ben, apps=[app])
    await slack.wait_until(lambda: app.pending == 0)
    listener.heard.clear()
    sdk = AsyncWebClient("xoxb-1", base_url=slack.api_url, retry_handlers=[])
    return Club(slack, clock, app, team, install, ana, ben, coffee, sdk)
