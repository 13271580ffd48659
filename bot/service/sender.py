"""What the courier needs of a platform."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.service.outcomes import Outcome
from bot.service.paces import Paces


class Sender(Protocol):
    """Makes the calls of one bot. None of them raises."""

    paces: Paces

    async def send(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        """Make the call of one message. `receipt` names the message that it changes ("" for none)."""
        ...

    async def toast(self, callback: str, text: str) -> None:
        """Answer a pressed button, with words for the one who pressed it."""
        ...
