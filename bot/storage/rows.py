"""Between rows and values: answers, seats, projects, chats."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from sys import intern
from typing import Any

import pydantic_core

from bot.service.ports import Chat, Project
from bot.storage.columns import to_iso, to_moment, unescaped
from dialogs.answers import Entry, Kind
from dialogs.state import Errand, Prompt, PromptKind, Seat

Row = tuple[Any, ...]
Key = tuple[str, str]

# ASCII only: NUL and lone surrogates, which PostgreSQL refuses in a text, then are spelled out.
_to_ascii_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, default=asdict).encode
from_json = json.JSONDecoder().decode

_KINDS = {kind.value: kind for kind in Kind}
_ENTRY = tuple(field.name for field in fields(Entry))


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
    return to_json(_from_seat(seat))


def _from_seat(seat: Seat) -> dict[str, Any]:
    prompt = seat.prompt
    return {
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
        **({"errand": _from_errand(seat.errand)} if seat.errand else {}),
    }


def _from_errand(errand: Errand) -> dict[str, Any]:
    return {
        "kind": errand.kind,
        "about": dict(errand.about),
        "playbook": errand.playbook,
        "entries": [
            {**{name: getattr(entry, name) for name in _ENTRY}, "at": to_iso(entry.at)} for entry in errand.entries
        ],
        "seat": _from_seat(errand.seat),
        "resumes": errand.resumes,
    }


# A project's seats are read on every turn, and most of them are as they were before.
@lru_cache(maxsize=16_384)
def to_seat(text: str) -> Seat:
    return _to_seat(from_json(text))


def _to_seat(found: Mapping[str, Any]) -> Seat:
    prompt, focus, errand = found["prompt"], found["focus"], found.get("errand")
    return Seat(
        None if prompt is None else _to_prompt(prompt),
        None if focus is None else (focus[0], focus[1]),
        found["is_paused"],
        None if errand is None else _to_errand(errand),
    )


def _to_errand(found: Mapping[str, Any]) -> Errand:
    entries = ({**one, "kind": Kind(one["kind"]), "at": to_moment(one["at"])} for one in found["entries"])
    return Errand(
        found["kind"],
        found["about"],
        found["playbook"],
        tuple(Entry(**one) for one in entries),
        _to_seat(found["seat"]),
        found["resumes"],
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
