"""What is said to a question that is no longer the open one: a reply to an earlier message, an old button, an edit."""

from dialogs import answering, asking
from dialogs.answers import Entry, Kind, Value
from dialogs.commands import Command, read
from dialogs.effects import Refuse
from dialogs.forms import is_same
from dialogs.plan import NEW, Asked
from dialogs.questions.base import Misunderstood
from dialogs.state import Prompt, PromptKind
from dialogs.texts import Part, phrase
from dialogs.turn import Turn

ABOUT_THE_QUESTION = frozenset({"skip", "accept", "example"})
"""Commands that mean the question they are said to."""


def answer(turn: Turn, to: Prompt, typed: str) -> None:
    """Take a message as the answer to an earlier prompt; what counts by now is never replaced without a yes."""
    turn.hush()
    if turn.seat.is_paused:
        turn.refuse(phrase("answer.paused"))
        return
    asked = _still_asked(turn, to, gone=phrase("answer.not_kept", typed=typed[:200]))
    if asked is None:
        return
    current = turn.book.entry(*to.slot)
    is_open = current is None or current.seq == to.based_on or _is_own_skip(turn, current)
    if _is_asked_again(turn, to):
        answering.answer(turn, typed)
    elif current is None or is_open:
        _take(turn, to, typed)
    else:
        parsed = asked.question.parse(typed, turn.around)
        if isinstance(parsed, Misunderstood):
            turn.refuse(parsed.because)
        else:
            _offer(turn, asked, current, parsed.value)


def press(turn: Turn, to: Prompt | None, option: str) -> None:
    """Take a press of an earlier prompt's button: where there is an answer already, nothing moves without a yes."""
    if to is None or not option:
        turn.tell(phrase("press.old"))
        return
    if turn.seat.is_paused:
        turn.refuse(phrase("answer.paused"))
        return
    asked = _still_asked(turn, to, gone=phrase("answer.gone"))
    if asked is None:
        return
    current = turn.book.entry(*to.slot)
    if current is None and _is_asked_again(turn, to):
        answering.answer(turn, option)
    elif current is None:
        _take(turn, to, option)
    elif turn.is_shared:
        shown, command = _shown(turn, asked, current), asking.edit_command(asked, to.item)
        turn.whisper(phrase("press.answered", who=turn.name(current.author), value=shown, command=command))
    else:
        parsed = asked.question.parse(option, turn.around)
        if isinstance(parsed, Misunderstood):
            turn.say(phrase("press.old"))
        else:
            _offer(turn, asked, current, parsed.value)


def may_obey(turn: Turn, to: Prompt, command: str) -> bool:
    """Whether a command said to an earlier prompt can be carried out; one about that question pulls it up before."""
    if command not in ABOUT_THE_QUESTION:
        return True
    turn.hush()
    asked = _still_asked(turn, to, gone=phrase("answer.gone"))
    if asked is None:
        return False
    if turn.book.entry(*to.slot) is not None:
        turn.tell(phrase("press.old"))
        return False
    if not _is_asked_again(turn, to):
        turn.drop_prompt()
        turn.look_at(*to.slot)
    return True


def reword(turn: Turn, question: str, item: str, text: str) -> bool:
    """Offer to change an answer whose message was edited; returns whether the walk goes on afterwards."""
    turn.hush()
    asked = turn.plan.asked.get(question)
    current = turn.book.entry(question, item)
    if asked is None or item.startswith(NEW) or not turn.is_there(asked, item):
        turn.say(phrase("reworded.gone"))
        return True
    if current is None:
        turn.say(phrase("reworded.taken_back"))
        return True
    if not turn.is_mine(current.author):
        turn.say(phrase("reworded.changed_since", who=turn.name(current.author)))
        return True
    said = read(text)
    if isinstance(said, Command):
        turn.refuse(phrase("reworded.command", name=said.name))
        return True
    parsed = asked.question.parse(getattr(said, "text", text), turn.around)
    if isinstance(parsed, Misunderstood):
        turn.effects.append(Refuse(parsed.because))
    elif is_same(asked, current.value, parsed.value):
        return False
    elif turn.seat.is_paused:
        turn.refuse(phrase("answer.paused"))
    elif not answering.refuse_gate(turn, asked):
        pending = {"do": "replace", "value": parsed.value, "seen": current.seq, "is_reworded": True}
        answering.ask_back(turn, asked, item, pending)
    return True


def _still_asked(turn: Turn, to: Prompt, *, gone: Part) -> Asked | None:
    """The question of an earlier prompt while an answer to it can be taken; else a sentence says why not."""
    asked = turn.plan.asked.get(to.question)
    if to.kind is not PromptKind.QUESTION:
        turn.tell(phrase("press.old"))
    elif asked is None:
        turn.refuse(gone)
    elif answering.refuse_gate(turn, asked):
        pass
    elif turn.was_added(to):
        turn.tell(phrase("press.added", item=turn.plan.rounds[asked.over].group.item))
    elif not turn.is_there(asked, to.item):
        turn.refuse(gone)
    else:
        return asked
    return None


def _is_asked_again(turn: Turn, to: Prompt) -> bool:
    """Whether the open prompt asks the same."""
    prompt = turn.prompt
    return prompt is not None and prompt.kind is PromptKind.QUESTION and prompt.slot == to.slot


def _take(turn: Turn, to: Prompt, typed: str) -> None:
    """Answer an earlier prompt, and leave what is open as it is, unless the answer is asked back."""
    seat = turn.seat
    answering.take(turn, to, typed)
    if turn.prompt is None or turn.prompt.token != turn.token:
        turn.sit_back(seat, done=to.slot)


def _offer(turn: Turn, asked: Asked, current: Entry, value: Value) -> None:
    """Ask whether another value is to take the place of what counts."""
    if is_same(asked, current.value, value):
        turn.tell(phrase("answer.same", value=_shown(turn, asked, current)))
    else:
        pending = {"do": "replace", "value": value, "seen": current.seq}
        answering.ask_back(turn, asked, current.item, pending)


def _is_own_skip(turn: Turn, current: Entry | None) -> bool:
    return current is not None and current.kind is Kind.SKIP and turn.is_mine(current.author)


def _shown(turn: Turn, asked: Asked, current: Entry) -> Part:
    return phrase("why.skipped") if current.value is None else asking.show(asked, current.value, turn.around)
