"""What Slack makes of what a person types: mentions, links, escaped characters, a rich_text block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.fakes.slack.richtext import PIECE, Element, escaped, unescaped

if TYPE_CHECKING:
    from tests.fakes.slack.channels import Channel

_SPECIAL = re.compile(
    r"(?P<link>https?://[^\s<>|]+[^\s<>|.,;:!?)])|(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]*\w)|(?P<name>[@#][\w.-]+)"
)


def as_typed(text: str, chat: Channel) -> str:
    """The text as Slack keeps it: @names of people here, #channels, addresses become marks; the rest is escaped."""
    pieces: list[str] = []
    position = 0
    for match in _SPECIAL.finditer(text):
        pieces += [escaped(text[position : match.start()]), _marked(match, chat)]
        position = match.end()
    return "".join([*pieces, escaped(text[position:])])


def typed_block(text: str) -> Element:
    """The rich_text block that Slack makes of what a person typed; `text` is as the message has it."""
    elements: list[Element] = []
    position = 0
    for match in PIECE.finditer(text):
        elements += _plain(text[position : match.start()])
        elements.append(_special(match))
        position = match.end()
    elements += _plain(text[position:])
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _marked(match: re.Match[str], chat: Channel) -> str:
    typed = match[0]
    if match["link"]:
        return f"<{escaped(typed)}>"
    if match["mail"]:
        return f"<mailto:{typed}|{typed}>"
    if typed in {"@here", "@channel", "@everyone"}:
        return f"<!{typed[1:]}>"
    name = typed[1:].lower()
    if typed.startswith("#"):
        for channel in chat.team.channels.values():
            if channel.name == name and channel.kind == "channel":
                return f"<#{channel.id}|{channel.name}>"
        return escaped(typed)
    for account in chat.world.accounts.values():
        if account.handle == name and account.team in chat.teams:
            return f"<@{account.id}>"
    return escaped(typed)


def _plain(text: str) -> list[Element]:
    return [{"type": "text", "text": unescaped(text)}] if text else []


def _special(match: re.Match[str]) -> Element:
    mark, target, label = match["mark"], match["target"], match["label"]
    if mark == "@":
        return {"type": "user", "user_id": target}
    if mark == "#":
        return {"type": "channel", "channel_id": target}
    if mark == "!":
        return {"type": "broadcast", "range": target.partition("^")[0]}
    return {"type": "link", "url": unescaped(target), **({"text": unescaped(label)} if label else {})}
