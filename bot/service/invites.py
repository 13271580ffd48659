"""One-time codes: they bind another chat to a project, or say that two accounts are one person."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta

from bot.service import elsewhere, links
from bot.service.people import member_of
from bot.service.ports import Binding, Invite, Project
from bot.service.standups import planning
from bot.service.standups.answering import answer_waiting
from bot.service.talk import Talk
from bot.service.team import role_name
from dialogs.state import Role
from dialogs.texts import phrase

LIFETIME = timedelta(hours=24)
CODE_BYTES = 16  # 128 bits
CODE_LIMIT = 64
ROLES = (Role.OBSERVER, Role.MEMBER, Role.LEAD)


def invite(talk: Talk, argument: str) -> None:
    """/invite [role]: a code and a link, for one person or one group."""
    role = next((role for role in ROLES if role.value == (argument.casefold() or Role.MEMBER.value)), None)
    if role is None:
        talk.refuse(phrase("invite.roles"))
        return
    if talk.chat.is_shared and elsewhere.own_chat(talk.turn, talk.chat, talk.speaker) is None:
        talk.refuse(phrase("invite.private"))
        return
    code = _made(talk, role)
    links = [link.replace("{code}", code) for link in talk.turn.upkeep.links().values() if "{code}" in link]
    project, becomes = talk.project().name, role_name(role)
    if links:
        talk.whisper(phrase("invite.code_and_link", project=project, role=becomes, code=code, link=links[0]))
    else:
        talk.whisper(phrase("invite.code", project=project, role=becomes, code=code))


def join(talk: Talk, argument: str) -> None:
    """/join CODE: this chat is bound to the project from now on; a link's code leads to where somebody was called."""
    called = links.project_of(talk.turn, argument.strip())
    if called is not None and not talk.chat.is_shared and _takes_part(talk, called):
        _come_in(talk, called)
        return
    found = _used(talk, argument)
    project = talk.turn.project(found.workspace, found.project) if found and found.role else None
    if found is None or found.role is None or project is None:
        talk.refuse(phrase("join.unknown"))
        return
    turn, chat = talk.turn, talk.chat
    me = member_of(turn, found.workspace, talk.speaker, talk.office.new_id, talk.now)
    before = turn.directory(found.workspace).roles.get(found.project, {}).get(me.id)
    if before is None or not before.at_least(found.role):
        turn.put_role(found.workspace, found.project, me.id, found.role)
        planning.follow_team(turn, found.workspace, found.project, talk.now)
    shared_role = Role.MEMBER if found.role.at_least(Role.MEMBER) else found.role
    turn.put_binding(found.workspace, Binding(project.id, *chat.key, shared_role if chat.is_shared else None))
    talk.talk_about(project)
    talk.say(phrase("join.done", project=project.name, role=role_name(talk.role())))
    talk.greet()


def _takes_part(talk: Talk, project: Project) -> bool:
    directory = talk.turn.directory(project.workspace)
    member = directory.accounts.get(talk.speaker.known_as, "")
    return directory.roles.get(project.id, {}).get(member, Role.REMOVED) is not Role.REMOVED


def _come_in(talk: Talk, project: Project) -> None:
    """Somebody opens their private chat with a project that they take part in: to a stand-up that waits for them."""
    talk.turn.put_binding(project.workspace, Binding(project.id, *talk.chat.key, None))
    talk.talk_about(project)
    if not answer_waiting(talk):
        talk.greet()


def me(talk: Talk, argument: str) -> None:
    """/me: who I am; /me link: a code; /me link CODE: I am whoever made the code."""
    word, _, code = argument.partition(" ")
    if word.casefold() != "link":
        if talk.role() is Role.REMOVED:
            talk.whisper(phrase("me.outside", name=talk.me.name))
            return
        talk.whisper(phrase("me.is", name=talk.me.name, role=role_name(talk.role()), project=talk.project().name))
    elif not code:
        if talk.chat.is_shared and elsewhere.own_chat(talk.turn, talk.chat, talk.speaker) is None:
            talk.refuse(phrase("invite.private"))
            return
        talk.whisper(phrase("me.code", code=_made(talk, None)))
    else:
        _link(talk, code)


def _link(talk: Talk, code: str) -> None:
    found = _used(talk, code)
    if found is None or found.role is not None:
        talk.refuse(phrase("join.unknown"))
        return
    turn, speaker = talk.turn, talk.speaker
    directory = turn.directory(found.workspace)
    before = directory.accounts.get(speaker.known_as)
    if before == found.member:
        talk.say(phrase("me.linked_already", name=directory.members[found.member].name))
        return
    turn.put_account(found.workspace, speaker.known_as, found.member, speaker.handle, speaker.zone)
    if before is not None:
        _merge(talk, found.workspace, before, found.member)
    project = turn.project(found.workspace, found.project)
    if project is not None:
        turn.put_binding(found.workspace, Binding(project.id, *talk.chat.key, None))
        talk.talk_about(project)
    talk.say(phrase("me.linked", name=directory.members[found.member].name))
    talk.greet()


def _merge(talk: Talk, workspace: str, before: str, member: str) -> None:
    """All that the account did under its other member counts as this person's, roles included."""
    turn = talk.turn
    directory = turn.directory(workspace)
    turn.put_same(workspace, before, member)
    for account, owner in directory.accounts.items():
        if owner == before:
            turn.put_account(
                workspace, account, member, directory.handles.get(account, ""), directory.zones.get(account, "")
            )
    for project, roles in directory.roles.items():
        mine, theirs = roles.get(member), roles.get(before)
        if theirs is not None and (mine is None or theirs.at_least(mine)):
            turn.put_role(workspace, project, member, theirs)
        if theirs is not None:
            turn.put_role(workspace, project, before, Role.REMOVED)


def _made(talk: Talk, role: Role | None) -> str:
    code = secrets.token_urlsafe(CODE_BYTES)
    made = Invite(talk.chat.workspace, talk.chat.project, talk.me.id, role, talk.now + LIFETIME)
    talk.turn.put_invite(_hash(code), made)
    return code


def _used(talk: Talk, argument: str) -> Invite | None:
    """The invitation behind a code that still counts, which it does no longer."""
    code = argument.strip()[:CODE_LIMIT]
    found = talk.turn.invite(_hash(code))
    if found is None or found.used_at is not None or found.expires_at <= talk.now:
        return None
    talk.turn.put_invite(_hash(code), replace(found, used_at=talk.now))
    return found


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
