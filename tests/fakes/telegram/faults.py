"""What can go wrong on purpose: refusals, gateways, broken and silent connections, updates twice or out of order."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.fakes.telegram.wire import RefusalError, too_many_requests


@dataclass(slots=True)
class Call:
    """One call of one bot, as it came in.

    `outcome` is the HTTP status, "reset" or "silence", and None while it waits; `refusal` is the description of a no.
    """

    at: float
    bot: str
    method: str
    values: dict[str, Any]
    outcome: int | str | None = None
    refusal: str | None = None

    @property
    def chat_id(self) -> int | None:
        """Where it was to go."""
        value = self.values.get("chat_id")
        return int(value) if value is not None and str(value).lstrip("-").isdigit() else None


@dataclass(frozen=True)
class Refuse:
    """An answer of the Bot API that says no."""

    refusal: RefusalError


@dataclass(frozen=True)
class Gateway:
    """A page of HTML from something in front of the Bot API."""

    status: int


@dataclass(frozen=True)
class Reset:
    """The connection breaks."""


@dataclass(frozen=True)
class Silence:
    """No answer for this long; None: never."""

    seconds: float | None


Mishap: TypeAlias = Refuse | Gateway | Reset | Silence


@dataclass
class Fault:
    """A mishap, and the calls that meet it. With `accepted`, what was asked is done before it goes wrong."""

    mishap: Mishap
    accepted: bool
    method: str | None
    chat_id: int | None
    when: Callable[[Call], bool] | None
    times: int | None
    hits: int = 0

    def meets(self, call: Call) -> bool:
        """Whether this call is one of them."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is not None and self.method.lower() != call.method.lower():
            return False
        if self.chat_id is not None and self.chat_id != call.chat_id:
            return False
        return self.when is None or self.when(call)


@dataclass
class Faults:
    """All faults that are set. `method` None is every method; `times` None is until cleared."""

    _faults: list[Fault] = field(default_factory=list)
    duplicates: int = 0
    order: random.Random | None = None

    def too_many_requests(self, method: str | None = None, *, retry_after: int = 1, **match: Any) -> Fault:
        """429, with the wait that Telegram asks for."""
        return self.set(Refuse(too_many_requests(retry_after)), method, **match)

    def refuses(self, method: str | None = None, *, code: int, description: str, **match: Any) -> Fault:
        """Any refusal in the Bot API's form, such as 500 "Internal Server Error"."""
        return self.set(Refuse(RefusalError(code, description)), method, **match)

    def gateway_error(self, method: str | None = None, *, status: int = 502, **match: Any) -> Fault:
        """5xx with HTML in it, as a gateway answers."""
        return self.set(Gateway(status), method, **match)

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
        chat_id: int | None = None,
        when: Callable[[Call], bool] | None = None,
        times: int | None = 1,
    ) -> Fault:
        """Any mishap; the others are this one with a name."""
        fault = Fault(mishap, accepted, method, chat_id, when, times)
        self._faults.append(fault)
        return fault

    def duplicates_updates(self, times: int = 1) -> None:
        """The next updates are delivered twice, under the same id: by polling and by webhook alike."""
        self.duplicates += times

    def reorders_updates(self, seed: int = 0) -> None:
        """From now on, updates of different chats overtake each other; those of one chat stay in order."""
        self.order = random.Random(seed)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.clear()
        self.duplicates = 0
        self.order = None

    def meet(self, call: Call) -> Fault | None:
        """The fault that this call runs into."""
        for fault in self._faults:
            if fault.meets(call):
                fault.hits += 1
                return fault
        return None
