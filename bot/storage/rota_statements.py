"""The statements of stand-ups and digests."""

from datetime import date
from typing import Any

from sqlalchemy import Dialect, FromClause, Select, and_, delete, func, or_, select, tuple_
from sqlalchemy.sql import ClauseElement

from bot.storage.rounds import (
    WAS_ANSWERED,
    absence_table,
    blocker_table,
    check_in_table,
    preference_table,
    progress_table,
    routine_table,
    schedule_table,
)
from bot.storage.sets import Field, KeyedSelect, New, Write, fields_of, insert_all, named, put_all, same
from bot.storage.tables import answer_table


class RotaStatements:
    """All of them for one kind of database. Each select says which index it goes by."""

    def __init__(self, dialect: Dialect) -> None:
        self.routines = KeyedSelect(dialect, _ROUTINE, _routines)
        self.routines_of = KeyedSelect(dialect, named(routine_table, "workspace_id", "project_id"), _routines_of)
        self.held = KeyedSelect(dialect, _DUE, _held)
        self.dues = KeyedSelect(dialect, _DUE, _dues)
        self.dues_of = KeyedSelect(dialect, _ROUTINE, _dues_of)
        self.check_ins = KeyedSelect(dialect, _CHECK_IN, _check_ins)
        self.locked_check_ins = KeyedSelect(dialect, _CHECK_IN, _locked_check_ins)
        self.check_ins_between = KeyedSelect(dialect, (*_CHECK_IN[:2], _SINCE, _UNTIL), _check_ins_between)
        self.last = KeyedSelect(dialect, named(check_in_table, "workspace_id", "standup_id", "member_id", "day"), _last)
        self.open_blockers = KeyedSelect(dialect, _PROJECT, _open_blockers)
        self.blockers = KeyedSelect(dialect, (*_PROJECT, ("since", blocker_table.c.closed_at.type)), _blockers)
        self.newest_blockers = KeyedSelect(dialect, _PROJECT, _newest_blockers)
        self.progress = KeyedSelect(dialect, _PROJECT, _progress)
        self.absences = KeyedSelect(dialect, _MEMBER, _absences)
        self.absences_from = KeyedSelect(dialect, (*_MEMBER, _SINCE), _absences_from)
        self.all_absences_from = KeyedSelect(dialect, (_MEMBER[0], _SINCE), _all_absences_from)
        self.preferences = KeyedSelect(dialect, _MEMBER, _preferences)
        self.all_preferences = KeyedSelect(dialect, _MEMBER[:1], _all_preferences)

        self.put_routines = Write(dialect, fields_of(routine_table), lambda new: put_all(routine_table, new, dialect))
        self.drop_routines = Write(dialect, _ROUTINE, lambda new: _drop(routine_table, new))
        self.put_dues = Write(dialect, fields_of(schedule_table), lambda new: put_all(schedule_table, new, dialect))
        self.drop_dues = Write(dialect, _DUE, lambda new: _drop(schedule_table, new))
        self.drop_dues_of = Write(dialect, _ROUTINE, lambda new: _drop(schedule_table, new))
        self.add_check_ins = Write(dialect, fields_of(check_in_table), lambda new: _add_check_ins(new, dialect))
        self.put_check_ins = Write(
            dialect, fields_of(check_in_table), lambda new: put_all(check_in_table, new, dialect)
        )
        self.put_blockers = Write(dialect, fields_of(blocker_table), lambda new: put_all(blocker_table, new, dialect))
        self.put_progress = Write(dialect, fields_of(progress_table), lambda new: put_all(progress_table, new, dialect))
        self.put_absences = Write(dialect, fields_of(absence_table), lambda new: put_all(absence_table, new, dialect))
        self.drop_absences = Write(dialect, fields_of(absence_table)[:3], lambda new: _drop(absence_table, new))
        self.put_preferences = Write(
            dialect, fields_of(preference_table), lambda new: put_all(preference_table, new, dialect)
        )


_ROUTINE = named(routine_table, "workspace_id", "routine_id")
_PROJECT = named(blocker_table, "workspace_id", "project_id")
_DUE = named(schedule_table, "workspace_id", "schedule_id")
_CHECK_IN = named(check_in_table, "workspace_id", "standup_id", "day", "member_id")
_MEMBER = named(absence_table, "workspace_id", "member_id")
_SINCE: Field = ("since", absence_table.c.first_day.type)
_UNTIL: Field = ("until", absence_table.c.first_day.type)


def due_before(now: object, limit: int) -> Select[Any]:
    """By ix_schedule_next_at; `now` as the columns take it."""
    return (
        select(*schedule_table.c).where(schedule_table.c.next_at <= now).order_by(schedule_table.c.next_at).limit(limit)
    )


def due_behind(key: tuple[str, str], limit: int) -> Select[Any]:
    """By the primary key."""
    table = schedule_table
    place = tuple_(table.c.workspace_id, table.c.schedule_id)
    return select(*table.c).where(place > key).order_by(table.c.workspace_id, table.c.schedule_id).limit(limit)


def _routines(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    return select(*routine_table.c).join(wanted, same(routine_table, wanted, _ROUTINE))


def _routines_of(wanted: FromClause) -> Select[Any]:
    """By ix_routine_workspace_id_project_id."""
    table = routine_table
    mine = select(*table.c).join(wanted, same(table, wanted, _PROJECT))
    return mine.order_by(table.c.created_at, table.c.routine_id)


def _dues(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    return select(*schedule_table.c).join(wanted, same(schedule_table, wanted, _DUE))


def _held(wanted: FromClause) -> Select[Any]:
    return _dues(wanted).with_for_update(of=schedule_table, skip_locked=True)


def _dues_of(wanted: FromClause) -> Select[Any]:
    """By ix_schedule_workspace_id_routine_id."""
    table = schedule_table
    mine = select(*table.c).join(wanted, same(table, wanted, _ROUTINE))
    return mine.order_by(table.c.next_at, table.c.schedule_id)


def _check_ins(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    table = check_in_table
    return select(*table.c).join(wanted, same(table, wanted, _CHECK_IN))


def _locked_check_ins(wanted: FromClause) -> Select[Any]:
    return _check_ins(wanted).with_for_update(of=check_in_table)


def _check_ins_between(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    table = check_in_table
    mine = and_(same(table, wanted, _CHECK_IN[:2]), table.c.day >= wanted.c.since, table.c.day <= wanted.c.until)
    return select(*table.c).join(wanted, mine).order_by(table.c.day, table.c.member_id)


def _last(wanted: FromClause) -> Select[Any]:
    """Before a day; by ix_check_in_answered, then by the primary key."""
    table, any_ = check_in_table, check_in_table.alias("any_of_them")
    key = _CHECK_IN[0], _CHECK_IN[1], _CHECK_IN[3]
    is_before = (any_.c.reply == WAS_ANSWERED, any_.c.day < wanted.c.day)
    newest = select(func.max(any_.c.day)).where(same(any_, wanted, key), *is_before)
    mine = and_(same(table, wanted, key), table.c.day == newest.correlate(wanted).scalar_subquery())
    return select(*table.c).join(wanted, mine)


def last_before(workspace: str, standup: str, member: str, before: date) -> Select[Any]:
    """By ix_check_in_answered."""
    table = check_in_table
    mine = (table.c.workspace_id == workspace, table.c.standup_id == standup, table.c.member_id == member)
    earlier = select(*table.c).where(*mine, table.c.reply == WAS_ANSWERED, table.c.day < before.isoformat())
    return earlier.order_by(table.c.day.desc()).limit(1)


def newest_answers(workspace: str, project: str, limit: int) -> Select[Any]:
    """By the primary key."""
    table = answer_table
    mine = select(table.c.author_id, table.c.at).where(table.c.workspace_id == workspace, table.c.project_id == project)
    return mine.order_by(table.c.seq.desc()).limit(limit)


def _open_blockers(wanted: FromClause) -> Select[Any]:
    """By ix_blocker_open."""
    table = blocker_table
    mine = and_(same(table, wanted, _PROJECT), table.c.closed_at.is_(None))
    return select(*table.c).join(wanted, mine).order_by(table.c.number)


def _blockers(wanted: FromClause) -> Select[Any]:
    """By the primary key: all that the project ever had are looked at."""
    table = blocker_table
    counts = or_(table.c.closed_at.is_(None), table.c.closed_at > wanted.c.since)
    mine = and_(same(table, wanted, _PROJECT), counts)
    return select(*table.c).join(wanted, mine).order_by(table.c.number)


def _newest_blockers(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    table = blocker_table
    return select(func.max(table.c.number)).join_from(table, wanted, same(table, wanted, _PROJECT))


def _progress(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    return select(*progress_table.c).join(wanted, same(progress_table, wanted, _PROJECT))


def _absences(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    table = absence_table
    return select(*table.c).join(wanted, same(table, wanted, _MEMBER)).order_by(table.c.first_day)


def _absences_from(wanted: FromClause) -> Select[Any]:
    """By the primary key: those that are not over before a day."""
    table = absence_table
    mine = and_(same(table, wanted, _MEMBER), _reaches(wanted))
    return select(*table.c).join(wanted, mine).order_by(table.c.first_day)


def _all_absences_from(wanted: FromClause) -> Select[Any]:
    """Of everybody in a workspace, by the primary key."""
    table = absence_table
    mine = and_(same(table, wanted, _MEMBER[:1]), _reaches(wanted))
    return select(*table.c).join(wanted, mine).order_by(table.c.first_day)


def _reaches(wanted: FromClause) -> Any:
    return or_(absence_table.c.last_day.is_(None), absence_table.c.last_day >= wanted.c.since)


def _preferences(wanted: FromClause) -> Select[Any]:
    """By the primary key."""
    return select(*preference_table.c).join(wanted, same(preference_table, wanted, _MEMBER))


def _all_preferences(wanted: FromClause) -> Select[Any]:
    """Of everybody in a workspace, by the primary key."""
    return select(*preference_table.c).join(wanted, same(preference_table, wanted, _MEMBER[:1]))


def _drop(table: Any, new: New) -> ClauseElement:
    return delete(table).where(*(table.c[name] == value for name, value in new.items()))


def _add_check_ins(new: New, dialect: Dialect) -> ClauseElement:
    table = check_in_table
    return insert_all(table, new, dialect).on_conflict_do_nothing().returning(*table.primary_key)
