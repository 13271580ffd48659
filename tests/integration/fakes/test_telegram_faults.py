"""What goes wrong on purpose, as the real SDK sees it."""

import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram


@pytest.fixture(autouse=True)
def started(bot: FakeBot, ana: Person) -> None:
    """Ana pressed Start."""
    ana.starts(bot)


async def test_too_many_requests_so_many_times(telegram: FakeTelegram, sdk: Bot, ana: Person) -> None:
    telegram.faults.too_many_requests("sendMessage", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as wait:
            await sdk.send_message(ana.id, "x")
        assert wait.value.retry_after == timedelta(seconds=7)
    await sdk.send_message(ana.id, "x")

    assert len(telegram.sent) == 1
    assert [call.outcome for call in telegram.calls_of("sendMessage")] == [429, 429, 200]


@pytest.mark.parametrize(("accepted", "messages"), [(False, 0), (True, 1)])
async def test_a_gateway_answers_in_html(
    telegram: FakeTelegram, sdk: Bot, ana: Person, accepted: bool, messages: int
) -> None:
    telegram.faults.gateway_error("sendMessage", status=502, accepted=accepted)
    with pytest.raises(NetworkError):
        await sdk.send_message(ana.id, "x")

    assert len(telegram.sent) == messages


async def test_telegram_itself_fails(telegram: FakeTelegram, sdk: Bot, ana: Person) -> None:
    telegram.faults.refuses(code=500, description="Internal Server Error", times=None)
    for _ in range(3):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await sdk.send_message(ana.id, "x")
    telegram.faults.clear()
    await sdk.send_message(ana.id, "x")


async def test_a_reset_before_and_after(telegram: FakeTelegram, sdk: Bot, ana: Person) -> None:
    telegram.faults.resets_before("sendMessage")
    with pytest.raises(NetworkError, match="ReadError"):
        await sdk.send_message(ana.id, "before")
    telegram.faults.resets_after("sendMessage")
    with pytest.raises(NetworkError, match="ReadError"):
        await sdk.send_message(ana.id, "after")

    assert [message.text for message in telegram.sent] == ["after"]
    assert [call.outcome for call in telegram.calls_of("sendMessage")] == ["reset", "reset"]


async def test_an_answer_that_never_comes(telegram: FakeTelegram, sdk: Bot, ana: Person) -> None:
    telegram.faults.hangs("sendMessage")
    with pytest.raises(TimedOut):
        await sdk.send_message(ana.id, "x", read_timeout=0.1)

    assert len(telegram.sent) == 1


async def test_an_answer_that_comes_late(telegram: FakeTelegram, sdk: Bot, ana: Person) -> None:
    telegram.faults.hangs("sendMessage", seconds=0.2)
    before = time.monotonic()
    await sdk.send_message(ana.id, "x")

    assert time.monotonic() - before >= 0.2


async def test_a_fault_picks_its_calls(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, ben: Person
) -> None:
    ben.starts(bot)
    telegram.faults.resets_before(chat_id=ben.id)
    telegram.faults.resets_before(when=lambda call: call.values.get("text") == "bad")
    await sdk.send_message(ana.id, "good")
    for chat_id, text in ((ben.id, "good"), (ana.id, "bad")):
        with pytest.raises(NetworkError):
            await sdk.send_message(chat_id, text)
    await sdk.send_message(ben.id, "bad")

    assert [message.text for message in telegram.sent] == ["good", "bad"]


async def test_updates_come_twice_by_polling(telegram: FakeTelegram, sdk: Bot, ana: Person) -> None:
    telegram.faults.duplicates_updates()
    ana.says("one")
    ana.says("two")
    first = await sdk.get_updates()
    second = await sdk.get_updates(offset=first[-1].update_id + 1)

    assert [update.update_id for update in second] == [first[1].update_id]
    assert await sdk.get_updates(offset=first[-1].update_id + 1) == ()


async def test_a_poll_that_breaks_loses_nothing(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    (started,) = await sdk.get_updates()
    telegram.faults.resets_after("getUpdates")
    poll = asyncio.create_task(sdk.get_updates(offset=started.update_id + 1, timeout=10))
    await telegram.wait_until(lambda: bot.poll)
    ana.says("one")
    with pytest.raises(NetworkError):
        await poll

    assert [update.message.text for update in await sdk.get_updates() if update.message] == ["one"]


async def test_chats_overtake_each_other(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, ben: Person
) -> None:
    ben.starts(bot)
    for number in range(5):
        ana.says(f"a{number}")
        ben.says(f"b{number}")
    telegram.faults.reorders_updates(seed=1)
    updates = await sdk.get_updates()
    texts = [update.message.text or "" for update in updates if update.message]

    assert [update.update_id for update in updates] != sorted(update.update_id for update in updates)
    assert [text for text in texts if text.startswith("a")] == [f"a{number}" for number in range(5)]
    assert [text for text in texts if text.startswith("b")] == [f"b{number}" for number in range(5)]
