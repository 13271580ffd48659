"""Where it isn't plain which stand-up, which day or who is meant, what is said back can be typed as it stands."""

import pytest

from bot.service.standups.model import Reply
from tests.integration.standups.team import Person, Team


@pytest.fixture
def ana(team: Team) -> Person:
    """Somebody who leads two stand-ups."""
    found = team.person("Ana").says("/resume")
    team.starts(found, name="Daily stand-up")
    team.starts(found, name="Retro", time="15:00")
    return found


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("/checkin", "/checkin Daily stand-up", "/checkin Retro"),
        ("/checkin tomorrow", "/checkin Daily stand-up tomorrow", "/checkin Retro tomorrow"),
        *(
            (f"/standup {what}", f"/standup {what} Daily stand-up", f"/standup {what} Retro")
            for what in ("pause", "resume", "now", "delete", "history", "skip")
        ),
        ("/standup skip tomorrow", "/standup skip Daily stand-up tomorrow", "/standup skip Retro tomorrow"),
        ("/standup edit time 10:00", "/standup edit Daily stand-up time 10:00", "/standup edit Retro time 10:00"),
        ("/standup edit drop 2", "/standup edit Daily stand-up drop 2", "/standup edit Retro drop 2"),
    ],
)
def test_each_is_named_by_the_command_that_means_it(ana: Person, text: str, first: str, second: str) -> None:
    assert ana.says(text).sees(f"Which one? {first}, {second}")
    assert not ana.says(second).sees("Which one?")
    assert "error" not in ana.screen.kinds


def test_a_deleted_one_comes_back_by_the_command_that_names_it(ana: Person) -> None:
    ana.says("/standup delete Retro", "/standup delete Daily stand-up")
    assert ana.says("/standup restore").sees("/standup restore Daily stand-up, /standup restore Retro")
    assert ana.says("/standup restore Retro").sees("“Retro” is back.")


def test_what_is_named_and_is_not_there_is_said_once(team: Team) -> None:
    ana = team.person("Ana").says("/resume")
    team.starts(ana)
    for command in ("/standup show", "/standup pause", "/checkin"):
        assert ana.says(f"{command} xyzzy").sees("No stand-up here is called “xyzzy”.", f"{command} Daily stand-up")
        assert not ana.sees("Which one?")
        assert ana.screen.kinds.count("ask") == 1
    assert ana.says("/standup history xyzzy").sees("Which days? For example /standup history")


def test_a_setting_that_is_asked_back_names_its_stand_up(ana: Person) -> None:
    assert ana.says("/standup edit Retro time 9").sees("Then send /standup edit Retro time 09:00")
    assert ana.says("/standup edit Retro time 09:00").sees("Retro is now like this", "at 09:00")


def test_tomorrows_round_is_answered_by_its_day(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/checkin tomorrow", "a", "b", "none")
    assert ana.sees("Thank you, that is for Tuesday, 2 March 2027.")
    ana.says("/checkin today", "c", "d", "none")
    assert [(f"{one.day}", one.answers["today"]) for one in team.check_ins()] == [
        *(("2027-03-01", "d"), ("2027-03-02", "b")),
    ]
    team.at("2027-03-02", "13:00")
    assert not ana.is_asked()
    assert ana.says("/checkin today").sees("You answered for Tuesday, 2 March 2027")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("sunday", "Sunday, 7 March 2027"),
        ("yesterday", "Sunday, 28 February 2027"),
        ("wednesday", "Wednesday, 3 March 2027"),
        ("24 Dec", "Friday, 24 December 2027"),
    ],
)
def test_a_day_without_a_round_is_no_check_in(team: Team, typed: str, day: str) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/standup skip wednesday")
    assert ana.says(f"/checkin {typed}").sees(f"has no round on {day} that you could answer")
    assert not team.check_ins()


def test_the_round_of_yesterday_is_taken_up_while_it_can_be_answered(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-02", "08:00")
    ana.says("/checkin yesterday", "a", "b", "none")
    assert [(f"{one.day}", one.reply) for one in team.check_ins()] == [("2027-03-01", Reply.ANSWERED)]


def test_a_stand_up_that_is_called_like_a_day_is_meant_by_its_name(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Friday review")
    team.starts(ana, name="Daily")
    ana.says("/checkin friday", "a", "b", "none")
    assert [f"{one.day}" for one in team.check_ins(team.standups()[0])] == ["2027-03-01"]


@pytest.mark.parametrize("text", ["Benn tomorrow", "tomorrow Benn", "benn 3-7 Dec", "Benn"])
def test_a_name_that_is_typed_wrong_is_no_day(team: Team, text: str) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    assert ana.says(f"/away {text}").sees("Nobody here is called “", "Do you mean Ben?")
    assert ana.says("/away Zoe tomorrow").sees("Nobody here is called “Zoe”")
    assert ana.says("/away Ben tomorrow").sees("Ben is away on Tuesday, 2 March 2027")
    assert ana.says("/back Benn").sees("Nobody here is called “Benn”. Do you mean Ben?")
    assert ben.says("/back").screen.kinds
