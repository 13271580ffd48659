"""One transaction in the service's terms."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.service.ports import Chat, Document, Project, Queued
from bot.storage.errors import ConflictError, MissingProjectError
from bot.storage.journal import Journal
from bot.storage.records import ChatRow, ProjectRow, Records
from bot.storage.rows import Key, from_entry, from_seat, to_chat, to_json, to_payload, to_project
from bot.storage.statements import Statements
from bot.storage.tables import escaped
from bot.storage.writes import Writes
from dialogs.answers import Book
from dialogs.state import Member, Seat, State

Seats = Mapping[tuple[str, str], Seat]


class Transaction:
    """Implements the service's `Turn`. Writing changes the records and remembers what has to reach the tables."""

    def __init__(self, records: Records, writes: Writes, journal: Journal, statements: Statements) -> None:
        self._records = records
        self._writes = writes
        self._put = journal.put
        self._extend = journal.extend
        self._moment = statements.moment

    def chat(self, bot: str, chat_id: str) -> Chat | None:
        row = self._records.chat((bot, chat_id))
        return None if row is None else to_chat(bot, chat_id, row.workspace, row.project)

    def put_chat(self, chat: Chat) -> None:
        row = self._chat_row(chat)
        self._put_chat_row(chat, row._replace(workspace=chat.workspace, project=chat.project))

    def members(self, workspace: str) -> Mapping[str, Member]:
        return self._records.members_of(workspace)

    def add_member(self, workspace: str, member: Member) -> None:
        members = self._records.members_of(workspace)
        row = {"workspace_id": workspace, "member_id": member.id, "name": member.name}
        self._extend(self._writes.members, [row])
        self._put(self._records.members, workspace, {**members, member.id: member})
        self._put_workspace(workspace, changes=1)

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
        return State(book, self._records.members_of(workspace), self._records.seats[key])

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
            self._put(self._writes.seats, key + who, from_seat(seat))
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
        row = self._chat_row(chat)
        queued = [Queued(seq, payload) for seq, payload in enumerate(payloads, row.next_seq)]
        rows = [(chat.bot, chat.id, message.seq, to_json(dict(message.payload))) for message in queued]
        self._extend(self._writes.messages, rows)
        self._put_chat_row(chat, ChatRow(row.workspace, row.project, row.next_seq + len(payloads), row.sent_seq))
        return queued

    def unsent(self, chat: Chat) -> Sequence[Queued]:
        key = (chat.bot, chat.id)
        row = self._records.chat(key)
        if row is None:
            return ()
        queued = list(self._records.unsent_of(key))
        queued.extend(
            Queued(seq, to_payload(payload)) for bot, id_, seq, payload in self._writes.messages if (bot, id_) == key
        )
        return [message for message in queued if message.seq > row.sent_seq]

    def mark_sent(self, chat: Chat, up_to: int) -> None:
        row = self._chat_row(chat)
        up_to = min(up_to, row.next_seq - 1)
        if up_to > row.sent_seq:
            self._put_chat_row(chat, row._replace(sent_seq=up_to))
            self._put(self._writes.sent, (chat.bot, chat.id), up_to)

    def _chat_row(self, chat: Chat) -> ChatRow:
        row = self._records.chat((chat.bot, chat.id))
        return ChatRow(chat.workspace, chat.project, next_seq=1, sent_seq=0) if row is None else row

    def _put_chat_row(self, chat: Chat, row: ChatRow) -> None:
        self._put(self._records.chats, (chat.bot, chat.id), row)

    def _put_workspace(self, workspace: str, changes: int) -> None:
        already = self._writes.workspaces.get(workspace, 0)
        self._put(self._writes.workspaces, workspace, already + changes)
