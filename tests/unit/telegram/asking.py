"""Questions as a step leaves them, and the few words that Telegram's buttons and messages need."""

from datetime import date
from gettext import NullTranslations
from typing import Any

from bot.service.messages import to_payload
from dialogs.effects import Ask, Progress, Say
from dialogs.questions.base import Option
from dialogs.state import Prompt, PromptKind
from dialogs.texts import Words

TODAY = date(2026, 11, 20)
TOKEN = "tok_en-123456789012345Z"
SENTENCES = {
    "ask.current": "Now: {value}",
    "ask.example": "For example: {example}",
    "ask.optional": "Optional: /skip leaves it open.",
    "ask.other": "Something else fits too: other: …",
    "ask.progress": "{done} of {total}",
    "ask.recommendation": "Recommended: {value} (/accept takes it)",
    "ask.several": "Several fit: numbers or names with commas.",
    "ask.ticks": "Choose what fits, then press Done.",
    "button.accept": "Accept",
    "button.back": "Back",
    "button.done": "Done ({n})",
    "button.example": "Example",
    "button.skip": "Skip",
}


class Dictionary(NullTranslations):
    """A catalogue from a dictionary."""

    def gettext(self, message: str) -> str:
        return SENTENCES.get(message, message)


WORDS = Words(Dictionary())


def options(*labels: str) -> tuple[Option, ...]:
    """Options "a", "b", … with these labels."""
    return tuple(Option(chr(ord("a") + index), label) for index, label in enumerate(labels))


def ask(kind: str = "text", text: str = "Who is it for?", **fields: Any) -> dict[str, Any]:
    """The payload of a question in the middle of a walk."""
    given: dict[str, Any] = {"phase_title": "Requirements", "dialog_title": "Target users", "item_label": "P-1"}
    given |= {"progress": Progress(2, 11)} | fields
    prompt = Prompt(TOKEN, PromptKind.QUESTION, "users", "", 0)
    return to_payload(Ask(prompt, "requirements", "users", kind, text, **given), WORDS, "tea", 7)


def say(text: str) -> dict[str, Any]:
    """The payload of something to read."""
    return to_payload(Say(text), WORDS, "tea", 7)


def labels(rows: Any) -> list[list[str]]:
    """What stands on the buttons."""
    return [[button[0] for button in row] for row in rows]


def codes(rows: Any) -> list[list[str]]:
    """What the buttons send back, without the token."""
    return [[button[1].removeprefix(f"{TOKEN}:") for button in row] for row in rows]
