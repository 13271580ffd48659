"""How fast an app may call: one message a second to a channel, and so many calls of a method a minute and workspace.

The tiers are those of https://docs.slack.dev/apis/web-api/rate-limits, and so is "one message per second per channel,
with short bursts over the limit allowed for"; it gives no number for the burst: here it is 3. A tier's minute may be
used up at once. A refused call costs nothing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fakes.buckets import Bucket
from tests.fakes.slack.wire import too_many_requests

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
_TIERS: Mapping[str, int] = {
    "auth.revoke": TIER_3,
    "apps.uninstall": TIER_1,
    "bookmarks.add": TIER_2,
    "bookmarks.edit": TIER_2,
    "bookmarks.list": TIER_3,
    "bookmarks.remove": TIER_2,
    "bots.info": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.info": TIER_3,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "pins.add": TIER_2,
    "reactions.add": TIER_3,
    "team.info": TIER_3,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}


@dataclass(frozen=True)
class Rates:
    """What is allowed. `tiers` is calls a minute by method; other methods have no limit of their own."""

    channel_per_second: float = 1.0
    channel_burst: int = 3
    tiers: Mapping[str, int] = field(default_factory=lambda: _TIERS)


class RateKeeper:
    """Counts the calls of one installation."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._channels: dict[str, Bucket] = {}
        self._methods: dict[str, Bucket] = {}

    def count_call(self, method: str, now: float) -> None:
        """One more call of a method. Raises `RefusalError` when it comes too soon."""
        per_minute = self._rates.tiers.get(method)
        if per_minute is None:
            return
        bucket = self._methods.get(method)
        if bucket is None:
            bucket = self._methods[method] = Bucket(per_minute / 60, per_minute)
        _take(bucket, now)

    def count_message(self, channel_id: str, now: float) -> None:
        """One more message to a channel. Raises `RefusalError` when it comes too soon."""
        bucket = self._channels.get(channel_id)
        if bucket is None:
            bucket = self._channels[channel_id] = Bucket(self._rates.channel_per_second, self._rates.channel_burst)
        _take(bucket, now)


def _take(bucket: Bucket, now: float) -> None:
    wait_s = bucket.wait_s(now)
    if wait_s > 0:
        raise too_many_requests(max(1, math.ceil(wait_s)))
    bucket.take(now)
