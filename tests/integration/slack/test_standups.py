"""Stand-ups on Slack: a call hangs in the thread of its project, and commands are spelled as they are typed there."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.service.aftermath import Aftermath
from bot.service.boxes import WALK, ChatKey
from bot.service.ports import Project, Turn
from bot.service.standups.dues import Dues
from tests import databases
from tests.integration.slack.town import Resident, SlackTown, as_json

store = databases.sqlite_store


@pytest.fixture
def ana(town: SlackTown) -> Resident:
    """Has begun a project with a stand-up in a channel, where Ben takes part."""
    town.store.submit(lambda turn: turn.upkeep.put_bot("slack:T1", "https://slack.com/app_redirect")).result()
    ana = Resident.of(town, "UANA", "Ana").within("C1")
    ana.says("/start")
    ana.says("/answer Moonbase")
    Resident.of(town, "UBEN", "Ben").within("C1").says("/status")
    ana.says("/standup")
    assert "Daily stand-up begins." in ana.presses(town.tokens[-1], "option", "0")
    return ana


@pytest.fixture
def moonbase(town: SlackTown, ana: Resident) -> Project:
    return town.project(ana.place)


def called(town: SlackTown, ana: Resident) -> Mapping[str, Any]:
    """What calls Ben in the channel, as he was asked in private and can't be written to there."""
    office = town.conversations.office

    def work(turn: Turn) -> Sequence[tuple[ChatKey, Mapping[str, Any]]]:
        Dues(office).run(turn, turn.rota.due(town.clock(), 100), town.clock())
        loads = Aftermath(office).closed(turn, ("slack:T1", "T1/UBEN"))
        return [(load.key, message.payload) for load in loads for message in load.messages]

    said = town.store.submit(work).result()
    channel = ("slack:T1", ana.place.chat)
    return next(one for key, one in said if key == channel and "would like to ask you" in as_json(one))


def test_a_call_hangs_on_the_card_of_its_project_whatever_else_is_talked_about(
    town: SlackTown, ana: Resident, moonbase: Project
) -> None:
    ana.says("/standup now")
    ana.says("/new Tea House")
    assert town.project(ana.place) != moonbase
    found = called(town, ana)
    assert found["under"] == f"{WALK}{moonbase.id}"
    assert "Moonbase: “Daily stand-up” would like to ask you in private." in found["text"]


def test_a_call_in_the_chat_of_one_project_does_not_name_it(town: SlackTown, ana: Resident, moonbase: Project) -> None:
    ana.says("/standup now")
    found = called(town, ana)
    assert found["under"] == f"{WALK}{moonbase.id}"
    assert "Moonbase" not in found["text"]


def test_a_word_for_one_person_spells_commands_as_they_are_typed(ana: Resident) -> None:
    assert "open it and send /phasewalk checkin." in ana.says("/checkin")


@pytest.mark.parametrize("command", ["/help", "/standup", "/standup edit", "/digest show", "/standup export x"])
def test_no_command_is_named_that_slack_does_not_bring(town: SlackTown, ana: Resident, command: str) -> None:
    said = ana.says(command)
    assert "/phasewalk" in said
    assert not [word for word in ("/standup", "/digest", "/away", "/checkin") if word in said]
