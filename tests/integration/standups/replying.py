"""Messages that are said to an earlier one, or that are changed after they were sent."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from bot.service.arrivals import Message, Place
from tests.integration.standups.team import BOT, GROUP, Person

_numbers = count(1000)


def replies(person: Person, text: str, to: Mapping[str, Any], chat: str = "", *, is_called: bool = False) -> Person:
    """Reply to a message of the bot's, in the private chat or in another one."""
    place = _place(person, chat)
    receipt = person.team.store.read(lambda turn: turn.outbox.receipt((BOT, place.chat), to["token"]))
    assert receipt
    number = str(next(_numbers))
    person.team.take(Message(place, person.account, number, text, reply_to=receipt, is_called=is_called))
    return person


def sends(person: Person, text: str, chat: str = "") -> str:
    """Send a message, and return by what it is known."""
    number = str(next(_numbers))
    person.team.take(Message(_place(person, chat), person.account, number, text))
    return number


def edits(person: Person, message: str, text: str, chat: str = "") -> Person:
    """Change a message that was sent."""
    person.team.take(Message(_place(person, chat), person.account, message, text, is_edit=True))
    return person


def _place(person: Person, chat: str) -> Place:
    chat = chat or person.screen.key[1]
    return Place(BOT, chat, f"telegram:{chat}", is_shared=chat == GROUP)
