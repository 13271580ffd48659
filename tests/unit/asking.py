"""What every question type owes: tried on one question with any text, any answer, and very long texts."""

import json
from datetime import date
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from dialogs.model import AnyQuestion
from dialogs.questions.base import Misunderstood, Option, Parsed, Question, Situation, Understood, Unsure
from tests.unit.chatting import WORDS

TODAY = date(2026, 11, 20)
"""A Friday."""
PERSONAS = (Option("P-1", "P-1 Commuter"), Option("P-2", "P-2 Student, part-time"), Option("P-3", "P-3 Barista"))
AROUND = Situation(TODAY, "ana", {"ana": "Ana", "ben": "Ben Bauer", "77": "Zoë"}, {"personas": PERSONAS, "none": ()})

ANY_TEXT = st.text(st.characters(), max_size=60)
"""Every character there is, halves of characters and control characters among them."""
LONG_TEXTS = [
    *("9" * 100_000, "1 " * 50_000, "a," * 50_000, "a\n" * 50_000, " " * 100_000, "1-2 " * 25_000, "0" * 100_000),
    *("a" + " " * 100_000 + "b", "1" + "," * 100_000, "x." * 50_000, "<" * 100_000, "1,000" + ",000" * 25_000),
    *("a and " * 17_000, "in " + "9" * 100_000 + " weeks", "@" * 100_000, "“" * 100_000, "other: " + "x" * 100_000),
    *("https://" + "a." * 50_000, "０" * 100_000, "-" * 100_000, "1" + "\t\n" * 50_000 + "x", "0." + "1" * 100_000),
]

_QUESTIONS: TypeAdapter[Question] = TypeAdapter(AnyQuestion)


def question(type_: str, **fields: Any) -> Question:
    """A question of a type, as a playbook declares it."""
    return _QUESTIONS.validate_python({"id": "it", "type": type_, "text": "It?", **fields})


def value(asked: Question, typed: str, around: Situation = AROUND) -> Any:
    """What is understood without a doubt."""
    parsed = asked.parse(typed, around)
    assert isinstance(parsed, Understood), parsed
    return parsed.value


def guess(asked: Question, typed: str, around: Situation = AROUND) -> Any:
    """What is asked back."""
    parsed = asked.parse(typed, around)
    assert isinstance(parsed, Unsure), parsed
    return parsed.value


def refusal(asked: Question, typed: str, around: Situation = AROUND) -> str:
    """The sentence that says what is expected."""
    parsed = asked.parse(typed, around)
    assert isinstance(parsed, Misunderstood), parsed
    return WORDS.plain(parsed.because)


def shown(asked: Question, answer: Any, around: Situation = AROUND) -> str:
    """An answer as people read it."""
    return WORDS.plain(asked.show(answer, around))


def check_parsed(asked: Question, parsed: Parsed, around: Situation = AROUND) -> None:
    """What was understood is a valid answer that can be shown and kept; what was not is answered with a sentence."""
    if isinstance(parsed, Misunderstood):
        assert WORDS.plain(parsed.because).strip()
        return
    assert asked.accepts(parsed.value, around)
    assert shown(asked, parsed.value, around).strip()
    check_spelled(asked, parsed.value, around)
    kept = json.dumps(parsed.value).encode()
    assert json.loads(kept) == parsed.value
    assert json.dumps(parsed.value, ensure_ascii=False).encode()


def check_typed_back(asked: Question, answer: Any, around: Situation = AROUND) -> None:
    """What people read can be typed and means the same, at worst after asking back."""
    parsed = asked.parse(shown(asked, answer, around), around)
    assert isinstance(parsed, Understood | Unsure), shown(asked, answer, around)
    assert parsed.value == answer


def check_spelled(asked: Question, answer: Any, around: Situation = AROUND) -> None:
    """An answer as it is typed into a form means the same; there may be no clearer way to type it."""
    typed = asked.spell(answer, around)
    parsed = asked.parse(typed, around)
    assert isinstance(parsed, Understood | Unsure), typed
    assert parsed.value == answer
    assert isinstance(parsed, Understood) or asked.spell(parsed.value, around) == typed


def check_sample(asked: Question, around: Situation = AROUND) -> None:
    """The sample is an answer."""
    assert not isinstance(asked.parse(asked.sample(around), around), Misunderstood), asked.sample(around)


def check_any_text(asked: Question, typed: str) -> None:
    """Any text at all is answered, and so is a long one."""
    check_parsed(asked, asked.parse(typed, AROUND))
    assert not asked.accepts(None, AROUND)


WRONG_KINDS: tuple[Any, ...] = (None, 1.5, float("nan"), float("inf"), [], [1], {}, object())
"""What no question type but a number takes."""
