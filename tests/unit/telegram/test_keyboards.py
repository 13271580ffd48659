"""The buttons below a question, and what comes back from them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.buttons import Button, again_button, decode
from bot.platforms.telegram.keyboards import keyboard
from dialogs.questions import QUESTION_TYPES
from dialogs.questions.base import Option
from dialogs.questions.yes_no import YES_NO
from tests.unit.telegram.asking import TODAY, TOKEN, WORDS, ask, codes, labels, options


def rows(question: dict[str, Any], view: str = "", ticked: tuple[str, ...] = ()) -> list[list[Button]]:
    return keyboard(question, WORDS, TODAY, view, ticked)


def test_a_text_has_only_the_ways_around_it() -> None:
    assert labels(rows(ask())) == [["Back"]]
    everything = ask(required=False, example="Students", recommended="Students")
    assert labels(rows(everything)) == [["Accept"], ["Back", "Skip", "Example"]]
    assert codes(rows(everything)) == [["a"], ["b", "s", "e"]]


def test_options_stand_side_by_side_where_they_are_short() -> None:
    short = rows(ask("choice", options=options("WeChat", "Alipay", "Douyin"), example="WeChat"))
    assert labels(short) == [["WeChat", "Alipay"], ["Douyin"], ["Back"]]
    assert codes(short) == [["o0", "o1"], ["o2"], ["b"]]
    long = rows(ask("choice", options=options("Individual business", "Enterprise")))
    assert labels(long) == [["Individual business"], ["Enterprise"], ["Back"]]


def test_a_label_that_a_phone_cannot_show_is_numbered_and_cut() -> None:
    found = rows(ask("pick", options=options("F-1  Order\nahead", "F-2 " + "very " * 20)))
    assert labels(found)[0] == ["1. F-1 Order ahead"]
    assert labels(found)[1] == ["2. F-2 very very very very very very very very very very ve…"]
    assert len(labels(found)[1][0]) == 60


def test_yes_and_no_share_a_row_and_a_confirmation_has_nothing_else() -> None:
    for kind in ("yes_no", "another"):
        assert codes(rows(ask(kind, options=YES_NO))) == [["o0", "o1"], ["b"]]
    assert codes(rows(ask("confirm", options=YES_NO, required=False, example="yes"))) == [["o0", "o1"]]


def test_several_are_ticked_and_then_done() -> None:
    question = ask("multi_choice", options=options("WeChat", "Alipay", "Douyin"))
    assert labels(rows(question)) == [["WeChat", "Alipay"], ["Douyin"], ["Done (0)"], ["Back"]]
    ticked = rows(question, ticked=("b", "other: X"))
    assert labels(ticked) == [["WeChat", "✓ Alipay"], ["Douyin"], ["Done (2)"], ["Back"]]
    assert codes(ticked) == [["t0", "t1"], ["t2"], ["d"], ["b"]]


def test_nothing_to_pick_from_leaves_only_the_ways_around() -> None:
    assert labels(rows(ask("multi_pick"))) == [["Back"]]


def test_many_options_are_paged_in_a_circle() -> None:
    question = ask("multi_pick", options=options(*(f"F-{n}" for n in range(1, 18))))
    first = rows(question)
    assert labels(first)[:2] == [["F-1", "F-2"], ["F-3", "F-4"]]
    assert (labels(first)[4], codes(first)[4]) == (["‹", "1/3", "›"], ["p3", "n", "p2"])
    last = rows(question, "p3", ("q",))
    assert labels(last) == [["✓ F-17"], ["‹", "3/3", "›"], ["Done (1)"], ["Back"]]
    assert codes(last)[:2] == [["t16"], ["p2", "n", "p1"]]
    assert rows(question, "p99", ("q",)) == last
    assert rows(question, "m202611") == first


@pytest.mark.parametrize(("steps", "widths"), [(5, [5]), (8, [8]), (9, [5, 4]), (11, [6, 5])])
def test_a_rating_is_a_row_of_numbers(steps: int, widths: list[int]) -> None:
    numbers = tuple(Option(str(n), f"{n} – low" if n == 1 else str(n)) for n in range(1, steps + 1))
    found = rows(ask("rating", options=numbers))
    assert [len(row) for row in found] == [*widths, 1]
    assert [label for row in labels(found)[:-1] for label in row] == [str(n) for n in range(1, steps + 1)]
    assert codes(found)[0][:2] == ["o0", "o1"]


def test_a_day_is_chosen_from_a_month() -> None:
    found = rows(ask("date", example="2026-12-24"))
    assert labels(found)[0] == ["‹", "2026-11", "›"]
    assert labels(found)[-1] == ["Back", "Example"]
    assert rows(ask("date"), "m202701")[0][1].label == "2027-01"


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("o3", ("option", "3")),
        ("t12", ("tick", "12")),
        ("d", ("done", "")),
        ("p2", ("show", "p2")),
        ("m202611", ("show", "m202611")),
        ("v2026-11-23", ("value", "2026-11-23")),
        ("v09:30", ("value", "09:30")),
        ("b", ("command", "/back")),
        ("s", ("command", "/skip")),
        ("e", ("command", "/example")),
        ("a", ("command", "/accept")),
        ("n", ("none", "")),
    ],
)
def test_what_a_button_sends_is_understood(code: str, meaning: tuple[str, str]) -> None:
    assert decode(f"{TOKEN}:{code}") == (TOKEN, *meaning)


def test_a_message_is_sent_again_without_a_prompt() -> None:
    assert decode(again_button("Send again", 12).data) == ("", "again", "12")


NOT_OURS = (
    "",
    "x",
    ":d",
    ":r",
    ":rx",
    "tok:",
    "tok:o",
    "tok:ox",
    "tok:d1",
    "tok:r1",
    "tok:m2026",
    "t k:d",
    "x" * 25 + ":d",
)


@pytest.mark.parametrize("data", NOT_OURS)
def test_what_no_button_sends_is_not(data: str) -> None:
    assert decode(data) is None


@given(st.text(max_size=64))
def test_any_data_can_be_looked_at(data: str) -> None:
    decode(data)


LABELS = st.lists(st.text(st.characters(exclude_categories=()), max_size=80), max_size=30)


@settings(deadline=None)
@given(st.sampled_from([*QUESTION_TYPES, "confirm", "another"]), LABELS, st.sampled_from(["", "p2", "m202602", "x"]))
def test_telegram_takes_every_keyboard(kind: str, names: list[str], view: str) -> None:
    given_options = tuple(Option(str(index), name) for index, name in enumerate(names))
    question = ask(kind, options=given_options, required=False, example="x", recommended="x")
    found = [button for row in rows(question, view, ("1", "2")) for button in row]
    assert len(found) <= 100
    for label, data, url in found:
        assert label.strip()
        assert len(label.encode()) <= 4 * 60
        assert decode(data) is not None
        assert len(data.encode()) <= 64
        assert not url
