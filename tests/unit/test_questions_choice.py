"""One or several options: choices, and how what was typed is matched with them."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from dialogs.questions.base import Option, Question
from dialogs.questions.matching import folded, match, parts
from dialogs.questions.selection import PIECES_LIMIT
from tests.unit.asking import (
    ANY_TEXT,
    AROUND,
    LONG_TEXTS,
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

OPTIONS = {"cafe": "Café", "shop": "Shop", "shop_online": "Online shop", "hotel": "Bed, breakfast and dinner"}
KIND = question("choice", options=OPTIONS)
OPEN = question("choice", options=OPTIONS, other=True)
KINDS = question("multi_choice", options=OPTIONS, min=0, max=3)
OPENS = question("multi_choice", options=OPTIONS, other=True)
BOTH = [KIND, OPEN, KINDS, OPENS]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("1", "cafe"), ("４", "hotel"), ("2.", "shop"), ("cafe", "cafe"), ("CAFÉ", "cafe"), ("“Café”", "cafe")),
        *(("shop_online", "shop_online"), ("online  shop!", "shop_online"), ("Bed, breakfast and dinner", "hotel")),
    ],
)
def test_an_option_by_number_id_or_label(typed: str, meant: str) -> None:
    assert value(KIND, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("onl", "shop_online"),
        ("breakfast", "hotel"),
        ("shpo", "shop"),
        ("bed", "hotel"),
        ("on-line shop", "shop_online"),
    ],
)
def test_a_beginning_a_part_or_a_slip_is_asked_back(typed: str, meant: str) -> None:
    assert guess(KIND, typed) == meant


@pytest.mark.parametrize("typed", ["", "?", "xyzzy", "1, 2"])
def test_what_is_no_option_is_told_so(typed: str) -> None:
    assert refusal(KIND, typed) == ("I don't find that among the options. Send a number or a name, for example: Café")


def test_ids_go_before_numbers_so_that_a_pressed_button_means_its_option() -> None:
    sizes = question("choice", options={"2": "2 people", "1": "1 person", "50": "50 people"})
    assert value(sizes, "2") == "2"
    assert value(sizes, "1") == "1"
    assert value(sizes, "50") == "50"
    assert value(sizes, "3") == "50"


def test_what_fits_two_options_is_never_sure() -> None:
    assert match("p-", [Option("P-1", "P-1 Ana"), Option("P-2", "P-2 Ben")]) == ("P-2", False)
    assert match("ana", [Option("P-1", "P-1 Ana"), Option("P-2", "P-2 Ana")]) == ("P-1", False)
    assert match("10", [Option("a", "10"), Option("b", "20")]) == ("a", True)


def test_something_else_is_taken_where_it_fits() -> None:
    assert value(OPEN, "other: a kiosk") == "other:a kiosk"
    assert value(OPEN, "Other, namely: a kiosk") == "other:a kiosk"
    assert value(OPEN, "other a kiosk") == "other:a kiosk"
    assert value(OPEN, "OTHER：kiosk") == "other:kiosk"
    assert value(OPEN, "其他：小店") == "other:小店"
    assert guess(OPEN, "a kiosk") == "other:a kiosk"
    assert guess(OPEN, "otherwise") == "other:otherwise"
    assert shown(OPEN, "other:a kiosk") == "a kiosk"
    assert refusal(KIND, "other: a kiosk")


def test_an_option_that_is_called_other_can_be_chosen() -> None:
    asked = question("choice", options={"cafe": "Café", "other": "Other"}, other=True)
    assert value(asked, "other") == "other"
    assert value(asked, "other: kiosk") == "other:kiosk"


@pytest.mark.parametrize("asked", [OPEN, OPENS])
def test_other_needs_words_but_not_too_many(asked: Question) -> None:
    assert refusal(asked, "other") == "Write what it is behind “other:”, such as “other: …”."
    assert refusal(asked, "other: ,") == "Write what it is behind “other:”, such as “other: …”."
    assert "201 characters; at most 200" in refusal(asked, "other: " + "x" * 201)
    assert "among the options" in refusal(asked, "x" * 201)


def test_a_choice_is_asked_back_in_a_chat() -> None:
    ana = Room(questions('[{id: a, type: choice, text: "A?", options: {x: Xylo, y: Yak}, other: true}]')).person("Ana")
    ana.opens().says("a kiosk")
    assert ana.question == "Nothing I know is called so. Keep “a kiosk” as it is?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("1", ["cafe"]), ("3, 1", ["cafe", "shop_online"]), ("1 3", ["cafe", "shop_online"]), ("all", None)),
        *(
            ("2-4", ["shop", "shop_online", "hotel"]),
            ("4-2", ["shop", "shop_online", "hotel"]),
            ("1–2", ["cafe", "shop"]),
        ),
        *(("2 to 3", ["shop", "shop_online"]), ("1, 3-4", ["cafe", "shop_online", "hotel"]), ("1-1", ["cafe"])),
        *(("café and shop", ["cafe", "shop"]), ("shop & CAFE", ["cafe", "shop"]), ("1 and 2", ["cafe", "shop"])),
        *(("1、2", ["cafe", "shop"]), ("café；shop", ["cafe", "shop"]), ("- Café\n- Shop", ["cafe", "shop"])),
        *(("– Café\n– Shop\n", ["cafe", "shop"]), ("1) café\n2) shop", ["cafe", "shop"]), ("1, 1, cafe", ["cafe"])),
        *(("none", []), ("None of them.", []), ("没有", []), ("Café, Bed, breakfast and dinner", ["cafe", "hotel"])),
        *(("bed, breakfast and dinner, shop", ["shop", "hotel"]), ("Bed, breakfast and dinner", ["hotel"])),
    ],
)
def test_several_options(typed: str, meant: list[str] | None) -> None:
    everything = question("multi_choice", options=OPTIONS, min=0)
    assert value(everything, typed) == (list(OPTIONS) if meant is None else meant)


def test_budgets_written_as_ranges_are_labels_and_not_numbers() -> None:
    budgets = question("multi_choice", options={"small": "1-3", "large": "4-6", "huge": "7-9"})
    assert value(budgets, "1-3, 7-9") == ["small", "huge"]


def test_a_doubt_about_one_is_a_doubt_about_all() -> None:
    assert guess(KINDS, "shpo, cafe") == ["cafe", "shop"]
    assert guess(OPENS, "cafe, kiosk") == ["cafe", "other:kiosk"]
    assert value(OPENS, "cafe, other: kiosk") == ["cafe", "other:kiosk"]
    assert guess(OPENS, "cafe, shpo") == ["cafe", "shop"]


@pytest.mark.parametrize("typed", ["", ",", "0-2", "3-7", "0 1", "cafe, xyzzy", "x," * (PIECES_LIMIT + 1), "1 9"])
def test_what_is_not_all_among_the_options_is_told_so(typed: str) -> None:
    assert refusal(KINDS, typed) == (
        "I don't find all of that among the options. Send numbers or names with commas, for example: Café"
    )


def test_too_few_or_too_many_are_counted() -> None:
    assert refusal(KINDS, "all") == "That is 4; from 0 to 3 fit here."
    assert refusal(OPENS, "none") == "That is 0; from 1 to 4 fit here."


def test_the_sample_has_as_many_as_are_needed() -> None:
    assert question("multi_choice", options=OPTIONS, min=2).sample(AROUND) == "Café, Shop"
    assert question("multi_choice", options=OPTIONS, min=4).sample(AROUND).endswith("Bed, breakfast and dinner")
    assert question("multi_choice", options=OPTIONS, example="1, 2").sample(AROUND) == "1, 2"
    for minimum in range(5):
        check_sample(question("multi_choice", options=OPTIONS, min=minimum))
    check_sample(KIND)


def test_only_options_are_accepted() -> None:
    for wrong in (*WRONG_KINDS, "", "kiosk", "other:", "other:kiosk", True, ["cafe"]):
        assert not KIND.accepts(wrong, AROUND), wrong
    for wrong in (*WRONG_KINDS[:4], "cafe", ["kiosk"], ["other:"], [1], ["other:" + "x" * 201], ["cafe", None]):
        assert not OPENS.accepts(wrong, AROUND), wrong
    assert OPEN.accepts("other:kiosk", AROUND)
    assert OPENS.accepts(["cafe", "other:kiosk"], AROUND)
    assert not KINDS.accepts(list(OPTIONS), AROUND)


def test_answers_are_shown_by_their_labels() -> None:
    assert shown(KINDS, ["cafe", "shop"]) == "Café, Shop"
    assert shown(KINDS, []) == "none"
    assert shown(KINDS, "cafe") == "Café"
    assert shown(KIND, "gone") == "gone"
    assert OPEN.takes_other()
    assert OPENS.takes_other()
    assert tuple(KINDS.bounds())[:2] == (0, 3)


@pytest.mark.parametrize(
    "options",
    [
        {"a": "Same", "b": "same!"},
        {"a": "b", "b": "Other one"},
        {"a": "?", "b": "Yes"},
        {"a": "A"},
        {"a": "x" * 76, "b": "B"},
        {"A": "A", "b": "B"},
    ],
)
@pytest.mark.parametrize("type_", ["choice", "multi_choice"])
def test_options_that_could_not_be_told_apart_are_mistakes(type_: str, options: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        question(type_, options=options)


LABELS = st.lists(st.text(st.sampled_from("abcdäß中 -,&"), min_size=1, max_size=12), min_size=2, max_size=6)


@st.composite
def declared(draw: st.DrawFn, type_: str) -> Question:
    """A question with labels of all kinds."""
    labels = draw(LABELS)
    assume(all(label.strip() for label in labels))
    try:
        return question(
            type_, options={f"id_{n}": label for n, label in enumerate(labels)}, **{"min": 0} if "_" in type_ else {}
        )
    except ValidationError:
        assume(False)
        raise


@given(declared("choice"), st.data())
def test_a_shown_choice_can_be_typed_back(asked: Question, data: st.DataObject) -> None:
    for option in asked.options(AROUND):
        check_typed_back(asked, option.id)
        assert value(asked, option.id) == option.id
    check_sample(asked)


@given(declared("multi_choice"), st.data())
def test_shown_choices_can_be_typed_back(asked: Question, data: st.DataObject) -> None:
    labels = [str(option.label) for option in asked.options(AROUND)]
    pieces = [set(map(folded, parts(label))) for label in labels]
    assume(all(pieces) and not any(a & b for n, a in enumerate(pieces) for b in pieces[:n]))
    assume(not any(" & " in f" {label} " for label in labels))
    ids = [option.id for option in asked.options(AROUND)]
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True))
    check_typed_back(asked, [id_ for id_ in ids if id_ in chosen])


@given(st.sampled_from(BOTH), ANY_TEXT | st.text("0123456789, -–andshopcfé", max_size=20))
def test_any_text_is_answered(asked: Any, typed: str) -> None:
    check_any_text(asked, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    for asked in BOTH:
        check_any_text(asked, typed)


def test_bullets_and_numbers_before_lines_are_taken_off() -> None:
    assert parts("• one\n* two\n– three\n3. four\n5) five\n-six") == ["one", "two", "three", "four", "five", "-six"]
    assert parts("one; two，three、 four,") == ["one", "two", "three", "four"]
    assert parts("a, b\nc") == ["a, b", "c"]


@pytest.mark.parametrize("typed", ["0", "5", "９９", "9" * 60])
def test_a_number_that_no_option_has_names_those_there_are(typed: str) -> None:
    number = {"９９": "99"}.get(typed, typed[:20])
    expected = f"There is no option {number}: they are numbered from 1 to 4."
    assert refusal(KIND, typed).startswith(expected)
    assert refusal(KINDS, typed) == refusal(KINDS, f"1, {typed}") == expected


def test_a_number_is_somebodys_own_answer_only_where_it_is_written_so() -> None:
    hint = "There is no option 99: they are numbered from 1 to 4. If you mean 99 itself, send “other: 99”."
    for asked in BOTH:
        assert refusal(asked, "99") == hint if asked.takes_other() else "other:" not in refusal(asked, "99")
    with_other = next(one for one in BOTH if one.type == "multi_choice" and one.takes_other())
    assert refusal(with_other, "1, 99") == hint
    assert value(with_other, "1, other: 99")[-1] == "other:99"
