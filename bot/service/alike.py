"""The same question to many people at once: its messages are made for the first one, and others get them with a token
of their own, in a fraction of the time."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

Payloads: TypeAlias = Sequence[Mapping[str, Any]]


class Alike:
    """What was just composed for somebody, by their bot's platform and the token of the question."""

    def __init__(self, *, keeps: bool = False) -> None:
        """It `keeps` what was composed only where many may be asked."""
        self._keeps = keeps
        self._made: dict[tuple[str, str], str] = {}

    def composed(self, platform: str, payloads: Payloads, like: str, compose: Callable[[], Payloads]) -> Payloads:
        """The messages of some payloads; `like` is the token of a question that reads the same ("" for none).

        Only what is nothing but a question is made like another one, and kept for those that follow.
        """
        if not self._keeps or [one["kind"] for one in payloads] != ["ask"]:
            return compose()
        (ask,) = payloads
        made = self._made.get((platform, like))
        if made is not None:
            # A token is made by chance, and stands nowhere but where a token belongs.
            messages, is_asking = json.loads(made.replace(like, ask["prompt"]["token"]))
            pairs = zip(messages, is_asking, strict=True)
            return [{**one, "ask": dict(ask)} if asks else one for one, asks in pairs]
        found = compose()
        bare = [{key: value for key, value in one.items() if key != "ask"} for one in found]
        self._made[platform, ask["prompt"]["token"]] = json.dumps([bare, ["ask" in one for one in found]])
        return found
