"""Who is away, on a holiday or elsewhere in the world is asked when it is their turn, or not at all."""

import pytest

from bot.service.standups.model import Reply
from dialogs.state import Role
from tests.integration.standups.team import Team


def test_who_is_away_is_not_asked_and_not_missed(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    assert ben.says("/away 2-3 Mar").sees("Ben is away from Tuesday, 2 March 2027 to Wednesday, 3 March 2027")
    team.at("2027-03-01", "12:00")
    assert ben.is_asked()
    team.at("2027-03-03", "12:00")
    assert not ben.is_asked()
    assert ana.sees("Away: Ben")
    assert not ana.sees("No answer yet: Ben")
    team.at("2027-03-04", "12:00")
    assert ben.is_asked()
    replies = [one.reply for one in team.check_ins() if one.member == ben.id]
    assert replies == [Reply.ASKED, Reply.AWAY, Reply.AWAY, Reply.ASKED]


def test_where_all_are_away_nothing_is_posted(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/away today")
    team.at("2027-03-01", "12:00")
    assert ana.read == ""


def test_an_absence_without_an_end_lasts_until_the_person_is_back(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    assert ben.says("/away").sees("Ben is away from Monday, 1 March 2027 on")
    team.at("2027-03-05", "12:00")
    assert not ben.is_asked()
    assert ben.says("/back").sees("Welcome back, Ben.")
    team.at("2027-03-08", "12:00")
    assert ben.is_asked()
    replies = [one.reply for one in team.check_ins() if one.member == ben.id]
    assert replies == [Reply.AWAY] * 5 + [Reply.ASKED]


def test_back_without_an_absence_goes_one_question_back(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café", "/back")
    assert ana.question == "What is the project called?"


def test_a_lead_speaks_for_somebody_else(team: Team) -> None:
    ana, ben, mo = team.person("Ana"), team.person("Ben"), team.person("Mo")
    team.starts(ana)
    assert ana.says("/away Ben until Wednesday").sees("Ben is away from Monday, 1 March 2027 to")
    assert ana.says("/away @ben 8 Mar").sees("Ben is away on Monday, 8 March 2027")
    assert ana.says("/away Mo: tomorrow").sees("Mo is away on Tuesday, 2 March 2027")
    assert ana.says("/away monday").sees("Ana is away on Monday, 8 March 2027")
    assert ana.says("/back Ben").sees("Welcome back, Ben.")
    assert ana.says("/back Mo").sees("Mo is not away after all. Called off: Tuesday, 2 March 2027.")
    assert ana.says("/back Mo").sees("Mo is not away.")
    team.at("2027-03-01", "09:31")
    assert ben.is_asked()
    assert mo.is_asked()


def test_an_absence_to_come_is_called_off(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café")
    assert ana.says("/away tomorrow").sees("Ana is away on Tuesday, 2 March 2027", "/away off calls it off")
    ana.says("/away 8-10 Mar", "/away from 1 Apr", "/back")
    assert ana.question == "What is the project called?"
    assert ana.says("/away off").sees(
        "Tuesday, 2 March 2027, Monday, 8 March 2027 to Wednesday, 10 March 2027, from Thursday, 1 April 2027 on"
    )
    assert ana.says("/away cancel").sees("Ana is not away.")


def test_calling_off_ends_what_has_begun_too(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    assert ben.says("/away 1-5 Mar").sees("/back ends it")
    team.at("2027-03-03", "08:00")
    assert ana.says("/away Ben none").sees("Ben is not away after all")
    team.at("2027-03-03", "09:31")
    assert ben.is_asked()


@pytest.mark.parametrize(
    "text", ["@ben 3-5 Mar", "3-5 Mar @ben", "3-5 Mar, for Ben", "ben 3-5 Mar", "3-5 Mar Ben Okafor"]
)
def test_whose_absence_it_is_may_stand_at_either_end(team: Team, text: str) -> None:
    ana, ben = team.person("Ana"), team.person("Ben Okafor")
    team.starts(ana)
    handle = ben.account.handle
    assert ana.says("/away " + text.replace("@ben", f"@{handle}")).sees(
        "Ben Okafor is away from Wednesday, 3 March 2027 to Friday, 5 March 2027", "/back Ben Okafor ends it"
    )


def test_a_first_name_that_two_share_means_neither(team: Team) -> None:
    ana, _, _ = team.person("Ana"), team.person("Cy Young"), team.person("Cy Old")
    team.starts(ana)
    assert ana.says("/away Cy tomorrow").sees("Several here are called “Cy”: Cy Old, Cy Young.")
    assert ana.says("/away Cy Old tomorrow").sees("Cy Old is away on Tuesday")


def test_a_day_is_no_name(team: Team) -> None:
    ana, _ = team.person("Ana"), team.person("May")
    assert ana.says("/away 3 May").sees("Ana is away on Monday, 3 May 2027")
    assert ana.says("/away May tomorrow").sees("May is away on Tuesday, 2 March 2027")
    assert ana.says("/away Ana 4 May").sees("Ana is away on Tuesday, 4 May 2027")


def test_a_member_does_not_speak_for_others(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    assert "error" in ben.says("/away Ana tomorrow").screen.kinds
    assert "error" in ben.says("/away @ana tomorrow").screen.kinds
    assert "error" in ben.says("/back Ana").screen.kinds
    team.at("2027-03-02", "09:31")
    assert ana.is_asked()


def test_public_holidays_of_a_team_and_of_one_person(team: Team) -> None:
    ana, ben, cem = team.person("Ana"), team.person("Ben"), team.person("Cem")
    team.starts(ana)
    assert ana.says("/holidays team DE-BY").sees("Nobody in the team is asked on public holidays of Germany, Bavaria")
    assert ben.says("/holidays US").sees("You are not asked on public holidays of United States.")
    assert cem.says("/holidays off").sees("No public holidays count.")
    assert ana.says("/holidays").sees("count for you: Germany, Bavaria")
    team.at("2027-03-29", "00:00")
    team.at("2027-03-29", "12:00")
    assert ana.sees("Away: Ana (Easter Monday)", "No answer yet: Ben, Cem")
    assert not any(one.reply is Reply.AWAY for one in team.check_ins() if one.member == cem.id)


def test_each_zone_is_asked_at_its_own_time_and_summed_up_for_itself(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Berlin"), team.person("Ben", "Asia/Shanghai")
    team.now = team.now.replace(month=2, day=28)
    team.starts(ana, where="team")
    team.at("2027-03-01", "09:30", "Asia/Shanghai")
    assert ben.is_asked()
    assert not ana.is_asked()
    ben.says("a", "plan of Ben", "none")
    team.at("2027-03-01", "11:30", "Asia/Shanghai")
    assert team.group.kinds == ["board", "details"]
    assert not team.group.sees("Ana")
    team.at("2027-03-01", "09:30", "Europe/Berlin")
    assert ana.is_asked()
    team.at("2027-03-01", "11:30", "Europe/Berlin")
    assert team.group.kinds == ["board", "board"]
    assert team.group.sees("No answer yet: Ana", "all time zones: 1 of 2 answered")
    team.at("2027-03-01", "12:00", "Europe/Berlin")
    ana.says("a", "plan of Ana", "none")
    assert team.group.kinds == ["reboard", "details", "reboard"]
    assert team.group.sees("all time zones: 2 of 2 answered")


def test_who_moves_is_asked_by_the_new_clock(team: Team) -> None:
    ana = team.person("Ana", "Europe/Berlin")
    team.starts(ana)
    team.at("2027-03-01", "12:00", "Europe/Berlin")
    assert ana.says("/timezone Asia/Shanghai").sees("Your clock is that of Asia/Shanghai")
    team.at("2027-03-02", "09:29", "Asia/Shanghai")
    assert not ana.is_asked()
    team.at("2027-03-02", "09:30", "Asia/Shanghai")
    assert ana.is_asked()


def test_who_moves_westwards_is_not_asked_twice_for_a_day(team: Team) -> None:
    ana, ben = team.person("Ana", "Asia/Shanghai"), team.person("Ben", "Asia/Shanghai")
    team.now = team.now.replace(month=2, day=28)
    team.starts(ana, where="team")
    team.at("2027-03-01", "12:00", "Asia/Shanghai")
    ben.says("/timezone America/New_York")
    team.at("2027-03-01", "20:00", "America/New_York")
    assert not ben.is_asked()
    assert team.group.kinds == []
    assert len([one for one in team.check_ins() if one.member == ben.id]) == 1
    team.at("2027-03-02", "09:30", "America/New_York")
    assert ben.is_asked()


def test_who_changes_the_zone_in_the_middle_of_a_round_goes_on_with_it(team: Team) -> None:
    ana = team.person("Ana", "Europe/Berlin")
    team.starts(ana)
    team.at("2027-03-01", "10:00", "Europe/Berlin")
    ana.says("/timezone Asia/Shanghai").says("a", "b", "none")
    assert ana.sees("Thank you")
    team.at("2027-03-02", "09:30", "Asia/Shanghai")
    assert ana.is_asked()
    assert len(team.check_ins()) == 2


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Africa/Cairo", "America/New_York"])
def test_clocks_that_change_do_not_move_the_wall_time(team: Team, zone: str) -> None:
    ana = team.person("Ana", zone)
    team.starts(ana)
    for day in ("2027-03-12", "2027-03-15", "2027-04-29", "2027-04-30", "2027-10-28", "2027-10-29", "2027-11-08"):
        team.at(day, "09:29", zone)
        team.at(day, "09:30", zone)
        assert ana.is_asked(), day


def test_observers_may_not_be_made_away_into_the_round(team: Team) -> None:
    ana, eve = team.person("Ana"), team.person("Eve")
    team.gives(eve, Role.OBSERVER)
    team.starts(ana)
    ana.says("/away Eve tomorrow")
    team.at("2027-03-02", "12:00")
    assert not ana.sees("Eve")


def test_who_moves_on_their_platform_is_asked_by_the_new_clock(team: Team) -> None:
    ana = team.person("Ana", "Europe/Berlin")
    ben = team.person("Ben")
    team.starts(ana)
    ben.says_from("Europe/Berlin", "/status")
    assert [due.zone for due in team.waiting() if due.member == ben.id] == ["Europe/Berlin"]
    ben.says_from("America/New_York", "/status")
    assert [due.zone for due in team.waiting() if due.member == ben.id] == ["America/New_York"]
    team.at("2027-03-01", "09:29", "America/New_York")
    assert not ben.is_asked()
    team.at("2027-03-01", "09:30", "America/New_York")
    assert ben.is_asked()


def test_who_has_no_zone_means_the_days_by_which_they_are_asked(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, zone="America/Los_Angeles", where="team")
    team.at("2027-02-28", "18:00", "America/Los_Angeles")
    assert ben.says("/away tomorrow").sees("Monday, 1 March 2027")
    team.at("2027-03-01", "11:30", "America/Los_Angeles")
    assert not ben.is_asked()
    assert team.group.sees("Away: Ben", "No answer yet: Ana")


def test_who_is_back_hears_of_what_is_still_to_come(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/away tomorrow", "/away today")
    assert ben.says("/back").sees("Still to come: away Tuesday, 2 March 2027.", "/away off")
    assert not ben.sees("From the next round on")
    ana.says("/away today @ben")
    assert ana.says("/back @ben").sees("Still to come: away Tuesday, 2 March 2027.", "/back Ben")
    ben.says("/away off")
    assert ben.says("/away today", "/back").sees("From the next round on the stand-up asks again.")


def test_days_that_lie_in_a_longer_absence_end_with_it(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/away tomorrow", "/away today until Friday")
    assert ana.says("/back").sees("From the next round on the stand-up asks again.")
    team.at("2027-03-02")
    assert ana.is_asked()
