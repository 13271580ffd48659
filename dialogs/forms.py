"""Questions that stand beside each other, as one form: what it asks, and what it would lose when it is closed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dialogs import asking
from dialogs.answers import Kind, Slot, Value
from dialogs.cursor import open_in
from dialogs.effects import Ask, Progress
from dialogs.plan import NEW, Asked, Place, Plan, Rounds
from dialogs.questions.base import Misunderstood
from dialogs.state import PromptKind, Role, State
from dialogs.texts import Part, phrase, shortened
from dialogs.turn import Turn
from dialogs.view import Position


class Field(NamedTuple):
    """One question of a form, asked as `ask` says; its slot and `based_on` stand in the prompt, which has no token.

    `typed` is the answer that counts, as a person could type it: option ids for choices, with commas between several;
    ISO dates, HH:MM, a list one a line. It is "" where there is none. `is_answered`: one counts.
    """

    ask: Ask
    typed: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Questions of one dialog, or of one round of a group.

    `item` is "" outside of items; it opens with a plus sign, and the item around follows, where the form brings a new
    item to life.
    """

    title: Part
    phase_title: str
    dialog_title: str
    dialog: str
    item: str
    item_label: str
    fields: tuple[Field, ...]
    progress: Progress


@dataclass(frozen=True, slots=True)
class Given:
    """One filled field: its slot, its text, and the seq of the entry that counted when the form was made (0: none)."""

    question: str
    item: str
    typed: str
    based_on: int = 0

    @property
    def slot(self) -> Slot:
        return self.question, self.item


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a field can't be kept as it is.

    `seen` is the seq of somebody else's newer answer (0: it is none of those); a field given again, based on that,
    takes its place.
    """

    text: Part
    seen: int = 0


def form(plan: Plan, state: State, member: str, question: str, item: str, *, now: datetime) -> Form | None:
    """The form that has this slot, with everything that is asked beside it now; None where there is nothing to fill.

    A group's id with the item around ("" for none) gives the form of a new item; so does a plus sign for its item.
    Of a gate it has what is open, and what was answered.
    """
    turn = reader(plan, state, member, now)
    rounds = plan.rounds.get(question)
    if rounds is not None and question not in plan.asked:
        question, item = rounds.first.id, NEW + item
    asked = plan.asked.get(question)
    if asked is None or not turn.may(Role.MEMBER) or not is_open_to(turn, asked, item):
        return None
    return _form(turn, asked, item, _beside(turn, asked, item))


def form_after(
    plan: Plan, state: State, member: str, dialog: str, item: str, *, now: datetime, but: Collection[str] = ()
) -> Form | None:
    """The form of the same dialog or round once more, with the questions that nobody has answered or skipped yet.

    `item` may be one that came to life with the form before (still called by its plus sign). `but` are the ids of
    questions that are not to come again. None when nothing is left.
    """
    turn = reader(plan, state, member, now)
    if item.startswith(NEW):
        item = _last_added(turn, dialog, item)
        if not item:
            return None
    found = turn.book.items.get(item)
    group = found.group if found else ""
    here = (one for one in plan.asked.values() if one.section.id == dialog and one.over == group)
    first = next((one for one in here if is_open_to(turn, one, item)), None)
    if first is None or not turn.may(Role.MEMBER):
        return None
    beside = (one for one in _beside(turn, first, item) if one.is_asked and one.id not in but)
    left = [one for one in beside if not turn.has_answer(one, item)]
    return _form(turn, first, item, left) if left else None


def left_out(plan: Plan, state: State, member: str, given: Iterable[Given], *, now: datetime) -> tuple[Part, ...]:
    """What the fields are called that hold something else than what counts, and would be lost."""
    turn = reader(plan, state, member, now)
    return tuple(label(turn, one) for one in given if one.typed.strip() and not is_unchanged(turn, one))


def reader(plan: Plan, state: State, member: str, now: datetime) -> Turn:
    """A step that nothing comes of, to look around in."""
    return Turn(plan, state, chat="", member=member, now=now, token="")


def is_open_to(turn: Turn, asked: Asked, item: str) -> bool:
    """Whether a slot is one, applies, and this person may answer it."""
    return is_slot(turn, asked, item) and turn.is_there(asked, item) and turn.may_answer(asked)


def is_unchanged(turn: Turn, given: Given) -> bool:
    """Whether a field holds what counts already, or what it held when the form was made."""
    asked = turn.plan.asked.get(given.question)
    if asked is None or not is_slot(turn, asked, given.item):
        return False
    typed = given.typed.strip()
    if typed in (spelled(turn, asked, given.item).strip(), _held(turn, asked, given).strip()):
        return True
    current = turn.book.entry(*given.slot)
    parsed = asked.question.parse(typed, turn.around)
    return current is not None and not isinstance(parsed, Misunderstood) and is_same(asked, current.value, parsed.value)


def is_same(asked: Asked, counting: Value | None, value: Value) -> bool:
    """Whether a value is what counts already; of a waiver its reason is compared."""
    if asked.section.is_gate and isinstance(counting, list):
        return counting[0] == value
    return counting == value and isinstance(counting, bool) is isinstance(value, bool)


def spelled(turn: Turn, asked: Asked, item: str) -> str:
    """The answer that counts as a person could type it; "" for none, or a skipped one."""
    return "" if item.startswith(NEW) else _spelled(turn, asked, turn.view.raw(asked, item))


def label(turn: Turn, given: Given) -> Part:
    """What a field is called; a question that is gone is called by its id."""
    asked = turn.plan.asked.get(given.question)
    if asked is None:
        return given.question
    if given.item.startswith(NEW):
        return shortened(asking.question_text(turn.view, asked, given.item, turn.around), 120)
    return shortened(asking.slot_label(turn.view, (asked.id, given.item), turn.around), 120)


def _held(turn: Turn, asked: Asked, given: Given) -> str:
    """What a field held when its form was made."""
    based_on = next(iter(turn.book.since(given.based_on - 1)), None) if given.based_on else None
    return _spelled(turn, asked, based_on.value) if based_on is not None and based_on.slot == given.slot else ""


def _spelled(turn: Turn, asked: Asked, value: Value | None) -> str:
    if value is None:
        return ""
    if asked.section.is_gate and isinstance(value, list):
        return value[0]
    return asked.question.spell(value, turn.around)


def is_slot(turn: Turn, asked: Asked, item: str) -> bool:
    """Whether a question is asked about such an item, or about one that comes to life with its group."""
    if not asked.over:
        return not item
    found = turn.book.items.get(item.removeprefix(NEW))
    if not item.startswith(NEW):
        return found is not None and found.group == asked.over
    rounds = turn.plan.rounds[asked.over]
    is_around = found.group == rounds.over if found is not None else not rounds.over and item == NEW
    return is_around and asked in rounds.entries


def _beside(turn: Turn, asked: Asked, item: str) -> list[Asked]:
    """The questions of the same round, or of the dialog where it stands in no group, that apply and may be answered."""
    places: tuple[Place, ...] = asking.entries_beside(asked, turn.view)
    found = [one for one in places if isinstance(one, Asked) and turn.is_there(one, item)]
    return list(_of_gate(turn, found)) if asked.section.is_gate else found


def _of_gate(turn: Turn, found: list[Asked]) -> Iterator[Asked]:
    """What is open at a gate, and what was answered there."""
    open_now = open_in(turn.view, found[0].section)
    for asked in found:
        if turn.view.raw(asked, "") is not None or (open_now is not None and open_now.question == asked.id):
            yield asked


def _form(turn: Turn, asked: Asked, item: str, places: list[Asked]) -> Form | None:
    fields = tuple(_field(turn, one, item) for one in places)
    if not fields:
        return None
    section = asked.section
    done = sum(1 for one in places if turn.has_answer(one, item))
    return Form(
        title=_title(turn, asked, item),
        phase_title=section.phase.title,
        dialog_title=section.dialog.title,
        dialog=section.id,
        item=item,
        item_label=fields[0].ask.item_label,
        fields=fields,
        progress=Progress(done, len(fields)),
    )


def _field(turn: Turn, asked: Asked, item: str) -> Field:
    ask = asking.ask(turn.view, Position(PromptKind.QUESTION, asked.id, item), "", turn.around)
    return Field(ask, spelled(turn, asked, item), ask.current is not None)


def _title(turn: Turn, asked: Asked, item: str) -> Part:
    if item.startswith(NEW):
        rounds: Rounds = turn.plan.rounds[asked.over]
        return phrase("form.new", item=rounds.group.item)
    return str(turn.view.item(item)) if item else asked.section.dialog.title


def _last_added(turn: Turn, dialog: str, item: str) -> str:
    """The newest item that this person brought to life in a dialog below the item around; "" for none."""
    around = item.removeprefix(NEW)
    for entry in reversed(turn.book.entries):
        rounds = turn.plan.rounds.get(entry.question) if entry.kind is Kind.ADD else None
        if rounds is None or entry.value != around or rounds.section.id != dialog:
            continue
        if turn.is_mine(entry.author):
            return entry.item
    return ""
