"""What the SDK's errors say about a call: whether it happened, and whether it ever can."""

from aiohttp import ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError

from bot.service.outcomes import Closed, Failed, Outcome, Refused, Sent, Slow, Unknown

_NEVER_LEFT = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError)
"""No connection, so no request: refused, no such host, a certificate that is wrong, no time left."""

_NOTHING_LEFT_TO_DO = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "already_pinned", "is_inactive"}
)
_NO_WAY_IN = frozenset(
    {
        "cannot_dm_bot",
        "channel_is_limited_access",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
_NO_ENTRY = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Somebody can mend that: the app is let in again, the token set right."""
_UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"})
DEFAULT_WAIT_S = 30.0


class NoTokenError(Exception):
    """There is no token for this workspace: the app was never let in, or was thrown out."""


class SealedError(Exception):
    """No key opens the tokens of this workspace."""


def to_outcome(error: Exception, *, is_repeatable: bool) -> Outcome:
    """What became of a call. One whose fate isn't known has failed if doing it again changes nothing."""
    if isinstance(error, SlackApiError):
        return _refused(error, is_repeatable=is_repeatable)
    why = f"{type(error).__name__}: {error}".rstrip(": ")
    if isinstance(error, NoTokenError):
        return Closed(why)
    if isinstance(error, (*_NEVER_LEFT, SealedError)):
        return Failed(why)
    return uncertain(why, is_repeatable=is_repeatable)


def uncertain(why: str, *, is_repeatable: bool) -> Outcome:
    """The outcome of a call of which nobody knows whether it happened."""
    return Failed(why) if is_repeatable else Unknown(why)


def word_of(error: SlackApiError) -> str:
    """Slack's own word for what is wrong; "" where it has none."""
    data = getattr(error.response, "data", None)
    word = data.get("error") if isinstance(data, dict) else None
    return word if isinstance(word, str) else ""


def _refused(error: SlackApiError, *, is_repeatable: bool) -> Outcome:
    word, status = word_of(error), getattr(error.response, "status_code", 0)
    if status == 429 or word in ("ratelimited", "rate_limited"):
        return Slow(_wait_s(error))
    if word in _NOTHING_LEFT_TO_DO:
        return Sent()
    if word in _NO_WAY_IN:
        return Closed(word)
    if word in _NO_ENTRY:
        return Failed(word)
    if not word or word in _UNCERTAIN or status >= 500:
        return uncertain(word or f"status {status}", is_repeatable=is_repeatable)
    return Refused(": ".join([word, *_details(error)])[:500])


def _wait_s(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    said = headers.get("Retry-After") or headers.get("retry-after") or ""
    return max(float(said), 1.0) if str(said).isdecimal() else DEFAULT_WAIT_S


def _details(error: SlackApiError) -> list[str]:
    data = getattr(error.response, "data", None) or {}
    metadata = data.get("response_metadata") if isinstance(data, dict) else None
    messages = metadata.get("messages") if isinstance(metadata, dict) else None
    return [str(one) for one in messages] if isinstance(messages, list) else []
