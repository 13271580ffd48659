"""A conversation in a terminal: the smallest platform, and the example for others."""

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, WordCompleter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.platforms.plain import hints, numbered_options, place_line
from bot.service.boxes import Queued
from bot.service.documents import Documents
from bot.service.errors import ServiceError
from bot.service.messages import plain_text_of, text_of
from bot.service.people import Speaker
from bot.service.ports import OutageError
from bot.service.turns import Conversations
from dialogs.commands import COMMANDS
from dialogs.texts import Phrase, Rich, Style, phrase

log = logging.getLogger(__name__)

STYLES = {Style.PLAIN: "", Style.STRONG: "bold", Style.CODE: "cyan", Style.QUIET: "dim"}
WIDTH = 80
LOOK_EVERY_S = 1.0


class Terminal:
    """Shows messages and reads answers until the person leaves."""

    def __init__(
        self,
        conversations: Conversations,
        documents: Documents,
        speaker: Speaker,
        *,
        history: Path,
        look: Callable[[], None] | None = None,
    ) -> None:
        """`history` is the file that keeps what was typed, for the arrow keys; `look` deals with what is due."""
        self._conversations = conversations
        self._documents = documents
        self._speaker = speaker
        self._words = conversations.words
        self._look = look
        self._shown = 0
        self._turn = Lock()
        self._leaving = Event()
        self._console = Console(highlight=False)
        self._console.width = min(self._console.width, WIDTH)
        self._asked: Mapping[str, Any] | None = None
        self._session: PromptSession[str] = PromptSession(
            history=_history(history),
            key_bindings=_keys(),
            multiline=True,
            prompt_continuation="  ",
            complete_while_typing=False,
        )

    def run(self, project: str | None) -> None:
        """Talk until the person leaves with Ctrl-C or Ctrl-D."""
        self._show(self._conversations.open(self._speaker, project).result())
        watch = Thread(target=self._watch, daemon=True)
        try:
            with patch_stdout(raw=True):
                watch.start()
                while (text := self._read()) is not None:
                    if text.strip():
                        self._hear(text)
        except KeyboardInterrupt:
            self._console.print()
        self._leaving.set()
        watch.join()
        self._conversations.seen(self._speaker, self._shown).result()
        self._say(phrase("chat.left"))

    def _hear(self, text: str) -> None:
        with self._turn:
            self._show(self._conversations.hear(self._speaker, text, self._shown).result())

    def _watch(self) -> None:
        """Show what comes of its own accord, above what is being typed."""
        while self._look is not None:
            try:
                with self._turn:
                    self._look()
                    self._show(self._conversations.fresh(self._speaker, self._shown).result())
            except OutageError:
                log.warning("What is due could not be looked up; it is tried again")
            if self._leaving.wait(LOOK_EVERY_S):
                return

    def _read(self) -> str | None:
        prompt = FormattedText([("bold", "> ")])
        try:
            return self._session.prompt(prompt, completer=self._completer())
        except (EOFError, KeyboardInterrupt):
            return None

    def _completer(self) -> Completer:
        options = [option["label"] for option in self._asked["prompt"]["options"]] if self._asked else []
        return WordCompleter([*options, *(f"/{name}" for name in COMMANDS)], ignore_case=True, sentence=True)

    def _show(self, queued: Sequence[Queued]) -> None:
        for message in queued:
            payload = message.payload
            if payload["kind"] == "ask":
                self._ask(payload)
            elif payload["kind"] == "document":
                self._deliver(payload)
            else:
                self._print(_styled(text_of(payload), "yellow" if payload["kind"] == "error" else ""))
        if queued:
            self._shown = queued[-1].seq

    def _deliver(self, payload: Mapping[str, Any]) -> None:
        try:
            self._say(self._documents.deliver(payload).notice)
        except ServiceError as error:
            self._print(_styled(self._words.rich(Phrase(error.key, error.values)), "yellow"))

    def _ask(self, payload: Mapping[str, Any]) -> None:
        self._asked = payload
        self._console.print()
        if not payload["is_repeat"]:
            self._print(Text(place_line(payload, self._words), style="dim"))
        self._print(_styled(text_of(payload), "bold"))
        if payload.get("help") and not payload["is_repeat"]:
            self._print(Text(plain_text_of(payload, "help"), style="dim"), indent=2)
        for number, label in numbered_options(payload):
            self._print(Text.assemble((f"{number:>2} ", "cyan"), label), indent=1)
        around = [] if payload["is_repeat"] else hints(payload, self._words)
        if payload["prompt"]["type"] in ("long_text", "list") and not payload["is_repeat"]:
            around.append(self._words.plain(phrase("chat.lines")))
        for hint in around:
            self._print(Text(hint, style="dim"), indent=2)

    def _say(self, text: Phrase) -> None:
        self._print(_styled(self._words.rich(text), ""))

    def _print(self, text: Text, indent: int = 0) -> None:
        self._console.print(Padding(text, (0, 0, 0, indent)), highlight=False)


def _styled(rich: Rich, style: str) -> Text:
    return Text.assemble(*((span.text, STYLES[span.style] or style) for span in rich), style=style)


def _keys() -> KeyBindings:
    """Enter sends; Alt-Enter begins another line, as does Ctrl-J, which every terminal can send."""
    keys = KeyBindings()

    @keys.add("enter")
    def _send(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    @keys.add("c-j")
    def _break(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


def _history(path: Path) -> History:
    """The file's history; one for this run only where the file can't be kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
