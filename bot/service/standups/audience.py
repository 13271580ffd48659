"""Who reads what comes of a stand-up: all in the chat of its summaries, or those who lead the project, in private."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.service.people import may_read, team_chats
from bot.service.ports import Chat
from bot.service.standups.model import NOWHERE, Standup
from bot.service.standups.prompts import private_chat
from dialogs.state import Role
from dialogs.texts import Part

if TYPE_CHECKING:
    from bot.service.talk import Talk


def channel(talk: Talk, standup: Standup) -> Chat | None:
    """Where a stand-up's summaries go; another chat of the project where that one can't be written to any more, or is
    that of somebody who has left. None where there is none: those who lead are told then."""
    chat, directory = talk.turn.chat(*standup.chat), talk.turn.directory(standup.workspace)
    if chat is not None and chat.is_open and may_read(directory, standup.project, chat, Role.OBSERVER):
        return chat
    return next(iter(team_chats(talk.turn, standup.workspace, standup.project)), None)


def tell_leads(talk: Talk, standup: Standup, text: Part) -> None:
    """Tell those who lead a project something in private, each once; the channel where none can be reached."""
    chats = leads_chats(talk, standup.workspace, standup.project)
    project = talk.turn.project(standup.workspace, standup.project)
    if not chats and project is not None and (chat := channel(talk, standup)) is not None:
        chats = [chat]
    for chat in chats:
        talk.tell(chat, text)


def leads_chats(talk: Talk, workspace: str, project: str) -> Sequence[Chat]:
    """The private chats of those who lead a project, as far as there are any."""
    directory = talk.turn.directory(workspace)
    roles = directory.roles.get(project, {})
    leads = [id_ for id_ in directory.members if roles.get(id_, Role.REMOVED).at_least(Role.LEAD)]
    chats = {
        chat.key: chat
        for id_ in leads
        if id_ not in directory.same_as and (chat := private_chat(talk.office, talk.turn, directory, id_, NOWHERE))
    }
    return list(chats.values())
