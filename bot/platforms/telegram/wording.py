"""What is said to the bot: whether it is meant, without its name, and with Telegram's own commands in our words."""

import re
from typing import NamedTuple

from bot.platforms.telegram.html import as_typed
from bot.platforms.wording import in_our_words

_AT = re.compile(r"(?<![0-9A-Za-z_])@([0-9A-Za-z_]+)")
_COMMAND = re.compile(r"\s*/([0-9A-Za-z_]{1,64})(?:@([0-9A-Za-z_]{3,32}))?(?!\S)(.*)", re.DOTALL)


class Heard(NamedTuple):
    """What was said. `is_called`: the bot's name or a command shows whom it is for."""

    text: str
    is_called: bool
    is_for_another: bool = False


def hear(text: str, username: str) -> Heard:
    """What a text says to the bot with this name; a command for another bot is left as it is."""
    said, is_named = _without_name(as_typed(text), username.casefold())
    command = _COMMAND.fullmatch(said)
    if command is None:
        return Heard(said, is_named)
    name, addressee, rest = command.groups()
    if addressee and addressee.casefold() != username.casefold():
        return Heard(text, is_called=False, is_for_another=True)
    return Heard(in_our_words(name, rest), is_called=True)


def translate(text: str) -> str:
    """What a text says where it can only be meant for the bot."""
    said = as_typed(text)
    command = _COMMAND.fullmatch(said)
    return said if command is None else in_our_words(command[1], command[3])


def _without_name(text: str, username: str) -> tuple[str, bool]:
    named = [found.span() for found in _AT.finditer(text) if found[1].casefold() == username]
    if not named:
        return text, False
    (first, start), (end, last) = named[0], named[-1]
    if not text[last:].strip():
        text = text[:end].rstrip(" \n,")
    if not text[:first].strip():
        text = text[start:].lstrip(" \n,:")
    return text, True
