"""How fast a bot may write: about 30 messages a second, one a second to a chat, 20 a minute to a group.

The numbers are those of https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this; it says that
"short bursts" over one a second are let through, without a number: here a burst is 3. Only sends are counted, and a
refused one costs nothing.
"""

import math
from collections import deque
from dataclasses import dataclass

from tests.fakes.buckets import Bucket
from tests.fakes.telegram.wire import too_many_requests

MINUTE = 60.0


@dataclass(frozen=True)
class Rates:
    """What is allowed."""

    bot_per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


class RateKeeper:
    """Counts one bot's messages."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._bot = Bucket(rates.bot_per_second, rates.bot_per_second)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, deque[float]] = {}

    def count(self, chat_id: int, now: float) -> None:
        """One more message to a chat: refused when it comes too soon."""
        chat = self._chats.setdefault(chat_id, Bucket(self._rates.chat_per_second, self._rates.chat_burst))
        last_minute = self._groups.setdefault(chat_id, deque()) if chat_id < 0 else deque[float]()
        while last_minute and last_minute[0] <= now - MINUTE:
            last_minute.popleft()
        wait_s = max(self._bot.wait_s(now), chat.wait_s(now))
        if len(last_minute) >= self._rates.group_per_minute:
            wait_s = max(wait_s, last_minute[0] + MINUTE - now)
        if wait_s > 0:
            raise too_many_requests(max(1, math.ceil(wait_s)))
        self._bot.take(now)
        chat.take(now)
        last_minute.append(now)
