"""The answers as conditions, texts and documents see them: only what applies, items with their attributes."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dialogs.answers import Book, Slot, Value
from dialogs.model import Fact
from dialogs.plan import NEW, Asked, Plan, Rounds, Section
from dialogs.questions.choice import OTHER
from dialogs.questions.picks import MultiPickQuestion, PickQuestion
from dialogs.state import PromptKind


class Position(NamedTuple):
    """A place in the walk: a question about an item, or "another one?" of a group below an item."""

    kind: PromptKind
    question: str
    item: str

    @property
    def slot(self) -> Slot:
        return self.question, self.item


class ItemView:
    """One item: its id, its label, and the answers given about it."""

    __slots__ = ("_view", "around", "group", "id")

    def __init__(self, view: "View", group: str, id_: str, around: str) -> None:
        self._view = view
        self.group = group
        self.id = id_
        self.around = around

    def read(self, attribute: str) -> Any:
        """An answer, a nested group's items, `id`, `label` or `parent`; KeyError for anything else."""
        if attribute == "id":
            return self.id
        if attribute == "label":
            return self.label
        if attribute == "parent":
            return self._view.item(self.around)
        full_id = self._view.plan.attributes[self.group][attribute]
        if full_id in self._view.plan.rounds and full_id not in self._view.plan.asked:
            return self._view.items(full_id, self.id)
        return self._view.value(full_id, self.id)

    @property
    def label(self) -> str:
        """The answer that names the item; its id while there is none."""
        return self._view.name_of(self.id)

    def __str__(self) -> str:
        return f"{self.id} {self.label}" if self.label != self.id else self.id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ItemView) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


class FactsView:
    """Numbers of the platforms by fact id."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts

    def read(self, attribute: str) -> Any:
        """A fact's value. Raises KeyError for an unknown one."""
        value = self._facts[attribute].value
        return list(value) if isinstance(value, tuple) else value


class View:
    """One book read with one plan. It remembers what it worked out, so make a new one for a new book."""

    def __init__(self, plan: Plan, book: Book) -> None:
        self.plan = plan
        self.book = book
        self._applies: dict[Slot, bool] = {}
        self.first: list[Position | None] = []
        """The first open place, once the cursor has looked for it."""

    def lookup(self, name: str) -> Any:
        """The value behind a name outside any item."""
        return self._named(name)

    def of(self, item: str, extra: Mapping[str, Any] | None = None) -> "ItemScope":
        """The names as they read beside an item ("" for none)."""
        return ItemScope(self, item, extra)

    def value(self, question: str, item: str = "") -> Any:
        """The answer that counts and applies, picks as items; None otherwise."""
        value = self.book.value(question, item)
        if value is None:
            return None
        asked = self.plan.asked.get(question)
        if asked is None or not self.applies(asked, item):
            return None
        return self._resolved(asked, value)

    def raw(self, asked: Asked, item: str = "") -> Value | None:
        """The stored value as it counts: picks without items that are gone; None when nothing is left of it."""
        value = self.book.value(asked.id, item)
        if value is None or not asked.is_pick:
            return value
        if isinstance(value, list):
            return [id_ for id_ in value if not self.book.is_gone(id_)] or (value if not value else None)
        return None if self.book.is_gone(str(value)) else value

    def items(self, group: str, around: str = "") -> list[ItemView]:
        """The living items of a group, in order; none while the group does not apply."""
        rounds = self.plan.rounds.get(group)
        if rounds is None or not self.group_applies(rounds, around):
            return []
        return [ItemView(self, group, id_, around) for id_ in self.book.living(group, around)]

    def all_items(self, group: str) -> Iterator[ItemView]:
        """The living items of a group under every item around it."""
        rounds = self.plan.rounds[group]
        arounds = [one.id for one in self.all_items(rounds.over)] if rounds.over else [""]
        for around in arounds:
            yield from self.items(group, around)

    def item(self, id_: str) -> ItemView | None:
        """An item by its id; None when there is none or it was removed."""
        found = self.book.items.get(id_)
        return None if found is None or found.removed else ItemView(self, found.group, id_, found.around)

    def name_of(self, item: str) -> str:
        """The answer that names an item, removed or not; its id while there is none."""
        found = self.book.items.get(item)
        rounds = self.plan.rounds.get(found.group) if found else None
        if rounds is None:
            return item
        value = self.book.value(rounds.first.id, item)
        if value is None:
            return item
        return rounds.names.get(str(value)) or str(value).removeprefix(OTHER)

    def applies(self, asked: Asked, item: str) -> bool:
        """Whether the question is relevant now: its own condition, its groups', its dialog's, its item."""
        if asked.applies_always:
            return True
        slot = (asked.id, item)
        known = self._applies.get(slot)
        if known is None:
            self._applies[slot] = False
            known = self._surroundings_apply(asked, item) and (asked.when is None or asked.when.is_true(self.of(item)))
            self._applies[slot] = known
        return known

    def meets(self, place: Asked | Rounds, item: str) -> bool:
        """Whether a place's own condition holds; for those who know that what is around it applies."""
        if place.when is None:
            return True
        slot = ("when " + place.id, item)
        known = self._applies.get(slot)
        if known is None:
            known = self._applies[slot] = place.when.is_true(self.of(item))
        return known

    def group_applies(self, rounds: Rounds, around: str) -> bool:
        """Whether a group is relevant below this item."""
        slot = (rounds.id, around)
        known = self._applies.get(slot)
        if known is None:
            self._applies[slot] = False
            known = self._surroundings_apply(rounds, around) and (
                rounds.when is None or rounds.when.is_true(self.of(around))
            )
            self._applies[slot] = known
        return known

    def section_applies(self, section: Section, item: str) -> bool:
        """Whether a dialog is relevant, for this item where it runs over items."""
        slot = (f"dialog {section.id}", item)
        known = self._applies.get(slot)
        if known is None:
            known = section.when is None or section.when.is_true(self.of(item))
            self._applies[slot] = known
        return known

    def _surroundings_apply(self, place: Asked | Rounds, item: str) -> bool:
        if not place.over:
            return self.section_applies(place.section, "")
        if item.startswith(NEW):
            around = item.removeprefix(NEW)
            return self.group_applies(self.plan.rounds[place.over], around)
        found = self.book.items.get(item)
        if found is None or found.removed:
            return False
        if place.over == place.section.over and not self.section_applies(place.section, item):
            return False
        return self.group_applies(self.plan.rounds[place.over], found.around)

    def _named(self, name: str) -> Any:
        if name == "facts":
            return FactsView(self.plan.facts)
        asked = self.plan.asked.get(name)
        if asked is not None:
            return self.value(name)
        return self.items(name) if name in self.plan.rounds else None

    def _resolved(self, asked: Asked, value: Value) -> Any:
        if isinstance(asked.question, MultiPickQuestion) and isinstance(value, list):
            return [found for found in map(self.item, value) if found is not None]
        return self.item(str(value)) if isinstance(asked.question, PickQuestion) else value


class ItemScope:
    """Names beside an item: `item`, `parent`, and whatever else is handed in."""

    __slots__ = ("_extra", "_item", "_view")

    def __init__(self, view: View, item: str, extra: Mapping[str, Any] | None) -> None:
        self._view = view
        self._item = item
        self._extra = extra

    def lookup(self, name: str) -> Any:
        """The value behind a name."""
        if name == "item":
            return self._view.item(self._item)
        if name == "parent":
            found = self._view.book.items.get(self._item)
            around = found.around if found else self._item.removeprefix(NEW)
            return self._view.item(around)
        if self._extra is not None and name in self._extra:
            return self._extra[name]
        return self._view.lookup(name)
