"""What is in the way is carried along until it is gone; items move along after one confirmation."""

import pytest

from dialogs.state import Role
from tests.integration.standups.team import Team


def test_items_change_after_one_confirmation(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.has_features("Login", "Pay", "Stamps")
    team.starts(ana)
    team.at("2027-03-01")
    ben.says("F-1 done, F-2 blocked by the bank", "f-3 started", "none")
    assert ben.sees(
        "I understood:", "F-1 Login is done", "F-2 Pay is blocked: the bank", "F-3 Stamps is being worked on"
    )
    assert team.progress() == {}
    assert not team.blockers()
    ben.presses("yes")
    assert ben.sees("Noted: 3 items.")
    assert team.progress() == {"F-1": "done", "F-3": "doing"}
    assert [(one.label, one.item, one.text) for one in team.blockers()] == [("BL-1", "F-2", "the bank")]


def test_a_summary_that_was_posted_shows_what_was_confirmed_after_it(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.has_features("Login")
    team.starts(ana, where="team")
    team.at("2027-03-01", "11:31")
    ben.says("F-1 blocked by the bank", "rest", "none")
    assert team.group.kinds == ["reboard", "details"]
    assert not team.group.sees("1 blocker")
    ben.presses("yes")
    assert team.group.kinds == ["reboard", "redetails"]
    assert team.group.sees("1 blocker", "Ben: BL-1 F-1: the bank (since today)")
    assert ana.says("/standup delete").sees("is deleted")


def test_items_stay_as_they_are_when_it_was_misunderstood(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login")
    team.starts(ana)
    for day, no in (("2027-03-01", "no"), ("2027-03-02", "/skip")):
        team.at(day)
        ana.says("F-1 done", "rest", "none").says(no)
        assert ana.sees("Then items stay as they are.")
        assert team.progress() == {}


def test_only_items_that_are_there_and_news_of_them_are_asked_about(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("F-1 done, F-9 done, ISO-9001 done", "F-1 not yet done", "none").presses("yes")
    team.at("2027-03-02")
    ana.says("F-1 done", "rest", "none")
    assert not ana.is_asked()


def test_done_takes_what_was_in_the_way_with_it(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("F-1 blocked by the bank", "rest", "none").presses("yes")
    assert team.blockers()
    team.at("2027-03-02")
    ana.says("F-1 done", "rest", "none").presses("yes")
    assert not team.blockers()


def test_blockers_are_carried_over_and_not_doubled(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ben.says("a", "b", "- No keys\n- no contract")
    team.at("2027-03-02")
    ben.says("a", "b", "No keys")
    team.at("2027-03-02", "11:31")
    assert team.group.sees("2 blockers", "Ben: BL-1 No keys (for 1 day)", "Ben: BL-2 no contract (for 1 day)")
    assert team.group.read.index("2 blockers") < team.group.read.index("Ben b")


def test_a_blocker_goes_when_it_is_said(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    ben.says("a", "b", "No keys\nNo contract\nNo time")
    team.at("2027-03-02")
    ben.says("BL-1 gone", "BL-2 is still there, BL-3 blocked by Ana", "none")
    assert ben.sees("BL-1 is out of the way: No keys")
    assert not ben.sees("BL-2")
    assert not ben.sees("BL-3")
    ben.presses("yes")
    assert [one.label for one in team.blockers()] == ["BL-2", "BL-3"]
    assert ana.says("/blockers").sees("2 things are in the way", "Ben: BL-2 No contract")
    assert ana.says("/blockers bl-2 gone").sees("BL-2 is out of the way: No contract")
    assert ana.says("/blockers BL-2").sees("BL-2 is out of the way already: No contract")
    assert ana.says("/blockers BL-3").sees("BL-3 is out of the way")
    assert ana.says("/blockers").sees("Nothing is in the way.")


def test_a_blocker_stays_unless_it_is_said_to_be_gone(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "b", "No keys\nNo contract\nNo time")
    for words in ("still there", "not done", "is it gone?", "gone?", "is"):
        assert ana.says(f"/blockers BL-1 {words}").sees("Send /blockers BL-1 gone when it is out of the way"), words
    for number, words in enumerate(("is gone", "", "Solved!"), start=1):
        assert ana.says(f"/blockers BL-{number} {words}").sees(f"BL-{number} is out of the way")


def test_days_are_counted_by_the_calendar(team: Team) -> None:
    ana = team.person("Ana", "Europe/Berlin")
    team.starts(ana, where="team")
    team.at("2027-03-01", "11:00", "Europe/Berlin")
    ana.says("a", "b", "No keys")
    team.at("2027-03-02", "09:30", "Europe/Berlin")
    assert ana.sees("BL-1 No keys (for 1 day)")
    assert ana.says("/blockers").sees("BL-1 No keys (for 1 day)")
    ana.says("a", "b", "none")
    team.at("2027-03-02", "11:30", "Europe/Berlin")
    assert team.group.sees("BL-1 No keys (for 1 day)")


def test_a_past_round_shows_what_was_in_the_way_then(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "b", "No keys\nNo time")
    team.at("2027-03-02")
    ana.says("/blockers BL-1 gone").says("a", "b", "No contract")
    assert ana.says("/standup report yesterday").sees("BL-1 No keys (since today)", "BL-2 No time (since today)")
    assert not ana.sees("BL-3")
    team.at("2027-03-02", "12:00")
    assert ana.says("/standup report").sees("BL-2 No time (for 1 day)", "BL-3 No contract (since today)")
    assert not ana.sees("BL-1")


def test_a_past_round_shows_what_came_late(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01", "12:00")
    ana.says("a", "b", "No keys")
    team.at("2027-03-02", "08:00")
    assert ana.says("/standup report yesterday").sees("BL-1 No keys (since today)")


def test_an_old_blocker_is_told_to_the_lead_once(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ben.says("a", "b", "No keys")
    team.at("2027-03-03", "23:00")
    assert not ana.sees("A blocker is getting old.")
    team.at("2027-03-04", "23:00")
    assert ana.sees("A blocker is getting old. Ben: BL-1 No keys (for 3 days)")
    team.at("2027-03-12", "23:00")
    assert not ana.sees("A blocker is getting old.")
    assert not ben.sees("A blocker is getting old.")


@pytest.mark.parametrize("edit", ["every month", "until 2027-03-02"])
def test_an_old_blocker_is_told_however_seldom_the_stand_up_meets(team: Team, edit: str) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ben.says("a", "b", "No keys")
    ana.says("/pause", f"/standup edit {edit}")
    team.at("2027-03-04", "11:29")
    assert not ana.sees("A blocker is getting old.")
    team.at("2027-03-04", "11:30")
    assert ana.sees("A blocker is getting old. Ben: BL-1 No keys (for 3 days)")
    team.at("2027-03-20")
    assert not ana.sees("A blocker is getting old.")


def test_a_blocker_that_is_gone_in_time_is_not_told(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ben.says("a", "b", "No keys", "/blockers BL-1 gone")
    team.at("2027-03-12", "23:00")
    assert not [one for one in ana.screen.all if "getting old" in str(one)]


def test_nothing_is_in_the_way_in_many_words(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    for day, words in enumerate(("none", "No", "n/a", "-", "no blockers 🎉", "None :)", "无"), start=1):
        team.down_until(f"2027-03-{day:02}", "08:00")
        ana.says("/checkin", "a", "b", words)
        assert not team.blockers(), words


def test_what_is_in_the_way_is_kept_beside_what_is_said_of_items(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login", "Pay", "Stamps")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "b", "- Ana has to decide on F-1. Legal is late. F-3 done\n-5% conversion\nNo API keys, F-2 done")
    assert [one.text for one in team.blockers()] == [
        "Ana has to decide on F-1. Legal is late",
        "-5% conversion",
        "No API keys",
    ]
    ana.presses("no")
    assert len(team.blockers()) == 3
    assert team.progress() == {}


def test_what_blocks_an_item_is_kept_whatever_is_said_to_it(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login", "Pay")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "b", "No payment account, so F-2 is blocked")
    assert ana.sees("F-2 Pay is blocked: No payment account")
    assert [(one.item, one.text) for one in team.blockers()] == [("", "No payment account, so F-2 is blocked")]
    ana.presses("yes")
    assert [(one.item, one.text) for one in team.blockers()] == [("F-2", "No payment account")]
    ana.says("/checkin", "a", "b", "No payment account, so F-2 is blocked")
    assert not ana.is_asked()
    assert len(team.blockers()) == 1
    ana.says("/checkin", "a", "b", "F-1 and F-2 are stuck at the bank").presses("yes")
    assert [(one.item, one.text) for one in team.blockers()] == [
        ("F-2", "No payment account"),
        ("F-1", "the bank"),
        ("F-2", "the bank"),
    ]


def test_an_item_is_blocked_without_a_reason(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("F-1 is blocked", "b", "none").presses("yes")
    assert [(one.item, one.text) for one in team.blockers()] == [("F-1", "no reason given")]
    team.at("2027-03-02")
    ana.says("F-1 is still blocked", "b", "none")
    assert not ana.is_asked()


def test_items_that_nobody_knows_are_named(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("F-99 done, PR-12 merged", "BL-7 gone", "No keys\nF-98 done")
    assert ana.sees("I know no F-99, BL-7, F-98, so nothing changes there.")
    assert [one.text for one in team.blockers()] == ["No keys"]
    ana.says("/blockers BL-1 gone")
    ana.says("/checkin", "BL-1 gone", "b", "none")
    assert not ana.sees("I know no")


def test_what_is_not_said_again_in_the_same_round_is_not_in_the_way(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("work", "plan", "No keys\nNo sleep")
    ana.says("/checkin", "work", "plan", "No sleep\nNo money")
    assert [one.text for one in team.blockers()] == ["No sleep", "No money"]


def test_more_about_a_blocker_is_no_other_one(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "b", "waiting for the bank")
    team.at("2027-03-02")
    ana.says("a", "b", "BL-1: still no answer")
    assert [(one.label, one.text) for one in team.blockers()] == [("BL-1", "waiting for the bank; still no answer")]
    team.at("2027-03-03")
    ana.says("a", "b", "bl-1 still no answer")
    assert [(one.label, one.text) for one in team.blockers()] == [("BL-1", "waiting for the bank; still no answer")]


def test_what_was_closed_by_mistake_is_opened_again(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    ben.says("a", "b", "waiting for the bank", "/blockers BL-1")
    assert ben.sees("BL-1 is out of the way: waiting for the bank", "/blockers BL-1 open brings it back.")
    assert ana.says("/blockers bl-1").sees("BL-1 is out of the way already: waiting for the bank.")
    assert not team.blockers()
    assert ana.says("/blockers BL-1 open").sees("BL-1 is in the way again: waiting for the bank")
    assert [(one.label, one.owner) for one in team.blockers()] == [("BL-1", ben.id)]
    assert ana.says("/blockers BL-7 open").sees("There is no open blocker")


def test_only_who_takes_part_opens_a_blocker_again(team: Team) -> None:
    ana, zoe = team.person("Ana"), team.person("Zoe")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "b", "waiting for the bank", "/blockers BL-1")
    team.gives(zoe, Role.OBSERVER)
    assert zoe.says("/blockers BL-1 open").sees("observer")
    assert not team.blockers()


def test_as_planned_moves_the_items_that_were_planned(team: Team) -> None:
    ana = team.person("Ana")
    team.has_features("Login", "Pay", "Stamps")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("set up", "finish F-1, start F-2, ask about F-3", "none")
    team.at("2027-03-02")
    ana.presses("As planned").says("F-3", "none")
    assert ana.sees("F-1 Login is done", "F-2 Pay is being worked on")
    assert not ana.sees("F-3 Stamps")
    ana.presses("yes")
    assert team.progress() == {"F-1": "done", "F-2": "doing"}
