"""A process that forks replicas: everything is loaded once, so that one starts in a tenth of a second.

`python -m tests.e2e.faults.nursery` reads one wish a line, and prints the process id of what it started.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import tempfile
from datetime import timedelta
from functools import cache
from typing import Any

from bot import bootstrap, logs, serving
from bot.delivery.rounds import Rhythm
from bot.platforms.slack import calls as slack_calls
from bot.platforms.slack import composing as slack_composing
from bot.platforms.slack import desk as slack_desk
from bot.platforms.slack import socket as slack_socket
from bot.platforms.telegram import composing
from bot.service import elsewhere
from bot.service.paces import UNLIMITED
from bot.service.people import Speaker
from bot.settings import Settings
from bot.storage import engines
from bot.web import server
from bot.words import load_words
from tests.e2e.faults.points import Points, watch

NEWS_AFTER = timedelta(seconds=0.1)
FROZEN_FOR = "2s"
"""How long a replica that froze in a transaction keeps its locks; ten seconds outside of tests."""
TIMEOUT_S = 1
"""How long a call to Slack may take; 30 seconds outside of tests."""
PING_S = 1.5
"""How soon a socket is noticed that broke without a word; five seconds outside of tests."""
_LOADED_HERE = (composing, server, slack_composing, slack_desk)
"""Imported by a replica where it needs them; here, before the first one is forked."""


def main() -> None:
    """Until the pipe is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who ended
    elsewhere.NEWS_AFTER = NEWS_AFTER
    engines.IDLE_IN_TRANSACTION_TIMEOUT = FROZEN_FOR
    slack_calls.TIMEOUT_S = TIMEOUT_S
    slack_socket.PING_S = PING_S
    for expensive in (load_words, bootstrap.offered_playbooks):
        setattr(bootstrap, expensive.__name__, cache(expensive))
    _warm_up()
    gc.freeze()
    while line := sys.stdin.readline():
        wish = json.loads(line)
        if wish["settings"]["playbooks"]:
            bootstrap.offered_playbooks(_settings(wish).playbooks)
        pid = os.fork()
        if pid == 0:
            _become(wish)
        print(pid, flush=True)


def _warm_up() -> None:
    """Be a replica for a moment, so that everything is imported, compiled and cached that one needs."""
    nowhere = {"telegram_api_url": "http://127.0.0.1:9", "telegram_token": "1:nobody", "http_port": 0}
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate({**nowhere, "database_url": f"sqlite:///{folder}/warm.db"})

        async def live_shortly(plant: serving.Plant) -> None:
            replica = plant.build(serving.RUN)
            asyncio.get_running_loop().call_later(0.1, replica.stopping.set)
            await replica.run(lambda notices: None)

        with serving.serving(settings, paces=UNLIMITED) as plant:
            me = Speaker("telegram:1", "1", "telegram:1", "Ana", "telegram:1")
            plant.app.conversations.open(me).result()
            plant.app.conversations.hear(me, "Coffee").result()
            asyncio.run(live_shortly(plant))


def _settings(wish: dict[str, Any]) -> Settings:
    return Settings.model_validate(wish["settings"])


def _become(wish: dict[str, Any]) -> None:
    """Be a replica, and nothing else after that."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = os.open(wish["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        if wish["trail"]:
            trail = os.open(wish["trail"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            watch(Points(trail, wish["die_at"]))
        _serve(_settings(wish), Rhythm(**wish["rhythm"]))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    sys.stderr.flush()
    os._exit(1)


def _serve(settings: Settings, rhythm: Rhythm) -> None:
    logs.set_up(settings.log_format)

    async def until_stopped() -> None:
        await plant.build(serving.RUN, rhythm).run(lambda notices: None)

    with serving.serving(settings, paces=UNLIMITED) as plant:
        asyncio.run(until_stopped())


if __name__ == "__main__":
    main()
