"""Somebody takes part in two teams that know nothing of each other, and has one private chat for both."""

from dataclasses import replace
from datetime import date

import pytest

from bot.service.arrivals import Message, Place
from bot.service.ports import Project, Turn
from bot.service.standups.wants import Absence, Preference
from dialogs.state import Role
from tests.integration.standups.team import BOT, Person, Team

TEA = "-200"


class Teams:
    """Ana leads the team of Café and Zoe that of Tea house; Ben is in both, and both have asked him."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.ana, self.ben, self.zoe = team.person("Ana"), team.person("Ben"), team.person("Zoe", is_reached=False)
        self.ana.says("/resume", "Café")
        self.tea = team.screen(TEA)
        for person, text in ((self.zoe, "/resume"), (self.zoe, "Tea house"), (self.ben, "/status")):
            self.says_in_tea(person, text)
        team.starts(self.ana, where="team")
        self.zoe.says("/join")
        self.talks_about_tea(self.zoe)
        self.zoe.says("/standup new").presses("Start it so")
        team.at("2027-03-01", "09:40")

    def says_in_tea(self, person: Person, text: str) -> None:
        """In the group of the other team."""
        self.team.take(Message(Place(BOT, TEA, f"telegram:{TEA}", is_shared=True), person.account, "1", text))

    def talks_about_tea(self, person: Person) -> None:
        """Let a private chat be about the other team's project."""
        project, conversations = self.team.project_of(TEA), self.team.conversations
        self.team.do(lambda turn: conversations.seat(turn, person.speaker, begins=False).talk_about(project))

    def of_ben(self, chat: str) -> tuple[list[Absence], Preference]:
        """What a group's workspace knows of Ben."""
        workspace = self.team.project_of(chat).workspace

        def work(turn: Turn) -> tuple[list[Absence], Preference]:
            member = turn.directory(workspace).accounts[self.ben.account.id]
            return list(turn.rota.absences(workspace, member)), turn.rota.preference(workspace, member)

        return self.team.store.read(work)

    @property
    def projects(self) -> list[Project]:
        """Café, and Tea house."""
        return [self.team.project, self.team.project_of(TEA)]

    def answers_of_ben(self, project: Project) -> list[dict[str, str]]:
        """What he said in all rounds of a project."""

        def work(turn: Turn) -> list[dict[str, str]]:
            me = turn.directory(project.workspace).accounts[self.ben.account.id]
            (standup,) = turn.rota.routines(project.workspace, project.id)
            found = turn.rota.check_ins(project.workspace, standup.id, date(2027, 3, 1), date(2027, 3, 1))
            return [dict(one.answers) for one in found if one.member == me]

        return self.team.store.read(work)

    @property
    def known(self) -> list[tuple[list[Absence], Preference]]:
        return [self.of_ben(chat) for chat in (self.team.group.key[1], TEA)]


@pytest.fixture
def teams(team: Team) -> Teams:
    return Teams(team)


def test_who_is_away_says_it_once_for_all_teams(teams: Teams) -> None:
    teams.ben.says("/away 2-3 Mar")
    assert teams.ben.sees("Ben is away from", "That counts in all your projects: “Café”, “Tea house”.")
    teams.team.at("2027-03-02", "12:00")
    assert not teams.ben.is_asked()
    assert teams.team.group.sees("Away: Ben")
    assert teams.zoe.sees("Away: Ben")
    teams.ben.says("/back")
    teams.team.at("2027-03-03", "09:31")
    assert teams.ben.screen.kinds.count("ask") == 1
    assert teams.ben.sees("Tea house", "It comes when you are done here.")


def test_one_team_asks_after_the_other(teams: Teams) -> None:
    ben, asked = teams.ben, teams.ben.screen.asked()
    first, second = teams.projects if "Café" in asked["place"][1] else reversed(teams.projects)
    assert "It comes when you are done here." in ben.screen.history
    ben.says(f"did {first.name}", f"plan {first.name}", "none")
    assert ben.screen.asked()["prompt"]["project"] == second.id
    ben.says(f"did {second.name}", f"plan {second.name}", "none")
    assert ben.sees(f"Back to “{first.name}”")
    for project in (first, second):
        (said,) = teams.answers_of_ben(project)
        assert said == {"yesterday": f"did {project.name}", "today": f"plan {project.name}", "blockers": "none"}


def test_what_is_open_is_taken_away_and_what_waits_does_not_come(teams: Teams) -> None:
    teams.ben.says("/away today")
    assert teams.ben.screen.kinds.count("settle") == 1
    teams.team.at("2027-03-01", "12:00")
    assert not teams.ben.sees("still waits")
    assert teams.team.group.sees("Away: Ben")
    assert teams.zoe.sees("Away: Ben")
    teams.ben.says("/away tomorrow")
    assert teams.ben.says("/away off").sees("Called off: Monday, 1 March 2027, Tuesday, 2 March 2027.")
    assert [absences for absences, _ in teams.known] == [[], []]


def test_what_is_said_in_a_project_of_ones_own_counts_in_the_teams(teams: Teams) -> None:
    teams.ben.says("/new Diary", "/away tomorrow")
    assert teams.ben.sees("Ben is away on Tuesday, 2 March 2027", "“Café”, “Tea house”")
    assert not teams.ben.sees("Diary")
    assert [len(absences) for absences, _ in teams.known] == [1, 1]


def test_reminders_and_holidays_are_wished_for_everywhere(teams: Teams) -> None:
    assert teams.ben.says("/standup nudges off").sees("You won't be reminded any more", "“Café”, “Tea house”")
    assert teams.ben.says("/holidays FR").sees("public holidays of France", "“Café”, “Tea house”")
    assert [(one.nudges, one.holidays) for _, one in teams.known] == [(False, "FR")] * 2


def test_what_is_said_in_a_group_stays_there(teams: Teams) -> None:
    teams.ben.says_to_all("/away tomorrow")
    teams.ben.says_to_all("/holidays FR")
    teams.ben.says_to_all("/standup nudges off")
    teams.ana.says("/away Ben 5 Mar")
    assert not teams.team.group.sees("Tea house")
    (here, mine), (there, theirs) = teams.known
    assert len(here) == 2
    assert there == []
    assert (mine.nudges, mine.holidays) == (False, "FR")
    assert (theirs.nudges, theirs.holidays) == (True, "")


def test_one_team_reads_nothing_of_the_other(teams: Teams) -> None:
    teams.ben.says("/away today", "/back", "/away off")
    teams.team.at("2027-03-01", "13:00")
    assert not teams.team.group.sees("Tea")
    assert not teams.ana.sees("Tea")
    assert not teams.zoe.sees("Café")
    assert not teams.tea.sees("Café")


def test_each_project_has_its_own_public_holidays(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    ana.says("/holidays team DE-BY")
    tea = replace(team.project, id="tea", name="Tea house")

    def talks_about_tea(turn: Turn) -> None:
        turn.put_project(tea)
        turn.put_role(tea.workspace, tea.id, ana.id, Role.OWNER)
        team.conversations.seat(turn, ana.speaker, begins=False).talk_about(tea)

    team.do(talks_about_tea)
    ana.says("/holidays team US")
    assert ana.says("/holidays").sees("United States")
    assert ben.says("/holidays").sees("Germany, Bavaria")
