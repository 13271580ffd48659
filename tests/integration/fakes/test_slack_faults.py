"""What goes wrong on purpose, as the real SDK sees it."""

import asyncio
import json
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.integration.fakes.club import Club


async def test_slack_says_wait(club: Club) -> None:
    club.slack.faults.too_many_requests("chat.postMessage", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as wait:
            await club.sdk.chat_postMessage(channel=club.coffee.id, text="x")
        assert (wait.value.response.status_code, wait.value.response.headers["Retry-After"]) == (429, "7")
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="x")

    assert len(club.slack.sent) == 1
    assert [call.outcome for call in club.slack.calls_of("chat.postMessage")] == [429, 429, 200]


@pytest.mark.parametrize(("accepted", "messages"), [(False, 0), (True, 1)])
async def test_a_gateway_answers_in_html(club: Club, accepted: bool, messages: int) -> None:
    club.slack.faults.gateway_error("chat.postMessage", status=502, accepted=accepted)
    with pytest.raises(SlackApiError):
        await club.sdk.chat_postMessage(channel=club.coffee.id, text="x")

    assert len(club.slack.sent) == messages


async def test_an_answer_breaks_off(club: Club) -> None:
    club.slack.faults.garbage("auth.test")
    async with aiohttp.ClientSession() as session, session.post(f"{club.slack.api_url}auth.test") as response:
        body = await response.text()
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(body)


async def test_slack_itself_fails(club: Club) -> None:
    club.slack.faults.refuses(error="internal_error", times=None)
    for _ in range(3):
        with pytest.raises(SlackApiError, match="internal_error"):
            await club.sdk.auth_test()
    club.slack.faults.clear()
    await club.sdk.auth_test()


async def test_a_reset_before_and_after(club: Club) -> None:
    club.slack.faults.resets_before("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await club.sdk.chat_postMessage(channel=club.coffee.id, text="before")
    club.slack.faults.resets_after("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await club.sdk.chat_postMessage(channel=club.coffee.id, text="after")

    assert [message.text for message in club.slack.sent] == ["after"]
    assert [call.outcome for call in club.slack.calls_of("chat.postMessage")] == ["reset", "reset"]


async def test_an_answer_that_never_comes(club: Club) -> None:
    club.slack.faults.hangs("chat.postMessage")
    with pytest.raises(asyncio.TimeoutError):
        async with asyncio.timeout(0.1):
            await club.sdk.chat_postMessage(channel=club.coffee.id, text="x")

    assert len(club.slack.sent) == 1


async def test_an_answer_that_comes_late(club: Club) -> None:
    club.slack.faults.hangs("auth.test", seconds=0.2)
    before = time.monotonic()
    await club.sdk.auth_test()

    assert time.monotonic() - before >= 0.2


async def test_a_fault_picks_its_calls(club: Club) -> None:
    other = club.team.channel("other", club.ana, apps=[club.app])
    club.slack.faults.refuses(error="fatal_error", channel=other.id)
    club.slack.faults.refuses(error="fatal_error", when=lambda call: call.values.get("text") == "bad")
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="good")
    for channel, text in ((other.id, "good"), (club.coffee.id, "bad")):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await club.sdk.chat_postMessage(channel=channel, text=text)

    assert [message.text for message in club.slack.sent] == ["good"]
