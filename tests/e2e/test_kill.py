"""kill -9 at any moment, start again, and the conversation goes on where it was: nothing lost, nothing doubled."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest

from tests.e2e.command import Phasewalk
from tests.e2e.test_piped_chat import BASICS

MORE = (
    "Ana",
    "owner, product",
    "12",
    "yes",
    "Ben",
    "testing",
    "8",
    "no",
    "Zhejiang",
    "09:30",
    "yes",
    "Commuters",
    "Metro",
)
PERSONA = ("Coffee without a queue", "Queues vary", "They text Tom", "daily", "interview")
WALK = (*BASICS, *MORE, *PERSONA)
CALM_EVERY = 5
KILLS = 12
"""A kill uses up one message at most, so that a walk of 26 has room for them all, its calm turns aside."""


def next_ask(chat: subprocess.Popen[str]) -> Mapping[str, Any] | None:
    """The next question that comes out; None when the process is gone."""
    assert chat.stdout is not None
    for line in chat.stdout:
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:
            return None
        if message["kind"] == "ask":
            return message
    return None


def end(chat: subprocess.Popen[str]) -> None:
    for pipe in (chat.stdin, chat.stdout, chat.stderr):
        assert pipe is not None
        with suppress(BrokenPipeError):
            pipe.close()
    chat.wait(timeout=60)


def answers(phasewalk: Phasewalk, database: str) -> list[tuple[Any, ...]]:
    """Every entry, without times and ids that differ from run to run."""
    connection = sqlite3.connect(phasewalk.folder / database)
    try:
        columns = "seq, turn, kind, question_id, item_id, value, replaces, undoes"
        return list(connection.execute(f"SELECT {columns} FROM answer ORDER BY seq"))
    finally:
        connection.close()


def slot_of(asked: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(asked["prompt"][name] for name in ("question", "item", "type"))


@pytest.mark.slow
def test_a_killed_conversation_goes_on_where_it_was(phasewalk: Phasewalk) -> None:
    """The kill comes at a moment drawn anew each time: before, in, or after the commit, or after the reply."""
    chance = random.Random(20261120)
    todo, kills = list(WALK), 0
    killed_at: tuple[Any, ...] | None = None
    was_shown = False
    while todo:
        chat = phasewalk.start()
        asked = next_ask(chat)
        assert asked is not None
        if killed_at is not None and slot_of(asked) != killed_at:
            todo.pop(0)
        else:
            assert not was_shown, "a reply was shown, and its answer is gone"
        killed_at, was_shown = None, False
        while todo and killed_at is None:
            assert chat.stdin is not None
            chat.stdin.write(todo[0] + "\n")
            chat.stdin.flush()
            if kills < KILLS and len(todo) % CALM_EVERY:
                time.sleep(chance.choice((0, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.02)))
                os.kill(chat.pid, signal.SIGKILL)
                kills += 1
                killed_at, was_shown = slot_of(asked), next_ask(chat) is not None
            else:
                asked = next_ask(chat)
                assert asked is not None
                todo.pop(0)
        end(chat)
    assert kills == KILLS
    calm = phasewalk.chat(*WALK, more=["--database", f"sqlite:///{phasewalk.folder / 'calm.db'}"])
    assert calm.returncode == 0
    assert answers(phasewalk, "phasewalk.db") == answers(phasewalk, "calm.db")
