"""Filters and tests that expressions may use: pure functions over answers."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

TEXT_LIMIT = 100_000
"""Characters of a text that filters put together."""
INCALCULABLE = (TypeError, ValueError, ZeroDivisionError, OverflowError, AttributeError, KeyError)
"""What a filter, a test or an operator raises over an answer that isn't there yet or is of another kind."""


def read(value: Any, attribute: str) -> Any:
    """An attribute of an item, of the facts, or of nothing."""
    if value is None:
        return None
    reader = getattr(type(value), "read", None)
    if reader is None:
        raise TypeError(attribute)
    return reader(value, attribute)


def within(left: Any, right: Any) -> bool:
    """Whether `left` is one of `right`; never in nothing."""
    return right is not None and left in right


def joined(values: Iterable[Any], separator: str) -> str:
    """The values one after the other, nothing for unanswered ones. Raises ValueError for a text beyond all use."""
    texts = [_text(value) for value in values if value is not None]
    if sum(map(len, texts)) + len(separator) * len(texts) > TEXT_LIMIT:
        raise ValueError(separator)
    return separator.join(texts)


def _text(value: Any) -> str:
    """A value in words. A list has none: its inner quotes would double with every round."""
    if isinstance(value, list):
        raise TypeError(value)
    return str(value)


def _in_words(change: Callable[[str], str]) -> Callable[[Any], str | None]:
    return lambda value: None if value is None else change(_text(value))


def _rounded(value: float, digits: int = 0) -> float:
    """Digits are limited: Python works out 10 to their power."""
    if not -15 <= digits <= 15:
        raise ValueError(digits)
    return round(value, digits) if digits else round(value)


def _whole(value: Any) -> int:
    return int(value)


def _select(values: Any, attribute: str, test: str = "true", *arguments: Any) -> Iterator[Any]:
    apply = TESTS[test]
    for value in values or ():
        try:
            if apply(read(value, attribute), *arguments):
                yield value
        except INCALCULABLE:
            continue


def _selected(values: Any, attribute: str, *test: Any) -> list[Any]:
    return list(_select(values, attribute, *test))


def _rejected(values: Any, attribute: str, *test: Any) -> list[Any]:
    kept = list(_select(values, attribute, *test))
    return [value for value in values or () if not any(value is one for one in kept)]


def _numbers(values: Iterable[Any]) -> list[Any]:
    return [value for value in values or () if value is not None]


def _days_since(later: str, earlier: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _is_true(value: Any) -> bool:
    return bool(value)


def _is_answered(value: Any) -> bool:
    return value is not None and value not in ([], "")


FILTERS: Mapping[str, Callable[..., Any]] = {
    "length": lambda value: len(value or ()),
    "count": lambda value: len(value or ()),
    "selectattr": _selected,
    "rejectattr": _rejected,
    "map": lambda values, attribute: [read(value, attribute) for value in values or ()],
    "sum": lambda values: sum(_numbers(values)),
    "min": lambda values: min(_numbers(values), default=None),
    "max": lambda values: max(_numbers(values), default=None),
    "list": lambda values: list(values or ()),
    "unique": lambda values: list(dict.fromkeys(values or ())),
    "first": lambda values: next(iter(values or ()), None),
    "last": lambda values: values[-1] if values else None,
    "lower": _in_words(str.lower),
    "upper": _in_words(str.upper),
    "trim": _in_words(str.strip),
    "join": lambda values, separator=", ": joined(values or (), separator),
    "default": lambda value, other: other if value is None else value,
    "round": _rounded,
    "int": _whole,
    "abs": abs,
    "days_since": _days_since,
}
TESTS: Mapping[str, Callable[..., bool]] = {
    "true": _is_true,
    "answered": _is_answered,
    "defined": _is_answered,
    "none": lambda value: value is None,
    "eq": operator.eq,
    "equalto": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "in": within,
    "containing": lambda value, one: within(one, value),
}
