"""What the service needs from the outside world, in the service's own terms."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from dialogs.model import Phase
from dialogs.plan import Plan
from dialogs.state import Member, State

T = TypeVar("T")

Clock: TypeAlias = Callable[[], datetime]
"""The time now, aware and in UTC."""

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
    """A conversation of one bot. `workspace` is its tenant, `project` what is being talked about ("" for none)."""

    bot: str
    id: str
    workspace: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that was decided and not yet shown. `seq` orders the messages of one chat, from 1."""

    seq: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One rendered version of a phase's document. `version` counts from 1, `answers_seq` is the book it shows."""

    name: str
    version: int
    answers_seq: int
    content_hash: str
    created_at: datetime


class Turn(Protocol):
    """Everything one transaction can read and write. Nothing is visible to others before the turn has committed."""

    def chat(self, bot: str, chat_id: str) -> Chat | None: ...
    def put_chat(self, chat: Chat) -> None: ...

    def members(self, workspace: str) -> Mapping[str, Member]: ...
    def add_member(self, workspace: str, member: Member) -> None: ...

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

    def send(self, chat: Chat, payloads: Sequence[Mapping[str, Any]]) -> Sequence[Queued]: ...
    def unsent(self, chat: Chat) -> Sequence[Queued]: ...
    def mark_sent(self, chat: Chat, up_to: int) -> None: ...


class Store(Protocol):
    """Where turns become durable."""

    def submit(
        self,
        work: Callable[[Turn], T],
        *,
        projects: Sequence[tuple[str, str]] = (),
        chats: Sequence[tuple[str, str]] = (),
    ) -> Future[T]:
        """Run `work` in the next transaction; the future resolves only after its commit.

        `work` may run again before it is committed (after a deadlock, or because another turn of its transaction
        failed), so it does nothing but read and write its turn, and waits for no other future.

        `projects` as (workspace, project id) and `chats` as (bot, chat id) name what the work will read, so that turns
        which wait together are read for in one go. Raised errors undo this turn alone.
        """
        ...

    def read(self, work: Callable[[Turn], T]) -> T:
        """Run `work` against a snapshot, now, without the writer; writes in it are refused."""
        ...

    def close(self) -> None: ...


class Renderer(Protocol):
    """What makes a document of answers."""

    def render(self, name: str, project: str, plan: Plan, state: State) -> str:
        """A document's text. The same answers give the same bytes."""
        ...

    def has_begun(self, phase: Phase, plan: Plan, state: State) -> bool:
        """Whether anything of a phase is answered."""
        ...
