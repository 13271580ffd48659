"""What goes over the wire: results, and the Bot API's way of saying no."""

from dataclasses import dataclass, field

from tests.fakes.http import Answer
from tests.fakes.wire import Json, to_bytes


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

    def to_answer(self) -> Answer:
        return Answer(self.code, to_bytes(self.to_json()))


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
