"""What the service needs to keep of stand-ups and digests."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.service.standups.materials import Materials
from bot.service.standups.model import Blocker, CheckIn, Due, Progress, Routine
from bot.service.standups.wants import Absence, Preference


class Rota(Protocol):
    """Runs its statements at once, in the turn's transaction."""

    def routines(self, workspace: str, project: str) -> Sequence[Routine]:
        """What a project does on schedule, the oldest first."""
        ...

    def routine(self, workspace: str, routine: str) -> Routine | None: ...
    def put_routine(self, routine: Routine) -> None: ...
    def drop_routine(self, workspace: str, routine: str) -> None:
        """Forget a routine and all that is due of it. Its check-ins stay."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        """What is due, the oldest first, unlocked; one query by ix_schedule_next_at."""
        ...

    def walk(self, behind: tuple[str, str], limit: int) -> Sequence[Due]:
        """All that is due some day, of everybody, by (workspace, id) behind one."""
        ...

    def hold(self, dues: Sequence[Due]) -> Sequence[Due]:
        """Those of them that are still due as they say and that no other transaction holds; these are locked now."""
        ...

    def materials(self, dues: Sequence[Due]) -> Materials:
        """Everything that is known for some dues, in a few statements for all of them."""
        ...

    def put_dues(self, dues: Sequence[Due]) -> None:
        """Keep what is due next, in the place of what was kept under the same ids."""
        ...

    def drop_dues(self, keys: Collection[tuple[str, str]]) -> None:
        """Forget what is due, by (workspace, id)."""
        ...

    def dues_of(self, workspace: str, routine: str) -> Sequence[Due]:
        """All that is due of a routine."""
        ...

    def add_check_ins(self, check_ins: Sequence[CheckIn]) -> Collection[tuple[str, str, date, str]]:
        """Keep those whose keys are new; returns these keys."""
        ...

    def put_check_in(self, check_in: CheckIn) -> None:
        """Keep it, in the place of the one of the same key."""
        ...

    def check_in(self, workspace: str, standup: str, day: date, member: str) -> CheckIn | None:
        """Locked, where this transaction may write."""
        ...

    def spoke(self, workspace: str, project: str, limit: int) -> Sequence[tuple[str, datetime]]:
        """Who wrote the newest answers of a project, and when; unlocked, as stored."""
        ...

    def last_check_in(self, workspace: str, standup: str, member: str, before: date) -> CheckIn | None:
        """The newest one before a day that the member answered."""
        ...

    def check_ins(self, workspace: str, standup: str, since: date, until: date) -> Sequence[CheckIn]:
        """Those of a stand-up from one day to another, both included; by day and member."""
        ...

    def blockers(self, workspace: str, project: str, *, since: datetime | None = None) -> Sequence[Blocker]:
        """Open ones, the oldest first; with `since` also those that were closed after it."""
        ...

    def put_blocker(self, blocker: Blocker) -> None: ...
    def next_blocker(self, workspace: str, project: str) -> int:
        """The number that the project's next blocker gets."""
        ...

    def progress(self, workspace: str, project: str) -> Mapping[str, Progress]:
        """What was reported of items, by item."""
        ...

    def put_progress(self, workspace: str, project: str, progress: Progress) -> None: ...

    def absences(self, workspace: str, member: str) -> Sequence[Absence]: ...
    def put_absence(self, workspace: str, absence: Absence) -> None: ...
    def drop_absence(self, workspace: str, member: str, first: date) -> None: ...

    def preference(self, workspace: str, member: str) -> Preference:
        """A member's, or the team's for "" (with nothing chosen where nothing was)."""
        ...

    def put_preference(self, workspace: str, preference: Preference) -> None: ...
