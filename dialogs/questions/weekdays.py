"""Weekdays as people write them: "Mon-Fri", "Tuesday and Thursday", "weekdays", "every day", "周一到周五"."""

import re

from dialogs.questions.matching import folded, parts

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE = "一二三四五六日"
_AND = re.compile(r"\s(?:and|&|和)\s", re.IGNORECASE)
_RANGE = re.compile(r" ?[-–—~到至] ?| (?:to|through|thru|till|until) ")
_BEFORE = re.compile(r"^(?:on|from|every|each) ")
_ALL, _WORKING, _FREE = range(7), range(5), range(5, 7)
_WORDS = {
    **dict.fromkeys(("daily", "every day", "everyday", "each day", "all days", "the whole week", "每天"), _ALL),
    **dict.fromkeys(("weekdays", "every weekday", "workdays", "working days", "every workday", "工作日"), _WORKING),
    **dict.fromkeys(("weekend", "weekends", "the weekend", "every weekend", "周末"), _FREE),
}


def read(typed: str) -> list[str] | None:
    """The days that are meant, from Monday on; None where something is no day, no range of days, and no word for some.

    A range may go round the end of the week.
    """
    found = [_days(piece) for piece in _pieces(typed)]
    if not found or not all(found):
        return None
    return [WEEK[day] for day in sorted({day for days in found for day in days})]


def is_range(typed: str) -> bool:
    """Whether something seems to go from one day to another, by their names and not by numbers."""
    return any(_RANGE.search(piece) and not re.search(r"\d", piece) for piece in _pieces(typed))


def _pieces(typed: str) -> list[str]:
    found = parts(typed if "\n" in typed.strip() else _AND.sub(" , ", typed))
    return [folded(piece) for piece in found]


def _days(piece: str) -> list[int]:
    if piece in _WORDS:
        return list(_WORDS[piece])
    ends = _RANGE.split(_BEFORE.sub("", piece))
    found = [_index(one.strip(" ."), 3 if len(ends) == 1 else 2) for one in ends]
    first, last = found[0], found[-1]
    if first is None or last is None or len(found) > 2:
        return []
    return [(first + count) % 7 for count in range((last - first) % 7 + 1)]


def _index(word: str, at_least: int) -> int | None:
    """Which day a name is, or its beginning of some letters."""
    chinese = re.fullmatch(r"(?:周|星期|礼拜)([一二三四五六日天])", word)
    if chinese:
        return _CHINESE.index(chinese[1].replace("天", "日"))
    start = word.removesuffix("s")
    return next((at for at, name in enumerate(_NAMES) if len(start) >= at_least and name.startswith(start)), None)
