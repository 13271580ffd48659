"""What can go wrong on purpose on any platform: another answer than the right one, a broken connection, silence."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, Generic, TypeAlias, TypeVar

from tests.fakes.http import Answer, Connection


@dataclass(slots=True)
class BaseCall:
    """One call, as it came in. `caller` is the id or name of the app that made it.

    `outcome` is the HTTP status, "reset" or "silence", and None while it waits; `refusal` is the platform's word for
    a no.
    """

    at: float
    caller: str
    method: str
    values: dict[str, Any]
    outcome: int | str | None = None
    refusal: str | None = None

    @property
    def place(self) -> int | str | None:
        """Where it was to go, if it says so."""
        raise NotImplementedError


AnyCall = TypeVar("AnyCall", bound=BaseCall)


@dataclass(frozen=True)
class Instead:
    """Another answer than the right one; with `refusal`, it is the platform's own no."""

    answer: Answer
    refusal: str | None = None


@dataclass(frozen=True)
class Reset:
    """The connection breaks."""


@dataclass(frozen=True)
class Silence:
    """No answer for this long; None: never."""

    seconds: float | None


Mishap: TypeAlias = Instead | Reset | Silence


@dataclass
class Fault(Generic[AnyCall]):
    """A mishap, and the calls that meet it. With `accepted`, what was asked is done before it goes wrong."""

    mishap: Mishap
    method: str | None
    accepted: bool
    place: int | str | None
    when: Callable[[AnyCall], bool] | None
    times: int | None
    hits: int = 0

    def meets(self, call: AnyCall) -> bool:
        """Whether this call is one of them."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is not None and self.method.lower() != call.method.lower():
            return False
        if self.place is not None and self.place != call.place:
            return False
        return self.when is None or self.when(call)


@dataclass
class BaseFaults(Generic[AnyCall]):
    """All faults that are set. `method` None is every method; `times` None is until cleared."""

    _faults: list[Fault[AnyCall]] = field(default_factory=list)
    duplicates: int = 0
    order: random.Random | None = None

    def gateway_error(self, method: str | None = None, *, status: int = 502, **match: Any) -> Fault[AnyCall]:
        """5xx with HTML in it, as a gateway in front of the platform answers."""
        return self.set(Instead(_gateway_page(status)), method, **match)

    def resets_before(self, method: str | None = None, **match: Any) -> Fault[AnyCall]:
        """The connection breaks, and nothing happened."""
        return self.set(Reset(), method, **match)

    def resets_after(self, method: str | None = None, **match: Any) -> Fault[AnyCall]:
        """It happened, and then the connection breaks."""
        return self.set(Reset(), method, accepted=True, **match)

    def hangs(self, method: str | None = None, *, seconds: float | None = None, **match: Any) -> Fault[AnyCall]:
        """It happened, and the answer comes late or never."""
        return self.set(Silence(seconds), method, accepted=True, **match)

    def set(self, *what: Any, **match: Any) -> Fault[AnyCall]:
        """Any mishap; the others are this one with a name. Each platform has its own word for a place."""
        raise NotImplementedError

    def add(self, fault: Fault[AnyCall]) -> Fault[AnyCall]:
        """One fault more; where several meet a call, the first goes."""
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.clear()
        self.duplicates = 0
        self.order = None

    def meet(self, call: AnyCall) -> Fault[AnyCall] | None:
        """The fault that this call runs into."""
        for fault in self._faults:
            if fault.meets(call):
                fault.hits += 1
                return fault
        return None


def finish(call: BaseCall, connection: Connection, answer: Answer, mishap: Mishap | None) -> None:
    """The end of a call that was done: its answer, or what goes wrong instead."""
    if mishap is not None:
        go_wrong(call, connection, answer, mishap)
        return
    call.outcome = answer.status
    connection.reply(answer)


def go_wrong(call: BaseCall, connection: Connection, answer: Answer | None, mishap: Mishap) -> None:
    """The end of a call that meets a mishap; `answer` is None where nothing was done."""
    match mishap:
        case Instead(other, refusal):
            call.outcome, call.refusal = other.status, refusal
            connection.reply(other)
        case Reset():
            call.outcome = "reset"
            connection.reset()
        case Silence(seconds):
            call.outcome = "silence"
            if seconds is not None and answer is not None:
                asyncio.get_running_loop().call_later(seconds, partial(connection.reply, answer))


def _gateway_page(status: int) -> Answer:
    phrase = f"{status} {HTTPStatus(status).phrase}"
    page = f"<html>\r\n<head><title>{phrase}</title></head>\r\n<body>\r\n<center><h1>{phrase}</h1></center>\r\n"
    return Answer(status, f"{page}<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n".encode(), "text/html")
