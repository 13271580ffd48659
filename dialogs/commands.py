"""What a person can say at any time: the commands and how they are read."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from dialogs.texts import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what follows it."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Anything that is no command."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that looks like a command; `nearest` is the one it may have been ("" for none)."""

    name: str
    nearest: str


Said: TypeAlias = Command | Answer | Unknown

COMMANDS: Mapping[str, Phrase] = {
    "next": phrase("help.next"),
    "back": phrase("help.back"),
    "skip": phrase("help.skip"),
    "undo": phrase("help.undo"),
    "edit": phrase("help.edit"),
    "accept": phrase("help.accept"),
    "example": phrase("help.example"),
    "list": phrase("help.list"),
    "add": phrase("help.add"),
    "remove": phrase("help.remove"),
    "move": phrase("help.move"),
    "status": phrase("help.status"),
    "docs": phrase("help.docs"),
    "why": phrase("help.why"),
    "pause": phrase("help.pause"),
    "resume": phrase("help.resume"),
    "projects": phrase("help.projects"),
    "new": phrase("help.new"),
    "switch": phrase("help.switch"),
    "help": phrase("help.help"),
}
"""Every command with the sentence that explains it, in the order of /help."""

ALIASES: Mapping[str, str] = {
    "start": "resume",
    "continue": "resume",
    "stop": "pause",
    "quit": "pause",
    "exit": "pause",
    "delete": "remove",
    "doc": "docs",
    "documents": "docs",
    "change": "edit",
    "items": "list",
    "project": "projects",
    "?": "help",
}


def as_answer(text: str) -> str:
    """How to type an example so that it is taken as an answer: with a backslash where it is a command's name."""
    if not text.startswith(("/", "\\")):
        return text
    return "\\" + text if isinstance(read(text), Command) or text.startswith("\\") else text


def read(text: str) -> Said:
    """Whether a message is a command ("/edit 3"), an answer, or an answer that only looks like a command ("\\/3")."""
    stripped = text.lstrip()
    if stripped.startswith("\\"):
        return Answer(stripped[1:])
    if not stripped.startswith("/") or stripped.startswith("//"):
        return Answer(text)
    head, *rest = stripped[1:].split(maxsplit=1) or [""]
    name = head.partition("@")[0].casefold()
    name = ALIASES.get(name, name)
    if name in COMMANDS:
        return Command(name, rest[0].strip() if rest else "")
    if not name or not name.replace("_", "").isalpha():
        return Answer(text)
    close = difflib.get_close_matches(name, [*COMMANDS, *ALIASES], n=1, cutoff=0.5)
    return Unknown(name[:40], ALIASES.get(close[0], close[0]) if close else "")
