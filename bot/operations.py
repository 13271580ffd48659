"""The commands for those who run the bot for others: run, web, worker, doctor, queue."""

import argparse
import asyncio
import gc
import json
import sys
from collections.abc import Sequence

from bot import logs, serving
from bot.service.boxes import Stuck
from bot.service.errors import NoHttpsError, NothingStuckError
from bot.service.platform import Level, Notice
from bot.settings import Settings
from bot.storage.database import open_store
from dialogs.texts import Words, phrase

FAILED = 2
LISTED = 50


def run(settings: Settings, parts: serving.Parts, words: Words) -> int:
    """Until a signal ends it."""
    logs.set_up(settings.log_format)

    async def until_stopped() -> None:
        with_plant = plant.build(parts)
        # What is there by now stays for good. Looking through it for garbage took 50 ms, again and again.
        gc.freeze()
        await with_plant.run(lambda notices: _tell(notices, words))

    with serving.serving(settings) as plant:
        asyncio.run(until_stopped())
    return 0


def doctor(settings: Settings, words: Words) -> int:
    """What `run` would say, without starting. Returns 2 where something keeps it from working."""
    logs.set_up(settings.log_format)

    async def look() -> Sequence[Notice]:
        found: list[Notice] = []
        for platform in plant.build(serving.WORKER).platforms:
            try:
                found.extend(await platform.check())
            finally:
                await platform.close()
        return found

    with serving.serving(settings) as plant:
        print(words.plain(phrase("doctor.database")))
        notices = asyncio.run(look())
    _tell(notices, words)
    return FAILED if any(notice.level is Level.BAD for notice in notices) else 0


def queue(settings: Settings, options: argparse.Namespace, words: Words) -> int:
    """List what waits, failed or was put aside; or have one of it tried again, or dropped."""
    if not options.action:
        store = open_store(settings.database_url, read_only=True)
        try:
            _list(store.read(lambda turn: list(turn.upkeep.stuck(LISTED))), words)
        finally:
            store.close()
        return 0
    box, bot, chat, seq = _place(options.which)
    store = open_store(settings.database_url)
    try:
        act = store.submit(
            lambda turn: (turn.upkeep.retry if options.action == "retry" else turn.upkeep.drop)(box, (bot, chat), seq)
        )
        if not act.result():
            raise NothingStuckError(which=" ".join(options.which))
    finally:
        store.close()
    done = phrase("queue.retried") if options.action == "retry" else phrase("queue.dropped")
    print(words.plain(done))
    return 0


def slack_manifest(url: str, words: Words) -> int:
    """Print what Slack wants to know of an app that it calls at this address; of one in Socket Mode where it is ""."""
    if url and not url.startswith("https://"):
        raise NoHttpsError(url=url)
    from bot.platforms.slack.manifest import manifest

    del words
    print(json.dumps(manifest(url), indent=2, ensure_ascii=False))
    return 0


def new_key() -> int:
    """Print a new key to encrypt tokens with."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())
    return 0


def _tell(notices: Sequence[Notice], words: Words) -> None:
    marks = {Level.GOOD: "✓", Level.ADVICE: "·", Level.BAD: "✗"}
    for notice in notices:
        print(f"{marks[notice.level]} {words.plain(notice.text)}", file=sys.stderr, flush=True)


def _list(found: Sequence[Stuck], words: Words) -> None:
    if not found:
        print(words.plain(phrase("queue.empty")))
    for one in found:
        place = f"{one.box} {one.bot} {one.chat} {one.seq}"
        since = one.since.strftime("%Y-%m-%d %H:%M:%S")
        print(f"{since}  {one.state:<9} {place}  ({one.tries})  {one.note}".rstrip())


def _place(which: Sequence[str]) -> tuple[str, str, str, int]:
    match which:
        case ["inbox" | "outbox" as box, bot, chat, seq] if seq.isdecimal():
            return box, bot, chat, int(seq)
    raise NothingStuckError(which=" ".join(which))
