"""The fields of a form: which input each becomes, and that what stands in it comes back the same."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack.inputs import read_values
from dialogs.engine import Filled, step
from dialogs.forms import Given
from dialogs.forms import form as form_of
from dialogs.plan import plan_of
from dialogs.questions import QUESTION_TYPES
from dialogs.questions.base import Option
from dialogs.questions.yes_no import YES_NO
from dialogs.state import Member, Role, State
from tests.unit.chatting import START, questions
from tests.unit.slack.filling import element, field, form, inputs, opened, options, state_of

THREE = options("WeChat", "Alipay", "Douyin")


def read(*fields: Any, **changed: Any) -> dict[tuple[str, str], str]:
    """What comes back of a form in which these blocks were changed."""
    return read_values(state_of(opened(*fields), **changed))


def test_a_text_is_typed() -> None:
    found = element(field(typed="Students", example="Students of one city"))
    assert (found["type"], found["multiline"], found["initial_value"]) == ("plain_text_input", False, "Students")
    assert found["placeholder"]["text"] == "Students of one city"
    assert "initial_value" not in element(field())
    assert element(field("long_text"))["multiline"]
    assert element(field("list", "a\nb"))["initial_value"] == "a\nb"
    assert element(field("text", "two\nlines"))["multiline"]
    assert element(field("number", "12", unit="days"))["initial_value"] == "12"


def test_days_and_times_are_picked() -> None:
    assert element(field("date", "2026-12-04"))["initial_date"] == "2026-12-04"
    assert element(field("time", "09:30"))["initial_time"] == "09:30"
    assert "initial_date" not in element(field("date"))
    assert element(field("date", "someday"))["type"] == element(field("time", "9"))["type"] == "plain_text_input"


def test_few_options_are_seen_at_once_and_many_in_a_menu() -> None:
    many = tuple(Option(f"o{n}", f"Option {n}") for n in range(11))
    very_many = tuple(Option(f"o{n}", f"Option {n}") for n in range(101))
    kinds = [
        ("choice", THREE, "radio_buttons"),
        ("yes_no", YES_NO, "radio_buttons"),
        ("pick", many, "static_select"),
        ("choice", very_many, "external_select"),
        ("person", THREE, "static_select"),
        ("rating", THREE, "static_select"),
        ("multi_choice", THREE, "checkboxes"),
        ("multi_pick", many, "multi_static_select"),
        ("multi_pick", very_many, "multi_external_select"),
        ("pick", (), "plain_text_input"),
        ("multi_pick", (), "plain_text_input"),
    ]
    assert [element(field(kind, options=given))["type"] for kind, given, _ in kinds] == [found for *_, found in kinds]


def test_the_answer_that_counts_is_chosen() -> None:
    assert element(field("choice", "b", options=THREE))["initial_option"]["value"] == "b"
    several = element(field("multi_choice", "a, c", options=THREE))
    assert [one["value"] for one in several["initial_options"]] == ["a", "c"]
    assert "initial_option" not in element(field("choice", options=THREE))


def test_a_name_that_is_none_of_the_options_is_typed() -> None:
    found = element(field("person", "Chen", options=THREE))
    assert (found["type"], found["initial_value"]) == ("plain_text_input", "Chen")


def test_only_what_is_required_and_open_must_be_filled_in() -> None:
    found = inputs(
        opened(
            field(),
            field(id_="b", required=False),
            field(id_="c", typed="x"),
            field("choice", id_="d", options=THREE, takes_other=True),
        )
    )
    optional = {id_: block["optional"] for id_, block in found.items()}
    assert optional == {"users|": False, "b|": True, "c|": True, "d|": True, "d||other": True}


def test_own_words_stand_beside_the_options() -> None:
    one = field("choice", "other: namely x", options=THREE, takes_other=True)
    found = inputs(opened(one))
    assert "initial_option" not in found["users|"]["element"]
    assert found["users||other"]["element"]["initial_value"] == "namely x"
    assert read(one) == {("users", ""): "other: namely x"}
    several = field("multi_choice", "a\nother: x\nother: y, z", options=THREE, takes_other=True)
    assert inputs(opened(several))["users||other"]["element"]["initial_value"] == "x\ny, z"
    assert read(several) == {("users", ""): "a\nother: x\nother: y, z"}
    alone = field("multi_choice", "other: y, z", options=THREE, takes_other=True)
    assert read(alone) == {("users", ""): "other: y, z"}
    assert inputs(opened(alone))["users||other"]["element"]["initial_value"] == "y, z"


def test_of_a_choice_and_own_words_the_newer_counts() -> None:
    chosen = {"users|": {"value": "b"}}
    before = field("choice", "other: x", options=THREE, takes_other=True)
    assert read(before, **chosen) == {("users", ""): "b"}
    empty = field("choice", "a", options=THREE, takes_other=True)
    assert read(empty, **{"users||other": "x\ny"}) == {("users", ""): "other: x\ny"}
    assert read(empty, **{"users||other": " "}) == {("users", ""): "a"}


def test_nothing_may_be_an_answer() -> None:
    question = field("multi_choice", options=THREE, min=0)
    assert element(question)["options"][-1] == {
        "text": {"type": "plain_text", "text": "None of these", "emoji": False},
        "value": "none",
    }
    assert read(question, **{"users|": [{"value": "none"}]}) == {("users", ""): "none"}
    assert read(field("multi_choice", "none", options=THREE, min=0)) == {("users", ""): "none"}
    taken = element(field("multi_choice", options=(Option("none", "None"), *THREE), min=0))
    assert [one["value"] for one in taken["options"]] == ["none", "a", "b", "c", "nothing"]


def test_a_long_label_goes_on_below() -> None:
    long = " ".join(f"word{n}" for n in range(20))
    [option, short] = element(field("choice", options=options(long, "Short")))["options"]
    assert option["text"]["text"].endswith(" word11…")
    assert option["description"]["text"] == "word12 word13 word14 word15 word16 word17 word18 word19"
    assert "description" not in short


def test_an_answer_that_is_too_long_for_a_form_stays_out_of_it() -> None:
    view = opened(field("long_text", "x" * 3001), field(id_="b", typed="x" * 3000))
    assert list(inputs(view)) == ["b|"]
    assert view["blocks"][1]["elements"][0]["elements"][0]["text"] == "Who is it for?"


def test_help_and_what_is_recommended_are_a_hint() -> None:
    [block] = inputs(opened(field(help="All who use it.", recommended="Students", unit="people"))).values()
    assert block["label"]["text"] == "Who is it for? (people)"
    assert block["hint"]["text"] == "All who use it. · Recommended: Students"
    [block] = inputs(opened(field(text="why " * 60))).values()
    assert block["label"]["text"].endswith("…")
    assert block["hint"]["text"] == ("why " * 60).strip()
    assert "hint" not in next(iter(inputs(opened(field())).values()))


def test_what_was_not_filled_in_is_empty() -> None:
    fields = [
        field(kind, id_=kind, options=THREE if kind in ("choice", "multi_choice") else ()) for kind in QUESTION_TYPES
    ]
    assert set(read(*fields[:12]).values()) == set(read(*fields[12:]).values()) == {""}


@pytest.mark.parametrize(
    "values", [{}, {"x": 1}, {"users|": 5}, {"users|": {"field": None}}, {"a|b|other": {"kept": {}}}]
)
def test_a_strange_state_is_read(values: dict[str, Any]) -> None:
    assert set(read_values(values).values()) <= {""}


DIALOG = """
- {id: text, type: text, text: "Text?"}
- {id: long, type: long_text, text: "Long?"}
- {id: number, type: number, text: "Number?", decimals: 3}
- {id: date, type: date, text: "Date?"}
- {id: time, type: time, text: "Time?"}
- {id: agreed, type: yes_no, text: "Yes?"}
- {id: choice, type: choice, text: "Choice?", other: true, options: {a: Alpha, b: Beta}}
- {id: several, type: multi_choice, text: "Several?", other: true, min: 0, options: {a: Alpha, b: Beta, c: Gamma}}
- {id: list, type: list, text: "List?"}
- {id: url, type: url, text: "Url?"}
- {id: person, type: person, text: "Person?"}
- {id: rating, type: rating, text: "Rating?"}
"""


def test_a_form_that_is_sent_as_it_was_opened_changes_nothing() -> None:
    """Every type's answer, spelled by the core, comes through Slack's inputs as it went in."""
    plan = plan_of(questions(DIALOG))
    state = State(members={"ana": Member("ana", "Ana")}, roles={"ana": Role.OWNER})
    typed = {
        "text": "other: a, b",
        "long": "two\nlines",
        "number": "1.5",
        "date": "2026-12-04",
        "time": "09:30",
        "agreed": "no",
        "choice": "other: Gamma, or Delta",
        "several": "b\nother: x, y\nother: z",
        "list": "one\ntwo, three",
        "url": "https://example.org",
        "person": "ana",
        "rating": "2",
    }
    filled = tuple(Given(question, "", text) for question, text in typed.items())
    done = step(plan, state, Filled("5", "ana", filled), START, "t1")
    assert {entry.question for entry in done.state.book.entries} == set(typed)
    shown = form_of(plan, done.state, "ana", "text", "", now=START + timedelta(minutes=1))
    assert shown is not None
    assert read(*shown.fields) == {(one.ask.prompt.question, ""): one.typed for one in shown.fields}
    assert {one.ask.prompt.question: one.typed for one in shown.fields} == typed


TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
LABELS = st.lists(TEXT, min_size=0, max_size=110)


@settings(deadline=None)
@given(st.sampled_from(list(QUESTION_TYPES)), LABELS, st.tuples(TEXT, TEXT), st.booleans(), st.integers(1, 20))
def test_slack_takes_any_field(
    kind: str, names: list[str], texts: tuple[str, str], takes_other: bool, times: int
) -> None:
    text, typed = texts
    given_options = tuple(Option(f"o{index}", name) for index, name in enumerate(names))
    more: dict[str, Any] = {"text": text, "help": text * times, "recommended": text, "example": text, "unit": text[:5]}
    one = field(kind, typed * times, options=given_options, takes_other=takes_other, **more)
    two = field(kind, f"o1\nother: {typed[:90]}", "b", options=given_options, takes_other=takes_other, min=0, **more)
    read(one, two)
    assert form(one).fields == (one,)
