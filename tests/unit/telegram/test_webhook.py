"""What knocks at the webhook: only Telegram is let in, and it only hears yes when an update is durable."""

import json
from collections.abc import Sequence

import pytest

from bot.platforms.telegram.updates import Bot
from bot.platforms.telegram.webhook import HEADER, Webhook
from bot.service.arrivals import Arrived

UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "chat": {"id": 5, "type": "private"},
        "from": {"id": 5, "first_name": "Ana"},
        "text": "Hi",
    },
}
BODY = json.dumps(UPDATE).encode()


class Door:
    """A webhook with the secret "open-sesame", and what came through."""

    def __init__(self, *, fails: bool = False) -> None:
        self.arrived: list[Arrived] = []
        self._fails = fails
        self._webhook = Webhook(Bot("telegram:1", "phasewalk_bot", 1), "open-sesame", self._accept)

    async def _accept(self, bot: str, arrived: Sequence[Arrived]) -> None:
        assert bot == "telegram:1"
        if self._fails:
            raise ConnectionError
        self.arrived.extend(arrived)

    async def knocks(self, *secrets: bytes, body: bytes = BODY) -> int:
        return await self._webhook.take([(b"host", b"x"), *((HEADER, secret) for secret in secrets)], body)


async def test_an_update_comes_in() -> None:
    door = Door()
    assert await door.knocks(b"open-sesame") == 200
    assert [one.key for one in door.arrived] == ["7"]


@pytest.mark.parametrize("secrets", [(), (b"",), (b"open",), (b"open-sesame",) * 2, (b"\xff\xfe",), (b"a" * 10_000,)])
async def test_others_are_turned_away(secrets: tuple[bytes, ...]) -> None:
    door = Door()
    assert await door.knocks(*secrets) == 401
    assert door.arrived == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b"{}", b'{"update_id": "x"}', b"[" * 100_000, b"1" * 5_000]
)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    door = Door()
    assert await door.knocks(b"open-sesame", body=body) == 400
    assert door.arrived == []


async def test_what_could_not_be_kept_is_to_come_again(caplog: pytest.LogCaptureFixture) -> None:
    assert await Door(fails=True).knocks(b"open-sesame") == 503
    assert "sends it again" in caplog.text


async def test_without_a_secret_nobody_comes_in() -> None:
    async def accept(bot: str, arrived: Sequence[Arrived]) -> None:
        raise AssertionError

    open_door = Webhook(Bot("telegram:1", "phasewalk_bot", 1), "", accept)
    assert await open_door.take([(HEADER, b"")], BODY) == 401
