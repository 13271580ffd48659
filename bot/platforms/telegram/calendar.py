"""A month as buttons, for questions after a day."""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.platforms.telegram.buttons import Button, button
from dialogs.questions.days import YEARS

BLANK = "·"
"""Telegram takes no button without a label."""

_FIRST, _LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


def month_rows(prompt: Mapping[str, Any], today: date, view: str = "") -> list[list[Button]]:
    """The month that the view names ("m202611"), else that of today; its weeks begin on Monday."""
    token = str(prompt["token"])
    first, last = _limit(prompt["min"], _FIRST), _limit(prompt["max"], _LAST)
    shown = min(max(_month(view) or today.replace(day=1), first.replace(day=1)), last.replace(day=1))
    weeks = Calendar().monthdatescalendar(shown.year, shown.month)
    return [
        [
            _turn("‹", token, _next(shown, -1), first, last),
            button(f"{shown:%Y-%m}", token, "n"),
            _turn("›", token, _next(shown, 1), first, last),
        ],
        *([_day(day, token, shown, first, last) for day in week] for week in weeks),
    ]


def _day(day: date, token: str, month: date, first: date, last: date) -> Button:
    if day.month != month.month or not first <= day <= last:
        return button(BLANK, token, "n")
    return button(str(day.day), token, f"v{day.isoformat()}")


def _turn(label: str, token: str, month: tuple[int, int], first: date, last: date) -> Button:
    if not (first.year, first.month) <= month <= (last.year, last.month):
        return button(BLANK, token, "n")
    return button(label, token, f"m{month[0]:04}{month[1]:02}")


def _next(month: date, step: int) -> tuple[int, int]:
    years, months = divmod(month.month - 1 + step, 12)
    return month.year + years, months + 1


def _month(view: str) -> date | None:
    try:
        return date(int(view[1:5]), int(view[5:7]), 1)
    except ValueError:
        return None


def _limit(value: Any, default: date) -> date:
    """A limit of the question; a number is none for a day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else default
    except ValueError:
        return default
