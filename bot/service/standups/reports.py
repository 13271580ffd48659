"""What leads read of a project: where it stands, what came in since, what waits, what is in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.service import cards
from bot.service.documents import as_of
from bot.service.playbooks import Playbooks
from bot.service.ports import Project, Turn
from bot.service.standups import attendance
from bot.service.standups.model import Blocker
from bot.service.standups.reported import Gate, OpenBlocker, OpenQuestion, PhaseRow, Report, Said
from dialogs import asking
from dialogs.answers import Entry, Kind
from dialogs.cursor import is_phase_answered, open_in
from dialogs.plan import Plan
from dialogs.risks import launch, stale
from dialogs.roles import names
from dialogs.standing import is_begun
from dialogs.state import Role, State
from dialogs.texts import Part, shortened
from dialogs.trends import Work, trend, work
from dialogs.view import ItemView, View
from dialogs.zones import local_day

NAMED = 10
"""Answers, decisions and blockers that a report names; of the rest it says how many there are."""
LABEL_LIMIT = 80
VALUE_LIMIT = 120
TREND_DAYS = 14
"""Days of the trend where the period is no longer."""
LONGEST_TREND = 92
"""Days of the trend at most: a quarter, which is as much as a picture shows."""


def gather(
    turn: Turn,
    playbooks: Playbooks,
    project: Project,
    since: datetime,
    until: datetime,
    *,
    zone: str = "",
    seq: int | None = None,
) -> Report:
    """A project's report at `until` over what happened after `since`, both aware.

    Days are those of the IANA `zone` ("" for UTC). `seq` is the book to look at, as its number of entries (None: the
    newest). Only reads. Raises LookupError when the store has lost the playbook.
    """
    plan = playbooks.plan(turn, project)
    state = turn.state(project.workspace, project.id)
    reader = _Reader(plan, state if seq is None else as_of(state, seq), since, until, zone)
    progress = turn.rota.progress(project.workspace, project.id)
    reported = {item: one.state for item, one in progress.items()}
    touched = {item: local_day(one.at, zone) for item, one in progress.items()}
    blockers = sorted(turn.rota.blockers(project.workspace, project.id), key=lambda one: (one.opened_at, one.number))
    day = reader.today
    return replace(
        reader.of_book(project.name),
        phases=_rows(plan, reader.state, work(plan, reader.state, reported)),
        blockers=tuple(map(reader.blocker, blockers[:NAMED])),
        blocker_count=len(blockers),
        attendance=attendance.of_project(turn, project, since, until),
        launch=launch(plan, reader.state, day, blockers=len(blockers)),
        stale=stale(plan, reader.state, reported, touched, today=day, zone=zone),
        points=trend(plan, reader.state, reader.days(), zone),
    )


class _Reader:
    """One book, looked at for one period."""

    def __init__(self, plan: Plan, state: State, since: datetime, until: datetime, zone: str) -> None:
        self.state = state
        self.today = local_day(until, zone)
        self._view = View(plan, state.book)
        self._around = asking.situation(self._view, state.members, "", until)
        self._since = since
        self._until = until
        self._zone = zone

    def of_book(self, project: str) -> Report:
        """What a report says of the answers alone."""
        answers, decisions, questions = list(self.answers()), list(self.decisions()), self.questions()
        return Report(
            project,
            self.today,
            self._since,
            self._until,
            answers=tuple(answers[:NAMED]),
            answer_count=len(answers),
            decisions=tuple(decisions[:NAMED]),
            decision_count=len(decisions),
            gates=tuple(self.gates()),
            question_count=len(questions),
            oldest_question=max(questions, key=lambda one: one.days, default=None),
            first_day=local_day(self._since, self._zone),
        )

    def answers(self) -> Iterator[Said]:
        """What was answered in the period and still counts, newest first, each question once."""
        view, plan = self._view, self._view.plan
        for entry in reversed(view.book.entries):
            if not self._is_recent(entry) or entry.kind is not Kind.ANSWER or view.book.newest[entry.slot] is not entry:
                continue
            asked = plan.asked.get(entry.question)
            if asked is None or asked.section.is_gate or asked.over in self._keeps:
                continue
            raw = view.raw(asked, entry.item) if view.applies(asked, entry.item) else None
            if raw is not None:
                label = shortened(asking.slot_label(view, entry.slot, self._around), LABEL_LIMIT)
                yield self._said(entry, label, shortened(asking.show(asked, raw, self._around), VALUE_LIMIT))

    def decisions(self) -> Iterator[Said]:
        """What was kept as a decision in the period and is still there, newest first."""
        added = [self._view.book.items[one.id].added for one in self._kept("decision")]
        for entry in sorted(added, key=lambda one: -one.seq):
            if self._is_recent(entry):
                yield self._said(entry, shortened(self._view.name_of(entry.item), VALUE_LIMIT), "")

    def questions(self) -> list[OpenQuestion]:
        """The open questions that were kept."""
        book = self._view.book
        return [
            OpenQuestion(_cut(str(one), VALUE_LIMIT), self.age(book.items[one.id].added.at))
            for one in self._kept("question")
        ]

    def gates(self) -> Iterator[Gate]:
        """Phases with all answers whose gate is open, in order."""
        view = self._view
        for section in view.plan.sections:
            phase = section.phase
            if section.is_gate and is_begun(view, phase) and is_phase_answered(view, phase.id):
                place = open_in(view, section)
                if place is not None:
                    is_blocked = view.plan.asked[place.question].question.id == "waiver"
                    yield Gate(phase.title, names(self.state, Role.LEAD), is_blocked)

    def days(self) -> list[date]:
        """The days of the trend, from the first on which something was said."""
        entries = self._view.book.entries
        count = min(max(TREND_DAYS, (self.today - local_day(self._since, self._zone)).days + 1), LONGEST_TREND)
        begun = local_day(entries[0].at, self._zone) if entries else self.today
        days = [self.today - timedelta(days=n) for n in reversed(range(count))]
        return [day for day in days if day >= begun] or [self.today]

    def age(self, at: datetime) -> int:
        """Whole days since then, by the calendar."""
        return max(0, (self.today - local_day(at, self._zone)).days)

    def name(self, member: str) -> str:
        """What a member is called."""
        found = self.state.members.get(member)
        return found.name if found else member

    def blocker(self, one: Blocker) -> OpenBlocker:
        """A blocker with its names and its age."""
        text = _cut(one.text, VALUE_LIMIT)
        return OpenBlocker(one.label, text, self.item(one.item), self.name(one.owner), self.age(one.opened_at))

    def item(self, item: str) -> str:
        """What an item is called; its id where it is gone."""
        return _cut(str(self._view.item(item) or item), LABEL_LIMIT)

    def _said(self, entry: Entry, label: Part, value: Part) -> Said:
        return Said(label, value, self.name(entry.author), local_day(entry.at, self._zone))

    def _is_recent(self, entry: Entry) -> bool:
        return self._since < entry.at <= self._until

    @cached_property
    def _keeps(self) -> Mapping[str, str]:
        """The groups that keep messages, and the kind of each."""
        return {one.id: one.group.keeps for one in self._view.plan.rounds.values() if one.group.keeps}

    def _kept(self, kind: str) -> list[ItemView]:
        groups = [group for group, keeps in self._keeps.items() if keeps == kind]
        return [item for group in groups for item in self._view.all_items(group)]


def _rows(plan: Plan, state: State, works: Mapping[str, Work]) -> tuple[PhaseRow, ...]:
    found = ((one, works.get(one["id"], Work())) for one in cards.rows(plan, state))
    return tuple(
        PhaseRow(
            one["title"], one["answered"], one["skipped"], one["total"], of_it.planned, of_it.reported, one["state"]
        )
        for one, of_it in found
    )


def _cut(text: str, limit: int) -> str:
    """A text on one line, at most so long."""
    return str(shortened(text, limit))
