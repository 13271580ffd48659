"""What a report for leads holds, as plain values, and what has to be there to render it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.service.standups.attendance import Attendance
from dialogs.risks import Launch, Stale
from dialogs.texts import Part
from dialogs.trends import Point


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase: questions answered, skipped and in all; items planned and done; closed, blocked, open or ahead."""

    title: str
    answered: int
    skipped: int
    total: int
    planned: int
    reported: int
    state: str

    @property
    def settled(self) -> int:
        """Questions that need no more attention."""
        return self.answered + self.skipped


@dataclass(frozen=True, slots=True)
class Said:
    """An answer or a decision: what it is about, what was said ("" for decisions), and by whom."""

    label: Part
    value: Part
    who: str
    day: date


@dataclass(frozen=True, slots=True)
class Gate:
    """A phase that is answered and waits; `is_blocked`: not for a sign-off, but because a check stops it."""

    phase: str
    who: Part
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class OpenBlocker:
    """A blocker that nobody has closed: its item ("" for none), its owner, and its age in whole days."""

    label: str
    text: str
    item: str
    owner: str
    days: int


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open question that was kept, and its age in whole days."""

    name: str
    days: int


@dataclass(frozen=True)
class Report:
    """A project at `until`, and what happened in it after `since`.

    `day` is the local date of `until`. Ten answers, decisions and blockers are named, the newest first (of blockers the
    oldest); the counts tell how many there are. `points` are its last 14 days, or those of a longer period.
    """

    project: str
    day: date
    since: datetime
    until: datetime
    phases: tuple[PhaseRow, ...] = ()
    answers: tuple[Said, ...] = ()
    answer_count: int = 0
    decisions: tuple[Said, ...] = ()
    decision_count: int = 0
    gates: tuple[Gate, ...] = ()
    question_count: int = 0
    oldest_question: OpenQuestion | None = None
    blockers: tuple[OpenBlocker, ...] = ()
    blocker_count: int = 0
    attendance: tuple[Attendance, ...] = ()
    launch: Launch | None = None
    stale: tuple[Stale, ...] = ()
    points: tuple[Point, ...] = ()
    first_day: date | None = None
    """The local date of `since`."""

    @property
    def period_days(self) -> int | None:
        """The period in days; None where it has begun on some day, and not so many days ago to the hour."""
        days = round((self.until - self.since) / timedelta(days=1))
        is_whole = abs(self.until - self.since - timedelta(days=days)) < timedelta(hours=1)
        return days if days and is_whole else None


class ReportRenderer(Protocol):
    """What makes a document of a report."""

    def document(self, report: Report) -> str:
        """Markdown; the same report gives the same bytes."""
        ...


class Painter(Protocol):
    """What makes a picture of a report."""

    def __call__(self, report: Report) -> bytes:
        """A PNG; the same report gives the same bytes on one machine."""
        ...
