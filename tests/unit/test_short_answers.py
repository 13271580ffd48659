"""Short answers to a check-in: that nothing is in the way, and that all is as it was."""

import pytest
from hypothesis import given

from dialogs.short_answers import is_nothing, is_same, lines_of
from tests.unit.asking import ANY_TEXT, LONG_TEXTS

NOTHING = [
    *(
        "none so far",
        "no blockers 🎉",
        "nothing today",
        "no issues",
        "None :)",
        "I'm not blocked",
        "We’re not stuck",
        "N.A.",
    ),
    *(
        "n/a",
        "n a",
        "NA",
        "x",
        "👍",
        "all good",
        "nope",
        "No.",
        "-",
        "…",
        "No, nothing",
        "none, thanks",
        "nothing, really",
    ),
    *(
        "Nothing is in my way",
        "nothing in the way",
        "no problems, all good",
        "None xD",
        "all clear",
        "everything is fine",
    ),
    *("No blockers from my side", "no major issues right now", "无", "没有", "暂无", "没有问题", "一切正常"),
]
SOMETHING = [
    *("no API keys", "nothing works", "no issues with login but the payment is down", "No keys", "not yet approved"),
    *("good keys are missing", "0 budget", "x is down", "no time", "no one answers", "Nothing to do", "no internet 👍"),
    *("not blocked but slow", "none of the keys work", "fine from the bank", "no access today", "1", "-5% conversion"),
    *("all clear except the bank", "没有账号", "无法登录", "没有人回复", "no " * 60),
]
SAME = [
    *(
        "same as yesterday",
        "Same",
        "as before",
        "same as last time",
        "Same as last time!",
        "the same",
        "ditto",
        "same again",
    ),
    *("still the same", "like yesterday", "same as usual :)", "和昨天一样", "同上"),
]
OTHER = ["same bug as yesterday", "same as yesterday plus F-3", "as planned", "yesterday", "before", "", "same " * 60]


@pytest.mark.parametrize("line", NOTHING)
def test_nothing_is_in_the_way_in_many_words(line: str) -> None:
    assert is_nothing(line)


@pytest.mark.parametrize("line", SOMETHING)
def test_what_only_looks_like_nothing_is_in_the_way(line: str) -> None:
    assert not is_nothing(line)


@pytest.mark.parametrize("typed", SAME)
def test_the_same_as_last_time_in_many_words(typed: str) -> None:
    assert is_same(typed)


@pytest.mark.parametrize("typed", OTHER)
def test_what_only_looks_the_same_is_an_answer(typed: str) -> None:
    assert not is_same(typed)


def test_bullets_go_and_minus_signs_stay() -> None:
    text = "- No keys\n* no time\n-5% conversion\n1. a\n2.5 b\n-\n •  c\n\n--flag"
    assert list(lines_of(text)) == ["No keys", "no time", "-5% conversion", "a", "2.5 b", "-", "c", "--flag"]


@given(ANY_TEXT)
def test_no_text_raises_and_every_line_stays(text: str) -> None:
    assert not (is_nothing(text) and is_same(text))
    assert all(one.strip() == one != "" for one in lines_of(text))


@pytest.mark.parametrize("text", [*LONG_TEXTS, "nothing blocking " * 5, "no " * 33, "same " * 19])
def test_long_texts_are_read(text: str) -> None:
    assert not is_same(text)
    assert is_nothing(text) in (True, False)
