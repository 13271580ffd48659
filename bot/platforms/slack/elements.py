"""Block Kit's elements as plain data, within its limits (docs.slack.dev/reference/block-kit)."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

from bot.platforms.characters import belongs, size
from bot.platforms.fields import sendable
from bot.platforms.slack.codes import action_id, block_id

Element: TypeAlias = dict[str, Any]
Block: TypeAlias = dict[str, Any]

LABEL_LIMIT = 75
"""Of a button and of an option."""
PLACEHOLDER_LIMIT = 150
SELECT_LIMIT = 100
"""Options of a static select, and of one answer to what was typed into an external one."""
RADIO_LIMIT = 10
"""Of radio buttons and of checkboxes."""
URL_LIMIT = 3000


def one_line(text: str, limit: int) -> str:
    """A text for a label: in one line, never empty, with an ellipsis where it doesn't fit."""
    line = " ".join(sendable(text).split()) or "…"
    if size(line) <= limit:
        return line
    end = min(len(line), limit - 1)
    while end and (size(line[:end]) > limit - 1 or (end < len(line) and belongs(line[end - 1], line[end]))):
        end -= 1
    return line[:end].rstrip() + "…"


def plain_text(text: str, limit: int = LABEL_LIMIT) -> Element:
    """A text object in which nothing is markup; `emoji` would make pictures of what somebody typed as :smile:."""
    return {"type": "plain_text", "text": one_line(text, limit), "emoji": False}


def button(label: str, action: str, value: str = "", *, carries: str = "", url: str = "", style: str = "") -> Element:
    """A button. It `carries` up to 2,000 characters; with an `url`, pressing it opens that."""
    more = {"value": carries, "url": url, "style": style}
    found = {"type": "button", "text": plain_text(label), "action_id": action_id(action, value)}
    return found | {name: one for name, one in more.items() if one}


def option(label: str, value: str) -> Element:
    """One of several things to choose; `value` comes back (150 characters)."""
    return {"text": plain_text(label), "value": value}


def numbered(labels: Iterable[str]) -> list[Element]:
    """Options that send back where they stand, from 0."""
    return [option(label, str(index)) for index, label in enumerate(labels)]


def select(
    kind: str,
    options: Sequence[Element],
    action: str,
    placeholder: str,
    *,
    initial: Sequence[Element] = (),
    is_external: bool = False,
) -> Element:
    """A select of the `kind` "" or "multi_"; more than 100 options are only named as somebody types."""
    found: Element = {"action_id": action, "placeholder": plain_text(placeholder, PLACEHOLDER_LIMIT)}
    if is_external or len(options) > SELECT_LIMIT:
        found |= {"type": f"{kind}external_select", "min_query_length": 0}
    else:
        found |= {"type": f"{kind}static_select", "options": list(options)}
    if initial:
        found |= {"initial_options": list(initial)} if kind else {"initial_option": initial[0]}
    return found


def fitting(options: Iterable[Element], typed: str) -> list[Element]:
    """The first hundred options that have in their label what was typed into an external select."""
    wanted = " ".join(typed.casefold().split())
    return list(islice((one for one in options if wanted in one["text"]["text"].casefold()), SELECT_LIMIT))


def actions(token: str, number: int, elements: Sequence[Element]) -> Block:
    """A row of buttons and menus; Slack takes 25."""
    return {"type": "actions", "block_id": block_id(token, number), "elements": list(elements)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def words_in(block: Mapping[str, Any]) -> int:
    """How much text stands on what can be pressed, in UTF-16 units; Slack counts it into a message's length."""
    return sum(_words(value) for value in block.values())


def _words(value: Any) -> int:
    if isinstance(value, Mapping):
        return size(value["text"]) if value.get("type") == "plain_text" else sum(map(_words, value.values()))
    return sum(map(_words, value)) if isinstance(value, list) else 0
