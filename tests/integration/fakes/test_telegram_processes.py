"""The fake Telegram in a thread, and in a process of its own."""

import subprocess
import sys
from threading import Thread
from urllib.error import HTTPError

import pytest

from tests.fakes.telegram_server import FakeTelegram
from tests.integration.fakes.posting import post


def test_a_synchronous_test_waits_in_its_own_thread() -> None:
    with FakeTelegram.in_thread() as telegram:
        bot = telegram.bot("1:a", username="one_bot")
        ana = telegram.user("Ana")
        ana.starts(bot)
        post(f"{telegram.base_url}1:a/sendMessage", {"chat_id": ana.id, "text": "Hello"})
        message = ana.private().wait_for_blocking(lambda message: message.text == "Hello")
        confirmed = {"offset": 700000002, "timeout": 10}
        poll = Thread(target=post, args=(f"{telegram.base_url}1:a/getUpdates", confirmed))
        poll.start()
        telegram.wait_until_blocking(lambda: bot.poll)
        ana.says("and you?")
        telegram.wait_until_blocking(lambda: telegram.calls[-1].outcome == 200)
        poll.join()

    assert message.is_from_bot


def test_it_serves_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.fakes.telegram_server", "--token", "1:a", "--no-rates"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            ana = post(f"{url}/control", {"do": "person", "name": "Ana"})
            post(f"{url}/control", {"do": "starts", "person": ana["id"]})
            post(f"{url}/control", {"do": "says", "person": ana["id"], "texts": ["one", "two"]})
            updates = post(f"{url}/bot1:a/getUpdates", {})
            keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
            post(f"{url}/bot1:a/sendMessage", {"chat_id": ana["id"], "text": "?", "reply_markup": keyboard})
            pressed = post(f"{url}/control", {"do": "presses", "person": ana["id"], "label": "Go"})
            sent = post(f"{url}/control", {"do": "sent"})
            post(f"{url}/control", {"do": "fault", "kind": "too_many_requests", "method": "sendMessage"})
            with pytest.raises(HTTPError, match="429"):
                post(f"{url}/bot1:a/sendMessage", {"chat_id": ana["id"], "text": "?"})
            wrong = post(f"{url}/control", {"do": "dance"})
        finally:
            process.terminate()

    assert [update["message"]["text"] for update in updates["result"]] == ["/start", "one", "two"]
    assert pressed["data"] == "go"
    assert sent["sent"][0]["message"]["text"] == "?"
    assert wrong == {"error": "KeyError: 'dance'"}
