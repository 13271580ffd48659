"""The check-ins of a project as files: a table that spreadsheets open without harm, and JSON."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from bot.service.playbooks import Playbooks
from bot.service.ports import Project, Turn
from bot.service.standups import attendance
from bot.service.standups.model import CheckIn, Standup

FORMAT = "phasewalk-check-ins"
VERSION = 1
COLUMNS = ("stand-up", "day", "member", "reply", "due", "cutoff", "asked", "answered", "late", "note")
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell must not begin with: spreadsheets take it for a formula, the full-width twins in East Asian ones, too
(OWASP, CSV injection)."""
_GUARD = "'"
"""Tells a spreadsheet that a text follows."""
_BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the code page of the computer."""


@dataclass(frozen=True)
class Sheet:
    """A stand-up's check-ins in a period, with its questions' newest texts and its members' names by id.

    `asked` are the texts as they were when a check-in was answered, by its playbook.
    """

    standup: Standup
    check_ins: Sequence[CheckIn]
    questions: Mapping[str, str]
    members: Mapping[str, str]
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def sheets(turn: Turn, playbooks: Playbooks, project: Project, since: datetime, until: datetime) -> list[Sheet]:
    """What a project's stand-ups brought that was due from `since` to `until`, both aware and included.

    Raises LookupError when the store has lost a stand-up's questions.
    """
    names = {id_: member.name for id_, member in turn.directory(project.workspace).members.items()}
    found = []
    for standup in attendance.standups(turn, project):
        check_ins = attendance.check_ins(turn, standup, since, until)
        newest_first = dict.fromkeys(("", *(one.playbook for one in reversed(check_ins))))
        asked = {hash_: _questions(turn, playbooks, standup, hash_ or standup.playbook) for hash_ in newest_first}
        found.append(Sheet(standup, check_ins, _newest(asked.values()), names, asked))
    return found


def to_csv(found: Sequence[Sheet]) -> bytes:
    """One row a check-in, one column a question: UTF-8 with a byte order mark, lines end in CRLF.

    Moments are ISO 8601 in UTC, `late` is "yes" or "no". No cell is read as a formula.
    """
    questions = _columns(found)
    text = StringIO(_BOM, newline="")
    text.seek(0, 2)
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([safe(one) for one in (*COLUMNS, *questions.values())])
    for sheet in found:
        for one in sheet.check_ins:
            row = [*_row(sheet, one).values(), *(one.answers.get(id_, "") for id_ in questions)]
            table.writerow([safe(cell) for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def to_json(found: Sequence[Sheet]) -> bytes:
    """The stand-ups with their questions and check-ins; the same check-ins give the same bytes."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "standups": [
            {
                "id": sheet.standup.id,
                "name": sheet.standup.name,
                "questions": dict(sheet.questions),
                "check_ins": [_entry(sheet, one) for one in sheet.check_ins],
            }
            for sheet in found
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what could be one gets a leading apostrophe."""
    return _GUARD + cell if cell[:1] in _FORMULA and cell else cell


def _questions(turn: Turn, playbooks: Playbooks, standup: Standup, playbook: str) -> dict[str, str]:
    """What a stand-up asks or has asked, by full id, in order."""
    plan = playbooks.of_errand(turn, standup.workspace, playbook)
    return {
        id_: asked.question.text for id_, asked in plan.asked.items() if asked.is_asked and not asked.section.is_gate
    }


def _columns(found: Sequence[Sheet]) -> dict[str, str]:
    """Every question of any stand-up, also those that only older check-ins answered, with its column's title."""
    titles = _newest(sheet.questions for sheet in found)
    answered = {id_ for sheet in found for one in sheet.check_ins for id_ in one.answers}
    return titles | {id_: id_ for id_ in sorted(answered - titles.keys())}


def _newest(asked: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Each question with the first text that it has."""
    found: dict[str, str] = {}
    for texts in asked:
        for id_, text in texts.items():
            found.setdefault(id_, text)
    return found


def _row(sheet: Sheet, one: CheckIn) -> dict[str, str]:
    return {
        "standup": sheet.standup.name,
        "day": one.day.isoformat(),
        "member": sheet.members.get(one.member, one.member),
        "reply": one.reply.value,
        "due": _moment(one.due_at),
        "cutoff": _moment(one.cutoff_at),
        "asked": _moment(one.asked_at),
        "answered": _moment(one.answered_at),
        "late": "yes" if one.is_late else "no",
        "note": one.note,
    }


def _entry(sheet: Sheet, one: CheckIn) -> dict[str, Any]:
    row = {name: value for name, value in _row(sheet, one).items() if name != "standup"}
    texts = sheet.asked.get(one.playbook, sheet.questions)
    return row | {
        "late": one.is_late,
        "questions": {id_: texts[id_] for id_ in sorted(one.answers) if id_ in texts},
        "answers": dict(sorted(one.answers.items())),
    }


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
