"""Who wrote: people by their id and a name fit to be shown, and those who are nobody in particular."""

import re
from collections.abc import Mapping
from typing import Any

from bot.platforms.telegram.fields import number, part, text
from bot.service.arrivals import Account

PREFIX = "telegram:"
NAME_LIMIT = 60
READ_LIMIT = 1000
"""Telegram's own limit is 64 characters for each half of a name."""

_ANONYMOUS = "GroupAnonymousBot"
"""Who an administrator seems to be that writes anonymously (core.telegram.org/bots/api, Message.sender_chat)."""

_BLANK = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0]+"
)
"""Control characters, what turns the direction of writing, and what shows nothing. Joiners stay: emoji need them."""


def author(message: Mapping[str, Any]) -> Account | None:
    """The person who wrote; an account without an id for an anonymous one, None for a bot."""
    sender, chat = part(message, "from"), part(message, "sender_chat")
    if chat or text(sender, "username") == _ANONYMOUS:
        return Account("", one_line(text(chat, "title")))
    return None if sender.get("is_bot") is True else account(sender)


def account(user: Mapping[str, Any]) -> Account | None:
    """A person as Telegram describes them; None for one without an id."""
    id_ = number(user, "id")
    if id_ is None:
        return None
    handle = text(user, "username")
    name = one_line(f"{text(user, 'first_name')[:READ_LIMIT]} {text(user, 'last_name')[:READ_LIMIT]}")
    return Account(f"{PREFIX}{id_}", name or one_line(handle) or f"telegram {id_}", handle)


def one_line(name: str) -> str:
    """A name for a line of text; "" where nothing of it can be seen."""
    shown = " ".join(_BLANK.sub(" ", name[: 2 * READ_LIMIT]).split())[:NAME_LIMIT].rstrip()
    return shown if any(map(str.isprintable, shown)) else ""
