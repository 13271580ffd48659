"""Short dialogs on top of the walk: they ask, are answered, and leave the walk as it was."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from dialogs.answers import Value
from dialogs.effects import Ask, Effect, Refuse, Say, Settle
from dialogs.engine import Chosen, Event, Nudged, Pressed, Said, Ticked, step
from dialogs.errands import (
    Objection,
    begin,
    beside,
    end,
    errand_of,
    given,
    is_meant,
    is_said_to,
    no_objection,
    pass_by,
    run,
)
from dialogs.model import Playbook
from dialogs.plan import plan_of
from dialogs.state import Errand, Member, Prompt, Role, State
from tests.unit.chatting import WORDS, questions

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
HERE = ("chat", "ana")
WALK = questions("""
- {id: name, type: text, text: "Name?"}
- {id: size, type: text, text: "Size?"}
""")
ROUND = questions("""
- {id: phase, type: text, text: "Phase?", asked: false, required: false}
- {id: done, type: long_text, text: "What got done?"}
- {id: tests, type: text, text: "Which tests?", when: "phase == 'testing'"}
- {id: mood, type: choice, text: "Mood?", options: {good: Good, bad: Bad}}
- {id: tags, type: multi_choice, text: "Tags?", options: {x: Ex, y: Why}, required: false}
""")
NAMED = questions("""
- {id: usual, type: yes_no, text: "As usual?"}
- {id: taken, type: text, text: "Taken?", asked: false, required: false}
- {id: name, type: text, text: "Name?", when: "not usual or taken"}
- {id: size, type: text, text: "Size?", when: "not usual"}
""")


class Desk:
    """Ana in her chat, with a walk and an errand."""

    def __init__(self, phase: str = "", errand: Playbook = ROUND) -> None:
        self.walk, self.round = plan_of(WALK), plan_of(errand)
        self.state = State(members={"ana": Member("ana", "Ana")}, roles={"ana": Role.OWNER})
        self.effects: Sequence[Effect] = ()
        self.answers: Mapping[str, Value] | None = None
        self._tokens = 0
        self._taken: str | None = None
        self._known = given({"phase": phase}, NOW) if phase else ()

    def begins(self) -> "Desk":
        """Put the errand into the seat, and ask."""
        self.state = begin(self.state, HERE, Errand("check_in", {"day": "today"}, "round", self._known))
        return self.happens(Nudged("chat", "ana"))

    def objects(self, taken: str) -> "Desk":
        """From now on a name is taken, which is the usual one unless another is said; "" for none."""
        self._taken = taken
        return self

    def _object_to(self, answers: Mapping[str, Value]) -> Objection | None:
        usual = "Usual" if answers.get("usual") and "taken" not in answers else ""
        name = answers.get("name", usual)
        if not name or name != self._taken:
            return None
        return Objection("name", f"{name} is taken", {"taken": "yes"})

    def happens(self, event: Event) -> "Desk":
        """As a turn does it: to the errand what is meant for it, the rest to the walk."""
        self._tokens += 1
        errand = errand_of(self.state, event)
        if errand is not None and (isinstance(event, Nudged) or is_meant(errand, event)):
            object_to = self._object_to if self._taken is not None else no_objection
            ran = run(self.round, self.state, event, NOW, f"token {self._tokens}", object_to=object_to)
            self.state, self.effects, self.answers = ran.state, ran.effects, ran.answers
        else:
            done = step(self.walk, self.state, event, NOW, f"token {self._tokens}")
            self.state, self.effects = done.state, done.effects
        return self

    def says(self, *texts: str) -> "Desk":
        for text in texts:
            self.happens(Said("chat", "ana", text))
        return self

    @property
    def asked(self) -> Ask:
        return next(one for one in reversed(self.effects) if isinstance(one, Ask))

    @property
    def question(self) -> str:
        """What is asked now; "" for nothing."""
        return WORDS.plain(self.asked.text) if any(isinstance(one, Ask) for one in self.effects) else ""

    @property
    def resumes(self) -> bool:
        """Whether the walk asks again afterwards."""
        errand = self.state.seats[HERE].errand
        assert errand is not None
        return errand.resumes

    @property
    def is_open(self) -> bool:
        return self.state.seats[HERE].errand is not None


def test_an_errand_asks_its_questions_and_hands_over_the_answers() -> None:
    desk = Desk().begins()
    assert desk.question == "What got done?"
    assert desk.says("The login").question == "Mood?"
    assert desk.says("good").question == "Tags?"
    desk.says("x, y")
    assert desk.answers == {"done": "The login", "mood": "good", "tags": ["x", "y"]}
    assert not desk.is_open
    assert desk.state.book.entries == ()


def test_what_is_known_beforehand_decides_what_is_asked() -> None:
    desk = Desk("testing").begins().says("a")
    assert desk.question == "Which tests?"
    desk.says("T-7", "good", "/skip")
    assert desk.answers == {"phase": "testing", "done": "a", "tests": "T-7", "mood": "good"}


def test_an_errand_is_gone_back_in_refused_and_asked_back_like_the_walk() -> None:
    desk = Desk().begins().says("a", "/back")
    assert desk.question == "What got done?"
    desk.says("b", "nonsense beyond all options")
    assert any(isinstance(one, Refuse) for one in desk.effects)
    assert desk.is_open
    desk.says("goo")
    assert desk.asked.prompt.pending is not None
    desk.says("yes", "/skip")
    assert desk.answers == {"done": "b", "mood": "good"}


@pytest.mark.parametrize("command", ["/back", "/edit 1", "/edit phase", "/edit phase?", "/edit testing", "/undo"])
def test_what_an_errand_knows_by_itself_is_never_asked(command: str) -> None:
    desk = Desk("testing").begins().says(command)
    assert any(isinstance(one, Refuse) for one in desk.effects)
    assert desk.question == "What got done?"
    assert "Phase?" not in "".join(WORDS.plain(one.text) for one in desk.says("/edit").effects if isinstance(one, Say))
    desk.says("a", "T-7", "good", "/skip")
    assert desk.answers == {"phase": "testing", "done": "a", "tests": "T-7", "mood": "good"}


def test_what_ends_an_errand_can_not_be_taken_up_again() -> None:
    errand = questions(
        '- {id: a, type: text, text: "A?", required: false}\n- {id: b, type: text, text: "B?", required: false}'
    )
    desk = Desk(errand=errand).begins().says("/skip")
    assert [WORDS.plain(one.text) for one in desk.effects if isinstance(one, Say)] == [
        "Skipped. /edit takes it up again."
    ]
    desk.says("/skip")
    assert [WORDS.plain(one.text) for one in desk.effects if isinstance(one, Say)] == ["Skipped."]
    assert not desk.is_open


def test_where_nothing_is_answered_yet_nothing_can_be_changed() -> None:
    desk = Desk(phase="testing").begins().says("/edit")
    said = [WORDS.plain(one.text) for one in desk.effects if isinstance(one, Refuse)]
    assert said == ["Nothing is answered yet, so there is nothing to change."]
    assert desk.question == "What got done?"


def test_buttons_of_an_errand_are_its_own() -> None:
    desk = Desk().begins().says("a")
    desk.happens(Pressed("chat", "ana", desk.asked.prompt.token, "bad"))
    token = desk.asked.prompt.token
    desk.happens(Ticked("chat", "ana", token, "x")).happens(Pressed("chat", "ana", token, ""))
    assert desk.answers == {"done": "a", "mood": "bad", "tags": ["x"]}


def test_all_that_was_chosen_at_once_is_taken() -> None:
    desk = Desk().begins().says("a", "good")
    desk.happens(Chosen("chat", "ana", desk.asked.prompt.token, ("y",)))
    assert desk.answers == {"done": "a", "mood": "good", "tags": ["y"]}


def test_the_walk_waits_and_can_be_answered_by_its_own_buttons() -> None:
    desk = Desk().happens(Nudged("chat", "ana"))
    asked = desk.asked
    desk.begins()
    assert desk.resumes
    desk.happens(Said("chat", "ana", "Café", asked.prompt))
    assert [entry.value for entry in desk.state.book.entries] == ["Café"]
    assert desk.is_open
    assert not any(isinstance(one, Ask) for one in desk.effects)
    desk.says("/list")
    assert desk.is_open


def test_without_a_question_of_the_walk_nothing_resumes() -> None:
    desk = Desk().begins()
    assert not desk.resumes
    rests = Desk().happens(Nudged("chat", "ana")).says("/pause").begins()
    assert not rests.resumes


def test_an_errand_in_the_place_of_another_resumes_as_that_one_did() -> None:
    desk = Desk().happens(Nudged("chat", "ana")).begins().says("a").begins()
    assert desk.question == "What got done?"
    assert desk.resumes


def test_an_errand_can_be_left() -> None:
    desk = Desk().happens(Nudged("chat", "ana")).begins()
    desk.state = end(desk.state, HERE)
    assert not desk.is_open
    assert desk.happens(Nudged("chat", "ana")).question == "Name?"


def test_a_tick_alone_asks_nothing_anew() -> None:
    desk = Desk().begins().says("a", "good")
    desk.happens(Ticked("chat", "ana", desk.asked.prompt.token, "x"))
    assert desk.is_open
    assert not any(isinstance(one, Ask | Settle) for one in desk.effects)


def test_what_was_asked_back_is_asked_back_again() -> None:
    desk = Desk().begins().says("a", "goo")
    asked = desk.question
    assert desk.happens(Nudged("chat", "ana")).question == asked != "Mood?"
    desk.says("yes", "/skip")
    assert desk.answers == {"done": "a", "mood": "good"}


def test_what_was_asked_back_is_left_where_nobody_asks_it_any_more() -> None:
    desk = Desk().begins().says("a", "goo")
    desk.round = plan_of(questions('- {id: done, type: text, text: "Done?"}\n- {id: last, type: text, text: "Last?"}'))
    assert desk.happens(Nudged("chat", "ana")).question == "Last?"


def test_where_there_is_no_errand_none_is_run() -> None:
    desk = Desk().happens(Nudged("chat", "ana"))
    assert errand_of(desk.state, Nudged("other", "ana")) is None
    with pytest.raises(LookupError):
        run(desk.round, desk.state, Nudged("chat", "ana"), NOW, "t")


def test_what_speaks_against_an_answer_has_its_question_asked_again_and_nothing_else() -> None:
    desk = Desk(errand=NAMED).objects("Daily").begins()
    assert desk.says("no").question == "Name?"
    assert desk.says("Daily").question == "Name?"
    assert [WORDS.plain(one.text) for one in desk.effects if isinstance(one, Refuse)] == ["Daily is taken"]
    assert desk.says("Weekly").question == "Size?"
    desk.objects("Weekly").says("small")
    assert desk.is_open
    assert desk.question == "Name?"
    assert desk.objects("").says("Monthly").answers == {
        "usual": False,
        "taken": "yes",
        "name": "Monthly",
        "size": "small",
    }


def test_what_can_not_stay_is_not_read_back_as_kept() -> None:
    desk = Desk().begins().says("a")
    event = Said("chat", "ana", "bad")
    kept = run(desk.round, desk.state, event, NOW, "t")
    assert any(isinstance(one, Say) for one in kept.effects)
    ran = run(desk.round, desk.state, event, NOW, "t", object_to=lambda answers: Objection("mood", "Not today"))
    assert not any(isinstance(one, Say) for one in ran.effects)
    assert [WORDS.plain(one.text) for one in ran.effects if isinstance(one, Refuse | Ask)] == ["Not today", "Mood?"]


def test_an_objection_can_have_a_question_asked_that_did_not_apply() -> None:
    desk = Desk(errand=NAMED).objects("").begins()
    assert desk.says("yes").answers == {"usual": True}
    desk.objects("Usual").begins()
    assert desk.says("yes").question == "Name?"
    assert desk.says("Weekly").answers == {"usual": True, "taken": "yes", "name": "Weekly"}


def test_who_has_no_say_in_an_errand_goes_past_it() -> None:
    desk = Desk().begins()
    done = pass_by(desk.walk, desk.state, Said("chat", "ana", "Coffee"), NOW, "walk 1")
    done = pass_by(desk.walk, done.state, Said("chat", "ana", "Tea"), NOW, "walk 2")
    assert done.state.book.value("name") == "Tea"
    assert [WORDS.plain(one.text) for one in done.effects if isinstance(one, Ask)] == ["Size?"]
    before, after = desk.state.seats[HERE].errand, done.state.seats[HERE].errand
    assert before is not None
    assert after is not None
    assert (after.seat, after.resumes) == (before.seat, True)


def test_where_there_is_no_errand_nothing_is_passed_by() -> None:
    desk = Desk()
    event = Nudged("chat", "ana")
    assert pass_by(desk.walk, desk.state, event, NOW, "t") == step(desk.walk, desk.state, event, NOW, "t")


def test_only_what_is_said_to_its_question_is_said_to_an_errand_without_a_doubt() -> None:
    desk = Desk().begins()
    errand = desk.state.seats[HERE].errand
    assert errand is not None
    prompt = errand.seat.prompt
    assert prompt is not None
    assert is_said_to(errand, Said("chat", "ana", "x", prompt))
    assert is_said_to(errand, Pressed("chat", "ana", prompt.token, "x"))
    assert not is_said_to(errand, Said("chat", "ana", "x"))
    assert not is_said_to(errand, Said("chat", "ana", "x", prompt_of_the_walk(desk)))


def prompt_of_the_walk(desk: Desk) -> Prompt:
    """What the walk asks beside the errand."""
    prompt = pass_by(desk.walk, desk.state, Nudged("chat", "ana"), NOW, "walk").state.seats[HERE].prompt
    assert prompt is not None
    return prompt


def test_it_tells_what_was_written() -> None:
    desk = Desk(phase="testing").begins()
    ran = run(desk.round, desk.state, Said("chat", "ana", "Menu"), NOW, "t")
    assert [(one.question, one.value) for one in ran.written] == [("done", "Menu")]


def test_a_reply_to_an_earlier_question_changes_its_answer_after_a_yes() -> None:
    desk = Desk().begins()
    errand = desk.state.seats[HERE].errand
    assert errand is not None
    first = errand.seat.prompt
    desk.says("a")
    ran = run(desk.round, desk.state, Said("chat", "ana", "b", first), NOW, "asks back")
    desk.state = ran.state
    desk.says("yes", "good", "/skip")
    assert desk.answers == {"done": "b", "mood": "good"}


def test_the_walk_may_not_ask_back_in_between() -> None:
    """What is typed next would be taken for the errand's answer."""
    desk = Desk()
    desk.walk = plan_of(
        questions("""
- {id: name, type: text, text: "Name?"}
- group: pets
  item: pet
  title: Pets
  prefix: P
  label: call
  ask: [{id: call, type: text, text: "Pet?"}]
""")
    )
    desk.says("Café", "Rex", "no").begins()
    before = desk.state
    said = beside(desk.walk, before, Said("chat", "ana", "/remove P-1"), NOW, "new")
    assert said.state == before
    assert [WORDS.plain(one.text) for one in said.effects if isinstance(one, Refuse)] == [
        "One thing after the other: that would ask you something itself. Answer this first, or /pause leaves it."
    ]
    assert beside(desk.walk, before, Said("chat", "ana", "/list pets"), NOW, "new").effects
