"""Spans as HTML: what was typed stays text, and calls nobody."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.html import as_typed, escaped, link_to_person, to_html
from dialogs.texts import Span, Style

# How Telegram finds names in a text (tdlib, match_mentions), after it has dropped what it drops (clean_input_string).
DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
NAMED = re.compile(r"(?<!\w)@([0-9A-Za-z_]{2,32})(?!\w)")


def read(html: str) -> str:
    """The text that is left when Telegram has read the tags."""
    return unescape(re.sub("<[^<>]*>", "", html))


def test_styles_become_tags() -> None:
    rich = (Span("a "), Span("b", Style.STRONG), Span("c", Style.CODE), Span("d", Style.QUIET), Span("", Style.CODE))
    assert to_html(rich) == "a <b>b</b><code>c</code><i>d</i>"
    assert to_html(rich[:3], Style.STRONG) == "<b>a </b><b>b</b><code>c</code>"


def test_what_was_typed_is_text() -> None:
    assert to_html((Span('<b>&amp; "x"</b>'),)) == "&lt;b&gt;&amp;amp; &quot;x&quot;&lt;/b&gt;"
    assert escaped("a\ud800\x00") == "a\ufffd\ufffd"


@pytest.mark.parametrize("typed", ["@ana", "hi @ana!", "(@ana)", "@\u202eana", "@@ana", "é @ana", ".@ana"])
def test_a_typed_name_calls_nobody(typed: str) -> None:
    assert NAMED.search(DROPPED.sub("", typed))
    assert not NAMED.search(DROPPED.sub("", read(escaped(typed))))
    assert as_typed(read(escaped(typed))) == typed


def test_addresses_of_mail_stay_whole() -> None:
    assert escaped("ana@tea.example") == "ana@tea.example"


def test_a_person_is_called_by_a_link() -> None:
    assert link_to_person(5, 'A<n>"a') == '<a href="tg://user?id=5">A&lt;n&gt;&quot;a</a>'


SPANS = st.lists(st.builds(Span, st.text(alphabet=st.sampled_from('ab@_ <>&"\u202e\r\n;é#/1')), st.sampled_from(Style)))


@settings(deadline=None)
@given(SPANS)
def test_the_text_comes_through_and_calls_nobody(spans: list[Span]) -> None:
    shown = read(to_html(tuple(spans)))
    assert as_typed(shown) == "".join(span.text for span in spans)
    assert not NAMED.search(DROPPED.sub("", shown))
