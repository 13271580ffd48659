"""Messages as plain text, for pipes and for every place that knows nothing better."""

from collections.abc import Mapping
from typing import Any

from bot.service.messages import plain_text_of
from dialogs.texts import Words, phrase


def to_plain(payload: Mapping[str, Any], words: Words) -> str:
    """A message as lines of text. A question shows its place, its options by number, and an example."""
    text = plain_text_of(payload)
    if payload["kind"] != "ask":
        return text
    return "\n".join([place_line(payload, words), text, *(f"  {line}" for line in _around(payload, words))])


def place_line(payload: Mapping[str, Any], words: Words) -> str:
    """Where in the walk a question stands: "Requirements · Target users · P-1 · 3 of 11"."""
    progress = payload["prompt"]["progress"]
    place = list(payload["place"])
    if progress:
        is_new = not payload.get("current")
        done = min(progress["answered"] + is_new, progress["total"])
        place.append(words.plain(phrase("ask.progress", done=done, total=progress["total"])))
    return " · ".join(place)


def numbered_options(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Options with the number to answer with; a rating's labels begin with theirs."""
    labels = [str(option["label"]) for option in payload["prompt"]["options"]]
    if payload["prompt"]["type"] == "rating":
        return [("", label) for label in labels]
    return [(str(number), label) for number, label in enumerate(labels, start=1)]


def hints(payload: Mapping[str, Any], words: Words) -> list[str]:
    """What else helps to answer: what counts now, what is recommended, an example, whether it can be skipped."""
    prompt = payload["prompt"]
    found: list[str] = []
    if payload.get("current"):
        found.append(words.plain(phrase("ask.current", value=plain_text_of(payload, "current"))))
    if payload.get("recommended"):
        found.append(words.plain(phrase("ask.recommendation", value=plain_text_of(payload, "recommended"))))
    if prompt["type"] in ("multi_choice", "multi_pick"):
        found.append(words.plain(phrase("ask.several")))
    if payload["takes_other"]:
        found.append(words.plain(phrase("ask.other")))
    if prompt["example"] and not prompt["options"]:
        found.append(words.plain(phrase("ask.example", example=prompt["example"])))
    if not prompt["required"]:
        found.append(words.plain(phrase("ask.optional")))
    return found


def _around(payload: Mapping[str, Any], words: Words) -> list[str]:
    numbered = [f"{number}. {label}" if number else label for number, label in numbered_options(payload)]
    if payload["is_repeat"]:
        return numbered
    help_lines = plain_text_of(payload, "help").splitlines()
    return [*help_lines, *numbered, *hints(payload, words)]
