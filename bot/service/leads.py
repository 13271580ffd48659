"""What stands before the question in the message that shows it, and has to stay there when the question is settled."""

from collections import OrderedDict

KEPT = 10_000


class Leads:
    """By the prompt's token, so that the newest prompts' need not be looked up."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, str] = OrderedDict()

    def keep(self, token: str, lead: str) -> None:
        self._known[token] = lead
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def get(self, token: str) -> str | None:
        """None where it has to be looked up."""
        return self._known.get(token)
