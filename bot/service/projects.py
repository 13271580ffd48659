"""A workspace's projects: finding, naming, switching."""

from dataclasses import replace

from bot.service.ports import Chat, Project, Turn
from dialogs.effects import Refuse, Say
from dialogs.plan import Plan
from dialogs.questions.base import Option
from dialogs.questions.matching import folded, match
from dialogs.questions.text import cleaned
from dialogs.state import State
from dialogs.texts import Part, lines, phrase

COMMANDS = frozenset({"projects", "new", "switch"})
UNNAMED = phrase("project.unnamed")
NAME_LIMIT = 60


def bind(turn: Turn, chat: Chat, project: Project) -> Chat:
    """The chat, talking about this project from now on."""
    bound = replace(chat, project=project.id)
    turn.put_chat(bound)
    return bound


def listed(turn: Turn, chat: Chat) -> Say:
    """Every project with its number; the current one is marked."""
    rows: list[Part] = []
    for number, project in enumerate(turn.projects(chat.workspace), start=1):
        if project.id == chat.project:
            rows.append(phrase("project.current", number=number, name=project.name))
        else:
            rows.append(phrase("project.row", number=number, name=project.name))
    return Say(phrase("project.list", rows=lines(rows)))


def named(turn: Turn, workspace: str, name: str) -> Project | None:
    """The project of exactly this name, or this id."""
    known = turn.projects(workspace)
    return next((one for one in known if one.id == name or folded(one.name) == folded(name)), None)


def find(turn: Turn, workspace: str, wanted: str) -> Project | Refuse:
    """The project meant by a number or a name; a sentence when it isn't clear."""
    known = list(turn.projects(workspace))
    found = match(wanted, [Option(project.id, project.name) for project in known])
    project = next((one for one in known if found is not None and one.id == found.id), None)
    if project is None or found is None:
        names = lines((one.name for one in known), between=", ")
        return Refuse(phrase("project.unknown", name=wanted[:NAME_LIMIT], names=names))
    if not found.is_sure:
        return Refuse(phrase("project.unsure", name=project.name))
    return project


def switched(project: Project) -> Part:
    """What is said when the chat talks about another project."""
    return phrase("project.switched", name=project.name)


def refusal_of_name(turn: Turn, workspace: str, name: str) -> Refuse | None:
    """Why a new project can't be called so; None when it can."""
    if len(name) > NAME_LIMIT:
        return Refuse(phrase("text.too_long", n=len(name), max=NAME_LIMIT))
    if name and named(turn, workspace, name) is not None:
        return Refuse(phrase("project.exists", name=name))
    return None


def free_name(turn: Turn, workspace: str, name: str) -> str:
    """The name, with a number behind it when another project has it already."""
    wanted = cleaned(name).replace("\n", " ")[:NAME_LIMIT]
    taken = {folded(project.name) for project in turn.projects(workspace)}
    if folded(wanted) not in taken:
        return wanted
    return next(f"{wanted} {n}" for n in range(2, len(taken) + 3) if folded(f"{wanted} {n}") not in taken)


def follow_name(turn: Turn, project: Project, plan: Plan, state: State) -> None:
    """Call the project what its naming question was answered with."""
    answer = state.book.value(plan.playbook.names or "")
    if isinstance(answer, str) and answer != project.name and not project.name.startswith(f"{answer} "):
        others = [one for one in turn.projects(project.workspace) if one.id != project.id]
        if any(folded(one.name) == folded(answer) for one in others):
            answer = free_name(turn, project.workspace, answer)
        turn.put_project(replace(project, name=answer))
