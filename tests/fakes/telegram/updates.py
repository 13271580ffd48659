"""Updates that wait for one bot, until it confirms them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fakes.telegram.faults import Faults
from tests.fakes.wire import Json, to_text

# Not sent unless a bot asks for them by name (https://core.telegram.org/bots/api#getupdates).
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST_ID = 700_000_001


@dataclass(slots=True)
class Update:
    """One update. `lane` is its chat: the updates of a lane never overtake each other."""

    id: int
    lane: int
    body: str
    copies: int = 1


@dataclass
class Updates:
    """The queue of one bot, in order of ids."""

    faults: Faults
    allowed: list[str] = field(default_factory=list)
    waiting: dict[int, Update] = field(default_factory=dict)
    _next_id: int = _FIRST_ID

    def add(self, kind: str, content: Json, lane: int) -> Update | None:
        """One more, if the bot wants this kind at all."""
        if kind not in self.allowed if self.allowed else kind in UNASKED:
            return None
        update = Update(self._next_id, lane, f'{{"update_id":{self._next_id},"{kind}":{to_text(content)}}}')
        self._next_id += 1
        if self.faults.duplicates:
            self.faults.duplicates -= 1
            update.copies = 2
        self.waiting[update.id] = update
        return update

    def confirm(self, update: Update) -> None:
        """The bot has it."""
        update.copies -= 1
        if update.copies == 0:
            self.waiting.pop(update.id, None)

    def confirm_below(self, offset: int) -> None:
        """What a poll's offset says; a negative one forgets all but the last few."""
        if offset < 0:
            for update_id in list(self.waiting)[:offset]:
                del self.waiting[update_id]
            return
        passed: list[Update] = []
        for update in self.waiting.values():
            if update.id >= offset:
                break
            passed.append(update)
        for update in passed:
            self.confirm(update)

    def first(self, limit: int) -> list[Update]:
        """The next updates for a poll."""
        updates = [update for update, _ in zip(self.waiting.values(), range(limit), strict=False)]
        return updates if self.faults.order is None else list(_reordered(updates, self.faults.order))


def _reordered(updates: list[Update], order: random.Random) -> Iterator[Update]:
    """The same updates with their chats interleaved by chance."""
    lanes: dict[int, list[Update]] = {}
    for update in updates:
        lanes.setdefault(update.lane, []).append(update)
    while lanes:
        lane = order.choice(list(lanes))
        yield lanes[lane].pop(0)
        if not lanes[lane]:
            del lanes[lane]
