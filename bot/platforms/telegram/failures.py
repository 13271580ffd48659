"""What the SDK's errors say about a call: whether it happened, and whether it ever can."""

from datetime import timedelta

from aiohttp import ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.service.outcomes import Closed, Failed, Moved, Outcome, Refused, Sent, Slow, Unknown

_NEVER_LEFT = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError)
"""No connection, so no request: refused, no such host, a certificate that is wrong, no time left."""

_NOTHING_LEFT_TO_DO = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
)
_NO_WAY_IN = (
    "chat not found",
    "not enough rights to send text messages",
    "have no rights to send a message",
    "chat_write_forbidden",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
"""A topic is a chat of its own: one that was closed or deleted takes nothing, while others in its group do."""


def to_outcome(error: TelegramError, *, is_repeatable: bool) -> Outcome:
    """What became of a call. One whose fate isn't known has failed if doing it again changes nothing."""
    if isinstance(error, RetryAfter):
        return Slow(seconds(error))
    if isinstance(error, ChatMigrated):
        return Moved(str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return Closed(error.message)
    if isinstance(error, InvalidToken | EndPointNotFound | Conflict):
        return Failed(error.message)
    if isinstance(error, BadRequest):
        return _rejected(error.message)
    if isinstance(error, NetworkError):
        return _unreached(error, is_repeatable=is_repeatable)
    return uncertain(error.message, is_repeatable=is_repeatable)


def seconds(error: RetryAfter) -> float:
    """How long to wait. The SDK says it in either of two ways."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def uncertain(why: str, *, is_repeatable: bool) -> Outcome:
    """The outcome of a call of which nobody knows whether it happened."""
    return Failed(why) if is_repeatable else Unknown(why)


def _rejected(message: str) -> Outcome:
    said = message.casefold()
    if any(known in said for known in _NOTHING_LEFT_TO_DO):
        return Sent()
    return Closed(message) if any(known in said for known in _NO_WAY_IN) else Refused(message)


def _unreached(error: NetworkError, *, is_repeatable: bool) -> Outcome:
    """Telegram's 5xx come without a cause, and as any answer that fails to come they may hide that it was done."""
    cause = error.__cause__
    why = error.message if cause is None else f"{error.message} ({type(cause).__name__})"
    if isinstance(cause, _NEVER_LEFT) or error.message.startswith("Too Many Requests"):
        return Failed(why)
    if error.message.startswith("Request Entity Too Large"):
        return Refused(why)
    return uncertain(why, is_repeatable=is_repeatable)
