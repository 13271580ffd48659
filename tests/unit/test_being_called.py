"""What somebody assigned to you comes to your chat."""

from dialogs.effects import Ask
from dialogs.state import Role
from tests.unit.rooms import team


def test_who_is_called_is_asked_the_first_open_question() -> None:
    ana, ben = team()
    ana.says("x", "x", "x", "Commuter", "/assign P-1 Ben")
    ben.is_called("personas", "P-1")
    assert ben.sees("Ana asks you about “P-1 Commuter”.")
    assert ben.question == "Goal of Commuter?"
    assert ben.settled == "What is it called?"
    assert ben.says("Quick").question == "Any pet to add?"


def test_who_is_called_about_a_dialog_may_be_asked_for_another_one() -> None:
    ana, ben = team()
    ana.says("x", "x", "x", "Commuter", "Quick", "no", "/assign who Ben")
    assert ben.is_called("who").question == "Another persona? So far: P-1 Commuter"


def test_a_call_about_what_is_answered_says_only_so() -> None:
    ana, ben = team()
    ana.says("x", "/assign name Ben")
    ben.is_called("name")
    assert ben.read == "Ana asks you about “What is it called?”. Everything there is answered by now."
    assert not any(isinstance(one, Ask) for one in ben.effects)


def test_a_call_that_came_too_late_says_so() -> None:
    ana, ben = team()
    ana.says("/assign name Ben", "/assign name nobody")
    assert ben.is_called("name").read == "“What is it called?” is no longer for you to answer."
    assert ben.is_called("dragons").read == "“dragons” is no longer for you to answer."
    assert ben.is_called("personas").read == "“Personas” is no longer for you to answer."


def test_a_call_does_not_end_a_rest() -> None:
    ana, ben = team()
    ben.says("/pause")
    ana.says("/assign size Ben")
    assert ben.is_called("size").sees("The walk rests here; /resume begins with it.")
    assert not ben.question
    assert ben.says("/resume").question == "How big is it?"
    ana.says("x", "x", "Commuter", "Quick", "no", "/assign who Ben")
    ben.says("/pause").is_called("who")
    assert not ben.question


def test_a_call_in_a_shared_chat_asks_there() -> None:
    ana, _ = team()
    ana.says("/assign size Ben")
    ben = ana.room.person("Ben", chat="team", role=Role.MEMBER, is_shared=True)
    assert ben.is_called("size").question == "How big is it?"
    assert ("team", "") in ana.room.state.seats
