"""What a person can say at any time: the commands and how they are read."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from dialogs.state import Role
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


class Usage(NamedTuple):
    """What a command does, in a sentence, and the role that it needs."""

    help: Phrase
    needs: Role


COMMANDS: Mapping[str, Usage] = {
    "next": Usage(phrase("help.next"), Role.MEMBER),
    "back": Usage(phrase("help.back"), Role.MEMBER),
    "skip": Usage(phrase("help.skip"), Role.MEMBER),
    "undo": Usage(phrase("help.undo"), Role.MEMBER),
    "edit": Usage(phrase("help.edit"), Role.MEMBER),
    "accept": Usage(phrase("help.accept"), Role.MEMBER),
    "answer": Usage(phrase("help.answer"), Role.MEMBER),
    "example": Usage(phrase("help.example"), Role.OBSERVER),
    "list": Usage(phrase("help.list"), Role.OBSERVER),
    "add": Usage(phrase("help.add"), Role.MEMBER),
    "remove": Usage(phrase("help.remove"), Role.MEMBER),
    "move": Usage(phrase("help.move"), Role.MEMBER),
    "assign": Usage(phrase("help.assign"), Role.OBSERVER),
    "status": Usage(phrase("help.status"), Role.OBSERVER),
    "docs": Usage(phrase("help.docs"), Role.OBSERVER),
    "why": Usage(phrase("help.why"), Role.OBSERVER),
    "pause": Usage(phrase("help.pause"), Role.MEMBER),
    "resume": Usage(phrase("help.resume"), Role.MEMBER),
    "standup": Usage(phrase("help.standup"), Role.OBSERVER),
    "checkin": Usage(phrase("help.checkin"), Role.MEMBER),
    "blockers": Usage(phrase("help.blockers"), Role.OBSERVER),
    "away": Usage(phrase("help.away"), Role.MEMBER),
    "timezone": Usage(phrase("help.timezone"), Role.OBSERVER),
    "holidays": Usage(phrase("help.holidays"), Role.OBSERVER),
    "report": Usage(phrase("help.report"), Role.OBSERVER),
    "digest": Usage(phrase("help.digest"), Role.OBSERVER),
    "team": Usage(phrase("help.team"), Role.OBSERVER),
    "invite": Usage(phrase("help.invite"), Role.LEAD),
    "join": Usage(phrase("help.join"), Role.REMOVED),
    "me": Usage(phrase("help.me"), Role.REMOVED),
    "projects": Usage(phrase("help.projects"), Role.REMOVED),
    "new": Usage(phrase("help.new"), Role.REMOVED),
    "switch": Usage(phrase("help.switch"), Role.REMOVED),
    "help": Usage(phrase("help.help"), Role.OBSERVER),
}
"""Every command in the order of /help. REMOVED: anybody may, as it needs no role in a project.

The needed role is the least; where more depends on what follows, the command itself looks (/assign, /team).
"""

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
    "standups": "standup",
    "check_in": "checkin",
    "blocker": "blockers",
    "tz": "timezone",
    "zone": "timezone",
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
