"""Calls are made as composed, and what became of each is told apart."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter, TelegramError

from bot.platforms.telegram.failures import to_outcome
from bot.platforms.telegram.sending import File, TelegramSender
from bot.service.errors import UnknownProjectError
from bot.service.outcomes import Closed, Failed, Moved, Outcome, Refused, Sent, Slow, Unknown
from bot.service.paces import Pace, Paces
from tests.unit.telegram.serving import Server, bot_at, serving

MESSAGE = {"kind": "message", "html": "<b>Hi</b>", "keyboard": [], "quiet": False}
EDIT = {"kind": "edit", "token": "old", "html": "done"}
KEYBOARD = {"kind": "keyboard", "token": "old", "keyboard": [[["Back", "t:b", ""]]]}
PACES = Paces(Pace(1.0), Pace(4.0), Pace(0.1))
DOCUMENT = {"kind": "document", "document": "brief"}


async def fetch(payload: Mapping[str, Any]) -> File:
    if payload["document"] != "brief":
        raise UnknownProjectError(project="tea", projects="")
    return "brief\n字.md", b"# Brief", "<b>Brief</b>" + "x" * 2000


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as found:
        yield found


async def sent(
    server: Server, payload: Mapping[str, Any], chat: str = "5", receipt: str = "30", **times: float
) -> Outcome:
    async with bot_at(server.url, **times) as bot:
        return await TelegramSender(bot, fetch, PACES).send(chat, payload, receipt)


async def asked(server: Server, payload: Mapping[str, Any], chat: str = "5") -> tuple[str, dict[str, Any]]:
    await sent(server, payload, chat)
    path, parameters = server.calls[-1]
    return path.rpartition("/")[2], parameters


TEXT = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


async def test_a_message(server: Server) -> None:
    assert await sent(server, MESSAGE) == Sent("31")
    assert await asked(server, MESSAGE) == ("sendMessage", {"chat_id": "5", "text": "<b>Hi</b>", **TEXT})
    rows = [[["Back", "t:b", ""], ["Open", "", "https://t.me/x"]]]
    _, parameters = await asked(server, {**MESSAGE, "keyboard": rows, "quiet": True}, "-1001/77")
    assert parameters == {
        "chat_id": "-1001",
        "message_thread_id": 77,
        "text": "<b>Hi</b>",
        "disable_notification": True,
        **TEXT,
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Back", "callback_data": "t:b"}, {"text": "Open", "url": "https://t.me/x"}],
            ]
        },
    }


async def test_changes(server: Server) -> None:
    place = {"chat_id": "-1001", "message_id": 30}
    bare: dict[str, Any] = {"reply_markup": {"inline_keyboard": []}}
    assert await asked(server, EDIT, "-1001/77") == ("editMessageText", {**place, **bare, "text": "done", **TEXT})
    back = {"reply_markup": {"inline_keyboard": [[{"text": "Back", "callback_data": "t:b"}]]}}
    assert await asked(server, KEYBOARD, "-1001/77") == ("editMessageReplyMarkup", {**place, **back})


@pytest.mark.parametrize("payload", [EDIT, KEYBOARD])
async def test_there_may_be_nothing_to_change(server: Server, payload: dict[str, Any]) -> None:
    assert await sent(server, payload, receipt="") == Sent()
    assert server.calls == []


async def toasted(server: Server, text: str) -> dict[str, Any]:
    async with bot_at(server.url, read_timeout_s=0.05) as bot:
        await TelegramSender(bot, fetch, PACES).toast("77", text)
    path, parameters = server.calls[-1]
    assert path.endswith("/answerCallbackQuery")
    return parameters


async def test_a_press_is_answered(server: Server) -> None:
    server.answers(200, {"ok": True, "result": True})
    assert await toasted(server, "") == {"callback_query_id": "77"}
    assert await toasted(server, "No.") == {"callback_query_id": "77", "text": "No.", "show_alert": False}
    long = {"callback_query_id": "77", "text": "x" * 199 + "…", "show_alert": True}
    assert await toasted(server, "x" * 300) == long


async def test_nothing_comes_of_an_answer_to_a_press_that_fails(server: Server) -> None:
    server.fails(400, "Bad Request: query is too old and response timeout expired")
    await toasted(server, "No.")
    server.answers(200, "{}")
    await toasted(server, "No.")
    server.hangs()
    await toasted(server, "No.")


async def test_a_document(server: Server) -> None:
    assert await sent(server, DOCUMENT, "-1001/77") == Sent("31")
    path, fields = server.calls[0]
    assert path.endswith("/sendDocument")
    assert (fields["message_thread_id"], fields["parse_mode"]) == ("77", "HTML")
    assert fields["document"] == ("brief 字.md", b"# Brief")
    assert len(fields["caption"]) == 1024
    assert await sent(server, {"kind": "document", "document": "gone"}) == Refused("service.unknown_project")


async def test_what_cannot_be_made_has_failed(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    assert await sent(server, {"kind": "modal"}) == Failed("ValueError")
    assert "could not be made" in caplog.text
    assert server.calls == []


@pytest.mark.parametrize(
    ("payload", "status", "description", "outcome"),
    [
        (MESSAGE, 403, "Forbidden: bot was blocked by the user", Closed("Forbidden: bot was blocked by the user")),
        (MESSAGE, 400, "Bad Request: chat not found", Closed("Chat not found")),
        (MESSAGE, 400, "Bad Request: TOPIC_CLOSED", Closed("Topic_closed")),
        (MESSAGE, 400, "Bad Request: message thread not found", Closed("Message thread not found")),
        (MESSAGE, 400, "Bad Request: message is too long", Refused("Message is too long")),
        (EDIT, 400, "Bad Request: message is not modified: same", Sent()),
        (EDIT, 400, "Bad Request: message to edit not found", Sent()),
        (KEYBOARD, 400, "Bad Request: message can't be edited", Sent()),
        (KEYBOARD, 400, "Bad Request: MESSAGE_ID_INVALID", Sent()),
        (MESSAGE, 401, "Unauthorized", None),
        (MESSAGE, 404, "Not Found", None),
        (MESSAGE, 409, "Conflict: terminated by other", Failed("Conflict: terminated by other")),
        (MESSAGE, 413, "Request Entity Too Large", Refused("Request Entity Too Large")),
        (MESSAGE, 429, "Too Many Requests", Failed("Too Many Requests")),
        (MESSAGE, 500, "Internal Server Error", Unknown("Internal Server Error")),
        (DOCUMENT, 502, "Bad Gateway", Unknown("Bad Gateway")),
        (EDIT, 500, "Internal Server Error", Failed("Internal Server Error")),
    ],
)
async def test_refusals(
    server: Server, payload: dict[str, Any], status: int, description: str, outcome: Outcome | None
) -> None:
    server.fails(status, description)
    found = await sent(server, payload)
    assert found == outcome or (outcome is None and isinstance(found, Failed))


async def test_slow_down_and_gone_elsewhere(server: Server) -> None:
    server.fails(429, "Too Many Requests: retry after 7", retry_after=7)
    assert await sent(server, MESSAGE) == Slow(7.0)
    server.fails(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007)
    assert await sent(server, MESSAGE, "-55") == Moved("-1007")


@pytest.mark.parametrize("is_timedelta", ["true", "false"])
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_the_time_to_wait_comes_either_way(is_timedelta: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", is_timedelta)
    assert to_outcome(RetryAfter(timedelta(seconds=3)), is_repeatable=False) == Slow(3.0)


@pytest.mark.parametrize(
    ("payload", "kind"), [(MESSAGE, Unknown), (DOCUMENT, Unknown), (EDIT, Failed), (KEYBOARD, Failed)]
)
async def test_what_may_have_happened(server: Server, payload: dict[str, Any], kind: type[Outcome]) -> None:
    server.answers(200, "{}")
    assert isinstance(await sent(server, payload), kind)
    server.answers(200, "no JSON")
    assert isinstance(await sent(server, payload), kind)
    server.breaks()
    assert isinstance(await sent(server, payload), kind)
    server.hangs()
    assert isinstance(await sent(server, payload, read_timeout_s=0.05), kind)


def test_an_error_of_no_known_kind_may_have_happened() -> None:
    assert to_outcome(TelegramError("odd"), is_repeatable=False) == Unknown("odd")


async def test_what_never_left() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = Server(url=f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert isinstance(await sent(nobody, DOCUMENT), Failed)
    assert isinstance(await sent(Server(url="http://nowhere.invalid"), MESSAGE), Failed)


async def test_no_connection_in_time_never_left(server: Server) -> None:
    server.hangs()
    times = {"connections": 1, "pool_timeout_s": 0.03, "connect_timeout_s": 0.03, "read_timeout_s": 0.4}
    async with bot_at(server.url, **times) as bot:
        sender = TelegramSender(bot, fetch, PACES)
        first = asyncio.create_task(sender.send("5", MESSAGE, ""))
        await asyncio.sleep(0.1)
        assert isinstance(await sender.send("5", MESSAGE, ""), Failed)
        assert isinstance(await first, Unknown)
