"""Between rows and values: routines, what is due of them, and what came of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeAlias

from bot.service.standups.model import Blocker, CheckIn, Digest, Due, Progress, Reply, Routine, Standup, Step
from bot.service.standups.wants import Absence, Preference
from bot.storage.columns import escaped, to_moment, unescaped
from bot.storage.rows import Row, from_json, to_json

ToMoment: TypeAlias = Callable[[datetime], Any]
"""From a time to what the driver takes."""


def from_routine(routine: Routine, moment: ToMoment) -> Row:
    kind = "standup" if isinstance(routine, Standup) else "digest"
    key = (routine.workspace, routine.id, routine.project)
    return (*key, kind, to_json(routine.to_data()), moment(routine.created_at))


def to_routine(row: Row) -> Routine:
    workspace, id_, project, kind, data, _ = row
    made: type[Standup | Digest] = Standup if kind == "standup" else Digest
    return made.from_data(workspace, id_, project, from_json(data))


def from_due(due: Due, moment: ToMoment) -> Row:
    key = (due.workspace, due.id, due.routine, due.project)
    return (*key, due.step.value, due.day.isoformat(), moment(due.at), due.member, due.zone, *due.chat)


def to_due(row: Row) -> Due:
    workspace, id_, routine, project, step, day, at, member, zone, bot, chat = row
    day = date.fromisoformat(day)
    return Due(workspace, id_, routine, project, Step(step), day, to_moment(at), member, zone, (bot, chat))


def from_check_in(one: CheckIn, moment: ToMoment) -> Row:
    return (
        one.workspace,
        one.standup,
        one.day.isoformat(),
        one.member,
        one.project,
        one.reply.value,
        moment(one.due_at),
        moment(one.cutoff_at),
        _or_none(one.asked_at, moment),
        _or_none(one.answered_at, moment),
        to_json(dict(one.answers)),
        escaped(one.note),
        *one.chat,
        one.playbook,
    )


def to_check_in(row: Row) -> CheckIn:
    workspace, standup, day, member, project, reply, due, cutoff, asked, answered, answers, note, *where = row
    bot, chat, playbook = where
    return CheckIn(
        workspace,
        standup,
        project,
        date.fromisoformat(day),
        member,
        Reply(reply),
        to_moment(due),
        to_moment(cutoff),
        _or_none(asked, to_moment),
        _or_none(answered, to_moment),
        from_json(answers),
        unescaped(note),
        (bot, chat),
        playbook,
    )


def from_blocker(one: Blocker, moment: ToMoment) -> Row:
    key = (one.workspace, one.project, one.number)
    closed, escalated = _or_none(one.closed_at, moment), _or_none(one.escalated_at, moment)
    return (*key, one.owner, one.item, escaped(one.text), moment(one.opened_at), closed, escalated)


def to_blocker(row: Row) -> Blocker:
    workspace, project, number, owner, item, text, opened, closed, escalated = row
    blocker = Blocker(workspace, project, number, owner, item, unescaped(text), to_moment(opened))
    return replace(blocker, closed_at=_or_none(closed, to_moment), escalated_at=_or_none(escalated, to_moment))


def from_progress(key: tuple[str, str], one: Progress, moment: ToMoment) -> Row:
    return (*key, one.item, one.state, one.member, moment(one.at))


def to_progress(row: Row) -> Progress:
    *_, item, state, member, at = row
    return Progress(item, state, member, to_moment(at))


def from_absence(workspace: str, one: Absence) -> Row:
    return workspace, one.member, one.first.isoformat(), one.last.isoformat() if one.last else None, one.set_by


def to_absence(row: Row) -> Absence:
    _, member, first, last, set_by = row
    return Absence(member, date.fromisoformat(first), date.fromisoformat(last) if last else None, set_by)


def to_preference(row: Row) -> Preference:
    _, member, nudges, holidays = row
    return Preference(member, bool(nudges), holidays)


def _or_none(moment: Any, made: Callable[[Any], Any]) -> Any:
    return None if moment is None else made(moment)
