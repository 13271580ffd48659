"""What changes in the middle of a round: nobody is forgotten, nothing is posted twice, and who left reads no more."""

from dialogs.state import Role
from tests.integration.standups.team import Team, local


def test_a_round_that_is_just_due_survives_an_edit(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.now = local("2027-03-01", "09:40", "UTC")
    ana.says("/standup skip 24 Dec")
    ben.says("/timezone Asia/Shanghai")
    team.tick()
    assert ben.is_asked()
    assert [one.day.isoformat() for one in team.check_ins()] == ["2027-03-01"] * 2


def test_a_round_that_is_just_due_follows_an_edit_of_its_time_and_days(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.now = local("2027-03-01", "09:30", "UTC")
    ana.says("/standup edit time 10:00")
    team.tick()
    assert not team.check_ins()
    team.at("2027-03-01", "10:00")
    assert ana.is_asked()
    team.now = local("2027-03-02", "10:00", "UTC")
    ana.says("/standup edit days wed")
    team.tick()
    assert len(team.check_ins()) == 1


def test_an_early_answer_moves_with_the_round(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    ben.says("/checkin", "a", "b", "none")
    ana.says("/standup edit time 10:00")
    team.at("2027-03-01", "13:00")
    assert [one["kind"] for one in team.group.new if one["kind"] in ("board", "summary")] == ["board"]
    assert team.group.sees("✓ Ben b", "No answer yet: Ana")


def test_who_left_or_only_watches_is_not_waited_for(team: Team) -> None:
    ana, ben, cem = team.person("Ana"), team.person("Ben"), team.person("Cem")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    team.gives(ben, Role.OBSERVER)
    team.gives(cem, Role.REMOVED)
    team.at("2027-03-01", "11:30")
    assert team.group.sees("No answer yet: Ana")
    assert not team.group.sees("Ben")


def test_a_pause_in_the_middle_still_posts_what_was_said(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ben.says("a", "b", "none")
    ana.says("/pause", "/standup pause")
    team.at("2027-03-01", "11:30")
    assert team.group.sees("✓ Ben b")


def test_a_day_that_is_left_out_in_the_middle_names_nobody(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ana.says("/pause", "/standup skip today")
    team.at("2027-03-01", "11:30")
    assert "board" not in team.group.kinds
    assert "still waits" not in ben.read


def test_who_was_removed_reads_neither_summaries_nor_digests(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.gives(ben, Role.LEAD)
    team.starts(ben, where="here")
    ben.says("/digest", "day", "12:00", "UTC", "here")
    assert team.digests()
    team.at("2027-03-01")
    ana.says("a", "secret plan", "none")
    team.gives(ben, Role.REMOVED)
    team.at("2027-03-01", "13:00")
    assert ben.read == ""
    assert team.group.sees("secret plan")


def test_of_a_crowd_so_many_have_a_line_that_those_who_are_missing_are_seen(team: Team) -> None:
    people = [team.person(f"Person {number:02}") for number in range(23)]
    team.starts(people[0], where="team")
    team.at("2027-03-01")
    for one in people[1:]:
        one.types("/checkin", "a", "b", "none")
    team.look()
    team.at("2027-03-01", "11:30")
    assert team.group.sees("✓ Person 01 b", "✓ Person 20 b", "… and 2 more, below.", "No answer yet: Person 00")


def test_nobody_is_asked_at_once_while_it_rests_or_on_a_day_that_is_left_out(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    assert ana.says("/standup pause", "/standup now").sees("rests")
    assert ana.says("/standup resume", "/standup skip today", "/standup now").sees("left out today")
    team.tick()
    assert not team.check_ins()
