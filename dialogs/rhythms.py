"""Reading how often weekdays count, and which: "every 2 weeks", "biweekly on Friday", "first Monday of the month"."""

import re
from typing import NamedTuple

from dialogs.questions import weekdays
from dialogs.questions.matching import folded
from dialogs.rules import Every

_TYPED_LIMIT = 100
_OFTEN = {
    **dict.fromkeys(("every week", "each week", "every 1 week", "weekly", "once a week", "每周", "每星期"), Every.WEEK),
    **dict.fromkeys(
        (
            *("every 2 weeks", "every two weeks", "every second week", "every 2nd week", "every other week"),
            *("each second week", "each other week", "biweekly", "bi-weekly", "fortnightly", "every fortnight"),
            *("each fortnight", "once a fortnight", "隔周", "每两周", "每2周", "每隔一周"),
        ),
        Every.SECOND_WEEK,
    ),
    **dict.fromkeys(
        ("every month", "each month", "every 1 month", "monthly", "once a month", "每月", "每个月"), Every.MONTH
    ),
}
_OTHER_DAY = re.compile(r"(?:every|each) (?:second|2nd|2|other) (?P<days>.+)")
_FIRST_DAY = re.compile(
    r"(?:(?:on|every|each|only|the) )*(?:first|1st) (?P<days>.+?)(?: (?:(?:of|in) )?(?:(?:the|each|every|a) )?months?)?"
    r"|(?:每个?月)?(?:的)?第一个(?P<chinese>.+)"
)


class Rhythm(NamedTuple):
    """How often, and on which days, as ids of weekdays; no days where only the first was said."""

    every: Every
    days: tuple[str, ...] = ()


def read_rhythm(typed: str) -> Rhythm | None:
    """What somebody says of how often something happens; None where it says nothing of that.

    Days alone are none: "Mondays" may well be meant every second week.
    """
    text = folded(typed)
    if len(typed) > _TYPED_LIMIT:
        return None
    if text in _OFTEN:
        return Rhythm(_OFTEN[text])
    return _first(text) or _second(text) or _beside(text)


def _first(text: str) -> Rhythm | None:
    found = _FIRST_DAY.fullmatch(text)
    return _on(found["days"] or found["chinese"], Every.MONTH) if found else None


def _second(text: str) -> Rhythm | None:
    found = _OTHER_DAY.fullmatch(text)
    return _on(found["days"], Every.SECOND_WEEK) if found else None


def _beside(text: str) -> Rhythm | None:
    """How often stands before the days or behind them."""
    for words, every in _OFTEN.items():
        if text.startswith(words):
            rest = text.removeprefix(words).strip(" ,:")
        elif text.endswith(words):
            rest = text.removesuffix(words).strip(" ,:")
        else:
            continue
        found = _first(rest) if every is Every.MONTH else None
        if found is not None or (found := _on(rest, every)) is not None:
            return found
    return None


def _on(days: str, every: Every) -> Rhythm | None:
    found = weekdays.read(days)
    return Rhythm(every, tuple(found)) if found else None
