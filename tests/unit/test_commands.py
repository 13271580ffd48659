"""What is a command, and what only looks like one."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dialogs import assigning, moves, reports
from dialogs.commands import ALIASES, COMMANDS, Answer, Command, Unknown, as_answer, read


@pytest.mark.parametrize(
    ("typed", "name", "argument"),
    [
        *(
            ("/next", "next", ""),
            (" /EDIT  F-3 effort ", "edit", "F-3 effort"),
            ("/edit\n3", "edit", "3"),
            ("/ next", "next", ""),
        ),
        *(("/start@phasewalk_bot", "resume", ""), ("/?", "help", ""), ("/delete F-3", "remove", "F-3")),
    ],
)
def test_commands(typed: str, name: str, argument: str) -> None:
    assert read(typed) == Command(name, argument)


@pytest.mark.parametrize("typed", ["next", "//cdn.example.com", "/", "/3", "/etc/hosts", "/24h", "a /next", ""])
def test_answers(typed: str) -> None:
    assert read(typed) == Answer(typed)


def test_a_backslash_makes_an_answer_of_a_command() -> None:
    assert read("\\/next") == Answer("/next")
    assert read(" \\\\x") == Answer("\\x")


def test_something_like_a_command_is_not_taken_as_an_answer() -> None:
    assert read("/nxet") == Unknown("nxet", "next")
    assert read("/begin") == Unknown("begin", "checkin")
    assert read("/qqqq") == Unknown("qqqq", "")
    assert read("/continu") == Unknown("continu", "resume")
    assert read("/" + "x" * 100) == Unknown("x" * 40, "")


def test_every_alias_and_every_command_leads_somewhere() -> None:
    workspace = {"projects", "new", "switch", "invite", "join", "team", "me"}
    standups = {"standup", "checkin", "blockers", "away", "timezone", "holidays", "report", "digest"}
    assert set(ALIASES.values()) <= set(COMMANDS)
    assert set(COMMANDS) - workspace - standups == {*moves.HANDLERS, *reports.HANDLERS, *assigning.HANDLERS}
    assert not set(ALIASES) & set(COMMANDS)


@given(st.text() | st.sampled_from([f"{sign}{name}" for name in COMMANDS for sign in "/\\"]))
def test_any_text_can_be_sent_as_an_answer(text: str) -> None:
    # What only looks like a command is an answer where one may begin with a slash, and is asked back elsewhere.
    assume(not isinstance(read(text), Unknown))
    assert read(as_answer(text)) == Answer(text)
