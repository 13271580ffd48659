"""Finding what a person means by a number, an id, or words: a question, an item, a group."""

from dialogs import asking
from dialogs.answers import Slot
from dialogs.cursor import all_slots, answered_slots
from dialogs.plan import Asked, Rounds
from dialogs.questions.matching import folded
from dialogs.questions.people import ME
from dialogs.state import Member, Role
from dialogs.texts import Lines, Part, Phrase
from dialogs.turn import Turn
from dialogs.view import ItemView


def find_slots(turn: Turn, wanted: str) -> list[tuple[Asked, str]]:
    """The slots meant by a number of the answers' list, an id ("F-3", "F-3 effort", "market_gap"), or words.

    Words that are found in answered questions mean those. What is never asked is found by its id alone, and in an
    errand not at all.
    """
    answered = answered_slots(turn.view)
    if wanted.isdecimal():
        index = int(wanted[:6]) - 1
        return answered[index : index + 1] if index >= 0 else []
    head, _, rest = wanted.replace(".", " ", 1).partition(" ") if "-" in wanted else (wanted, "", "")
    item = find_item(turn, head)
    if item is not None:
        return _of_item(turn, item, rest)
    slots = list(all_slots(turn.view))
    exact = [(asked, id_) for asked, id_ in slots if asked.id == wanted.strip() and _may_be_filled(turn, asked)]
    if exact:
        return exact
    words = folded(wanted).split()
    named = [slot for slot in slots if slot[0].is_asked and _may_be_named(slot[0], words)]
    by_question = [slot for slot in named if _holds(words, asking.question_text(turn.view, *slot, turn.around))]
    by_id = [slot for slot in named if _holds(words, _id_in_words(slot[0]))]
    by_answer = [slot for slot in answered if _holds(words, _answer(turn, *slot))]
    found = list(dict.fromkeys([*by_question, *by_id, *by_answer]))
    given = set(answered)
    return [slot for slot in found if slot in given] or found


def find_item(turn: Turn, wanted: str) -> ItemView | None:
    """A living item by its id or, where only one is called so, by its name."""
    found = turn.view.item(wanted.strip().upper())
    if found is not None or not wanted.strip():
        return found
    name = folded(wanted)
    living = [item.id for item in turn.book.items.values() if not turn.book.is_gone(item.id)]
    called_so = [id_ for id_ in living if folded(turn.view.name_of(id_)) == name]
    return turn.view.item(called_so[0]) if len(called_so) == 1 else None


def find_group(turn: Turn, wanted: str) -> tuple[Rounds | None, str, str]:
    """The group, the item around the new one, and the rest of "persona", "persona Students" or "step J-1 Pay"."""
    text = wanted.strip()
    by_length = sorted(turn.plan.rounds.values(), key=lambda rounds: -len(rounds.group.item))
    for rounds in by_length:
        for name in (rounds.group.item, rounds.id.replace("_", " "), rounds.id):
            if text.casefold() == name or text.casefold().startswith(name + " "):
                return _with_around(turn, rounds, text[len(name) :].strip())
    return None, "", ""


def find_targets(turn: Turn, wanted: str) -> list[Slot]:
    """What can be assigned under this name: an item, a dialog, or questions. A gate can't: it is for those who lead."""
    item = find_item(turn, wanted)
    if item is not None:
        return [(item.group, item.id)]
    word = folded(wanted)
    sections = [one for one in turn.plan.sections if not one.is_gate and word in (one.id, folded(one.dialog.title))]
    if len(sections) == 1 and word not in turn.plan.asked:
        return [(sections[0].id, "")]
    return [(asked.id, id_) for asked, id_ in find_slots(turn, wanted) if not asked.section.is_gate]


def find_people(turn: Turn, wanted: str) -> list[Member]:
    """The people of the project who are called so, or the one who asks."""
    name = folded(wanted.strip().removeprefix("@"))
    if name in ME:
        return [turn.state.members[turn.me]] if turn.me in turn.state.members else []
    team = (member for member in turn.state.members.values() if turn.state.role(member.id).at_least(Role.OBSERVER))
    return [member for member in team if folded(member.name) == name]


def _with_around(turn: Turn, rounds: Rounds, rest: str) -> tuple[Rounds, str, str]:
    if not rounds.over:
        return rounds, "", rest
    head, _, tail = rest.partition(" ")
    owner = turn.view.item(head.upper())
    if owner is not None and owner.group == rounds.over:
        return rounds, owner.id, tail.strip()
    owners = list(turn.view.all_items(rounds.over))
    return rounds, owners[0].id if len(owners) == 1 else "", rest


def _of_item(turn: Turn, item: ItemView, rest: str) -> list[tuple[Asked, str]]:
    slots = [slot for slot in all_slots(turn.view) if slot[1] == item.id]
    asked = [slot for slot in slots if slot[0].is_asked]
    if not rest:
        first = turn.plan.rounds[item.group].first
        return asked if len(asked) > 1 else [(first, item.id)]
    words = folded(rest).split()
    exact = [slot for slot in slots if slot[0].question.id == rest.strip()]
    return exact or [
        slot
        for slot in asked
        if _holds(words, slot[0].question.id.replace("_", " "))
        or _holds(words, asking.question_text(turn.view, *slot, turn.around))
    ]


def _may_be_filled(turn: Turn, asked: Asked) -> bool:
    """Whether a question can be pulled up: in an errand what is not asked is its own business."""
    return asked.is_asked or not turn.is_errand


def _may_be_named(asked: Asked, words: list[str]) -> bool:
    """Whether words can mean a question: a gate only by its own id, as its text names nothing but the phase."""
    return not asked.section.is_gate or asked.question.id.partition("_")[0] in words


def _id_in_words(asked: Asked) -> str:
    """A question's id as words; a gate's with its phase, as its own text is in no playbook."""
    words = asked.id.replace("_", " ").replace(".", " ")
    return f"{words} {asked.section.phase.title}" if asked.section.is_gate else words


def _answer(turn: Turn, asked: Asked, item: str) -> Part:
    value = turn.view.raw(asked, item)
    return "" if value is None else asking.show(asked, value, turn.around)


def _holds(words: list[str], text: Part) -> bool:
    readable = folded(_data(text))
    return bool(words) and all(word in readable for word in words)


def _data(part: Part) -> str:
    """What of a part is data or authored text: enough to search in, in any language."""
    if isinstance(part, Phrase):
        return " ".join(_data(value) for value in part.values.values())
    if isinstance(part, Lines):
        return " ".join(_data(one) for one in part.parts)
    return str(part)
