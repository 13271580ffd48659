"""Who is to answer what: /assign, and what happens when it has come to somebody's chat."""

import re
from collections.abc import Callable, Mapping

from dialogs.answers import Kind, Slot
from dialogs.duties import covering, holder, open_under
from dialogs.effects import Call
from dialogs.finding import find_people, find_targets
from dialogs.questions.matching import folded
from dialogs.roles import names
from dialogs.state import Member, PromptKind, Role
from dialogs.texts import lines, phrase
from dialogs.turn import Turn
from dialogs.waiting import target_name

LISTED = 12
NAME_WORDS = 6
NOBODY = frozenset({"nobody", "no one", "noone", "none"})
_QUOTED = re.compile(r"\s*[\"“„«](?P<target>[^\"”“»]+)[\"”“»]\s*(?P<who>.*)", re.DOTALL)


def assign(turn: Turn, argument: str) -> None:
    """/assign F-3 @ben: say who is to answer an item, a question or a dialog; without anything, list who is."""
    if not argument:
        _list(turn)
        return
    if turn.refuse_role(Role.MEMBER):
        return
    wanted, who = _parted(turn, argument)
    if not wanted or not who:
        turn.refuse(phrase("assign.expected", names=names(turn.state, Role.MEMBER)))
        return
    member = _person(turn, who)
    target = _target(turn, wanted) if member is not None else None
    if target is None or member is None:
        return
    before = turn.assigned.get(target, "")
    if member.id == before:
        turn.say(phrase("assign.same", what=target_name(turn, target), who=member.name or phrase("role.nobody")))
        return
    is_own = turn.me in (member.id, before if not member.id else "")
    if not is_own and turn.refuse_role(Role.LEAD):
        return
    _give(turn, target, member)


def call_in(turn: Turn, question: str, item: str) -> bool:
    """Ask a member the first open question of what was assigned to them; returns whether the walk goes on."""
    target = (question, item)
    what = target_name(turn, target)
    if turn.assigned.get(target) != turn.me:
        turn.say(phrase("call.over", what=what))
        return False
    caller = turn.name(turn.book.assignments(*target)[-1].author)
    mine = [one for one in open_under(turn.view, target) if holder(turn.view, turn.assigned, *one.slot) == turn.me]
    if not mine:
        turn.say(phrase("call.answered", who=caller, what=what))
        return False
    turn.say(phrase("call.asks", who=caller, what=what))
    is_paused = turn.seat.is_paused
    first = next((one for one in mine if one.kind is PromptKind.QUESTION), mine[0])
    turn.drop_prompt()
    if first.kind is PromptKind.QUESTION:
        turn.look_at(*first.slot)
    elif not is_paused:
        turn.ask(first)
    if is_paused:
        turn.rest()
        turn.say(phrase("call.resume"))
    return True


def _parted(turn: Turn, argument: str) -> tuple[str, str]:
    """What is to be assigned, and to whom: a name of several words where it is somebody's, else the last word."""
    quoted = _QUOTED.fullmatch(argument)
    if quoted is not None:
        return quoted["target"].strip(), quoted["who"].strip()
    words = argument.split()
    for cut in range(max(1, len(words) - NAME_WORDS), len(words)):
        who = " ".join(words[cut:])
        if folded(who) in NOBODY or find_people(turn, who):
            return " ".join(words[:cut]), who
    return " ".join(words[:-1]), words[-1]


def _person(turn: Turn, who: str) -> Member | None:
    """The member of this name, one without id and name for nobody; None, and a sentence, when that isn't clear."""
    if folded(who) in NOBODY:
        return Member("", "")
    found = find_people(turn, who)
    if len(found) != 1:
        turn.refuse(phrase("assign.who", name=who[:60], names=names(turn.state, Role.MEMBER)))
        return None
    if not turn.state.role(found[0].id).at_least(Role.MEMBER):
        turn.refuse(phrase("assign.observer", who=found[0].name))
        return None
    return found[0]


def _target(turn: Turn, wanted: str) -> Slot | None:
    found = find_targets(turn, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        rows = (target_name(turn, target) for target in found[:LISTED])
        turn.refuse(phrase("assign.several", words=wanted[:100], rows=lines(rows, bullet="· ")))
    else:
        turn.refuse(phrase("edit.nothing", words=wanted[:100]))
    return None


def _give(turn: Turn, target: Slot, member: Member) -> None:
    what = target_name(turn, target)
    turn.write(Kind.ASSIGN, *target, member.id)
    turn.drop_prompt()
    focus, is_given_away = turn.seat.focus, member.id not in ("", turn.me)
    if is_given_away and focus is not None and covering(turn.view, {target: member.id}, *focus) is not None:
        turn.look_away()
    if not member.id:
        is_dialog = target[0] not in turn.plan.asked and target[0] not in turn.plan.rounds
        who = "" if is_dialog else holder(turn.view, turn.assigned, *target)
        turn.say(phrase("assign.within", what=what, who=turn.name(who)) if who else phrase("assign.freed", what=what))
    elif member.id == turn.me:
        turn.say(phrase("assign.mine", what=what))
    else:
        turn.say(phrase("assign.done", what=what, who=member.name))
        turn.effects.append(Call(member.id, *target, phrase("call.asks", who=turn.name(turn.me), what=what)))


def _list(turn: Turn) -> None:
    there = [slot for slot in turn.assigned if not turn.book.is_gone(slot[1])]
    rows = [phrase("assign.row", what=target_name(turn, slot), who=turn.name(turn.assigned[slot])) for slot in there]
    turn.say(phrase("assign.list", rows=lines(rows, bullet="· ")) if rows else phrase("assign.nothing"))


HANDLERS: Mapping[str, Callable[[Turn, str], None]] = {"assign": assign}
