"""One transaction in the service's terms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select

from bot.service.boxes import ChatKey, Queued
from bot.service.ports import Binding, Chat, Directory, Document, Invite, Project
from bot.storage.columns import escaped
from bot.storage.direct import Direct
from bot.storage.errors import ConflictError, MissingProjectError
from bot.storage.inbox import StoredInbox
from bot.storage.installations import StoredInstallations
from bot.storage.journal import Journal
from bot.storage.outbox import StoredOutbox
from bot.storage.records import ChatRow, ProjectRow, Records
from bot.storage.rota import StoredRota
from bot.storage.rows import Key, from_entry, to_chat, to_json, to_payload, to_project
from bot.storage.statements import Statements
from bot.storage.tables import binding_table, invite_table
from bot.storage.upkeep import StoredUpkeep
from bot.storage.writes import Writes
from dialogs.answers import Book
from dialogs.state import Member, Role, Seat, State

Seats = Mapping[tuple[str, str], Seat]
_NOBODY: Mapping[str, Role] = {}


class Transaction:
    """Implements the service's `Turn`. Writing changes the records and remembers what has to reach the tables."""

    def __init__(
        self, records: Records, writes: Writes, journal: Journal, statements: Statements, direct: Direct
    ) -> None:
        self.inbox = StoredInbox(records, writes, journal)
        self.outbox = StoredOutbox(records, writes, journal)
        self.upkeep = StoredUpkeep(direct, self.inbox, self.outbox)
        self.installations = StoredInstallations(direct)
        self.rota = StoredRota(direct, records, statements)
        self._records = records
        self._writes = writes
        self._put = journal.put
        self._extend = journal.extend
        self._moment = statements.moment

    def prepare(self, projects: Collection[tuple[str, str]], chats: Collection[ChatKey] = ()) -> None:
        self._records.prefetch(sorted(projects), sorted(chats), ())

    def chat(self, bot: str, chat_id: str) -> Chat | None:
        row = self._records.chat((bot, chat_id))
        return None if row is None else to_chat((bot, chat_id), row[:2], row.is_shared, row.is_open)

    def put_chat(self, chat: Chat) -> None:
        row = self._chat_row(chat)
        row = row._replace(workspace=chat.workspace, project=chat.project)
        self._put_chat_row(chat, row._replace(is_shared=chat.is_shared, is_open=chat.is_open))

    def directory(self, workspace: str) -> Directory:
        return self._records.directory(workspace)

    def add_member(self, workspace: str, member: Member) -> None:
        row = {"workspace_id": workspace, "member_id": member.id, "name": member.name, "same_as": "", "zone": ""}
        self._extend(self._writes.members, [row])
        known = self.directory(workspace)
        self._put_directory(workspace, replace(known, members={**known.members, member.id: member}))

    def put_zone(self, workspace: str, member: str, zone: str) -> None:
        self._extend(self._writes.changed_members, [{"workspace": workspace, "member": member, "zone": zone}])
        known = self.directory(workspace)
        theirs = (known.zones.get(account, "") for account, owner in known.accounts.items() if owner == member)
        changed = replace(known.members[member], zone=zone or next(filter(None, theirs), ""))
        chosen = {**known.chosen, member: zone}
        self._put_directory(workspace, replace(known, members={**known.members, member: changed}, chosen=chosen))

    def put_account(self, workspace: str, account: str, member: str, handle: str = "", zone: str = "") -> None:
        row = {"workspace_id": workspace, "account_id": account, "member_id": member, "handle": handle, "zone": zone}
        self._put(self._writes.accounts, (workspace, account), row)
        known = self.directory(workspace)
        changed = replace(
            known,
            members=known.members if known.chosen.get(member) else _with_zone(known.members, member, zone),
            accounts={**known.accounts, account: member},
            handles={**known.handles, account: handle} if handle else known.handles,
            zones={**known.zones, account: zone} if zone else known.zones,
        )
        self._put_directory(workspace, changed)

    def put_same(self, workspace: str, member: str, same_as: str) -> None:
        row = {"workspace": workspace, "member": member, "same_as": same_as}
        self._extend(self._writes.changed_members, [row])
        known = self.directory(workspace)
        members = {**known.members, member: replace(known.members[same_as], id=member, same_as=same_as)}
        self._put_directory(workspace, replace(known, members=members, same_as={**known.same_as, member: same_as}))

    def put_role(self, workspace: str, project: str, member: str, role: Role) -> None:
        row = {"workspace_id": workspace, "project_id": project, "member_id": member, "role": role.value}
        self._put(self._writes.roles, (workspace, project, member), row)
        known = self.directory(workspace)
        mine = {**known.roles.get(project, {}), member: role}
        self._put_directory(workspace, replace(known, roles={**known.roles, project: mine}))

    def put_binding(self, workspace: str, binding: Binding) -> None:
        key = (workspace, binding.project, binding.bot, binding.chat)
        role = binding.role.value if binding.role else ""
        names = ("workspace_id", "project_id", "bot_id", "chat_id", "role")
        self._put(self._writes.bindings, key, dict(zip(names, (*key, role), strict=True)))
        known = self.directory(workspace)
        others = [one for one in known.bindings.get(binding.project, []) if one.where != binding.where]
        bindings: Mapping[str, Sequence[Binding]] = {**known.bindings, binding.project: [*others, binding]}
        self._put_directory(workspace, replace(known, bindings=bindings))

    def bound(self, bot: str, chat_id: str) -> Sequence[tuple[str, str]]:
        """By ix_binding_bot_id_chat_id."""
        table = binding_table
        mine = select(table.c.workspace_id, table.c.project_id).where(table.c.bot_id == bot, table.c.chat_id == chat_id)
        added = [(key[0], key[1]) for key in self._writes.bindings if key[2:] == (bot, chat_id)]
        return list(dict.fromkeys([*((str(row[0]), str(row[1])) for row in self._records.select(mine)), *added]))

    def invite(self, code_hash: str) -> Invite | None:
        table = invite_table
        if code_hash in self._writes.invites:
            return None
        rows = self._records.select(select(table).where(table.c.code_hash == code_hash).with_for_update())
        if not rows:
            return None
        row = rows[0]
        role = Role(row.role) if row.role else None
        return Invite(row.workspace_id, row.project_id, row.member_id, role, row.expires_at, row.used_at)

    def put_invite(self, code_hash: str, invite: Invite) -> None:
        row = {
            "code_hash": code_hash,
            "workspace_id": invite.workspace,
            "project_id": invite.project,
            "member_id": invite.member,
            "role": invite.role.value if invite.role else "",
            "expires_at": invite.expires_at,
            "used_at": invite.used_at,
        }
        self._put(self._writes.invites, code_hash, row)

    def project(self, workspace: str, project_id: str) -> Project | None:
        row = self._records.project((workspace, project_id))
        return None if row is None else to_project(workspace, project_id, row.name, row.playbook, row.created_at)

    def projects(self, workspace: str) -> Sequence[Project]:
        """The oldest first."""
        found = dict(self._records.listed_projects(workspace))
        found.update((key[1], project) for key, project in self._writes.projects.items() if key[0] == workspace)
        return sorted(found.values(), key=lambda project: (project.created_at, project.id))

    def put_project(self, project: Project) -> None:
        key = (project.workspace, project.id)
        row = self._records.project(key)
        if row is None:
            self._put_workspace(project.workspace, changes=0)
            row = ProjectRow(project.name, project.playbook, project.created_at, answers_seq=0)
        self._put(self._records.projects, key, row._replace(name=escaped(project.name), playbook=project.playbook))
        self._put(self._writes.projects, key, project)

    def playbook(self, workspace: str, content_hash: str) -> Mapping[str, Any] | None:
        text = self._records.playbook((workspace, content_hash))
        return None if text is None else to_payload(text)

    def add_playbook(self, workspace: str, content_hash: str, content: Mapping[str, Any]) -> None:
        key = (workspace, content_hash)
        if self._records.playbook(key) is not None:
            return
        text = to_json(dict(content))
        self._put_workspace(workspace, changes=0)
        self._put(self._records.playbooks, key, text)
        self._put(self._writes.playbooks, key, text)

    def state(self, workspace: str, project_id: str) -> State:
        key = (workspace, project_id)
        if self._records.project(key) is None:
            raise MissingProjectError(project=project_id)
        book = self._records.book(key)
        known = self._records.directory(workspace)
        return State(book, known.members, self._records.seats[key], known.roles.get(project_id, _NOBODY))

    def save(self, workspace: str, project_id: str, before: State, after: State) -> None:
        key = (workspace, project_id)
        self._save_entries(key, before.book, after.book)
        if after.seats is not before.seats:
            self._save_seats(key, before.seats, after.seats)

    def _save_entries(self, key: Key, before: Book, after: Book) -> None:
        if self._records.project(key) is None:
            raise MissingProjectError(project=key[1])
        if self._records.book(key).seq != before.seq:
            raise ConflictError
        entries = after.entries[len(before.entries) :]
        if entries:
            rows = [from_entry(key, entry, self._moment(entry.at)) for entry in entries]
            self._extend(self._writes.answers, rows)
            self._put(self._records.books, key, after)

    def _save_seats(self, key: Key, before: Seats, after: Seats) -> None:
        changed = {who: seat for who, seat in after.items() if seat is not (known := before.get(who)) and seat != known}
        for who, seat in changed.items():
            self._put(self._writes.seats, key + who, seat)
        if changed:
            self._put(self._records.seats, key, {**self._records.seats[key], **changed})

    def documents(self, workspace: str, project_id: str) -> Sequence[Document]:
        return self._records.documents_of((workspace, project_id))

    def add_document(self, workspace: str, project_id: str, document: Document) -> None:
        key = (workspace, project_id)
        row = {"workspace_id": workspace, "project_id": project_id, **asdict(document)}
        self._extend(self._writes.documents, [row])
        self._put(self._records.documents, key, (*self._records.documents_of(key), document))

    def send(self, chat: Chat, payloads: Sequence[Mapping[str, Any]]) -> Sequence[Queued]:
        if self._records.chat(chat.key) is None:
            self.put_chat(chat)
        return self.outbox.send(chat.key, payloads)

    def unsent(self, chat: Chat) -> Sequence[Queued]:
        return self.outbox.undelivered(chat.key)

    def mark_sent(self, chat: Chat, up_to: int) -> None:
        row = self._chat_row(chat)
        up_to = min(up_to, row.next_seq - 1)
        if up_to > row.sent_seq:
            self._put_chat_row(chat, row._replace(sent_seq=up_to))
            self._put(self._writes.sent, (chat.bot, chat.id), up_to)

    def _chat_row(self, chat: Chat) -> ChatRow:
        row = self._records.chat((chat.bot, chat.id))
        return ChatRow(chat.workspace, chat.project, is_shared=chat.is_shared) if row is None else row

    def _put_chat_row(self, chat: Chat, row: ChatRow) -> None:
        self._put(self._records.chats, (chat.bot, chat.id), row)

    def _put_directory(self, workspace: str, directory: Directory) -> None:
        self._put(self._records.directories, workspace, directory)
        self._put_workspace(workspace, changes=1)

    def _put_workspace(self, workspace: str, changes: int) -> None:
        already = self._writes.workspaces.get(workspace, 0)
        self._put(self._writes.workspaces, workspace, already + changes)


def _with_zone(members: Mapping[str, Member], member: str, zone: str) -> Mapping[str, Member]:
    """What a platform knows counts where the person has chosen nothing."""
    return {**members, member: replace(members[member], zone=zone)} if zone else members
