"""What can be pressed below a question, by its type."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack.codes import decode
from bot.platforms.slack.questions import suggestions
from dialogs.effects import Progress
from dialogs.questions import QUESTION_TYPES
from dialogs.questions.base import Option
from dialogs.questions.yes_no import YES_NO
from tests.unit.slack.asking import TOKEN, ask, composed, entries, ids, labels, options, pressable, read, shown, styled
from tests.unit.slack.limits import check_message

FORM = "Answer as a form"
BACK = "‹ Back"


def test_a_text_has_only_the_ways_around_it() -> None:
    found = shown(ask())
    assert labels(found) == [FORM, BACK]
    assert ids(found) == ["form:", "command:/back"]


def test_more_than_one_way_around_is_a_menu() -> None:
    found = shown(ask(required=False, example="Students", recommended="Students"))
    assert labels(found) == ["Take the recommended one", FORM, "overflow"]
    assert ids(found) == ["command:/accept", "form:", "command:"]
    assert entries(pressable(found)[2]) == [(BACK, "/back"), ("Skip", "/skip"), ("Example", "/example")]


def test_few_options_are_buttons() -> None:
    found = shown(ask("choice", options=options(5), example="x"))
    assert labels(found) == [*(f"Option {n}" for n in range(5)), FORM, BACK]
    assert ids(found)[:2] == ["option:0", "option:1"]
    assert [block["block_id"] for block in found["blocks"][1:]] == [f"{TOKEN}/1", f"{TOKEN}/2"]


def test_more_options_are_a_menu() -> None:
    [menu, *_] = pressable(shown(ask("pick", options=options(6))))
    assert (menu["type"], menu["action_id"]) == ("static_select", "option:")
    assert entries(menu)[5] == ("Option 5", "5")
    assert len(pressable(shown(ask("pick", options=options(100))))[0]["options"]) == 100


def test_very_many_options_are_looked_for() -> None:
    question = ask("choice", options=options(250))
    [menu, *_] = pressable(shown(question))
    assert (menu["type"], menu["min_query_length"]) == ("external_select", 0)
    assert [one["value"] for one in suggestions(question, "option 24")] == ["24", *(str(n) for n in range(240, 250))]


def test_several_options_are_ticked_in_a_menu_and_then_done() -> None:
    question = ask("multi_choice", options=options(3)) | {"ticked": ["o1"]}
    found = shown(question)
    assert labels(found) == ["multi_static_select", "Done", FORM, BACK]
    assert ids(found)[:2] == ["several:", "picked:"]
    menu = found["blocks"][1]
    assert (menu["type"], menu["dispatch_action"]) == ("input", False)
    assert [one["value"] for one in menu["element"]["initial_options"]] == ["1"]
    many = pressable(shown(ask("multi_pick", options=options(101))))[0]
    assert many["type"] == "multi_external_select"
    assert "initial_options" not in many


def test_nothing_to_pick_from_leaves_only_the_ways_around() -> None:
    assert labels(shown(ask("multi_pick"))) == labels(shown(ask("pick"))) == [FORM, BACK]


def test_a_confirmation_has_nothing_around_it() -> None:
    found = shown({**ask("confirm", "Did you mean <WeChat>?", options=YES_NO), "prompt_kind": "confirm"})
    assert labels(found) == ["yes", "no"]
    assert styled(found) == [("Did you mean <WeChat>?", "bold")]


def test_another_one_is_no_question_of_a_form() -> None:
    found = shown({**ask("another", options=YES_NO), "prompt_kind": "another"})
    assert labels(found) == ["yes", "no", BACK]


def test_a_day_and_a_time_are_picked() -> None:
    day = pressable(shown(ask("date")))[0]
    assert (day["type"], day["action_id"]) == ("datepicker", "value:")
    assert "initial_date" not in day
    assert pressable(shown(ask("date", current="Friday, 4 December 2026")))[0]["initial_date"] == "2026-12-04"
    time = pressable(shown(ask("time", current="09:30")))[0]
    assert (time["type"], time["initial_time"]) == ("timepicker", "09:30")
    assert "initial_time" not in pressable(shown(ask("time", current="whenever")))[0]


def test_a_rating_is_numbers_and_its_ends_are_named() -> None:
    named = (Option("1", "1 – bad"), Option("2", "2"), Option("3", "3 – good"))
    found = shown(ask("rating", options=named))
    assert labels(found)[:3] == ["1", "2", "3"]
    assert read(found)[1] == "1 – bad · 3 – good"
    long = tuple(Option(str(n), f"{n} – low" if n == 1 else str(n)) for n in range(1, 11))
    found = shown(ask("rating", options=long))
    assert entries(pressable(found)[0])[:2] == [("1 – low", "0"), ("2", "1")]
    assert len(read(found)) == 1


def test_a_label_that_is_cut_is_listed_in_full() -> None:
    long = "very " * 20 + "long"
    found = shown(ask("choice", options=(Option("a", long), Option("b", "Short"))))
    assert labels(found)[:2] == ["1. " + "very " * 14 + "v…", "2. Short"]
    assert read(found)[1] == f"1. {long}\n2. Short"
    assert len(read(shown(ask("choice", options=options(1, "x" * 75))))) == 1


def test_help_and_hints_stand_below_the_question() -> None:
    found = shown(ask(help="All who use it.", required=False, recommended="Students", current="I"))
    assert read(found) == [
        "Requirements · Target users · P-1 · 2 of 11\nWho is it for?",
        "All who use it.",
        "Now: I\nRecommended: Students\nOptional: ⋯ has Skip.",
    ]
    assert styled(found)[0] == ("Requirements · Target users · P-1 · 2 of 11\n", "italic")
    assert styled(found)[1] == ("Who is it for?", "bold")
    assert len(read(shown(ask(help="Help.", is_repeat=True)))) == 1


def test_the_options_are_read_out_where_they_cannot_be_seen() -> None:
    assert shown(ask("choice", options=options(2)))["text"].endswith("Who is it for?\n1. Option 0\n2. Option 1")
    rating = (Option("1", "1 – bad"), Option("2", "2"))
    assert shown(ask("rating", options=rating))["text"].endswith("\n1 – bad\n2")
    confirm = shown({**ask("confirm", "Did you mean WeChat?", options=YES_NO), "prompt_kind": "confirm"})
    assert confirm["text"] == "Did you mean WeChat?"


LABELS = st.lists(st.text(st.characters(exclude_categories=()), max_size=120), max_size=120)
TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@settings(deadline=None)
@given(st.sampled_from([*QUESTION_TYPES, "confirm", "another"]), LABELS, TEXT, st.integers(1, 40))
def test_slack_takes_every_question(kind: str, names: list[str], text: str, times: int) -> None:
    given_options = tuple(Option(str(index), name) for index, name in enumerate(names))
    more: dict[str, Any] = {"help": text * times, "example": text, "recommended": text, "current": text}
    question = ask(kind, text * times, options=given_options, required=False, progress=Progress(1, 2), **more)
    for call in composed(question | {"ticked": ["1", "2"]}, today=date(2026, 11, 20)):
        check_message(call)
        for block in call["blocks"]:
            for element in block["elements"] if block["type"] == "actions" else ():
                assert decode(block["block_id"], element["action_id"]) is not None


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_six_hundred_options_with_long_labels_fit(kind: str) -> None:
    calls = composed(ask(kind, options=options(600, "label " * 30 + "{n}")))
    assert [call for call in calls if pressable(call)] == calls[-1:]
