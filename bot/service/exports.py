"""A project as files: its documents, or every answer with author and history as JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.service.documents import Documents, write
from bot.service.errors import UnknownProjectError
from bot.service.names import named
from bot.service.playbooks import Playbooks
from bot.service.ports import LOCAL_WORKSPACE, Project, Store, Turn
from dialogs.answers import Entry
from dialogs.plan import Plan
from dialogs.questions.matching import folded
from dialogs.state import State

FORMAT = "phasewalk-project"
VERSION = 1


def export(store: Store, documents: Documents, wanted: str, folder: Path, *, only: str | None) -> Iterator[Path]:
    """Write a project's files into a folder; `only` is "md" or "json", None writes both. Yields what it wrote.

    Raises UnknownProjectError and UnwritableFolderError.
    """
    project, plan, state, content = store.read(lambda turn: _read(turn, documents.playbooks, wanted))
    if only in (None, "md"):
        for rendered in documents.all_of(project, plan, state):
            yield _written(folder / f"{rendered.name}.md", rendered.text)
    if only in (None, "json"):
        yield _written(folder / "answers.json", to_text(project, state, content))


def to_text(project: Project, state: State, playbook: Mapping[str, Any]) -> str:
    """The whole project as JSON, the same bytes for the same project."""
    named = {entry.author for entry in state.book.entries} | {str(entry.value) for entry in state.book.entries}
    members = sorted(named & set(state.members))
    found = {
        "format": FORMAT,
        "version": VERSION,
        "project": {"id": project.id, "name": project.name, "created_at": _moment(project.created_at)},
        "playbook": {"hash": project.playbook, "content": playbook},
        "members": [{"id": id_, "name": state.members[id_].name} for id_ in members],
        "entries": [_entry(entry) for entry in state.book.entries],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def find_project(turn: Turn, wanted: str) -> Project:
    """The project of this name or id: the terminal's first, then anybody's. Raises UnknownProjectError.

    A name that several workspaces use names none of them; then the id is needed.
    """
    found = named(turn, LOCAL_WORKSPACE, wanted)
    if found is not None:
        return found
    known = turn.upkeep.projects()
    meant = [one for one in known if one.id == wanted] or [one for one in known if folded(one.name) == folded(wanted)]
    if len(meant) != 1:
        names = ", ".join(f"{one.name} ({one.id})" if meant else one.name for one in meant or known)
        raise UnknownProjectError(project=wanted, projects=names or "–")
    return meant[0]


def _read(turn: Turn, playbooks: Playbooks, wanted: str) -> tuple[Project, Plan, State, Mapping[str, Any]]:
    project = find_project(turn, wanted)
    content = turn.playbook(project.workspace, project.playbook) or {}
    return project, playbooks.plan(turn, project), turn.state(project.workspace, project.id), content


def _entry(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"kind": entry.kind.value, "at": _moment(entry.at)}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _written(path: Path, text: str) -> Path:
    write(path, text)
    return path
