"""What is told of rounds that were: which period, and nothing left out without a word."""

from datetime import date, timedelta

import pytest

from tests.integration.standups.team import Person, Team


@pytest.fixture
def ana(team: Team) -> Person:
    """Somebody who answered a stand-up in three weeks, but for a day that she was silent, and one that she was away."""
    found = team.person("Ana").says("/resume")
    team.starts(found, name="Daily")
    for number in range(19):
        day = date(2027, 3, 1) + timedelta(days=number)
        team.at(f"{day}", "09:31")
        if number == 3:
            found.says("/away tomorrow")
        if day.isoweekday() < 6 and number not in (1, 4):
            found.types("a", f"plan of {day}", "none")
    team.at("2027-03-19", "12:00")
    return found


def test_of_a_long_period_the_older_rounds_have_a_line_each(ana: Person) -> None:
    assert ana.says("/standup report this month").sees("plan of 2027-03-19", "plan of 2027-03-11")
    assert not ana.sees("plan of 2027-03-10")
    assert ana.sees("Daily, the rounds before these", "– Wednesday, 10 March 2027: 1 of 1 answered")
    assert ana.sees("/standup report Daily 2027-03-10 shows all of one")
    assert ana.read.index("Monday, 1 March 2027") < ana.read.index("Wednesday, 10 March 2027")
    assert ana.says("/standup report Daily 2027-03-10").sees("plan of 2027-03-10")
    assert ana.says("/standup report this week").sees("plan of 2027-03-15")
    assert not ana.sees("the rounds before these")


def test_who_was_away_is_not_counted_as_nobody_of_nobody(ana: Person) -> None:
    assert ana.says("/standup history this month").sees("Friday, 5 March 2027: everybody away")
    assert not ana.sees("0 of 0")
    assert ana.sees("Tuesday, 2 March 2027: 0 of 1 answered")
    assert ana.sees("Daily, Monday, 1 March 2027 to Friday, 19 March 2027", "Monday, 1 March 2027: 1 of 1 answered")


def test_a_history_is_that_of_a_period_or_of_two_weeks(ana: Person) -> None:
    assert ana.says("/standup history").sees("Daily, the last two weeks")
    assert not ana.sees("Monday, 1 March 2027")
    assert ana.says("/standup history last week").sees("Daily, Monday, 8 March 2027 to Sunday, 14 March 2027")
    assert ana.says("/standup history yesterday").sees("Daily, Thursday, 18 March 2027", "1 of 1 answered")
    assert ana.says("/standup history last month").sees("has no answers from Monday, 1 February 2027")
    assert ana.says("/standup history 7 Mar").sees("“Daily” has no answers of Sunday, 7 March 2027.")
    assert ana.says("/standup history tomorrow").sees("Saturday, 20 March 2027 lies ahead")


def test_a_report_goes_back_to_a_day(ana: Person) -> None:
    assert ana.says("/standup report since wednesday").sees("plan of 2027-03-17", "plan of 2027-03-19")
    assert not ana.sees("plan of 2027-03-16")
    assert ana.says("/standup report since tomorrow").sees("Saturday, 20 March 2027 lies ahead")


def test_a_day_to_come_is_said_of_each_stand_up(ana: Person) -> None:
    ana.team.starts(ana, name="Retro")
    assert ana.says("/standup report tomorrow").sees(
        "nobody has answered “Daily” for it", "nobody has answered “Retro” for it"
    )


def test_a_round_of_which_the_bot_was_down_is_told_so(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    team.down_until("2027-03-02", "08:00")
    assert ana.says("/standup history").sees("Monday, 1 March 2027: nobody was asked, I was not running")


def test_of_a_year_the_newest_have_a_line(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily", days="every day")
    for number in range(40):
        team.at(f"{date(2027, 3, 1) + timedelta(days=number)}", "09:31")
        ana.types("a", "b", "none")
    team.at("2027-04-10", "09:00")
    assert ana.says("/standup history since 1 Mar").sees("… and 9 before that")


def test_a_reminder_tells_the_time_that_is_left_in_hours(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, window="day")
    team.at("2027-03-01", "17:00")
    assert ana.sees("“Daily stand-up” still waits for you, with 7 hours 14 minutes left.")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("yesterday", "Noted that Ana was away: Sunday, 28 February 2027."),
        ("22 Feb - 24 Feb", "Ana is away"),
        ("2027-02-22..2027-02-24", "was away: Monday, 22 February 2027 to Wednesday, 24 February 2027."),
    ],
)
def test_days_gone_by_are_told_as_such(team: Team, typed: str, seen: str) -> None:
    ana = team.person("Ana")
    assert ana.says(f"/away {typed}").sees(seen)
    assert ana.sees("/back") == ("is away" in seen) or ana.sees("/away off")
