"""Rich text as blocks: nothing that was typed means anything, and everything fits."""

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.characters import size
from bot.platforms.slack.richtext import (
    blocks_of,
    cut,
    escape,
    fallback,
    in_style,
    packed,
    quiet,
    rich_block,
    shortened,
    told,
)
from dialogs.texts import Rich, Span, Style, plain
from tests.unit.slack.limits import check_message

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)
RICH = st.lists(st.builds(Span, ANYTHING, st.sampled_from(Style)), max_size=5).map(tuple)


def text(of: str, style: Style = Style.PLAIN) -> Rich:
    return (Span(of, style),)


def test_styles_are_marked_and_text_is_left_as_it_is() -> None:
    rich = (Span("a"), Span("*b*", Style.STRONG), Span("<!here>", Style.CODE), Span("d", Style.QUIET), Span(""))
    assert rich_block(rich)["elements"][0]["elements"] == [
        {"type": "text", "text": "a"},
        {"type": "text", "text": "*b*", "style": {"bold": True}},
        {"type": "text", "text": "<!here>", "style": {"code": True}},
        {"type": "text", "text": "d", "style": {"italic": True}},
    ]


def test_half_characters_and_nul_are_replaced() -> None:
    assert rich_block(text("a\ud800b\0"))["elements"][0]["elements"] == [{"type": "text", "text": "a\ufffdb\ufffd"}]


def test_commands_stand_as_they_have_to_be_typed() -> None:
    spans = [
        ["Send ", "plain"],
        ["/status", "code"],
        ["/edit P-1 users", "code"],
        ["/path", "code"],
        ["/docs", "plain"],
    ]
    assert [span.text for span in told({"text": spans})] == [
        "Send ",
        "/phasewalk status",
        "/phasewalk edit P-1 users",
        "/path",
        "/docs",
    ]
    assert told({}) == ()


def test_a_base_style_is_only_for_what_has_none() -> None:
    assert in_style((Span("a"), Span("b", Style.CODE)), Style.STRONG) == (
        Span("a", Style.STRONG),
        Span("b", Style.CODE),
    )


def test_the_fallback_is_escaped_and_never_empty() -> None:
    assert fallback([text("a & <b>"), quiet("c")]) == "a &amp; &lt;b&gt;\nc"
    assert fallback([]) == fallback([text(" \n")]) == "…"
    long = fallback([text("<" * 4000)])
    assert size(long) <= 3000
    assert long.endswith("&lt;…")
    assert escape("<@U1>") == "&lt;@U1&gt;"


def test_a_long_paragraph_is_cut_where_it_hurts_least() -> None:
    assert [plain(piece) for piece in cut(text("a" * 60 + "\n\n" + "b" * 30 + " " + "c" * 30), 100)] == [
        "a" * 60,
        "b" * 30 + " " + "c" * 30,
    ]
    assert [plain(piece) for piece in cut(text("a" * 60 + "\n" + "b" * 30 + " " + "c" * 30), 100)] == [
        "a" * 60,
        "b" * 30 + " " + "c" * 30,
    ]
    assert [len(plain(piece)) for piece in cut(text("x" * 250), 100)] == [100, 100, 50]


def test_no_character_is_cut_apart() -> None:
    family = "👩\u200d👩\u200d👧"
    assert plain(cut(text("x" * 95 + family + "y" * 50), 100)[0]) == "x" * 95
    assert [size(plain(piece)) for piece in cut(text("😀" * 75), 100)] == [100, 50]
    assert [plain(piece) for piece in cut(text("x" * 99 + "e\u0301" + "y"), 100)] == ["x" * 99, "e\u0301y"]


def test_styles_stay_with_their_text_when_it_is_cut() -> None:
    rich = (Span("a" * 80, Style.STRONG), Span("b" * 80, Style.CODE))
    assert cut(rich, 100) == [
        (Span("a" * 80, Style.STRONG), Span("b" * 20, Style.CODE)),
        (Span("b" * 60, Style.CODE),),
    ]


def test_blank_ends_and_blank_paragraphs_are_left_out() -> None:
    assert cut((Span(" \n"), Span(" a ", Style.CODE), Span("\n"))) == [(Span("a", Style.CODE),)]
    assert cut(text(" \n ")) == cut(()) == []
    assert blocks_of([text(" "), text("a")]) == [rich_block(text("a"))]


def test_paragraphs_share_a_message_while_they_fit() -> None:
    paragraphs = [text("a" * 3000)] * 5
    assert [len(message) for message in packed(paragraphs)] == [4, 1]
    assert [len(message) for message in packed([text("a")] * 120)] == [50, 50, 20]
    assert [len(message) for message in packed(paragraphs[:2], limit=3000)] == [1, 1]
    assert packed([]) == []


def test_what_is_shortened_says_so() -> None:
    assert shortened(text("abc"), 3) == text("abc")
    assert plain(shortened(text("abcd"), 3)) == "ab…"
    assert plain(shortened(text("abc"), 3, is_all=False)) == "ab…"
    assert plain(shortened((), 3, is_all=False)) == "…"


@given(st.lists(RICH, max_size=4), st.integers(10, 40))
def test_cutting_loses_nothing_that_can_be_seen(paragraphs: list[Rich], limit: int) -> None:
    for rich in paragraphs:
        pieces = cut(rich, limit)
        assert all(size(plain(piece)) <= limit for piece in pieces)
        assert "".join("".join(map(plain, pieces)).split()) == "".join(plain(rich).split())


@given(st.lists(RICH, max_size=4))
def test_slack_takes_any_text(paragraphs: list[Rich]) -> None:
    for message in packed(paragraphs):
        check_message({"text": fallback(message), "blocks": blocks_of(message)})
