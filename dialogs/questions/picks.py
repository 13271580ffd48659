"""Picks from the items of an earlier group."""

from typing import Any, Literal

from pydantic import Field

from dialogs.answers import Value
from dialogs.questions.base import (
    Bounds,
    Misunderstood,
    Option,
    Parsed,
    Question,
    Situation,
    Understood,
    Unsure,
)
from dialogs.questions.matching import match
from dialogs.questions.selection import no_such_number, none_of, sample_of, several
from dialogs.texts import Part, listed, phrase


class PickQuestion(Question):
    """One item of an earlier group, kept by its id."""

    type: Literal["pick"]
    group: str = Field(alias="from", pattern=r"^[a-z][a-z0-9_]*$")

    def parse(self, typed: str, around: Situation) -> Parsed:
        options = self.options(around)
        found = match(typed, options)
        if found is None and not options:
            return Misunderstood(phrase("pick.nothing"))
        if found is None:
            expected = Misunderstood(phrase("choice.expected", example=self.sample(around)))
            return no_such_number(typed, self, around) or expected
        return Understood(found.id) if found.is_sure else Unsure(found.id)

    def accepts(self, value: Any, around: Situation) -> bool:
        return isinstance(value, str) and value in (option.id for option in self.options(around))

    def show(self, value: Value, around: Situation) -> Part:
        return label_of(str(value), self.options(around))

    def options(self, around: Situation) -> tuple[Option, ...]:
        return around.items.get(self.group, ())


class MultiPickQuestion(Question):
    """Some items of an earlier group, kept by their ids."""

    type: Literal["multi_pick"]
    group: str = Field(alias="from", pattern=r"^[a-z][a-z0-9_]*$")
    min: int = Field(default=1, ge=0)
    max: int | None = Field(default=None, ge=1)

    def parse(self, typed: str, around: Situation) -> Parsed:
        if not self.options(around):
            return Misunderstood(phrase("pick.nothing"))
        return several(typed, self, around)

    def accepts(self, value: Any, around: Situation) -> bool:
        known = {option.id for option in self.options(around)}
        if not isinstance(value, list) or not min(self.min, len(known)) <= len(value) <= (self.max or len(value)):
            return False
        return all(isinstance(one, str) and one in known for one in value)

    def show(self, value: Value, around: Situation) -> Part:
        found = value if isinstance(value, list) else [str(value)]
        options = self.options(around)
        labels: list[Part] = [label_of(one, options) for one in found]
        if not labels:
            return phrase("none")
        return labels[0] if len(labels) == 1 else listed(labels)

    def spell(self, value: Value, around: Situation) -> str:
        found = value if isinstance(value, list) else [str(value)]
        return ", ".join(found) or none_of(self.options(around))

    def options(self, around: Situation) -> tuple[Option, ...]:
        return around.items.get(self.group, ())

    def bounds(self) -> Bounds:
        return Bounds(self.min, self.max)

    def sample(self, around: Situation) -> str:
        return super().sample(around) if self.example is not None else sample_of(self.options(around), self.min)


def label_of(item: str, options: tuple[Option, ...]) -> Part:
    """An item's label; its bare id when it is gone."""
    return next((option.label for option in options if option.id == item), item)
