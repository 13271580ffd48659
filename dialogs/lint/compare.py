"""Kinds of values in an expression, and which comparisons between them can hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from dialogs.lint.outline import Spot
from dialogs.mistakes import suggestion
from dialogs.questions.choice import OTHER, ChoiceQuestion, MultiChoiceQuestion


@dataclass(frozen=True)
class Constant:
    """A written value, or a fact's."""

    value: Any


@dataclass(frozen=True)
class Listed:
    """A written list."""

    members: tuple["Kind", ...]


@dataclass(frozen=True)
class Answer:
    """The answer to a question, as `said` in the expression."""

    spot: Spot
    said: str


@dataclass(frozen=True)
class Answers:
    """The answers to a question about several items."""

    spot: Spot
    said: str


@dataclass(frozen=True)
class Item:
    """One item of a group; `label` is the attribute that names it."""

    group: str
    said: str
    label: str = "label"


@dataclass(frozen=True)
class Items:
    """Several items of a group."""

    group: str
    said: str
    label: str = "label"


class Other(Enum):
    """Kinds without anything more to know."""

    NUMBER = "a number"
    TEXT = "a text"
    ANYTHING = "anything"


Kind: TypeAlias = Constant | Listed | Answer | Answers | Item | Items | Other

ORDERINGS = frozenset(("gt", "gteq", "ge", "lt", "lteq", "le"))


def compare(left: Kind, operation: str, right: Kind) -> Iterator[str]:
    """Why a comparison never holds; nothing for one that may. `operation` is named as in Jinja2's tree or tests."""
    if operation in ("in", "notin"):
        yield from _member(left, right)
    elif isinstance(right, Constant):
        yield from _against(left, operation, right.value)
    elif isinstance(left, Constant):
        yield from _against(right, operation, left.value)


def _member(left: Kind, right: Kind) -> Iterator[str]:
    if isinstance(right, Listed):
        for member in right.members:
            if isinstance(member, Constant):
                yield from _against(left, "eq", member.value)
    elif isinstance(left, Constant):
        yield from _inside(left.value, right)


def _inside(value: Any, holder: Kind) -> Iterator[str]:
    """Why a written value is never in `holder`."""
    if isinstance(holder, Items):
        yield f"{holder.said} holds items: write {value!r} in {holder.said}|map('{holder.label}')"
    elif isinstance(holder, Item):
        yield f"{holder.said} is an item: write {holder.said}.{holder.label} == {value!r}"
    elif isinstance(holder, Answers):
        yield from _against(Answer(holder.spot, holder.said), "eq", value)
    elif isinstance(holder, Answer):
        yield from _inside_answer(value, holder)


def _inside_answer(value: Any, answer: Answer) -> Iterator[str]:
    question, said = answer.spot.entry, answer.said
    if isinstance(question, MultiChoiceQuestion):
        yield from _option(answer, value)
    elif isinstance(question, ChoiceQuestion):
        yield f"{said} is one option: write {said} == {value!r}"
    elif _type_of(answer) in ("number", "rating", "yes_no"):
        yield f"{said} is {_ARTICLES[_type_of(answer)]}: nothing is in it"
    elif not isinstance(value, str):
        yield f"{said} holds text: {value!r} is none"


def _against(kind: Kind, operation: str, value: Any) -> Iterator[str]:
    """Why `kind` never compares with a written value."""
    if value is None:
        return
    if isinstance(kind, Answer):
        rule = _RULES.get(_type_of(kind), _text)
        yield from rule(kind, operation, value)
    elif isinstance(kind, Item):
        yield f"{kind.said} is an item: compare {kind.said}.{kind.label}"
    elif isinstance(kind, Items | Answers):
        yield f"{kind.said} is a list: compare {kind.said}|length, or write {value!r} in …"
    elif (kind is Other.NUMBER and not _is_number(value)) or (kind is Other.TEXT and not isinstance(value, str)):
        yield f"{kind.value} is never compared with {value!r}"


def _choice(answer: Answer, operation: str, value: Any) -> Iterator[str]:
    if operation in ORDERINGS:
        yield f"the options of {answer.said} have no order: compare with == or in"
    else:
        yield from _option(answer, value)


def _option(answer: Answer, value: Any) -> Iterator[str]:
    options = getattr(answer.spot.entry, "options_by_id", {})
    is_other = getattr(answer.spot.entry, "other", False) and isinstance(value, str) and value.startswith(OTHER)
    if value not in options and not is_other:
        hint = suggestion(str(value), options) or f"; options are {', '.join(options)}"
        yield f"{value!r} is not an option of {answer.said}{hint}"


def _several(answer: Answer, operation: str, value: Any) -> Iterator[str]:
    del operation
    yield f"{answer.said} holds several answers: write {value!r} in {answer.said}"


def _yes_no(answer: Answer, operation: str, value: Any) -> Iterator[str]:
    del operation
    if not isinstance(value, bool):
        yield f"{answer.said} is yes or no: write {answer.said}, or not {answer.said}"


def _number(answer: Answer, operation: str, value: Any) -> Iterator[str]:
    del operation
    if not _is_number(value):
        yield f"{answer.said} is a number: {value!r} is none"


def _shaped(pattern: str, example: str) -> Callable[[Answer, str, Any], Iterator[str]]:
    def rule(answer: Answer, operation: str, value: Any) -> Iterator[str]:
        del operation
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield f"{answer.said} is {_ARTICLES[_type_of(answer)]}: {value!r} is not written like '{example}'"

    return rule


def _text(answer: Answer, operation: str, value: Any) -> Iterator[str]:
    del operation
    if not isinstance(value, str):
        yield f"{answer.said} is text: {value!r} is none"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _type_of(answer: Answer) -> str:
    return str(getattr(answer.spot.entry, "type", ""))


_ARTICLES = {"number": "a number", "rating": "a number", "yes_no": "yes or no", "date": "a date", "time": "a time"}
_RULES: Mapping[str, Callable[[Answer, str, Any], Iterator[str]]] = {
    "choice": _choice,
    "multi_choice": _several,
    "list": _several,
    "yes_no": _yes_no,
    "number": _number,
    "rating": _number,
    "date": _shaped(r"\d{4}-\d\d-\d\d", "2026-11-30"),
    "time": _shaped(r"\d\d:\d\d", "09:30"),
}
