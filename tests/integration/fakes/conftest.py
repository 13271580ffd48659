"""The fake Telegram, a bot on it, and the real SDK that talks to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.clock import ManualClock
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram


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
