"""What every question type has in common, and the words in which a type answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr, model_validator

from dialogs.answers import Value
from dialogs.texts import Part, Phrase


class Frozen(BaseModel):
    """The base of everything that is read from a playbook file: immutable, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(NamedTuple):
    """One of several answers to press."""

    id: str
    label: Part


@dataclass(frozen=True, slots=True)
class Situation:
    """What a question may look at while it reads an answer: the day, who speaks, who and what exists."""

    today: date
    me: str = ""
    members: Mapping[str, str] = field(default_factory=dict)
    """Names by member id."""
    items: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    """Living items by group id."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer is clear."""

    value: Value


@dataclass(frozen=True, slots=True)
class Unsure:
    """The answer was probably meant so; the person is asked before it counts."""

    value: Value


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """The answer can't be used; `because` says what is expected, with an example."""

    because: Phrase


Parsed: TypeAlias = Understood | Unsure | Misunderstood

Sample: TypeAlias = StrictStr | StrictInt | StrictFloat
"""An answer in a playbook file, as a person would type it; strict, as otherwise `true` would be read as 1."""

Identifier = Field(pattern=r"^[a-z][a-z0-9_]*$")


class Recommendation(Frozen):
    """An answer that fits most teams, and why."""

    answer: Sample
    because: str
    when: str | None = None


class Check(Frozen):
    """A condition over the answers that blocks the phase, or warns, when it is true."""

    id: str = Identifier
    block_if: str | None = None
    warn_if: str | None = None
    message: str
    fact: str | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> "Check":
        if (self.block_if is None) == (self.warn_if is None):
            raise ValueError("a check has either block_if or warn_if")
        return self

    @property
    def condition(self) -> str:
        """The expression that must not be true."""
        return self.block_if or self.warn_if or ""


class Bounds(NamedTuple):
    """The limits that a prompt can show: smallest, largest, unit."""

    min: float | None = None
    max: float | None = None
    unit: str | None = None


class Question(Frozen):
    """One thing to ask. Each type is a subclass with its own fields."""

    id: str = Identifier
    type: str
    text: str
    help: str | None = None
    example: Sample | None = None
    recommend: Recommendation | None = None
    required: bool = True
    asked: bool = True
    when: str | None = None
    was: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    def parse(self, typed: str, around: Situation) -> Parsed:
        """What the typed text means as an answer. Any text is accepted; none raises."""
        raise NotImplementedError

    def accepts(self, value: Any, around: Situation) -> bool:
        """Whether a stored value would still be a valid answer; asked when a playbook changes."""
        raise NotImplementedError

    def show(self, value: Value, around: Situation) -> Part:
        """The value as people read it."""
        del around
        return str(value)

    def spell(self, value: Value, around: Situation) -> str:
        """The value as a person could type it, so that reading it gives the same again."""
        del around
        return str(value)

    def options(self, around: Situation) -> tuple[Option, ...]:
        """The answers to choose from; empty where anything can be typed."""
        del around
        return ()

    def bounds(self) -> Bounds:
        """The limits of the answer."""
        return Bounds()

    def takes_other(self) -> bool:
        """Whether something that is none of the options may be typed."""
        return False

    def sample(self, around: Situation) -> str:
        """An answer that would be accepted, as a person would type it; empty where none exists yet."""
        if self.example is not None:
            return str(self.example)
        options = self.options(around)
        if not options:
            return ""
        label = options[0].label
        return label if isinstance(label, str) else options[0].id
