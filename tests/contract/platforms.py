"""The platforms as the contract sees them: something that takes messages and leaves answers behind.

A new platform plugs in here: a class with `talk`, and an entry in PLATFORMS.
"""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot import bootstrap
from bot.bootstrap import App
from bot.platforms.piped import Pipe
from bot.platforms.terminal import Terminal
from bot.settings import Settings


class Platform(Protocol):
    """One way to talk."""

    def talk(self, app: App, settings: Settings, *messages: str) -> None:
        """Let a person send these messages, one after the other, and leave."""
        ...


class PipedText:
    """Plain text through a pipe."""

    as_json = False

    def talk(self, app: App, settings: Settings, *messages: str) -> None:
        typed = "".join(message.replace("\n", "\\n") + "\n" for message in messages)
        pipe = Pipe(app.conversations, app.documents, bootstrap.speaker(settings), as_json=self.as_json)
        pipe.run(io.StringIO(typed), io.StringIO(), None)


class PipedJson(PipedText):
    """One JSON object a line."""

    as_json = True


class Keyboard:
    """The terminal, with keys that come from a pipe."""

    def talk(self, app: App, settings: Settings, *messages: str) -> None:
        with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
            for message in messages:
                keys.send_text(message.replace("\n", "\x1b\r") + "\r")
            keys.send_text("\x04")
            speaker = bootstrap.speaker(settings)
            Terminal(app.conversations, app.documents, speaker, history=settings.documents / "history").run(None)


PLATFORMS: Mapping[str, Platform] = {"piped text": PipedText(), "piped JSON": PipedJson(), "terminal": Keyboard()}


@contextmanager
def project(folder: Path, name: str = "Ana") -> Iterator[tuple[App, Settings]]:
    """The program on a database of its own, spoken to by a person of this name."""
    folder.mkdir(exist_ok=True)
    settings = Settings(database_url=f"sqlite:///{folder / 'data.db'}", documents=folder / "documents", name=name)
    with bootstrap.running(settings) as app:
        yield app, settings
