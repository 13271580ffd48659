"""The page that shows a person all their projects: where each stands, what comes next, and what waits for them."""

from collections.abc import Mapping
from typing import Any

from bot.service.arrivals import Account
from bot.service.cards import rows
from bot.service.messages import spans
from bot.service.ports import Project
from bot.service.projects import visible
from bot.service.talk import Talk
from bot.service.team import role_name
from dialogs.standing import begun_phases, next_ask, what_waits
from dialogs.state import Role

PROJECTS = 10
"""More than these make a page that nobody reads."""


def show_home(talk: Talk, author: Account) -> None:
    """Put the person's page, as it is now, into what is said in their private chat."""
    found = visible(talk)
    shown = sorted(found, key=lambda project: project.id != talk.chat.project)[:PROJECTS]
    payload = {
        "kind": "home",
        "projects": [_project(talk, project) for project in shown],
        "more": len(found) - len(shown),
        "zone": talk.turn.directory(talk.chat.workspace).members[talk.me.id].zone,
        "language": author.locale,
    }
    talk.put(talk.chat, payload)


def _project(talk: Talk, project: Project) -> Mapping[str, Any]:
    turn, words = talk.turn, talk.office.words
    plan = talk.office.playbooks.plan(turn, project)
    state = turn.state(project.workspace, project.id)
    directory = turn.directory(project.workspace)
    me = directory.accounts.get(talk.speaker.known_as, "")
    role = state.role(me)
    ask = next_ask(plan, state, me, now=talk.now) if role.at_least(Role.MEMBER) else None
    return {
        "workspace": project.workspace,
        "id": project.id,
        "name": project.name,
        "role": words.plain(role_name(role)),
        "is_current": project.id == talk.chat.project,
        "standing": rows(plan, state),
        "next": None
        if ask is None
        else {
            "text": spans(words, ask.text),
            "place": [ask.phase_title, ask.dialog_title],
            "question": ask.prompt.question,
            "item": ask.prompt.item,
        },
        "waiting": [spans(words, one) for one in what_waits(plan, state, me, now=talk.now)],
        "documents": [{"phase": phase.id, "title": phase.title} for phase in begun_phases(plan, state)],
    }
