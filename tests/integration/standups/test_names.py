"""Every stand-up of a project has a name of its own, however many people set one up at the same time."""

from dialogs.state import Role
from tests.integration.standups.team import Team

SETTINGS = ("mon, wed", "week", "10:15", "own", "120", "all", "team", "half, last", "usual", "2027-03-03", "2027-06-30")
"""What is asked behind the name, in its order."""


def names(team: Team) -> list[str]:
    return [one.name for one in team.standups()]


def test_two_leads_who_start_the_same_one_are_not_asked_twice(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.gives(ben, Role.LEAD)
    ana.says("/standup")
    ben.says("/standup")
    ana.presses("Start it so")
    assert ana.sees("Daily stand-up begins.")
    ben.presses("Start it so")
    assert ben.sees("There is a stand-up “Daily stand-up” already")
    assert ben.question == "What is it called?"
    assert names(team) == ["Daily stand-up"]
    assert ben.says("daily STAND-UP").sees("There is a stand-up “daily STAND-UP” already")
    assert ben.question == "What is it called?"
    assert ben.says("Retro").sees("Retro begins.", "Monday to Friday at 09:30")
    assert names(team) == ["Daily stand-up", "Retro"]


def test_a_name_that_is_taken_is_asked_for_again_before_the_rest(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    ana.says("/standup new Weekly").presses("Change something")
    ana.says("Daily")
    assert ana.sees("There is a stand-up “Daily” already")
    assert ana.question == "What is it called?"
    assert ana.says("Retro").question == "On which days?"


def test_a_name_that_is_used_up_meanwhile_costs_no_other_answer(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.gives(ben, Role.LEAD)
    ana.says("/standup new Weekly").presses("Change something")
    ana.says("Weekly", *SETTINGS[:-1])
    team.starts(ben, name="Weekly")
    ana.says(SETTINGS[-1])
    assert ana.sees("There is a stand-up “Weekly” already")
    assert ana.question == "What is it called?"
    assert ana.says("Retro").sees("Retro begins.", "Mon, Wed at 10:15 from Wednesday, 3 March 2027")
    assert names(team) == ["Weekly", "Retro"]


def test_the_name_that_was_typed_is_what_the_set_up_recommends(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/standup new Weekly").presses("Change something")
    assert ana.screen.asked()["recommended"][0][0].startswith("Weekly")
    ana.says("/accept")
    assert ana.question == "On which days?"
    ana.says(*SETTINGS)
    assert ana.sees("Weekly begins.")
    assert names(team) == ["Weekly"]


def test_the_same_digest_is_not_set_up_twice(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Paris"), team.person("Ben")
    team.gives(ben, Role.LEAD)
    for person in (ana, ben):
        person.says_to_all("/digest new")
        for text in ("day", "16:00", "Europe/Paris", "here"):
            person.says_to_all(f"/answer {text}")
    assert len(team.digests()) == 1
    assert team.group.sees("There is one already that tells just that")
