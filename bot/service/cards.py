"""What a team sees of a project without asking: the card its thread hangs on, and a summary of each finished phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.service.boxes import WALK
from bot.service.messages import spans
from bot.service.people import team_chats
from bot.service.ports import Chat, Project
from dialogs.answers import Kind
from dialogs.effects import Ask, Deliver, Effect
from dialogs.engine import Step
from dialogs.plan import Plan, gate_id
from dialogs.standing import PhaseStanding, standing
from dialogs.state import State
from dialogs.texts import Part, lines, phrase
from dialogs.view import View

if TYPE_CHECKING:
    from bot.service.talk import Talk


def opening(talk: Talk, chat: Chat) -> Mapping[str, Any]:
    """The card of a chat's project, before anything else about it is said there."""
    project = talk.turn.project(chat.workspace, chat.project)
    if project is None:
        raise LookupError(chat.project)
    plan = talk.office.playbooks.plan(talk.turn, project)
    state = talk.turn.state(project.workspace, project.id)
    return {"kind": "root", **_card(project, rows(plan, state))}


def follow(talk: Talk, project: Project, plan: Plan, done: Step, *, is_renamed: bool) -> None:
    """Bring cards up to date when a dialog begins or the project has got another name, and tell the team's chats that
    a phase is complete."""
    finished = [one for one in done.effects if isinstance(one, Deliver) and not one.is_draft]
    if not finished and not is_renamed and not any(map(_opens_a_dialog, done.effects)):
        return
    chats = team_chats(talk.turn, project.workspace, project.id)
    found = rows(plan, done.state) if chats else []
    for chat in chats:
        token = talk.thread_of(chat) if chat.project == project.id else ""
        if token and talk.hangs(chat, token):
            talk.put(chat, {"kind": "standing", **_card(project, found)})
        if token or chat.key != talk.chat.key:
            for one in finished:
                text = spans(talk.office.words, _summary(project, plan, done.state, one.phase))
                talk.put(chat, {"kind": "summary", "text": text})


def rows(plan: Plan, state: State) -> list[dict[str, Any]]:
    """Where each phase stands, as payloads have it."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "answered": one.answered,
            "skipped": one.skipped,
            "total": one.total,
            "state": _state(one),
        }
        for one in standing(plan, state)
    ]


def _state(one: PhaseStanding) -> str:
    if one.is_closed:
        return "closed"
    if one.blocks:
        return "blocked"
    return "open" if one.is_begun else "ahead"


def _card(project: Project, found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"token": f"{WALK}{project.id}", "project": project.name, "standing": found}


def _opens_a_dialog(effect: Effect) -> bool:
    return isinstance(effect, Ask) and effect.progress is not None and effect.progress.answered == 0


def _summary(project: Project, plan: Plan, state: State, phase_id: str) -> Part:
    """A finished phase in a few words: how much was answered, what there is now, who signed."""
    one = next(one for one in standing(plan, state) if one.id == phase_id)
    view = View(plan, state.book)
    groups = dict.fromkeys(
        rounds for rounds in plan.rounds.values() if rounds.section.phase.id == phase_id and not rounds.over
    )
    items: list[Part] = [
        phrase("summary.items", title=rounds.group.title, n=len(found))
        for rounds in groups
        if (found := view.items(rounds.id))
    ]
    text: Part = phrase("summary.phase", phase=one.title, project=project.name, n=one.answered)
    signed = state.book.entry(gate_id(phase_id, "sign_off"))
    if signed is not None and signed.kind is Kind.ANSWER and signed.author in state.members:
        items.append(phrase("summary.signed", who=state.members[signed.author].name))
    return lines([text, *items])
