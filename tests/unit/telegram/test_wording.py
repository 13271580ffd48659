"""What a text says to the bot, in a group and in private."""

import pytest

from tests.unit.telegram.arriving import GROUP, called, heard


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@phasewalk_bot yes", "yes"),
        ("@PhaseWalk_Bot, yes", "yes"),
        ("yes @phasewalk_bot ", "yes"),
        ("1, 3, @phasewalk_bot", "1, 3"),
        ("@phasewalk_bot yes @phasewalk_bot", "yes"),
        ("tell @phasewalk_bot that", "tell @phasewalk_bot that"),
        ("@phasewalk_bot", ""),
        ("@phasewalk_bot /status", "/status"),
        ("/status@phasewalk_bot", "/status"),
        ("/edit@Phasewalk_Bot 3\nfoo", "/edit 3\nfoo"),
        ("/status", "/status"),
        ("/answer 42", "42"),
        ("/answer@phasewalk_bot two\nlines ", "two\nlines"),
        ("/answer /orders", "\\/orders"),
        ("/answer /skip", "\\/skip"),
        ("/answer \\x", "\\\\x"),
        ("/answer", "/answer"),
        ("/start AbC-1_9", "/join AbC-1_9"),
        ("/start@phasewalk_bot AbC", "/join AbC"),
        ("/start over please", "/start over please"),
        ("/start", "/start"),
        ("/START x", "/join x"),
    ],
)
def test_in_a_group_it_is_called(text: str, said: str) -> None:
    assert called(text) == (said, True)


@pytest.mark.parametrize(
    "text",
    [
        *("hello", "mail me@phasewalk_bot", "@phasewalk_bot2 hi", "@other_bot hi", "/path/to", "//x", "look: /status"),
        "/status@other_bot",
        "/answer@other_bot @phasewalk_bot",
    ],
)
def test_in_a_group_others_are_meant(text: str) -> None:
    assert called(text) == (text, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "hello"),
        ("@phasewalk_bot", "@phasewalk_bot"),
        ("/start AbC", "/join AbC"),
        ("/status@phasewalk_bot now", "/status now"),
        ("/answer /skip", "\\/skip"),
        ("ask @\u2060bo", "ask @bo"),
    ],
)
def test_in_private_everything_is_meant(text: str, said: str) -> None:
    found = heard(text=text)
    assert (found.text, found.is_addressed) == (said, True)


def test_names_that_were_copied_from_the_bot_are_as_they_were_typed() -> None:
    assert heard(GROUP, text="ask @\u2060bo").text == "ask @bo"
