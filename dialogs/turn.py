"""One step while it is being worked out: what it started from, what it has written and said so far."""

from datetime import datetime

from dialogs import asking
from dialogs.answers import Entry, Kind, Value
from dialogs.cursor import first_open, is_answered, open_in_item
from dialogs.effects import Ask, Effect, Refuse, Say
from dialogs.plan import NEW, Asked, Plan
from dialogs.questions.base import Situation
from dialogs.state import Prompt, PromptKind, Seat, State
from dialogs.texts import Part
from dialogs.view import Position, View


class Turn:
    """A step in progress. It reads a state and collects entries, a new seat, and effects; it changes nothing else."""

    def __init__(self, plan: Plan, state: State, *, chat: str, member: str, now: datetime, token: str) -> None:
        self.plan = plan
        self.state = state
        self.chat = chat
        self.me = member
        self.now = now
        self.token = token
        self.book = state.book
        self.seat = state.seats.get((chat, member), Seat())
        self.effects: list[Effect] = []
        self.first_seq = self.book.seq + 1
        self.view = View(plan, self.book)
        self._around: Situation | None = None
        self._names = {member_id: member.name for member_id, member in state.members.items()}

    @property
    def prompt(self) -> Prompt | None:
        """What was asked last in this chat."""
        return self.seat.prompt

    @property
    def around(self) -> Situation:
        """What questions may look at, as things stand now in the step."""
        if self._around is None:
            self._around = Situation(self.now.date(), self.me, self._names, asking.ItemOptions(self.view))
        return self._around

    def name(self, member: str) -> str:
        """What a member is called."""
        found = self.state.members.get(member)
        return found.name if found else member

    def say(self, text: Part) -> None:
        """Add something to read."""
        self.effects.append(Say(text))

    def refuse(self, text: Part) -> None:
        """Add a sentence that says what was expected."""
        self.effects.append(Refuse(text))

    def write(self, kind: Kind, question: str, item: str, value: Value | None = None, undoes: int = 0) -> None:
        """Add an entry to the book."""
        before = self.book.newest.get((question, item))
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
        self._around = None

    def look_at(self, question: str, item: str) -> None:
        """Pull a slot up: it is asked next, whatever comes first otherwise."""
        self.seat = Seat(self.seat.prompt, (question, item), is_paused=False)

    def look_away(self) -> None:
        """Let the walk decide what is asked next."""
        self.seat = Seat(self.seat.prompt, None, is_paused=False)

    def drop_prompt(self) -> None:
        """Forget what was asked, because it is answered or the person goes elsewhere."""
        self.seat = Seat(None, self.seat.focus, self.seat.is_paused)

    def rest(self) -> None:
        """Ask nothing until the person comes back."""
        self.seat = Seat(self.seat.prompt, self.seat.focus, is_paused=True)

    def wake(self) -> None:
        """Ask again."""
        self.seat = Seat(self.seat.prompt, self.seat.focus, is_paused=False)

    def stay_in(self, item: str) -> None:
        """Go on with what is still open about this item, before anything else."""
        position = open_in_item(self.view, item)
        if position is not None and position.kind is PromptKind.QUESTION:
            self.look_at(position.question, position.item)

    def position(self) -> Position | None:
        """What to ask next: what was pulled up while it still applies, else the first open place."""
        if self.seat.focus is not None:
            question, item = self.seat.focus
            asked = self.plan.asked.get(question)
            if asked is not None and self.is_there(asked, item):
                return Position(PromptKind.QUESTION, question, item)
            self.seat = Seat(self.seat.prompt, None, self.seat.is_paused)
        return first_open(self.view)

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
        before = self.state.seats.get((self.chat, self.me), Seat()).prompt
        is_repeat = before is not None and before.kind is asked.prompt.kind and before.slot == asked.prompt.slot
        return self.put(asked, is_repeat=is_repeat)

    def put(self, ask: Ask, *, is_repeat: bool = False) -> Ask:
        """Make this the open prompt of the seat."""
        if is_repeat:
            ask = ask._replace(is_repeat=True)
        self.seat = Seat(ask.prompt, self.seat.focus, is_paused=False)
        self.effects.append(ask)
        return ask

    def has_answer(self, asked: Asked, item: str) -> bool:
        """Whether the slot is answered or skipped now."""
        return is_answered(self.view, asked, item)

    def result(self) -> State:
        """The state after the step."""
        seats = self.state.seats
        if seats.get((self.chat, self.me)) != self.seat:
            seats = {**seats, (self.chat, self.me): self.seat}
        return State(self.book, self.state.members, seats)
