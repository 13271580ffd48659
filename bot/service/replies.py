"""What a message replies to, and which answer an edited message gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.service import revisits
from bot.service.arrivals import Message
from bot.service.boxes import WALK
from bot.service.messages import prompt_of
from dialogs.answers import Kind
from dialogs.commands import Command, read
from dialogs.engine import Reworded
from dialogs.late import ABOUT_THE_QUESTION
from dialogs.texts import phrase

if TYPE_CHECKING:
    from bot.service.talk import Talk
    from bot.service.turns import Conversations


def hear(conversations: Conversations, talk: Talk, message: Message, text: str) -> None:
    """Take a message as what it says to the one that it replies to, or else to what is open."""
    said = read(text)
    replied = _replied_to(talk, message)
    if replied is None or (isinstance(said, Command) and said.name not in ABOUT_THE_QUESTION):
        conversations.take(talk, text)
        return
    asked = replied.get("ask")
    if asked is None:
        _hear_comment(talk, message)
    elif "errand" in asked:
        revisits.answer(talk, text, asked)
    elif asked["prompt"]["project"] != talk.chat.project:
        talk.refuse(phrase("press.other_project"))
    else:
        conversations.take(talk, text, prompt_of(asked))


def reword(talk: Talk, message: Message) -> None:
    """Take an edit of an earlier message as a change of the answer that it gave."""
    chat = talk.chat
    note = talk.turn.inbox.note_of(*chat.key, message.message)
    if note is None:
        talk.say(phrase("edited.gave_no_answer"))
    elif "errand" in note:
        revisits.reword(talk, message.text, note)
    elif note["project"] != chat.project:
        talk.say(phrase("press.other_project"))
    else:
        slot = note["question"], note["item"]
        talk.run(Reworded(chat.id, talk.me.id, message.text, *slot, is_shared=chat.is_shared))


def note(talk: Talk) -> Mapping[str, Any] | None:
    """Which answer a turn gave, so that an edit of its message can change it."""
    given = next(((one, where) for one, where in talk.entries if one.kind is Kind.ANSWER), None)
    return None if given is None else {**given[1], "question": given[0].question, "item": given[0].item}


def _replied_to(talk: Talk, message: Message) -> Mapping[str, Any] | None:
    """The message of ours that is replied to, or in whose thread something is said; None where it is no particular one.

    A project's own thread is where all of its walk takes place.
    """
    place, outbox = message.place, talk.turn.outbox
    receipt = message.reply_to or (place.thread if place.is_shared else "")
    token = outbox.token(talk.chat.key, receipt) if receipt else ""
    return outbox.asked(talk.chat.key, token) if token and not token.startswith(WALK) else None


def _hear_comment(talk: Talk, message: Message) -> None:
    """What is said to a summary is no answer. Among several it is said to each other, unless the bot is named in it."""
    if not talk.chat.is_shared:
        talk.refuse(phrase("reply.to_no_question"))
        talk.ask_again()
    elif message.is_called:
        talk.refuse(phrase("reply.to_no_question"))
