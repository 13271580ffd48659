"""What can go wrong on purpose in Slack: its refusals, and what can go wrong anywhere; events twice, late, shuffled."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tests.fakes.faults import BaseCall, BaseFaults, Fault, Instead, Mishap
from tests.fakes.http import Answer
from tests.fakes.slack.wire import RefusalError, too_many_requests


@dataclass(slots=True)
class Call(BaseCall):
    """One call of one app; `caller` is its id."""

    @property
    def channel(self) -> str | None:
        """Where it was to go: a channel's id, or a user's."""
        value = self.values.get("channel") or self.values.get("channel_id")
        return None if value is None else str(value)

    @property
    def place(self) -> str | None:
        return self.channel


@dataclass
class Faults(BaseFaults[Call]):
    """All faults that are set. `method` None is every method; `times` None is until cleared."""

    lost_acknowledgements: int = 0
    cut_sockets: int = 0
    refused_sockets: int = 0
    late_s: float = 0.0

    def too_many_requests(self, method: str | None = None, *, retry_after: int = 1, **match: Any) -> Fault[Call]:
        """429, with the wait that Slack asks for."""
        return self._refuses(too_many_requests(retry_after), method, match)

    def refuses(self, method: str | None = None, *, error: str, status: int = 200, **match: Any) -> Fault[Call]:
        """Any refusal in Slack's form, such as "internal_error", "fatal_error" or "service_unavailable"."""
        return self._refuses(RefusalError(error, status=status), method, match)

    def garbage(self, method: str | None = None, *, body: str = '{"ok":tr', **match: Any) -> Fault[Call]:
        """Status 200, and a body that breaks off."""
        return self.set(Instead(Answer(HTTPStatus.OK, body.encode())), method, **match)

    def set(
        self,
        mishap: Mishap,
        method: str | None = None,
        *,
        accepted: bool = False,
        channel: str | None = None,
        when: Callable[[Call], bool] | None = None,
        times: int | None = 1,
    ) -> Fault[Call]:
        """Any mishap; the others are this one with a name."""
        return self.add(Fault(mishap, method, accepted=accepted, place=channel, when=when, times=times))

    def duplicates_events(self, times: int = 1) -> None:
        """The next events are delivered twice, under the same id: over HTTP and over sockets alike."""
        self.duplicates += times

    def loses_acknowledgements(self, times: int = 1) -> None:
        """The next events' acknowledgements get lost: Slack delivers them again."""
        self.lost_acknowledgements += times

    def cuts_sockets(self, times: int = 1) -> None:
        """A socket breaks right after the next envelopes were put on it."""
        self.cut_sockets += times

    def too_many_websockets(self, times: int = 1) -> None:
        """The next sockets are told that there are too many, and closed."""
        self.refused_sockets += times

    def delays_events(self, seconds: float) -> None:
        """From now on, events come this much late."""
        self.late_s = seconds

    def reorders_events(self, seed: int = 0) -> None:
        """From now on, events overtake each other, as Slack promises no order."""
        self.order = random.Random(seed)

    def clear(self) -> None:
        super().clear()
        self.lost_acknowledgements = self.cut_sockets = self.refused_sockets = 0
        self.late_s = 0.0

    def _refuses(self, refusal: RefusalError, method: str | None, match: dict[str, Any]) -> Fault[Call]:
        return self.set(Instead(refusal.to_answer(), refusal.error), method, **match)
