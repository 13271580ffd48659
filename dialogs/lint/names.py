"""Names in expressions without answers: what each stands for, and which nobody asks, or only later."""

from collections.abc import Callable, Container, Mapping

from dialogs.lint.compare import Answer, Constant, Item, Items, Kind, Listed, Other
from dialogs.lint.outline import Outline, Spot, Usage
from dialogs.mistakes import suggestion
from dialogs.model import Group
from dialogs.questions.picks import MultiPickQuestion, PickQuestion

DAY = "answered_on"


class Names:
    """The names of one expression. `lost` are those that other mistakes already took away: nothing is said of them."""

    def __init__(self, outline: Outline, usage: Usage, lost: Container[str]) -> None:
        self.outline = outline
        self.usage = usage
        self.mistakes: list[str] = []
        self._lost = lost

    def wrong(self, message: str) -> Kind:
        """Notes a mistake; of its place nothing more is said."""
        self.mistakes.append(message)
        return Other.ANYTHING

    def name(self, name: str) -> Kind:
        """What a name without attributes stands for."""
        special = _SPECIAL.get(name)
        if special is not None:
            return special(self)
        if name in self._lost:
            return Other.ANYTHING
        spot = self.outline.top.get(name)
        return self._of_spot(spot, name) if spot is not None else self.wrong(self._unknown(name))

    def item(self) -> Kind:
        """`item`: the item this is about."""
        over = self.usage.over
        if not over:
            return self.wrong("there is no 'item' here: this is not asked about items")
        return Item(over, "item", self._label(over))

    def parent(self) -> Kind:
        """`parent`: the item around this one."""
        return self.attribute(self.item(), "parent", "parent")

    def day(self) -> Kind:
        """`answered_on`: the day of the answer that a question's own check looks at."""
        if self.usage.knows_day:
            return Other.TEXT
        return self.wrong(f"{DAY!r} is known only in the checks of a question")

    def facts(self) -> Kind:
        """`facts` without an attribute."""
        return self.wrong("say which fact: facts.<id>")

    def fact(self, name: str) -> Kind:
        """`facts.name`."""
        known = {fact.id: fact for fact in self.outline.playbook.facts}
        if name in self._lost:
            return Other.ANYTHING
        if name not in known:
            return self.wrong(f"no fact {name!r}{suggestion(name, known)}")
        value = known[name].value
        if value is None:
            return self.wrong(f"the fact {name!r} has no value that could be used here")
        return Listed(tuple(Constant(one) for one in value)) if isinstance(value, tuple) else Constant(value)

    def attribute(self, of: Kind, name: str, said: str) -> Kind:
        """An attribute of a value."""
        if isinstance(of, Item):
            return self._of_item(of, name, said)
        if isinstance(of, Items):
            return self.wrong(f"{of.said} is a list: write {of.said}|map('{name}')")
        if of is Other.ANYTHING:
            return of
        return self.wrong(f"there is no {name!r} in {said.rpartition('.')[0]}: only items and facts have attributes")

    def _of_spot(self, spot: Spot, said: str) -> Kind:
        """The value of a question or a group that is named here."""
        if spot.order >= self.usage.before:
            is_own = self.usage.path[: len(spot.path)] == spot.path
            when = "not answered yet here" if is_own else f"asked later, in the dialog {spot.dialog!r}"
            return self.wrong(f"{said!r} is {when}: only what was asked before can be used")
        if isinstance(spot.entry, Group):
            return Items(spot.entry.group, said, spot.entry.label)
        if isinstance(spot.entry, PickQuestion):
            return Item(spot.entry.group, said, self._label(spot.entry.group))
        if isinstance(spot.entry, MultiPickQuestion):
            return Items(spot.entry.group, said, self._label(spot.entry.group))
        return Answer(spot, said)

    def _of_item(self, item: Item, name: str, said: str) -> Kind:
        group = self.outline.groups.get(item.group)
        if group is None or name in self._lost:
            return Other.ANYTHING
        if name in ("id", "label"):
            return Other.TEXT
        if name == "parent":
            around = group.over
            return Item(around, said, self._label(around)) if around else self.wrong("there is no item around this one")
        spot = self.outline.attributes[item.group].get(name)
        if spot is not None:
            return self._of_spot(spot, said)
        known = self.outline.attributes[item.group]
        return self.wrong(f"{name!r} is not asked about the items of {item.group}{suggestion(name, known)}")

    def _label(self, group: str) -> str:
        spot = self.outline.groups.get(group)
        return spot.entry.label if spot is not None and isinstance(spot.entry, Group) else "label"

    def _unknown(self, name: str) -> str:
        over = [group for group, names in self.outline.attributes.items() if name in names]
        if over:
            return f"{name!r} belongs to items: write item.{name} beside the item, or {over[0]}|map('{name}')"
        return f"nobody asks {name!r}{suggestion(name, self.outline.top)}"


_SPECIAL: Mapping[str, Callable[[Names], Kind]] = {
    "item": Names.item,
    "parent": Names.parent,
    "facts": Names.facts,
    DAY: Names.day,
}
RESERVED = frozenset(_SPECIAL)
"""Names that no question outside items may have."""
