"""Moving a project to a newer playbook, question by question; nothing that was said is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from dialogs import asking
from dialogs.answers import Entry, Kind
from dialogs.plan import Asked, Plan
from dialogs.questions.base import Understood
from dialogs.state import State
from dialogs.view import View


class Fate(StrEnum):
    """What becomes of a question."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CONVERTED = "converted"
    ASKED_AGAIN = "asked_again"


@dataclass(frozen=True, slots=True)
class Change:
    """What the move does to one question, or to its answer about one item; `was` is its earlier id."""

    fate: Fate
    question: str
    item: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """Everything that the move does: what to tell, and the entries that do it."""

    changes: tuple[Change, ...]
    entries: tuple[Entry, ...]


def upgrade(old: Plan, new: Plan, state: State, *, author: str, now: datetime) -> Upgrade:
    """What moving a project from one plan to another does. `author` is who moves it."""
    return _Move(old, new, state, author, now).upgrade()


class _Move:
    def __init__(self, old: Plan, new: Plan, state: State, author: str, now: datetime) -> None:
        self._old = old
        self._new = new
        self._state = state
        self._book = state.book
        self._author = author
        self._now = now
        self._first = state.book.seq + 1

    def upgrade(self) -> Upgrade:
        earlier = {id_: rounds.group.was for id_, rounds in self._new.rounds.items()}
        groups = _renamed(self._old.rounds, self._new.rounds, earlier)
        questions = self._renamed_questions(groups)
        changes = [Change(Fate.RENAMED, id_, was=was) for id_, was in (groups | questions).items()]
        changes.extend(
            Change(Fate.REMOVED, id_)
            for id_, asked in self._old.asked.items()
            if id_ not in self._new.asked and id_ not in questions.values() and not asked.section.is_gate
        )
        changes.extend(
            Change(Fate.ADDED, id_) for id_ in self._new.asked if id_ not in self._old.asked and id_ not in questions
        )
        for group, was in groups.items():
            self._regroup(group, was)
        for question, was in questions.items():
            self._carry(question, was)
        changes.extend(self._revalidated())
        return Upgrade(tuple(changes), self._book.since(self._state.book.seq))

    def _renamed_questions(self, groups: Mapping[str, str]) -> dict[str, str]:
        """Earlier ids by new ones: named by `was`, in full or within the group, or moved along with their group."""
        candidates: dict[str, tuple[str, ...]] = {}
        for id_, asked in self._new.asked.items():
            prefix = id_.removesuffix(asked.question.id)
            group = prefix.removesuffix(".")
            before = f"{groups[group]}." if group in groups else prefix
            names = (asked.question.id, *asked.question.was)
            candidates[id_] = (*asked.question.was, *(before + name for name in names))
        return _renamed(self._old.asked, self._new.asked, candidates)

    def _regroup(self, group: str, was: str) -> None:
        """Bring the items of a renamed group along; another's "no more" too."""
        for (found, around), ids in list(self._book.rounds.items()):
            for id_ in ids if found == was else ():
                item = self._book.items[id_]
                self._write(replace(item.added, question=group, value=around))
                if item.removed:
                    self._write(replace(item.added, kind=Kind.REMOVE, question=group, value=None))
        self._carry(group, was)

    def _carry(self, question: str, was: str) -> None:
        """Let answers count under the new id, with the same author and time, and whoever is to answer it do so."""
        for (id_, item), entry in list(self._book.newest.items()):
            if id_ == was and entry.kind is not Kind.CLEAR and (question, item) not in self._book.newest:
                self._write(replace(entry, question=question, replaces=0, undoes=0))
        for (id_, item), member in self._book.assigned.items():
            if id_ == was and (question, item) not in self._book.assigned:
                self._write(self._assignment(question, item, member))

    def _assignment(self, question: str, item: str, member: str) -> Entry:
        return Entry(0, 0, Kind.ASSIGN, question, item, member, self._author, self._now)

    def _revalidated(self) -> Iterator[Change]:
        """Answers that the new question would refuse: read anew, or asked again."""
        view = View(self._new, self._book)
        around = asking.situation(view, self._state.members, "", self._now)
        for (id_, item), entry in list(self._book.newest.items()):
            asked = self._new.asked.get(id_)
            if asked is None or asked.section.is_gate or entry.kind is not Kind.ANSWER or self._book.is_gone(item):
                continue
            if asked.question.accepts(entry.value, around):
                continue
            before = self._old.asked.get(id_)
            typed = _typed(before, entry)
            parsed = asked.question.parse(typed, around)
            if isinstance(parsed, Understood):
                self._write(replace(entry, value=parsed.value, replaces=entry.seq, undoes=0))
                yield Change(Fate.CONVERTED, id_, item)
            else:
                cleared = replace(entry, kind=Kind.CLEAR, value=None, replaces=entry.seq, undoes=0)
                self._write(replace(cleared, author=self._author, at=self._now))
                yield Change(Fate.ASKED_AGAIN, id_, item)

    def _write(self, entry: Entry) -> None:
        self._book = self._book.with_entries((replace(entry, seq=self._book.seq + 1, turn=self._first),))


def _renamed(old: Mapping[str, Any], new: Mapping[str, Any], was: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Earlier ids by new ones, where the earlier exists in the old plan alone and the new in the new one alone."""
    found: dict[str, str] = {}
    for id_ in new:
        before = next((name for name in was[id_] if name in old and name not in new), None)
        if id_ not in old and before is not None:
            found[id_] = before
    return found


def _typed(before: Asked | None, entry: Entry) -> str:
    """The answer as a person would have typed it."""
    value = entry.value
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    labels = getattr(before.question, "options_by_id", None) if before else None
    return str(labels.get(value, value)) if labels else str(value)
