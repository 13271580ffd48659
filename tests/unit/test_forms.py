"""The questions that stand beside each other, as one form."""

from datetime import timedelta

import pytest

from dialogs.forms import Form, Given, form, form_after, left_out
from dialogs.state import Role
from tests.unit.chatting import WORDS, Person, Room, playbook
from tests.unit.rooms import mixed, team, team_room


def asked(found: Form) -> list[str]:
    return [WORDS.plain(field.ask.text) for field in found.fields]


def typed(found: Form) -> dict[str, str]:
    return {field.ask.prompt.question: field.typed for field in found.fields}


def form_of(person: Person, question: str, item: str = "") -> Form | None:
    return form(person.room.plan, person.room.state, person.id, question, item, now=person.room.now)


def after(person: Person, dialog: str, item: str = "", *but: str) -> Form | None:
    return form_after(person.room.plan, person.room.state, person.id, dialog, item, now=person.room.now, but=but)


def test_a_form_asks_what_stands_beside_a_question_and_applies() -> None:
    ana = mixed()
    found = ana.form("day")
    assert asked(found) == ["Name?", "Kinds?", "Sells?", "Day?", "Steps?", "Last?"]
    assert (WORDS.plain(found.title), found.phase_title, found.dialog_title) == ("First", "Planning", "First")
    assert (found.dialog, found.item, found.item_label) == ("first", "", "")
    assert (found.progress.answered, found.progress.total) == (0, 6)
    assert set(typed(found).values()) == {""}
    first = found.fields[0].ask
    assert (first.prompt.token, first.prompt.based_on, first.help, first.example) == (
        *("", 0, "Any name.", "Coffee Club"),
    )
    ana.says("Coffee", "/skip", "yes")
    assert "Price?" in asked(ana.form("name"))


def test_a_form_holds_the_answers_as_they_could_be_typed() -> None:
    ana = mixed().says("Coffee Club", "z, x, other: salt, y", "yes", "1,234.50", "4 Dec 2026", "a, b\nc", "/skip")
    found = ana.form("name")
    assert typed(found) == {
        "name": "Coffee Club",
        "kinds": "x\ny\nz\nother: salt",
        "sells": "yes",
        "price": "1234.5",
        "day": "2026-12-04",
        "steps": "a, b\nc",
        "last": "",
    }
    assert [field.is_answered for field in found.fields] == [True] * 6 + [False]
    assert found.fields[0].ask.prompt.based_on == 1
    assert found.progress.answered == 7


def test_an_items_form_has_its_own_questions_and_no_nested_ones() -> None:
    ana, _ = team()
    ana.says("Club", "Gap", "Small", "Commuters")
    found = ana.form("personas.goal", "P-1")
    assert asked(found) == ["Who?", "Goal of Commuters?"]
    assert (WORDS.plain(found.title), found.dialog, found.item) == ("P-1 Commuters", "who", "P-1")
    assert found.item_label == "P-1 Commuters"
    assert asked(ana.form("tasks.task", "P-1")) == ["Task of Commuters?"]
    pet = ana.says("Quick", "yes", "Rex").form("pets.call", "A-1")
    assert asked(pet) == ["Pet?", "Big?"]


@pytest.mark.parametrize(("question", "item"), [("personas.name", "+"), ("personas.goal", "+"), ("personas", "")])
def test_a_new_item_has_a_form(question: str, item: str) -> None:
    ana, _ = team()
    found = ana.form(question, item)
    assert asked(found) == ["Who?", "Goal of …?"]
    assert (WORDS.plain(found.title), found.item, found.item_label) == ("Another persona", "+", "P-1")
    ana.says("Club", "Gap", "Small", "Commuters")
    assert asked(ana.form("pets", "P-1")) == ["Pet?", "Big?"]
    assert ana.form("pets.big", "+P-1").item == "+P-1"


@pytest.mark.parametrize(
    ("question", "item"),
    [
        *(("nothing", ""), ("name", "P-1"), ("personas.name", ""), ("personas.name", "P-9"), ("personas.name", "P-2")),
        *(("pets.call", "P-1"), ("personas.name", "+P-1"), ("pets", ""), ("pets.call", "+P-9"), ("pets.call", "+P-2")),
        *(("tasks.task", "+"), ("tasks.task", ""), ("plan.sign_off", "P-1"), ("plan.sign_off", "+")),
    ],
)
def test_what_is_no_place_has_no_form(question: str, item: str) -> None:
    ana, _ = team(sign_off=True)
    ana.says("Club", "Gap", "Small", "Commuters", "/add persona Students", "/remove P-2", "yes")
    assert form_of(ana, question, item) is None


def test_who_may_not_answer_gets_no_form() -> None:
    ana, ben = team(sign_off=True)
    eve = ana.room.person("Eve", role=Role.OBSERVER)
    assert form_of(eve, "name") is None
    assert after(eve, "start") is None
    assert form_of(ben, "plan.sign_off") is None
    assert asked(ana.form("plan.sign_off")) == ["Do you sign off “Planning”?"]
    assert form_of(ana, "plan.waiver") is not None


def test_a_gates_form_has_what_is_open_there_and_what_was_answered() -> None:
    room = Room(
        playbook(
            '[{id: a, title: A, ask: [{id: it, type: text, text: "It?"}]}]',
            sign_off=True,
            checks='[{id: stop, block_if: "it is answered", message: "No."}]',
        )
    )
    ana = room.person("Ana").opens().says("x")
    assert list(typed(ana.form("plan.sign_off"))) == ["plan.waiver"]
    ana.says("It has to be.")
    assert typed(ana.form("plan.waiver")) == {"plan.waiver": "It has to be.", "plan.sign_off": ""}
    ana.says("yes")
    assert typed(ana.form("plan.waiver")) == {"plan.waiver": "It has to be.", "plan.sign_off": "yes"}
    again = Room(room.plan.playbook).person("Ana").opens().says("x", "/skip")
    assert form_of(again, "plan.sign_off") is None


def test_after_a_form_comes_what_is_still_open() -> None:
    ana = mixed()
    ana.fills(ana.form("name"), name="Coffee Club", sells="yes")
    found = after(ana, "first")
    assert found is not None
    assert asked(found) == ["Kinds?", "Price?", "Day?", "Steps?", "Last?"]
    only = after(ana, "first", "", "kinds", "day", "steps", "last")
    assert only is not None
    assert asked(only) == ["Price?"]
    ana.fills(ana.form("name"), sells="no")
    assert after(ana, "first", "", "kinds", "day", "steps", "last") is None
    assert after(ana, "nothing") is None


def test_after_a_new_item_comes_the_rest_of_it() -> None:
    ana, ben = team()
    ana.fills(ana.form("personas"), name="Commuters")
    ben.fills(ben.form("personas"), name="Students")
    found = after(ana, "who", "+")
    assert found is not None
    assert (asked(found), found.item) == (["Goal of Commuters?"], "P-1")
    rest = after(ben, "who", "P-2", "personas.name")
    assert rest is not None
    assert asked(rest) == ["Goal of Students?"]
    ana.fills(ana.form("personas.name", "P-1"), goal="Quick")
    assert after(ana, "who", "+") is None
    assert after(ana, "who", "+P-1") is None
    assert after(ana, "start", "+") is None
    ana.says("/remove P-1", "yes")
    assert after(ana, "who", "P-1") is None


def test_a_closed_form_names_what_it_would_lose() -> None:
    ana = mixed().says("Coffee Club", "/skip", "yes", "4.00")
    found = ana.form("name")
    lose = ana.filled(found, name="Tea Club", price="4.0 EUR", last=" ", day="nonsense")
    gone = (Given("nothing", "", "x"), Given("name", "P-1", "x"), Given("first", "+", "y"))
    labels = left_out(ana.room.plan, ana.room.state, ana.id, (*lose, *gone), now=ana.room.now)
    assert [WORDS.plain(label) for label in labels] == ["Name?", "Day?", "nothing", "P-1: Name?", "first"]
    assert left_out(ana.room.plan, ana.room.state, ana.id, ana.filled(found), now=ana.room.now) == ()


def test_a_new_items_fields_are_called_by_their_questions() -> None:
    ana = team_room().person("Ana").opens()
    given = ana.filled(ana.form("personas"), name="x", goal="y")
    labels = left_out(ana.room.plan, ana.room.state, ana.id, given, now=ana.room.now + timedelta(days=1))
    assert [WORDS.plain(label) for label in labels] == ["Who?", "Goal of …?"]
