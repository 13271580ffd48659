"""Three ways to make the same rows durable: Phasewalk's turns, the bare driver with the same grouping, aiosqlite."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, Protocol

import aiosqlite
import psycopg
import yaml

from bot.bootstrap import new_id
from bot.resources import LOCALE
from bot.service.boxes import Queued
from bot.service.people import Speaker
from bot.service.playbooks import Playbooks
from bot.service.talk import Office
from bot.service.turns import Conversations
from bot.storage.database import open_store
from bot.words import load_words
from dialogs.model import Playbook

ANSWER = "Order coffee ahead, pay, and collect it without a queue"

READS = (
    "SELECT p.workspace_id, p.project_id, p.name, p.playbook_hash, p.answers_seq, w.version FROM project p "
    "JOIN workspace w ON w.workspace_id = p.workspace_id WHERE p.workspace_id = ? AND p.project_id = ?",
    "SELECT chat_id, member_id, seat FROM seat WHERE workspace_id = ? AND project_id = ?",
    "SELECT workspace_id, project_id, next_seq, sent_seq FROM chat WHERE bot_id = ? AND chat_id = ?",
)
WRITES = (
    "INSERT INTO answer (workspace_id, project_id, seq, turn, kind, question_id, item_id, value, author_id, at, "
    "replaces, undoes) VALUES (?, ?, ?, ?, 'answer', ?, '', ?, 'author', ?, 0, 0)",
    "UPDATE project SET answers_seq = ? WHERE workspace_id = ? AND project_id = ?",
    "INSERT INTO seat (workspace_id, project_id, chat_id, member_id, seat) VALUES (?, ?, ?, 'author', ?) "
    "ON CONFLICT (workspace_id, project_id, chat_id, member_id) DO UPDATE SET seat = excluded.seat",
    "UPDATE chat SET next_seq = ?, sent_seq = ? WHERE bot_id = ? AND chat_id = ?",
    "INSERT INTO outbox (bot_id, chat_id, seq, payload, created_at) VALUES (?, ?, ?, ?, ?)",
    "DELETE FROM outbox WHERE bot_id = ? AND chat_id = ? AND seq <= ?",
)


@dataclass(frozen=True)
class Run:
    """What one run took: seconds of the clock, seconds of the processor, and of each turn."""

    turns: int
    wall_s: float
    cpu_s: float
    latencies_s: Sequence[float]


class Contestant(Protocol):
    """Takes turns of several conversations at once."""

    def run(self, conversations: int, turns: int) -> Run: ...
    def close(self) -> None: ...


def measured(turns: int, latencies: list[float], work: Callable[[], None]) -> Run:
    """Time the work."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Run(turns, time.perf_counter() - wall, time.process_time() - cpu, latencies)


def rounds_playbook(length: int = 9) -> Playbook:
    """Items of `length` questions each, as many as one likes."""
    ask = [{"id": f"q{n}", "type": "text", "text": f"What about number {n}?"} for n in range(length)]
    group = {"group": "things", "item": "thing", "title": "Things", "prefix": "T", "label": "q0", "ask": ask}
    dialog = {"id": "d", "title": "Things", "ask": [group]}
    phase = {"id": "p", "title": "Phase", "summary": "S.", "document": "p", "sign_off": False, "dialogs": [dialog]}
    content = {"id": "bench", "title": "Bench", "summary": "S.", "phases": [phase]}
    return Playbook.model_validate(yaml.safe_load(yaml.safe_dump(content)))


class Phasewalk:
    """Whole core turns: read, step, answers, state, outbox, commit."""

    def __init__(self, url: str) -> None:
        self.store = open_store(url)
        playbooks = Playbooks({"bench": rounds_playbook()})
        words = load_words(LOCALE)
        self.conversations = Conversations(self.store, Office(playbooks, words, lambda: datetime.now(UTC), new_id))
        self._numbers = count()

    def run(self, conversations: int, turns: int) -> Run:
        speakers = [self._speaker(f"{next(self._numbers)}") for _ in range(conversations)]
        return self.run_with(speakers, turns)

    def run_with(self, speakers: Sequence[Speaker], turns: int) -> Run:
        """Take turns in these conversations, each saying its next message as soon as the last one was answered."""
        opened = [(speaker, self.conversations.open(speaker)) for speaker in speakers]
        first = [(speaker, future.result()) for speaker, future in opened]
        latencies: list[float] = []
        done = threading.Semaphore(0)
        left = [turns // len(speakers)] * len(speakers)

        def say(index: int, queued: Sequence[Queued]) -> None:
            if not left[index]:
                done.release()
                return
            left[index] -= 1
            asked = queued[-1].payload["prompt"]["type"]
            began = time.perf_counter()
            text = "yes" if asked == "another" else ANSWER
            future = self.conversations.hear(speakers[index], text, queued[-1].seq)
            future.add_done_callback(lambda done: heard(index, began, done))

        def heard(index: int, began: float, future: Future[Sequence[Queued]]) -> None:
            latencies.append(time.perf_counter() - began)
            say(index, future.result())

        def work() -> None:
            for index, (_, queued) in enumerate(first):
                say(index, queued)
            for _ in speakers:
                done.acquire()

        return measured(turns, latencies, work)

    def close(self) -> None:
        self.store.close()

    @staticmethod
    def _speaker(name: str) -> Speaker:
        return Speaker("bench", f"chat {name}", f"workspace {name}", "Ana")


class Rows:
    """The rows of turns as Phasewalk writes them, made beforehand."""

    def __init__(self, payload: str, seat: str) -> None:
        self._payload = payload
        self._seat = seat

    def parents(self, chats: Sequence[str]) -> Sequence[tuple[str, list[tuple[Any, ...]]]]:
        """What has to be there before the first turn."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        return (
            ("INSERT INTO workspace (workspace_id, version, created_at) VALUES (?, 1, ?)", [(c, now) for c in chats]),
            (
                "INSERT INTO project (workspace_id, project_id, name, playbook_hash, answers_seq, created_at) "
                "VALUES (?, ?, ?, 'hash', 0, ?)",
                [(c, c, c, now) for c in chats],
            ),
            (
                "INSERT INTO chat (bot_id, chat_id, workspace_id, project_id, next_seq, sent_seq) "
                "VALUES ('bare', ?, ?, ?, 1, 0)",
                [(c, c, c) for c in chats],
            ),
        )

    def reads(self, chat: str) -> Sequence[tuple[str, ...]]:
        """Keys for READS."""
        return ((chat, chat), (chat, chat), ("bare", chat))

    def writes(self, chat: str, seq: int) -> Sequence[tuple[Any, ...]]:
        """Values for WRITES."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        return (
            (chat, chat, seq, seq, f"things.q{seq % 9}", f'"{ANSWER}"', now),
            (seq, chat, chat),
            (chat, chat, chat, self._seat),
            (seq + 1, seq - 1, "bare", chat),
            ("bare", chat, seq, self._payload, now),
            ("bare", chat, seq - 1),
        )


class Bare:
    """The same rows through the driver alone, turns that come together in one transaction."""

    def __init__(self, connection: Any, rows: Rows, mark: str, begin: str) -> None:
        """`mark` is the driver's placeholder; `begin` opens a transaction ("" where the driver does)."""
        self._connection = connection
        self._rows = rows
        self._mark = mark
        self._begin = begin
        self._numbers = count()

    def run(self, conversations: int, turns: int) -> Run:
        run = next(self._numbers)
        chats = [f"bare {run} {n}" for n in range(conversations)]
        cursor = self._connection.cursor()
        for statement, values in self._rows.parents(chats):
            cursor.executemany(self._sql(statement), values)
        self._connection.commit()
        reads = [self._sql(statement) for statement in READS]
        writes = [self._sql(statement) for statement in WRITES]
        latencies: list[float] = []

        def work() -> None:
            for seq in range(1, turns // conversations + 1):
                began = time.perf_counter()
                self._take(cursor, chats, seq, reads, writes)
                latencies.extend([time.perf_counter() - began] * conversations)

        return measured(turns, latencies, work)

    def _take(self, cursor: Any, chats: Sequence[str], seq: int, reads: list[str], writes: list[str]) -> None:
        if self._begin:
            cursor.execute(self._begin)
        for chat in chats:
            for statement, keys in zip(reads, self._rows.reads(chat), strict=True):
                cursor.execute(statement, keys)
                cursor.fetchall()
        for statement, *values in zip(writes, *(self._rows.writes(chat, seq) for chat in chats), strict=True):
            cursor.executemany(statement, values)
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()

    def _sql(self, statement: str) -> str:
        return statement.replace("?", self._mark)


class Aiosqlite:
    """The same rows through aiosqlite, a transaction for each turn, one connection."""

    def __init__(self, path: str, rows: Rows) -> None:
        self._path = path
        self._rows = rows
        self._numbers = count()

    def run(self, conversations: int, turns: int) -> Run:
        chats = [f"aio {next(self._numbers)} {n}" for n in range(conversations)]
        latencies: list[float] = []
        return measured(turns, latencies, lambda: asyncio.run(self._all(chats, turns // conversations, latencies)))

    async def _all(self, chats: Sequence[str], turns: int, latencies: list[float]) -> None:
        async with aiosqlite.connect(self._path, isolation_level=None) as connection:
            for pragma in PRAGMAS:
                await connection.execute(pragma)
            for statement, values in self._rows.parents(chats):
                await connection.executemany(statement, values)
            alone = asyncio.Lock()
            await asyncio.gather(*(self._talk(connection, alone, chat, turns, latencies) for chat in chats))

    async def _talk(
        self, connection: aiosqlite.Connection, alone: asyncio.Lock, chat: str, turns: int, latencies: list[float]
    ) -> None:
        for seq in range(1, turns + 1):
            began = time.perf_counter()
            async with alone:
                await connection.execute("BEGIN IMMEDIATE")
                for statement, keys in zip(READS, self._rows.reads(chat), strict=True):
                    await connection.execute_fetchall(statement, keys)
                for statement, values in zip(WRITES, self._rows.writes(chat, seq), strict=True):
                    await connection.execute(statement, values)
                await connection.execute("COMMIT")
            latencies.append(time.perf_counter() - began)

    def close(self) -> None: ...


PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


def bare_sqlite(path: str, rows: Rows) -> Bare:
    """sqlite3 with the same durability."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return Bare(connection, rows, "?", "BEGIN IMMEDIATE")


def bare_postgres(url: str, rows: Rows) -> Bare:
    """psycopg with the server's durability."""
    return Bare(psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://")), rows, "%s", "")
