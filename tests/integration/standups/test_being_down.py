"""When the bot was down at the time of a round: late inside its window, told to the lead behind it, never a flood."""

from datetime import date, datetime

import pytest

from bot.service.standups import here, rounds
from bot.service.standups.model import Reply, Standup
from bot.service.talk import Talk
from tests.integration.standups.team import Team


def test_inside_the_window_a_prompt_comes_late_and_says_so(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.down_until("2027-03-01", "10:10")
    assert ana.is_asked()
    assert ben.sees("This comes 40 minutes after 09:30: I was not running.")
    (one, _) = team.check_ins()
    assert one.asked_at is not None
    assert (one.asked_at - one.due_at).total_seconds() == 40 * 60
    team.at("2027-03-01", "11:31")
    assert ana.sees("No answer yet: Ana, Ben", "with 1 hour left")


def test_a_prompt_a_minute_late_does_not_mention_it(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.down_until("2027-03-01", "09:31")
    assert ana.is_asked()
    assert not ana.sees("I was not running")


def test_past_the_window_nobody_is_asked_and_the_lead_is_told(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.down_until("2027-03-01", "15:00")
    team.tick()
    assert not ana.is_asked()
    assert not ben.is_asked()
    assert team.group.read == ""
    assert ana.sees("“Daily stand-up” was not asked on Monday, 1 March 2027, because I was not running then: Ana, Ben.")
    assert ben.read == ""
    assert {one.reply for one in team.check_ins()} == {Reply.MISSED}
    team.at("2027-03-02")
    assert ana.is_asked()
    assert not ana.sees("I was not running")


def test_after_five_days_there_is_one_message_and_no_flood(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.down_until("2027-03-05", "20:00")
    for _ in range(3):
        team.tick()
    assert [len(one.new) for one in (ana.screen, ben.screen, team.group)] == [1, 0, 0]
    assert ana.sees("was not asked on 5 days since Monday, 1 March 2027")
    assert len(team.check_ins()) == 10
    assert {one.reply for one in team.check_ins()} == {Reply.MISSED}


def test_after_some_days_the_round_that_is_still_open_is_asked(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.down_until("2027-03-04", "10:00")
    for _ in range(3):
        team.tick()
    assert ben.screen.kinds.count("ask") == 1
    assert ben.sees("This comes 30 minutes after 09:30")
    assert ana.read.count("was not asked on 3 days since Monday, 1 March 2027") == 1
    assert [one.reply for one in team.check_ins() if one.member == ben.id] == [Reply.MISSED] * 3 + [Reply.ASKED]


def test_a_team_in_several_zones_hears_of_it_once(team: Team) -> None:
    ana, _, _ = team.person("Ana", "Europe/Berlin"), team.person("Ben", "Asia/Shanghai"), team.person("Cem", "UTC")
    team.now = team.now.replace(month=2, day=28)
    team.starts(ana, where="team")
    team.down_until("2027-03-03", "20:00")
    for _ in range(3):
        team.tick()
    assert ana.read.count("was not asked") == 1
    assert ana.sees("3 days since Monday, 1 March 2027", "Ana, Ben, Cem")


def test_who_was_away_on_the_last_day_does_not_make_it_two_messages(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/away 3 Mar")
    team.down_until("2027-03-03", "20:00")
    for _ in range(3):
        team.tick()
    assert ana.read.count("was not asked") == 1
    assert ana.sees("on 3 days since Monday, 1 March 2027", "Ana, Ben")


def test_a_summary_whose_time_passed_is_posted_on_return(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01", "10:00")
    ben.says("a", "b", "none")
    team.down_until("2027-03-01", "17:00")
    assert team.group.kinds == ["board", "details"]
    assert team.group.sees("✓ Ben b", "No answer yet: Ana")
    assert not ana.sees("still waits")


def test_who_answered_before_the_outage_is_not_missed(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    ben.says("/checkin", "early", "plan", "none")
    team.down_until("2027-03-01", "17:00")
    for _ in range(3):
        team.tick()
    replies = {one.member: one.reply for one in team.check_ins()}
    assert replies == {ana.id: Reply.MISSED, ben.id: Reply.ANSWERED}
    assert team.group.sees("✓ Ben plan", "Not asked, as I was not running: Ana")
    assert ana.read.count("was not asked on") == 1


def test_what_was_missed_can_still_be_answered_on_the_day(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.down_until("2027-03-01", "15:00")
    ben.says("/checkin", "a", "b", "none")
    assert ben.sees("Thank you")
    assert {one.reply for one in team.check_ins() if one.member == ben.id} == {Reply.ANSWERED}


def test_many_hear_of_it_once_however_many_transactions_it_takes(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "AT_ONCE", 2)
    ana = team.person("Ana")
    for number in range(6):
        team.person(f"Person {number}")
    team.starts(ana, where="team")
    team.down_until("2027-03-02", "20:00")
    for _ in range(3):
        team.tick()
    assert ana.read.count("was not asked") == 1
    assert ana.sees("on 2 days since Monday, 1 March 2027", "Ana, Person 0", "Person 5")


def test_what_fails_once_is_done_later_and_keeps_nobody_waiting(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily", where="team")
    team.starts(ana, name="Bread", where="team")
    team.at("2027-03-01", "11:29")
    post, failing = rounds.post, [True]

    def fails(talk: Talk, standup: Standup, day: date, cutoff_at: datetime) -> None:
        if standup.name == "Daily" and failing:
            raise ValueError
        post(talk, standup, day, cutoff_at)

    monkeypatch.setattr(rounds, "post", fails)
    team.down_until("2027-03-01", "11:31")
    assert team.group.sees("Bread", "No answer yet: Ana")
    assert not team.group.sees("Daily")
    failing.clear()
    team.down_until("2027-03-01", "11:40")
    assert team.group.sees("Daily", "No answer yet: Ana")
