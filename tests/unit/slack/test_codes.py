"""What stands in ids comes back as it was meant, and anything else as nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.codes import Code, FieldCode, action_id, block_id, decode, decode_field, field_id
from tests.unit.slack.asking import TOKEN

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
ITEMS = st.from_regex(r"|\+?[A-Z]{1,3}-[0-9]{1,4}|\+", fullmatch=True)


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("option", "3"),
        ("option", ""),
        ("value", ""),
        ("picked", ""),
        ("several", ""),
        ("command", "/back"),
        ("form", ""),
        ("again", "12"),
        ("none", ""),
        ("home", "docs/3"),
    ],
)
def test_what_an_element_is_for_comes_back(action: str, value: str) -> None:
    assert decode(block_id(TOKEN, 2), action_id(action, value)) == Code(TOKEN, action, value)


def test_what_belongs_to_no_prompt_has_no_token() -> None:
    assert decode(block_id("", 1), action_id("again", "7")) == Code("", "again", "7")


@pytest.mark.parametrize(
    ("block", "action"),
    [
        ("", "option:1"),
        ("tok", "option:1"),
        ("tok/", "option:1"),
        ("tok/x", "option:1"),
        ("a b/1", "option:1"),
        ("tok/1", ""),
        ("tok/1", "option"),
        ("tok/1", "tick:1"),
        ("tok/1", "option:" + "x" * 250),
    ],
)
def test_what_is_not_ours_is_nothing(block: str, action: str) -> None:
    assert decode(block, action) is None


@given(NAMES, ITEMS, st.booleans())
def test_a_field_comes_back(question: str, item: str, is_other: bool) -> None:
    found = field_id(question, item, is_other=is_other)
    assert decode_field(found) == FieldCode(question, item, is_other)
    assert len(found) <= 255


@pytest.mark.parametrize("block", ["", "q", "|", "|P-1", "q|P-1|else", "q|a|b|other", "x" * 130 + "|"])
def test_what_is_no_field_is_nothing(block: str) -> None:
    assert decode_field(block) is None


@given(st.text(), st.text())
def test_any_ids_can_be_looked_at(block: str, action: str) -> None:
    decode(block, action)
    decode_field(block)
