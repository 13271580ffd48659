"""A list of short texts."""

from typing import Any, Literal

from pydantic import Field

from dialogs.answers import Value
from dialogs.questions.base import Bounds, Misunderstood, Parsed, Question, Situation, Understood
from dialogs.questions.matching import parts
from dialogs.questions.selection import is_none
from dialogs.questions.text import cleaned
from dialogs.texts import Part, Phrase, listed, phrase


class ListQuestion(Question):
    """Short texts, typed one a line or with commas between them."""

    type: Literal["list"]
    min: int = Field(default=1, ge=0)
    max: int | None = Field(default=None, ge=1)
    max_length: int = Field(default=200, gt=0)

    def parse(self, typed: str, around: Situation) -> Parsed:
        if not self.min and is_none(typed):
            return Understood([])
        found = parts(cleaned(typed))
        if not found or not self.min <= len(found) <= (self.max or len(found)):
            given = len(found)
            return Misunderstood(phrase("list.expected", count=self._count(), given=given, example=self.sample(around)))
        longest = max(found, key=len)
        if len(longest) > self.max_length:
            return Misunderstood(phrase("list.too_long", start=longest[:30], n=len(longest), max=self.max_length))
        return Understood(found)

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        if not isinstance(value, list) or not self.min <= len(value) <= (self.max or len(value)):
            return False
        return all(isinstance(one, str) and 0 < len(one) <= self.max_length for one in value)

    def show(self, value: Value, around: Situation) -> Part:
        del around
        found = value if isinstance(value, list) else [str(value)]
        if not found:
            return phrase("none")
        return found[0] if len(found) == 1 else listed(found)

    def spell(self, value: Value, around: Situation) -> str:
        """One a line; as a list with bullets where that would be read otherwise."""
        found = value if isinstance(value, list) else [str(value)]
        text = "\n".join(found) or "none"
        return text if self.parse(text, around) == Understood(found) else "\n".join(f"- {one}" for one in found)

    def bounds(self) -> Bounds:
        return Bounds(self.min, self.max)

    def sample(self, around: Situation) -> str:
        return super().sample(around) or ", ".join(["…"] * max(self.min, 1))

    def _count(self) -> Phrase:
        least = max(self.min, 1)
        if self.max is None:
            return phrase("list.least", n=least)
        if self.max <= least:
            return phrase("list.exactly", n=self.max)
        return phrase("list.count", min=least, max=self.max)
