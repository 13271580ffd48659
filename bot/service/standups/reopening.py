"""A check-in that is not open any more, as the short dialog that it was, so that one of its answers can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.service.ports import Chat
from bot.service.standups import prompts
from bot.service.standups.model import CheckIn, Reply, Standup
from dialogs.answers import Entry, Kind
from dialogs.state import Errand

if TYPE_CHECKING:
    from bot.service.talk import Talk

CHANGE = "change"
"""What an errand is about that only changes what was answered; where nothing changes, nothing is said of it."""
_PHASES: Mapping[str, str] = {
    prompts.FAILED_CASES: "testing",
    prompts.LAUNCH_ITEMS: "launch",
    prompts.METRICS: "operation",
}


def reopened(talk: Talk, chat: Chat, standup: Standup, day: date, member: str) -> Errand:
    """A member's check-in with all that was said in it. One that was answered has no question open: what was left out
    stays so, and what is asked in another phase by now is not asked."""
    turn = talk.turn
    check_in = turn.rota.check_in(standup.workspace, standup.id, day, member)
    last = turn.rota.last_check_in(standup.workspace, standup.id, member, day)
    about = prompts.about_of(standup, day, chat, last)
    is_answered = check_in is not None and check_in.reply is Reply.ANSWERED
    if check_in is not None and check_in.answers:
        standup = replace(standup, playbook=check_in.playbook or standup.playbook)
    said = check_in.answers if check_in is not None else {}
    phase = _phase(talk, chat, said)
    errand = prompts.errand_of(talk, standup, about, phase, said, by=member)
    if check_in is None or not is_answered:
        return errand
    left_out = tuple(_left_out(talk, standup, check_in, len(errand.entries)))
    return replace(errand, about={**about, CHANGE: "1"}, entries=(*errand.entries, *left_out))


def _phase(talk: Talk, chat: Chat, said: Mapping[str, str]) -> str:
    """The phase in which the questions were asked that were answered, or else that of now."""
    then = next((phase for question, phase in _PHASES.items() if question in said), "")
    project = talk.turn.project(chat.workspace, chat.project)
    if then or project is None:
        return then
    return prompts.phase_of(talk.office.playbooks.plan(talk.turn, project), talk.turn.state(chat.workspace, project.id))


def _left_out(talk: Talk, standup: Standup, check_in: CheckIn, seq: int) -> Iterator[Entry]:
    asked = talk.office.playbooks.of_errand(talk.turn, standup.workspace, standup.playbook).asked
    for question in asked:
        if question not in prompts.NOT_SHOWN and question not in check_in.answers:
            seq += 1
            yield Entry(seq, seq, Kind.SKIP, question, "", None, check_in.member, talk.now)
