"""Slack's own calls to a bot, made directly: signed events and presses, each timed until it is acknowledged."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.platforms.slack.signatures import SIGNATURE, TIMESTAMP, sign

SECRET = "s3cret"
EVENTS, INTERACTIONS = "/slack/events", "/slack/interactions"


class Knocker:
    """Calls one bot over kept connections."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def knocks(self, path: str, body: bytes, content_type: str) -> float:
        """Seconds until it was acknowledged. Raises AssertionError where it was not."""
        stamp = str(int(time.time())).encode()
        headers = {
            "content-type": content_type,
            TIMESTAMP.decode(): stamp.decode(),
            SIGNATURE.decode(): sign(SECRET, stamp, body).decode(),
        }
        began = time.perf_counter()
        async with self._session.post(self._url + path, data=body, headers=headers) as response:
            await response.read()
            assert response.status == 200, response.status
        return time.perf_counter() - began

    async def event(self, number: int, team: str, user: str, channel: str) -> float:
        """Somebody wrote in private."""
        return await self.knocks(EVENTS, json.dumps(_event(number, team, user, channel)).encode(), "application/json")

    async def press(self, number: int, team: str, user: str, channel: str) -> float:
        """Somebody pressed a button."""
        body = urlencode({"payload": json.dumps(_press(number, team, user, channel))}).encode()
        return await self.knocks(self._interactions, body, "application/x-www-form-urlencoded")

    _interactions = INTERACTIONS


class KnockerAtOneDoor(Knocker):
    """Of Bolt's own server, which has one path for everything."""

    _interactions = EVENTS


async def at_fixed_times(
    act: Callable[[int], Coroutine[Any, Any, float]], per_second: float, seconds: float
) -> list[float]:
    """Calls at fixed times, whether the ones before were answered or not; the seconds that each took, sorted."""
    began = time.perf_counter()
    tasks = []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        tasks.append(asyncio.create_task(act(number)))
    return sorted(await asyncio.gather(*tasks))


def _event(number: int, team: str, user: str, channel: str) -> dict[str, object]:
    ts = f"{1_795_000_000 + number}.000100"
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A1",
        "event_id": f"Ev{number}",
        "event_time": 1_795_000_000,
        "authorizations": [{"enterprise_id": None, "team_id": team, "user_id": "UBOT", "is_bot": True}],
        "event": {
            "type": "message",
            "channel": channel,
            "channel_type": "im",
            "user": user,
            "text": "hello",
            "ts": ts,
            "event_ts": ts,
            "team": team,
        },
    }


def _press(number: int, team: str, user: str, channel: str) -> dict[str, object]:
    return {
        "type": "block_actions",
        "team": {"id": team, "domain": "coffee"},
        "user": {"id": user, "username": "ana", "team_id": team},
        "api_app_id": "A1",
        "trigger_id": f"{number}.1.abc",
        "channel": {"id": channel, "name": "directmessage"},
        "container": {"type": "message", "message_ts": "1795000000.000100", "channel_id": channel},
        "message": {"ts": "1795000000.000100", "text": "?"},
        "actions": [{"type": "button", "action_id": "option:0", "block_id": "token/1", "value": "0"}],
    }
