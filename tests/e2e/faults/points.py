"""Points at which a replica may die: before and after every SQL statement, every commit and every network call.

It runs inside the replica. Points count from the moment at which the first update or event comes in, and those of
rounds that found nothing to do are left out: they come at any time, and change nothing.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bot.platforms.slack.calls import Calls
from bot.platforms.telegram.requests import AiohttpRequest
from bot.storage.waiting import Job
from bot.storage.writer import Writer

NEVER = 0
NAME_LIMIT = 60
FOUND_SOMETHING = ("DELETE FROM news", "INSERT INTO outbox", "UPDATE outbox")
"""A round that runs one of these has something to do."""

Call = Callable[..., Any]


@dataclass
class Points:
    """Counts the points that are passed, writes them down, and ends the process at one of them."""

    trail: int
    """A file descriptor that takes a line for each point."""
    die_at: int = NEVER
    passed: int = 0
    _is_armed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _round: threading.local = field(default_factory=threading.local)

    def arm(self) -> None:
        """From now on, points count."""
        self._is_armed = True

    def pass_by(self, name: str) -> None:
        """One more point; the process may end here, as by kill -9."""
        if not self._is_armed or getattr(self._round, "is_idle", False):
            return
        with self._lock:
            self.passed += 1
            os.write(self.trail, f"{' '.join(name.split())[:NAME_LIMIT]}\n".encode())
            if self.passed == self.die_at:
                os._exit(0)

    def around(self, call: Call, name: str, *given: Any, **named: Any) -> Any:
        """Make a call of the database's driver, with a point before and one after it."""
        if name.startswith(FOUND_SOMETHING):
            self._round.is_idle = False
        self.pass_by(f"before {name}")
        result = call(*given, **named)
        self.pass_by(f"after {name}")
        return result

    def transact(self, call: Call, writer: Writer, jobs: Sequence[Job]) -> Any:
        """One transaction of the writer."""
        self._round.is_idle = all(job.work.__qualname__.startswith("Rounds.") for job in jobs)
        return call(writer, jobs)

    async def request(self, call: Call, layer: AiohttpRequest, url: str, *given: Any, **named: Any) -> Any:
        """One call over the network."""
        name = url.rpartition("/")[2]
        self.pass_by(f"before {name}")
        answer = await call(layer, url, *given, **named)
        if name == "getUpdates" and not answer[1].endswith(b"[]}"):
            self.arm()
        self.pass_by(f"after {name}")
        return answer

    async def call(self, call: Call, calls: Calls, *given: Any, **named: Any) -> Any:
        """One call of Slack's: the method comes behind the bot, and an upload knows none."""
        name = given[1] if isinstance(given[1], str) else "upload"
        self.pass_by(f"before {name}")
        answer = await call(calls, *given, **named)
        self.pass_by(f"after {name}")
        return answer

    async def take_in(self, call: Call, *given: Any, **named: Any) -> Any:
        """Something that Slack tells; what the bot itself has written doesn't get here."""
        self.arm()
        self.pass_by("before it is taken in")
        answer = await call(*given, **named)
        self.pass_by("after it was taken in")
        return answer

    async def acknowledge(self, call: Call, *given: Any, **named: Any) -> Any:
        """The same with its acknowledgement over a socket."""
        answer = await call(*given, **named)
        self.pass_by("after its acknowledgement")
        return answer


def watch(points: Points) -> None:
    """Put the points in; called before the database is opened."""
    _watch(AiohttpRequest, "do_request", points.request)
    for name in ("make", "ask", "upload"):
        _watch(Calls, name, points.call)
    _watch(AsyncApp, "async_dispatch", points.take_in)
    _watch(AsyncSocketModeHandler, "handle", points.acknowledge)
    _watch(Writer, "_transact", points.transact)
    _watch_sqlite(points)
    _watch_psycopg(points)


def _watch(owner: type, name: str, with_points: Call) -> None:
    original = getattr(owner, name)

    def watched(self: Any, *given: Any, **named: Any) -> Any:
        return with_points(original, self, *given, **named)

    setattr(owner, name, watched)


def _watch_sqlite(points: Points) -> None:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *given: Any) -> Any:
            return points.around(super().execute, sql, sql, *given)

        def executemany(self, sql: str, *given: Any) -> Any:
            return points.around(super().executemany, sql, sql, *given)

    class Connection(sqlite3.Connection):
        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor)

        def commit(self) -> None:
            points.around(super().commit, "COMMIT")

    setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Connection))  # noqa: B010 (mypy knows its overloads)


def _watch_psycopg(points: Points) -> None:
    def run(call: Call, cursor: Any, sql: Any, *given: Any, **named: Any) -> Any:
        return points.around(call, str(sql), cursor, sql, *given, **named)

    def commit(call: Call, connection: Any) -> Any:
        return points.around(call, "COMMIT", connection)

    _watch(psycopg.Cursor, "execute", run)
    _watch(psycopg.Cursor, "executemany", run)
    _watch(psycopg.Connection, "commit", commit)
