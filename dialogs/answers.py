"""The answer book: everything that was ever said in a project, and what counts of it now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float | bool | list[str]
Slot: TypeAlias = tuple[str, str]
"""A question's full id and the id of the item it is asked about ("" outside any item)."""


class Kind(StrEnum):
    """What an entry does to the book."""

    ANSWER = "answer"
    SKIP = "skip"
    CLEAR = "clear"
    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"
    MOVE = "move"
    ASSIGN = "assign"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the book. Entries are only ever added.

    `seq` counts the project's entries from 1; `turn` is the seq of the first entry written by the same
    message, so that one message is undone as a whole; `replaces` is the seq this entry takes the place of
    (0: none); `undoes` is the turn it reverts (0: none). For ADD `question` is the group's id, `item` the
    new item's and `value` the item around it (""); for REMOVE and RESTORE `item` is what goes or comes
    back; for MOVE `value` is the new place, counted from 1. ASSIGN says who is to answer: a question (and the item),
    an item (`question` is its group), or a dialog (`question` is its id); `value` is the member's id, "" for nobody.
    NOTE says where an answer of the same turn comes from: `value` is a link.
    """

    seq: int
    turn: int
    kind: Kind
    question: str
    item: str
    value: Value | None
    author: str
    at: datetime
    replaces: int = 0
    undoes: int = 0

    @property
    def slot(self) -> Slot:
        return self.question, self.item


@dataclass(frozen=True, slots=True)
class Item:
    """One filled round of a group; `around` is the item it belongs to ("" for none)."""

    id: str
    group: str
    around: str
    added: Entry
    removed: bool = False


@dataclass(frozen=True)
class Book:
    """All entries of one project and the newest of each slot. A value: `with_entries` makes another."""

    entries: tuple[Entry, ...] = ()
    newest: Mapping[Slot, Entry] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    rounds: Mapping[Slot, tuple[str, ...]] = field(default_factory=dict)
    """Item ids in their order, removed ones among them, by (group, item around)."""
    assigned: Mapping[Slot, str] = field(default_factory=dict)
    """Member ids, by what they are to answer: (question, item), (group, item) or (dialog, "")."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What readers worked out and may carry over to the next book, by their own keys; never part of the value."""

    @property
    def seq(self) -> int:
        """The newest entry's number, 0 in an empty book."""
        return self.entries[-1].seq if self.entries else 0

    def entry(self, question: str, item: str = "") -> Entry | None:
        """What counts for this slot now: an answer or a skip; None when nothing does."""
        found = self.newest.get((question, item))
        return None if found is None or found.kind is Kind.CLEAR else found

    def value(self, question: str, item: str = "") -> Value | None:
        """The newest answer's value; None when unanswered, skipped or cleared."""
        found = self.newest.get((question, item))
        return found.value if found is not None and found.kind is Kind.ANSWER else None

    def living(self, group: str, around: str = "") -> tuple[str, ...]:
        """The ids of a group's items that are not removed, in order."""
        return tuple(id_ for id_ in self.rounds.get((group, around), ()) if not self.items[id_].removed)

    def is_gone(self, item: str) -> bool:
        """Whether this item, or one around it, was removed (or never existed)."""
        while item:
            found = self.items.get(item)
            if found is None or found.removed:
                return True
            item = found.around
        return False

    def since(self, seq: int) -> tuple[Entry, ...]:
        """The entries after this number."""
        known = len(self.entries)
        while known and self.entries[known - 1].seq > seq:
            known -= 1
        return self.entries[known:]

    def history(self, question: str, item: str = "") -> Iterator[Entry]:
        """Every entry of one slot, oldest first."""
        return (entry for entry in self.entries if entry.slot == (question, item) and entry.kind in _SLOT_KINDS)

    def assignments(self, question: str, item: str = "") -> list[Entry]:
        """Every entry that said who is to answer this, oldest first."""
        return [entry for entry in self.entries if entry.kind is Kind.ASSIGN and entry.slot == (question, item)]

    def link(self, entry: Entry) -> str:
        """Where an answer comes from; "" where nothing is known of that."""
        notes = (one for one in self.since(entry.turn - 1) if one.kind is Kind.NOTE and one.slot == entry.slot)
        return next((str(one.value) for one in notes if one.turn == entry.turn), "")

    @cached_property
    def undone(self) -> frozenset[int]:
        """Turns that were taken back."""
        return frozenset(entry.undoes for entry in self.entries if entry.undoes)

    def with_entries(self, entries: Iterable[Entry]) -> "Book":
        """A book that also has these entries, given in the order of their numbers."""
        added = tuple(entries)
        if not added:
            return self
        newest = dict(self.newest)
        items, rounds, assigned = self.items, self.rounds, self.assigned
        for entry in added:
            if entry.kind in _SLOT_KINDS:
                newest[entry.slot] = entry
            elif entry.kind is Kind.ASSIGN:
                assigned = _with_assignment(assigned, entry)
            elif entry.kind is not Kind.NOTE:
                items, rounds = _with_item(items, rounds, entry)
        return Book(self.entries + added, newest, items, rounds, assigned, dict(self.memo))


_SLOT_KINDS = frozenset({Kind.ANSWER, Kind.SKIP, Kind.CLEAR})


def _with_item(
    items: Mapping[str, Item], rounds: Mapping[Slot, tuple[str, ...]], entry: Entry
) -> tuple[Mapping[str, Item], Mapping[Slot, tuple[str, ...]]]:
    if entry.kind is Kind.ADD:
        item = Item(entry.item, entry.question, str(entry.value or ""), entry)
        key = (item.group, item.around)
        return {**items, item.id: item}, {**rounds, key: (*rounds.get(key, ()), item.id)}
    item = items[entry.item]
    if entry.kind is Kind.MOVE:
        key = (item.group, item.around)
        others = [id_ for id_ in rounds[key] if id_ != item.id]
        others.insert(_index_of_place(items, others, int(str(entry.value))), item.id)
        return items, {**rounds, key: tuple(others)}
    removed = entry.kind is Kind.REMOVE
    return {**items, item.id: Item(item.id, item.group, item.around, item.added, removed)}, rounds


def _with_assignment(assigned: Mapping[Slot, str], entry: Entry) -> Mapping[Slot, str]:
    others = {slot: member for slot, member in assigned.items() if slot != entry.slot}
    return {**others, entry.slot: str(entry.value)} if entry.value else others


def _index_of_place(items: Mapping[str, Item], others: list[str], place: int) -> int:
    """Where in the full order (removed items included) the living item at `place` belongs."""
    living = [index for index, id_ in enumerate(others) if not items[id_].removed]
    return living[place - 1] if place <= len(living) else len(others)
