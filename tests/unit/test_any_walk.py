"""Whatever people do, in whatever order: nothing is lost, the next question applies, and nothing raises.

What comes first is held against the naive model in naive.py.
"""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialogs.answers import Book, Entry
from dialogs.cursor import first_open
from dialogs.duties import ahead
from dialogs.effects import Ask
from dialogs.forms import Form, Given, form
from dialogs.plan import plan_of
from dialogs.state import Prompt, PromptKind, Role, Seat
from dialogs.upgrade import upgrade
from dialogs.view import View
from tests.unit.chatting import Person, Room, playbook
from tests.unit.naive import Naive

BEFORE = """
- id: basics
  title: Basics
  ask:
    - {id: sells, type: yes_no, text: "Sells?"}
    - {id: price, type: number, min: 1, max: 9, text: "Price?", when: sells}
    - {id: note, type: text, text: "Note?", required: false}
    - {id: kinds, type: multi_choice, text: "Kinds?", required: false, options: {x: Ex, y: Why, z: Zed}}
    - {id: seen, type: url, text: "Seen?", required: false, asked: false}
    - group: marks
      item: mark
      title: Marks
      prefix: K
      label: name
      min: 0
      max: 4
      asked: false
      keeps: decision
      ask:
        - {id: name, type: text, text: "Mark?", max_length: 6}
        - {id: at, type: url, text: "At?", required: false, asked: false}
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

WHO = st.integers(0, 5)


class AnyWalk(RuleBasedStateMachine):
    """Three people, five chats of which one is shared, every event, any text, and playbooks that change under way."""

    @initialize()
    def begin(self) -> None:
        self.version = "before"
        self.room = Room(PLAYBOOKS["before"])
        ana = self.room.person("Ana")
        self.people: list[Person] = [
            ana,
            self.room.person("Ben"),
            self.room.person("Ana", chat="elsewhere"),
            self.room.person("Ana", chat="team", is_shared=True),
            self.room.person("Ben", chat="team", is_shared=True, role=Role.MEMBER),
            self.room.person("Eve", role=Role.OBSERVER),
        ]
        self.entries: tuple[Entry, ...] = ()
        self.presses: list[Ask] = []
        self.forms: list[Form] = []
        self.actor: Person | None = None
        for person in self.people:
            person.opens()

    def does(self, who: int) -> Person:
        """The person who acts in a rule."""
        self.actor = self.people[who]
        return self.actor

    def prompt_of(self, person: Person) -> Prompt | None:
        """What is open where somebody sits."""
        seat = self.room.state.seats.get((person.chat, "" if person.is_shared else person.id), Seat())
        return seat.prompt

    def early(self, index: int) -> Ask | None:
        """One of the questions that were answered."""
        return self.presses[index % len(self.presses)] if self.presses else None

    @rule(who=WHO, flip=st.booleans(), words=st.sampled_from(["Lin", "Rex", "x y", "\\/odd"]))
    def answer(self, who: int, flip: bool, words: str) -> None:
        person = self.does(who)
        prompt = self.prompt_of(person)
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
        who=WHO,
        command=st.sampled_from(["next", "back", "skip", "undo", "status", "list", "docs", "resume", "assign"]),
    )
    def command(self, who: int, command: str) -> None:
        self.does(who).says(f"/{command}")

    @rule(
        who=WHO,
        what=st.sampled_from(["sells", "price", "boss", "last", "P-1", "P-2 adult", "A-1", "1", "7", "Lin"]),
    )
    def edit(self, who: int, what: str) -> None:
        self.does(who).says(f"/edit {what}")

    @rule(who=WHO, item=st.sampled_from(["P-1", "P-2", "P-3", "A-1", "A-2"]), sure=st.booleans())
    def remove(self, who: int, item: str, sure: bool) -> None:
        self.does(who).says(f"/remove {item}", "yes" if sure else "no")

    @rule(who=WHO, what=st.sampled_from(["person", "person Max", "pet P-1 Rex", "pet P-2", "pet Tom"]))
    def add(self, who: int, what: str) -> None:
        self.does(who).says(f"/add {what}")

    @rule(who=WHO, item=st.sampled_from(["P-1", "P-2", "P-3", "A-2"]), place=st.integers(1, 4))
    def move(self, who: int, item: str, place: int) -> None:
        self.does(who).says(f"/move {item} {place}")

    @rule(who=WHO, text=st.text(max_size=40))
    def say_anything(self, who: int, text: str) -> None:
        self.does(who).says(text)

    @rule(
        who=WHO,
        name=st.sampled_from(["why", "edit", "add", "remove", "list", "help", "nxet", "assign", "answer", "team"]),
        text=st.text(max_size=9),
    )
    def command_anything(self, who: int, name: str, text: str) -> None:
        self.does(who).says(f"/{name} {text}")

    @rule(who=WHO, index=st.integers(0, 99), option=st.sampled_from(["yes", "no", "P-1", "zzz"]))
    def press_an_old_button(self, who: int, index: int, option: str) -> None:
        old, person = self.early(index), self.people[who]
        prompt = self.prompt_of(person)
        if old is not None and (prompt is None or prompt.token != old.prompt.token):
            before = self.room.state.book
            self.does(who).presses(option, of=old)
            assert self.room.state.book is before

    @rule(who=WHO, index=st.integers(0, 99), option=st.sampled_from(["yes", "no", "P-1", "zzz", "x", ""]))
    def press_a_late_button(self, who: int, index: int, option: str) -> None:
        """What is answered stays as it is until somebody says yes."""
        old = self.early(index)
        if old is not None:
            prompt, entry = self.prompt_of(self.people[who]), self.room.state.book.entry(*old.prompt.slot)
            self.does(who).presses_late(option, old)
            if entry is not None and (prompt is None or prompt.token != old.prompt.token):
                assert self.room.state.book.entry(*old.prompt.slot) is entry

    @rule(who=WHO, index=st.integers(0, 99), words=st.sampled_from(["Lin", "yes", "4", "/skip", "/example", "P-2"]))
    def reply_to_an_early_question(self, who: int, index: int, words: str) -> None:
        old = self.early(index)
        if old is not None:
            self.does(who).replies(words, old)

    @rule(who=WHO, index=st.integers(0, 99), options=st.lists(st.sampled_from("xyzq"), max_size=3), done=st.booleans())
    def tick(self, who: int, index: int, options: list[str], done: bool) -> None:
        person, old = self.people[who], self.early(index)
        asks = [one for one in person.effects if isinstance(one, Ask)] or ([old] if old else [])
        before = self.room.state.book
        for ask in asks[-1:]:
            person.ticks(*options, of=ask)
            assert self.room.state.book is before
            if done:
                self.does(who).presses("", of=ask)

    @rule(
        who=WHO,
        slot=st.sampled_from(
            [
                ("sells", ""),
                ("boss", ""),
                ("people", ""),
                ("people.name", "P-1"),
                ("pets", "P-1"),
                ("tasks.task", "P-1"),
            ]
        ),
        texts=st.lists(st.sampled_from(["yes", "no", "4", "Lin", "x, y", "zzz", "P-2", ""]), min_size=1, max_size=6),
        is_late=st.booleans(),
    )
    def fill(self, who: int, slot: tuple[str, str], texts: list[str], is_late: bool) -> None:
        """A form of now, or one that was opened earlier and perhaps by somebody else."""
        person = self.people[who]
        found = form(self.room.plan, self.room.state, person.id, *slot, now=self.room.now)
        old = self.forms[len(texts) % len(self.forms)] if self.forms else None
        filled = old if is_late and old is not None else found
        if filled is not None:
            self.does(who)
            self.forms.append(filled)
            fields = zip(filled.fields, texts * len(filled.fields), strict=False)
            given = [Given(*field.ask.prompt.slot, text, field.ask.prompt.based_on) for field, text in fields]
            kept = {one.slot: self.room.state.book.entry(*one.slot) for one in given}
            faults = person.faults(*given)
            person.submits(*given)
            assert all(self.room.state.book.entry(*slot) is kept[slot] for slot in faults)

    @rule(
        who=WHO,
        slot=st.sampled_from([("sells", ""), ("note", ""), ("seen", ""), ("people.name", "P-1"), ("dragons", "")]),
        text=st.sampled_from(["yes", "Lin", "https://a.example", ""]),
    )
    def file_an_answer(self, who: int, slot: tuple[str, str], text: str) -> None:
        self.does(who).marks_as_answer(text, *slot, link="https://b.example/1")

    @rule(who=WHO, kind=st.sampled_from(["decision", "question"]), text=st.text(max_size=12))
    def file(self, who: int, kind: str, text: str) -> None:
        self.does(who).marks_as(kind, text, "https://b.example/2")

    @rule(who=WHO, index=st.integers(0, 99), options=st.lists(st.sampled_from("xyzq"), max_size=3), known=st.booleans())
    def choose(self, who: int, index: int, options: list[str], known: bool) -> None:
        old = self.early(index)
        if old is not None:
            self.does(who).chooses(*options, of=old, is_known=known)

    @rule(
        who=WHO,
        question=st.sampled_from(["sells", "note", "boss", "people.name", "pets.call", "kinds", "people", "dragons"]),
        item=st.sampled_from(["", "P-1", "A-1", "+", "+P-1", "X-9"]),
        text=st.sampled_from(["yes", "Lin", "/next", "\\x", "x, y"]) | st.text(max_size=9),
    )
    def reword(self, who: int, question: str, item: str, text: str) -> None:
        before = self.room.state.book
        self.people[who].rewords(text, question, item)
        assert self.room.state.book is before

    @rule(
        who=WHO,
        what=st.sampled_from(["sells", "basics", "Who", "P-1", "P-2 adult", "A-1", "tasks", "last", "dragons"]),
        whom=st.sampled_from(["me", "Ana", "@ben", "Eve", "nobody", "Lin"]),
    )
    def assign(self, who: int, what: str, whom: str) -> None:
        self.does(who).says(f"/assign {what} {whom}")

    @rule(
        who=WHO,
        about=st.sampled_from(
            [("sells", ""), ("basics", ""), ("who", ""), ("people", "P-1"), ("pets", "A-1"), ("dragons", "")]
        ),
    )
    def call(self, who: int, about: tuple[str, str]) -> None:
        self.people[who].is_called(*about)

    @rule(name=st.sampled_from(["Ben", "Eve"]), role=st.sampled_from(list(Role)))
    def give_another_role(self, name: str, role: Role) -> None:
        self.room.give(name, role)

    @rule(who=WHO)
    def come_back(self, who: int) -> None:
        self.does(who).opens()

    @rule()
    def upgrade(self) -> None:
        self.version = "after" if self.version == "before" else "before"
        old, new = self.room.plan, plan_of(PLAYBOOKS[self.version])
        state = self.room.state
        found = upgrade(old, new, state, author="ana", now=self.room.now)
        self.room.plan = new
        self.room.state = replace(state, book=state.book.with_entries(found.entries))

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
    def what_each_is_asked_next_agrees_with_the_naive_model(self) -> None:
        """For those who may sign everything off; this playbook has no gates."""
        state, naive = self.room.state, Naive(self.room.state.book.entries, self.version)
        able = {member for member in state.members if state.role(member).at_least(Role.MEMBER)}
        assigned = {slot: one for slot, one in state.book.assigned.items() if one in able}
        for me in state.members:
            found = ahead(self.room.view, assigned, me, may_sign=True).position
            shown = None if found is None else (found.kind.value, found.question, found.item)
            assert shown == naive.first_for(me, able)

    @invariant()
    def a_book_read_afresh_is_the_same(self) -> None:
        fresh = Book().with_entries(self.room.state.book.entries)
        assert fresh == self.room.state.book
        assert first_open(View(self.room.plan, fresh)) == first_open(View(self.room.plan, self.room.state.book))

    @invariant()
    def what_is_asked_applies(self) -> None:
        """Looked at right after somebody did something: later, somebody else may have changed what applies."""
        actor, self.actor = self.actor, None
        if actor is None or not self.room.state.role(actor.id).at_least(Role.MEMBER):
            return
        prompt = self.prompt_of(actor)
        if prompt is None or prompt.kind is PromptKind.ANOTHER or prompt.question not in self.room.plan.asked:
            return
        asked = self.room.plan.asked[prompt.question]
        assert self.room.view.applies(asked, prompt.item)
        assert not self.room.state.book.is_gone(prompt.item.removeprefix("+"))


AnyWalkTest = AnyWalk.TestCase
AnyWalkTest.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
