"""A link in a group opens a private chat at the team's project, for those who take part in it; where somebody is."""

import pytest

from bot.service.links import CODE_LIMIT, NOWHERE, code_of, project_of
from bot.service.ports import Project
from dialogs.state import Role
from tests.integration.telegram.town import Person, Town

TEAM = "-100"


@pytest.fixture
def ana(town: Town) -> Person:
    """Has begun a project in a group, where Ben takes part."""
    ana, ben = town.person(5, "Ana"), town.person(6, "Ben")
    ana.says("/start", TEAM)
    ana.says("/answer Moonbase", TEAM)
    ben.says("/answer Shop", TEAM)
    return ana


@pytest.fixture
def project(town: Town, ana: Person) -> Project:
    return town.project(TEAM)


def test_who_takes_part_comes_to_the_project(town: Town, project: Project) -> None:
    ben = town.person(6, "Ben")
    heard = ben.says(f"/join {code_of(project)}").texts(ben.private)
    assert "The walk has begun already" in heard
    assert town.project(ben.private) == project


def test_others_learn_nothing_by_it(town: Town, project: Project) -> None:
    eve = town.person(7, "Eve")
    before = town.everything(project)
    heard = eve.says(f"/join {code_of(project)}").all_texts
    assert heard.startswith("That code is unknown")
    eve.says(f"/join {code_of(project)}", "-200")
    assert town.everything(project) == before


def test_who_was_removed_does_not_come_back_by_it(town: Town, ana: Person, project: Project) -> None:
    ana.says("/team Ben remove", TEAM)
    ben = town.person(6, "Ben")
    assert "That code is unknown" in ben.says(f"/join {code_of(project)}").all_texts
    directory = town.store.read(lambda turn: turn.directory(project.workspace))
    assert directory.roles[project.id][directory.accounts["telegram:6"]] is Role.REMOVED


def test_in_a_group_a_link_moves_nobody(town: Town, ana: Person, project: Project) -> None:
    assert "That code is unknown" in ana.says(f"/join {code_of(project)}", "-200").all_texts


@pytest.mark.parametrize(
    "code", ["", "at-", "at-%%%", "at-////", "at-gIGC", "at-AAoA", "hello", "x" * 65, "at-" + "a" * 62]
)
def test_any_other_code_leads_nowhere(town: Town, code: str) -> None:
    assert town.store.read(lambda turn: project_of(turn, code)) is None


def test_a_code_fits_into_a_link_or_leads_nowhere(town: Town, project: Project) -> None:
    assert len(code_of(project)) <= CODE_LIMIT
    far = Project("slack:" + "T" * 60, project.id, project.name, project.playbook, project.created_at)
    assert code_of(far) == NOWHERE


def test_a_zone_that_is_chosen_in_private_counts_in_every_team_of_the_chat(town: Town, project: Project) -> None:
    ben = town.person(6, "Ben")
    ben.says("/start")
    ben.says(f"/join {code_of(project)}")
    ben.says("/new Tea Club")
    heard = ben.says("/timezone 59.33,18.06").texts(ben.private)
    assert "You seem to be near Europe/Stockholm (UTC+01:00): send /timezone Europe/Stockholm if" in heard
    assert "/timezone Europe/Mariehamn, /timezone Europe/Tallinn." in heard
    ben.says("/timezone Europe/Stockholm")
    for workspace in (project.workspace, town.project(ben.private).workspace):
        directory = town.store.read(lambda turn, workspace=workspace: turn.directory(workspace))  # type: ignore[misc]
        assert directory.members[directory.accounts["telegram:6"]].zone == "Europe/Stockholm"
