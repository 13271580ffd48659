"""Names that people gave themselves, fit to be shown in a line of text."""

import re

NAME_LIMIT = 60
READ_LIMIT = 1000
"""Longer than any platform lets a name become, and short enough to be read at once."""

_BLANK = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0]+"
)
"""Control characters, what turns the direction of writing, and what shows nothing. Joiners stay: emoji need them."""


def one_line(name: str) -> str:
    """A name for a line of text; "" where nothing of it can be seen."""
    shown = " ".join(_BLANK.sub(" ", name[: 2 * READ_LIMIT]).split())[:NAME_LIMIT].rstrip()
    return shown if any(map(str.isprintable, shown)) else ""
