"""Text and long text."""

import re
import unicodedata
from typing import Any, Literal

from pydantic import Field

from dialogs.questions.base import Bounds, Misunderstood, Parsed, Question, Situation, Understood
from dialogs.texts import phrase

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters that no database takes."""
_BLANK = frozenset(("Cc", "Cf", "Mn", "Zl", "Zp", "Zs"))
"""Unicode's categories of what shows nothing on its own."""


def cleaned(typed: str) -> str:
    """Typed text without outer blanks and without what no one can see; "" when nothing is left to see."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", typed)).strip()
    return text if any(unicodedata.category(one) not in _BLANK for one in text) else ""


class TypedQuestion(Question):
    """Any text up to a length, in characters."""

    max_length: int = Field(default=4000, gt=0)

    def parse(self, typed: str, around: Situation) -> Parsed:
        text = self.tidied(typed)
        if not text:
            return Misunderstood(phrase("text.empty", example=self.sample(around)))
        if len(text) > self.max_length:
            return Misunderstood(phrase("text.too_long", n=len(text), max=self.max_length))
        return Understood(text)

    def tidied(self, typed: str) -> str:
        """The text as it is kept."""
        return cleaned(typed)

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, str) and 0 < len(value) <= self.max_length and self.tidied(value) == value

    def bounds(self) -> Bounds:
        return Bounds(max=self.max_length)

    def sample(self, around: Situation) -> str:
        return super().sample(around) or "…"


class LongTextQuestion(TypedQuestion):
    """Several lines of text."""

    type: Literal["long_text"]


class TextQuestion(TypedQuestion):
    """One line of text."""

    type: Literal["text"]
    max_length: int = Field(default=200, gt=0)

    def tidied(self, typed: str) -> str:
        return " ".join(line.strip() for line in cleaned(typed).split("\n") if line.strip())
