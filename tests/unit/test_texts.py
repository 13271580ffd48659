"""Phrases, and how they become text."""

from gettext import NullTranslations

import pytest

from dialogs.texts import Lines, Part, Phrase, Span, Style, Words, lines, listed, phrase, plain, shortened


class Dictionary(NullTranslations):
    """A catalogue from a dictionary; a pair is a sentence for one and a sentence for many."""

    def __init__(self, sentences: dict[str, str | tuple[str, str]]) -> None:
        super().__init__()
        self._sentences = sentences

    def gettext(self, message: str) -> str:
        return str(self._sentences.get(message, message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._sentences.get(msgid1, msgid1)
        return found[n != 1] if isinstance(found, tuple) else msgid1


WORDS = Words(
    Dictionary(
        {
            "hello": "Hello **{name}**, type `/{command}` [[or {other}]]",
            "things": ("{n} thing", "{n} things"),
            "plain": "Just {n} words",
            "nested": "**{inner}** and {inner}",
            "empty": "",
        }
    )
)


def test_marks_style_what_they_enclose() -> None:
    assert WORDS.rich(phrase("hello", name="Ana", command="help", other="wait")) == (
        Span("Hello "),
        Span("Ana", Style.STRONG),
        Span(", type "),
        Span("/help", Style.CODE),
        Span(" "),
        Span("or wait", Style.QUIET),
    )


@pytest.mark.parametrize("typed", ["**x**", "`x`", "[[x]]", "{n}", "{name}", "\\", "%s", "{", "**"])
def test_what_people_typed_is_never_markup(typed: str) -> None:
    assert WORDS.rich(typed) == (Span(typed),)
    assert Span(typed, Style.STRONG) in WORDS.rich(phrase("hello", name=typed, command="a", other="b"))


def test_a_count_chooses_the_plural() -> None:
    assert [WORDS.plain(phrase("things", n=n)) for n in (0, 1, 2)] == ["0 things", "1 thing", "2 things"]
    assert WORDS.plain(phrase("plain", n=1)) == "Just 1 words"


def test_a_phrase_in_a_phrase_takes_on_the_style_around_it() -> None:
    inner = phrase("things", n=2)
    assert WORDS.rich(phrase("nested", inner=inner)) == (Span("2 things", Style.STRONG), Span(" and 2 things"))


def test_what_is_missing_shows_and_breaks_nothing() -> None:
    assert WORDS.plain(phrase("hello", name="Ana")) == "Hello Ana, type /{command} or {other}"
    assert WORDS.plain(phrase("unknown.key", n=2)) == "unknown.key"
    assert WORDS.rich(phrase("empty")) == ()


def test_neighbours_of_one_style_are_joined_and_empty_ones_left_out() -> None:
    assert WORDS.rich(lines(["a", "", "b"])) == (Span("a\n\nb"),)
    assert WORDS.rich("") == ()
    assert WORDS.rich(lines([phrase("hello", name="", command="x", other="y")]))[0] == Span("Hello , type ")
    assert WORDS.rich(7) == (Span("7"),)


def test_lines_have_bullets_and_something_between() -> None:
    assert WORDS.plain(lines(["a", "b"], bullet="· ")) == "· a\n· b"
    assert WORDS.plain(lines(["a", 2], between=", ")) == "a, 2"
    assert WORDS.plain(lines([])) == ""
    assert WORDS.plain(listed(["a", phrase("things", n=1)])) == "\n– a\n– 1 thing"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("short", "short"),
        ("a\n  b", "a b"),
        ("exactly ten", "exactly t…"),
        ("1234567890", "1234567890"),
        ("123456789 0", "123456789…"),
        (listed(["a", "b"]), "a, b"),
        (lines(["", "a long entry", "b"], bullet="– "), "a long en…, b"),
        (lines(["Goal of ", "a long name here", "?"], between=""), "Goal of a long na…?"),
        (lines(["Of ", phrase("things", n=1), "?"], between=""), "Of 1 thing?"),
        (phrase("things", n=1), "1 thing"),
        (12345678901, "12345678901"),
    ],
)
def test_a_part_is_shortened_to_one_line(part: Part, text: str) -> None:
    assert WORDS.plain(shortened(part, 10)) == text


def test_parts_are_values() -> None:
    assert phrase("a", key=1) == Phrase("a", {"key": 1})
    assert lines(["a"]) == Lines(("a",))
    assert plain((Span("a"), Span("b", Style.CODE))) == "ab"
