"""People: members, and those who have not joined yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions.base import Situation, Understood
from dialogs.questions.people import NAME, NAME_LIMIT, PersonQuestion
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

WHO = question("person")
EMPTY = Situation(TODAY)


@pytest.mark.parametrize("typed", ["me", "Me!", "myself", "I", "我", "ana", "Ana", "@ana", "1"])
def test_the_speaker_and_members_by_name(typed: str) -> None:
    assert value(WHO, typed) == "ana"


def test_members_are_found_by_id_even_where_it_is_a_number() -> None:
    assert value(WHO, "77") == "77"
    assert value(WHO, "Zoë") == "77"
    assert value(WHO, "2") == "ben"


def test_part_of_a_name_is_asked_back() -> None:
    assert value(WHO, "bauer") == "ben"
    assert guess(WHO, "ben b") == "ben"
    assert guess(WHO, "Zoe") == "77"


def test_somebody_who_has_not_joined_is_asked_back_and_kept_by_name() -> None:
    room = Room(questions('[{id: a, type: person, text: "Who?"}, {id: b, type: text, text: "B?"}]'))
    ana = room.person("Ana").opens().says("Dr. Chen")
    assert ana.question == "Nothing I know is called so. Keep “Dr. Chen” as it is?"
    assert ana.says("yes").question == "B?"
    assert room.value("a") == "name:Dr. Chen"


def test_without_a_speaker_me_is_a_name() -> None:
    assert guess(WHO, "me", EMPTY) == "name:me"


@pytest.mark.parametrize("typed", ["", "@", " ", "12345", "x" * (NAME_LIMIT + 1)])
def test_what_is_no_name_is_told_so(typed: str) -> None:
    assert refusal(WHO, typed) == "I need the name of a person, or “me”, for example: Ana"


def test_only_people_are_accepted() -> None:
    for wrong in (*WRONG_KINDS, "", "nobody", NAME, True):
        assert not WHO.accepts(wrong, AROUND), wrong
    assert WHO.accepts("ben", AROUND)
    assert WHO.accepts("name:Chen", EMPTY)


def test_people_are_shown_by_name_and_can_be_typed_back() -> None:
    assert shown(WHO, "ben") == "Ben Bauer"
    assert shown(WHO, "name:Chen") == "Chen"
    assert shown(WHO, "gone") == "gone"
    for member in AROUND.members:
        check_typed_back(WHO, member)
    check_typed_back(WHO, "name:Chen Xiaoming")


def test_samples_are_people() -> None:
    assert WHO.sample(EMPTY) == "Ana"
    assert question("person", example="me").sample(AROUND) == "me"
    for around in (AROUND, EMPTY, Situation(TODAY, "b", {"b": "Ben"})):
        check_sample(WHO, around)


@given(ANY_TEXT | st.sampled_from(["@", "me", "i", "name:", "name:x"]))
def test_any_text_is_answered(typed: str) -> None:
    check_any_text(WHO, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    check_any_text(WHO, typed)


def test_two_accounts_of_one_person_are_one_option() -> None:
    around = Situation(TODAY, "ana", {"ana": "Ana", "ben": "Ben", "ana-before": "Ana"})
    question = PersonQuestion(id="who", type="person", text="Who?")
    assert [option.id for option in question.options(around)] == ["ana", "ben"]
    assert question.parse("Ana", around) == Understood("ana")
    assert question.show("ana-before", around) == "Ana"
