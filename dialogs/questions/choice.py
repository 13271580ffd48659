"""One or several of fixed options."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from dialogs.answers import Value
from dialogs.questions import weekdays
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
from dialogs.questions.matching import Match, folded, match
from dialogs.questions.selection import no_such_number, none_of, sample_of, several
from dialogs.questions.text import cleaned
from dialogs.texts import Part, phrase

LABEL_LIMIT = 75
"""Characters on a Slack button, the narrowest of the platforms (Slack, Block Kit reference, button text)."""
OTHER = "other:"
OTHER_LIMIT = 200
_EDGES = ":,，：" + "".join(one for one in map(chr, range(0x3001)) if one.isspace())
"""What may stand around somebody's own words, and is none of them."""
_OTHER = re.compile(r"(?:other|其他)(?P<rest>|(?:\s|[:：,，]).*)", re.IGNORECASE | re.DOTALL)

OptionId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
OptionLabel = Annotated[str, Field(min_length=1, max_length=LABEL_LIMIT)]


class ChoiceQuestion(Question):
    """One of the options, or "other: …" where that is allowed."""

    type: Literal["choice"]
    options_by_id: Mapping[OptionId, OptionLabel] = Field(alias="options", min_length=2)
    other: bool = False

    @model_validator(mode="after")
    def _distinct(self) -> "ChoiceQuestion":
        check_distinct(self.options_by_id)
        return self

    def parse(self, typed: str, around: Situation) -> Parsed:
        options = self.options(around)
        found = match(typed, options)
        other = namely(typed) if self.other and (found is None or not found.is_sure) else None
        if other is not None:
            return _too_little_or_much(other) or Understood(OTHER + other)
        beyond = no_such_number(typed, self, around)
        if beyond is not None:
            return beyond
        if found is None and self.other and is_own(OTHER + _words(typed)):
            return Unsure(OTHER + _words(typed))
        if found is None:
            return Misunderstood(phrase("choice.expected", example=self.sample(around)))
        return Understood(found.id) if found.is_sure else Unsure(found.id)

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, str) and (value in self.options_by_id or (self.other and is_own(value)))

    def show(self, value: Value, around: Situation) -> Part:
        del around
        return shown(str(value), self.options_by_id)

    def spell(self, value: Value, around: Situation) -> str:
        del around
        return _spelled(str(value))

    def options(self, around: Situation) -> tuple[Option, ...]:
        del around
        return tuple(Option(id_, label) for id_, label in self.options_by_id.items())

    def takes_other(self) -> bool:
        return self.other


class MultiChoiceQuestion(Question):
    """Some of the options, and "other: …" where that is allowed. The order is the options' own.

    Where these are the seven weekdays, ranges of days and words such as "weekdays" are read as well.
    """

    type: Literal["multi_choice"]
    options_by_id: Mapping[OptionId, OptionLabel] = Field(alias="options", min_length=2)
    other: bool = False
    min: int = Field(default=1, ge=0)
    max: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _distinct(self) -> "MultiChoiceQuestion":
        check_distinct(self.options_by_id)
        return self

    def parse(self, typed: str, around: Situation) -> Parsed:
        other = namely(typed) if self.other else None
        if tuple(self.options_by_id) == weekdays.WEEK:
            days = weekdays.read(typed)
            if days is None and weekdays.is_range(typed) and not self.other:
                return Misunderstood(phrase("several.expected", example=self.sample(around)))
            typed = typed if days is None else ", ".join(days)
        return (None if other is None else _too_little_or_much(other)) or several(
            cleaned(typed), self, around, other=_other if self.other else None
        )

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        if not isinstance(value, list) or not self.min <= len(value) <= (self.max or len(value)):
            return False
        return all(
            isinstance(one, str) and (one in self.options_by_id or (self.other and is_own(one))) for one in value
        )

    def show(self, value: Value, around: Situation) -> Part:
        del around
        found = value if isinstance(value, list) else [str(value)]
        return ", ".join(shown(one, self.options_by_id) for one in found) or phrase("none")

    def spell(self, value: Value, around: Situation) -> str:
        """Ids with commas; one a line where somebody's own words are among them, as these may hold commas."""
        found = value if isinstance(value, list) else [str(value)]
        between = "\n" if any(one.startswith(OTHER) for one in found) else ", "
        return between.join(map(_spelled, found)) or none_of(self.options(around))

    def options(self, around: Situation) -> tuple[Option, ...]:
        del around
        return tuple(Option(id_, label) for id_, label in self.options_by_id.items())

    def takes_other(self) -> bool:
        return self.other

    def bounds(self) -> Bounds:
        return Bounds(self.min, self.max)

    def sample(self, around: Situation) -> str:
        return super().sample(around) if self.example is not None else sample_of(self.options(around), self.min)


def check_distinct(options: Mapping[str, str]) -> None:
    """Raises ValueError for a label that can't be typed, and when two options can't be told apart once typed."""
    seen: dict[str, str] = {}
    for id_, label in options.items():
        if label.strip() and not folded(label):
            raise ValueError(f"option {id_} needs a label with a letter or a digit")
        for name in {folded(label), folded(id_)}:
            twin = seen.setdefault(name, id_)
            if twin != id_:
                raise ValueError(f"options {twin} and {id_} read the same")


def _other(typed: str) -> Match | None:
    named = namely(typed)
    value = OTHER + (_words(typed) if named is None else named)
    return Match(value, is_sure=named is not None) if is_own(value) else None


def namely(typed: str) -> str | None:
    """What stands behind "other: …" or "other, namely …", "" for nothing; None when it isn't written so."""
    found = _OTHER.fullmatch(cleaned(typed))
    return _words(_words(found["rest"]).removeprefix("namely")) if found else None


def _words(typed: str) -> str:
    """Text as it is kept behind "other:"."""
    return cleaned(typed).strip(_EDGES)


def is_own(value: str) -> bool:
    """Whether a value is what somebody typed after "other"."""
    return len(OTHER) < len(value) <= len(OTHER) + OTHER_LIMIT and value.startswith(OTHER)


def shown(value: str, options: Mapping[str, str]) -> str:
    """An option's label, or what was typed after "other"."""
    return value.removeprefix(OTHER) if value.startswith(OTHER) else options.get(value, value)


def _spelled(value: str) -> str:
    """An id, or somebody's own words behind what opens them."""
    if not value.startswith(OTHER):
        return value
    words = value.removeprefix(OTHER)
    return f"other: {words}" if namely(f"other: {words}") == words else f"other: namely {words}"


def _too_little_or_much(other: str) -> Misunderstood | None:
    """Why what stands behind "other:" can't be kept."""
    if not other:
        return Misunderstood(phrase("choice.other"))
    if len(other) > OTHER_LIMIT:
        return Misunderstood(phrase("text.too_long", n=len(other), max=OTHER_LIMIT))
    return None
