"""Rich text as Slack's blocks of it.

What stands in a `rich_text` block's text elements is only text: Slack reads no mention, link, emoji or mark-up out of
it (docs.slack.dev/reference/block-kit/blocks/rich-text-block). Only the fallback text, which notifications and screen
readers use, has to be escaped.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.platforms.characters import belongs, size
from bot.platforms.fields import sendable
from bot.platforms.slack.commands import COMMAND
from bot.platforms.slack.elements import Block, Element
from bot.service.messages import text_of
from dialogs.commands import ALIASES, COMMANDS
from dialogs.texts import Part, Rich, Span, Style, Words, plain

TEXT_LIMIT = 3000
"""Of a block: what Slack's sections take. How much a rich_text block takes is said nowhere."""
MESSAGE_LIMIT = 12_000
"""Of all text in a message. Slack refuses from about 13,200 on (github.com/slackapi/bolt-js/issues/2509)."""
BLOCKS_LIMIT = 50

_STYLES: Mapping[Style, str] = {Style.STRONG: "bold", Style.CODE: "code", Style.QUIET: "italic"}
_COMMAND = re.compile(r"/([a-z]+)(?!\S)")
_BORDERS = ("\n\n", "\n", " ")
_NEAR = 64
"""So far back from a cut a character's beginning is looked for."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPED = re.compile("[&<>]")


def told(payload: Mapping[str, Any], key: str = "text") -> Rich:
    """A payload's text, with its commands as they have to be typed here."""
    return spelled(text_of(payload, key))


def spelled(rich: Rich) -> Rich:
    """A text with its commands as they have to be typed here: `/phasewalk status` for `/status`."""
    return tuple(_typed_here(span) for span in rich)


def unstyled(words: Words, part: Part) -> str:
    """The same without styles, for what Slack shows as plain text."""
    return plain(spelled(words.rich(part)))


def rich_block(rich: Rich, before: Sequence[Element] = ()) -> Block:
    """A text that fits into one block; other elements may stand before it."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [*before, *_elements(rich)]}],
    }


def blocks_of(paragraphs: Iterable[Rich]) -> list[Block]:
    """A block for each paragraph that isn't blank; more for a very long one."""
    return [rich_block(piece) for paragraph in paragraphs for piece in cut(paragraph)]


def in_style(rich: Rich, base: Style) -> Rich:
    """The text with its plain parts in another style."""
    return tuple(Span(span.text, base if span.style is Style.PLAIN else span.style) for span in rich)


def quiet(text: str) -> Rich:
    """A line that stays behind what matters."""
    return (Span(text, Style.QUIET),)


def fallback(paragraphs: Iterable[Rich]) -> str:
    """The text without styles for notifications and screen readers, escaped; never empty."""
    text = sendable("\n".join(plain(paragraph) for paragraph in paragraphs)).strip() or "…"
    escaped = escape(text)
    if size(escaped) <= TEXT_LIMIT:
        return escaped
    used, end = 1, 0
    while used + (more := size(_ESCAPES.get(text[end], text[end]))) <= TEXT_LIMIT:
        used, end = used + more, end + 1
    return escape(text[:end]).rstrip() + "…"


def escape(text: str) -> str:
    """Text that Slack reads as text where it would read mark-up."""
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text)


def packed(paragraphs: Iterable[Rich], blocks: int = BLOCKS_LIMIT, limit: int = MESSAGE_LIMIT) -> list[list[Rich]]:
    """Paragraphs by message: in as few as they fill, each with so many blocks and so much text at most."""
    messages: list[list[Rich]] = []
    used = 0
    for piece in (piece for paragraph in paragraphs for piece in cut(paragraph)):
        more = size(plain(piece))
        if not messages or len(messages[-1]) == blocks or used + more > limit:
            messages.append([])
            used = 0
        messages[-1].append(piece)
        used += more
    return messages


def cut(rich: Rich, limit: int = TEXT_LIMIT) -> list[Rich]:
    """A paragraph in pieces that fit into blocks, without blank ends; none of one that shows nothing."""
    text = plain(rich)
    pieces = []
    start = 0
    while start < len(text):
        end = start + _reach(text[start : start + limit + 1], limit)
        pieces.append(_slice(rich, start, end))
        start = end
    return [piece for piece in pieces if piece]


def shortened(rich: Rich, limit: int, *, is_all: bool = True) -> Rich:
    """As much as fits, with an ellipsis where that isn't all."""
    first, *more = cut(rich, limit) or [()]
    if is_all and not more:
        return first
    return (*(cut(first, limit - 1) or [()])[0], Span("…"))


def _reach(text: str, limit: int) -> int:
    """How much of a text one piece takes: to the best border in its second half, else to the last character."""
    if size(text) <= limit:
        return len(text)
    end = min(len(text), limit)
    while size(text[:end]) > limit:
        end -= (size(text[:end]) - limit + 1) // 2
    for border in _BORDERS:
        at = text.rfind(border, end // 2, end)
        if at > 0:
            return at + len(border)
    begin = end
    while begin > max(end - _NEAR, 1) and begin < len(text) and belongs(text[begin - 1], text[begin]):
        begin -= 1
    return begin


def _slice(rich: Rich, start: int, end: int) -> Rich:
    """The spans between two places in the text, without blank ends."""
    text = plain(rich)[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    found, at = [], 0
    for span in rich:
        piece = span.text[max(start - at, 0) : max(end - at, 0)]
        at += len(span.text)
        if piece:
            found.append(Span(piece, span.style))
    return tuple(found)


def _typed_here(span: Span) -> Span:
    """Slack has commands of its own, `/status` among them, and sends no other one to us."""
    found = _COMMAND.match(span.text) if span.style is Style.CODE else None
    is_ours = found is not None and (found[1] in COMMANDS or found[1] in ALIASES)
    return Span(f"{COMMAND} {span.text[1:]}", span.style) if is_ours else span


def _elements(rich: Rich) -> list[Element]:
    return [_element(span) for span in rich if span.text]


def _element(span: Span) -> Element:
    found: dict[str, Any] = {"type": "text", "text": sendable(span.text)}
    style = _STYLES.get(span.style)
    return found if style is None else found | {"style": {style: True}}
