"""Dates and times of day, as people write them."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any, Literal

from dialogs.answers import Value
from dialogs.questions.base import Misunderstood, Parsed, Question, Situation, Understood, Unsure
from dialogs.questions.days import YEARS, read_date
from dialogs.texts import Part, Phrase, phrase

_HALVES = {"上午": "am", "早上": "am", "下午": "pm", "晚上": "pm"}
_CLOCK = re.compile(r"(\d{1,2})(?:\s?[:.h点时]\s?(\d{2}|半)?分?|(\d{2})| (?=o'clock))?\s?(?:o'clock)?\s?([ap]\.?m\.?)?")

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORDS = {word: number for number, word in enumerate(_HOURS, 1)} | {"twenty": 20}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_PARTS = {"half": 30, "quarter": 15, "a quarter": 15}
_SPOKEN = re.compile(
    r"(half|(?:a )?quarter|[0-9]{1,2})(?: minutes?)? (past|after|to|before) ([0-9]{1,2})(?: o'clock)?\s?([ap]\.?m\.?)?"
)
_HOUR = 60


class DateQuestion(Question):
    """A day, kept as an ISO date and always read back in full."""

    type: Literal["date"]

    def parse(self, typed: str, around: Situation) -> Parsed:
        found = read_date(typed, around.today)
        if found is None:
            return Misunderstood(phrase("date.expected", example=full_date(around.today + timedelta(days=14))))
        day, is_sure = found
        return Understood(day.isoformat()) if is_sure else Unsure(day.isoformat())

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, str) and _date_of(value) is not None

    def show(self, value: Value, around: Situation) -> Part:
        del around
        day = _date_of(str(value))
        return str(value) if day is None else full_date(day)

    def sample(self, around: Situation) -> str:
        known = super().sample(around)
        return known or (around.today + timedelta(days=30)).isoformat()


class TimeQuestion(Question):
    """A time of day, kept as HH:MM."""

    type: Literal["time"]

    def parse(self, typed: str, around: Situation) -> Parsed:
        value = read_time(typed)
        if value is None and (hour := _bare_hour(typed)) is not None:
            return Unsure(hour)
        if value is None:
            return Misunderstood(phrase("time.expected", example=self.sample(around)))
        return Understood(value)

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, str) and re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", value) is not None

    def sample(self, around: Situation) -> str:
        return super().sample(around) or "09:30"


def full_date(day: date) -> Phrase:
    """A day with its weekday, as in "Friday, 4 December 2026"."""
    weekday = Phrase(f"weekday.{day.isoweekday()}")
    return phrase("date.full", weekday=weekday, day=day.day, month=Phrase(f"month.{day.month}"), year=str(day.year))


def read_time(typed: str) -> str | None:
    """HH:MM for "9:30", "9.30 pm", "0930", "9am", "nine o'clock", "half past nine", "noon", "9点半" and "下午3点".

    None for all else.
    """
    text = _plain(typed)
    spoken = _SPOKEN.fullmatch(text)
    if spoken is not None:
        return _from_spoken(spoken)
    if text in ("noon", "midday", "中午"):
        return "12:00"
    if text in ("midnight", "半夜"):
        return "00:00"
    part = _HALVES.get(text[:2], "")
    found = _CLOCK.fullmatch(text[2:].strip() + part if part else text)
    if found is None or (text.isdecimal() and len(text) < 3):
        return None
    minutes = "30" if found[2] == "半" else found[2] or found[3] or "0"
    hour, minute, half = int(found[1]), int(minutes), (found[4] or "")[:1]
    if half and not part and not 1 <= hour <= 12:
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _plain(typed: str) -> str:
    """A time in small letters and figures."""
    text = " ".join(unicodedata.normalize("NFKC", typed).casefold().replace("’", "'").split()).removeprefix("at ")
    return _NUMBER_WORD.sub(lambda found: str(_NUMBER_WORDS[found[0]]), text)


def _from_spoken(found: re.Match[str]) -> str | None:
    """From minutes before or after an hour."""
    hour = read_time(f"{found[3]}:00{found[4] or ''}")
    minutes = _PARTS.get(found[1]) or int(found[1])
    if hour is None or minutes >= _HOUR:
        return None
    away = minutes if found[2] in ("past", "after") else -minutes
    total = (int(hour[:2]) * _HOUR + away) % (24 * _HOUR)
    return f"{total // _HOUR:02}:{total % _HOUR:02}"


def _bare_hour(typed: str) -> str | None:
    """An hour without anything that says so."""
    text = _plain(typed)
    return f"{int(text):02}:00" if re.fullmatch(r"[0-9]{1,2}", text) and int(text) < 24 else None


def _date_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
    return day if day is None or day.year in YEARS else None
