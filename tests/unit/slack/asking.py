"""Questions as a step leaves them, and what Slack would get of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.platforms.slack.composing import SlackComposer
from bot.service.arrivals import Place
from dialogs.questions.base import Option
from tests.unit.chatting import WORDS
from tests.unit.slack.limits import check_message
from tests.unit.telegram import asking

TODAY = asking.TODAY
TOKEN = asking.TOKEN
HERE = Place("slack:T1", "C1", "slack:T1", is_shared=True, thread="walk:tea")
COMPOSER = SlackComposer(WORDS)

ask, say = asking.ask, asking.say


def options(count: int, label: str = "Option {n}") -> tuple[Option, ...]:
    """So many options with ids "o0", "o1", …"""
    return tuple(Option(f"o{n}", label.format(n=n)) for n in range(count))


def composed(*payloads: Mapping[str, Any], today: date = TODAY) -> list[dict[str, Any]]:
    """The calls that payloads become, each one that Slack takes."""
    calls = COMPOSER.compose(payloads, HERE, today)
    for call in calls:
        if "blocks" in call:
            check_message(call)
    return calls


def shown(question: dict[str, Any]) -> dict[str, Any]:
    """The one message that a question becomes."""
    [call] = composed(question)
    return call


def read(call: Mapping[str, Any]) -> list[str]:
    """The texts of a message's paragraphs, without what can be pressed."""
    return ["".join(map(_text, _section(block))) for block in call["blocks"] if block["type"] == "rich_text"]


def styled(call: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every run of text with its style."""
    return [
        (_text(one), "".join(one.get("style", {})))
        for block in call["blocks"]
        if block["type"] == "rich_text"
        for one in _section(block)
    ]


def pressable(call: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every button, menu and picker, in order."""
    found: list[dict[str, Any]] = []
    for block in call["blocks"]:
        found += block.get("elements", []) if block["type"] == "actions" else []
        found += [block["element"]] if block["type"] == "input" else []
    return found


def labels(call: Mapping[str, Any]) -> list[str]:
    """What stands on what can be pressed: labels of buttons, of menus their kind."""
    return [one["text"]["text"] if one["type"] == "button" else one["type"] for one in pressable(call)]


def ids(call: Mapping[str, Any]) -> list[str]:
    """What a press of each would send."""
    return [one["action_id"] for one in pressable(call)]


def entries(menu: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A menu's options with what they send."""
    return [(one["text"]["text"], one["value"]) for one in menu["options"]]


def _section(block: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = block["elements"][0]["elements"]
    return found


def _text(element: Mapping[str, Any]) -> str:
    return f"<@{element['user_id']}>" if element["type"] == "user" else str(element["text"])
