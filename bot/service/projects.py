"""Commands about a chat's projects: listing them, switching, beginning another one."""

from collections.abc import Sequence

from bot.service.names import NAME_LIMIT, free_name, named
from bot.service.ports import LOCAL_BOT, LOCAL_WORKSPACE, Binding, Project, Turn
from bot.service.talk import Talk
from dialogs.effects import Refuse
from dialogs.engine import Said
from dialogs.questions.base import Option
from dialogs.questions.matching import match
from dialogs.state import Role
from dialogs.texts import Part, lines, phrase

UNNAMED = phrase("project.unnamed")


def projects(talk: Talk, argument: str) -> None:
    """/projects: every project with its number; the current one is marked."""
    del argument
    rows: list[Part] = []
    for number, project in enumerate(visible(talk), start=1):
        if project.id == talk.chat.project:
            rows.append(phrase("project.current", number=number, name=project.name))
        else:
            rows.append(phrase("project.row", number=number, name=project.name))
    talk.say(phrase("project.list", rows=lines(rows)))
    talk.ask_again()


def switch(talk: Talk, argument: str) -> None:
    """/switch: talk about another project."""
    known = visible(talk)
    wanted = find(known, argument)
    if isinstance(wanted, Refuse):
        wanted = _brought_along(talk, argument) or wanted
    if isinstance(wanted, Refuse):
        talk.refuse(wanted.text)
        talk.ask_again()
        return
    if talk.chat.is_shared and wanted not in known:
        talk.turn.put_binding(wanted.workspace, Binding(wanted.id, *talk.chat.key, Role.MEMBER))
    talk.talk_about(wanted)
    talk.say(phrase("project.switched", name=wanted.name))
    talk.greet()


def new(talk: Talk, argument: str) -> None:
    """/new [name]: begin another project, in the workspace that the chat itself belongs to."""
    refusal = refusal_of_name(talk.turn, talk.speaker.workspace, argument)
    if refusal is not None:
        talk.refuse(refusal)
        talk.ask_again()
        return
    begin(talk, argument)
    talk.greet()
    if argument:
        talk.take_back_question()
        name_it(talk, argument)


def begin(talk: Talk, name: str) -> Project:
    """A new project, which the person owns and this chat is about from now on."""
    office, turn, workspace = talk.office, talk.turn, talk.speaker.workspace
    pinned = office.playbooks.pin(turn, workspace, office.playbooks.newest)
    free = free_name(turn, workspace, name or office.words.plain(UNNAMED))
    project = Project(workspace, office.new_id(), free, pinned, talk.now)
    turn.put_project(project)
    if talk.chat.bot != LOCAL_BOT:
        role = Role.MEMBER if talk.chat.is_shared else None
        turn.put_binding(workspace, Binding(project.id, *talk.chat.key, role))
    talk.talk_about(project)
    return project


def name_it(talk: Talk, name: str) -> None:
    """Answer the question that names a project, when it is the first one, with the name it was begun with."""
    talk.run(Said(talk.chat.id, talk.me.id, "\\" + name, is_shared=talk.chat.is_shared))


def visible(talk: Talk) -> list[Project]:
    """What the chat may talk about: what it is bound to, and what the person takes part in at home.

    Where a tenant has many chats, those who read along in one need not know what the person does elsewhere.
    """
    turn, home = talk.turn, talk.speaker.workspace
    is_open = not talk.chat.is_shared or talk.speaker.is_at_home
    found = {(one.workspace, one.id): one for one in turn.projects(home) if is_open and _takes_part(talk, one)}
    for workspace, id_ in turn.bound(*talk.chat.key):
        project = turn.project(workspace, id_)
        if project is not None and (workspace, id_) not in found and _takes_part(talk, project, is_bound=True):
            found[workspace, id_] = project
    return list(found.values())


def _brought_along(talk: Talk, name: str) -> Project | None:
    """A project of the person's own that they name in a chat which doesn't know it yet, and may bring there."""
    found = named(talk.turn, talk.speaker.workspace, name)
    if found is None or not talk.chat.is_shared:
        return None
    directory = talk.turn.directory(found.workspace)
    member = directory.accounts.get(talk.speaker.known_as, "")
    return found if directory.roles.get(found.id, {}).get(member, Role.REMOVED).at_least(Role.LEAD) else None


def _takes_part(talk: Talk, project: Project, *, is_bound: bool = False) -> bool:
    if talk.chat.bot == LOCAL_BOT and project.workspace == LOCAL_WORKSPACE:
        return True
    directory = talk.turn.directory(project.workspace)
    member = directory.accounts.get(talk.speaker.known_as, "")
    role = directory.roles.get(project.id, {}).get(member)
    return is_bound and talk.chat.is_shared if role is None else role is not Role.REMOVED


def find(known: Sequence[Project], wanted: str) -> Project | Refuse:
    """The project meant by a number or a name; a sentence when it isn't clear."""
    found = match(wanted, [Option(project.id, project.name) for project in known])
    project = next((one for one in known if found is not None and one.id == found.id), None)
    if project is None or found is None:
        names = lines((one.name for one in known), between=", ")
        return Refuse(phrase("project.unknown", name=wanted[:NAME_LIMIT], names=names))
    if not found.is_sure:
        return Refuse(phrase("project.unsure", name=project.name))
    return project


def refusal_of_name(turn: Turn, workspace: str, name: str) -> Part | None:
    """Why a new project can't be called so; None when it can."""
    if len(name) > NAME_LIMIT:
        return phrase("text.too_long", n=len(name), max=NAME_LIMIT)
    if name and named(turn, workspace, name) is not None:
        return phrase("project.exists", name=name)
    return None
