"""The schema of a playbook: phases → dialogs → questions and groups, and the facts they rest on."""

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union

from pydantic import Discriminator, Field, Tag, model_validator

from dialogs.questions import QUESTION_TYPES
from dialogs.questions.base import Check, Frozen, Identifier, Question

ID_LIMIT = 40
"""Characters of a full question id, so that a project, an item and an id fit into Telegram's 64 bytes."""

if TYPE_CHECKING:
    AnyQuestion: TypeAlias = Question
else:
    AnyQuestion = Annotated[Union[tuple(QUESTION_TYPES.values())], Field(discriminator="type")]  # noqa: UP007


def _kind(raw: Any) -> str:
    is_group = isinstance(raw, Group) or (isinstance(raw, dict) and "group" in raw)
    return "group" if is_group else "question"


class Group(Frozen):
    """A repeated set of questions; each filled round is an item. `label` is the question whose answer names it.

    `keeps`: items come from messages that people mark as such, too. The walk never asks for one that is not `asked`.
    """

    group: str = Identifier
    item: str
    title: str
    prefix: str = Field(pattern=r"^[A-Z]{1,2}$")
    label: str
    help: str | None = None
    min: int = Field(default=1, ge=0)
    max: int | None = Field(default=None, ge=1)
    asked: bool = True
    keeps: Literal["question", "decision"] | None = None
    when: str | None = None
    was: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    ask: tuple["AnyEntry", ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_first(self) -> "Group":
        first = self.ask[0]
        if isinstance(first, Group) or first.id != self.label or not first.required or first.when:
            raise ValueError(f"the first question must be the label, {self.label!r}, required and without a condition")
        if self.max is not None and self.max < self.min:
            raise ValueError("min is larger than max")
        return self


if TYPE_CHECKING:
    AnyEntry: TypeAlias = Question | Group
else:
    AnyEntry = Annotated[Annotated[AnyQuestion, Tag("question")] | Annotated[Group, Tag("group")], Discriminator(_kind)]


class Dialog(Frozen):
    """A short conversation about one subject; with `for_each`, once per item of an earlier group."""

    id: str = Identifier
    title: str
    intro: str | None = None
    when: str | None = None
    for_each: str | None = None
    document: str | None = None
    ask: tuple[AnyEntry, ...] = Field(min_length=1)
    checks: tuple[Check, ...] = ()


class Phase(Frozen):
    """A stage of the work. At its end stands the gate: checks, then a named sign-off."""

    id: str = Identifier
    title: str
    summary: str
    document: str
    sign_off: bool = True
    dialogs: tuple[Dialog, ...] = Field(min_length=1)
    checks: tuple[Check, ...] = ()


class Fact(Frozen):
    """Something a platform demands, with where and when it was seen."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    platform: str
    text: str
    value: int | float | str | tuple[int | float | str, ...] | None = None
    unit: str | None = None
    source: str
    date: str
    trust: Literal["official", "mirror", "secondary", "memory"]


class Playbook(Frozen):
    """The declared process, versioned by the hash of its content. `names` is the question that names a project."""

    id: str = Identifier
    title: str
    summary: str
    names: str | None = None
    phases: tuple[Phase, ...] = Field(min_length=1)
    facts: tuple[Fact, ...] = ()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the canonical JSON of the content, in hexadecimal: comments and layout don't count."""
        content = json.dumps(self.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def content(self) -> dict[str, Any]:
        """The playbook as JSON data, without defaults; `Playbook.model_validate` reads it back."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True, serialize_as_any=True)


class PlaybookFile(Frozen):
    """What stands in playbook.yaml; each phase is a file of its own."""

    id: str = Identifier
    title: str
    summary: str
    names: str | None = None
    phases: tuple[Annotated[str, Identifier], ...] = Field(min_length=1)


class FactsFile(Frozen):
    """What stands in facts.yaml."""

    facts: tuple[Fact, ...]
