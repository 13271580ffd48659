"""What happens with an answer: understood, asked back, kept, or refused with what is expected."""

from typing import Any, NamedTuple

from dialogs import asking
from dialogs.answers import Book, Entry, Kind, Slot, Value
from dialogs.checks import Finding, of_phase, of_question
from dialogs.effects import Ask, Refuse
from dialogs.plan import NEW, Asked
from dialogs.questions.base import Misunderstood, Unsure
from dialogs.questions.choice import OTHER
from dialogs.questions.people import NAME
from dialogs.questions.yes_no import yes_or_no
from dialogs.roles import names
from dialogs.state import Prompt, PromptKind, Role
from dialogs.texts import Part, Phrase, phrase
from dialogs.turn import Turn
from dialogs.view import Position, View


class Written(NamedTuple):
    """What an answer did: its item, perhaps just come to life; the value before; how many answers it made inactive."""

    item: str
    old: Value | None
    inactive: int


def answer(turn: Turn, typed: str) -> None:
    """Take a message as the answer to what was asked last in this chat."""
    prompt = turn.prompt
    if turn.seat.is_paused:
        turn.refuse(phrase("answer.paused"))
    elif prompt is None:
        turn.refuse(phrase("answer.nothing_asked"))
    elif refuse_gate(turn, turn.plan.asked.get(prompt.question)):
        return
    elif prompt.kind is PromptKind.CONFIRM:
        _answer_confirm(turn, prompt, typed)
    elif prompt.kind is PromptKind.ANOTHER:
        _answer_another(turn, prompt, typed)
    else:
        take(turn, prompt, typed)


def refuse_gate(turn: Turn, asked: Asked | None) -> bool:
    """Whether a question is a gate, and the person may not answer those; if so, a sentence says who may."""
    if asked is None or turn.may_answer(asked):
        return False
    turn.refuse(gate_refusal(turn, asked))
    turn.hush()
    return True


def gate_refusal(turn: Turn, asked: Asked) -> Phrase:
    """Who may answer a gate, for somebody who may not."""
    return phrase("gate.refused", phase=asked.section.phase.title, who=names(turn.state, Role.LEAD))


def take(turn: Turn, prompt: Prompt, typed: str) -> None:
    """Read what was typed as the answer to a question and keep it, ask back, or refuse."""
    asked = turn.plan.asked.get(prompt.question)
    if asked is None or not turn.is_there(asked, prompt.item):
        turn.drop_prompt()
        turn.refuse(phrase("answer.not_kept", typed=typed[:200]))
        return
    parsed = asked.question.parse(typed, turn.around)
    if isinstance(parsed, Misunderstood):
        turn.effects.append(Refuse(parsed.because))
    elif isinstance(parsed, Unsure):
        ask_back(turn, asked, prompt.item, {"do": "answer", "value": parsed.value, "based_on": prompt.based_on})
    else:
        keep(turn, prompt, parsed.value, typed)


def expects_slash(turn: Turn, prompt: Prompt | None) -> bool:
    """Whether answers to a question begin with a slash themselves, as paths do."""
    asked = turn.plan.asked.get(prompt.question) if prompt and prompt.kind is PromptKind.QUESTION else None
    return asked is not None and str(asked.question.example or "").startswith("/")


def confirm(turn: Turn, prompt: Prompt) -> None:
    """Ask back (again) what a CONFIRM prompt is about."""
    if not turn.is_askable(prompt):
        turn.drop_prompt()
        turn.say(phrase("answer.gone"))
        return
    asked = turn.plan.asked.get(prompt.question)
    if asked is None or (prompt.pending or {})["do"] == "remove":
        turn.put(_about(turn, turn.position(), prompt, removal_text(turn.view, prompt.item)))
        return
    position = Position(PromptKind.QUESTION, prompt.question, prompt.item)
    turn.put(_about(turn, position, prompt, confirm_text(turn, turn.book, asked, prompt)))


def keep(turn: Turn, prompt: Prompt, value: Value, typed: str | None = None) -> None:
    """Write an answer, unless somebody else answered since it was asked: then ask which one counts."""
    asked = turn.plan.asked[prompt.question]
    theirs = newer(turn, prompt.slot, prompt.based_on)
    if theirs is not None:
        ask_back(turn, asked, prompt.item, {"do": "replace", "value": value, "seen": theirs.seq})
        return
    item, old, inactive = write(turn, asked, prompt.item, value)
    turn.drop_prompt()
    _tell(turn, asked, item, old, typed)
    if inactive > 0:
        turn.say(phrase("answer.inactive", n=inactive))
    for finding in of_question(turn.view, asked, item):
        turn.say(finding_text(turn, finding))
    _look_on(turn, asked, item)


def newer(turn: Turn, slot: Slot, based_on: int) -> Entry | None:
    """What somebody else said about a slot since this entry counted for it; None where nobody did."""
    current = turn.book.entry(*slot)
    is_newer = current is not None and current.seq != based_on
    return current if current is not None and is_newer and not turn.is_mine(current.author) else None


def write(turn: Turn, asked: Asked, item: str, value: Value) -> Written:
    """Put an answer into the book, whatever counted before, and say nothing about it."""
    old = turn.view.raw(asked, item) if not item.startswith(NEW) else None
    inactive = _inactive_count(turn, asked) if old is not None else 0
    item = _write(turn, asked, item, value)
    return Written(item, old, _inactive_count(turn, asked) - inactive if old is not None else 0)


def ask_back(turn: Turn, asked: Asked, item: str, pending: dict[str, Any]) -> None:
    """Ask whether an answer was meant so, or is to take another's place; `pending` says what a yes does."""
    prompt = Prompt(turn.token, PromptKind.CONFIRM, asked.id, item, pending=pending)
    position = Position(PromptKind.QUESTION, asked.id, item)
    turn.put(_about(turn, position, prompt, confirm_text(turn, turn.book, asked, prompt)))


def finding_text(turn: Turn, finding: Finding) -> Part:
    """A finding as people read it, with the fact behind it."""
    message = asking.render(turn.view, finding.rule.message, finding.item, turn.around, finding.extra)
    fact = finding.fact(turn.view)
    source = phrase("check.source", platform=fact.platform, date=fact.date) if fact else ""
    if finding.blocks:
        return phrase("check.blocks", message=message, source=source)
    return phrase("check.warns", message=message, source=source)


def _answer_another(turn: Turn, prompt: Prompt, typed: str) -> None:
    rounds = turn.plan.rounds.get(prompt.question)
    if rounds is None or not turn.view.group_applies(rounds, prompt.item):
        turn.drop_prompt()
        turn.say(phrase("answer.gone"))
        return
    wanted = yes_or_no(typed)
    if wanted is None:
        turn.refuse(phrase("another.expected", item=rounds.group.item))
        return
    turn.drop_prompt()
    if wanted:
        turn.look_at(rounds.first.id, NEW + prompt.item)
    else:
        turn.write(Kind.ANSWER, rounds.id, prompt.item, False)


def _answer_confirm(turn: Turn, prompt: Prompt, typed: str) -> None:
    wanted, pending = yes_or_no(typed), prompt.pending or {}
    if pending["do"] == "remove":
        _answer_removal(turn, prompt, wanted)
        return
    asked = turn.plan.asked.get(prompt.question)
    based_on = int(pending.get("seen") or pending.get("based_on") or 0)
    question = Prompt("", PromptKind.QUESTION, prompt.question, prompt.item, based_on)
    if wanted is None or asked is None or not turn.is_there(asked, prompt.item):
        take(turn, question, typed)
        return
    turn.drop_prompt()
    if not wanted:
        if pending["do"] == "replace":
            turn.say(phrase("answer.kept_theirs"))
            turn.look_away()
        return
    seq = turn.book.seq
    keep(turn, question, pending["value"])
    if pending.get("link") and turn.book.seq > seq:
        turn.write(Kind.NOTE, prompt.question, prompt.item, str(pending["link"]))


def _answer_removal(turn: Turn, prompt: Prompt, wanted: bool | None) -> None:
    if wanted is None:
        turn.refuse(phrase("yes_no.expected"))
        return
    turn.drop_prompt()
    if not wanted:
        turn.say(phrase("remove.kept"))
    elif turn.view.item(prompt.item) is not None:
        name = str(turn.view.item(prompt.item))
        turn.write(Kind.REMOVE, prompt.question, prompt.item)
        turn.say(phrase("remove.done", item=name))


def _about(turn: Turn, position: Position | None, prompt: Prompt, text: Part) -> Ask:
    fresh = Prompt(turn.token, PromptKind.CONFIRM, prompt.question, prompt.item, pending=prompt.pending)
    if position is None:
        return asking.ask_back_anywhere(turn.view, fresh, text)
    return asking.ask_back(asking.ask(turn.view, position, turn.token, turn.around), fresh, text)


def confirm_text(turn: Turn, book: Book, asked: Asked, prompt: Prompt) -> Part:
    """What a CONFIRM prompt about an answer asks, as the book stands or stood."""
    pending = prompt.pending or {}
    meant = asking.show(asked, pending["value"], turn.around)
    if pending["do"] == "answer" and is_own(pending["value"]):
        return phrase("confirm.other", value=meant)
    if pending["do"] == "answer":
        return phrase("confirm.meant", value=meant)
    current = book.newest[asked.id, prompt.item]
    theirs: Part = phrase("confirm.skipped")
    if current.value is not None:
        theirs = asking.show(asked, current.value, turn.around)
    if pending.get("is_reworded"):
        return phrase("confirm.reworded", old=theirs, new=meant)
    if turn.is_mine(current.author):
        return phrase("confirm.change", old=theirs, new=meant)
    return phrase("confirm.replace", who=turn.name(current.author), theirs=theirs, mine=meant)


def is_own(value: Any) -> bool:
    """Whether an answer holds something that is none of the options, or a person who has not joined."""
    values = value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and one.startswith((OTHER, NAME)) for one in values)


def removal_text(view: View, item: str) -> Part:
    """What a CONFIRM prompt about removing an item asks."""
    found = view.item(item)
    answers = sum(1 for slot, entry in view.book.newest.items() if slot[1] == item and entry.kind is Kind.ANSWER)
    return phrase("remove.confirm", item=str(found) if found else item, n=answers)


def _write(turn: Turn, asked: Asked, item: str, value: Value) -> str:
    """Write the entries; returns the item the answer belongs to, which may just have come to life."""
    if item.startswith(NEW):
        rounds = turn.plan.rounds[asked.over]
        around = item.removeprefix(NEW)
        item = f"{rounds.group.prefix}-{asking.next_number(turn.view, rounds.group.prefix)}"
        turn.write(Kind.ADD, rounds.id, item, around)
    if asked.section.is_gate and asked.question.id == "waiver":
        blocks = (finding.id for finding in of_phase(turn.view, asked.section.phase.id) if finding.blocks)
        value = [str(value), *blocks]
    if asked.section.is_gate and value is False:
        turn.write(Kind.SKIP, asked.id, item)
    else:
        turn.write(Kind.ANSWER, asked.id, item, value)
    return item


def _tell(turn: Turn, asked: Asked, item: str, old: Value | None, typed: str | None) -> None:
    """Read the answer back where it was changed, or is not word for word what was typed."""
    value = turn.view.raw(asked, item)
    if value is None:
        return
    shown = asking.show(asked, value, turn.around)
    names_item = asked.over in turn.plan.rounds and turn.plan.rounds[asked.over].first is asked
    if old is not None and old != value:
        turn.say(phrase("answer.changed", old=asking.show(asked, old, turn.around), new=shown))
    elif old is not None:
        turn.say(phrase("answer.same", value=shown))
    elif names_item:
        turn.say(phrase("answer.kept_as", value=str(turn.view.item(item))))
    elif typed is None or (shown != typed.strip() and asked.question.type != "yes_no"):
        turn.say(phrase("answer.kept_as", value=shown))


def _look_on(turn: Turn, asked: Asked, item: str) -> None:
    """After an answer that was pulled up, or that brought an item to life: go on beside it, else with the walk."""
    was_pulled_up = turn.seat.focus is not None
    turn.look_away()
    if was_pulled_up and asked.over and item in turn.book.items:
        turn.stay_in(item)


def _inactive_count(turn: Turn, asked: Asked) -> int:
    """How many answers are kept but don't apply now, in the dialogs whose conditions read this question."""
    readers = turn.plan.far_readers.get(asked.id, frozenset()) | turn.plan.near_readers.get(asked.id, frozenset())
    if not readers:
        return 0
    places = {place.id: place for place in turn.plan.asked.values() if place.section.id in readers}
    answered = (entry.slot for entry in turn.book.newest.values() if entry.kind is Kind.ANSWER)
    kept = ((question, item) for question, item in answered if question in places and not turn.book.is_gone(item))
    return sum(1 for question, item in kept if not turn.view.applies(places[question], item))
