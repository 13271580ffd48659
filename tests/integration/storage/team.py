"""A team at work on one project, so that the tests read as what happens to it."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from threading import Event
from typing import Any, TypeVar

from bot.service.boxes import Queued
from bot.service.ports import Chat, Project, Store, Turn
from dialogs.answers import Book, Entry, Kind, Value
from dialogs.state import Member, Prompt, PromptKind, Seat, State

T = TypeVar("T")

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


class Team:
    """One workspace with one project and one chat. `store` may be changed, as when a replica takes over."""

    def __init__(self, store: Store, workspace: str = "acme", project: str = "shop") -> None:
        self.store = store
        self.workspace = workspace
        self.project = Project(workspace, project, f"The {project}", "hash-1", NOON)
        self.chat = Chat("bot", f"{workspace}-{project}", workspace, project)

    def sets_up(self, *names: str) -> "Team":
        def work(turn: Turn) -> None:
            turn.put_project(self.project)
            turn.put_chat(self.chat)
            for name in names:
                turn.add_member(self.workspace, Member(name.lower(), name))

        self.store.submit(work).result()
        return self

    def submits(self, work: Callable[[Turn], T]) -> Future[T]:
        """As the service does: with what the work is about to read."""
        return self.store.submit(
            work, projects=[(self.workspace, self.project.id)], chats=[(self.chat.bot, self.chat.id)]
        )

    def answering(
        self, question: str, value: Value | None, kind: Kind = Kind.ANSWER, says: Sequence[str] = ()
    ) -> Callable[[Turn], int]:
        """A turn as the service makes one: it adds an entry, moves the seat, says something; returns the seq."""

        def work(turn: Turn) -> int:
            before = self.state_in(turn)
            seq = before.book.seq + 1
            entry = Entry(seq, seq, kind, question, "", value, "ana", NOON)
            seat = Seat(Prompt(f"token-{seq}", PromptKind.QUESTION, question, ""))
            seats = {**before.seats, (self.chat.id, "ana"): seat}
            after = State(before.book.with_entries([entry]), before.members, seats)
            turn.save(self.workspace, self.project.id, before, after)
            turn.send(self.chat, [{"text": text} for text in says])
            return seq

        return work

    def answers(self, question: str, value: Value | None, says: Sequence[str] = ()) -> Future[int]:
        return self.submits(self.answering(question, value, says=says))

    def says(self, *texts: str) -> Future[Sequence[Queued]]:
        return self.submits(lambda turn: turn.send(self.chat, [{"text": text} for text in texts]))

    def has_shown(self, up_to: int) -> None:
        self.submits(lambda turn: turn.mark_sent(self.chat, up_to)).result()

    def state_in(self, turn: Turn) -> State:
        return turn.state(self.workspace, self.project.id)

    def state(self) -> State:
        return self.store.read(self.state_in)

    def book(self) -> Book:
        return self.state().book

    def values(self) -> Mapping[str, Value | None]:
        """The newest answer of each question, as anybody else now reads it."""
        book = self.book()
        return {question: book.value(question) for question, _ in book.newest}

    def unsent(self) -> Sequence[Queued]:
        return self.store.read(lambda turn: turn.unsent(self.chat))

    def unsent_texts(self) -> list[str]:
        return [message.payload["text"] for message in self.unsent()]


class HeldWriter:
    """Keeps the writer busy, so that what is submitted meanwhile waits together."""

    def __init__(self, store: Store) -> None:
        self._free = Event()
        started = Event()

        def hold(turn: Turn) -> None:
            started.set()
            self._free.wait(10)

        self._held = store.submit(hold)
        assert started.wait(10)

    def __enter__(self) -> "HeldWriter":
        return self

    def __exit__(self, *error: Any) -> None:
        self._free.set()
        self._held.result(10)
