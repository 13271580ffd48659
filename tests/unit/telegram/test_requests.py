"""Requests over aiohttp keep the SDK's promises."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.platforms.telegram.requests import AiohttpRequest
from tests.unit.telegram.serving import Server, bot_at, serving


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as found:
        yield found


async def call(server: Server, **settings: Any) -> Any:
    async with bot_at(server.url, **settings) as bot:
        return await bot.do_api_request("send_Message", {"chat_id": "5", "text": "né 字"})


async def test_parameters_arrive_as_they_are(server: Server) -> None:
    markup = {"inline_keyboard": [[{"text": "字"}]]}
    async with bot_at(server.url) as bot:
        assert await bot.do_api_request("send_Message", {"chat_id": "5", "reply_markup": markup}) == {"message_id": 31}
        await bot.do_api_request("log_Out")
    assert server.calls == [
        ("/bot4242:SECRET/sendMessage", {"chat_id": "5", "reply_markup": markup}),
        ("/bot4242:SECRET/logOut", {}),
    ]


async def test_files_go_in_a_form(server: Server) -> None:
    file = InputFile(b"\x00bytes", filename='bri"ef 字.md')
    async with bot_at(server.url) as bot:
        await bot.do_api_request("send_Document", {"chat_id": "5", "reply_markup": {"a": [1]}, "document": file})
    [(_, fields)] = server.calls
    assert fields == {"chat_id": "5", "reply_markup": '{"a": [1]}', "document": ('bri"ef 字.md', b"\x00bytes")}


async def test_a_file_is_fetched(server: Server) -> None:
    server.answers(200, "content")
    async with AiohttpRequest() as request:
        assert await request.retrieve(f"{server.url}/file") == b"content"


async def test_connections_stay_open(server: Server) -> None:
    async with bot_at(server.url) as bot:
        for _ in range(5):
            await bot.do_api_request("get_Me")
    assert len(server.connections) == 1


async def test_telegrams_errors_are_the_sdks(server: Server) -> None:
    server.fails(400, "Bad Request: chat not found")
    with pytest.raises(BadRequest, match="Chat not found"):
        await call(server)
    server.fails(429, "Too Many Requests: retry after 7", retry_after=7)
    with pytest.raises(RetryAfter):
        await call(server)
    server.answers(502, "<html>")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await call(server)


async def test_a_redirect_leads_nowhere(server: Server) -> None:
    server.answers(302, "{}")
    with pytest.raises(NetworkError, match="Found"):
        await call(server)


async def test_no_answer_in_time(server: Server) -> None:
    server.hangs()
    with pytest.raises(TimedOut) as raised:
        await call(server, read_timeout_s=0.05)
    assert isinstance(raised.value.__cause__, aiohttp.SocketTimeoutError)


async def test_a_call_may_have_its_own_time(server: Server) -> None:
    server.hangs()
    async with bot_at(server.url) as bot:
        with pytest.raises(TimedOut):
            await bot.do_api_request("get_Me", read_timeout=0.05, write_timeout=None)


async def test_no_free_connection_in_time_and_no_word_of_the_token(server: Server) -> None:
    server.hangs()
    settings: dict[str, Any] = {"connections": 1, "pool_timeout_s": 0.03, "connect_timeout_s": 0.03}
    async with bot_at(server.url, **settings) as bot:
        first = asyncio.create_task(bot.do_api_request("get_Me", read_timeout=0.4))
        await asyncio.sleep(0.1)
        with pytest.raises(TimedOut, match="nothing was sent") as raised:
            await bot.do_api_request("get_Me")
        assert isinstance(raised.value.__cause__, aiohttp.ConnectionTimeoutError)
        assert "SECRET" not in str(raised.value.__cause__)
        with pytest.raises(TimedOut):
            await first


async def test_a_connection_that_ends(server: Server) -> None:
    server.breaks()
    with pytest.raises(NetworkError, match="ServerDisconnectedError") as raised:
        await call(server)
    assert isinstance(raised.value.__cause__, aiohttp.ServerDisconnectedError)
    assert len(server.calls) == 1


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with bot_at(f"http://127.0.0.1:{taken.getsockname()[1]}") as bot:
            with pytest.raises(NetworkError) as raised:
                await bot.do_api_request("get_Me")
    assert isinstance(raised.value.__cause__, aiohttp.ClientConnectorError)


async def test_it_is_opened_once_and_may_be_opened_again(server: Server) -> None:
    request = AiohttpRequest(read_timeout_s=3)
    assert request.read_timeout == 3
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(f"{server.url}/x")
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert await request.post(f"{server.url}/x") == {"message_id": 31}
        await request.shutdown()
    await request.shutdown()
    gc.collect()  # a session that was left open would say so now
