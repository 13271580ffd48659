"""Slack's way of saying no."""

from dataclasses import dataclass, field

from tests.fakes.http import Answer
from tests.fakes.wire import Json, to_bytes


@dataclass
class RefusalError(Exception):
    """The call was refused. Slack says so with HTTP 200; only too many requests have a status of their own."""

    error: str
    extra: Json = field(default_factory=dict)
    status: int = 200
    retry_after_s: int | None = None

    def to_json(self) -> Json:
        """The answer's body."""
        return {"ok": False, "error": self.error, **self.extra}

    def to_answer(self, headers: str = "") -> Answer:
        """The whole answer; `headers` are lines that it has anyway."""
        if self.retry_after_s is not None:
            headers += f"Retry-After: {self.retry_after_s}\r\n"
        return Answer(self.status, to_bytes(self.to_json()), headers=headers)


def too_many_requests(retry_after_s: int) -> RefusalError:
    """Slow down (https://docs.slack.dev/apis/web-api/rate-limits)."""
    return RefusalError("ratelimited", status=429, retry_after_s=retry_after_s)


def invalid_arguments(*messages: str) -> RefusalError:
    """An argument is missing or wrong."""
    return RefusalError("invalid_arguments", _metadata(messages))


def invalid_blocks(messages: list[str]) -> RefusalError:
    """A message's blocks break the rules; Slack names each place."""
    bare = [message.removeprefix("[ERROR] ") for message in messages]
    return RefusalError("invalid_blocks", {"errors": bare, **_metadata(messages)})


def missing_scope(needed: str, provided: str) -> RefusalError:
    """The token lacks a scope."""
    return RefusalError("missing_scope", {"needed": needed, "provided": provided})


def _metadata(messages: list[str] | tuple[str, ...]) -> Json:
    return {"response_metadata": {"messages": list(messages)}} if messages else {}
