"""Who may not answer any more what they are asked: the question is taken away, and what they have said is kept."""

from dataclasses import replace

from bot.service import errands
from bot.service.ports import LOCAL_BOT, Chat, Project
from bot.service.talk import Talk
from dialogs.state import Errand
from dialogs.texts import phrase


def dismiss(talk: Talk, project: Project, member: str) -> None:
    """End the errands of a member that need another role than the one that they have now."""
    state = talk.turn.state(project.workspace, project.id)
    for (chat, who), seat in state.seats.items():
        errand = seat.errand if who == member else None
        if errand is not None and not state.role(member).at_least(talk.office.errands[errand.kind].needs):
            _end(talk, project, member, chat, errand)


def _end(talk: Talk, project: Project, member: str, chat: str, errand: Errand) -> None:
    found = _chat(talk, project, chat)
    if found is None:
        return
    there = replace(found, workspace=project.workspace, project=project.id)
    errands.withdraw(talk, there, member, phrase("errand.not_yours"))
    if member != talk.me.id:
        talk.tell(there, phrase("errand.role_changed", who=talk.me.name, project=project.name))
    if (found.workspace, found.project) == (project.workspace, project.id):
        errands.turn_back(talk, there, errand)


def _chat(talk: Talk, project: Project, id_: str) -> Chat | None:
    """The chat in which somebody sits; a seat does not tell through which bot, so first comes one that is bound to the
    project."""
    bound = (one.bot for one in talk.turn.directory(project.workspace).bindings.get(project.id, ()) if one.chat == id_)
    bots = dict.fromkeys((*bound, *talk.turn.upkeep.links(), LOCAL_BOT))
    return next((chat for bot in bots if (chat := talk.turn.chat(bot, id_)) is not None), None)
