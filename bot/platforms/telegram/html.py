"""Rich text as Telegram's HTML.

Nothing that was typed becomes markup. What Telegram itself makes of plain text stays: commands, addresses and tags show
where they lead, and their previews are off (sending.py). Only a typed @name would call somebody, so a word joiner goes
behind the @: Telegram looks for a name right there, and does not drop this character as it does others that show
nothing (tdlib: match_mentions in MessageEntity.cpp, clean_input_string in misc.cpp). Addresses of mail stay whole.
"""

import re

from bot.platforms.fields import sendable
from dialogs.texts import Rich, Style

_JOINER = "\u2060"
_CALL = re.compile(r"(?<![0-9A-Za-z_])@")
_TAGS = {Style.STRONG: "b", Style.CODE: "code", Style.QUIET: "i"}


def to_html(rich: Rich, base: Style = Style.PLAIN) -> str:
    """The spans with their styles as tags; plain ones in the `base` style."""
    return "".join(_tagged(escaped(span.text), base if span.style is Style.PLAIN else span.style) for span in rich)


def link_to_person(number: int, name: str) -> str:
    """A name that calls its person, who needs no name behind an @ for it."""
    return f'<a href="tg://user?id={number}">{escaped(name)}</a>'


def escaped(text: str) -> str:
    """Text that is only text."""
    calm = _CALL.sub("@" + _JOINER, sendable(text)) if "@" in text else sendable(text)
    return calm.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def as_typed(text: str) -> str:
    """Text that may have been copied from what we showed, without our joiners."""
    return text.replace("@" + _JOINER, "@")


def _tagged(html: str, style: Style) -> str:
    tag = _TAGS.get(style)
    return f"<{tag}>{html}</{tag}>" if tag and html else html
