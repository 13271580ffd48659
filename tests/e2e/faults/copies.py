"""Databases that can be put back to how they were: a copied file, or the rows of a schema."""

import json
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import psycopg

from bot.storage.columns import metadata

Rows = list[tuple[Any, ...]]
TABLES = [table.name for table in metadata.sorted_tables]


class Copies(Protocol):
    """A database, and how it was at several moments. Kept and put back only while nobody uses it."""

    url: str

    def keep(self, name: str) -> None: ...
    def put_back(self, name: str) -> None: ...
    def rows(self, sql: str) -> Rows: ...
    def close(self) -> None: ...


class SqliteCopies:
    """One file a moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "phasewalk.db"
        self.url = f"sqlite:///{self._path}"
        self._connection: sqlite3.Connection | None = None

    def keep(self, name: str) -> None:
        self.close()
        for path in self._files():
            shutil.copy(path, self._folder / f"{name}-{path.name}")

    def put_back(self, name: str) -> None:
        self.close()
        for path in self._files():
            path.unlink()
        for path in self._folder.glob(f"{name}-{self._path.name}*"):
            shutil.copy(path, self._folder / path.name.removeprefix(f"{name}-"))

    def rows(self, sql: str) -> Rows:
        if self._connection is None:
            url = f"{self._path.as_uri()}?mode=ro"
            self._connection = sqlite3.connect(url, uri=True, timeout=10, check_same_thread=False)
        return self._connection.execute(sql).fetchall()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _files(self) -> list[Path]:
        return list(self._folder.glob(f"{self._path.name}*"))


class PostgresCopies:
    """One schema a moment, with the same rows."""

    def __init__(self, url: str) -> None:
        """`url` is that of a schema with all tables in it."""
        self.url = url
        self._connection = psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)
        self._schema = str(self._connection.execute("SELECT current_schema()").fetchall()[0][0])
        # Foreign keys and triggers rest while rows are put back.
        self._connection.execute("SET session_replication_role = replica")
        self._kept: list[str] = []

    def keep(self, name: str) -> None:
        kept = self._name(name)
        self._kept.append(kept)
        made = [f"CREATE SCHEMA {kept}", *(f"CREATE TABLE {kept}.{one} AS TABLE {one}" for one in TABLES)]
        self._do(made)

    def put_back(self, name: str) -> None:
        kept = self._name(name)
        self._do(f"DELETE FROM {one}; INSERT INTO {one} SELECT * FROM {kept}.{one}" for one in TABLES)

    def rows(self, sql: str) -> Rows:
        return self._connection.execute(sql.encode()).fetchall()

    def close(self) -> None:
        self._do(f"DROP SCHEMA {kept} CASCADE" for kept in self._kept)
        self._connection.close()

    def _name(self, name: str) -> str:
        return f"{self._schema}_{name}"

    def _do(self, statements: Any) -> None:
        self._connection.execute(";".join(statements).encode())


def is_settled(copies: Copies) -> bool:
    """Whether everything was run, and sent, and told."""
    waiting = "SELECT count(*) FROM inbox WHERE state = 'waiting'"
    moving = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending', 'retry_at')"
    counts = copies.rows(f"SELECT ({waiting}), ({moving}), (SELECT count(*) FROM news)")
    return not any(counts[0])


def state_of(copies: Copies) -> dict[str, Any]:
    """All that must be the same however often a replica died: without times, and without ids made by chance."""
    member = "(SELECT name FROM member m WHERE m.workspace_id = t.workspace_id AND m.member_id = t.{})"
    project = "(SELECT name FROM project p WHERE p.workspace_id = t.workspace_id AND p.project_id = t.project_id)"
    named = {
        "answer": f"{project}, t.seq, turn, kind, question_id, item_id, value, {member.format('author_id')}, replaces, "
        "undoes",
        "role": f"{project}, {member.format('member_id')}, role",
        "binding": f"{project}, bot_id, chat_id, role",
        "document": f"{project}, name, version, answers_seq, content_hash",
        "account": f"account_id, handle, {member.format('member_id')}",
        "invite": "code_hash, role, used_at IS NULL",
        "member": "name",
        "project": "name, answers_seq",
        "chat": f"bot_id, chat_id, {project}, next_event, done_event, carrier, is_shared, is_open",
        "inbox": "bot_id, chat_id, seq, state, tries, note <> ''",
    }
    found: dict[str, Any] = {}
    for table, columns in named.items():
        key = "t.workspace_id, " if table not in ("inbox",) else ""
        found[table] = sorted(copies.rows(f"SELECT {key}{columns} FROM {table} t"), key=repr)
    seats = copies.rows(f"SELECT workspace_id, {project}, chat_id, {member.format('member_id')}, seat FROM seat t")
    found["seat"] = sorted(([*seat[:-1], _without_tokens(json.loads(seat[-1]))] for seat in seats), key=repr)
    found["event"] = copies.rows("SELECT count(*) FROM event")
    return found


def outbox_of(copies: Copies) -> Sequence[tuple[str, int, str, str, str]]:
    """The messages that were decided: chat, seq, state, kind, text."""
    rows = copies.rows("SELECT chat_id, seq, state, payload FROM outbox ORDER BY chat_id, seq")
    found = []
    for chat, seq, state, payload in rows:
        content = json.loads(payload)
        text = str(content.get("html") or content.get("text") or "")
        found.append((str(chat), int(seq), str(state), str(content["kind"]), text))
    return found


def _without_tokens(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_tokens(one) for key, one in value.items() if key not in ("token", "at")}
    return [_without_tokens(one) for one in value] if isinstance(value, list) else value
