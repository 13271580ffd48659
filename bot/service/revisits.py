"""The way back to what an errand has asked before: a button of it, a reply to it, an edit of what answered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.service import errands
from bot.service.arrivals import Press
from bot.service.messages import prompt_of
from bot.service.ports import Chat, Project
from dialogs.commands import Command, read
from dialogs.engine import Reworded, Said
from dialogs.roles import refusal
from dialogs.state import Errand
from dialogs.texts import Part, phrase

if TYPE_CHECKING:
    from bot.service.talk import Talk


@dataclass(frozen=True, slots=True)
class _Way:
    """To an errand: its project, the chat as it is about that, who the person is there, and what is open there.

    `errand` is what is to be done about it: the one that is open, or else one that can be begun once more.
    """

    project: Project
    chat: Chat
    member: str
    open_token: str
    is_open: bool
    errand: Errand | None


def press(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> bool:
    """Make a press on an errand's prompt one that can be carried out; False where all is done or said."""
    mark = asked["errand"]
    way = _way(talk, mark, asked["prompt"]["project"])
    if not isinstance(way, _Way):
        talk.whisper(way)
        return False
    if way.open_token == pressed.token:
        _go(talk, way)
        return True
    if way.is_open or way.errand is None:
        talk.whisper(phrase("press.old"))
        return False
    back = _go(talk, way)
    talk.office.errands[mark["kind"]].reopen(talk, talk.chat, {**mark["about"], **back})
    return False


def answer(talk: Talk, text: str, asked: Mapping[str, Any]) -> None:
    """Take a reply to what an errand has asked: it answers that question, or changes what was answered to it."""
    way = _way(talk, asked["errand"], asked["prompt"]["project"])
    prompt = prompt_of(asked)
    if not isinstance(way, _Way):
        talk.refuse(way)
    elif way.errand is None or (not way.is_open and isinstance(read(text), Command)):
        talk.refuse(phrase("errand.over"))
    else:
        _take_up(talk, way)
        chat, to = talk.chat, None if prompt.token == way.open_token else prompt
        errands.run(talk, chat, Said(chat.id, talk.me.id, text, to, chat.is_shared))
        _end_what_asks_nothing(talk)


def reword(talk: Talk, text: str, note: Mapping[str, Any]) -> None:
    """Take an edit of the message that gave an errand's answer: it changes that, also when the errand is over."""
    way = _way(talk, note["errand"], note["project"])
    question = note["question"]
    if not isinstance(way, _Way):
        talk.refuse(way)
        return
    if way.errand is None or all(one.question != question for one in way.errand.entries):
        talk.refuse(phrase("reworded.gone"))
        return
    _take_up(talk, way)
    chat = talk.chat
    errands.run(talk, chat, Reworded(chat.id, talk.me.id, text, question, "", chat.is_shared))
    _end_what_asks_nothing(talk)


def _way(talk: Talk, mark: Mapping[str, Any], project: str) -> _Way | Part:
    """The way to the errand that a prompt or an answer tells of; why there is none for this person, or from here.

    Nothing moves yet: several people who share a chat go on with what they talk about.
    """
    chat, turn, kind = talk.chat, talk.turn, talk.office.errands[mark["kind"]]
    found = turn.project(mark["workspace"], project)
    if found is None:
        return phrase("press.old")
    member = talk.me.id
    if project != chat.project:
        if chat.is_shared:
            return phrase("press.other_project")
        member = turn.directory(found.workspace).accounts.get(talk.speaker.known_as, "")
    else:
        talk.role()
    state = turn.state(found.workspace, found.id)
    because = refusal(state, member, kind.needs)
    if because is not None:
        return because
    there = replace(chat, workspace=found.workspace, project=found.id)
    seat = state.seats.get((chat.id, "" if chat.is_shared else member))
    errand = seat.errand if seat is not None else None
    prompt = errand.seat.prompt if errand is not None else None
    is_open = errand is not None and errand.kind == mark["kind"] and kind.is_about(errand, mark["about"])
    meant = errand if is_open else kind.reopened(talk, there, mark["about"], member)
    return _Way(found, there, member, prompt.token if prompt is not None else "", is_open, meant)


def _go(talk: Talk, way: _Way) -> Mapping[str, str]:
    """Talk about the errand's project; returns what leads back from there, if anything else was talked about."""
    before = talk.chat
    if (before.workspace, before.project) == (way.project.workspace, way.project.id):
        return {"back_workspace": "", "back_project": ""}
    talk.talk_about(way.project)
    return {"back_workspace": before.workspace, "back_project": before.project}


def _take_up(talk: Talk, way: _Way) -> None:
    """Go to the errand, and put it into the person's seat where it isn't there any more."""
    back = _go(talk, way)
    if not way.is_open and way.errand is not None:
        errands.take_seat(talk, talk.chat, replace(way.errand, about={**way.errand.about, **back}))


def _end_what_asks_nothing(talk: Talk) -> None:
    """An errand that was taken up for a change which turned out to be none ends as if nothing had been."""
    errand = errands.open_in(talk, talk.chat)
    if errand is not None and errand.seat.prompt is None:
        errands.drop(talk, talk.chat)
        errands.resume(talk, talk.chat, errand)
