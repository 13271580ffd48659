"""Nobody reads or changes a project that isn't theirs: every command and every button, from every wrong side."""

import pytest

from bot.service.presses import ACTIONS, AGAIN
from dialogs.commands import COMMANDS
from dialogs.state import Role
from tests import databases
from tests.integration.telegram.town import Answered, Person, Town

store = databases.sqlite_store
SECRET = "Moonbase"
ARGUMENTS = ("", "1", "P-1", "name", "persona", "Ana", "Ana observer", "P-1 me", "P-1 1", "link", "lead", "basics")
READS = {"help", "status", "docs", "list", "why", "example", "projects", "me", "team"}


@pytest.fixture
def ana(town: Town) -> Person:
    """Owns the secret project in her private chat; its second question is open."""
    ana = town.person(5, "Ana")
    ana.says("/start")
    ana.says(SECRET)
    return ana


@pytest.fixture
def open_question(ana: Person) -> str:
    """The token of Ana's open question."""
    return ana.says("/next").token(ana.private)


def lines(town: Town) -> list[str]:
    """Every command with everything it may be said with, and an answer."""
    return [f"/{name} {argument}".strip() for name in COMMANDS for argument in ARGUMENTS] + ["an answer", "\\/x"]


def presses(person: Person, token: str, chat: str = "") -> list[Answered]:
    """Every button there is."""
    values = ("0", "1", "shop", "p2", "/back", "/skip", "99999", "")
    actions = (*ACTIONS, AGAIN, "nothing")
    return [person.presses(token, action, value, chat) for action in actions for value in values]


def test_a_stranger_in_another_chat(town: Town, ana: Person, open_question: str) -> None:
    project = town.project(ana.private)
    before = town.everything(project)
    eve = town.person(6, "Eve")
    eve.says("/start")
    for line in lines(town):
        assert SECRET not in eve.says(line).all_texts, line
    for answered in presses(eve, open_question):
        assert SECRET not in answered.all_texts
    for line in (f"/switch {SECRET}", f"/switch {project.id}", f"/new {SECRET}"):
        eve.says(line)
        assert town.project(eve.private) != project
    assert town.everything(project) == before


def test_a_stranger_who_talks_in_somebody_elses_private_chat(town: Town, ana: Person, open_question: str) -> None:
    """Telegram never delivers that; a forged or mixed-up update would look so."""
    project = town.project(ana.private)
    before = town.state(project).book
    forged = Person(town, town.person(6, "Eve").account, ana.private)
    for line in lines(town):
        if line.startswith(("/new", "/switch", "/join")):
            continue
        assert SECRET not in forged.says(line).all_texts.replace(f"“{SECRET}”", ""), line
    for answered in presses(forged, open_question):
        assert SECRET not in answered.all_texts
    assert town.state(project).book == before
    assert town.state(project).roles.keys() == {
        town.store.read(lambda t: t.directory(project.workspace)).accounts["telegram:5"]
    }


def test_an_observer_reads_and_changes_nothing(town: Town, ana: Person) -> None:
    code = ana.says("/invite observer").texts(ana.private).partition("/join ")[2].split()[0]
    olga = town.person(7, "Olga")
    olga.says(f"/join {code}")
    token = ana.says("/next").token(ana.private)
    project = town.project(ana.private)
    assert town.project(olga.private) == project
    before = town.state(project).book
    roles = town.state(project).roles
    for line in lines(town):
        if not line.startswith(("/new", "/switch", "/join")):
            olga.says(line)
    presses(olga, token)
    assert town.state(project).book == before
    assert town.state(project).roles == roles
    assert SECRET in olga.says("/status").all_texts or SECRET in olga.says("/projects").all_texts


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.MEMBER])
def test_who_is_no_lead_cannot_invite_change_roles_or_sign(town: Town, ana: Person, role: Role) -> None:
    code = ana.says(f"/invite {role.value}").texts(ana.private).partition("/join ")[2].split()[0]
    ben = town.person(8, "Ben")
    ben.says(f"/join {code}")
    project = town.project(ana.private)
    roles = town.state(project).roles
    for line in ("/invite", "/invite lead", "/team Ana observer", "/team Ben owner", "/team Ana remove"):
        answered = ben.says(line)
        assert "/join " not in answered.all_texts
    assert town.state(project).roles == roles


def test_whoever_was_put_out_stays_out(town: Town) -> None:
    group = "-100"
    ana, ben = town.person(5, "Ana"), town.person(6, "Ben")
    ana.says("/start", group)
    ana.says(SECRET, group)
    ben.says("/status", group)
    project = town.project(group)
    ana.says("/team Ben remove", group)
    before = town.state(project).book
    for line in lines(town):
        if not line.startswith(("/new", "/switch", "/join", "/projects")):
            ben.says(line, group)
    assert town.state(project).book == before
    ben.says("/switch " + SECRET)
    assert town.project(ben.private) != project


def test_codes_work_once_and_for_a_day(town: Town, ana: Person) -> None:
    code = ana.says("/invite").texts(ana.private).partition("/join ")[2].split()[0]
    ben, eve = town.person(8, "Ben"), town.person(9, "Eve")
    ben.says(f"/join {code}")
    assert town.project(ben.private) == town.project(ana.private)
    eve.says("/start")
    assert "unknown, used, or older" in eve.says(f"/join {code}").texts(eve.private)
    late = ana.says("/invite").texts(ana.private).partition("/join ")[2].split()[0]
    town.wait(hours=24, seconds=1)
    assert "unknown, used, or older" in eve.says(f"/join {late}").texts(eve.private)
    assert town.project(eve.private) != town.project(ana.private)


def test_a_link_code_is_no_invitation_and_the_other_way_round(town: Town, ana: Person) -> None:
    linking = ana.says("/me link").texts(ana.private).partition("/me link ")[2].split()[0]
    inviting = ana.says("/invite").texts(ana.private).partition("/join ")[2].split()[0]
    eve = town.person(9, "Eve")
    eve.says("/start")
    assert "unknown, used, or older" in eve.says(f"/join {linking}").texts(eve.private)
    assert "unknown, used, or older" in eve.says(f"/me link {inviting}").texts(eve.private)


def test_a_button_of_another_project_does_nothing(town: Town, ana: Person, open_question: str) -> None:
    project = town.project(ana.private)
    ana.says("/new Tea Club")
    before = town.everything(project)
    for answered in presses(ana, open_question):
        assert not answered.calls
    assert town.everything(project) == before
