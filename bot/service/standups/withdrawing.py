"""Taking check-ins that are open away from people: the question is settled, what was said in it stays with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.service import errands
from bot.service.standups import prompts
from bot.service.standups.model import CheckIn, Standup
from dialogs.texts import Part

if TYPE_CHECKING:
    from bot.service.talk import Talk


def withdraw(
    talk: Talk,
    asked: Sequence[tuple[Standup, CheckIn]],
    why: Part,
    said: Callable[[Standup, CheckIn, bool], Part | None],
) -> Sequence[tuple[Standup, CheckIn]]:
    """Returns them as they are then.

    `why` takes the place of the buttons; `said` is what is told in private, by whether the question was open.
    """
    found: list[tuple[Standup, CheckIn]] = []
    for standup, one in asked:
        chat = talk.turn.chat(*one.chat) if one.chat[0] else None
        if chat is None:
            found.append((standup, one))
            continue
        there = replace(chat, workspace=standup.workspace, project=standup.project)
        errand = errands.open_of(talk, there, one.member)
        if errand is not None and not prompts.is_for(errand, standup, one.day):
            errand = None
        if errand is not None:
            errands.withdraw(talk, there, one.member, why)
        words = said(standup, one, errand is not None)
        if words is not None:
            talk.tell(chat, words)
        if errand is not None and (chat.workspace, chat.project) == (standup.workspace, standup.project):
            errands.turn_back(talk, there, errand)
        found.append((standup, talk.turn.rota.check_in(*one.key) or one))
    return found
