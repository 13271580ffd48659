"""What stands before the question in the message that shows it, and has to stay there when the question is settled."""

from collections import OrderedDict
from typing import Any

KEPT = 10_000


class Leads:
    """By the prompt's token, so that the newest prompts' need not be looked up. Each is what its composer made."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Any] = OrderedDict()

    def keep(self, token: str, lead: Any) -> None:
        self._known[token] = lead
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def get(self, token: str) -> Any:
        """None where it has to be looked up."""
        return self._known.get(token)
