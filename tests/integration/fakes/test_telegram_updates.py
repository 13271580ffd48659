"""How updates reach a bot: by polling and by webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.wire import Json


@dataclass
class Hook:
    """A bot's own server. It takes what `answers` says, and everything once that is used up."""

    url: str = ""
    got: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    delay_s: Callable[[Json], float] = lambda update: 0

    async def take(self, request: web.Request) -> web.Response:
        update: Json = await request.json()
        await asyncio.sleep(self.delay_s(update))
        self.got.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    @property
    def texts(self) -> list[str]:
        """What people wrote, in the order of arrival."""
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A server for a webhook."""
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_a_poll_waits_and_an_offset_confirms(bot: FakeBot, sdk: Bot, ana: Person) -> None:
    waiting = asyncio.create_task(sdk.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    ana.starts(bot)
    first = await asyncio.wait_for(waiting, 2)
    again = await sdk.get_updates()
    ana.says("one")
    ana.says("two")
    limited = await sdk.get_updates(offset=first[0].update_id + 1, limit=1)
    last = await sdk.get_updates(offset=-1)

    assert [update.update_id for update in first] == [update.update_id for update in again]
    assert [update.message.text for update in limited if update.message] == ["one"]
    assert [update.message.text for update in last if update.message] == ["two"]
    assert await sdk.get_updates(offset=last[0].update_id + 1) == ()
    assert bot.pending == 0


async def test_an_idle_poll_ends_empty(sdk: Bot) -> None:
    assert await sdk.get_updates(timeout=1) == ()


async def test_the_second_poller_ends_the_first(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    async with Bot(bot.token, base_url=telegram.base_url) as other:
        first = asyncio.create_task(sdk.get_updates(timeout=10))
        await telegram.wait_until(lambda: bot.poll)
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
            await first
        ana.starts(bot)
        assert len(await second) == 1


async def test_a_poller_that_hangs_up_is_forgotten(telegram: FakeTelegram, bot: FakeBot, sdk: Bot) -> None:
    gone = Bot(bot.token, base_url=telegram.base_url)
    await gone.initialize()
    poll = asyncio.create_task(gone.get_updates(timeout=10))
    await telegram.wait_until(lambda: bot.poll)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await gone.shutdown()

    assert await sdk.get_updates(timeout=1) == ()
    assert [call.refusal for call in telegram.calls_of("getUpdates")] == [None, None]


async def test_only_wanted_kinds_come(bot: FakeBot, sdk: Bot, ana: Person) -> None:
    await sdk.get_updates(allowed_updates=["my_chat_member"])
    ana.starts(bot)
    ana.blocks(bot)

    (update,) = await sdk.get_updates()
    assert update.my_chat_member is not None


async def test_a_webhook_gets_updates_with_its_secret(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, hook: Hook
) -> None:
    ana.starts(bot)
    await sdk.set_webhook(hook.url, secret_token="s3cret", allowed_updates=["message"])
    ana.says("one")
    await telegram.wait_until(lambda: bot.pending == 0)

    assert hook.texts == ["/start", "one"]
    assert hook.secrets == ["s3cret", "s3cret"]
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await sdk.get_updates()
    info = await sdk.get_webhook_info()
    assert (info.url, info.pending_update_count, info.allowed_updates) == (hook.url, 0, ("message",))


async def test_a_webhook_is_tried_until_it_takes_an_update(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, hook: Hook
) -> None:
    hook.answers = [500, 503]
    await sdk.set_webhook(hook.url)
    ana.starts(bot)
    ana.says("one")
    await telegram.wait_until(lambda: bot.pending == 0)
    info = await sdk.get_webhook_info()

    assert hook.texts == ["/start", "/start", "/start", "one"]
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_webhook_that_is_down_keeps_its_updates(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person
) -> None:
    await sdk.set_webhook("http://127.0.0.1:9/hook")
    ana.starts(bot)
    await telegram.wait_until(lambda: bot.webhook and bot.webhook.last_error)
    info = await sdk.get_webhook_info()
    await sdk.delete_webhook()

    assert (info.last_error_message, info.pending_update_count) == ("Connection refused", 1)
    assert len(await sdk.get_updates()) == 1


async def test_chats_do_not_wait_for_each_other(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, hook: Hook) -> None:
    ana, ben = telegram.user("Ana"), telegram.user("Ben")
    hook.delay_s = lambda update: 0.2 if update["message"]["from"]["first_name"] == "Ana" else 0
    await sdk.set_webhook(hook.url, max_connections=2)
    ana.starts(bot)
    ana.says("ana")
    ben.starts(bot)
    ben.says("ben")
    await telegram.wait_until(lambda: bot.pending == 0)

    assert hook.texts == ["/start", "ben", "/start", "ana"]


async def test_a_webhook_gets_an_update_twice(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, hook: Hook
) -> None:
    await sdk.set_webhook(hook.url)
    telegram.faults.duplicates_updates()
    ana.starts(bot)
    ana.says("one")
    await telegram.wait_until(lambda: bot.pending == 0)

    assert hook.texts == ["/start", "/start", "one"]
    assert hook.got[0]["update_id"] == hook.got[1]["update_id"]


async def test_setting_a_webhook_ends_a_poll_and_may_drop_updates(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, hook: Hook
) -> None:
    poll = asyncio.create_task(sdk.get_updates(timeout=10))
    await telegram.wait_until(lambda: bot.poll)
    await sdk.set_webhook(hook.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    hook.answers = [500] * 100
    ana.starts(bot)
    await telegram.wait_until(lambda: bot.webhook and bot.webhook.last_error)
    await sdk.delete_webhook(drop_pending_updates=True)

    assert bot.pending == 0


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.com/", "", "An HTTPS URL must be provided"),
        ("ftp://example.com/", "", "An HTTPS URL must be provided"),
        ("https://example.com/", "no spaces", "unallowed characters"),
    ],
)
async def test_bad_webhooks(sdk: Bot, url: str, secret: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await sdk.set_webhook(url, secret_token=secret)
