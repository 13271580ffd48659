"""POST /control of every fake platform: one JSON object in, one JSON object out; what goes wrong is in it."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.fakes.wire import Json, to_bytes
from tests.fakes.worlds import BaseWorld

Action: TypeAlias = Callable[[Json], Json]


class BaseControl:
    """What `do` may be on every platform: fault(kind, ...) clear_faults() calls(since, method).

    `actions` is what it may be besides.
    """

    def __init__(self, world: BaseWorld[Any], actions: dict[str, Action]) -> None:
        self._world = world
        self._actions: dict[str, Action] = {
            "fault": self._fault,
            "clear_faults": self._clear_faults,
            "calls": self._calls,
            **actions,
        }

    def handle(self, body: bytes) -> bytes:
        """Do what is asked; a mistake comes back as {"error": ...}."""
        try:
            wish: Json = json.loads(body)
            return to_bytes(self._actions[wish.pop("do")](wish))
        except Exception as mistake:  # whatever it is, the process that asked has to be told
            return to_bytes({"error": f"{type(mistake).__name__}: {mistake}"})

    def _fault(self, wish: Json) -> Json:
        """`kind` is a method of the platform's `Faults`; the rest are its arguments."""
        kind = wish.pop("kind")
        getattr(self._world.faults, kind)(**wish)
        return {}

    def _clear_faults(self, wish: Json) -> Json:
        self._world.faults.clear()
        return {}

    def _calls(self, wish: Json) -> Json:
        method = wish.get("method", "").lower()
        calls = [call for call in self._world.calls[wish.get("since", 0) :] if call.method.lower().startswith(method)]
        return {"calls": [[call.at, call.method, call.values, call.outcome] for call in calls]}
