"""Whatever people do, in whatever order: nothing is lost, the next question applies, and nothing raises.

The naive model knows nothing of plans, views, books or memos: from the bare entries it works out again, with
conditions written by hand, which question comes first.
"""

from collections.abc import Iterator, Sequence

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialogs.answers import Book, Entry, Kind
from dialogs.cursor import first_open
from dialogs.effects import Ask
from dialogs.plan import plan_of
from dialogs.state import PromptKind, State
from dialogs.upgrade import upgrade
from dialogs.view import View
from tests.unit.chatting import Person, Room, playbook

BEFORE = """
- id: basics
  title: Basics
  ask:
    - {id: sells, type: yes_no, text: "Sells?"}
    - {id: price, type: number, min: 1, max: 9, text: "Price?", when: sells}
    - {id: note, type: text, text: "Note?", required: false}
- id: who
  title: Who
  ask:
    - group: people
      item: person
      title: People
      prefix: P
      label: name
      max: 3
      ask:
        - {id: name, type: text, text: "Who?"}
        - {id: adult, type: yes_no, text: "Adult?"}
        - group: pets
          item: pet
          title: Pets
          prefix: A
          label: call
          min: 0
          max: 2
          ask:
            - {id: call, type: text, text: "Pet?"}
            - {id: big, type: yes_no, text: "Big?", when: parent.adult}
    - {id: boss, type: pick, from: people, text: "Boss?", when: "people|length > 1"}
- id: tasks
  title: Tasks
  for_each: people
  when: item.adult and sells
  ask: [{id: task, type: text, text: "Task of {{ item.name }}?"}]
- {id: end, title: End, when: "people|selectattr('adult')|length > 0", ask: [{id: last, type: text, text: "Last?"}]}
"""
AFTER = BEFORE.replace(
    '- {id: note, type: text, text: "Note?", required: false}', '- {id: extra, type: yes_no, text: "Extra?"}'
)
PLAYBOOKS = {"before": playbook(BEFORE), "after": playbook(AFTER)}

Open = tuple[str, str, str]


class Naive:
    """What is open, from the entries alone."""

    def __init__(self, entries: Sequence[Entry], version: str) -> None:
        self.version = version
        self.said: dict[tuple[str, str], Entry] = {}
        self.order: list[list[str]] = []
        self.removed: set[str] = set()
        for entry in entries:
            if entry.kind is Kind.ADD:
                self.order.append([entry.item, entry.question, str(entry.value)])
            elif entry.kind is Kind.REMOVE:
                self.removed.add(entry.item)
            elif entry.kind is Kind.RESTORE:
                self.removed.discard(entry.item)
            elif entry.kind is not Kind.MOVE:
                self.said[entry.question, entry.item] = entry
        self.entries = entries

    def items(self, group: str, around: str = "") -> list[str]:
        """Living items in order; moves are replayed one by one."""
        order: list[str] = []
        gone: set[str] = set()
        for entry in self.entries:
            if entry.kind is Kind.ADD and (entry.question, entry.value) == (group, around):
                order.append(entry.item)
            elif entry.kind is Kind.REMOVE:
                gone.add(entry.item)
            elif entry.kind is Kind.RESTORE:
                gone.discard(entry.item)
            elif entry.kind is Kind.MOVE and entry.item in order:
                rest = [one for one in order if one != entry.item]
                living = [one for one in rest if one not in gone]
                place = int(str(entry.value))
                at = rest.index(living[place - 1]) if place <= len(living) else len(rest)
                order = [*rest[:at], entry.item, *rest[at:]]
        return [one for one in order if one not in gone]

    def value(self, question: str, item: str = "") -> object:
        entry = self.said.get((question, item))
        return entry.value if entry is not None and entry.kind is Kind.ANSWER else None

    def is_open(self, question: str, item: str = "") -> bool:
        entry = self.said.get((question, item))
        return entry is None or entry.kind is Kind.CLEAR

    def first(self) -> Open | None:
        return next(self._all_open(), None)

    def _all_open(self) -> Iterator[Open]:
        people = self.items("people")
        if self.is_open("sells"):
            yield "question", "sells", ""
        if self.value("sells") and self.is_open("price"):
            yield "question", "price", ""
        third = "note" if self.version == "before" else "extra"
        if self.is_open(third):
            yield "question", third, ""
        for person in people:
            yield from self._open_of(person)
        if not people:
            yield "question", "people.name", "+"
        if len(people) < 3 and self.is_open("people"):
            yield "another", "people", ""
        boss = self.value("boss")
        if len(people) > 1 and (self.is_open("boss") or (boss is not None and boss not in people)):
            yield "question", "boss", ""
        for person in people:
            if self.value("people.adult", person) and self.value("sells") and self.is_open("tasks.task", person):
                yield "question", "tasks.task", person
        if any(self.value("people.adult", person) for person in people) and self.is_open("last"):
            yield "question", "last", ""

    def _open_of(self, person: str) -> Iterator[Open]:
        for question in ("people.name", "people.adult"):
            if self.is_open(question, person):
                yield "question", question, person
        pets = self.items("pets", person)
        for pet in pets:
            if self.is_open("pets.call", pet):
                yield "question", "pets.call", pet
            if self.value("people.adult", person) and self.is_open("pets.big", pet):
                yield "question", "pets.big", pet
        if len(pets) < 2 and self.is_open("pets", person):
            yield "another", "pets", person


class AnyWalk(RuleBasedStateMachine):
    """Two people, three chats, every command, any text, and playbooks that change under way."""

    @initialize()
    def begin(self) -> None:
        self.version = "before"
        self.room = Room(PLAYBOOKS["before"])
        ana = self.room.person("Ana")
        self.people: list[Person] = [ana, self.room.person("Ben"), self.room.person("Ana", chat="elsewhere")]
        self.entries: tuple[Entry, ...] = ()
        self.presses: list[Ask] = []
        self.actor: Person | None = None
        for person in self.people:
            person.opens()

    def does(self, who: int) -> Person:
        """The person who acts in a rule."""
        self.actor = self.people[who]
        return self.actor

    @rule(who=st.integers(0, 2), flip=st.booleans(), words=st.sampled_from(["Lin", "Rex", "x y", "\\/odd"]))
    def answer(self, who: int, flip: bool, words: str) -> None:
        person = self.does(who)
        prompt = self.room.state.seats[person.chat, person.id].prompt
        if prompt is None or not any(isinstance(one, Ask) for one in person.effects):
            person.opens()
            return
        asked = person.asked
        self.presses.append(asked)
        if asked.options:
            person.presses(asked.options[-1 if flip else 0].id)
        else:
            person.says("4" if asked.type == "number" else words)

    @rule(
        who=st.integers(0, 2),
        command=st.sampled_from(["next", "back", "skip", "undo", "status", "list", "docs", "resume"]),
    )
    def command(self, who: int, command: str) -> None:
        self.does(who).says(f"/{command}")

    @rule(
        who=st.integers(0, 2),
        what=st.sampled_from(["sells", "price", "boss", "last", "P-1", "P-2 adult", "A-1", "1", "7", "Lin"]),
    )
    def edit(self, who: int, what: str) -> None:
        self.does(who).says(f"/edit {what}")

    @rule(who=st.integers(0, 2), item=st.sampled_from(["P-1", "P-2", "P-3", "A-1", "A-2"]), sure=st.booleans())
    def remove(self, who: int, item: str, sure: bool) -> None:
        self.does(who).says(f"/remove {item}", "yes" if sure else "no")

    @rule(who=st.integers(0, 2), what=st.sampled_from(["person", "person Max", "pet P-1 Rex", "pet P-2", "pet Tom"]))
    def add(self, who: int, what: str) -> None:
        self.does(who).says(f"/add {what}")

    @rule(who=st.integers(0, 2), item=st.sampled_from(["P-1", "P-2", "P-3", "A-2"]), place=st.integers(1, 4))
    def move(self, who: int, item: str, place: int) -> None:
        self.does(who).says(f"/move {item} {place}")

    @rule(who=st.integers(0, 2), text=st.text(max_size=40))
    def say_anything(self, who: int, text: str) -> None:
        self.does(who).says(text)

    @rule(
        who=st.integers(0, 2),
        name=st.sampled_from(["why", "edit", "add", "remove", "list", "help", "nxet"]),
        text=st.text(max_size=9),
    )
    def command_anything(self, who: int, name: str, text: str) -> None:
        self.does(who).says(f"/{name} {text}")

    @rule(who=st.integers(0, 2), index=st.integers(0, 99), option=st.sampled_from(["yes", "no", "P-1", "zzz"]))
    def press_an_old_button(self, who: int, index: int, option: str) -> None:
        old = self.presses[index % len(self.presses)] if self.presses else None
        person = self.people[who]
        prompt = self.room.state.seats[person.chat, person.id].prompt
        if old is not None and (prompt is None or prompt.token != old.prompt.token):
            before = self.room.state.book
            self.does(who).presses(option, of=old)
            assert self.room.state.book is before

    @rule(who=st.integers(0, 2))
    def come_back(self, who: int) -> None:
        self.does(who).opens()

    @rule()
    def upgrade(self) -> None:
        self.version = "after" if self.version == "before" else "before"
        old, new = self.room.plan, plan_of(PLAYBOOKS[self.version])
        state = self.room.state
        found = upgrade(old, new, state, author="ana", now=self.room.now)
        self.room.plan = new
        self.room.state = State(state.book.with_entries(found.entries), state.members, state.seats)

    @invariant()
    def nothing_is_lost(self) -> None:
        entries = self.room.state.book.entries
        assert entries[: len(self.entries)] == self.entries
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        self.entries = entries

    @invariant()
    def the_cursor_agrees_with_the_naive_model(self) -> None:
        found = first_open(View(self.room.plan, self.room.state.book))
        kind = {PromptKind.QUESTION: "question", PromptKind.ANOTHER: "another"}
        shown = None if found is None else (kind[found.kind], found.question, found.item)
        assert shown == Naive(self.room.state.book.entries, self.version).first()

    @invariant()
    def a_book_read_afresh_is_the_same(self) -> None:
        fresh = Book().with_entries(self.room.state.book.entries)
        assert fresh == self.room.state.book
        assert first_open(View(self.room.plan, fresh)) == first_open(View(self.room.plan, self.room.state.book))

    @invariant()
    def what_is_asked_applies(self) -> None:
        """Looked at right after somebody did something: later, somebody else may have changed what applies."""
        actor, self.actor = self.actor, None
        prompt = self.room.state.seats[actor.chat, actor.id].prompt if actor else None
        if prompt is None or prompt.kind is PromptKind.ANOTHER or prompt.question not in self.room.plan.asked:
            return
        asked = self.room.plan.asked[prompt.question]
        assert self.room.view.applies(asked, prompt.item)
        assert not self.room.state.book.is_gone(prompt.item.removeprefix("+"))


AnyWalkTest = AnyWalk.TestCase
AnyWalkTest.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
