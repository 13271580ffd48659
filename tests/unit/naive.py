"""The naive model of the walk in test_any_walk.py.

It knows nothing of plans, views, books or memos: from the bare entries it works out again, with conditions written by
hand, which question comes first, and which one comes first for somebody.
"""

from collections.abc import Iterator, Sequence

from dialogs.answers import Entry, Kind

Open = tuple[str, str, str]


class Naive:
    """What is open, from the entries alone."""

    def __init__(self, entries: Sequence[Entry], version: str) -> None:
        self.version = version
        self.said: dict[tuple[str, str], Entry] = {}
        self.assigned: dict[tuple[str, str], str] = {}
        self.order: list[list[str]] = []
        self.removed: set[str] = set()
        for entry in entries:
            if entry.kind is Kind.ADD:
                self.order.append([entry.item, entry.question, str(entry.value)])
            elif entry.kind is Kind.REMOVE:
                self.removed.add(entry.item)
            elif entry.kind is Kind.RESTORE:
                self.removed.discard(entry.item)
            elif entry.kind is Kind.ASSIGN:
                self.assigned[entry.question, entry.item] = str(entry.value)
            elif entry.kind not in (Kind.MOVE, Kind.NOTE):
                self.said[entry.question, entry.item] = entry
        self.entries = entries

    def items(self, group: str, around: str = "") -> list[str]:
        """Living items in order; moves are replayed one by one."""
        order: list[str] = []
        gone: set[str] = set()
        for entry in self.entries:
            if entry.kind is Kind.ADD and (entry.question, entry.value) == (group, around):
                order.append(entry.item)
            elif entry.kind is Kind.REMOVE:
                gone.add(entry.item)
            elif entry.kind is Kind.RESTORE:
                gone.discard(entry.item)
            elif entry.kind is Kind.MOVE and entry.item in order:
                rest = [one for one in order if one != entry.item]
                living = [one for one in rest if one not in gone]
                place = int(str(entry.value))
                at = rest.index(living[place - 1]) if place <= len(living) else len(rest)
                order = [*rest[:at], entry.item, *rest[at:]]
        return [one for one in order if one not in gone]

    def value(self, question: str, item: str = "") -> object:
        entry = self.said.get((question, item))
        return entry.value if entry is not None and entry.kind is Kind.ANSWER else None

    def is_open(self, question: str, item: str = "") -> bool:
        entry = self.said.get((question, item))
        return entry is None or entry.kind is Kind.CLEAR

    def first(self) -> Open | None:
        return next(self._all_open(), None)

    def first_for(self, me: str, able: set[str]) -> Open | None:
        """What comes first for one person, when only those who are able hold what is assigned to them."""
        return next((one for one in self._all_open() if self._holder(one, able) in ("", me)), None)

    def _holder(self, place: Open, able: set[str]) -> str:
        kind, question, item = place
        item = item.removeprefix("+")
        around = next((row[2] for row in self.order if row[0] == item), "")
        where = {"sells": "basics", "price": "basics", "note": "basics", "extra": "basics", "kinds": "basics"}
        where |= {"tasks.task": "tasks", "last": "end"}
        slots = [
            *([(question, place[2])] if kind == "question" else []),
            *(("pets" if one.startswith("A") else "people", one) for one in (item, around) if one),
            (where.get(question, "who"), ""),
        ]
        return next((self.assigned[slot] for slot in slots if self.assigned.get(slot) in able), "")

    def _all_open(self) -> Iterator[Open]:
        people = self.items("people")
        if self.is_open("sells"):
            yield "question", "sells", ""
        if self.value("sells") and self.is_open("price"):
            yield "question", "price", ""
        third = "note" if self.version == "before" else "extra"
        if self.is_open(third):
            yield "question", third, ""
        if self.is_open("kinds"):
            yield "question", "kinds", ""
        for person in people:
            yield from self._open_of(person)
        if not people:
            yield "question", "people.name", "+"
        if len(people) < 3 and self.is_open("people"):
            yield "another", "people", ""
        boss = self.value("boss")
        if len(people) > 1 and (self.is_open("boss") or (boss is not None and boss not in people)):
            yield "question", "boss", ""
        for person in people:
            if self.value("people.adult", person) and self.value("sells") and self.is_open("tasks.task", person):
                yield "question", "tasks.task", person
        if any(self.value("people.adult", person) for person in people) and self.is_open("last"):
            yield "question", "last", ""

    def _open_of(self, person: str) -> Iterator[Open]:
        for question in ("people.name", "people.adult"):
            if self.is_open(question, person):
                yield "question", question, person
        pets = self.items("pets", person)
        for pet in pets:
            if self.is_open("pets.call", pet):
                yield "question", "pets.call", pet
            if self.value("people.adult", person) and self.is_open("pets.big", pet):
                yield "question", "pets.big", pet
        if len(pets) < 2 and self.is_open("pets", person):
            yield "another", "pets", person
