"""What a conversation remembers beside the answers: who sits where, what was pulled up, what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dialogs.answers import Book, Slot


class PromptKind(StrEnum):
    """What an answer to the prompt means."""

    QUESTION = "question"
    ANOTHER = "another"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a workspace. `id` is permanent, `name` is what the others read."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One asked question in one chat.

    `token` is opaque and unique in the workspace; `based_on` is the seq of the entry that counted for the slot
    when it was asked (0: none); `pending` holds, as JSON data, what a CONFIRM prompt does on "yes".
    """

    token: str
    kind: PromptKind
    question: str
    item: str
    based_on: int = 0
    pending: Mapping[str, Any] | None = None

    @property
    def slot(self) -> Slot:
        return self.question, self.item


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in one chat: the open prompt, the slot that was pulled up, and whether the walk rests."""

    prompt: Prompt | None = None
    focus: Slot | None = None
    is_paused: bool = False


@dataclass(frozen=True)
class State:
    """One project as a step sees it: answers, members by id, seats by (chat, member)."""

    book: Book = field(default_factory=Book)
    members: Mapping[str, Member] = field(default_factory=dict)
    seats: Mapping[tuple[str, str], Seat] = field(default_factory=dict)
