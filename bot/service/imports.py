"""Bringing an exported project back."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.service.errors import NotAnExportError, ProjectExistsError
from bot.service.exports import FORMAT, VERSION
from bot.service.names import named
from bot.service.ports import LOCAL_WORKSPACE, Project, Store, Turn
from dialogs.answers import Book, Entry, Kind
from dialogs.model import Playbook
from dialogs.state import Member, State


def import_file(store: Store, path: Path) -> str:
    """Bring an exported project into the database; returns its name.

    Raises NotAnExportError and ProjectExistsError; nothing is changed then.
    """
    project, playbook, members, entries = _parsed(path)

    def work(turn: Turn) -> str:
        if named(turn, LOCAL_WORKSPACE, project.name) or turn.project(LOCAL_WORKSPACE, project.id):
            raise ProjectExistsError(project=project.name)
        if turn.playbook(LOCAL_WORKSPACE, project.playbook) is None:
            turn.add_playbook(LOCAL_WORKSPACE, project.playbook, playbook)
        known = turn.directory(LOCAL_WORKSPACE).members
        for member in members:
            if member.id not in known:
                turn.add_member(LOCAL_WORKSPACE, _with_free_name(turn, member))
        turn.put_project(project)
        before = turn.state(LOCAL_WORKSPACE, project.id)
        after = State(Book().with_entries(entries), before.members, before.seats)
        turn.save(LOCAL_WORKSPACE, project.id, before, after)
        return project.name

    return store.submit(work).result()


def _parsed(path: Path) -> tuple[Project, dict[str, Any], list[Member], list[Entry]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != FORMAT or found["version"] != VERSION:
            raise NotAnExportError(file=str(path), reason=f"{found['format']} {found['version']}")
        playbook = Playbook.model_validate(found["playbook"]["content"])
        if playbook.content_hash != found["playbook"]["hash"]:
            raise NotAnExportError(file=str(path), reason="playbook.hash")
        about = found["project"]
        created_at = datetime.fromisoformat(about["created_at"])
        project = Project(LOCAL_WORKSPACE, str(about["id"]), str(about["name"]), playbook.content_hash, created_at)
        members = [Member(str(one["id"]), str(one["name"])) for one in found["members"]]
        entries = [_entry(one) for one in found["entries"]]
        _check_order(entries)
        Book().with_entries(entries)
    except OSError as error:
        raise NotAnExportError(file=str(path), reason=error.strerror or str(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAnExportError(file=str(path), reason=f"{type(error).__name__} {error}"[:200]) from None
    return project, found["playbook"]["content"], members, entries


def _entry(found: dict[str, Any]) -> Entry:
    return Entry(**found | {"kind": Kind(found["kind"]), "at": datetime.fromisoformat(found["at"])})


def _check_order(entries: list[Entry]) -> None:
    for seq, entry in enumerate(entries, start=1):
        if entry.seq != seq or not 0 < entry.turn <= seq or entry.at.tzinfo is None:
            raise ValueError(f"entry {entry.seq}")


def _with_free_name(turn: Turn, member: Member) -> Member:
    taken = {one.name.casefold() for one in turn.directory(LOCAL_WORKSPACE).members.values()}
    name = member.name
    while name.casefold() in taken:
        name += "'"
    return Member(member.id, name)
