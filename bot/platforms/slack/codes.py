"""The ids of blocks and of what can be pressed in them: what is asked, what a press means, and reading both back."""

import re
from typing import NamedTuple

HOME = "home"
"""The token of what stands in the home tab; no prompt's is so short."""

SLACKS_ZONE = "-"
"""The value of choosing no time zone, so that the one counts that Slack knows."""

_BLOCK = re.compile(r"(?P<token>[0-9A-Za-z_-]{0,200})/[0-9]{1,4}")
_ACTION = re.compile(
    r"(?P<action>option|value|picked|command|form|again|none|home|several):(?P<value>.{0,240})", re.DOTALL
)
_FIELD = re.compile(r"(?P<question>[^|]{1,120})\|(?P<item>[^|]{0,120})(?P<other>\|other)?", re.DOTALL)


class Code(NamedTuple):
    """What an element is for: the prompt's token, and action and value in the words of `Press`.

    A value that the person chooses only when pressing is "" here.
    """

    token: str
    action: str
    value: str


class FieldCode(NamedTuple):
    """What a field of a form is for; `is_other`: it takes what is none of the options."""

    question: str
    item: str
    is_other: bool = False


def block_id(token: str, number: int) -> str:
    """A block's id. Slack takes no two alike in a message, and 255 characters at most."""
    return f"{token}/{number}"


def action_id(action: str, value: str = "") -> str:
    """An element's id; Slack takes 255 characters."""
    return f"{action}:{value}"


def decode(block: str, element: str) -> Code | None:
    """What an element is for; None for ids that aren't ours."""
    asked, meant = _BLOCK.fullmatch(block), _ACTION.fullmatch(element)
    return None if asked is None or meant is None else Code(asked["token"], meant["action"], meant["value"])


def field_id(question: str, item: str, *, is_other: bool = False) -> str:
    """The id of a form's block."""
    return f"{question}|{item}|other" if is_other else f"{question}|{item}"


def decode_field(block: str) -> FieldCode | None:
    """What a form's block is for; None for an id that isn't ours."""
    found = _FIELD.fullmatch(block)
    return None if found is None else FieldCode(found["question"], found["item"], bool(found["other"]))
