"""What is left of stand-ups and digests, without ids and times: the same wherever people talked."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from bot.service.ports import Project, Turn
from bot.service.standups.model import Routine, Standup
from bot.service.standups.wants import team_of
from bot.storage.database import open_store
from tests.contract.platforms import database_url

Rows: TypeAlias = Mapping[str, list[Any]]

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
_OF_THE_PLACE = ("chat", "created_by", "created_at", "told_until", "playbook")


def rows(folder: Path) -> Rows:
    """All rows of a place, by table; people by their names, whatever the workspace and the project's id."""

    def work(turn: Turn) -> Rows:
        found: dict[str, list[Any]] = {}
        for project in turn.upkeep.projects():
            for table, kept in _of_project(turn, project).items():
                found.setdefault(table, []).extend(kept)
        return found

    store = open_store(database_url(folder), read_only=True)
    try:
        return store.read(work)
    finally:
        store.close()


def _of_project(turn: Turn, project: Project) -> Rows:
    rota, workspace = turn.rota, project.workspace
    members = turn.directory(workspace).members
    routines = rota.routines(workspace, project.id)
    standups = [one for one in routines if isinstance(one, Standup)]
    check_ins = [
        one for standup in standups for one in rota.check_ins(workspace, standup.id, date(2026, 1, 1), date(2027, 1, 1))
    ]
    preferences = [(name, rota.preference(workspace, id_)) for id_, name in _names(turn, project).items()]
    blockers = rota.blockers(workspace, project.id, since=datetime(2026, 1, 1, tzinfo=UTC))
    return {
        "routine": sorted((_settings(one) for one in routines), key=str),
        "check_in": [
            (members[one.member].name, one.day, one.reply, dict(one.answers), one.note, one.is_late)
            for one in check_ins
        ],
        "blocker": [
            (one.number, members[one.owner].name, one.item, one.text, one.closed_at is None) for one in blockers
        ],
        "absence": [
            (member.name, one.first, one.last)
            for member in members.values()
            for one in rota.absences(workspace, member.id)
        ],
        "preference": [(name, one.nudges, one.holidays) for name, one in preferences],
        "zone": [(member.name, member.zone) for member in members.values()],
        "progress": [(one.item, one.state) for one in rota.progress(workspace, project.id).values()],
    }


def _names(turn: Turn, project: Project) -> Mapping[str, str]:
    """The members', and "team" for what counts for all."""
    return {
        team_of(project.id): "team",
        **{member.id: member.name for member in turn.directory(project.workspace).members.values()},
    }


def _settings(routine: Routine) -> Mapping[str, Any]:
    """What somebody chose of it."""
    return {key: value for key, value in routine.to_data().items() if key not in _OF_THE_PLACE}
