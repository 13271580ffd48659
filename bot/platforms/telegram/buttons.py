"""Buttons, and the few characters that come back when one is pressed."""

import re
from typing import NamedTuple

_DATA = re.compile(
    r"(?P<token>[0-9A-Za-z_-]{1,24}):"
    r"(?:(?P<code>[ot])(?P<index>[0-9]{1,4})|(?P<show>p[0-9]{1,4}|m[0-9]{6})|v(?P<value>.+)|(?P<bare>[dbsean]))",
    re.DOTALL,
)
_AGAIN = re.compile(r":r([0-9]{1,18})")
_INDEXED = {"o": "option", "t": "tick"}
_BARE = {
    "d": ("done", ""),
    "b": ("command", "/back"),
    "s": ("command", "/skip"),
    "e": ("command", "/example"),
    "a": ("command", "/accept"),
    "n": ("none", ""),
}


class Button(NamedTuple):
    """A button that sends `data` back, or opens an address."""

    label: str
    data: str = ""
    url: str = ""


def button(label: str, token: str, code: str) -> Button:
    """A button of the prompt with this token. Telegram takes 64 bytes of data: a token has 24 at most."""
    return Button(label, f"{token}:{code}")


def again_button(label: str, seq: int) -> Button:
    """A button that sends a message once more; it belongs to no prompt."""
    return Button(label, f":r{seq}")


def decode(data: str) -> tuple[str, str, str] | None:
    """Token, action and value of a pressed button, in the words of `Press`; None for data that isn't ours."""
    again = _AGAIN.fullmatch(data)
    if again is not None:
        return "", "again", again[1]
    found = _DATA.fullmatch(data)
    if found is None:
        return None
    if found["code"]:
        return found["token"], _INDEXED[found["code"]], str(int(found["index"]))
    if found["show"]:
        return found["token"], "show", found["show"]
    if found["value"]:
        return found["token"], "value", found["value"]
    return found["token"], *_BARE[found["bare"]]
