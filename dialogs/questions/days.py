"""Reading a day as people write it: "2026-12-04", "4 Dec", "next friday", "in 3 weeks", "下周五"."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeAlias

YEARS = range(1900, 2200)
"""Another year is a slip of the finger."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_CHINESE_DAYS = "一二三四五六日"
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORDS = {
    **{word: number for number, word in enumerate(_COUNTS, 1)},
    **{word: number for number, word in enumerate("一二三四五六七八九十", 1)},
    "a": 1,
    "an": 1,
    "两": 2,
}
_NEAR = {
    **dict.fromkeys(("day before yesterday", "the day before yesterday", "前天"), -2),
    **dict.fromkeys(("yesterday", "昨天"), -1),
    **dict.fromkeys(("today", "今天"), 0),
    **dict.fromkeys(("tomorrow", "明天"), 1),
    **dict.fromkeys(("day after tomorrow", "the day after tomorrow", "后天"), 2),
}
_CHINESE_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "年": "year"}
_CHINESE_ENDS = {"月底": "end of month", "下月底": "end of next month", "年底": "end of year"}

_PAST_PERIODS = {
    **dict.fromkeys(("last week", "the last week", "上周", "上个星期"), ("week", True)),
    **dict.fromkeys(("this week", "本周", "这周", "这个星期"), ("week", False)),
    **dict.fromkeys(("last month", "the last month", "上个月", "上月"), ("month", True)),
    **dict.fromkeys(("this month", "本月", "这个月"), ("month", False)),
}
"""A week or a month, and whether it is over."""

_SINCE = re.compile(r"(?:since|from|从|自) ?(?P<day>.+?)(?:以来|起)?")

Found: TypeAlias = tuple[date, bool]
"""The day, and whether it was written without a doubt."""
_Reader: TypeAlias = Callable[[str, date], Found | None]


def read_date(typed: str, today: date) -> Found | None:
    """The day meant by an ISO date, a written date, or words such as "next friday" and "in 3 weeks"."""
    return _read(_READERS, typed, today)


def read_past_date(typed: str, today: date) -> date | None:
    """As `read_date`, but of what comes again the last time up to today: "friday", "4 Dec"; and "last friday", "2 weeks
    ago". A day to come only where no other can be meant."""
    found = _read(_READERS_BACK, typed, today)
    return None if found is None else found[0]


def read_past_days(typed: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of "last week", "this month", "since monday" and the like, up to today; or a single
    day, twice."""
    text = _folded(typed)
    since = _SINCE.fullmatch(text)
    begun = _past_days(since["day"], today) if since else None
    return _past_days(text, today) if begun is None else (begun[0], max(begun[0], today))


def _past_days(text: str, today: date) -> tuple[date, date] | None:
    start, is_over = _PAST_PERIODS.get(text, ("", False))
    if start:
        first = today - timedelta(days=today.weekday()) if start == "week" else today.replace(day=1)
        return (_later(first, -1, start), first - timedelta(days=1)) if is_over else (first, today)
    day = read_past_date(text, today)
    return None if day is None else (day, day)


def _read(readers: Iterable[_Reader], typed: str, today: date) -> Found | None:
    text = _folded(typed)
    for reader in readers:
        try:
            found = reader(text, today)
        except (ValueError, OverflowError):
            found = None
        if found is not None:
            return found if found[0].year in YEARS else None
    return None


def _folded(typed: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", typed).casefold()).strip(" .,!")


def _iso(text: str, today: date) -> Found | None:
    del today
    found = re.fullmatch(r"(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})日?", text)
    return (date(int(found[1]), int(found[2]), int(found[3])), True) if found else None


def _numeric(text: str, today: date) -> Found | None:
    """Day first, as in most of the world; month first only where nothing else is possible. A doubt is asked back."""
    found = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?", text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    day, month = (second, first) if second > 12 else (first, second)
    if found[4] is None:
        return _coming(day, month, today), False
    is_sure = len(found[4]) == 4 and (found[2] == "." or max(first, second) > 12 or first == second)
    return date(int(found[4].rjust(4, "0")) + (2000 if len(found[4]) == 2 else 0), month, day), is_sure


def _chinese(text: str, today: date) -> Found | None:
    found = re.fullmatch(r"(\d{1,2})月(\d{1,2})[日号]?", text)
    return (_coming(int(found[2]), int(found[1]), today), True) if found else None


def _named_month(text: str, today: date) -> Found | None:
    words = re.sub(r"\b(on|the|of)\b ?", "", text).replace(",", " ").split()
    weekday = _index(words[0], _DAYS) if words else None
    words = words if weekday is None else words[1:]
    if not 2 <= len(words) <= 3:
        return None
    if _index(words[0], _MONTHS) is not None:
        words[:2] = words[1::-1]
    month, number = _index(words[1], _MONTHS), re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", words[0])
    if month is None or number is None or (len(words) == 3 and not re.fullmatch(r"\d{4}", words[2])):
        return None
    if len(words) == 3:
        day = date(int(words[2]), month + 1, int(number[1]))
    else:
        day = _coming(int(number[1]), month + 1, today)
    is_near = len(words) == 3 or day.year <= today.year + 1
    return day, is_near and weekday in (None, day.weekday())


def _near(text: str, today: date) -> Found | None:
    return (today + timedelta(days=_NEAR[text]), True) if text in _NEAR else None


def _weekday(text: str, today: date) -> Found | None:
    """ "friday" is the coming one; "next friday" that of next week (Monday to Sunday)."""
    chinese = re.fullmatch(r"(下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])", text)
    if chinese:
        is_next, day = bool(chinese[1]), _CHINESE_DAYS.index(chinese[2].replace("天", "日"))
    else:
        found = re.fullmatch(r"(?:on |this |coming )?(next )?([a-z]+)", text)
        index = _index(found[2], _DAYS) if found else None
        if found is None or index is None:
            return None
        is_next, day = bool(found[1]), index
    if is_next:
        return today + timedelta(days=7 - today.weekday() + day), True
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1), True


def _past_weekday(text: str, today: date) -> Found | None:
    """ "friday" is the last one, which may be today; "last friday" is before today; "上周五" that of last week."""
    chinese = re.fullmatch(r"(上)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])", text)
    if chinese:
        day = _CHINESE_DAYS.index(chinese[2].replace("天", "日"))
        if chinese[1]:
            return today - timedelta(days=today.weekday() + 7 - day), True
        return today - timedelta(days=(today.weekday() - day) % 7), True
    found = re.fullmatch(r"(?:on |this )?(?:the )?(last |past |previous )?([a-z]+)", text)
    index = _index(found[2], _DAYS) if found else None
    if found is None or index is None:
        return None
    yesterday = today - timedelta(days=1)
    end = yesterday if found[1] else today
    return end - timedelta(days=(end.weekday() - index) % 7), True


def _ago(text: str, today: date) -> Found | None:
    found = re.fullmatch(r"(\w+) (day|week|month|year)s? ago", text)
    found = found or re.fullmatch(r"(\d{1,4}|[一两二三四五六七八九十])个?(天|日|周|星期|月|年)[之以]?前", text)
    count = _count(found[1]) if found else None
    if found is None or count is None:
        return None
    return _later(today, -count, _CHINESE_UNITS.get(found[2], found[2])), True


def _last_time(reader: _Reader) -> _Reader:
    """Reads what has no year as its last time up to today; 29 February may be years ago."""

    def read(text: str, today: date) -> Found | None:
        for year in range(today.year, today.year - 9, -1):
            found = reader(text, date(year, 1, 1))
            if found is not None and found[0] <= today:
                return found
        return None

    return read


def _from_now(text: str, today: date) -> Found | None:
    found = re.fullmatch(r"(?:in |within )(\w+) (day|week|month|year)s?", text) or re.fullmatch(
        r"(\w+) (day|week|month|year)s? from (?:now|today)", text
    )
    found = found or re.fullmatch(r"(\d{1,4}|[一两二三四五六七八九十])个?(天|日|周|星期|月|年)[之以]?后", text)
    count = _count(found[1]) if found else None
    if found is None or count is None:
        return None
    return _later(today, count, _CHINESE_UNITS.get(found[2], found[2])), True


def _period(text: str, today: date) -> Found | None:
    if text in ("next week", "下周", "下个星期"):
        return today + timedelta(days=7 - today.weekday()), False
    if text in ("next month", "下个月", "下月"):
        return _later(today.replace(day=1), 1, "month"), False
    end = re.fullmatch(r"(?:the )?end of (?:the |this )?(next )?(week|month|year)", _CHINESE_ENDS.get(text, text))
    if end is None:
        return None
    if end[2] == "week":
        friday = today + timedelta(days=(4 - today.weekday()) % 7)
        is_later = end[1] and friday.isocalendar().week == today.isocalendar().week
        return friday + timedelta(days=7 if is_later else 0), False
    start = _later(today, 1, end[2]) if end[1] else today
    month = 12 if end[2] == "year" else start.month
    return date(start.year, month, monthrange(start.year, month)[1]), True


def _coming(day: int, month: int, today: date) -> date:
    """The day's next time; 29 February may be years away. Raises ValueError for a day that no year has."""
    for year in range(today.year, today.year + 9):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    raise ValueError(day)


def _later(day: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _count(word: str) -> int | None:
    return int(word) if re.fullmatch(r"\d{1,4}", word) else _NUMBER_WORDS.get(word)


def _index(word: str, names: tuple[str, ...]) -> int | None:
    """Where a name or its start of three or more letters stands."""
    word = word.strip(".,")
    return next((i for i, name in enumerate(names) if len(word) >= 3 and name.startswith(word)), None)


_READERS: tuple[_Reader, ...] = (_iso, _numeric, _chinese, _near, _weekday, _named_month, _from_now, _period)
_READERS_BACK: tuple[_Reader, ...] = (
    *(_past_weekday, _ago),
    *(_last_time(reader) for reader in (_numeric, _chinese, _named_month)),
    *_READERS,
)
