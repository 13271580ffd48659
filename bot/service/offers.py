"""What somebody means in an errand by what they typed or pressed: something that it offers, or their own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.service.ports import Chat
from dialogs.commands import Command, read
from dialogs.engine import Event, Pressed, Said
from dialogs.questions.base import Option
from dialogs.questions.matching import Match, folded, match
from dialogs.state import Errand

if TYPE_CHECKING:
    from bot.service.talk import Talk


def meant(talk: Talk, chat: Chat, errand: Errand, event: Event) -> Event | None:
    """An event with what an offered option stands for in its place; None when it was dealt with."""
    kind = talk.office.errands[errand.kind]
    errand = _as_said_to(errand, event)
    prompt = errand.seat.prompt
    if isinstance(event, Said):
        said = read(event.text)
        if isinstance(said, Command) and said.name == "answer" and said.argument:
            event = replace(event, text=_as_typed(said.argument))
        elif isinstance(said, Command):
            return None if event.to is None and kind.obey(talk, chat, errand, said) else event
    if prompt is None or prompt.pending is not None or not isinstance(event, Said | Pressed):
        return event
    found = _found(talk, chat, errand, prompt.question, event)
    if found is None or not found.is_sure:
        return _heard(talk, chat, errand, event)
    text = kind.choose(talk, chat, errand, found.id)
    if text is None:
        return None
    if read(text) == Command("skip", "") or isinstance(event, Said):
        return Said(event.chat, event.member, text, getattr(event, "to", None), event.is_shared)
    return replace(event, option=text)


def _as_typed(argument: str) -> str:
    """What stands behind `/answer`, as if it had been sent alone: never a command."""
    return f"\\{argument}" if argument.startswith(("/", "\\")) else argument


def _as_said_to(errand: Errand, event: Event) -> Errand:
    """The errand as it was when it asked what somebody replies to: that question's options are meant, not those of the
    one that is open by now."""
    if not isinstance(event, Said) or event.to is None or event.to == errand.seat.prompt:
        return errand
    return replace(errand, seat=replace(errand.seat, prompt=event.to))


def _found(talk: Talk, chat: Chat, errand: Errand, question: str, event: Said | Pressed) -> Match | None:
    """The option that is meant. A number is one only where people see numbers, and else what they have to say."""
    typed = event.text if isinstance(event, Said) else event.option
    is_numbered = talk.composer(chat) is None
    if isinstance(event, Said) and folded(typed).isdecimal() and not is_numbered:
        return None
    offered = talk.office.errands[errand.kind].options(talk, chat, errand, question)
    options = [Option(one.id, talk.office.words.plain(one.label)) for one in offered]
    return match(typed, options) if options else None


def _heard(talk: Talk, chat: Chat, errand: Errand, event: Said | Pressed) -> Event | None:
    if not isinstance(event, Said):
        return event
    text = talk.office.errands[errand.kind].hear(talk, chat, errand, event.text)
    return None if text is None else replace(event, text=text)
