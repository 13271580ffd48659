"""The platforms as the contract sees them: places where people talk, which leave answers and documents behind.

A new platform plugs in here: a class whose `at` gives a place with `talk` and `documents`, and an entry in PLATFORMS.
"""

import contextlib
import io
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot import bootstrap
from bot.bootstrap import App
from bot.platforms.piped import Pipe
from bot.platforms.terminal import Terminal
from bot.service.ports import Clock, Turn
from bot.settings import Settings
from bot.storage.database import open_store
from tests.contract.slack import How, SlackPlace
from tests.contract.telegram import TelegramPlace
from tests.databases import make_file

Answers = Mapping[str, list[tuple[object, ...]]]


class Place(Protocol):
    """Where people talk about one project, in turns. Its database is `data.db` in its folder."""

    def talk(self, name: str, *messages: str) -> None:
        """Let a person come, send these messages, each after the answer to the one before, and leave."""
        ...

    def documents(self) -> Mapping[str, str]:
        """The newest version of every document that was handed out, by project and name: "tea_club_brief.md"."""
        ...


class Platform(Protocol):
    """One way to talk."""

    def at(self, folder: Path, clock: Clock = bootstrap.utc_now) -> AbstractContextManager[Place]:
        """A place of its own, below a folder, where it is as late as a clock says."""
        ...


@dataclass(frozen=True)
class Local:
    """On this machine: documents become files."""

    folder: Path
    clock: Clock = bootstrap.utc_now
    as_json: bool = False

    def talk(self, name: str, *messages: str) -> None:
        settings = Settings(database_url=database_url(self.folder), documents=self.folder / "documents", name=name)
        with bootstrap.running(settings, clock=self.clock) as app:
            app.look()
            self._talk(app, settings, *messages)

    def documents(self) -> Mapping[str, str]:
        root = self.folder / "documents"
        files = {"_".join(path.relative_to(root).parts): path for path in root.rglob("*.md")}
        return {name: path.read_text(encoding="utf-8") for name, path in files.items()}

    def _talk(self, app: App, settings: Settings, *messages: str) -> None:
        typed = "".join(message.replace("\n", "\\n") + "\n" for message in messages)
        pipe = Pipe(app.conversations, app.documents, bootstrap.speaker(settings), as_json=self.as_json)
        pipe.run(io.StringIO(typed), io.StringIO(), None)


class AtTheKeyboard(Local):
    """The terminal, with keys that come from a pipe."""

    def _talk(self, app: App, settings: Settings, *messages: str) -> None:
        with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
            for message in messages:
                keys.send_text(message.replace("\n", "\x1b\r") + "\r")
            keys.send_text("\x04")
            speaker = bootstrap.speaker(settings)
            Terminal(app.conversations, app.documents, speaker, history=settings.documents / "history").run(None)


class PipedText:
    """Plain text through a pipe."""

    @contextlib.contextmanager
    def at(self, folder: Path, clock: Clock = bootstrap.utc_now) -> Iterator[Place]:
        yield Local(folder, clock)


class PipedJson:
    """One JSON object a line."""

    @contextlib.contextmanager
    def at(self, folder: Path, clock: Clock = bootstrap.utc_now) -> Iterator[Place]:
        yield Local(folder, clock, as_json=True)


class Keyboard:
    """A terminal."""

    @contextlib.contextmanager
    def at(self, folder: Path, clock: Clock = bootstrap.utc_now) -> Iterator[Place]:
        yield AtTheKeyboard(folder, clock)


@dataclass(frozen=True)
class Telegram:
    """A private chat with a bot. People press a button instead of typing, where there is one that says the same."""

    has_webhook: bool = False
    presses: bool = False

    @contextlib.contextmanager
    def at(self, folder: Path, clock: Clock = bootstrap.utc_now) -> Iterator[Place]:
        url = database_url(folder)
        with TelegramPlace.open(url, clock, has_webhook=self.has_webhook, presses=self.presses) as place:
            yield place


@dataclass(frozen=True)
class Slack:
    """A private chat with an app in one workspace."""

    has_socket: bool = False
    how: How = How.TYPES

    @contextlib.contextmanager
    def at(self, folder: Path, clock: Clock = bootstrap.utc_now) -> Iterator[Place]:
        with SlackPlace.open(database_url(folder), clock, has_socket=self.has_socket, how=self.how) as place:
            yield place


PLATFORMS: Mapping[str, Platform] = {
    "piped text": PipedText(),
    "piped JSON": PipedJson(),
    "terminal": Keyboard(),
    "Telegram, polling": Telegram(),
    "Telegram, webhook": Telegram(has_webhook=True),
    "Telegram, buttons": Telegram(presses=True),
    "Slack, HTTP": Slack(),
    "Slack, Socket Mode": Slack(has_socket=True),
    "Slack, buttons": Slack(how=How.PRESSES),
    "Slack, forms": Slack(how=How.FILLS),
}


def database_url(folder: Path) -> str:
    """The database of a place."""
    make_file(folder / "data.db")
    return f"sqlite:///{folder / 'data.db'}"


def answers(folder: Path) -> Answers:
    """Every project's answers, people by their names, without times and ids, whatever the workspace."""

    def work(turn: Turn) -> Answers:
        found: dict[str, list[tuple[object, ...]]] = {}
        for project in turn.upkeep.projects():
            state = turn.state(project.workspace, project.id)
            names = {member.id: member.name for member in state.members.values()}
            found[project.name] = [
                (
                    one.kind,
                    one.question,
                    one.item,
                    names.get(str(one.value), one.value),
                    one.replaces,
                    names[one.author],
                )
                for one in state.book.entries
            ]
        return found

    store = open_store(database_url(folder), read_only=True)
    try:
        return store.read(work)
    finally:
        store.close()
