"""Cutting HTML into messages that Telegram takes."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.platforms.characters import size
from bot.platforms.telegram.html import to_html
from bot.platforms.telegram.splitting import LIMIT, shortened, split
from dialogs.texts import Span, Style
from tests.unit.telegram.test_html import read


def is_balanced(html: str) -> bool:
    """Whether every tag is closed in its order, and every escape is whole."""
    open_tags: list[str] = []
    for end, name in re.findall(r"<(/?)(\w+)[^<>]*>", html):
        if not end:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    text = re.sub("<[^<>]*>", "", html)
    return not open_tags and not re.search(r"[<>]|&(?!(?:amp|lt|gt|quot);)", text)


def test_what_fits_together_stays_together() -> None:
    assert split(["one", "<b>two</b>", "three"]) == ["one\n\n<b>two</b>\n\nthree"]
    assert split(["a" * 2000, "b" * 2000, "c" * 200]) == ["a" * 2000 + "\n\n" + "b" * 2000, "c" * 200]
    assert split([]) == []
    assert split(["a" * 30, "b" * 100, "c"], 40) == ["a" * 30, "b" * 40, "b" * 40, "b" * 20 + "\n\nc"]


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("one two three\n\nfour\nfive", ["one two three", "four\nfive"]),
        ("one two three\nfour five six", ["one two three", "four five six"]),
        ("one two three four five", ["one two three four", "five"]),
        ("a veryverylongwordindeed", ["a veryverylongwordin", "deed"]),
        ("<b>one two three four five</b>", ["<b>one two three</b>", "<b>four five</b>"]),
        ("<i><b>one two</b> three</i>", ["<i><b>one two</b></i>", "<i>three</i>"]),
        ("<b>0123456789123</b><i>4</i>", ["<b>0123456789123</b>", "<i>4</i>"]),
        ("xxxxxxxxxxxxxxxxx&amp;y", ["xxxxxxxxxxxxxxxxx", "&amp;y"]),
        ("xxxxxxxxxxxxxxxxxxx😀", ["xxxxxxxxxxxxxxxxxxx", "😀"]),
        ("xxxxxxxxxxxxxxxxxxxe\u0301", ["xxxxxxxxxxxxxxxxxxx", "e\u0301"]),
        ("xxxxxxxxxxxxxxxxx👩\u200d💻", ["xxxxxxxxxxxxxxxxx", "👩\u200d💻"]),
        ("xxxxxxxxxxxxxxxxxx👍🏽", ["xxxxxxxxxxxxxxxxxx", "👍🏽"]),
        ("xxxxxxxxxxxxxxx🇩🇪🇪🇸", ["xxxxxxxxxxxxxxx🇩🇪", "🇪🇸"]),
        ("xxxxxxxxxxxxxxxxxxx\u1112\u1161\u11ab", ["xxxxxxxxxxxxxxxxxxx", "\u1112\u1161\u11ab"]),
        (" " * 30, []),
    ],
)
def test_cuts_are_made_where_a_reader_would(html: str, pieces: list[str]) -> None:
    limit = 20 if "<i><b>" not in html else 25
    assert split([html], limit) == pieces


def test_what_can_never_fit_is_cut_all_the_same() -> None:
    assert split(["<b>ab</b>"], 5) == ["<b>a</b>", "<b>b</b>"]
    piled = "e" + "\u0301" * 200
    assert "".join(split([piled], 50)) == piled


def test_a_link_is_opened_again() -> None:
    link = '<a href="tg://user?id=5">one two three four</a>'
    assert split([link], 40) == [f'<a href="tg://user?id=5">{part}</a>' for part in ("one two", "three four")]


def test_shortened_ends_in_an_ellipsis() -> None:
    assert shortened("short", 10) == "short"
    assert shortened("<b>a longer text</b>", 16) == "<b>a longer</b>…"
    assert size(shortened("<b>" + "&amp;😀" * 4000 + "</b>")) <= LIMIT


WORDS = st.text(alphabet=st.sampled_from('ab <>&"\n\u0301é😀🇩👩\u200d字'), max_size=60)
BLOCKS = st.lists(st.lists(st.builds(Span, WORDS, st.sampled_from(Style)), min_size=1, max_size=6), max_size=4)


@settings(deadline=None)
@given(BLOCKS, st.integers(30, 120))
@example([[Span("a" * 9000)]], LIMIT)
@example([[Span("&<>" * 800, Style.CODE), Span("字\n" * 2500, Style.QUIET)]], LIMIT)
def test_pieces_fit_are_whole_and_lose_nothing(blocks: list[list[Span]], limit: int) -> None:
    htmls = [to_html(tuple(spans)) for spans in blocks]
    pieces = split(htmls, limit)
    assert all(size(piece) <= limit or limit < 64 for piece in pieces)
    assert all(is_balanced(piece) and not re.search(r"<(\w+)></\1>", piece) for piece in pieces)
    assert "".join("".join(map(read, pieces)).split()) == "".join("".join(map(read, htmls)).split())


@given(st.text(alphabet=st.sampled_from("ab😀\u0301👩\u200d字"), max_size=300), st.integers(70, 90))
def test_no_piece_begins_within_a_character(text: str, limit: int) -> None:
    for piece in split([text], limit)[1:]:
        starts_with_mark = unicodedata.category(piece[0]).startswith("M") or piece[0] == "\u200d"
        assert not starts_with_mark or re.search("[\u0301\u200d]{31}", text)
