"""Whatever people type, documents show literally that, and nothing of it becomes markup."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.artefacts.escaping import Sentence, Typed, code, line, markdown, mermaid, node, paragraphs

PARSER = MarkdownIt("commonmark").enable("table")
SIGNS = "\\`*_[](){}<>#+-.!|~$&;:=%@\"'/\n\r\t\v\x85\u2028 01aé中🙂\x00"
HOSTILE = [
    "**bold** __bold__ _it_ *it* snake_case ~~gone~~",
    "[link](https://example.com) ![picture](x) <https://example.com> [a]: b",
    "<script>alert(1)</script> <!-- x --> <b>",
    "| a | b |\n| --- | --- |\n| c | d |",
    "`code` ``code`` ```\nfence\n```",
    "# heading\n## heading ##\n- list\n+ list\n1. list\n2) list\n> quote\n---\n===",
    "&amp; &#60; &lt;b&gt; \\& \\",
    "    four spaces\n\ttab",
    "a\u2028# b\x85| c |\x0b- d",
    "heading #",
    "fa:fa-car $$x^2$$ $$$",
    "back\\|slash \\\\| pipe",
]

typed = st.one_of(st.text(st.sampled_from(SIGNS), max_size=40), st.text(max_size=40), st.sampled_from(HOSTILE))


def hostile(test: Callable[[str], None]) -> Callable[[], None]:
    """Runs a test with every hostile text, too."""
    for text in HOSTILE:
        test = example(text=text)(test)
    return given(text=typed)(test)


def lines_of(text: str) -> list[str]:
    """What must be readable: the lines, without outer blanks and what no one can see."""
    for sign in "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029":
        text = text.replace(sign, "\n")
    text = "".join(sign for sign in text if sign in "\n\t" or not (sign < " " or sign == "\x7f"))
    return [one.strip() for one in text.replace("\t", " ").strip().split("\n")]


def kinds(tokens: list[Token]) -> list[str]:
    return [token.type for token in tokens]


def shown(inline: Token) -> str:
    """The text of an inline token; fails for anything that is neither text nor our own line break."""
    assert kinds(inline.children or []) == [
        "html_inline" if child.type == "html_inline" and child.content == "<br>" else "text"
        for child in inline.children or []
    ]
    return "".join("\n" if child.type == "html_inline" else child.content for child in inline.children or [])


@hostile
def test_a_paragraph_shows_what_was_typed(text: str) -> None:
    tokens = PARSER.parse(markdown(text))
    if not any(lines_of(text)):
        assert tokens == []
        return
    assert kinds(tokens) == ["paragraph_open", "inline", "paragraph_close"]
    assert shown(tokens[1]).split("\n") == lines_of(text)


@hostile
def test_text_stays_inside_a_sentence(text: str) -> None:
    tokens = PARSER.parse(f"Before {markdown(text)} after")
    assert kinds(tokens) == ["paragraph_open", "inline", "paragraph_close"]
    assert shown(tokens[1]).split("\n") == f"Before {chr(10).join(lines_of(text))} after".split("\n")


@hostile
def test_a_list_entry_shows_what_was_typed(text: str) -> None:
    tokens = PARSER.parse(f"- {markdown(text)}\n- next\n")
    if any(lines_of(text)):
        assert [token.type for token in tokens if token.level == 1] == ["list_item_open", "list_item_close"] * 2
        assert shown(tokens[3]).split("\n") == lines_of(text)


@hostile
def test_a_cell_holds_what_was_typed_and_stays_one_cell(text: str) -> None:
    tokens = PARSER.parse(f"| a | b |\n| --- | --- |\n| {markdown(text)} | end |\n\nAfter\n")
    cells = [tokens[index + 1] for index, token in enumerate(tokens) if token.type == "td_open"]
    assert kinds(tokens).count("table_open") == 1
    assert [shown(cell).split("\n") for cell in cells] == [lines_of(text), ["end"]]


@hostile
def test_a_heading_stays_one_heading(text: str) -> None:
    tokens = PARSER.parse(f"## {line(text)}\n\nAfter\n")
    assert kinds(tokens)[:3] == ["heading_open", "inline", "heading_close"]
    assert kinds(tokens)[3:] == ["paragraph_open", "inline", "paragraph_close"]
    assert shown(tokens[1]) == " ".join(lines_of(text))


@hostile
def test_paragraphs_hold_one_line_each(text: str) -> None:
    tokens = PARSER.parse(paragraphs(text))
    found = [one for one in lines_of(text) if one]
    assert kinds(tokens) == ["paragraph_open", "inline", "paragraph_close"] * len(found)
    assert [shown(token) for token in tokens if token.type == "inline"] == found


@hostile
def test_a_code_span_shows_what_was_typed(text: str) -> None:
    tokens = PARSER.parse(f"| a | b |\n| --- | --- |\n| {code(text)} | end |\n")
    cells = [tokens[index + 1] for index, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) == 2
    children = cells[0].children or []
    wanted = " ".join(lines_of(text))
    if kinds(children) == ["code_inline"]:
        assert children[0].content == wanted
    else:
        assert shown(cells[0]) == wanted


@hostile
def test_a_sentence_escapes_what_is_put_into_it(text: str) -> None:
    for value in (text, Typed(text)):
        tokens = PARSER.parse(Sentence("Closed by %(who)s.") % {"who": value})
        assert kinds(tokens) == ["paragraph_open", "inline", "paragraph_close"]
        assert shown(tokens[1]).split("\n") == f"Closed by {chr(10).join(lines_of(text))}.".split("\n")


@pytest.mark.parametrize(
    "address", ["https://example.com/a", "http://example.com", "ftp://x.example", "www.example.com"]
)
def test_addresses_are_not_made_links_by_github(address: str) -> None:
    assert not re.search(r"[a-z]://|www\.", markdown(address))


@pytest.mark.parametrize("text", ["5 °C", "Grey #666666", "1.5 km", "snake_case", "-5", "a - b"])
def test_harmless_text_stays_readable(text: str) -> None:
    assert markdown(text) == text


@hostile
def test_a_mermaid_label_shows_what_was_typed_and_nothing_else(text: str) -> None:
    label = mermaid(text, 200)
    assert re.fullmatch(r"(?:[^\x00-\x1f\"`<>\\%&;#*_~$|\[\]{}^@\u2028]|#\d+;)*", label)
    assert not re.match(r"(?:[-+]|\d+[.)])\s", label)
    decoded = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label)
    assert not re.search(r"\$\$|:fa-", decoded)
    wanted = " ".join(" ".join(lines_of(text)).split()).replace("ﬂ", "fl")
    assert decoded == re.sub(r"\$(?=\$)|:(?=fa-)", r"\g<0> ", wanted)


@given(text=typed, limit=st.integers(2, 60))
def test_a_long_label_is_cut(text: str, limit: int) -> None:
    assert len(re.sub(r"#\d+;", "x", mermaid(text, limit))) <= limit


@hostile
def test_a_name_in_a_diagram_is_one_word(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z\u00c0-\uffff]+(?:_?[A-Za-z0-9\u00c0-\uffff])*", node(text))
    assert node(text) not in ("PK", "FK", "UK", "end")
