"""/team: who takes part in a project and as what, and changing that."""

from bot.service.dismissals import dismiss
from bot.service.people import by_handle
from bot.service.ports import Directory
from bot.service.standups import planning
from bot.service.talk import Talk
from dialogs.questions.base import Option
from dialogs.questions.matching import match
from dialogs.state import Member, Role
from dialogs.texts import Phrase, lines, phrase

WORDS = {role.value: role for role in Role} | {"remove": Role.REMOVED}


def team(talk: Talk, argument: str) -> None:
    """Without anything, who takes part; with a name and a role, a change of it."""
    if not argument:
        _tell(talk)
        return
    name, _, word = argument.rpartition(" ")
    role, directory = WORDS.get(word.casefold()), talk.turn.directory(talk.chat.workspace)
    if not name or role is None:
        talk.refuse(phrase("team.expected"))
        return
    member = _found(directory, talk.chat.project, name)
    if member is None:
        talk.refuse(phrase("team.unknown", name=name[:60]))
        return
    refusal = _refusal(talk, directory, member, role)
    if refusal is not None:
        talk.refuse(refusal)
        return
    talk.turn.put_role(talk.chat.workspace, talk.chat.project, member.id, role)
    planning.follow_team(talk.turn, talk.chat.workspace, talk.chat.project, talk.now)
    dismiss(talk, talk.project(), member.id)
    if role is Role.REMOVED:
        talk.say(phrase("team.removed", name=member.name))
    else:
        talk.say(phrase("team.changed", name=member.name, role=role_name(role)))


def role_name(role: Role) -> Phrase:
    """A role in words."""
    return {
        Role.REMOVED: phrase("role.name.removed"),
        Role.OBSERVER: phrase("role.name.observer"),
        Role.MEMBER: phrase("role.name.member"),
        Role.LEAD: phrase("role.name.lead"),
        Role.OWNER: phrase("role.name.owner"),
    }[role]


def _tell(talk: Talk) -> None:
    talk.role()
    directory = talk.turn.directory(talk.chat.workspace)
    roles = directory.roles.get(talk.chat.project, {})
    rows = [
        phrase("team.row", name=directory.members[member].name, role=role_name(role))
        for role in reversed(Role)
        for member, has in roles.items()
        if has is role and role is not Role.REMOVED and member not in directory.same_as
    ]
    talk.say(phrase("team.list", project=talk.project().name, rows=lines(rows, bullet="· ")))


def _found(directory: Directory, project: str, wanted: str) -> Member | None:
    handled = by_handle(directory, wanted) if wanted.startswith("@") else None
    known = {member for member in directory.roles.get(project, {}) if member not in directory.same_as}
    if handled is not None:
        return handled if handled.id in known else None
    options = [Option(member, directory.members[member].name) for member in known]
    found = match(wanted.removeprefix("@"), options)
    return directory.members[found.id] if found is not None and found.is_sure else None


def _refusal(talk: Talk, directory: Directory, member: Member, role: Role) -> Phrase | None:
    """Leads look after members and observers; owners after everybody. One owner always stays."""
    roles = directory.roles.get(talk.chat.project, {})
    mine, theirs = talk.role(), roles[member.id]
    if mine is not Role.OWNER and (theirs.at_least(Role.LEAD) or role.at_least(Role.LEAD)):
        return phrase("role.owner")
    if not mine.at_least(Role.LEAD):
        return phrase("role.lead")
    owners = [one for one, has in roles.items() if has is Role.OWNER]
    if owners == [member.id] and role is not Role.OWNER:
        return phrase("team.last_owner", name=member.name)
    return None
