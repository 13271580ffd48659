"""Messages that people keep: an open question or a decision that came up while they talked, as an item of its own."""

from collections.abc import Iterator

from dialogs import answering
from dialogs.plan import NEW, Asked, Plan, Rounds
from dialogs.questions.address import UrlQuestion
from dialogs.questions.base import Misunderstood, Question, Understood
from dialogs.questions.text import LongTextQuestion, TypedQuestion, cleaned
from dialogs.texts import phrase
from dialogs.turn import Turn
from dialogs.view import ItemView, View


def keep(turn: Turn, kind: str, text: str, link: str) -> None:
    """Add a message to the group that keeps its kind ("question", "decision"); what is open stays open.

    A message that is too long for a name gives its beginning as one, and is kept in full beside it.
    """
    turn.leave_open()
    rounds = _place_for(turn.plan, kind)
    if rounds is None:
        turn.refuse(phrase("keep.nowhere"))
        return
    first, item = rounds.first, NEW
    parsed = first.question.parse(_opening(first.question, text), turn.around)
    if not turn.is_there(first, item):
        turn.refuse(phrase("add.full", title=rounds.group.title, max=rounds.group.max or 0))
    elif isinstance(parsed, Misunderstood):
        turn.refuse(parsed.because)
    else:
        item = answering.write(turn, first, item, parsed.value).item
        if parsed.value != _tidied(first.question, text):
            _add(turn, rounds, LongTextQuestion, item, text)
        _add(turn, rounds, UrlQuestion, item, link)
        turn.say(phrase("keep.kept", id=item, label=turn.view.name_of(item)))


def link_of(view: View, item: ItemView) -> str:
    """The address of the message that an item was kept from; "" for none."""
    rounds = view.plan.rounds[item.group]
    links = _unasked(rounds, UrlQuestion) if rounds.group.keeps else iter(())
    return next((str(value) for one in links if (value := view.raw(one, item.id)) is not None), "")


def _place_for(plan: Plan, kind: str) -> Rounds | None:
    return next((one for one in plan.rounds.values() if one.group.keeps == kind and not one.over), None)


def _opening(question: Question, text: str) -> str:
    """As much of a text as a question takes, in one line where it takes one."""
    limit = question.max_length if isinstance(question, TypedQuestion) else len(text)
    tidied = _tidied(question, text)
    return tidied if len(tidied) <= limit else tidied[: limit - 1].rstrip() + "…"


def _tidied(question: Question, text: str) -> str:
    return question.tidied(text) if isinstance(question, TypedQuestion) else cleaned(text)


def _add(turn: Turn, rounds: Rounds, kind: type[Question], item: str, text: str) -> None:
    """Put a text where the group has a question of this kind that is never asked."""
    asked = next(_unasked(rounds, kind), None)
    parsed = asked.question.parse(_opening(asked.question, text), turn.around) if asked is not None else None
    if asked is not None and isinstance(parsed, Understood):
        answering.write(turn, asked, item, parsed.value)


def _unasked(rounds: Rounds, kind: type[Question]) -> Iterator[Asked]:
    asked = (one for one in rounds.entries if isinstance(one, Asked) and not one.is_asked)
    return (one for one in asked if isinstance(one.question, kind))
