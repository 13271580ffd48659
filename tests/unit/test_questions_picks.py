"""Picks from the items of an earlier group."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions.base import Option, Situation, Understood
from tests.unit.asking import (
    ANY_TEXT,
    AROUND,
    LONG_TEXTS,
    TODAY,
    WRONG_KINDS,
    check_any_text,
    check_sample,
    check_typed_back,
    guess,
    question,
    refusal,
    shown,
    value,
)
from tests.unit.chatting import Room, questions

ONE = question("pick", **{"from": "personas"})
SOME = question("multi_pick", **{"from": "personas"})
FEW = question("multi_pick", **{"from": "personas"}, min=2, max=2)
TWINS = Situation(
    TODAY, items={"personas": (Option("P-1", "P-1 Ana"), Option("P-2", "P-2 Ana"), Option("P-3", "P-3 Bo"))}
)


@pytest.mark.parametrize("typed", ["P-2", "p-2", "2", "P-2 Student, part-time", "student, part-time", "p-2."])
def test_an_item_by_id_number_or_name(typed: str) -> None:
    assert value(ONE, typed) == "P-2"
    assert value(SOME, typed) == ["P-2"]


@pytest.mark.parametrize("typed", ["stud", "part-time", "Studnet, part time"])
def test_part_of_a_name_is_asked_back(typed: str) -> None:
    assert guess(ONE, typed) == "P-2"


def test_what_is_no_item_is_told_so() -> None:
    assert refusal(ONE, "dragon").endswith("for example: P-1 Commuter")
    assert refusal(SOME, "P-1, dragon").endswith("for example: P-1 Commuter")
    assert refusal(FEW, "P-1") == "That is 1; from 2 to 2 fit here."


@pytest.mark.parametrize("type_", ["pick", "multi_pick"])
def test_without_items_there_is_nothing_to_pick(type_: str) -> None:
    for group in ("none", "unknown"):
        asked = question(type_, **{"from": group})
        assert refusal(asked, "P-1") == "There is nothing to pick from yet."
        assert asked.sample(AROUND) == ""
    ana = Room(questions(f'[{{id: a, type: {type_}, from: none, text: "Which?"}}]')).person("Ana").opens()
    assert ana.says("/example").sees("There is no example for this.")
    assert ana.asked.example == ""


def test_items_of_one_name_are_never_picked_by_it_without_a_question() -> None:
    assert guess(ONE, "ana", TWINS) == "P-1"
    assert guess(SOME, "ana, bo", TWINS) == ["P-1", "P-3"]
    assert value(SOME, "P-2, P-3", TWINS) == ["P-2", "P-3"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("all", ["P-1", "P-2", "P-3"]), ("1-2", ["P-1", "P-2"]), ("P-3 and P-1", ["P-1", "P-3"])),
        *(("– P-1 Commuter\n– P-3 Barista", ["P-1", "P-3"]), ("P-2 Student, part-time, barista", ["P-2", "P-3"])),
    ],
)
def test_several_items(typed: str, meant: list[str]) -> None:
    assert value(SOME, typed) == meant


def test_only_living_items_are_accepted() -> None:
    for wrong in (*WRONG_KINDS, "P-9", ""):
        assert not ONE.accepts(wrong, AROUND), wrong
    for wrong in (*WRONG_KINDS, "P-1", ["P-9"], ["P-1", 2]):
        assert not SOME.accepts(wrong, AROUND), wrong
    assert not FEW.accepts(["P-1"], AROUND)
    assert question("multi_pick", **{"from": "personas"}, min=0).accepts([], AROUND)


def test_picks_are_shown_by_their_labels() -> None:
    assert shown(ONE, "P-2") == "P-2 Student, part-time"
    assert shown(ONE, "P-9") == "P-9"
    assert shown(SOME, ["P-1"]) == "P-1 Commuter"
    assert shown(SOME, "P-1") == "P-1 Commuter"
    assert shown(SOME, []) == "none"
    assert shown(SOME, ["P-1", "P-3"]) == "\n– P-1 Commuter\n– P-3 Barista"
    assert tuple(FEW.bounds())[:2] == (2, 2)


def test_the_sample_has_as_many_as_are_needed() -> None:
    for asked in (ONE, SOME, FEW):
        check_sample(asked)
    assert FEW.sample(AROUND) == "P-1 Commuter, P-2 Student, part-time"
    asked = question("multi_pick", **{"from": "personas"}, min=4)
    assert asked.parse(asked.sample(AROUND), AROUND) == Understood(["P-1", "P-2", "P-3"])
    assert asked.accepts(["P-1", "P-2", "P-3"], AROUND)
    assert not asked.accepts(["P-1", "P-2"], AROUND)
    assert question("multi_pick", **{"from": "personas"}, example="P-1").sample(AROUND) == "P-1"


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20), min_size=1, max_size=6),
    st.data(),
)
def test_shown_picks_can_be_typed_back(names: list[str], data: st.DataObject) -> None:
    options = tuple(Option(f"P-{n}", f"P-{n} {' '.join(name.split())}".strip()) for n, name in enumerate(names, 1))
    around = Situation(TODAY, items={"personas": options})
    picked = data.draw(
        st.lists(st.sampled_from([option.id for option in options]), unique=True, min_size=2)
        if len(options) > 1
        else st.just(["P-1"])
    )
    for id_ in picked:
        check_typed_back(ONE, id_, around)
    check_typed_back(SOME, sorted(picked), around)


@given(st.sampled_from([ONE, SOME, FEW]), ANY_TEXT | st.text("P-123 ,and", max_size=20))
def test_any_text_is_answered(asked: Any, typed: str) -> None:
    check_any_text(asked, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    for asked in (ONE, SOME):
        check_any_text(asked, typed)
