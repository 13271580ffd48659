"""What projects are called."""

from dataclasses import replace

from bot.service.ports import Project, Turn
from dialogs.plan import Plan
from dialogs.questions.matching import folded
from dialogs.questions.text import cleaned
from dialogs.state import State

NAME_LIMIT = 60


def named(turn: Turn, workspace: str, name: str) -> Project | None:
    """The project of exactly this name, or this id."""
    known = turn.projects(workspace)
    return next((one for one in known if one.id == name or folded(one.name) == folded(name)), None)


def free_name(turn: Turn, workspace: str, name: str) -> str:
    """The name, with a number behind it when another project has it already."""
    wanted = cleaned(name).replace("\n", " ")[:NAME_LIMIT]
    taken = {folded(project.name) for project in turn.projects(workspace)}
    if folded(wanted) not in taken:
        return wanted
    return next(f"{wanted} {n}" for n in range(2, len(taken) + 3) if folded(f"{wanted} {n}") not in taken)


def follow_name(turn: Turn, project: Project, plan: Plan, state: State) -> Project:
    """Call the project what its naming question was answered with; the project as it is then."""
    answer = state.book.value(plan.playbook.names or "")
    if isinstance(answer, str) and answer != project.name and not project.name.startswith(f"{answer} "):
        others = [one for one in turn.projects(project.workspace) if one.id != project.id]
        if any(folded(one.name) == folded(answer) for one in others):
            answer = free_name(turn, project.workspace, answer)
        project = replace(project, name=answer)
        turn.put_project(project)
    return project
