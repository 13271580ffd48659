"""A chat that goes on under another id, as a group does that becomes a supergroup."""

from dataclasses import replace

from bot.service.boxes import ChatKey
from bot.service.people import binding_of
from bot.service.ports import Binding, Chat, Turn


def move_chat(turn: Turn, chat: ChatKey, to: str) -> None:
    """A chat goes on under another id, with the projects it is bound to and what was asked there."""
    bot, before = chat
    old, new = turn.chat(bot, before), turn.chat(bot, to)
    if old is None or (new is not None and new.project):
        return
    turn.put_chat(Chat(bot, to, old.workspace, old.project, old.is_shared))
    turn.put_chat(replace(old, is_open=False))
    for workspace, project in turn.bound(bot, before):
        binding = binding_of(turn.directory(workspace), project, old)
        turn.put_binding(workspace, Binding(project, bot, to, binding.role if binding else None))
        state = turn.state(workspace, project)
        seats = {**state.seats, **{(to, who): seat for (where, who), seat in state.seats.items() if where == before}}
        turn.save(workspace, project, state, replace(state, seats=seats))
        for routine in turn.rota.routines(workspace, project):
            if routine.chat == chat:
                turn.rota.put_routine(replace(routine, chat=(bot, to)))
