"""What a step wants done: plain values that only the shell carries out."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from dialogs.questions.base import Option
from dialogs.state import Prompt
from dialogs.texts import Part


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the current dialog, or the current round of a group, has come."""

    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Say:
    """Something to read."""

    text: Part


@dataclass(frozen=True, slots=True)
class Refuse:
    """Something was typed that can't be used; says what is expected."""

    text: Part


@dataclass(frozen=True, slots=True)
class Whisper:
    """Something that only the person who caused the step should see."""

    text: Part


class Ask(NamedTuple):
    """A question with everything a platform may show around it. `is_repeat`: it was asked just before, too."""

    prompt: Prompt
    phase: str
    dialog: str
    type: str
    text: Part
    item: str = ""
    item_label: str = ""
    help: Part | None = None
    options: tuple[Option, ...] = ()
    takes_other: bool = False
    required: bool = True
    min: float | None = None
    max: float | None = None
    unit: str | None = None
    example: str = ""
    recommended: Part | None = None
    current: Part | None = None
    progress: Progress | None = None
    phase_title: str = ""
    dialog_title: str = ""
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Deliver:
    """A document to render and hand over; a draft has its gaps marked."""

    document: str
    phase: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Retick:
    """Other options of the prompt with this token are ticked now."""

    token: str
    ticked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settle:
    """The prompt with this token is no longer open. `answer` is how its slot reads now, where this step answered it.

    `who` answered, in a seat that several share.
    """

    token: str
    text: Part
    answer: Part | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A member is to answer something: an item, a question or a dialog. `text` asks them to."""

    member: str
    question: str
    item: str
    text: Part


Effect: TypeAlias = Say | Refuse | Whisper | Ask | Deliver | Retick | Settle | Call
