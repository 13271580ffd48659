"""What a setting takes, in the words that people have for it, and what it refuses; nothing is cut."""

import pytest

from bot.service.messages import plain_text_of
from bot.service.people import Speaker
from bot.service.ports import LOCAL_BOT, LOCAL_WORKSPACE
from tests.integration.standups.team import Person, Team


@pytest.fixture
def ana(team: Team) -> Person:
    """Somebody who leads one stand-up."""
    found = team.person("Ana", "Europe/Berlin").says("/resume")
    team.starts(found)
    return found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"edit ask {'a b ' * 62}ok?", "That is 251 characters; at most 160 fit here."),
        (f"edit reword 2 {'x' * 161}", "That is 161 characters; at most 160 fit here."),
        (f"edit name {'x' * 41}", "That is 41 characters; at most 40 fit here."),
        (f"new {'x' * 41}", "That is 41 characters; at most 40 fit here."),
        ("edit ask what is NEXT", "“what is NEXT” is asked already."),
        ("edit reword 1 What is next?", "“What is next?” is asked already."),
        ("edit questions Mood?, Weather?, mood", "“mood” is asked already."),
        ("edit until 2027-02-26", "Friday, 26 February 2027 is past"),
        ("edit until yesterday", "Sunday, 28 February 2027 is past"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(ana: Person, text: str, why: str) -> None:
    before = ana.team.standups()
    assert ana.says(f"/standup {text}").sees(why)
    assert ana.screen.kinds[0] == "error"
    assert ana.team.standups() == before
    assert ana.question == "What is the project called?"


def test_no_more_questions_are_added_than_a_set_up_takes(ana: Person) -> None:
    for number in range(4, 9):
        assert ana.says(f"/standup edit ask Question {number}?").sees(f"Question {number}?", "is now like this")
    before = ana.team.standups()
    assert ana.says("/standup edit ask Question 9?").sees("There are 8 questions, and no more fit.")
    assert ana.team.standups() == before
    assert ana.says("/standup edit reword 8 Mood?").sees("Question 7? · Mood?")
    assert ana.says("/standup edit reword 8 mood").sees("Question 7? · mood")


def test_an_end_never_comes_before_the_start(ana: Person) -> None:
    ana.says("/standup edit from 2027-05-01")
    assert ana.says("/standup edit until 2027-04-01").sees("It begins on Saturday, 1 May 2027, and can't end before")
    assert ana.says("/standup edit until 2027-06-01").sees("from Saturday, 1 May 2027 to Tuesday, 1 June 2027")
    assert ana.says("/standup edit from 2027-06-02").sees("It begins on Wednesday, 2 June 2027, and can't end before")
    rule = ana.team.standups()[0].rule
    assert (f"{rule.starts}", f"{rule.ends}") == ("2027-05-01", "2027-06-01")


WINDOWS = "Half an hour · One hour · Two hours · Four hours · Until the end of the day"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        *((f"window {one}", WINDOWS) for one in ("90 minutes", "3 hours", "three hours", "5", "7", "1.5h", "90")),
        *((f"nudges {one}", "Half-way to the summary · Ten minutes before it") for one in ("5 minutes", "1", "2")),
        ("days 1-5", "Monday · Tuesday · Wednesday"),
        ("days Mon-Frx", "Monday · Tuesday · Wednesday"),
        ("every 2", "Every week · Every second week · Only the first of the month"),
        ("clock 1", "Each member's own · One time zone for all"),
        ("who 1", "Everybody in the project but observers · Only some"),
        ("where 2", "This chat · The team's chat"),
    ],
)
def test_a_refusal_shows_what_there_is_and_a_number_is_no_place_among_it(ana: Person, text: str, options: str) -> None:
    before = ana.team.standups()
    assert ana.says(f"/standup edit {text}").sees(options, "For example /standup edit")
    assert not ana.sees("numbered")
    assert ana.team.standups() == before


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        *(("window 2", "11:30"), ("window 4", "13:30"), ("window 1", "10:30"), ("window 30", "10:00")),
        *(("window one hour", "10:30"), ("window 1h", "10:30"), ("window 120 min", "11:30"), ("window day", "23:59")),
        ("nudges 10 minutes before", "A reminder ten minutes before the summary"),
        ("nudges halfway", "A reminder half-way to the summary"),
        ("nudges half-way and 10 min", "Reminders half-way to the summary and ten minutes before it"),
        ("nudges on", "Reminders half-way to the summary and ten minutes before it"),
        ("days first monday", "the first Monday of each month"),
        ("days First Monday of the month", "the first Monday of each month"),
        ("days every second friday", "every second week on Friday"),
        ("days biweekly", "every second week on Monday to Friday"),
        ("every fortnight", "every second week on Monday to Friday"),
        ("every first tue and thu", "the first Tue, Thu of each month"),
        ("every monthly", "of each month at"),
        ("every 2 weeks on Friday", "every second week on Friday"),
    ],
)
def test_settings_are_read_as_people_say_them(ana: Person, text: str, seen: str) -> None:
    assert ana.says(f"/standup edit {text}").sees("is now like this", seen)


def test_reminders_are_switched_off(ana: Person) -> None:
    assert not ana.says("/standup edit nudges off").sees("eminder")
    assert not ana.team.standups()[0].nudges


def test_days_that_were_left_out_are_not_told_for_ever(ana: Person) -> None:
    ana.says("/standup skip tomorrow")
    assert ana.says("/standup show").sees("Left out: Tuesday, 2 March 2027")
    ana.team.at("2027-03-03", "06:00")
    assert not ana.says("/standup show").sees("Left out")
    assert not ana.says("/standup edit time 10:00").sees("Left out")


def test_a_day_without_a_round_can_not_be_left_out(ana: Person) -> None:
    assert ana.says("/standup skip sunday").sees(
        "has no round on Sunday, 7 March 2027", "The next round: Monday, 1 March"
    )
    assert ana.screen.kinds[0] == "error"
    assert not ana.team.standups()[0].skips


def test_a_round_that_was_begun_out_of_turn_can_be_left_out(ana: Person) -> None:
    ana.team.at("2027-03-06", "10:00")
    ana.says("/standup now")
    ana.team.tick()
    assert ana.is_asked()
    assert ana.says("/standup skip today").sees("leaves Saturday, 6 March 2027 out")


# In the set-up


def begun(team: Team, *said: str) -> Person:
    ana = team.person("Ana")
    ana.says("/standup new Retro").presses("Change something")
    return ana.says("Retro", *said)


@pytest.mark.parametrize(
    "typed", ["every 2 weeks", "every second week", "biweekly", "fortnightly", "2 weeks", "/answer biweekly"]
)
def test_how_often_is_understood_where_it_is_asked(team: Team, typed: str) -> None:
    ana = begun(team, "friday", typed)
    assert ana.question == "At what time are people asked?"
    ana.says("10:00", "own", "120", "all", "here", "half", "usual", "/skip", "/skip")
    assert ana.sees("every second week on Friday at 10:00")


@pytest.mark.parametrize(
    ("typed", "seen"), [("every 2 weeks", "✓ Every second week"), ("monthly", "✓ Only the first of the month")]
)
def test_how_often_is_understood_before_it_is_asked(team: Team, typed: str, seen: str) -> None:
    ana = begun(team, typed)
    assert ana.sees(seen)
    assert ana.question == "On which days?"
    assert ana.says("friday").question == "At what time are people asked?"


def test_where_options_have_numbers_a_number_is_one_of_them(team: Team) -> None:
    here = Speaker(LOCAL_BOT, "local", LOCAL_WORKSPACE, "Ana")

    def says(*texts: str) -> str:
        return "\n".join(
            plain_text_of(one.payload) for text in texts for one in team.conversations.hear(here, text).result()
        )

    says("/standup new Retro", "2", "Retro", "5", "biweekly", "10:00", "own")
    assert "Who takes part?" in says("2")
    assert "Summary at 11:00" in says("all", "here", "1", "usual", "/skip", "/skip")


def test_the_first_monday_is_a_day_and_how_often_at_once(team: Team) -> None:
    ana = begun(team, "first monday of the month")
    assert ana.sees("✓ Only the first of the month", "✓ Monday")
    assert ana.question == "At what time are people asked?"
    ana.says("10:00", "own", "2 hours", "all", "here", "10 minutes", "usual", "/skip", "/skip")
    assert ana.sees("the first Monday of each month at 10:00", "Summary at 12:00", "A reminder ten minutes")


def test_days_that_were_answered_are_changed_by_how_often(team: Team) -> None:
    ana = begun(team, "mon-fri", "first friday")
    assert ana.sees("✓ Friday")
    ana.says("10:00", "own", "3 hours")
    assert ana.sees("I don't find that among the options.")
    assert ana.question == "How long may people take until the summary is posted?"
    ana.says("4", "all", "here", "off", "usual", "/skip", "/skip")
    assert ana.sees("the first Friday of each month at 10:00", "Summary at 14:00")


def test_what_can_not_be_together_is_asked_again(team: Team) -> None:
    ana = begun(team, "friday", "week", "10:00", "own", "120", "all", "here", "half", "own", "Mood?, Weather?, mood")
    assert ana.sees("“mood” is asked already.")
    assert not ana.sees("✓")
    assert ana.says("Mood?, Weather?").question == "From which day on?"
    assert ana.says("2027-05-01", "2027-04-01").sees("can't end before that, on Thursday, 1 April 2027")
    assert not ana.sees("✓")
    assert ana.question == "Until which day?"
    assert ana.says("2027-02-01").sees("Monday, 1 February 2027 is past")
    assert ana.says("2027-06-01").sees("Retro begins.", "Saturday, 1 May 2027 to Tuesday, 1 June 2027")


# Of a digest, and in a check-in


@pytest.mark.parametrize("typed", ["other: Rome", "Rome", "/answer Rome", "other: Europe/Rome"])
def test_another_city_is_typed_for_a_digest(team: Team, typed: str) -> None:
    ana = team.person("Ana", "Europe/Berlin")
    ana.says("/digest", "day", "16:00")
    assert "other:" not in ana.read
    assert not ana.screen.asked()["takes_other"]
    ana.says(typed, "here")
    assert ana.sees("Done.", "Europe/Rome")


def test_the_digests_that_there_are_are_named(team: Team) -> None:
    ana = team.person("Ana", "UTC")
    ana.says("/digest new", "day", "16:00", "UTC", "here")
    assert ana.says("/digest pause 5").sees("There is only one:", "/digest pause 1: Monday to Friday at 16:00")
    ana.says("/digest new", "day", "17:00", "UTC", "here")
    assert ana.says("/digest delete").sees("There are 2, so say which:", "/digest delete 2: Monday to Friday at 17:00")


def test_same_means_the_same_behind_a_command(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01", "09:31")
    ana.says("did", "plan", "none")
    team.at("2027-03-02", "09:31")
    assert ana.says("/answer same").sees("Thank you")
    assert [one.answers["today"] for one in team.check_ins()] == ["plan", "plan"]
    team.at("2027-03-03", "09:31")
    ana.says("/answer did more", "/answer same as yesterday", "/answer nothing")
    assert dict(team.check_ins()[-1].answers) == {"yesterday": "did more", "today": "plan", "blockers": "none"}


def test_nothing_can_be_changed_before_anything_is_answered(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01", "09:31")
    assert ana.says("/edit").sees("Nothing is answered yet")
    assert not ana.sees("What do you want to change?")
    assert ana.says("did", "/edit").sees("What do you want to change?", "1. What got done since last time? → did")
    assert not ana.says("plan", "/skip").sees("/edit")
    assert ana.sees("Skipped.", "Thank you")
