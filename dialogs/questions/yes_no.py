"""Yes or no."""

from typing import Any, Literal

from dialogs.answers import Value
from dialogs.questions.base import Misunderstood, Option, Parsed, Question, Situation, Understood
from dialogs.questions.matching import folded
from dialogs.texts import Part, phrase

_YES = frozenset(
    (
        *("y", "yes", "yes please", "yeah", "yep", "yup", "sure", "of course", "ok", "okay", "true", "1"),
        *("j", "ja", "si", "sí", "oui", "da", "是", "是的", "对", "好", "好的", "有", "要"),
    )
)
_NO = frozenset(
    (
        *("n", "no", "no thanks", "no thank you", "nope", "nah", "not", "not yet", "false", "2", "none"),
        *("nein", "non", "否", "不", "不是", "没有", "不要", "没"),
    )
)


def yes_or_no(typed: str) -> bool | None:
    """What people mean by a short answer; None when it is neither."""
    word = folded(typed)
    if word in _YES:
        return True
    return False if word in _NO else None


class YesNoQuestion(Question):
    """Yes or no."""

    type: Literal["yes_no"]

    def parse(self, typed: str, around: Situation) -> Parsed:
        del around
        value = yes_or_no(typed)
        return Misunderstood(phrase("yes_no.expected")) if value is None else Understood(value)

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, bool)

    def show(self, value: Value, around: Situation) -> Part:
        del around
        return phrase("yes") if value else phrase("no")

    def spell(self, value: Value, around: Situation) -> str:
        del around
        return "yes" if value else "no"

    def options(self, around: Situation) -> tuple[Option, ...]:
        del around
        return YES_NO

    def sample(self, around: Situation) -> str:
        del around
        return "yes" if self.example is None else str(self.example)


YES_NO = (Option("yes", phrase("yes")), Option("no", phrase("no")))
