"""Labels and menus stay within what Slack takes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.characters import size
from bot.platforms.slack import elements


def test_a_label_is_one_line_and_never_empty() -> None:
    assert elements.one_line(" a\n b\t", 75) == "a b"
    assert elements.one_line(" \n", 75) == "…"
    assert elements.one_line("a\0\ud800", 75) == "a\ufffd\ufffd"


def test_a_long_label_ends_in_an_ellipsis() -> None:
    assert elements.one_line("abcdef", 6) == "abcdef"
    assert elements.one_line("abcdefg", 6) == "abcde…"
    assert elements.one_line("abcd efg", 6) == "abcd…"
    assert elements.one_line("😀" * 5, 6) == "😀😀…"
    assert elements.one_line("abcde\u0301f", 6) == "abcd…"


@given(st.text(st.characters(exclude_categories=()), max_size=400), st.integers(2, 80))
def test_any_label_fits(text: str, limit: int) -> None:
    found = elements.one_line(text, limit)
    assert 0 < size(found) <= limit
    assert "\n" not in found


def test_pictures_are_never_made_of_what_was_typed() -> None:
    assert elements.plain_text(":smile: *x*") == {"type": "plain_text", "text": ":smile: *x*", "emoji": False}


def test_more_than_a_hundred_options_are_named_as_somebody_types() -> None:
    few = elements.numbered(f"Shop {n}" for n in range(100))
    many = elements.numbered(f"Shop {n}" for n in range(250))
    assert elements.select("", few, "a", "Choose")["type"] == "static_select"
    assert elements.select("multi_", few, "a", "Choose")["options"] == few
    found = elements.select("multi_", many, "a", "Choose", initial=many[3:5])
    assert (found["type"], found["min_query_length"]) == ("multi_external_select", 0)
    assert "options" not in found
    assert found["initial_options"] == many[3:5]
    assert elements.select("", few, "a", "Choose", initial=few[7:8])["initial_option"] == few[7]


def test_what_was_typed_is_looked_for_anywhere_in_the_label() -> None:
    many = elements.numbered(["Tea House", "Coffee Club", *(f"Shop {n}" for n in range(200))])
    assert [one["value"] for one in elements.fitting(many, " coffee  CLUB")] == ["1"]
    assert elements.fitting(many, "") == many[:100]
    assert len(elements.fitting(many, "shop 1")) == 100
    assert elements.fitting(many, "bakery") == []


def test_words_on_what_can_be_pressed_are_counted() -> None:
    row = elements.actions("t", 1, [elements.button("ab😀", "none"), elements.select("", (), "a", "xyz")])
    assert elements.words_in(row) == 4 + 3
    assert elements.words_in(elements.divider()) == 0
