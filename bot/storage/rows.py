"""Between rows and values: answers, seats, projects, chats."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from sys import intern
from typing import Any

import pydantic_core

from bot.service.ports import Chat, Project
from bot.storage.columns import to_moment, unescaped
from dialogs.answers import Entry, Kind
from dialogs.state import Prompt, PromptKind, Seat

Row = tuple[Any, ...]
Key = tuple[str, str]

# ASCII only: NUL and lone surrogates, which PostgreSQL refuses in a text, then are spelled out.
_to_ascii_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, default=asdict).encode
from_json = json.JSONDecoder().decode

_KINDS = {kind.value: kind for kind in Kind}


def to_json(value: Any) -> str:
    """Of data and of dataclasses.

    Pydantic's serializer takes a quarter of the time; it spells NUL, too, but refuses lone surrogates.
    """
    try:
        return pydantic_core.to_json(value).decode()
    except pydantic_core.PydanticSerializationError:
        return _to_ascii_json(value)


def from_entry(project: Key, entry: Entry, at: Any) -> Row:
    """A row of `answer_table`; `at` is the entry's time as the database takes it."""
    return (
        *project,
        entry.seq,
        entry.turn,
        entry.kind.value,
        entry.question,
        entry.item,
        None if entry.value is None else to_json(entry.value),
        entry.author,
        at,
        entry.replaces,
        entry.undoes,
    )


def to_entry(row: Row) -> Entry:
    """From a row of `answer_table` without its project. The same few ids fill a book, so they are shared."""
    seq, turn, kind, question, item, value, author, at, replaces, undoes = row
    return Entry(
        seq,
        turn,
        _KINDS[kind],
        intern(question),
        intern(item),
        None if value is None else from_json(value),
        intern(author),
        to_moment(at),
        replaces,
        undoes,
    )


def from_seat(seat: Seat) -> str:
    prompt = seat.prompt
    return to_json(
        {
            "prompt": prompt
            and {
                "token": prompt.token,
                "kind": prompt.kind.value,
                "question": prompt.question,
                "item": prompt.item,
                "based_on": prompt.based_on,
                "pending": prompt.pending if prompt.pending is None else dict(prompt.pending),
                "ticked": prompt.ticked,
            },
            "focus": seat.focus,
            "is_paused": seat.is_paused,
        }
    )


# A project's seats are read on every turn, and most of them are as they were before.
@lru_cache(maxsize=16_384)
def to_seat(text: str) -> Seat:
    found = from_json(text)
    prompt, focus = found["prompt"], found["focus"]
    return Seat(
        None if prompt is None else _to_prompt(prompt),
        None if focus is None else (focus[0], focus[1]),
        found["is_paused"],
    )


def _to_prompt(found: Mapping[str, Any]) -> Prompt:
    return Prompt(**{**found, "kind": PromptKind(found["kind"]), "ticked": tuple(found.get("ticked", ()))})


@lru_cache(maxsize=16_384)
def to_project(workspace: str, project: str, name: str, playbook: str, created_at: Any) -> Project:
    return Project(workspace, project, unescaped(name), playbook, to_moment(created_at))


@lru_cache(maxsize=16_384)
def to_chat(key: Key, project: Key, is_shared: bool, is_open: bool) -> Chat:
    return Chat(*key, *project, bool(is_shared), bool(is_open))


def to_payload(text: str) -> Mapping[str, Any]:
    found: dict[str, Any] = from_json(text)
    return found
