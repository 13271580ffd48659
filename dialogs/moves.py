"""Commands that move the walk or change the book."""

from collections.abc import Callable, Mapping

from dialogs import answering, asking
from dialogs.answers import Book, Entry, Kind
from dialogs.commands import as_answer
from dialogs.cursor import all_slots, answered_slots
from dialogs.duties import holder
from dialogs.finding import find_group, find_item, find_slots
from dialogs.plan import NEW, Asked, Rounds
from dialogs.state import Prompt, PromptKind
from dialogs.texts import Part, lines, phrase, shortened
from dialogs.turn import Turn
from dialogs.view import Position
from dialogs.waiting import target_name

LISTED = 20
"""Lines of a list that still read well in a chat."""


def go_on(turn: Turn, argument: str) -> None:
    """/next: leave what was pulled up and ask the first open question."""
    del argument
    turn.drop_prompt()
    turn.look_away()


def go_back(turn: Turn, argument: str) -> None:
    """/back: pull up the answer before what is being asked."""
    del argument
    here = turn.position()
    order = list(all_slots(turn.view))
    end = _index_of(turn, order, here) if here is not None else len(order)
    for asked, item in reversed(order[:end]):
        if asked.is_asked and turn.has_answer(asked, item) and turn.may_answer(asked):
            turn.drop_prompt()
            turn.look_at(asked.id, item)
            return
    turn.refuse(phrase("back.start"))


def skip(turn: Turn, argument: str) -> None:
    """/skip: leave an optional question open and go on."""
    del argument
    position = turn.position()
    if position is None:
        turn.refuse(phrase("answer.nothing_asked"))
    elif answering.refuse_gate(turn, turn.plan.asked.get(position.question)):
        return
    elif position.kind is PromptKind.ANOTHER:
        turn.drop_prompt()
        turn.write(Kind.ANSWER, position.question, position.item, False)
    elif turn.plan.asked[position.question].question.required:
        turn.refuse(phrase("skip.required"))
    elif turn.view.raw(turn.plan.asked[position.question], position.item) is not None:
        turn.look_away()
        turn.say(phrase("skip.answered"))
    else:
        turn.drop_prompt()
        turn.look_away()
        turn.write(Kind.SKIP, position.question, position.item)
        is_last = turn.is_errand and turn.position() is None
        turn.say(phrase("skip.done_last") if is_last else phrase("skip.done"))


def undo(turn: Turn, argument: str) -> None:
    """/undo: take back the last change that this person made, as a new revision."""
    del argument
    mine = [entry for entry in turn.book.entries if turn.is_mine(entry.author)]
    last = next((entry.turn for entry in reversed(mine) if not entry.undoes and entry.turn not in turn.book.undone), 0)
    written = (entry for entry in turn.book.entries if entry.turn == last and not entry.undoes)
    entries = [entry for entry in written if entry.kind is not Kind.NOTE]
    if not entries:
        turn.refuse(phrase("undo.nothing"))
        return
    for entry in entries:
        if answering.refuse_gate(turn, turn.plan.asked.get(entry.question)):
            return
        current = _counting(turn, entry)
        if current is not None and current.seq > entry.seq and not turn.is_mine(current.author):
            turn.refuse(phrase("undo.changed_since", who=turn.name(current.author)))
            return
    for entry in reversed(entries):
        _undo_entry(turn, entry)
    turn.drop_prompt()
    turn.look_away()
    turn.say(phrase("undo.done", what=target_name(turn, entries[-1].slot)))


def edit(turn: Turn, argument: str) -> None:
    """/edit: pull up an answer by number, id, or words; without anything, list what can be edited."""
    if not argument:
        answered = answered_slots(turn.view)
        if answered:
            _list_answers(turn, answered, phrase("edit.which"))
        else:
            turn.refuse(phrase("edit.nothing_yet"))
        return
    found = find_slots(turn, argument)
    if not found:
        turn.refuse(phrase("edit.nothing", words=argument[:100]))
    elif len(found) == 1:
        asked, item = found[0]
        if answering.refuse_gate(turn, asked):
            return
        who = holder(turn.view, turn.assigned, asked.id, item)
        if who not in ("", turn.me):
            turn.say(phrase("edit.assigned", who=turn.name(who)))
        turn.drop_prompt()
        turn.look_at(asked.id, item)
    else:
        _list_answers(turn, found, phrase("edit.several", words=argument[:100]))


def accept(turn: Turn, argument: str) -> None:
    """/accept: answer with what is recommended."""
    del argument
    position = turn.position()
    asked = turn.plan.asked.get(position.question) if position else None
    if (
        position is None
        or asked is None
        or asked.question.recommend is None
        or asking.recommended(turn.view, asked, position.item, turn.around) is None
    ):
        turn.refuse(phrase("accept.nothing"))
    else:
        entry = turn.book.newest.get(position.slot)
        prompt = Prompt("", PromptKind.QUESTION, asked.id, position.item, entry.seq if entry else 0)
        answering.take(turn, prompt, str(asked.question.recommend.answer))


def example(turn: Turn, argument: str) -> None:
    """/example: show what an answer could look like."""
    del argument
    position = turn.position()
    if position is None or position.kind is PromptKind.ANOTHER:
        turn.refuse(phrase("example.nothing"))
        return
    sample = turn.plan.asked[position.question].question.sample(turn.around)
    turn.say(phrase("example.is", example=as_answer(sample)) if sample else phrase("example.nothing"))


def add(turn: Turn, argument: str) -> None:
    """/add persona [name]: begin another item of a group, or name it at once."""
    rounds, around, rest = find_group(turn, argument)
    if rounds is None:
        names = (f"/add {one.group.item}" for one in turn.plan.rounds.values() if _may_add(turn, one))
        known = (phrase("command.typed", command=name) for name in names)
        turn.refuse(phrase("add.which", groups=lines(known, bullet="· ")))
        return
    if rounds.over and not around:
        owners = (str(one) for one in turn.view.all_items(rounds.over))
        turn.refuse(phrase("add.around", item=rounds.group.item, owners=lines(owners, bullet="· ")))
        return
    asked, item = rounds.first, NEW + around
    if not turn.is_there(asked, item):
        turn.refuse(phrase("add.full", title=rounds.group.title, max=rounds.group.max or 0))
        return
    turn.drop_prompt()
    turn.look_at(asked.id, item)
    if rest:
        answering.take(turn, Prompt("", PromptKind.QUESTION, asked.id, item), rest)


def remove(turn: Turn, argument: str) -> None:
    """/remove F-3: take an item away, after a yes; everything said about it is kept."""
    found = find_item(turn, argument)
    if found is None:
        turn.refuse(phrase("item.unknown", word=argument[:60], command="remove"))
        return
    pending = {"do": "remove"}
    prompt = Prompt(turn.token, PromptKind.CONFIRM, found.group, found.id, pending=pending)
    answering.confirm(turn, prompt)


def move(turn: Turn, argument: str) -> None:
    """/move F-3 1: give an item another place in its list."""
    name, _, place = argument.rpartition(" ")
    found = find_item(turn, name)
    if found is None or not place.isdecimal() or not int(place[:6]) > 0:
        turn.refuse(phrase("move.expected"))
        return
    turn.write(Kind.MOVE, found.group, found.id, int(place[:6]))
    order = (str(item) for item in turn.view.items(found.group, found.around))
    turn.say(phrase("move.done", order=lines(order, bullet="· ")))


def give_answer(turn: Turn, argument: str) -> None:
    """/answer text: answer the open question, where not every message is meant for the bot."""
    if argument:
        answering.answer(turn, argument)
    else:
        turn.refuse(phrase("answer.expected"))


def pause(turn: Turn, argument: str) -> None:
    """/pause: stop asking; everything is kept."""
    del argument
    turn.rest()
    turn.say(phrase("pause.done"))


def resume(turn: Turn, argument: str) -> None:
    """/resume: go on where it was."""
    del argument
    if turn.seat.is_paused:
        turn.say(phrase("resume.done"))
    turn.wake()


def _index_of(turn: Turn, order: list[tuple[Asked, str]], here: Position) -> int:
    """Where a place stands among the slots; one that is none yet stands behind its group."""
    for index, (asked, item) in enumerate(order):
        if (asked.id, item) == here.slot:
            return index
    group = here.question if here.kind is PromptKind.ANOTHER else turn.plan.asked[here.question].over
    place = turn.plan.rounds[group]
    around = here.item.removeprefix(NEW)
    inside = [
        index
        for index, (asked, item) in enumerate(order)
        if asked.order < place.order or (asked.over == group and turn.book.items[item].around == around)
    ]
    return inside[-1] + 1 if inside else 0


def _undo_entry(turn: Turn, entry: Entry) -> None:
    if entry.kind is Kind.ADD:
        turn.write(Kind.REMOVE, entry.question, entry.item, undoes=entry.turn)
    elif entry.kind is Kind.REMOVE:
        turn.write(Kind.RESTORE, entry.question, entry.item, undoes=entry.turn)
    elif entry.kind is Kind.ASSIGN:
        earlier = [old for old in turn.book.assignments(*entry.slot) if old.seq < entry.seq]
        before = earlier[-1].value if earlier else ""
        turn.write(Kind.ASSIGN, entry.question, entry.item, before, undoes=entry.turn)
    elif entry.kind is Kind.MOVE:
        turn.write(Kind.MOVE, entry.question, entry.item, _place_before(turn, entry), undoes=entry.turn)
    else:
        said = [old for old in turn.book.history(*entry.slot) if old.seq < entry.seq]
        kind = said[-1].kind if said else Kind.CLEAR
        turn.write(kind, entry.question, entry.item, said[-1].value if said else None, undoes=entry.turn)


def _counting(turn: Turn, entry: Entry) -> Entry | None:
    """What counts now where an entry was written."""
    if entry.kind is Kind.ASSIGN:
        return turn.book.assignments(*entry.slot)[-1]
    return turn.book.newest.get(entry.slot)


def _place_before(turn: Turn, entry: Entry) -> int:
    """The place among its living neighbours that an item had before it was moved."""
    earlier = Book().with_entries(old for old in turn.book.entries if old.seq < entry.seq)
    item = earlier.items[entry.item]
    return earlier.living(item.group, item.around).index(entry.item) + 1


def _list_answers(turn: Turn, found: list[tuple[Asked, str]], heading: Part) -> None:
    numbers = {(asked.id, item): n for n, (asked, item) in enumerate(answered_slots(turn.view), start=1)}
    rows: list[Part] = []
    for asked, item in found[-LISTED:]:
        value = turn.view.raw(asked, item)
        answer = "–" if value is None else shortened(asking.show(asked, value, turn.around), 60)
        label = asking.slot_label(turn.view, (asked.id, item), turn.around)
        number = numbers.get((asked.id, item))
        rows.append(phrase("edit.row", number=number if number else "–", question=label, answer=answer))
    turn.say(phrase("edit.list", heading=heading, rows=lines(rows)))


def _may_add(turn: Turn, rounds: Rounds) -> bool:
    return bool(rounds.over) or turn.is_there(rounds.first, NEW)


HANDLERS: Mapping[str, Callable[[Turn, str], None]] = {
    "next": go_on,
    "back": go_back,
    "skip": skip,
    "undo": undo,
    "edit": edit,
    "accept": accept,
    "answer": give_answer,
    "example": example,
    "add": add,
    "remove": remove,
    "move": move,
    "pause": pause,
    "resume": resume,
}
