"""The messages of one chat on their way through this replica."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.service.boxes import ChatKey, Load, Queued, can_wait

RECEIPTS = 32
"""Prompts of a chat whose message is remembered here; older ones are looked up."""


@dataclass(eq=False)
class Line:
    """In order, each at most once, however often it is handed over."""

    key: ChatKey
    is_shared: bool
    free_at: float
    """When its rate is as it is after a rest, in seconds since 1970."""
    blocked_until: float = 0.0
    """Before that, nothing at all may go there."""
    messages: deque[Queued] = field(default_factory=deque)
    newest: int = 0
    is_moving: bool = False
    is_lost: bool = False
    """Another replica carries the chat now; what is still under way here counts no more."""
    receipts: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def take(self, load: Load) -> bool:
        """False where messages between those that it had and these never got here."""
        self.free_at = max(self.free_at, load.free_at)
        return self.add(load.messages, load.sent_seq)

    def add(self, messages: Sequence[Queued], sent_seq: int) -> bool:
        """All behind `sent_seq` that it doesn't have; none, and False, where some before them are missing."""
        new = [message for message in messages if message.seq > self.newest]
        if new and new[0].seq > max(self.newest, sent_seq) + 1:
            return False
        self.messages.extend(new)
        self.newest = new[-1].seq if new else self.newest
        return True

    @property
    def is_quiet(self) -> bool:
        """Whether nobody waits for any of it."""
        return all(can_wait(message.payload) or message.payload.get("quiet") for message in self.messages)

    def lose(self) -> None:
        self.is_lost = True
        self.messages.clear()

    def keep(self, token: str, receipt: str) -> None:
        """Remember which message shows a prompt."""
        if token and receipt:
            self.receipts[token] = receipt
            while len(self.receipts) > RECEIPTS:
                self.receipts.popitem(last=False)
