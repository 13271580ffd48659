"""What people call a stand-up's settings, where it is none of the options that its set-up shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.service import errands
from dialogs.answers import Value
from dialogs.questions.base import Situation
from dialogs.questions.matching import folded
from dialogs.rhythms import read_rhythm
from dialogs.texts import phrase
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.ports import Chat
    from bot.service.talk import Talk
    from dialogs.state import Errand

_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {**{word: number for number, word in enumerate(_COUNTS, start=1)}, "a": 1, "an": 1}
_SPAN = re.compile(
    rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_NUMBERS)}) ?(?P<unit>h|m)"
    r"(?:(?<=h)(?:r|rs|our|ours)|(?<=m)(?:in|ins|inute|inutes))?"
)
_MINUTES = frozenset({"30", "60", "120", "240"})
_NUDGES = (
    (re.compile(r"\bhalf[- ]?way(?: to (?:it|the summary))?"), "half"),
    (re.compile(r"\b(?:10|ten)(?: ?min(?:ute)?s?)?\b(?: before(?: (?:it|the summary)\b)?)?"), "last"),
)
_SWITCHES = {"off": "none", "on": "all", "both": "all"}


def in_other_words(question: str, typed: str) -> str:
    """What was typed, or the option of a question that it is another word for."""
    said = folded(typed)
    if question == "window":
        return _window(said) or typed
    if question == "nudges":
        for words, option in _NUDGES:
            said = words.sub(option, said)
        return _SWITCHES.get(said, typed if said == folded(typed) else said)
    return typed


def rhythm(question: str, typed: str) -> Mapping[str, Value] | None:
    """How often, and on which days, where somebody says so to either question: what they answer to both."""
    if question not in ("days", "every"):
        return None
    found = read_rhythm(typed) or (read_rhythm(f"every {typed}") if question == "every" else None)
    if found is None:
        return None
    days: Mapping[str, Value] = {"days": list(found.days)} if found.days else {}
    return {"every": found.every.value, **days}


def heard(talk: Talk, chat: Chat, errand: Errand, text: str) -> str | None:
    """What is meant by what was typed in a set-up. How often and on which days may be said at once, to either question:
    None where it was no answer to the one that is open."""
    question = errand.seat.prompt.question if errand.seat.prompt is not None else ""
    said = rhythm(question, text)
    asked = talk.office.playbooks.of_errand(talk.turn, chat.workspace, errand.playbook).asked
    around = Situation(local_day(talk.now, talk.me.zone), talk.me.id)
    if said is None:
        is_position = folded(text).isdecimal() and talk.composer(chat) is None
        word = text if is_position else in_other_words(question, text)
        if question != "window" or word == text or word in _MINUTES:
            return word
        talk.refuse(phrase("choice.expected", example=asked[question].question.sample(around)))
        errands.ask_again(talk, chat)
        return None
    beside = {one: value for one, value in said.items() if one != question}
    if beside:
        errands.answer_beside(talk, chat, beside)
    for one, value in beside.items():
        talk.tell(chat, phrase("answer.kept_as", value=asked[one].question.show(value, around)))
    if question in said:
        return asked[question].question.spell(said[question], around)
    errands.ask_again(talk, chat)
    return None


def _window(said: str) -> str:
    """Minutes, as an option of how long people have; a bare number means hours, unless it can only be minutes."""
    found = _SPAN.fullmatch(said)
    if found is not None:
        count = _NUMBERS.get(found["count"]) or int(found["count"])
        return str(count * (60 if found["unit"] == "h" else 1))
    if said.isdecimal() and len(said) < 3 and said not in _MINUTES:
        return str(int(said) * 60)
    return ""
