"""How texts with markup are read."""

import pytest
from telegram import Bot

from tests.fakes.telegram.entities import covered
from tests.fakes.telegram.people import Person


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, f"<b>{'x' * 4096}</b>", "&amp;" * 4096])
async def test_the_longest_text_goes(sdk: Bot, started: Person, text: str) -> None:
    await sdk.send_message(started.id, text, parse_mode="HTML")


@pytest.mark.parametrize(
    ("html", "text", "markup"),
    [
        ("1 &lt; 2 &amp;&nbsp; &#33; &quot;", '1 < 2 &&nbsp; ! "', []),
        ("<b>a <i>b</i></b>", "a b", [("bold", "a b"), ("italic", "b")]),
        ("😀 <s>x</s> <u>y</u>", "😀 x y", [("strikethrough", "x"), ("underline", "y")]),
        ('<a href="http://a.io">x</a>', "x", [("text_link", "x")]),
        ('<a href="javascript:1">x</a>', "x", []),
        ('<a href="tg://user?id=5000000001">x</a>', "x", [("text_mention", "x")]),
        ('<a href="tg://user?id=9">x</a>', "x", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x")]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x")]),
        ("<code>@ben</code> @ben a@b.com /go #1st #2", "@ben @ben a@b.com /go #1st #2", None),
    ],
)
async def test_markup_is_read(
    sdk: Bot, started: Person, html: str, text: str, markup: list[tuple[str, str]] | None
) -> None:
    await sdk.send_message(started.id, html, parse_mode="HTML")
    shown = started.private().last

    assert shown.text == text
    found = [("code", "@ben"), ("mention", "@ben"), ("email", "a@b.com"), ("bot_command", "/go"), ("hashtag", "#1st")]
    assert shown.markup == (found if markup is None else markup)


async def test_only_a_hundred_entities_count(sdk: Bot, started: Person) -> None:
    await sdk.send_message(started.id, "<b>x</b> " * 101, parse_mode="HTML")

    assert len(started.private().last.entities) == 100


async def test_white_space_around_a_text_goes(sdk: Bot, started: Person) -> None:
    await sdk.send_message(started.id, "\n 😀 <b>x</b> \n", parse_mode="HTML")
    shown = started.private().last

    assert (shown.text, covered(shown.text, shown.entities[0])) == ("😀 x", "x")
