"""What the app's server answers to those who are not Slack, or send what is no message."""

import time
from collections.abc import Iterator

import pytest

from bot.platforms.slack.signatures import sign
from tests.e2e.slack.scene import Scene

EVENTS = "/slack/events"
CHALLENGE = b'{"token":"x","challenge":"c-42","type":"url_verification"}'


def signed(body: bytes, stamp: str = "") -> dict[str, str | bytes]:
    """The headers that Slack would send."""
    now = stamp or str(int(time.time()))
    headers: dict[str, str | bytes] = {
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": sign("s3cret", now.encode(), body),
    }
    return {"Content-Type": "application/json", **headers}


def test_slack_finds_out_that_it_is_us(house: Scene) -> None:
    answer = house.fetches("POST", EVENTS, CHALLENGE, signed(CHALLENGE))
    assert (answer.status, b"c-42" in answer.read()) == (200, True)


@pytest.fixture(autouse=True)
def _is_sound_afterwards(house: Scene) -> Iterator[None]:
    before = len(house.running[0].said)
    yield
    assert "Traceback" not in house.running[0].said[before:]


@pytest.mark.parametrize("path", [EVENTS, "/slack/interactions", "/slack/commands"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"X-Slack-Signature": "v0=0"},
        {"X-Slack-Signature": "v0=ä".encode()},
        {"X-Slack-Signature": b"\xff\xfe"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "²".encode()},
        {"X-Slack-Request-Timestamp": ""},
    ],
)
def test_whoever_cannot_sign_is_turned_away(house: Scene, path: str, wrong: dict[str, str | bytes]) -> None:
    assert house.fetches("POST", path, CHALLENGE, signed(CHALLENGE) | wrong).status == 401


def test_what_was_signed_long_ago_or_for_another_body_is_turned_away(house: Scene) -> None:
    old, ahead = str(int(time.time()) - 301), str(int(time.time()) + 400)
    assert house.fetches("POST", EVENTS, CHALLENGE, signed(CHALLENGE, old)).status == 401
    assert house.fetches("POST", EVENTS, CHALLENGE, signed(CHALLENGE, ahead)).status == 401
    assert house.fetches("POST", EVENTS, CHALLENGE + b" ", signed(CHALLENGE)).status == 401
    assert house.fetches("POST", EVENTS, CHALLENGE).status == 401
    assert house.fetches("POST", EVENTS, b"\xff\xfe").status == 401


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b"[" * 100_000,
        b'{"type":"event_callback"}',
        b"payload=%7B",
        b"payload=[]",
    ],
    ids=range(11),
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_what_is_no_message_harms_nothing(house: Scene, body: bytes, kind: str) -> None:
    for path in (EVENTS, "/slack/interactions", "/slack/commands"):
        status = house.fetches("POST", path, body, signed(body) | {"Content-Type": kind}).status
        assert status in (200, 400, 404), (path, status)


@pytest.mark.parametrize("body", [b"\xff\xfe"])
def test_what_is_not_utf_8_is_refused(house: Scene, body: bytes) -> None:
    assert house.fetches("POST", EVENTS, body, signed(body)).status == 400


def test_other_methods_and_addresses_lead_nowhere(house: Scene) -> None:
    assert house.fetches("GET", EVENTS).status == 405
    assert house.fetches("POST", "/slack/install").status == 405
    assert house.fetches("POST", "/slack/nothing", CHALLENGE, signed(CHALLENGE)).status == 404
