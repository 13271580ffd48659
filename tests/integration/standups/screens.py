"""What people in a chat see: neutral messages, found again by what they show, and read as text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.service.arrivals import Place
from bot.service.boxes import ChatKey
from bot.service.messages import plain_text_of
from dialogs.texts import Rich

EDITS = frozenset({"settle", "ticks", "redraw", "reboard", "redetails"})


class Neutral:
    """Implements the service's `Composer`: messages as they are, with when they were said."""

    has_threads = False

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def private_place(self, bot: str, account: str) -> None:
        """Nobody is written to who has not come first."""

    def spelled(self, text: Rich) -> Rich:
        return text

    def compose(self, payloads: Sequence[Mapping[str, Any]], place: Place, today: date) -> Sequence[Mapping[str, Any]]:
        del place, today
        return [{**_composed(one), "at": self._clock().isoformat()} for one in payloads]


@dataclass
class Screen:
    """One chat as those in it see it. `new` is what came since the last thing that anybody did, or the clock did."""

    key: ChatKey
    new: list[Mapping[str, Any]] = field(default_factory=list)
    all: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def read(self) -> str:
        """All that is new, as text."""
        return "\n".join(_read(one) for one in self.new)

    @property
    def history(self) -> str:
        """All that was ever said, as text."""
        return "\n".join(_read(one) for one in self.all)

    @property
    def kinds(self) -> list[str]:
        """What kinds of messages are new."""
        return [str(one.get("what", one["kind"])) for one in self.new]

    def sees(self, *words: str) -> bool:
        """Whether all these words are new."""
        return all(one in self.read for one in words)

    def asked(self) -> Mapping[str, Any]:
        """The newest question."""
        return next(one for one in reversed(self.all) if one["kind"] == "ask")


def _composed(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What changes an earlier message is an edit, as on every platform."""
    if payload["kind"] == "ask":
        return {**payload, "token": payload["prompt"]["token"], "ask": payload, "lead": ""}
    return {**payload, "kind": "edit", "what": payload["kind"]} if payload["kind"] in EDITS else payload


def _read(payload: Mapping[str, Any]) -> str:
    options = [str(option["label"]) for option in payload.get("prompt", {}).get("options", ())]
    return "\n".join([plain_text_of(payload), *options])
