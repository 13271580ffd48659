"""Turning a place in the walk into a question that a platform can show."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from dialogs.answers import Slot, Value
from dialogs.commands import as_answer
from dialogs.cursor import is_answered
from dialogs.effects import Ask, Progress
from dialogs.expressions import Text
from dialogs.plan import NEW, Asked, Place, Rounds, Section
from dialogs.questions.base import Option, Situation
from dialogs.questions.yes_no import YES_NO
from dialogs.references import Reference
from dialogs.state import Member, Prompt, PromptKind
from dialogs.texts import Part, lines, phrase
from dialogs.view import ItemView, Position, View
from dialogs.zones import local_day

NAMED = 6
"""Items that "another?" names, the newest ones: enough to see what is there, short enough for a phone."""


class ItemOptions(Mapping[str, tuple[Option, ...]]):
    """Living items as options, by group; worked out only for the group that is looked at."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[str, tuple[Option, ...]] = {}

    def __getitem__(self, group: str) -> tuple[Option, ...]:
        known = self._known.get(group)
        if known is None:
            known = self._known[group] = tuple(Option(item.id, str(item)) for item in self._view.all_items(group))
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._view.plan.rounds)

    def __len__(self) -> int:
        return len(self._view.plan.rounds)


def situation(view: View, members: Mapping[str, Member], me: str, now: datetime) -> Situation:
    """What questions may look at while they read and show answers."""
    names = {member.id: member.name for member in members.values()}
    return Situation(local_day(now, zone_of(members, me)), me, names, ItemOptions(view))


def zone_of(members: Mapping[str, Member], member: str) -> str:
    """A member's time zone; "" where it is not known."""
    found = members.get(member)
    return found.zone if found else ""


def render(view: View, text: Text, item: str, around: Situation, extra: Mapping[str, Any] | None = None) -> Part:
    """A playbook's text with the answers it names, shown as people read them."""
    if text.is_plain:
        return text.source
    parts: list[Part] = []
    for piece in text.pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        named = _plainly_named(view, piece.references, item) if piece.is_name else None
        raw = view.raw(*named) if named is not None and view.applies(*named) else None
        if named is not None and raw is not None:
            parts.append(named[0].question.show(raw, around))
        else:
            parts.append(shown(piece.value(view.of(item, extra))))
    return lines(parts, between="")


def shown(value: Any) -> Part:
    """A worked-out value as people read it; an ellipsis for nothing."""
    if value is None:
        return "…"
    if isinstance(value, bool):
        return phrase("yes") if value else phrase("no")
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return lines((shown(one) for one in value), between=", ") if value else phrase("none")
    return str(value)


def ask(view: View, position: Position, token: str, around: Situation) -> Ask:
    """The prompt for a place in the walk."""
    if position.kind is PromptKind.ANOTHER:
        return _ask_another(view, position, token)
    asked, item = view.plan.asked[position.question], position.item
    entry = view.book.newest.get(position.slot)
    based_on = view.book.seq if item.startswith(NEW) else entry.seq if entry else 0
    prompt = Prompt(token, PromptKind.QUESTION, asked.id, item, based_on)
    question, bounds = asked.question, asked.question.bounds()
    value = None if item.startswith(NEW) else view.raw(asked, item)
    return Ask(
        prompt=prompt,
        phase=asked.section.phase.id,
        dialog=asked.section.id,
        type=question.type,
        text=question_text(view, asked, item, around),
        item=item.removeprefix(NEW),
        item_label=_item_label(view, asked, item),
        help=render(view, asked.help, item, around) if asked.help else None,
        options=question.options(around),
        takes_other=question.takes_other(),
        required=question.required,
        min=bounds.min,
        max=bounds.max,
        unit=bounds.unit,
        example=as_answer(question.sample(around)),
        recommended=recommended(view, asked, item, around),
        current=None if value is None else show(asked, value, around),
        progress=_progress(view, asked, item),
        phase_title=asked.section.phase.title,
        dialog_title=asked.section.dialog.title,
    )


def ask_back(question: Ask, prompt: Prompt, text: Part) -> Ask:
    """A yes/no about what was understood, in the place of a question."""
    return Ask(
        prompt=prompt,
        phase=question.phase,
        dialog=question.dialog,
        type=PromptKind.CONFIRM.value,
        text=text,
        item=question.item,
        item_label=question.item_label,
        options=YES_NO,
        example="yes",
        progress=question.progress,
        phase_title=question.phase_title,
        dialog_title=question.dialog_title,
    )


def ask_back_anywhere(view: View, prompt: Prompt, text: Part) -> Ask:
    """A yes/no when the walk itself has nothing open."""
    section = view.plan.sections[-1]
    return Ask(
        prompt=prompt,
        phase=section.phase.id,
        dialog=section.id,
        type=PromptKind.CONFIRM.value,
        text=text,
        options=YES_NO,
        example="yes",
        phase_title=section.phase.title,
        dialog_title=section.dialog.title,
    )


def question_text(view: View, asked: Asked, item: str, around: Situation) -> Part:
    """A question's own words; those of a gate come from the catalogue."""
    if not asked.section.is_gate:
        return render(view, asked.text, item, around)
    title = asked.section.phase.title
    return phrase("gate.waiver", phase=title) if asked.question.id == "waiver" else phrase("gate.sign_off", phase=title)


def another_text(view: View, rounds: Rounds, item: str) -> Part:
    """Whether there is another one, with those there are."""
    known = view.items(rounds.id, item)
    names = ["…"] * (len(known) > NAMED) + [str(one) for one in known[-NAMED:]]
    if names:
        return phrase("ask.another", item=rounds.group.item, known=lines(names, between=", "))
    return phrase("ask.any", item=rounds.group.item)


def show(asked: Asked, value: Value, around: Situation) -> Part:
    """An answer as people read it; of a waiver its reason."""
    if asked.section.is_gate and isinstance(value, list):
        return value[0]
    return asked.question.show(value, around)


def recommended(view: View, asked: Asked, item: str, around: Situation) -> Part | None:
    """The recommended answer and its reason, where there is one and it fits."""
    found = asked.question.recommend
    if found is None or (asked.recommend_when is not None and not asked.recommend_when.is_true(view.of(item))):
        return None
    parsed = asked.question.parse(str(found.answer), around)
    value = getattr(parsed, "value", None)
    answer = str(found.answer) if value is None else asked.question.show(value, around)
    return phrase("ask.recommended", answer=answer, because=found.because)


def _ask_another(view: View, position: Position, token: str) -> Ask:
    rounds = view.plan.rounds[position.question]
    group, section = rounds.group, rounds.section
    entry = view.book.newest.get(position.slot)
    around = view.item(position.item)
    return Ask(
        prompt=Prompt(token, PromptKind.ANOTHER, rounds.id, position.item, entry.seq if entry else 0),
        phase=section.phase.id,
        dialog=section.id,
        type=PromptKind.ANOTHER.value,
        text=another_text(view, rounds, position.item),
        item=position.item,
        item_label=str(around) if around else "",
        help=group.help,
        options=YES_NO,
        example="no" if view.items(rounds.id, position.item) else "yes",
        phase_title=section.phase.title,
        dialog_title=section.dialog.title,
    )


def _item_label(view: View, asked: Asked, item: str) -> str:
    if not item.startswith(NEW):
        found = view.item(item)
        return str(found) if found else ""
    rounds = view.plan.rounds[asked.over]
    return f"{rounds.group.prefix}-{next_number(view, rounds.group.prefix)}"


def next_number(view: View, prefix: str) -> int:
    """The next number of a label. Removed items keep theirs, so it is never given twice."""
    numbers = [int(id_.rpartition("-")[2]) for id_ in view.book.items if id_.rpartition("-")[0] == prefix]
    return max(numbers, default=0) + 1


def _progress(view: View, asked: Asked, item: str) -> Progress:
    if item.startswith(NEW):
        first_round = _walked(view.plan.rounds[asked.over].entries)
        return Progress(0, sum(1 for place in first_round if place.when is None))
    beside = [place for place in _walked(entries_beside(asked, view)) if view.meets(place, item)]
    return Progress(sum(1 for place in beside if is_answered(view, place, item)), len(beside))


def _walked(entries: tuple[Place, ...]) -> Iterator[Asked]:
    """The questions that the walk asks."""
    return (place for place in entries if isinstance(place, Asked) and place.is_asked)


def entries_beside(asked: Asked, view: View) -> tuple[Place, ...]:
    """The entries of the same round, or of the dialog where the question stands in no group."""
    section: Section = asked.section
    return section.entries if asked.over == section.over else view.plan.rounds[asked.over].entries


def _plainly_named(view: View, references: tuple[Reference, ...], item: str) -> tuple[Asked, str] | None:
    """The slot that an expression names and does nothing else with."""
    reference = references[0]
    if not reference.attributes:
        asked = view.plan.asked.get(reference.name)
        return (asked, "") if asked else None
    found = view.item(item) if reference.name == "item" else None
    if found is None or len(reference.attributes) != 1:
        return None
    full_id = view.plan.attributes.get(found.group, {}).get(reference.attributes[0], "")
    asked = view.plan.asked.get(full_id)
    return (asked, found.id) if asked else None


def slot_label(view: View, slot: Slot, around: Situation) -> Part:
    """How a slot is called in lists: the question, and the item it is about."""
    text = question_text(view, view.plan.asked[slot[0]], slot[1], around)
    label = view.name_of(slot[1]) if slot[1] else ""
    about = ItemView(view, "", slot[1], "") if label else None
    return phrase("slot.of_item", item=str(about), text=text) if about else text


def edit_command(asked: Asked, item: str) -> str:
    """The command that pulls a slot up."""
    return f"/edit {item} {asked.question.id}" if item else f"/edit {asked.id}"
