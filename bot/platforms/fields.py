"""Looking into JSON that may be anything: what is missing, or of another kind than expected, reads as nothing."""

import re
from collections.abc import Mapping
from typing import Any

_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")


def part(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An object in an object, {} for none."""
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}


def parts(of: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects of a list in an object."""
    value = of.get(key)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def text(of: Mapping[str, Any], key: str) -> str:
    """A text in an object, "" for none."""
    value = of.get(key)
    return sendable(value) if isinstance(value, str) else ""


def number(of: Mapping[str, Any], key: str) -> int | None:
    """A whole number in an object."""
    value = of.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def sendable(text: str) -> str:
    """Text that UTF-8 and every database can hold: half characters and NUL become replacement characters."""
    return _UNSENDABLE.sub("\ufffd", text)
