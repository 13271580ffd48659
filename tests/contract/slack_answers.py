"""What people press, choose and fill in on Slack instead of typing it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dialogs.commands import Answer, read
from tests.fakes.slack.acting import ONE, SEVERAL
from tests.fakes.slack.forms import Form
from tests.fakes.slack.messages import Message
from tests.fakes.slack.people import Person

FORM = "Answer as a form"
ANSWERS = "/1"
"""The end of the id of the block in which a question is answered."""
_PICKERS = ("datepicker", "timepicker")


def asked(messages: Sequence[Message]) -> Message | None:
    """The open question."""
    return next((message for message in reversed(messages) if message.elements), None)


def press(person: Person, question: Message, message: str) -> Callable[[], object] | None:
    """What says the same as a message; None where there is nothing like that."""
    block, elements = next(
        ((block, block.get("elements") or [block["element"]]) for block in _answer_blocks(question)), (None, [])
    )
    if block is None:
        return None
    kind = elements[0]["type"]
    if kind == "button":
        pressed = _meant(message, [element["text"]["text"] for element in elements])
        return None if pressed is None else lambda: person.presses(pressed, on=question)
    if kind in _PICKERS:
        return (lambda: person.picks_date(message, question)) if kind == "datepicker" and is_day(message) else None
    labels = [option["text"]["text"] for option in question.options_for(block, elements[0])]
    if kind in ONE:
        chosen = _meant(message, labels)
        return None if chosen is None else lambda: person.selects(chosen, on=question)
    several = [_meant(piece.strip(), labels) for piece in message.split(",")]
    ticked = [label for label in several if label is not None]
    if kind not in SEVERAL or len(ticked) < len(several):
        return None
    return lambda: (person.ticks(*ticked, on=question), person.presses("Done", on=question))


def fill(form: Form, messages: Sequence[str]) -> int:
    """Fill a form's fields, in their order, with messages; returns how many it took.

    That is none where one of them does not fit its field, or is no answer, or something would be left open.
    """
    fields = [
        (block, block["element"])
        for block in form.view.blocks
        if block["type"] == "input" and not block["block_id"].endswith("|other")
    ]
    left = [(block, element) for block, element in fields if not _is_filled(element)]
    if not left or len(left) > len(messages):
        return 0
    values: dict[str, Any] = {}
    for (block, element), message in zip(left, messages, strict=False):
        value = _value(element, message)
        if value is None:
            return 0
        values[block["block_id"]] = value
    form.fill(values)
    return len(left)


def is_day(text: str) -> bool:
    """Whether a text is a date as pickers have it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _answer_blocks(question: Message) -> list[dict[str, Any]]:
    return [block for block in question.blocks if block.get("block_id", "").endswith(ANSWERS)]


def _is_filled(element: Mapping[str, Any]) -> bool:
    return any(name.startswith("initial_") for name in element)


def _value(element: Mapping[str, Any], message: str) -> Any:
    """What a field holds that says the same as a message; None where nothing does."""
    if not isinstance(read(message), Answer) or message.startswith("\\"):
        return None
    kind = element["type"]
    if kind == "plain_text_input":
        return message if element["multiline"] or "\n" not in message else None
    if kind == "datepicker":
        return message if is_day(message) else None
    labels = [option["text"]["text"] for option in element.get("options", ())]
    if kind in ONE:
        return _meant(message, labels)
    several = [_meant(piece.strip(), labels) for piece in message.split(",")]
    return several if labels and None not in several else None


def _meant(message: str, labels: Sequence[str]) -> str | None:
    """The option that a message names, by its label or by its number."""
    same = (label for label in labels if label.casefold() == message.casefold())
    index = int(message) - 1 if message.isascii() and message.isdecimal() and len(message) < 4 else -1
    return next(same, labels[index] if 0 <= index < len(labels) else None)
