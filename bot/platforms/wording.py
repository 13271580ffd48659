"""Commands as platforms have them, in our own words."""

import re

from dialogs.commands import Answer, read

_CODE = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What an invitation's code is made of, and what Telegram takes behind /start."""


def in_our_words(name: str, rest: str) -> str:
    """What a command says, as it would be typed to us; `rest` is all that stands behind its name."""
    argument = rest.strip()
    if name.casefold() == "start" and _CODE.fullmatch(argument):
        return f"/join {argument}"
    if name.casefold() == "answer" and argument:
        said = read(argument)
        return argument if isinstance(said, Answer) and said.text == argument else f"\\{argument}"
    return f"/{name}{rest}"
