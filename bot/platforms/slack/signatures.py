"""Whether a call over HTTP comes from Slack: its signature, and that it is not an old one played again.

The SDK's own check raises for timestamps that are no numbers or huge ones, for signatures that aren't ASCII and for
bodies that aren't UTF-8; whatever is wrong here is simply not from Slack.
"""

import hashlib
import hmac

from bot.service.platform import Request

TIMESTAMP = b"x-slack-request-timestamp"
SIGNATURE = b"x-slack-signature"
OLDEST_S = 300
"""docs.slack.dev/authentication/verifying-requests-from-slack: five minutes."""
_DIGITS = 12


def is_signed(request: Request, secret: str, now_s: float) -> bool:
    """`now_s`: seconds since 1970."""
    timestamp, signature = request.header(TIMESTAMP), request.header(SIGNATURE)
    if not secret or timestamp is None or signature is None:
        return False
    if not timestamp.isdigit() or len(timestamp) > _DIGITS or abs(now_s - int(timestamp)) > OLDEST_S:
        return False
    return hmac.compare_digest(sign(secret, timestamp, request.body), signature)


def sign(secret: str, timestamp: bytes, body: bytes) -> bytes:
    """The signature of a body."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp + b":" + body, hashlib.sha256).hexdigest()
    return f"v0={digest}".encode()
