"""Phase documents: rendered from the answers, versioned, written where the person finds them."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from bot.service.errors import UnwritableFolderError
from bot.service.playbooks import Playbooks
from bot.service.ports import Clock, Document, Project, Renderer, Store, Turn
from dialogs.answers import Book
from dialogs.model import Phase
from dialogs.plan import Plan
from dialogs.questions.matching import folded
from dialogs.state import State
from dialogs.texts import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document's text and what it is called."""

    name: str
    title: str
    text: str
    answers_seq: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """A document that was written: where, what it is called, and what is said about it."""

    path: Path
    title: str
    notice: Phrase


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made for a message: its project's folder, what it is called, and what is said about it."""

    folder: str
    name: str
    content: bytes
    about: Phrase


Maker: TypeAlias = Callable[[Turn, Mapping[str, Any]], Callable[[], Made]]
"""Reads what the file of a message needs, and returns what makes it once the snapshot is no longer held."""


class Documents:
    """Renders and writes documents, and files of other kinds."""

    def __init__(
        self,
        store: Store,
        playbooks: Playbooks,
        renderer: Renderer,
        folder: Path,
        clock: Clock,
        *,
        makers: Mapping[str, Maker] | None = None,
    ) -> None:
        """`folder` takes one folder a project; `makers` make what is no document of a phase, by a message's "what"."""
        self._store = store
        self.playbooks = playbooks
        self._renderer = renderer
        self._folder = folder
        self._clock = clock
        self._makers = makers or {}

    def deliver(self, payload: Mapping[str, Any]) -> Delivered:
        """Write the document of a message, as of the answers the message was decided on.

        Raises UnwritableFolderError.
        """
        if "what" in payload:
            return self._deliver_made(payload)
        project, plan, state = self._store.read(lambda turn: self._read(turn, str(payload["workspace"]), payload))
        rendered = self.render(project, plan, as_of(state, int(payload["answers_seq"])), str(payload["document"]))
        path = self._folder / folder_name(project) / f"{rendered.name}.md"
        write(path, rendered.text)
        self._store.submit(lambda turn: self._keep(turn, project, rendered)).result()
        if payload["is_draft"]:
            return Delivered(path, rendered.title, phrase("document.draft", title=rendered.title, path=str(path)))
        return Delivered(path, rendered.title, phrase("document.final", title=rendered.title, path=str(path)))

    def file(self, payload: Mapping[str, Any]) -> tuple[str, bytes, Phrase]:
        """The document of a message as a file to send: its name, its content, and what is said about it."""
        if "what" in payload:
            made = self._make(payload)
            return f"{made.folder}_{made.name}", made.content, made.about
        workspace = str(payload["workspace"])
        project, plan, state = self._store.read(lambda turn: self._read(turn, workspace, payload))
        rendered = self.render(project, plan, as_of(state, int(payload["answers_seq"])), str(payload["document"]))
        self._store.submit(lambda turn: self._keep(turn, project, rendered)).result()
        about = phrase("document.sent", title=rendered.title, project=project.name)
        if payload["is_draft"]:
            about = phrase("document.sent_draft", title=rendered.title, project=project.name)
        return f"{folder_name(project)}_{rendered.name}.md", rendered.text.encode(), about

    def render(self, project: Project, plan: Plan, state: State, name: str) -> Rendered:
        """A document of a project, by its name."""
        title = next(phase.title for phase in plan.playbook.phases if name in _names(phase))
        text = self._renderer.render(name, project.name, plan, state)
        return Rendered(name, title, text, state.book.seq)

    def all_of(self, project: Project, plan: Plan, state: State) -> list[Rendered]:
        """Every document of the phases that have begun."""
        names = [phase.document for phase in plan.playbook.phases if self._renderer.has_begun(phase, plan, state)]
        return [self.render(project, plan, state, name) for name in dict.fromkeys(names)]

    def _make(self, payload: Mapping[str, Any]) -> Made:
        maker = self._makers[str(payload["what"])]
        return self._store.read(lambda turn: maker(turn, payload))()

    def _deliver_made(self, payload: Mapping[str, Any]) -> Delivered:
        made = self._make(payload)
        path = self._folder / made.folder / made.name
        write_bytes(path, made.content)
        return Delivered(path, made.name, phrase("document.final", title=made.about, path=str(path)))

    def _read(self, turn: Turn, workspace: str, payload: Mapping[str, Any]) -> tuple[Project, Plan, State]:
        project = turn.project(workspace, str(payload["project"]))
        if project is None:
            raise LookupError(payload["project"])
        return project, self.playbooks.plan(turn, project), turn.state(project.workspace, project.id)

    def _keep(self, turn: Turn, project: Project, rendered: Rendered) -> None:
        content_hash = hashlib.sha256(rendered.text.encode()).hexdigest()
        versions = [one for one in turn.documents(project.workspace, project.id) if one.name == rendered.name]
        if versions and versions[-1].content_hash == content_hash:
            return
        version = versions[-1].version + 1 if versions else 1
        kept = Document(rendered.name, version, rendered.answers_seq, content_hash, self._clock())
        turn.add_document(project.workspace, project.id, kept)


def write(path: Path, text: str) -> None:
    """Write a document as a whole: whoever reads it meanwhile sees the old one. Raises UnwritableFolderError."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as a whole. Raises UnwritableFolderError."""
    unfinished = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        raise UnwritableFolderError(folder=str(path.parent), reason=error.strerror or str(error)) from None


def folder_name(project: Project) -> str:
    """What a project's folder is called: its name in letters and digits of any script."""
    return re.sub(r"\W+", "_", folded(project.name)).strip("_") or project.id


def as_of(state: State, seq: int) -> State:
    """The state as it was when the book had this many entries."""
    if seq >= state.book.seq:
        return state
    earlier = Book().with_entries(entry for entry in state.book.entries if entry.seq <= seq)
    return replace(state, book=earlier)


def _names(phase: Phase) -> set[str]:
    return {phase.document, *(dialog.document for dialog in phase.dialogs if dialog.document)}
