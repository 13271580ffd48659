"""How long Slack waits for an app, and how one attempt to tell it something ended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """How an app is waited for: 3 s, as Slack does; retries at once, after 1 min and 5 min, times `retry_scale`.

    https://docs.slack.dev/apis/events-api/#retries
    """

    timeout_s: float = 3.0
    retries_s: tuple[float, ...] = (0.0, 60.0, 300.0)
    retry_scale: float = 0.001
    socket_ping_s: float = 10.0


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended: `reason` is Slack's word for what went wrong, empty when it was taken."""

    reason: str = ""
    body: str = ""
    may_retry: bool = True
