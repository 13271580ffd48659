"""JSON as it goes over the wire."""

import json
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

to_text = json.JSONEncoder(separators=(",", ":")).encode


def to_bytes(value: object) -> bytes:
    """JSON as chat platforms write it: no spaces, everything beyond ASCII escaped."""
    return to_text(value).encode()
