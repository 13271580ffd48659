"""Numbers and ratings."""

import re
import unicodedata
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from dialogs.answers import Value
from dialogs.questions.base import (
    Bounds,
    Misunderstood,
    Option,
    Parsed,
    Question,
    Situation,
    Understood,
    Unsure,
)
from dialogs.texts import Part, Phrase, phrase

LARGEST = 10**15
"""Beyond this a float no longer holds every whole number, so a number would not come back as it was typed."""

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<whole>[1-9]\d{0,2}(?P<gap>[ '’_,.])\d{3}(?:(?P=gap)\d{3})*|\d+)?(?:[.,](?P<part>\d+))?"
    r"(?: ?(?P<times>k|thousand|million|千|万|百万))?"
)
_TIMES = {"k": 3, "thousand": 3, "million": 6, "千": 3, "万": 4, "百万": 6}
"""How many zeros such a word stands for."""


class NumberQuestion(Question):
    """A number with an optional unit, limits, and up to `decimals` digits after the point."""

    type: Literal["number"]
    unit: str | None = None
    min: float | None = Field(default=None, ge=-LARGEST, le=LARGEST, allow_inf_nan=False)
    max: float | None = Field(default=None, ge=-LARGEST, le=LARGEST, allow_inf_nan=False)
    decimals: int = Field(default=0, ge=0, le=6)

    @model_validator(mode="after")
    def _answerable(self) -> "NumberQuestion":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is larger than max")
        if not self._fits(_number(*_halves(f"{self._smallest():f}"))):
            raise ValueError(f"no number with {self.decimals} decimals fits between min and max")
        return self

    def parse(self, typed: str, around: Situation) -> Parsed:
        found = _read(_without_unit(_folded(typed), _folded(self.unit or "")), self.decimals)
        if found is None:
            return Misunderstood(phrase("number.expected", bounds=self._limits(), example=self.sample(around)))
        whole, part, is_sure = found
        if len(part.rstrip("0")) > self.decimals:
            return Misunderstood(self._too_fine(around))
        value = _number(whole, part)
        if not self._fits(value):
            return Misunderstood(phrase("number.outside", bounds=self._limits(value), example=self.sample(around)))
        return Understood(value) if is_sure else Unsure(value)

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return not isinstance(value, bool) and isinstance(value, int | float) and self._fits(value)

    def show(self, value: Value, around: Situation) -> Part:
        del around
        number = f"{value:,}" if isinstance(value, int) else f"{value:,.{self.decimals}f}"
        return phrase("number.with_unit", number=number, unit=self.unit) if self.unit else number

    def spell(self, value: Value, around: Situation) -> str:
        """Without the unit; three digits behind the point get a fourth, as 1.234 may be two numbers."""
        del around
        if not isinstance(value, float):
            return str(value)
        whole, _, part = f"{value:.{self.decimals}f}".partition(".")
        part = part.rstrip("0")
        return f"{whole}.{part.ljust(4, '0') if len(part) == 3 else part}" if part else whole

    def bounds(self) -> Bounds:
        return Bounds(self.min, self.max, self.unit)

    def sample(self, around: Situation) -> str:
        return super().sample(around) or f"{self._smallest():f}"

    def _fits(self, value: float) -> bool:
        if not abs(value) <= (LARGEST if isinstance(value, int) else LARGEST / 10**self.decimals):
            return False
        if round(value, self.decimals) != value:
            return False
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)

    def _smallest(self) -> Decimal:
        """The number that fits nearest to the lower limit; without one, 1 or the upper limit."""
        step = Decimal(1).scaleb(-self.decimals)
        if self.min is not None:
            found = Decimal(repr(self.min)).quantize(step, ROUND_CEILING)
        else:
            found = Decimal(repr(min(1.0, 1.0 if self.max is None else self.max))).quantize(step, ROUND_FLOOR)
        return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()

    def _limits(self, value: float = 0) -> Phrase:
        """What fits, in words; for a number that no database keeps exactly, the limits of all numbers too."""
        is_beyond = abs(value) > LARGEST / 10**self.decimals
        low = -LARGEST if self.min is None and is_beyond else self.min
        high = LARGEST // 10**self.decimals if self.max is None and is_beyond else self.max
        if low is not None and high is not None:
            return phrase("number.between", min=_shown(low), max=self._with_unit(high))
        if low is not None:
            return phrase("number.at_least", min=self._with_unit(low))
        if high is not None:
            return phrase("number.at_most", max=self._with_unit(high))
        return phrase("number.any_unit", unit=self.unit) if self.unit else phrase("number.any")

    def _with_unit(self, limit: float) -> Part:
        return phrase("number.with_unit", number=_shown(limit), unit=self.unit) if self.unit else _shown(limit)

    def _too_fine(self, around: Situation) -> Phrase:
        if not self.decimals:
            return phrase("number.whole", example=self.sample(around))
        return phrase("number.decimals", n=self.decimals, example=self.sample(around))


class RatingQuestion(Question):
    """A whole number on a short scale whose ends have names."""

    type: Literal["rating"]
    min: int = Field(default=1, ge=-100, le=100)
    max: int = Field(default=5, ge=-100, le=100)
    low: str | None = None
    high: str | None = None

    @model_validator(mode="after")
    def _short(self) -> "RatingQuestion":
        if not 1 <= self.max - self.min <= 10:
            raise ValueError("a rating has 2 to 11 steps")
        return self

    def parse(self, typed: str, around: Situation) -> Parsed:
        text = _folded(typed)
        found = re.fullmatch(rf"([-+]?\d{{1,3}})(?: ?(?:/|of|out of) ?{self.max})?", text)
        named = {_folded(name): end for end, name in ((self.min, self.low), (self.max, self.high)) if name}
        named |= {_folded(str(option.label)): int(option.id) for option in self.options(around)}
        value = int(found[1]) if found else named.get(text)
        if value is None or not self.accepts(value, around):
            return Misunderstood(phrase("rating.expected", min=self.min, max=self.max))
        return Understood(value)

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, int) and not isinstance(value, bool) and self.min <= value <= self.max

    def show(self, value: Value, around: Situation) -> Part:
        del around
        return phrase("rating.of", value=str(value), max=self.max)

    def options(self, around: Situation) -> tuple[Option, ...]:
        del around
        ends = {self.min: self.low, self.max: self.high}
        return tuple(Option(str(n), self._label(n, ends.get(n))) for n in range(self.min, self.max + 1))

    def bounds(self) -> Bounds:
        return Bounds(self.min, self.max)

    def sample(self, around: Situation) -> str:
        del around
        return str(self.example) if self.example is not None else str(self.max - 1)

    @staticmethod
    def _label(number: int, name: str | None) -> str:
        return f"{number} – {name}" if name else str(number)


def _folded(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).replace("\u2212", "-").casefold().split())


def _without_unit(text: str, unit: str) -> str:
    """The number without its unit, which may stand before it ("€5") or in the singular ("1 week")."""
    for name in (unit, unit.removesuffix("s")):
        if name and text.endswith(name):
            return text[: -len(name)].strip()
        if name and text.startswith(name):
            return text[len(name) :].strip()
    return text


def _read(text: str, decimals: int) -> tuple[str, str, bool] | None:
    """The digits before and behind the point, and whether that is sure: 1.234 may be two numbers."""
    found = _NUMBER.fullmatch(text)
    if found is None or (found["whole"] is None and found["part"] is None):
        return None
    whole, part, times = re.sub(r"\D", "", found["whole"] or "0"), found["part"] or "", found["times"]
    is_doubtful = found["gap"] in (",", ".") and not part and len(whole) <= 6 and bool(decimals or times)
    if is_doubtful and (times or (decimals >= 3 and found["gap"] == ".")):
        whole, part = whole[:-3], whole[-3:]
    zeros = _TIMES[times] if times else 0
    part = part.ljust(zeros, "0")
    return found["sign"] + whole + part[:zeros], part[zeros:], not is_doubtful


def _halves(number: str) -> tuple[str, str]:
    whole, _, part = number.partition(".")
    return whole, part


def _number(whole: str, part: str) -> int | float:
    if part.rstrip("0"):
        return float(f"{whole}.{part}")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole.removeprefix("+"))
    return int(sign + (digits.lstrip("0") or "0")[:20])


def _shown(limit: float) -> str:
    return f"{int(limit):,}" if limit == int(limit) else str(limit)
