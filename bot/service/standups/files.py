"""Files that are made of a project when they are sent: the messages that bring them, and what makes each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.service.documents import Made, Maker, folder_name
from bot.service.playbooks import Playbooks
from bot.service.ports import Project, Turn
from bot.service.standups import exports
from bot.service.standups.reported import Painter, Report, ReportRenderer
from bot.service.standups.reports import gather
from dialogs.texts import phrase
from dialogs.zones import local_day


def picture_payload(project: Project, seq: int, since: datetime, until: datetime, zone: str = "") -> dict[str, Any]:
    """The message that shows a project's picture, as of the book of `seq` entries."""
    return _payload("picture", project, seq, (since, until), zone)


def report_payload(project: Project, seq: int, since: datetime, until: datetime, zone: str = "") -> dict[str, Any]:
    """The message that brings a project's full report, as of the book of `seq` entries."""
    return _payload("report", project, seq, (since, until), zone)


def csv_payload(project: Project, since: datetime, until: datetime, zone: str = "") -> dict[str, Any]:
    """The message that brings the check-ins that were due in a period, as a table."""
    return _payload("check_ins.csv", project, 0, (since, until), zone)


def json_payload(project: Project, since: datetime, until: datetime, zone: str = "") -> dict[str, Any]:
    """The message that brings the check-ins that were due in a period, as JSON."""
    return _payload("check_ins.json", project, 0, (since, until), zone)


def makers(playbooks: Playbooks, renderer: ReportRenderer, paint: Painter) -> Mapping[str, Maker]:
    """What makes each kind of file, by the "what" of its message."""

    def picture(turn: Turn, payload: Mapping[str, Any]) -> Callable[[], Made]:
        project, report = _report(turn, playbooks, payload)
        about = phrase("picture.about", project=project.name)
        return lambda: Made(folder_name(project), _name(report, "progress.png"), paint(report), about)

    def document(turn: Turn, payload: Mapping[str, Any]) -> Callable[[], Made]:
        project, report = _report(turn, playbooks, payload)
        about = phrase("report.about", project=project.name)
        return lambda: Made(
            folder_name(project), _name(report, "report.md"), _encoded(renderer.document(report)), about
        )

    def check_ins(turn: Turn, payload: Mapping[str, Any]) -> Callable[[], Made]:
        project, (since, until) = _project(turn, payload), _period(payload)
        sheets = exports.sheets(turn, playbooks, project, since, until)
        write = exports.to_csv if payload["what"] == "check_ins.csv" else exports.to_json
        day = local_day(until, str(payload.get("zone", "")))
        name, about = f"{day.isoformat()}_{payload['what']}", phrase("export.about", project=project.name)
        return lambda: Made(folder_name(project), name, write(sheets), about)

    return {"picture": picture, "report": document, "check_ins.csv": check_ins, "check_ins.json": check_ins}


def _payload(what: str, project: Project, seq: int, period: tuple[datetime, datetime], zone: str) -> dict[str, Any]:
    since, until = period
    return {
        "kind": "document",
        "what": what,
        "workspace": project.workspace,
        "project": project.id,
        "document": what,
        "phase": "",
        "is_draft": False,
        "answers_seq": seq,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "zone": zone,
        "once": True,
    }


def _report(turn: Turn, playbooks: Playbooks, payload: Mapping[str, Any]) -> tuple[Project, Report]:
    project, (since, until) = _project(turn, payload), _period(payload)
    zone, seq = str(payload.get("zone", "")), int(payload["answers_seq"])
    return project, gather(turn, playbooks, project, since, until, zone=zone, seq=seq)


def _project(turn: Turn, payload: Mapping[str, Any]) -> Project:
    project = turn.project(str(payload["workspace"]), str(payload["project"]))
    if project is None:
        raise LookupError(payload["project"])
    return project


def _period(payload: Mapping[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(str(payload["since"])), datetime.fromisoformat(str(payload["until"]))


def _name(report: Report, ending: str) -> str:
    return f"{report.day.isoformat()}_{ending}"


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
