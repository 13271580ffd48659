"""What can go wrong on purpose: refusals, gateways, broken and silent connections, events twice, late, shuffled."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.fakes.slack.wire import RefusalError, too_many_requests


@dataclass(slots=True)
class Call:
    """One call of one app, as it came in.

    `outcome` is the HTTP status, "reset" or "silence", and None while it waits; `refusal` is Slack's word for a no.
    """

    at: float
    app: str
    method: str
    values: dict[str, Any]
    outcome: int | str | None = None
    refusal: str | None = None

    @property
    def channel(self) -> str | None:
        """Where it was to go: a channel's id, or a user's."""
        value = self.values.get("channel") or self.values.get("channel_id")
        return None if value is None else str(value)


@dataclass(frozen=True)
class Refuse:
    """An answer of the Web API that says no."""

    refusal: RefusalError


@dataclass(frozen=True)
class Gateway:
    """A page of HTML from something in front of the Web API."""

    status: int


@dataclass(frozen=True)
class Garbage:
    """Status 200 and a body that is no JSON."""

    body: bytes


@dataclass(frozen=True)
class Reset:
    """The connection breaks."""


@dataclass(frozen=True)
class Silence:
    """No answer for this long; None: never."""

    seconds: float | None


Mishap: TypeAlias = Refuse | Gateway | Garbage | Reset | Silence


@dataclass
class Fault:
    """A mishap, and the calls that meet it. With `accepted`, what was asked is done before it goes wrong."""

    mishap: Mishap
    accepted: bool
    method: str | None
    channel: str | None
    when: Callable[[Call], bool] | None
    times: int | None
    hits: int = 0

    def meets(self, call: Call) -> bool:
        """Whether this call is one of them."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is not None and self.method.lower() != call.method.lower():
            return False
        if self.channel is not None and self.channel != call.channel:
            return False
        return self.when is None or self.when(call)


@dataclass
class Faults:
    """All faults that are set. `method` None is every method; `times` None is until cleared."""

    _faults: list[Fault] = field(default_factory=list)
    duplicates: int = 0
    lost_acknowledgements: int = 0
    cut_sockets: int = 0
    refused_sockets: int = 0
    late_s: float = 0.0
    order: random.Random | None = None

    def too_many_requests(self, method: str | None = None, *, retry_after: int = 1, **match: Any) -> Fault:
        """429, with the wait that Slack asks for."""
        return self.set(Refuse(too_many_requests(retry_after)), method, **match)

    def refuses(self, method: str | None = None, *, error: str, status: int = 200, **match: Any) -> Fault:
        """Any refusal in Slack's form, such as "internal_error", "fatal_error" or "service_unavailable"."""
        return self.set(Refuse(RefusalError(error, status=status)), method, **match)

    def gateway_error(self, method: str | None = None, *, status: int = 502, **match: Any) -> Fault:
        """5xx with HTML in it, as a gateway answers."""
        return self.set(Gateway(status), method, **match)

    def garbage(self, method: str | None = None, *, body: str = '{"ok":tr', **match: Any) -> Fault:
        """Status 200, and a body that breaks off."""
        return self.set(Garbage(body.encode()), method, **match)

    def resets_before(self, method: str | None = None, **match: Any) -> Fault:
        """The connection breaks, and nothing happened."""
        return self.set(Reset(), method, **match)

    def resets_after(self, method: str | None = None, **match: Any) -> Fault:
        """It happened, and then the connection breaks."""
        return self.set(Reset(), method, accepted=True, **match)

    def hangs(self, method: str | None = None, *, seconds: float | None = None, **match: Any) -> Fault:
        """It happened, and the answer comes late or never."""
        return self.set(Silence(seconds), method, accepted=True, **match)

    def set(
        self,
        mishap: Mishap,
        method: str | None = None,
        *,
        accepted: bool = False,
        channel: str | None = None,
        when: Callable[[Call], bool] | None = None,
        times: int | None = 1,
    ) -> Fault:
        """Any mishap; the others are this one with a name."""
        fault = Fault(mishap, accepted, method, channel, when, times)
        self._faults.append(fault)
        return fault

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
        """Nothing goes wrong any more."""
        self._faults.clear()
        self.duplicates = self.lost_acknowledgements = self.cut_sockets = self.refused_sockets = 0
        self.late_s = 0.0
        self.order = None

    def meet(self, call: Call) -> Fault | None:
        """The fault that this call runs into."""
        for fault in self._faults:
            if fault.meets(call):
                fault.hits += 1
                return fault
        return None
