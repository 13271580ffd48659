"""What one transaction has read, with the changes of the turns that ran in it so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Select, select

from bot.service.boxes import Queued, Sending
from bot.service.ports import Directory, Document, Project
from bot.storage.cache import Cache, Known
from bot.storage.directories import to_directories
from bot.storage.rows import Key, Row, to_entry, to_payload, to_seat
from bot.storage.sets import KeyedSelect
from bot.storage.statements import Statements
from bot.storage.tables import document_table, playbook_table, project_table
from dialogs.answers import Book, Entry
from dialogs.state import Seat

T = TypeVar("T")


class ProjectRow(NamedTuple):
    name: str
    playbook: str
    created_at: Any
    """As the driver gives it."""
    answers_seq: int


class ChatRow(NamedTuple):
    workspace: str
    project: str
    next_seq: int = 1
    sent_seq: int = 0
    next_event: int = 1
    done_event: int = 0
    carrier: str = ""
    held_seq: int = 0
    free_at: float = 0.0
    is_shared: bool = False
    is_open: bool = True


class EventRow(NamedTuple):
    message: str
    payload: str
    state: str
    runner: str
    begun: int
    tries: int
    note: str


EventKey = tuple[str, str, int]


class Records:
    """Reads every record at most once. Turns change the dictionaries through the transaction's journal."""

    def __init__(self, connection: Connection, statements: Statements, cache: Cache, *, locks: bool) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._statements = statements
        self._cache = cache
        self.locks = locks
        """Whether this transaction may write, and locks what it reads to change it."""
        self._select_projects = statements.locked_projects if locks else statements.projects
        self._select_chats = statements.locked_chats if locks else statements.chats
        self.failure: Exception | None = None
        """Why the database did not answer: then the whole transaction is void, whatever a turn made of it."""
        self.projects: dict[Key, ProjectRow | None] = {}
        self.chats: dict[Key, ChatRow | None] = {}
        self.stored_projects: set[Key] = set()
        self.stored_chats: dict[Key, ChatRow] = {}
        self.books: dict[Key, Book] = {}
        self.seats: dict[Key, Mapping[tuple[str, str], Seat]] = {}
        self.directories: dict[str, Directory] = {}
        self.loaded_directories: dict[str, Known] = {}
        self.events: dict[EventKey, EventRow | None] = {}
        self.known_events: dict[Key, bool] = {}
        self.playbooks: dict[Key, str | None] = {}
        self.documents: dict[Key, tuple[Document, ...]] = {}
        self._versions: dict[str, int] = {}
        self._listed: dict[str, Mapping[str, Project]] = {}
        self._unsent: dict[Key, tuple[Queued, ...]] = {}

    def prefetch(self, projects: Iterable[Key], chats: Iterable[Key], events: Iterable[Key]) -> None:
        """Everything that turns usually need and that isn't there yet. Projects before chats, for every replica."""
        missing = [key for key in dict.fromkeys(projects) if key not in self.projects]
        self._load_projects(missing)
        self._load_chats(found := [key for key in dict.fromkeys(chats) if key not in self.chats])
        self._load_states([key for key in missing if key in self.stored_projects])
        unknown = {key[0]: None for key in missing if key[0] in self._versions and not self._cached_directory(key[0])}
        if len(unknown) > 1:
            self._load_directories(list(unknown))
        rows = ((key, self.stored_chats[key]) for key in found if key in self.stored_chats)
        self._load_events([head for key, row in rows if (head := head_of(key, row))])
        self._load_known_events([key for key in dict.fromkeys(events) if key not in self.known_events])

    def project(self, key: Key) -> ProjectRow | None:
        if key not in self.projects:
            self._load_projects([key])
        return self.projects[key]

    def chat(self, key: Key) -> ChatRow | None:
        if key not in self.chats:
            self._load_chats([key])
        return self.chats[key]

    def changed_chats(self) -> Sequence[tuple[Key, ChatRow]]:
        stored = self.stored_chats
        return [(key, row) for key, row in self.chats.items() if row is not None and row is not stored.get(key)]

    def book(self, key: Key) -> Book:
        if key not in self.books:
            self._load_states([key])
        return self.books[key]

    def directory(self, workspace: str) -> Directory:
        if workspace not in self.directories:
            self.directories[workspace] = self._current_directory(workspace)
        return self.directories[workspace]

    def event(self, key: EventKey) -> EventRow | None:
        if key not in self.events:
            self._load_events([key])
        return self.events[key]

    def load_events(self, keys: Sequence[EventKey]) -> None:
        """Events in chats that are locked, in one go."""
        self._load_events([key for key in keys if key not in self.events])

    def is_known_event(self, key: Key) -> bool:
        if key not in self.known_events:
            self._load_known_events([key])
        return self.known_events[key]

    def listed_projects(self, workspace: str) -> Mapping[str, Project]:
        """The workspace's projects as they are stored, unlocked."""
        if workspace not in self._listed:
            table = project_table
            columns = (table.c.project_id, table.c.name, table.c.playbook_hash, table.c.created_at)
            rows = self.select(select(*columns).where(table.c.workspace_id == workspace))
            self._listed[workspace] = {row[0]: Project(workspace, *row) for row in rows}
        return self._listed[workspace]

    def playbook(self, key: Key) -> str | None:
        if key not in self.playbooks:
            table = playbook_table
            rows = self.select(
                select(table.c.content).where(table.c.workspace_id == key[0], table.c.content_hash == key[1])
            )
            self.playbooks[key] = rows[0][0] if rows else None
        return self.playbooks[key]

    def documents_of(self, key: Key) -> tuple[Document, ...]:
        if key not in self.documents:
            table = document_table
            columns = (table.c.name, table.c.version, table.c.answers_seq, table.c.content_hash, table.c.created_at)
            mine = select(*columns).where(table.c.workspace_id == key[0], table.c.project_id == key[1])
            rows = self.select(mine.order_by(table.c.name, table.c.version))
            self.documents[key] = tuple(Document(*row) for row in rows)
        return self.documents[key]

    def unsent_of(self, key: Key) -> tuple[Queued, ...]:
        """The chat's messages that earlier transactions have left."""
        if key not in self._unsent:
            self._load_unsent([key])
        return self._unsent[key]

    def load_unsent(self, keys: Sequence[Key]) -> None:
        """Chats and their messages that earlier transactions have left, in one go."""
        self._load_chats([key for key in keys if key not in self.chats])
        self._load_unsent([key for key in keys if key not in self._unsent])

    def select(self, statement: Select[Any]) -> Sequence[Any]:
        """Rows of what few turns read."""
        return self.asked(lambda: self._connection.execute(statement).all())

    def _load_projects(self, keys: Sequence[Key]) -> None:
        self.projects.update(dict.fromkeys(keys))
        for workspace, project, name, playbook, seq, created_at in self.rows(self._select_projects, keys):
            self.projects[workspace, project] = ProjectRow(name, playbook, created_at, seq)
            self.stored_projects.add((workspace, project))

    def _load_chats(self, keys: Sequence[Key]) -> None:
        self.chats.update(dict.fromkeys(keys))
        for bot, chat, *fields in self.rows(self._select_chats, keys):
            row = ChatRow(*fields)
            self.chats[bot, chat] = self.stored_chats[bot, chat] = row

    def _load_unsent(self, keys: Sequence[Key]) -> None:
        found: dict[Key, list[Queued]] = {key: [] for key in keys}
        known = [(*key, stored.sent_seq) for key in keys if (stored := self.stored_chats.get(key))]
        for bot, chat, seq, payload, state, tries in self.rows(self._statements.unsent, known):
            found[bot, chat].append(Queued(seq, to_payload(payload), Sending(state), tries))
        self._unsent.update((key, tuple(messages)) for key, messages in found.items())

    def _load_events(self, keys: Sequence[EventKey]) -> None:
        self.events.update(dict.fromkeys(keys))
        for bot, chat, seq, *fields in self.rows(self._statements.events, keys):
            self.events[bot, chat, seq] = EventRow(*fields)

    def _load_known_events(self, keys: Sequence[Key]) -> None:
        self.known_events.update(dict.fromkeys(keys, False))
        for bot, key in self.rows(self._statements.known_events, keys):
            self.known_events[bot, key] = True

    def _load_states(self, keys: Sequence[Key]) -> None:
        """After the projects' locks were granted, so the members are at least as new as the answers."""
        seats: dict[Key, dict[tuple[str, str], Seat]] = {key: {} for key in keys}
        for workspace, project, version, chat, member, seat in self.rows(self._statements.rooms, keys):
            self._versions[workspace] = version
            if seat is not None:
                seats[workspace, project][chat, member] = to_seat(seat)
        self.seats.update(seats)
        behind = []
        for key in keys:
            row = self.projects[key]
            seq = row.answers_seq if row else 0
            self.books[key] = book = self._known_book(key, seq)
            if book.seq < seq:
                behind.append((*key, book.seq))
        self._load_answers(behind)

    def _load_answers(self, behind: Sequence[Row]) -> None:
        added: dict[Key, list[Entry]] = {}
        for workspace, project, *row in self.rows(self._statements.newer_answers, behind):
            added.setdefault((workspace, project), []).append(to_entry(tuple(row)))
        for key, entries in added.items():
            self.books[key] = self.books[key].with_entries(entries)

    def _known_book(self, key: Key, seq: int) -> Book:
        book = self._cache.book(key)
        # A book can be ahead of a reader's snapshot, or of a database that was restored from a backup.
        return book if book.seq <= seq else Book()

    def _current_directory(self, workspace: str) -> Directory:
        if workspace not in self._versions:
            rows = self.rows(self._statements.versions, [(workspace,)])
            self._versions[workspace] = rows[0][0] if rows else 0
        return self._cached_directory(workspace) or self._load_directories([workspace])[workspace]

    def _cached_directory(self, workspace: str) -> Directory | None:
        """None where it isn't known, or has changed since."""
        known = self.loaded_directories.get(workspace) or self._cache.directory(workspace)
        return known[1] if known is not None and known[0] == self._versions[workspace] else None

    def _load_directories(self, workspaces: Sequence[str]) -> Mapping[str, Directory]:
        rows = [self.rows(statement, [(one,) for one in workspaces]) for statement in self._statements.directories]
        found = to_directories(workspaces, *rows)
        self.loaded_directories.update((one, (self._versions[one], directory)) for one, directory in found.items())
        return found

    def rows(self, statement: KeyedSelect, keys: Sequence[Row]) -> Sequence[Row]:
        """Rows by their keys; without keys the database isn't asked."""
        if not keys:
            return ()
        return self.asked(lambda: statement.rows(self._cursor, keys))

    def asked(self, question: Callable[[], T]) -> T:
        """What the database answers."""
        try:
            return question()
        except Exception as error:
            self.failure = error
            raise


def head_of(key: Key, row: ChatRow) -> EventKey | None:
    """The chat's oldest event that is not done with."""
    return (*key, row.done_event + 1) if row.done_event + 1 < row.next_event else None
