"""What goes over the wire: JSON, and the Bot API's way of saying no."""

import json
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

to_text = json.JSONEncoder(separators=(",", ":")).encode


def to_bytes(value: object) -> bytes:
    """JSON as Telegram writes it: no spaces, everything beyond ASCII escaped."""
    return to_text(value).encode()


@dataclass(frozen=True)
class Encoded:
    """A result that is JSON already."""

    body: bytes


@dataclass
class RefusalError(Exception):
    """The call was refused."""

    code: int
    description: str
    parameters: Json = field(default_factory=dict)

    def to_json(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str, **parameters: int) -> RefusalError:
    """The call makes no sense."""
    return RefusalError(400, f"Bad Request: {reason}", parameters)


def forbidden(reason: str) -> RefusalError:
    """The bot may not."""
    return RefusalError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusalError:
    """Somebody else is at it."""
    return RefusalError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> RefusalError:
    """Slow down."""
    return RefusalError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
