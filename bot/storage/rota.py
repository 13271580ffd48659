"""Implements the service's `Rota`: statements that run at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.service.standups.materials import Materials
from bot.service.standups.model import Blocker, CheckIn, Due, Progress, Routine
from bot.service.standups.wants import Absence, Preference, team_of
from bot.storage.direct import Direct
from bot.storage.records import Records
from bot.storage.rota_rows import (
    from_absence,
    from_blocker,
    from_check_in,
    from_due,
    from_progress,
    from_routine,
    to_absence,
    to_blocker,
    to_check_in,
    to_due,
    to_preference,
    to_progress,
    to_routine,
)
from bot.storage.rota_statements import due_before, due_behind, last_before, newest_answers
from bot.storage.rows import Key, Row
from bot.storage.sets import KeyedSelect
from bot.storage.statements import Statements


class StoredRota:
    """Works on the transaction's connection. What a turn writes here is there for its own reads, too."""

    def __init__(self, direct: Direct, records: Records, statements: Statements) -> None:
        self._direct = direct
        self._records = records
        self._statements = statements
        self._moment = statements.moment

    def routines(self, workspace: str, project: str) -> Sequence[Routine]:
        rows = self._direct.rows(self._statements.rota.routines_of, [(workspace, project)])
        return [to_routine(row) for row in rows]

    def routine(self, workspace: str, routine: str) -> Routine | None:
        rows = self._direct.rows(self._statements.rota.routines, [(workspace, routine)])
        return to_routine(rows[0]) if rows else None

    def put_routine(self, routine: Routine) -> None:
        self._direct.write(self._statements.rota.put_routines, [from_routine(routine, self._moment)])

    def drop_routine(self, workspace: str, routine: str) -> None:
        self._direct.write(self._statements.rota.drop_routines, [(workspace, routine)])
        self._direct.write(self._statements.rota.drop_dues_of, [(workspace, routine)])

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        return [to_due(tuple(row)) for row in self._direct.select(due_before(now, limit))]

    def walk(self, behind: Key, limit: int) -> Sequence[Due]:
        return [to_due(tuple(row)) for row in self._direct.select(due_behind(behind, limit))]

    def hold(self, dues: Sequence[Due]) -> Sequence[Due]:
        statements = self._statements.rota
        keys = list(dict.fromkeys(due.key for due in dues))
        rows = self._direct.rows(statements.held if self._direct.locks else statements.dues, keys)
        found = {due.key: due for due in map(to_due, rows)}
        return [held for due in dues if (held := found.get(due.key)) and (held.at, held.step) == (due.at, due.step)]

    def materials(self, dues: Sequence[Due]) -> Materials:
        rota = self._statements.rota
        single, whole = [due for due in dues if due.member], [due for due in dues if not due.member]
        check_ins = [
            *self._rows(rota.check_ins, ((d.workspace, d.routine, d.day.isoformat(), d.member) for d in single)),
            *self._rows(rota.check_ins_between, ((d.workspace, d.routine, *[d.day.isoformat()] * 2) for d in whole)),
        ]
        last = self._rows(rota.last, ((d.workspace, d.routine, d.member, d.day.isoformat()) for d in single))
        absences = [
            *self._rows(rota.absences_from, ((d.workspace, d.member, d.day.isoformat()) for d in single)),
            *self._rows(rota.all_absences_from, ((due.workspace, due.day.isoformat()) for due in whole)),
        ]
        preferences = [
            *self._rows(
                rota.preferences, ((d.workspace, who) for d in single for who in (d.member, team_of(d.project)))
            ),
            *self._rows(rota.all_preferences, ((due.workspace,) for due in whole)),
        ]
        routines = map(to_routine, self._rows(rota.routines, ((due.workspace, due.routine) for due in dues)))
        blockers = self._rows(rota.open_blockers, ((due.workspace, due.project) for due in dues))
        return Materials(
            {(one.workspace, one.id): one for one in routines},
            {one.key: one for one in map(to_check_in, check_ins)},
            {(one.workspace, one.standup, one.member): one for one in map(to_check_in, last)},
            _absences(absences),
            {(row[0], row[1]): to_preference(row) for row in preferences},
            _blockers(blockers),
        )

    def put_dues(self, dues: Sequence[Due]) -> None:
        newest = {due.key: due for due in dues}
        rows = [from_due(newest[key], self._moment) for key in sorted(newest)]
        self._direct.write(self._statements.rota.put_dues, rows)

    def drop_dues(self, keys: Collection[Key]) -> None:
        self._direct.write(self._statements.rota.drop_dues, sorted(set(keys)))

    def dues_of(self, workspace: str, routine: str) -> Sequence[Due]:
        return [to_due(row) for row in self._direct.rows(self._statements.rota.dues_of, [(workspace, routine)])]

    def add_check_ins(self, check_ins: Sequence[CheckIn]) -> Collection[tuple[str, str, date, str]]:
        first: dict[tuple[str, str, date, str], CheckIn] = {}
        for one in check_ins:
            first.setdefault(one.key, one)
        rows = [from_check_in(first[key], self._moment) for key in sorted(first)]
        added = self._direct.returned(self._statements.rota.add_check_ins, rows)
        return {(workspace, standup, date.fromisoformat(day), who) for workspace, standup, day, who in added}

    def put_check_in(self, check_in: CheckIn) -> None:
        self._direct.write(self._statements.rota.put_check_ins, [from_check_in(check_in, self._moment)])

    def check_in(self, workspace: str, standup: str, day: date, member: str) -> CheckIn | None:
        rota = self._statements.rota
        statement = rota.locked_check_ins if self._direct.locks else rota.check_ins
        rows = self._direct.rows(statement, [(workspace, standup, day.isoformat(), member)])
        return to_check_in(rows[0]) if rows else None

    def spoke(self, workspace: str, project: str, limit: int) -> Sequence[tuple[str, datetime]]:
        return [(author, at) for author, at in self._direct.select(newest_answers(workspace, project, limit))]

    def last_check_in(self, workspace: str, standup: str, member: str, before: date) -> CheckIn | None:
        rows = self._direct.select(last_before(workspace, standup, member, before))
        return to_check_in(tuple(rows[0])) if rows else None

    def check_ins(self, workspace: str, standup: str, since: date, until: date) -> Sequence[CheckIn]:
        key = (workspace, standup, since.isoformat(), until.isoformat())
        return [to_check_in(row) for row in self._direct.rows(self._statements.rota.check_ins_between, [key])]

    def blockers(self, workspace: str, project: str, *, since: datetime | None = None) -> Sequence[Blocker]:
        rota = self._statements.rota
        if since is None:
            rows = self._direct.rows(rota.open_blockers, [(workspace, project)])
        else:
            rows = self._direct.rows(rota.blockers, [(workspace, project, self._moment(since))])
        return [to_blocker(row) for row in rows]

    def put_blocker(self, blocker: Blocker) -> None:
        self._direct.write(self._statements.rota.put_blockers, [from_blocker(blocker, self._moment)])

    def next_blocker(self, workspace: str, project: str) -> int:
        self._records.project((workspace, project))  # first, for its lock: two must not get the same number
        rows = self._direct.rows(self._statements.rota.newest_blockers, [(workspace, project)])
        return int(rows[0][0] or 0) + 1

    def progress(self, workspace: str, project: str) -> Mapping[str, Progress]:
        rows = self._direct.rows(self._statements.rota.progress, [(workspace, project)])
        return {one.item: one for one in map(to_progress, rows)}

    def put_progress(self, workspace: str, project: str, progress: Progress) -> None:
        row = from_progress((workspace, project), progress, self._moment)
        self._direct.write(self._statements.rota.put_progress, [row])

    def absences(self, workspace: str, member: str) -> Sequence[Absence]:
        return [to_absence(row) for row in self._direct.rows(self._statements.rota.absences, [(workspace, member)])]

    def put_absence(self, workspace: str, absence: Absence) -> None:
        self._direct.write(self._statements.rota.put_absences, [from_absence(workspace, absence)])

    def drop_absence(self, workspace: str, member: str, first: date) -> None:
        self._direct.write(self._statements.rota.drop_absences, [(workspace, member, first.isoformat())])

    def preference(self, workspace: str, member: str) -> Preference:
        rows = self._direct.rows(self._statements.rota.preferences, [(workspace, member)])
        return to_preference(rows[0]) if rows else Preference(member)

    def put_preference(self, workspace: str, preference: Preference) -> None:
        row = (workspace, preference.member, preference.nudges, preference.holidays)
        self._direct.write(self._statements.rota.put_preferences, [row])

    def _rows(self, statement: KeyedSelect, keys: Iterable[Row]) -> Sequence[Row]:
        """Of many dues a few share a stand-up, a project or a person."""
        return self._direct.rows(statement, list(dict.fromkeys(keys)))


def _absences(rows: Sequence[Row]) -> Mapping[Key, Sequence[Absence]]:
    """A row may have been found for several days, or for a person and for everybody."""
    found: dict[Key, dict[date, Absence]] = {}
    for row in rows:
        absence = to_absence(row)
        found.setdefault((row[0], absence.member), {})[absence.first] = absence
    return {key: list(theirs.values()) for key, theirs in found.items()}


def _blockers(rows: Sequence[Row]) -> Mapping[Key, Sequence[Blocker]]:
    found: dict[Key, list[Blocker]] = {}
    for blocker in map(to_blocker, rows):
        found.setdefault((blocker.workspace, blocker.project), []).append(blocker)
    return found
