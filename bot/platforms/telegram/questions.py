"""How a question reads on a phone, where buttons say half of it."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.plain import hints, numbered_options, place_line
from bot.platforms.telegram.html import escaped, to_html
from bot.platforms.telegram.keyboards import MULTIPLE, needs_list
from bot.service.messages import text_of
from dialogs.texts import Span, Style, Words, phrase


def question_blocks(ask: Mapping[str, Any], words: Words) -> list[str]:
    """The question with its place, then what helps to answer it, as blocks of HTML."""
    question = to_html(text_of(ask), Style.STRONG)
    if ask["prompt"]["type"] == "confirm":
        return [question]
    place = place_line(ask, words)
    blocks = [f"{_quiet(place)}\n{question}" if place else question]
    if not ask["is_repeat"]:
        blocks.append(to_html(text_of(ask, "help")))
    blocks.append(_listed(ask))
    if not ask["is_repeat"]:
        blocks.append("\n".join(map(_quiet, _hints(ask, words))))
    return [block for block in blocks if block]


def _listed(ask: Mapping[str, Any]) -> str:
    """The options where their buttons can't show them in full; of a rating the names of its ends."""
    prompt = ask["prompt"]
    if prompt["type"] == "rating":
        return escaped(" · ".join(str(one["label"]) for one in prompt["options"] if one["label"] != one["id"]))
    if not needs_list(prompt):
        return ""
    return "\n".join(f"{number}. {escaped(label)}" for number, label in numbered_options(ask))


def _hints(ask: Mapping[str, Any], words: Words) -> list[str]:
    """The hints without those that stand on a button."""
    prompt = {**ask["prompt"], "type": "", "required": True, "example": ""}
    found = hints({**ask, "prompt": prompt}, words)
    if ask["prompt"]["type"] in MULTIPLE and ask["prompt"]["options"]:
        found.append(words.plain(phrase("ask.ticks")))
    return found


def _quiet(line: str) -> str:
    return to_html((Span(line, Style.QUIET),))
