"""What a text says to the bot: Slack's mark-up is undone, and who is mentioned is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.wording import hear
from tests.unit.slack.pressed import BOT_USER

ME = f"<@{BOT_USER}>"


def said(text: str) -> str:
    return hear(text, "T1", BOT_USER).text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<https://example.org>", "https://example.org"),
        ("<http://example.org|example.org>", "example.org"),
        ("see <http://example.org/|example.org> there", "see example.org there"),
        ("<https://example.org/x|our page>", "https://example.org/x"),
        ("look at <https://example.org/x|our page>", "look at our page (https://example.org/x)"),
        ("<https://example.org/?a=1&amp;b=2>", "https://example.org/?a=1&b=2"),
        ("<mailto:ana@example.org|ana@example.org>", "ana@example.org"),
        ("<tel:+351123|+351123>", "+351123"),
        ("ask <@U2> and <@U3|ben>", "ask @U2 and @U3"),
        ("in <#C2|general> and <#C3|> and <#C4>", "in #general and #C3 and #C4"),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@design> <!subteam^S2>", "@design @S2"),
        ("due <!date^1795000000^{date}|18 Nov 2026>", "due 18 Nov 2026"),
        ("*bold* :smile: `code`", "*bold* :smile: `code`"),
        ("<>", "<>"),
        ("a < b", "a < b"),
    ],
)
def test_markup_becomes_what_was_typed(text: str, plain: str) -> None:
    assert said(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"{ME} yes", "yes"),
        (f"{ME}, yes", "yes"),
        (f"{ME}: yes", "yes"),
        (f"yes {ME} ", "yes"),
        (f"1, 3, {ME}", "1, 3"),
        (f"{ME} yes {ME}", "yes"),
        (f"{ME} {ME}", ""),
        (f"hey {ME} go on", "hey go on"),
        (ME, ""),
        (f"{ME} /status", "/status"),
        (f"{ME} /answer /skip", "\\/skip"),
        ("<@U0BOT|phasewalk> yes", "yes"),
    ],
)
def test_the_bots_name_is_left_out(text: str, plain: str) -> None:
    heard = hear(text, "T1", BOT_USER)
    assert (heard.text, heard.is_called, heard.mentions) == (plain, True, {})


def test_who_is_mentioned_is_known() -> None:
    heard = hear("<@U2> and <@U3> and <@ x>", "T1", BOT_USER)
    assert heard.mentions == {"@U2": "slack:T1/U2", "@U3": "slack:T1/U3"}
    assert not heard.is_called
    assert hear("<@>", "T1", "").mentions == {}


def test_a_typed_stand_in_for_the_bot_is_not_the_bot() -> None:
    assert hear("\ue000 yes", "T1", BOT_USER) == (" yes", False, {})


@given(st.text(st.sampled_from("<>@!#|&; \n,:/UB0OT\ue000"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert "\ue000" not in hear(text, "T1", BOT_USER).text


def test_long_texts_are_read_in_one_go() -> None:
    """Looking back and forth for each of these would take minutes."""
    assert said(f"{ME}{' ' * 40_000}x") == "x"
    assert said("<" * 40_000) == "<" * 40_000
    assert said("<a" * 20_000) == "<a" * 20_000
    assert said(f"{ME} " * 3_000) == ""
