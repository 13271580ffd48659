"""What a conversation remembers beside the answers: who sits where, what was pulled up, what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dialogs.answers import Book, Entry, Slot


class PromptKind(StrEnum):
    """What an answer to the prompt means."""

    QUESTION = "question"
    ANOTHER = "another"
    CONFIRM = "confirm"


class Role(StrEnum):
    """What a person may do in a project, from the least to the most."""

    REMOVED = "removed"
    OBSERVER = "observer"
    MEMBER = "member"
    LEAD = "lead"
    OWNER = "owner"

    def at_least(self, other: "Role") -> bool:
        """Whether it allows everything that the other does."""
        return _RANKS[self] >= _RANKS[other]


_RANKS = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a workspace. `id` is permanent, `name` is what the others read, `zone` the IANA name of a time zone
    ("" where it is not known).

    Somebody who turned out to be another member stays, because answers name them: `same_as` is that other's id.
    """

    id: str
    name: str
    same_as: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One asked question in one chat.

    `token` is opaque and unique in the workspace; `based_on` is the seq of the entry that counted for the slot
    when it was asked (0: none), for an item that has yet to come to life the book's; `pending` holds, as JSON data,
    what a CONFIRM prompt does on "yes"; `ticked` are the ids of the options that are ticked so far.
    """

    token: str
    kind: PromptKind
    question: str
    item: str
    based_on: int = 0
    pending: Mapping[str, Any] | None = None
    ticked: tuple[str, ...] = ()

    @property
    def slot(self) -> Slot:
        return self.question, self.item


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in one chat, or all who share it: the open prompt, the slot pulled up, whether the walk rests.

    While there is an errand, it is what is asked, and the walk waits.
    """

    prompt: Prompt | None = None
    focus: Slot | None = None
    is_paused: bool = False
    errand: "Errand | None" = None


@dataclass(frozen=True, slots=True)
class Errand:
    """A short dialog on top of the walk, whose answers are not the project's: a check-in, the set-up of a stand-up.

    `kind` tells what comes of it, `about` what it is about, `playbook` names its questions. `entries` are its answers
    so far, `seat` what is asked. `resumes`: the walk had a question open, and asks again afterwards.
    """

    kind: str
    about: Mapping[str, str]
    playbook: str
    entries: tuple[Entry, ...] = ()
    seat: Seat = Seat()
    resumes: bool = False


@dataclass(frozen=True)
class State:
    """One project as a step sees it: answers, members and roles by id, seats by (chat, member).

    A seat that everybody in a chat shares has "" for its member. Who has no role is not part of the project.
    """

    book: Book = field(default_factory=Book)
    members: Mapping[str, Member] = field(default_factory=dict)
    seats: Mapping[tuple[str, str], Seat] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)

    def role(self, member: str) -> Role:
        """What a person may do here."""
        return self.roles.get(member, Role.REMOVED)
