"""Who wrote: people by their id and a name fit to be shown, and those who are nobody in particular."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.fields import number, part, text
from bot.platforms.names import READ_LIMIT, one_line
from bot.service.arrivals import Account

PREFIX = "telegram:"
_ANONYMOUS = "GroupAnonymousBot"
"""Who an administrator seems to be that writes anonymously (core.telegram.org/bots/api, Message.sender_chat)."""


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
