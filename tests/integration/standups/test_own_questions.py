"""A team asks what it wants to; what was asked stays with what was answered, and the usual questions keep meaning."""

import csv
import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import errand_playbook
from bot.service.ports import Turn
from bot.service.standups import exports
from bot.service.standups.questions import asked_in, playbook_of
from dialogs.questions.matching import folded
from tests.integration.standups.team import MONDAY, Team

USUAL = errand_playbook("check_in")
OWN = "What did you do?, What will you do?, Any blockers?, Mood?"


def test_questions_are_added_dropped_and_reworded(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    assert ana.says("/standup edit ask What did you learn?").sees("in your way? · What did you learn?")
    assert ana.says("/standup edit reword 1 What is done?").sees("Asked: What is done? · What is next?")
    assert ana.says("/standup edit drop 2").sees("Asked: What is done? · What is in your way? · What did you learn?")
    assert ana.says("/standup edit reword 4 Nobody").sees("There are 3 questions")
    assert ana.says(f"/standup edit drop 1{'0' * 5000}").sees("There are 3 questions")
    assert ana.says(f"/standup edit drop 001{'0' * 5000}").sees("There are 3 questions")
    team.at("2027-03-01", "09:30")
    assert ana.question == "What is done?"
    ana.says("a lot", "nothing", "patience")
    assert ana.sees("Thank you")
    assert team.check_ins()[0].answers["yesterday"] == "a lot"
    assert "patience" in team.check_ins()[0].answers.values()


def test_the_usual_questions_come_back(team: Team) -> None:
    ana = team.person("Ana")
    usual = team.starts(ana).playbook
    ana.says("/standup edit questions Mood?")
    assert team.standups()[0].playbook != usual
    ana.says("/standup edit questions What got done since last time?, What is next?, What is in your way?")
    assert team.standups()[0].playbook == usual


def test_what_was_asked_in_march_can_still_be_read_in_june(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, questions=OWN)
    team.at("2027-03-01", "09:31")
    ben.says("did", "plan", "Legal is slow", "good")
    ana.says("/standup edit drop 2", "/standup edit ask Who needs praise?", "/standup report 2027-03-01")
    assert ana.sees("What did you do? did", "What will you do? plan", "Any blockers? Legal is slow", "Mood? good")
    assert not ana.sees("praise")
    team.at("2027-03-02", "09:31")
    ben.says("more", "none", "fine", "Cy")
    ana.says("/standup report 2027-03-02")
    assert ana.sees("What did you do? more", "Mood? fine", "Who needs praise? Cy")


def test_a_round_is_answered_as_it_was_asked_though_questions_change_meanwhile(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, questions=OWN)
    team.at("2027-03-01", "09:31")
    ben.says("did", "plan")
    ana.says("/standup edit questions Mood?, Weather?")
    ben.says("Legal is slow", "good")
    ana.says("/standup report 2027-03-01")
    assert ana.sees("What will you do? plan", "Mood? good")
    team.at("2027-03-02", "09:31")
    ben.presses("Same as last time")
    ana.says("/standup report 2027-03-02")
    assert ana.sees("What will you do? plan", "Mood? good")
    assert not ana.sees("Weather?")


def test_one_table_holds_what_was_asked_before_and_now(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, questions=OWN)
    team.at("2027-03-01", "09:31")
    ben.says("did", "plan", "none", "good")
    ana.says("/standup edit drop 2", "/standup edit reword 3 How are you?", "/standup edit ask Who needs praise?")
    team.at("2027-03-02", "09:31")
    ben.says("more", "none", "fine", "Cy")
    until = team.now

    def work(turn: Turn) -> list[exports.Sheet]:
        return exports.sheets(turn, team.office.playbooks, team.project, MONDAY, until)

    found = team.store.read(work)
    rows = list(csv.DictReader(StringIO(exports.to_csv(found).decode("utf-8-sig"), newline="")))
    told = {row["day"]: row for row in rows if row["member"] == "Ben"}
    assert [told["2027-03-01"][one] for one in ("What will you do?", "How are you?", "Who needs praise?")] == [
        *("plan", "good", "")
    ]
    assert [told["2027-03-02"][one] for one in ("What will you do?", "How are you?", "Who needs praise?")] == [
        *("", "fine", "Cy")
    ]
    entries = json.loads(exports.to_json(found))["standups"][0]["check_ins"]
    asked = {one["day"]: one["questions"].values() for one in entries if one["member"] == "Ben"}
    assert "Mood?" in asked["2027-03-01"]
    assert "How are you?" in asked["2027-03-02"]


def test_a_usual_question_that_was_dropped_is_known_again(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ana.says("/standup edit drop 3", "/standup edit ask Any blockers?")
    team.at("2027-03-01", "09:31")
    ben.says("did", "plan", "Legal is slow")
    assert [one.text for one in team.blockers()] == ["Legal is slow"]


def test_a_question_takes_over_what_the_usual_one_meant(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ana.says("/standup edit ask Any blockers?", "/standup edit drop 3")
    team.at("2027-03-01", "09:31")
    ben.says("did", "plan", "Legal is slow")
    assert [one.text for one in team.blockers()] == ["Legal is slow"]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("What will you do today?", "today"),
        ("What did you do today?", "yesterday"),
        ("What will you finish?", "today"),
        ("What is on for today?", "today"),
        ("What did you finish yesterday?", "yesterday"),
        ("What is blocking you today?", "blockers"),
        ("Are you blocked?", "blockers"),
    ],
)
def test_a_question_is_known_by_its_words(text: str, id_: str) -> None:
    assert [one.id for one in asked_in(playbook_of(USUAL, USUAL, [text]))] == [id_]


WORDS = st.sampled_from(("Mood?", "mood", "Any blockers?", "What did you do?", "What is next?", "Weather?", "x\ud83d"))


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5))
def test_no_id_is_ever_that_of_another_question(edits: list[list[str]]) -> None:
    """Of a usual one it is whatever reads like it."""
    known: dict[str, str] = {}
    playbook = USUAL
    for texts in edits:
        playbook = playbook_of(USUAL, playbook, texts)
        asked = asked_in(playbook)
        assert sorted(one.text for one in asked) == sorted(texts)
        for one in asked:
            if one.id.startswith("own_"):
                assert folded(one.text) == known.setdefault(one.id, folded(one.text))
