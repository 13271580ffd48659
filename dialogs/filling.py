"""Answers that come all at once in a form: read, checked and kept as in a chat, and told in one message."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from dialogs import answering, asking
from dialogs.answers import Entry, Kind, Slot, Value
from dialogs.checks import of_question
from dialogs.forms import Fault, Given, is_slot, is_unchanged, label, reader
from dialogs.plan import NEW, Asked, Plan
from dialogs.questions.base import Misunderstood, Parsed, Unsure
from dialogs.state import Role, State
from dialogs.texts import Part, Phrase, lines, phrase, shortened
from dialogs.turn import Turn

SHOWN = 160
"""Characters of an answer in the message that tells what was saved."""
TEXT_LIMIT = 3000
"""Characters of a text that was not kept, so that its author can copy it; the longest that Slack's forms take."""


class Doubt(NamedTuple):
    """A field that a yes would keep: `pending` says how, `told` says what is the matter where nobody is asked."""

    asked: Asked
    item: str
    pending: dict[str, Any]
    told: Part


def fill(turn: Turn, given: Iterable[Given], link: str = "") -> None:
    """Keep what a form holds. The open prompt stays as it is, unless the form answers it or something is asked back.

    `link` is where the answers come from, where they come from elsewhere.
    """
    seat = turn.seat
    turn.leave_open()
    filling = Filling(turn, link)
    filling.take_all(given)
    filling.tell()
    turn.seat = replace(
        seat,
        prompt=None if seat.prompt is not None and seat.prompt.slot in filling.done else seat.prompt,
        focus=None if seat.focus in filling.done else seat.focus,
    )
    if seat.focus in filling.done and not seat.is_paused:
        turn.stay_in(filling.done[seat.focus])
    filling.ask_back()


def faults(plan: Plan, state: State, member: str, given: Iterable[Given], *, now: datetime) -> Mapping[Slot, Fault]:
    """What a form must show at its fields, by slot, before anything is saved.

    That is texts that are not understood or may mean something else, and newer answers by others. No text raises.
    What blocks a phase is no fault: it is told once the answer is kept.
    """
    turn = reader(plan, state, member, now)
    filling = Filling(turn)
    if turn.may(Role.MEMBER):
        filling.take_all(given)
    return filling.faults


class Filling:
    """A form that is being kept, field by field, and what came of it."""

    def __init__(self, turn: Turn, link: str = "") -> None:
        self.faults: dict[Slot, Fault] = {}
        self.done: dict[Slot, str] = {}
        """What was answered, as the form calls it, with its item; and "another?" of a group where one came to life."""
        self._turn = turn
        self._link = link
        self._born: dict[Slot, str] = {}
        """Ids of the items that came to life, by group and what the form calls them."""
        self._saved: list[tuple[Asked, str]] = []
        self._lost: list[Part] = []
        self._doubts: list[Doubt] = []
        self._inactive = 0

    def take_all(self, given: Iterable[Given]) -> None:
        """Keep what can be kept, in walking order: an item's first question brings it to life before the others."""
        places = self._turn.plan.asked
        for one in sorted(given, key=lambda one: places[one.question].order if one.question in places else 0):
            if one.typed.strip():
                self._take(one, places.get(one.question))

    def tell(self) -> None:
        """Say what was saved, what came of it, and what was not kept."""
        turn = self._turn
        if self._saved:
            blocks = groupby(self._saved, key=lambda one: (one[0].section.dialog.title, one[1]))
            turn.say(lines(self._block(title, item, list(places)) for (title, item), places in blocks))
        if self._inactive > 0:
            turn.say(phrase("answer.inactive", n=self._inactive))
        for asked, item in self._saved:
            for finding in of_question(turn.view, asked, item):
                turn.say(answering.finding_text(turn, finding))
        for text in self._lost:
            turn.refuse(text)
        if not self._saved and not self._lost and not self._doubts:
            turn.tell(phrase("filled.same"))

    def ask_back(self) -> None:
        """Ask about the first field that a yes would keep, and tell of the others."""
        turn = self._turn
        is_asked = bool(self._doubts) and not turn.seat.is_paused
        for doubt in self._doubts[is_asked:]:
            turn.refuse(doubt.told)
        if is_asked:
            pending = self._doubts[0].pending | ({"link": self._link} if self._link else {})
            answering.ask_back(turn, self._doubts[0].asked, self._doubts[0].item, pending)

    def _take(self, given: Given, asked: Asked | None) -> None:
        turn = self._turn
        item = self._born.get((asked.over, given.item), given.item) if asked else given.item
        if is_unchanged(turn, replace(given, item=item)):
            return
        if asked is None or not is_slot(turn, asked, item):
            self._lose_gone(given)
        elif not turn.may_answer(asked):
            self._lose(given, answering.gate_refusal(turn, asked))
        elif turn.is_there(asked, item):
            self._read(given, asked, item)
        elif item.startswith(NEW) and not turn.is_there(turn.plan.rounds[asked.over].first, item):
            group = turn.plan.rounds[asked.over].group
            self._lose(given, phrase("add.full", title=group.title, max=group.max or 0))
        else:
            self._lose_gone(given)

    def _read(self, given: Given, asked: Asked, item: str) -> None:
        turn = self._turn
        parsed = asked.question.parse(given.typed, turn.around)
        first = turn.plan.rounds[asked.over].first if item.startswith(NEW) else asked
        if isinstance(parsed, Misunderstood):
            self._lose(given, parsed.because)
        elif isinstance(parsed, Unsure) and asked.question.spell(parsed.value, turn.around) != given.typed.strip():
            self._doubt(given, asked, item, parsed.value)
        elif asked is not first:
            self._lose(given, _expected(first.question.parse("", turn.around)), at=(first.id, given.item))
        else:
            self._keep(given, asked, item, parsed.value)

    def _keep(self, given: Given, asked: Asked, item: str, value: Value) -> None:
        turn = self._turn
        theirs = answering.newer(turn, (asked.id, item), given.based_on)
        if theirs is not None:
            self._conflict(given, asked, theirs, value)
            return
        written = answering.write(turn, asked, item, value)
        if self._link:
            turn.write(Kind.NOTE, asked.id, written.item, self._link)
        self._inactive += written.inactive
        self._saved.append((asked, written.item))
        self.done[given.slot] = written.item
        if item.startswith(NEW):
            self._born[asked.over, item] = written.item
            self.done[asked.over, item.removeprefix(NEW)] = written.item

    def _doubt(self, given: Given, asked: Asked, item: str, value: Value) -> None:
        """A text that may mean something else: at its field it says how to write it without a doubt."""
        turn = self._turn
        spelled = asked.question.spell(value, turn.around)
        text = phrase("form.meant", value=asking.show(asked, value, turn.around), typed=spelled)
        if answering.is_own(value):
            text = phrase("form.other", typed=spelled)
        if item.startswith(NEW) and turn.plan.rounds[asked.over].first is not asked:
            self._lose(given, text)
            return
        self.faults[given.slot] = Fault(text)
        pending = {"do": "answer", "value": value, "based_on": given.based_on}
        self._doubts.append(Doubt(asked, item, pending, self._not_kept(given, text)))

    def _conflict(self, given: Given, asked: Asked, theirs: Entry, value: Value) -> None:
        turn = self._turn
        shown: Part = phrase("why.skipped")
        if theirs.value is not None:
            shown = shortened(asking.show(asked, theirs.value, turn.around), SHOWN)
        who = turn.name(theirs.author)
        self.faults[given.slot] = Fault(phrase("form.changed_since", who=who, theirs=shown), theirs.seq)
        told = self._not_kept(given, phrase("filled.changed_since", who=who, theirs=shown))
        pending = {"do": "replace", "value": value, "seen": theirs.seq}
        self._doubts.append(Doubt(asked, theirs.item, pending, told))

    def _lose(self, given: Given, because: Phrase, at: Slot | None = None) -> None:
        """A field that can't be kept as it is, for a reason that can be mended, there or at another field."""
        self.faults.setdefault(at or given.slot, Fault(because))
        self._lost.append(self._not_kept(given, because))

    def _lose_gone(self, given: Given) -> None:
        self._lost.append(phrase("filled.gone", question=label(self._turn, given), typed=given.typed[:TEXT_LIMIT]))

    def _not_kept(self, given: Given, because: Part) -> Part:
        question = label(self._turn, given)
        return phrase("filled.not_kept", question=question, typed=given.typed[:TEXT_LIMIT], because=because)

    def _block(self, title: str, item: str, places: list[tuple[Asked, str]]) -> Part:
        turn = self._turn
        name = str(turn.view.item(item)) if item else title
        rows = lines((self._row(*place) for place in places), bullet="· ")
        if turn.is_shared:
            return phrase("filled.saved_by", title=name, who=turn.name(turn.me), answers=rows)
        return phrase("filled.saved", title=name, answers=rows)

    def _row(self, asked: Asked, item: str) -> Part:
        turn = self._turn
        value = turn.view.raw(asked, item)
        shown: Part = phrase("settle.skipped")
        if value is not None:
            shown = shortened(asking.show(asked, value, turn.around), SHOWN)
        return phrase(
            "read_back.line", question=asking.question_text(turn.view, asked, item, turn.around), answer=shown
        )


def _expected(parsed: Parsed) -> Phrase:
    """What is expected where nothing was typed."""
    return parsed.because if isinstance(parsed, Misunderstood) else phrase("skip.required")
