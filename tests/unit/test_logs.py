"""Logs tell what happened, and neither tokens nor passwords."""

import json
import logging
import sys

import pytest

from bot.logs import JsonFormatter, TextFormatter, redacted

TOKEN = "123456789:AAE-kLmNoPqRsTuVwXyZ_0123456789abcd"


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"token={TOKEN}",
        "postgresql://ana:hunter22@db.example/phasewalk",
        "xoxb-1234-abcdefgh",
        "xapp-1-A0123-abcdefgh",
        "xoxe.xoxb-1-abcdefgh",
        "wss://wss-primary.slack.com/link/?ticket=abcdefgh&app_id=1",
    ],
)
def test_what_lets_others_in_is_hidden(text: str) -> None:
    shown = redacted(text)
    assert "[hidden]" in shown
    assert not any(secret in shown for secret in (TOKEN, "hunter22", "abcdefgh"))


def test_what_is_harmless_stays() -> None:
    assert redacted("An event of ('telegram:123456', '-100987/12') failed at 10:32:11") == (
        "An event of ('telegram:123456', '-100987/12') failed at 10:32:11"
    )


def record(message: str) -> logging.LogRecord:
    try:
        raise ValueError(f"bad {TOKEN}")
    except ValueError:
        return logging.LogRecord("bot.x", logging.ERROR, "x.py", 1, message, (), sys.exc_info())


def test_a_line_for_people() -> None:
    line = TextFormatter().format(record(f"with {TOKEN}"))
    assert "ERROR with [hidden]" in line
    assert TOKEN not in line


def test_a_line_for_machines() -> None:
    line = JsonFormatter().format(record(f"with {TOKEN}"))
    found = json.loads(line)
    assert found["level"] == "error"
    assert found["message"] == "with [hidden]"
    assert found["time"].endswith("+00:00")
    assert "ValueError" in found["error"]
    assert TOKEN not in line
