"""Which days, and which stand-up, a command means."""

import pytest

from tests.integration.standups.team import Person, Team


@pytest.fixture
def ana(team: Team) -> Person:
    """Somebody who leads two stand-ups, both of which she answers on the first two days."""
    found = team.person("Ana")
    team.starts(found, name="Daily")
    team.starts(found, name="Weekly sync", days="mon-fri", time="10:00")
    for day in ("2027-03-01", "2027-03-02"):
        team.at(day, "10:30")
        for name in ("Daily", "Weekly sync"):
            found.says(f"/checkin {name}", "a", f"{name} of {day}", "none")
    return found


@pytest.mark.parametrize(
    "text", ["Weekly sync", "weekly", "today Weekly sync", "Weekly sync today", "2", "2 mar weekly"]
)
def test_a_report_of_one_stand_up(ana: Person, text: str) -> None:
    assert ana.says(f"/standup report {text}").sees("Weekly sync of 2027-03-02")
    assert not ana.sees("Daily")


@pytest.mark.parametrize("text", ["yesterday", "1 Mar", "monday", "last monday", "1 day ago", "mon"])
def test_a_day_that_is_over_is_the_last_one(ana: Person, text: str) -> None:
    assert ana.says(f"/standup report {text}").sees("Daily of 2027-03-01", "Weekly sync of 2027-03-01")
    assert not ana.sees("2027-03-02")


def test_a_week_is_told_round_by_round(ana: Person) -> None:
    assert ana.says("/standup report this week Daily").sees("Daily of 2027-03-01", "Daily of 2027-03-02")
    assert not ana.sees("Weekly")
    ana.team.at("2027-03-08", "08:00")
    assert ana.says("/standup report last week").sees("Daily of 2027-03-01", "Weekly sync of 2027-03-02")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        *(("monday", "2027-03-01"), ("since monday", "2027-03-01"), ("since friday", "2027-02-26")),
        *(("1 mar", "2027-03-01"), ("since 3 mar", "2026-03-03"), ("last tuesday", "2027-02-23")),
        *(("last week", "2027-02-22"), ("last month", "2027-02-01"), ("2 weeks ago", "2027-02-16")),
    ],
)
def test_a_report_since_a_day_begins_with_the_last_one(team: Team, text: str, since: str) -> None:
    ana = team.person("Ana")
    team.now = team.now.replace(day=2)
    ana.says("/resume", "Café", f"/report {text}")
    report = next(one for one in ana.screen.new if one.get("what", one["kind"]) == "report")
    assert str(report["since"]).startswith(since)


@pytest.mark.parametrize("text", ["Weekly sync tomorrow", "tomorrow Weekly sync", "weekly 3 Mar", "3 Mar 2"])
def test_a_day_of_one_stand_up_is_left_out(ana: Person, text: str) -> None:
    assert ana.says(f"/standup skip {text}").sees("“Weekly sync” leaves Wednesday, 3 March 2027 out")
    assert ana.sees("/standup unskip 2027-03-03 takes that back")
    ana.says(f"/standup unskip {text}")
    assert ana.sees("“Weekly sync” has its rounds again: Wednesday, 3 March 2027.", "Wednesday, 3 March 2027")
    assert not any(one.skips for one in ana.team.standups())


def test_several_days_are_left_out_and_taken_in_again(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    assert ana.says("/standup skip 5-9 Mar").sees("leaves Friday, 5 March 2027 to Tuesday, 9 March 2027 out")
    assert [day.day for day in team.standups()[0].skips] == [5, 8, 9]
    assert ana.says("/standup unskip 8 Mar").sees("has its rounds again: Monday, 8 March 2027")
    assert ana.says("/standup unskip tomorrow").sees("does not leave that out", "Left out: Friday, 5 March 2027")
    assert ana.says("/standup unskip 2027-03-05..2027-03-09").sees("Friday, 5 March 2027 to Tuesday, 9 March 2027")
    assert not team.standups()[0].skips


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("last month", "Monday, 1 February 2027"),
        ("this week", "Monday, 8 March 2027"),
        ("last week", "Monday, 1 March 2027"),
        ("yesterday", "Tuesday, 9 March 2027"),
        ("since 3 Mar", "Wednesday, 3 March 2027"),
    ],
)
def test_a_report_says_from_when_on_it_tells(team: Team, text: str, first: str) -> None:
    ana = team.person("Ana")
    team.at("2027-03-10", "12:00")
    assert ana.says("/resume", "Café", f"/report {text}").sees(f"In the time since {first}: 1 answer")


def test_the_past_month_is_thirty_days(team: Team) -> None:
    ana = team.person("Ana")
    assert ana.says("/resume", "Café", "/report the past month").sees("In the last 30 days: 1 answer")


def test_a_digest_tells_at_first_what_came_before_it(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café")
    team.at("2027-03-01", "12:00")
    ana.says("/digest new", "day", "16:00", "UTC", "here")
    assert ana.says("/digest now").sees("In the last day: 1 answer")
