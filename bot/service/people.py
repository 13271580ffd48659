"""Who speaks: a platform's account becomes a member of the workspace, with a role in the project."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.service.ports import LOCAL_BOT, LOCAL_WORKSPACE, Binding, Chat, Directory, Project, Turn
from bot.service.standups import planning
from dialogs.questions.matching import folded
from dialogs.state import Member, Role

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks where: a bot's chat, the workspace that the chat itself belongs to, and the person.

    `account` is the person as the platform knows them ("telegram:5"; the name where names are all there is),
    `handle` what others write behind an @, `zone` their time zone as the platform has it. `is_shared`: others read
    along. `is_guest`: who joins a project by speaking only looks on.
    """

    bot: str
    chat: str
    workspace: str
    name: str
    account: str = ""
    handle: str = ""
    is_shared: bool = False
    zone: str = ""
    is_guest: bool = False

    @property
    def is_at_home(self) -> bool:
        """Whether the chat is the tenant itself or a part of it, and not one of many that a tenant has."""
        return self.workspace.partition(":")[2] == self.chat.partition("/")[0]

    @property
    def known_as(self) -> str:
        return self.account or f"{self.bot}:{folded(self.name)}"


def member_of(turn: Turn, workspace: str, speaker: Speaker, new_id: Callable[[], str], now: datetime) -> Member:
    """The workspace's member behind an account, who joins it if need be.

    Where the platform tells of another time zone since, they are asked by that one.
    """
    directory = turn.directory(workspace)
    known = directory.accounts.get(speaker.known_as)
    if known is None:
        me = _named(directory, speaker) or _added(turn, workspace, speaker, new_id)
        turn.put_account(workspace, speaker.known_as, me.id, speaker.handle, speaker.zone)
    elif _has_changed(directory, speaker):
        turn.put_account(workspace, speaker.known_as, known, speaker.handle, speaker.zone)
    member = turn.directory(workspace).accounts[speaker.known_as]
    found = turn.directory(workspace).members[member]
    if member in directory.members and directory.members[member].zone != found.zone:
        planning.rezone(turn, workspace, list(directory.roles), now)
    return found


def give_role(turn: Turn, project: Project, chat: Chat, member: Member, *, is_guest: bool = False) -> Role:
    """The member's role in a project: the one given, or what speaking in this chat gives; a guest only looks on."""
    directory = turn.directory(project.workspace)
    roles = directory.roles.get(project.id, {})
    found = roles.get(member.id)
    if found is not None:
        return found
    role = role_by_speaking(directory, project, chat, is_guest=is_guest)
    if role is not Role.REMOVED:
        turn.put_role(project.workspace, project.id, member.id, role)
    return role


def role_by_speaking(directory: Directory, project: Project, chat: Chat, *, is_guest: bool) -> Role:
    """What somebody without a role gets by speaking in a chat; REMOVED where nobody joins so."""
    binding = binding_of(directory, project.id, chat)
    if not directory.roles.get(project.id):
        role: Role | None = Role.OWNER
    elif chat.bot == LOCAL_BOT and project.workspace == LOCAL_WORKSPACE:
        role = Role.MEMBER
    else:
        role = binding.role if binding else None
    if role is None:
        return Role.REMOVED
    return Role.OBSERVER if is_guest and role.at_least(Role.OBSERVER) else role


def _has_changed(directory: Directory, speaker: Speaker) -> bool:
    """Whether a platform tells something else of an account than is known; what it doesn't tell just now stays."""
    before = directory.handles.get(speaker.known_as, ""), directory.zones.get(speaker.known_as, "")
    return before[0] != speaker.handle or (bool(speaker.zone) and before[1] != speaker.zone)


def binding_of(directory: Directory, project: str, chat: Chat) -> Binding | None:
    """How a chat is bound to a project."""
    return next((one for one in directory.bindings.get(project, ()) if one.where == chat.key), None)


def team_chats(turn: Turn, workspace: str, project: str) -> list[Chat]:
    """The chats in which several people talk about a project, and to which a bot can write."""
    bindings = turn.directory(workspace).bindings.get(project, ())
    found = (turn.chat(*binding.where) for binding in bindings if binding.bot != LOCAL_BOT)
    return [chat for chat in found if chat is not None and chat.is_shared and chat.is_open]


def account_of(chat: Chat) -> str:
    """The account of whoever has a private chat: platforms call it by the person."""
    return f"{chat.bot.partition(':')[0]}:{chat.id}"


def may_read(directory: Directory, project: str, chat: Chat, needs: Role) -> bool:
    """Whether whoever has a private chat has at least a role in a project; what several read is for all of them."""
    if chat.is_shared or chat.bot == LOCAL_BOT:
        return True
    member = directory.accounts.get(account_of(chat), "")
    role = directory.roles.get(project, {}).get(directory.same_as.get(member, member), Role.REMOVED)
    return role.at_least(needs)


def private_chat(
    turn: Turn,
    directory: Directory,
    member: str,
    bots: Iterable[str],
    opened: Callable[[str, str], Chat | None] | None = None,
) -> Chat | None:
    """A person's private chat with the first of some bots that may write there; None where there is none.

    `opened` makes one of a bot and an account that have none yet, if it can.
    """
    accounts = accounts_of(directory, member)
    for bot in bots:
        for account in accounts:
            platform, _, number = account.partition(":")
            found = turn.chat(bot, number) if bot.partition(":")[0] == platform else None
            if found is None and opened is not None:
                found = opened(bot, account)
            if found is not None and found.is_open and not found.is_shared:
                return found
    return None


def accounts_of(directory: Directory, member: str) -> list[str]:
    """Every account of a person."""
    return [account for account, owner in directory.accounts.items() if owner == member]


def by_handle(directory: Directory, handle: str) -> Member | None:
    """The member whom people write so behind an @."""
    wanted = handle.removeprefix("@").casefold()
    found = (account for account, known in directory.handles.items() if known.casefold() == wanted)
    return next((directory.members[directory.accounts[account]] for account in found), None)


def _named(directory: Directory, speaker: Speaker) -> Member | None:
    """At the terminal a name is all that is known of a person."""
    if speaker.account:
        return None
    wanted = speaker.name.casefold()
    known = (member for id_, member in directory.members.items() if id_ not in directory.same_as)
    return next((member for member in known if member.name.casefold() == wanted), None)


def _added(turn: Turn, workspace: str, speaker: Speaker, new_id: Callable[[], str]) -> Member:
    taken = {folded(member.name) for member in turn.directory(workspace).members.values()}
    name = speaker.name[:NAME_LIMIT]
    if folded(name) in taken and speaker.handle:
        name = f"{name} (@{speaker.handle})"
    if folded(name) in taken:
        name = next(f"{name} {n}" for n in range(2, len(taken) + 3) if folded(f"{name} {n}") not in taken)
    me = Member(new_id(), name)
    turn.add_member(workspace, me)
    return me
