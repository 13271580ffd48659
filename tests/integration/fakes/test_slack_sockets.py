"""Socket Mode on the fake Slack, with slack_sdk's own client."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.patience import Patience
from tests.fakes.slack.sockets import Socket, Sockets
from tests.fakes.wire import Json
from tests.integration.fakes.club import Club, actions, button, quiet


@dataclass
class Ear:
    """An app's end of one socket: keeps what it hears; `answer` says what it acknowledges with."""

    client: SocketModeClient
    heard: list[SocketModeRequest] = field(default_factory=list)
    answer: Callable[[Json], Json | None] = lambda payload: None
    deaf_for: int = 0

    async def listen(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Take one envelope."""
        self.heard.append(request)
        if len(self.heard) > self.deaf_for:
            response = SocketModeResponse(request.envelope_id, self.answer(request.payload))
            await client.send_socket_mode_response(response)

    @property
    def texts(self) -> list[str]:
        """The texts of the messages it has heard."""
        events = [request.payload["event"] for request in self.heard if request.type == "events_api"]
        return [event["text"] for event in events if event["type"] == "message"]


@dataclass
class Ears:
    """All sockets of a test."""

    club: Club
    open: list[Ear] = field(default_factory=list)

    async def one_more(self) -> Ear:
        """Open a socket."""
        sdk = AsyncWebClient(base_url=self.club.slack.api_url, retry_handlers=[])
        ear = Ear(SocketModeClient(self.club.app.app_token, web_client=sdk, ping_interval=0.05))
        ear.client.socket_mode_request_listeners.append(ear.listen)
        self.open.append(ear)
        await ear.client.connect()
        return ear


@pytest.fixture
async def ears(club: Club) -> AsyncIterator[Ears]:
    """The app in Socket Mode."""
    club.app.socket_mode = True
    ears = Ears(club)
    yield ears
    for ear in ears.open:
        await ear.client.close()


def has_changed(sockets: Sockets, first: Socket) -> bool:
    """Whether another socket is the first now."""
    return bool(sockets.open) and sockets.open[0] is not first


async def test_all_kinds_come_by_socket(club: Club, ears: Ears) -> None:
    ear = await ears.one_more()
    ear.answer = lambda payload: {"text": "All is well"} if payload.get("command") else None
    club.ana.says("hi", club.coffee)
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="?", blocks=[actions(button("Yes"))])
    await quiet(club)
    await club.ana.presses("Yes", chat=club.coffee).over()
    await club.ana.commands("/phasewalk", "status", club.coffee).over()

    assert [request.type for request in ear.heard] == ["events_api", "events_api", "interactive", "slash_commands"]
    assert [request.accepts_response_payload for request in ear.heard] == [False, False, True, True]
    assert ear.heard[0].retry_attempt == 0
    assert ear.heard[3].payload["text"] == "status"
    assert club.ana.sees(1, club.coffee) == "All is well"


async def test_sockets_take_turns(club: Club, ears: Ears) -> None:
    one, two = await ears.one_more(), await ears.one_more()
    await club.slack.wait_until(lambda: len(club.app.sockets.open) == 2)
    for number in range(4):
        club.ana.says(str(number), club.coffee)
    await quiet(club)

    assert (len(one.texts), len(two.texts)) == (2, 2)


async def test_what_is_not_acknowledged_comes_again(club: Club, ears: Ears) -> None:
    ear = await ears.one_more()
    ear.deaf_for = 1
    club.slack.world.patience = Patience(timeout_s=0.5, retry_scale=0)
    club.ana.says("hi", club.coffee)
    await quiet(club)

    assert ear.texts == ["hi", "hi"]
    assert (ear.heard[1].retry_attempt, ear.heard[1].retry_reason) == (1, "timeout")
    assert ear.heard[0].payload["event_id"] == ear.heard[1].payload["event_id"]


async def test_a_socket_that_breaks_loses_nothing(club: Club, ears: Ears) -> None:
    ear = await ears.one_more()
    club.slack.faults.cuts_sockets()
    club.ana.says("hi", club.coffee)
    await quiet(club)

    assert "hi" in ear.texts
    assert club.app.deliveries.failed == []


async def test_events_wait_for_a_socket(club: Club, ears: Ears) -> None:
    club.ana.says("hi", club.coffee)
    ear = await ears.one_more()
    await quiet(club)

    assert ear.texts == ["hi"]


async def test_slack_refreshes_sockets(club: Club, ears: Ears) -> None:
    ear = await ears.one_more()
    sockets = club.app.sockets
    for reason in ("warning", "refresh_requested"):
        await club.slack.wait_until(lambda: sockets.open)
        first = sockets.open[0]
        club.app.disconnects(reason)
        await club.slack.wait_until(partial(has_changed, sockets, first))
    club.ana.says("still there?", club.coffee)
    await quiet(club)

    assert ear.texts == ["still there?"]


async def test_ten_sockets_are_enough(club: Club, ears: Ears) -> None:
    club.slack.faults.too_many_websockets()
    await ears.one_more()
    await club.slack.wait_until(lambda: club.app.sockets.open)

    assert len(club.slack.calls_of("apps.connections.open")) == 2
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await club.sdk.apps_connections_open(app_token="xapp-wrong")
