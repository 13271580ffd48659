"""What can go wrong on purpose in Telegram: its refusals, and what can go wrong anywhere; updates twice or shuffled."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.faults import BaseCall, BaseFaults, Fault, Instead, Mishap
from tests.fakes.telegram.wire import RefusalError, too_many_requests


@dataclass(slots=True)
class Call(BaseCall):
    """One call of one bot; `caller` is its username."""

    @property
    def chat_id(self) -> int | None:
        """Where it was to go."""
        value = self.values.get("chat_id")
        return int(value) if value is not None and str(value).lstrip("-").isdigit() else None

    @property
    def place(self) -> int | None:
        return self.chat_id


@dataclass
class Faults(BaseFaults[Call]):
    """All faults that are set. `method` None is every method; `times` None is until cleared."""

    def too_many_requests(self, method: str | None = None, *, retry_after: int = 1, **match: Any) -> Fault[Call]:
        """429, with the wait that Telegram asks for."""
        return self._refuses(too_many_requests(retry_after), method, match)

    def refuses(self, method: str | None = None, *, code: int, description: str, **match: Any) -> Fault[Call]:
        """Any refusal in the Bot API's form, such as 500 "Internal Server Error"."""
        return self._refuses(RefusalError(code, description), method, match)

    def set(
        self,
        mishap: Mishap,
        method: str | None = None,
        *,
        accepted: bool = False,
        chat_id: int | None = None,
        when: Callable[[Call], bool] | None = None,
        times: int | None = 1,
    ) -> Fault[Call]:
        """Any mishap; the others are this one with a name."""
        return self.add(Fault(mishap, method, accepted=accepted, place=chat_id, when=when, times=times))

    def duplicates_updates(self, times: int = 1) -> None:
        """The next updates are delivered twice, under the same id: by polling and by webhook alike."""
        self.duplicates += times

    def reorders_updates(self, seed: int = 0) -> None:
        """From now on, updates of different chats overtake each other; those of one chat stay in order."""
        self.order = random.Random(seed)

    def _refuses(self, refusal: RefusalError, method: str | None, match: dict[str, Any]) -> Fault[Call]:
        return self.set(Instead(refusal.to_answer(), refusal.description), method, **match)
