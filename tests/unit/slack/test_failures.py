"""What Slack's answers and broken connections say about a call."""

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.platforms.slack.failures import NoTokenError, SealedError, to_outcome
from bot.service.outcomes import Closed, Failed, Outcome, Refused, Sent, Slow, Unknown


def refused(word: str | None, status: int = 200, **more: Any) -> SlackApiError:
    headers = more.pop("headers", {})
    data = {"ok": False, **({"error": word} if word is not None else {}), **more}
    return SlackApiError("no", SimpleNamespace(data=data, status_code=status, headers=headers))


@pytest.mark.parametrize(
    ("error", "once", "again"),
    [
        (refused("ratelimited", 429, headers={"Retry-After": "7"}), Slow(7.0), Slow(7.0)),
        (refused("ratelimited", 429), Slow(30.0), Slow(30.0)),
        (refused("ratelimited", headers={"Retry-After": "soon"}), Slow(30.0), Slow(30.0)),
        (refused("message_not_found"), Sent(), Sent()),
        (refused("channel_not_found"), Closed("channel_not_found"), Closed("channel_not_found")),
        (refused("is_archived"), Closed("is_archived"), Closed("is_archived")),
        (refused("token_revoked"), Failed("token_revoked"), Failed("token_revoked")),
        (refused("missing_scope"), Failed("missing_scope"), Failed("missing_scope")),
        (refused("internal_error"), Unknown("internal_error"), Failed("internal_error")),
        (refused(None, 503), Unknown("status 503"), Failed("status 503")),
        (refused("something_new", 500), Unknown("something_new"), Failed("something_new")),
        (refused("invalid_blocks"), Refused("invalid_blocks"), Refused("invalid_blocks")),
        (NoTokenError("slack:T1"), Closed("NoTokenError: slack:T1"), Closed("NoTokenError: slack:T1")),
        (SealedError("slack:T1"), Failed("SealedError: slack:T1"), Failed("SealedError: slack:T1")),
        (TimeoutError(), Unknown("TimeoutError"), Failed("TimeoutError")),
        (aiohttp.ServerDisconnectedError("gone"), Unknown("ServerDisconnectedError: gone"), None),
        (asyncio.IncompleteReadError(b"", 5), None, None),
    ],
)
def test_a_failure_says_what_became_of_a_call(error: Exception, once: Outcome | None, again: Outcome | None) -> None:
    found, repeatable = to_outcome(error, is_repeatable=False), to_outcome(error, is_repeatable=True)
    assert found == once if once is not None else isinstance(found, Unknown)
    assert repeatable == again if again is not None else isinstance(repeatable, Failed)


def test_slacks_reasons_are_kept() -> None:
    error = refused("invalid_blocks", response_metadata={"messages": ["[ERROR] no more than 50 items allowed"]})
    assert to_outcome(error, is_repeatable=False) == Refused("invalid_blocks: [ERROR] no more than 50 items allowed")


async def test_a_connection_that_never_was_sent_nothing() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError) as caught:
            await session.get("http://127.0.0.1:1/")
    assert isinstance(to_outcome(caught.value, is_repeatable=False), Failed)
