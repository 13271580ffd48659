"""The schema of a playbook: what it refuses, and what tells two playbooks apart."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.resources import PLAYBOOKS
from dialogs.loader import load
from dialogs.model import Group, Playbook
from tests.unit.chatting import questions

NAME = {"id": "name", "type": "text", "text": "Name?"}
GROUP: dict[str, Any] = {
    "group": "people",
    "item": "person",
    "title": "People",
    "prefix": "P",
    "label": "name",
    "ask": [NAME, {"id": "age", "type": "number", "text": "Age?"}],
}


@pytest.mark.parametrize(
    "ask",
    [
        [{**NAME, "id": "other"}],
        [{**NAME, "required": False}],
        [{**NAME, "when": "true"}],
        [{**GROUP, "group": "name"}],
        [{"id": "age", "type": "number", "text": "Age?"}, NAME],
    ],
)
def test_a_groups_first_question_names_its_items(ask: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError, match="the first question must be the label, 'name'"):
        Group.model_validate({**GROUP, "ask": ask})


def test_a_group_with_more_items_at_least_than_at_most_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="min is larger than max"):
        Group.model_validate({**GROUP, "min": 3, "max": 2})
    assert Group.model_validate({**GROUP, "min": 2, "max": 2}).max == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"ask": []},
        {"prefix": "p"},
        {"prefix": "PPP"},
        {"group": "People"},
        {"min": -1},
        {"max": 0},
        {"lable": "name"},
        {"ask": [{**NAME, "type": "txet"}]},
        {"ask": [{**NAME, "options": {}}]},
    ],
)
def test_what_the_schema_does_not_know_is_a_mistake(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Group.model_validate({**GROUP, **wrong})


def test_a_playbook_cannot_be_changed() -> None:
    book = questions('[{id: a, type: text, text: "A?"}]')
    with pytest.raises(ValidationError, match="frozen"):
        book.title = "Another"  # type: ignore[misc]


def test_content_that_says_the_same_has_one_hash() -> None:
    one = questions('[{id: a, type: text, text: "A?"}]')
    same = questions('[{type: text, text: "A?", id: a, required: true, max_length: 200}]')
    assert one.content_hash == same.content_hash
    for other in ('[{id: a, type: text, text: "B?"}]', '[{id: a, type: text, text: "A?", max_length: 20}]'):
        assert questions(other).content_hash != one.content_hash


def test_a_playbook_survives_its_content() -> None:
    book = load(PLAYBOOKS / "mini_program")
    again = Playbook.model_validate(book.content())
    assert again == book
    assert again.content_hash == book.content_hash
