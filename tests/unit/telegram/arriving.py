"""Updates as Telegram sends them."""

from typing import Any

from bot.platforms.telegram.updates import Bot, to_arrivals
from bot.service.arrivals import Arrival, Message

BOT = Bot("telegram:4242", "phasewalk_bot", 4242)
ANA = {"id": 5, "is_bot": False, "first_name": "Ana", "last_name": "Li", "username": "ana"}
MYSELF = {"id": 4242, "is_bot": True, "first_name": "Phasewalk", "username": "phasewalk_bot"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Ana"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Tea Club"}


def message(chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    """A message of Ana's."""
    return {"message_id": 12, "date": 1795000000, "chat": chat, "from": ANA, **fields}


def arrived(**update: Any) -> Arrival | None:
    """What an update means; None for nothing."""
    found = to_arrivals({"update_id": 900, **update}, BOT)
    return found[0].arrival if found else None


def heard(chat: dict[str, Any] = PRIVATE, **fields: Any) -> Message:
    """The message that arrives when Ana writes."""
    found = arrived(message=message(chat, **fields))
    assert isinstance(found, Message)
    return found


def called(text: str) -> tuple[str, bool]:
    """What a text in a group says, and whether it is meant for the bot."""
    found = heard(GROUP, text=text)
    return found.text, found.is_addressed
