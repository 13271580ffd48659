"""The check-ins of a project's stand-ups in a period, and how many of those who were asked answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.service.ports import Project, Turn
from bot.service.standups.model import CheckIn, Reply, Standup
from bot.service.standups.planning import AHEAD, AROUND, participants


@dataclass(frozen=True, slots=True)
class Attendance:
    """The rounds of one stand-up that were over in a period.

    `answered` of `asked` replied, skipping with a reason among them, `late` of these after the cutoff. Who was away was
    not asked; `missed` were not asked because we were down.
    """

    name: str
    answered: int
    asked: int
    late: int
    missed: int


def of_project(turn: Turn, project: Project, since: datetime, until: datetime) -> tuple[Attendance, ...]:
    """How each stand-up was answered, of the rounds whose cutoff lies after `since` and not after `until`.

    So every round is in exactly one of the periods that follow each other. Stand-ups without such a round are left out.
    """
    found = []
    for standup in standups(turn, project):
        rounds = [one for one in _near(turn, standup, since, until) if since < one.cutoff_at <= until]
        taking_part = participants(turn.directory(project.workspace), standup)
        counted = _counted(standup.name, [one for one in rounds if one.is_over or one.member in taking_part])
        if counted.asked or counted.missed:
            found.append(counted)
    return tuple(found)


def check_ins(turn: Turn, standup: Standup, since: datetime, until: datetime) -> list[CheckIn]:
    """The check-ins of a stand-up that were due, or answered early, from `since` to `until`; by day and member."""
    near = _near(turn, standup, since, until + AHEAD)
    return [
        one for one in near if since <= one.due_at <= until or (one.answered_at and since <= one.answered_at <= until)
    ]


def standups(turn: Turn, project: Project) -> list[Standup]:
    """The stand-ups of a project, the oldest first."""
    return [one for one in turn.rota.routines(project.workspace, project.id) if isinstance(one, Standup)]


def _near(turn: Turn, standup: Standup, since: datetime, until: datetime) -> Sequence[CheckIn]:
    first, last = (since - AROUND).date(), (until + AROUND).date()
    return turn.rota.check_ins(standup.workspace, standup.id, first, last)


def _counted(name: str, rounds: Sequence[CheckIn]) -> Attendance:
    asked = [one for one in rounds if one.reply not in (Reply.AWAY, Reply.MISSED)]
    answered = [one for one in asked if one.reply is not Reply.ASKED]
    late = sum(1 for one in answered if one.is_late)
    missed = sum(1 for one in rounds if one.reply is Reply.MISSED)
    return Attendance(name, len(answered), len(asked), late, missed)
