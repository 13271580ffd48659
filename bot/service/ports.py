"""What the service needs from the outside world, in the service's own terms."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.service.arrivals import Place
from bot.service.boxes import ChatKey, Inbox, Outbox, Queued
from bot.service.installations import Installations
from bot.service.standups.rota import Rota
from bot.service.upkeep import Upkeep
from dialogs.model import Phase
from dialogs.plan import Plan
from dialogs.state import Member, Role, State
from dialogs.texts import Rich

T = TypeVar("T")

Clock: TypeAlias = Callable[[], datetime]
"""The time now, aware and in UTC."""

LOCAL_BOT = "terminal"
"""The bot id of the local terminal."""

LOCAL_WORKSPACE = "terminal"
"""The tenant of the local terminal: whoever can read the database file."""


@dataclass(frozen=True, slots=True)
class Project:
    """One product being built. `playbook` is the content hash that the project is pinned to."""

    workspace: str
    id: str
    name: str
    playbook: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation of one bot. `workspace` and `project` are what is being talked about ("" for nothing yet).

    `is_shared`: several people talk in it. `is_open`: the bot can write to it.
    """

    bot: str
    id: str
    workspace: str
    project: str = ""
    is_shared: bool = False
    is_open: bool = True

    @property
    def key(self) -> ChatKey:
        return self.bot, self.id


@dataclass(frozen=True, slots=True)
class Document:
    """One rendered version of a phase's document. `version` counts from 1, `answers_seq` is the book it shows."""

    name: str
    version: int
    answers_seq: int
    content_hash: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Binding:
    """A chat in which a project may be talked about. Who speaks there gets the role (None: nobody joins so)."""

    project: str
    bot: str
    chat: str
    role: Role | None

    @property
    def where(self) -> ChatKey:
        return self.bot, self.chat


@dataclass(frozen=True)
class Directory:
    """Who and where a workspace is: members by id, theirs by account, roles and chats by project.

    `same_as` names for a member the one who is the same person; `handles` are the names behind an account's @,
    `zones` the IANA time zones that platforms know of accounts, `chosen` those that members have chosen themselves.
    """

    members: Mapping[str, Member] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    handles: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    same_as: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Mapping[str, Role]] = field(default_factory=dict)
    bindings: Mapping[str, Sequence[Binding]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time code. `role` is what it gives; None where it says that two accounts are one person."""

    workspace: str
    project: str
    member: str
    role: Role | None
    expires_at: datetime
    used_at: datetime | None = None


class Turn(Protocol):
    """Everything one transaction can read and write. Nothing is visible to others before the turn has committed."""

    def prepare(self, projects: Collection[tuple[str, str]], chats: Collection[ChatKey] = ()) -> None:
        """Read, and lock, what isn't there yet of these projects and chats in one go, before each is asked for."""
        ...

    def chat(self, bot: str, chat_id: str) -> Chat | None: ...
    def put_chat(self, chat: Chat) -> None: ...

    def directory(self, workspace: str) -> Directory: ...
    def add_member(self, workspace: str, member: Member) -> None: ...
    def put_zone(self, workspace: str, member: str, zone: str) -> None:
        """Keep the time zone that a person chose ("" for what their platform knows)."""
        ...

    def put_account(self, workspace: str, account: str, member: str, handle: str = "", zone: str = "") -> None: ...
    def put_same(self, workspace: str, member: str, same_as: str) -> None: ...
    def put_role(self, workspace: str, project: str, member: str, role: Role) -> None: ...
    def put_binding(self, workspace: str, binding: Binding) -> None: ...
    def bound(self, bot: str, chat_id: str) -> Sequence[tuple[str, str]]:
        """The projects that a chat is bound to, as (workspace, project id)."""
        ...

    def invite(self, code_hash: str) -> Invite | None: ...
    def put_invite(self, code_hash: str, invite: Invite) -> None: ...

    def project(self, workspace: str, project_id: str) -> Project | None: ...
    def projects(self, workspace: str) -> Sequence[Project]: ...
    def put_project(self, project: Project) -> None: ...

    def playbook(self, workspace: str, content_hash: str) -> Mapping[str, Any] | None: ...
    def add_playbook(self, workspace: str, content_hash: str, content: Mapping[str, Any]) -> None: ...

    def state(self, workspace: str, project_id: str) -> State: ...
    def save(self, workspace: str, project_id: str, before: State, after: State) -> None:
        """Write what `after` has that `before` has not: entries by seq, and changed seats."""
        ...

    def documents(self, workspace: str, project_id: str) -> Sequence[Document]: ...
    def add_document(self, workspace: str, project_id: str, document: Document) -> None: ...

    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def upkeep(self) -> Upkeep: ...
    @property
    def installations(self) -> Installations: ...
    @property
    def rota(self) -> Rota: ...

    def send(self, chat: Chat, payloads: Sequence[Mapping[str, Any]]) -> Sequence[Queued]: ...
    def unsent(self, chat: Chat) -> Sequence[Queued]: ...
    def mark_sent(self, chat: Chat, up_to: int) -> None: ...


class OutageError(Exception):
    """The store can't be used just now."""


class Store(Protocol):
    """Where turns become durable."""

    def submit(
        self,
        work: Callable[[Turn], T],
        *,
        projects: Sequence[tuple[str, str]] = (),
        chats: Sequence[ChatKey] = (),
        events: Sequence[tuple[str, str]] = (),
    ) -> Future[T]:
        """Run `work` in the next transaction; the future resolves only after its commit.

        `work` may run again before it is committed (after a deadlock, or because another turn of its transaction
        failed), so it does nothing but read and write its turn, and waits for no other future.

        `projects` as (workspace, project id), `chats` as (bot, chat id) and `events` as (bot, key) name what the work
        will read, so that turns which wait together are read for in one go. Raised errors undo this turn alone.
        """
        ...

    def read(self, work: Callable[[Turn], T]) -> T:
        """Run `work` against a snapshot, now, without the writer; writes in it are refused."""
        ...

    def close(self) -> None: ...


class Composer(Protocol):
    """What makes a platform's messages of what a step said."""

    has_threads: bool
    """Whether what is said about a project in a shared chat hangs on a card of that project."""

    def private_place(self, bot: str, account: str) -> Place | None:
        """The private chat that a bot may open with an account; None where the person has to come first."""
        ...

    def spelled(self, text: Rich) -> Rich:
        """A text with its commands as they have to be typed there."""
        ...

    def compose(self, payloads: Sequence[Mapping[str, Any]], place: Place, today: date) -> Sequence[Mapping[str, Any]]:
        """One mapping for each call that has to be made, in their order."""
        ...


class Renderer(Protocol):
    """What makes a document of answers."""

    def render(self, name: str, project: str, plan: Plan, state: State) -> str:
        """A document's text. The same answers give the same bytes."""
        ...

    def has_begun(self, phase: Phase, plan: Plan, state: State) -> bool:
        """Whether anything of a phase is answered."""
        ...
