"""One step while it is being worked out: what it started from, what it has written and said so far."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dialogs import asking
from dialogs.answers import Entry, Kind, Slot, Value
from dialogs.cursor import first_open, is_answered, open_in, open_in_item
from dialogs.duties import Ahead, ahead, holder
from dialogs.effects import Ask, Effect, Refuse, Say, Whisper
from dialogs.plan import NEW, Asked, Plan
from dialogs.questions.base import Situation
from dialogs.roles import refusal
from dialogs.state import Prompt, PromptKind, Role, Seat, State
from dialogs.texts import Part
from dialogs.view import Position, View
from dialogs.zones import local_day


class Turn:
    """A step in progress. It reads a state and collects entries, a new seat, and effects; it changes nothing else."""

    def __init__(
        self,
        plan: Plan,
        state: State,
        *,
        chat: str,
        member: str,
        now: datetime,
        token: str,
        is_shared: bool = False,
        is_errand: bool = False,
    ) -> None:
        self.plan = plan
        self.state = state
        self.is_shared = is_shared
        self.is_errand = is_errand
        self.here = (chat, "" if is_shared else member)
        self.me = member
        self.role = state.role(member)
        self.may_sign = self.role.at_least(Role.LEAD)
        self.now = now
        self.token = token
        self.book = state.book
        self.seat_before = state.seats.get(self.here, Seat())
        self.seat = self.seat_before
        self.effects: list[Effect] = []
        self.is_hushed = False
        self.first_seq = self.book.seq + 1
        self.view = View(plan, self.book)
        self._around: Situation | None = None
        self._ahead: Ahead | None = None
        self._names = {member_id: member.name for member_id, member in state.members.items()}

    @property
    def prompt(self) -> Prompt | None:
        """What was asked last in this chat."""
        return self.seat.prompt

    @property
    def around(self) -> Situation:
        """What questions may look at, as things stand now in the step."""
        if self._around is None:
            today = local_day(self.now, asking.zone_of(self.state.members, self.me))
            self._around = Situation(today, self.me, self._names, asking.ItemOptions(self.view))
        return self._around

    @property
    def assigned(self) -> Mapping[Slot, str]:
        """Who is to answer what; without those who can't answer any more."""
        known = self.book.assigned
        if not known:
            return known
        return {slot: one for slot, one in known.items() if self.state.role(one).at_least(Role.MEMBER)}

    def may(self, needs: Role) -> bool:
        """Whether the person has this role, or one above it."""
        return self.role.at_least(needs)

    def may_answer(self, asked: Asked) -> bool:
        """Whether the person's role allows to answer a question: a gate is for those who lead."""
        return self.may_sign or not asked.section.is_gate

    def name(self, member: str) -> str:
        """What a member is called."""
        found = self.state.members.get(member)
        return found.name if found else member

    def is_mine(self, author: str) -> bool:
        """Whether an entry's author is the person whose step this is, by this or by an earlier account."""
        found = self.state.members.get(author)
        return author == self.me or (found is not None and found.same_as == self.me)

    def say(self, text: Part) -> None:
        """Add something to read."""
        self.effects.append(Say(text))

    def refuse(self, text: Part) -> None:
        """Add a sentence that says what was expected."""
        self.effects.append(Refuse(text))

    def whisper(self, text: Part) -> None:
        """Add something that only the person who caused the step should see."""
        self.effects.append(Whisper(text))

    def tell(self, text: Part) -> None:
        """Add something about what this person did, which the others in a shared seat need not read."""
        if self.is_shared:
            self.whisper(text)
        else:
            self.say(text)

    def refuse_role(self, needs: Role) -> bool:
        """Whether this role is missing; if so, a sentence says who has it."""
        why = refusal(self.state, self.me, needs)
        if why is not None:
            self.refuse(why)
        return why is not None

    def hush(self) -> None:
        """In a shared seat: leave an open question as it stands, instead of asking it again."""
        self.is_hushed = self.is_shared

    def leave_open(self) -> None:
        """Leave an open question as it stands, in any seat."""
        self.is_hushed = True

    def write(self, kind: Kind, question: str, item: str, value: Value | None = None, undoes: int = 0) -> None:
        """Add an entry to the book."""
        before = None if kind in (Kind.ASSIGN, Kind.NOTE) else self.book.newest.get((question, item))
        entry = Entry(
            seq=self.book.seq + 1,
            turn=self.first_seq,
            kind=kind,
            question=question,
            item=item,
            value=value,
            author=self.me,
            at=self.now,
            replaces=before.seq if before else 0,
            undoes=undoes,
        )
        self.book = self.book.with_entries((entry,))
        self.view = View(self.plan, self.book)
        self._around = self._ahead = None

    def look_at(self, question: str, item: str) -> None:
        """Pull a slot up: it is asked next, whatever comes first otherwise."""
        self.seat = replace(self.seat, focus=(question, item), is_paused=False)

    def look_away(self) -> None:
        """Let the walk decide what is asked next."""
        self.seat = replace(self.seat, focus=None, is_paused=False)

    def drop_prompt(self) -> None:
        """Forget what was asked, because it is answered or the person goes elsewhere."""
        self.seat = replace(self.seat, prompt=None)

    def sit_back(self, seat: Seat, done: Slot) -> None:
        """Take up what was open before something else was dealt with, unless that was the same slot."""
        prompt = None if seat.prompt is None or seat.prompt.slot == done else seat.prompt
        self.seat = replace(seat, prompt=prompt, focus=None if seat.focus == done else seat.focus)

    def rest(self) -> None:
        """Ask nothing until the person comes back."""
        self.seat = replace(self.seat, is_paused=True)

    def wake(self) -> None:
        """Ask again."""
        self.seat = replace(self.seat, is_paused=False)

    def stay_in(self, item: str) -> None:
        """Go on with what is still open about this item, before anything else; what is somebody else's can wait."""
        position = open_in_item(self.view, item)
        if position is None or position.kind is not PromptKind.QUESTION:
            return
        if not self.book.assigned or holder(self.view, self.assigned, *position.slot) in ("", self.me):
            self.look_at(position.question, position.item)

    def position(self) -> Position | None:
        """What to ask next: what was pulled up while it still applies, else what a shared seat has open, else ahead."""
        if self.seat.focus is not None:
            question, item = self.seat.focus
            asked = self.plan.asked.get(question)
            if asked is None or not self.is_there(asked, item):
                self.seat = replace(self.seat, focus=None)
            elif self.may_answer(asked):
                return Position(PromptKind.QUESTION, question, item)
        left = self.left_open() if self.is_shared else None
        if left is not None:
            return left
        return self.first()

    def first(self) -> Position | None:
        """The first open place that the walk asks this person; of the whole walk, where nothing keeps them from any."""
        return first_open(self.view) if self.may_sign and not self.book.assigned else self.ahead().position

    def ahead(self) -> Ahead:
        """What the walk asks this person next, and what it passes over."""
        if self._ahead is None:
            self._ahead = ahead(self.view, self.assigned, self.me, may_sign=self.may_sign)
        return self._ahead

    def left_open(self) -> Position | None:
        """The place of the open prompt, while it still is one."""
        prompt = self.seat.prompt
        if prompt is None or prompt.kind is PromptKind.CONFIRM or not self.is_askable(prompt):
            return None
        position = Position(prompt.kind, prompt.question, prompt.item)
        asked = self.plan.asked.get(prompt.question)
        if prompt.kind is PromptKind.ANOTHER or asked is None:
            return None if self.book.entry(*prompt.slot) is not None else position
        if asked.section.is_gate:
            return position if open_in(self.view, asked.section) == position else None
        return None if self.has_answer(asked, prompt.item) or self.was_added(prompt) else position

    def was_added(self, prompt: Prompt) -> bool:
        """Whether the item that an answer to this prompt would bring to life is there already."""
        if not prompt.item.startswith(NEW):
            return False
        group, around = self.plan.asked[prompt.question].over, prompt.item.removeprefix(NEW)
        since = self.book.since(prompt.based_on)
        return any(one.kind is Kind.ADD and one.question == group and one.value == around for one in since)

    def is_askable(self, prompt: Prompt) -> bool:
        """Whether what a prompt is about still applies."""
        if prompt.pending is not None and prompt.pending["do"] == "remove":
            return not self.book.is_gone(prompt.item)
        if prompt.kind is PromptKind.ANOTHER:
            rounds = self.plan.rounds.get(prompt.question)
            return rounds is not None and self.view.group_applies(rounds, prompt.item)
        asked = self.plan.asked.get(prompt.question)
        return asked is not None and self.is_there(asked, prompt.item)

    def is_there(self, asked: Asked, item: str) -> bool:
        """Whether a slot can be asked about: it applies, and its item exists or may still come to life."""
        if not self.view.applies(asked, item):
            return False
        if not item.startswith(NEW):
            return True
        rounds = self.plan.rounds[asked.over]
        around = item.removeprefix(NEW)
        is_full = rounds.group.max is not None and len(self.book.living(rounds.id, around)) >= rounds.group.max
        return not is_full and not (around and self.book.is_gone(around))

    def ask(self, position: Position) -> Ask:
        """Ask a place in the walk, and remember that it was asked."""
        asked = asking.ask(self.view, position, self.token, self.around)
        before = self.seat_before.prompt
        is_repeat = before is not None and before.kind is asked.prompt.kind and before.slot == asked.prompt.slot
        ticked = _ticks(self.seat.prompt, asked.prompt) or _ticks(before, asked.prompt)
        if ticked:
            asked = asked._replace(prompt=replace(asked.prompt, ticked=ticked))
        return self.put(asked, is_repeat=is_repeat)

    def put(self, ask: Ask, *, is_repeat: bool = False) -> Ask:
        """Make this the open prompt of the seat."""
        if is_repeat:
            ask = ask._replace(is_repeat=True)
        kept = _kept_ticks(self.seat_before.prompt)
        if kept and ask.prompt.pending is not None:
            ask = ask._replace(prompt=replace(ask.prompt, pending={**ask.prompt.pending, "ticks": kept}))
        self.seat = replace(self.seat, prompt=ask.prompt, is_paused=False)
        self.effects.append(ask)
        return ask

    def has_answer(self, asked: Asked, item: str) -> bool:
        """Whether the slot is answered or skipped now."""
        return is_answered(self.view, asked, item)

    def result(self) -> State:
        """The state after the step."""
        seats = self.state.seats
        if seats.get(self.here) != self.seat:
            seats = {**seats, self.here: self.seat}
        return State(self.book, self.state.members, seats, self.state.roles)


def _ticks(before: Prompt | None, prompt: Prompt) -> tuple[str, ...]:
    """What was ticked where the same was asked before, or before something else was asked back."""
    question, item, *ticked = _kept_ticks(before) or ("", "")
    return tuple(ticked) if prompt.kind is PromptKind.QUESTION and prompt.slot == (question, item) else ()


def _kept_ticks(before: Prompt | None) -> list[str]:
    """A prompt's slot and what is ticked there; what a CONFIRM prompt keeps of the one that was open before it."""
    if before is None:
        return []
    if before.pending is not None:
        return list(before.pending.get("ticks", ()))
    return [*before.slot, *before.ticked] if before.ticked else []
