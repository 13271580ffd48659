"""What is wrong with a playbook, said so that its author can mend it."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dialogs.model import Dialog, Fact, Group
from dialogs.positions import Path
from dialogs.questions import QUESTION_TYPES
from dialogs.questions.base import Check, Recommendation


class Problem(NamedTuple):
    """One mistake: the file's name, the line from 1, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PlaybookError(ValueError):
    """The playbook can't be used; `problems` says why, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Fault(NamedTuple):
    """One thing that the schema refuses: where in the data, what to tell the author, and pydantic's name for it."""

    path: Path
    message: str
    kind: str


def faults(error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """What the schema refuses in a file that `model` describes, each once."""
    seen: set[Path] = set()
    for detail in error.errors(include_url=False):
        place = _place(detail["loc"], model)
        if place.path not in seen and not _is_echo(detail):
            seen.add(place.path)
            yield Fault(place.path, _sentence(detail, place), detail["type"])


def suggestion(word: str, known: Iterable[str]) -> str:
    """ " (did you mean 'title'?)" where a known word is close to this one; empty otherwise."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


class _Place(NamedTuple):
    """Where an error is: its path without pydantic's own steps, and the model whose fields stand there."""

    path: Path
    model: type[BaseModel]

    @property
    def key(self) -> str:
        """The innermost key, quoted; a place in a list is named after the list."""
        names = [step for step in self.path if isinstance(step, str)]
        if names[-2:-1] == ["options"]:
            return f"option {names[-1]!r}"
        nth = f" no. {self.path[-1] + 1}" if self.path and isinstance(self.path[-1], int) else ""
        return f"{names[-1]!r}{nth}" if names else "the file"


_MODELS: Mapping[str, type[BaseModel]] = {"group": Group, **QUESTION_TYPES}
_PARTS: Mapping[str, type[BaseModel]] = {
    "dialogs": Dialog,
    "checks": Check,
    "facts": Fact,
    "recommend": Recommendation,
}
_UNIONS = frozenset(("example", "answer", "value"))
"""Fields of several kinds: pydantic reports each kind that did not fit."""


def _place(loc: tuple[int | str, ...], model: type[BaseModel]) -> _Place:
    path: list[int | str] = []
    steps = iter(loc)
    for step in steps:
        if step == "[key]" or (path and path[-1] in _UNIONS):
            break
        path.append(step)
        model = _PARTS.get(str(step), model)
        if path[-2:-1] == ["ask"]:
            tag = next(steps, None)
            model = _MODELS.get(str(next(steps, None) if tag == "question" else tag), model)
    return _Place(tuple(path), model)


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether it only repeats that an element of the list is wrong."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _sentence(detail: ErrorDetails, place: _Place) -> str:
    make = _SENTENCES.get(detail["type"])
    if make is None:
        return f"{place.key}: {detail['msg']}"
    if detail["input"] is None and detail["type"].endswith("_type"):
        return f"{place.key} has no value"
    if place.path and place.path[-1] in _UNIONS:
        return f"{place.key} must be text or a number"
    return make(detail, place)


def _missing(detail: ErrorDetails, place: _Place) -> str:
    del detail
    return f"missing {place.path[-1]!r}"


def _unknown_key(detail: ErrorDetails, place: _Place) -> str:
    del detail
    known = [field.alias or name for name, field in place.model.model_fields.items()]
    word = str(place.path[-1])
    return f"unknown key {word!r}{suggestion(word, known) or '; known are ' + ', '.join(known)}"


def _unknown_type(detail: ErrorDetails, place: _Place) -> str:
    del place
    word = str(detail["ctx"]["tag"])
    return f"unknown question type {word!r}{suggestion(word, QUESTION_TYPES)}; types are {', '.join(QUESTION_TYPES)}"


def _text(detail: ErrorDetails, place: _Place) -> str:
    is_plain = isinstance(detail["input"], int | float)
    hint = ": put it in quotes" if is_plain else ", not a list or a mapping"
    return f"{place.key} must be text{hint}"


def _pattern(detail: ErrorDetails, place: _Place) -> str:
    shape = _SHAPES.get(detail["ctx"]["pattern"], f"it must match {detail['ctx']['pattern']}")
    return f"{place.key} can't be {str(detail['input'])[:60]!r}: {shape}"


def _too_long(detail: ErrorDetails, place: _Place) -> str:
    limit, length = detail["ctx"]["max_length"], len(detail["input"])
    return f"{place.key} has {length} characters, at most {limit} fit: make it {length - limit} shorter"


def _too_few(detail: ErrorDetails, place: _Place) -> str:
    least = detail["ctx"]["min_length"]
    return f"{place.key} needs at least {least} {'entry' if least == 1 else 'entries'}"


def _own_words(detail: ErrorDetails, place: _Place) -> str:
    del place
    return str(detail["ctx"]["error"])


def _must(expected: str) -> Callable[[ErrorDetails, _Place], str]:
    """The sentence that names what is expected; {names} are filled from pydantic's context."""

    def make(detail: ErrorDetails, place: _Place) -> str:
        return f"{place.key} must be {expected.format(**detail.get('ctx', {}))}"

    return make


_ID_SHAPE = "lower-case letters, digits and _, a letter first"
_SHAPES = {
    "^[a-z][a-z0-9_]*$": _ID_SHAPE,
    "^[a-z0-9][a-z0-9_]*$": "an option's id is made of lower-case letters, digits and _",
    "^[A-Z]{1,2}$": "one or two capital letters",
}
_SENTENCES: Mapping[str, Callable[[ErrorDetails, _Place], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_invalid": _unknown_type,
    "union_tag_not_found": lambda _detail, _place: "missing 'type'",
    "string_type": _text,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "string_too_short": _must("more than an empty text"),
    "too_short": _too_few,
    "int_type": _must("a whole number"),
    "int_parsing": _must("a whole number"),
    "int_from_float": _must("a whole number"),
    "float_type": _must("a number"),
    "float_parsing": _must("a number"),
    "finite_number": _must("a number"),
    "bool_type": _must("true or false"),
    "bool_parsing": _must("true or false"),
    "tuple_type": _must("a list"),
    "dict_type": _must("a mapping, such as {{yes: Yes, no: No}}"),
    "model_type": _must("a mapping of keys to values"),
    "model_attributes_type": _must("a mapping of keys to values"),
    "greater_than": _must("more than {gt}"),
    "greater_than_equal": _must("at least {ge}"),
    "less_than_equal": _must("at most {le}"),
    "literal_error": _must("one of {expected}"),
    "value_error": _own_words,
}
