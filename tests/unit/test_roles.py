"""Who may do what: observers read, members answer, those who lead sign off."""

import pytest

from dialogs.commands import COMMANDS
from dialogs.effects import Ask, Whisper
from dialogs.roles import names, refusal
from dialogs.state import Role
from tests.unit.chatting import WORDS, Room, playbook

TWO_PHASES = """
- id: one
  title: One
  ask:
    - {id: a, type: text, text: "A?"}
    - id: b
      type: yes_no
      text: "B?"
      checks: [{id: stop, block_if: b, message: Halt.}]
"""


def room(*, sign_off: bool = True) -> Room:
    """A room whose playbook has two phases, each with a gate."""
    first = playbook(TWO_PHASES, sign_off=sign_off)
    phase = playbook('[{id: two, title: Two, ask: [{id: c, type: text, text: "C?"}]}]', sign_off=True).phases[0]
    second = phase.model_copy(update={"id": "build", "title": "Building", "document": "build"})
    return Room(first.model_copy(update={"phases": (*first.phases, second)}))


def test_roles_are_ordered() -> None:
    assert Role.OWNER.at_least(Role.LEAD)
    assert Role.MEMBER.at_least(Role.MEMBER)
    assert not Role.OBSERVER.at_least(Role.MEMBER)
    assert not Role.REMOVED.at_least(Role.OBSERVER)


def test_every_command_says_which_role_it_needs() -> None:
    assert COMMANDS["invite"].needs is Role.LEAD
    assert COMMANDS["join"].needs is Role.REMOVED
    assert COMMANDS["status"].needs is Role.OBSERVER
    assert COMMANDS["edit"].needs is Role.MEMBER


def test_a_refusal_says_who_may() -> None:
    here = room()
    here.person("Ana")
    here.person("Ben", role=Role.MEMBER)
    here.person("Eve", role=Role.OBSERVER)
    here.person("Lin", role=Role.LEAD)
    assert refusal(here.state, "ana", Role.OWNER) is None
    assert WORDS.plain(refusal(here.state, "ben", Role.LEAD) or "") == "That is up to Ana, Lin."
    assert WORDS.plain(refusal(here.state, "lin", Role.OWNER) or "") == "That is up to Ana."
    assert "Ana, Lin can make you a member" in WORDS.plain(refusal(here.state, "eve", Role.LEAD) or "")
    assert "ask Ana, Lin for an invitation" in WORDS.plain(refusal(here.state, "stranger", Role.OBSERVER) or "")
    assert WORDS.plain(names(Room(playbook(TWO_PHASES)).state, Role.LEAD)) == "nobody"


@pytest.mark.parametrize("text", ["hello", "/status", "/edit a", "/nxet", "\\/x"])
def test_who_has_no_role_is_told_so_whatever_they_say(text: str) -> None:
    here = room()
    here.person("Ana").opens()
    eve = here.person("Eve", role=Role.REMOVED)
    assert "You are not part of this project" in eve.says(text).refusal
    assert not eve.question
    assert "You are not part of this project" in eve.opens().refusal
    assert not eve.read
    assert here.state.book.seq == 0


def test_commands_of_the_workspace_need_no_role() -> None:
    eve = room().person("Eve", role=Role.REMOVED)
    assert eve.says("/projects").refusal == "/projects does not work here."


def test_an_observer_is_shown_where_things_stand_and_is_asked_nothing() -> None:
    here = room()
    eve = here.person("Eve", role=Role.OBSERVER)
    assert eve.opens().sees("Hello! I walk you through Small")
    assert eve.sees("Hello Eve! You follow this project as an observer")
    assert eve.sees("Planning: 0 of 2 answered")
    assert eve.sees("Next to be answered: A?")
    assert not any(isinstance(one, Ask) for one in eve.effects)
    here.person("Ana").opens().says("x", "no", "yes", "y", "yes")
    assert not eve.opens().sees("Next to be answered")


@pytest.mark.parametrize("command", ["status", "list", "docs", "why a", "help", "example", "assign"])
def test_an_observer_reads_everything(command: str) -> None:
    eve = room().person("Eve", role=Role.OBSERVER).opens().says(f"/{command}")
    assert eve.effects
    assert not eve.refusal
    assert not eve.question


@pytest.mark.parametrize(
    "text",
    [
        *("x", "/next", "/back", "/skip", "/undo", "/edit a", "/accept", "/answer x", "/add x", "/remove P-1"),
        *("/move P-1 1", "/assign a me", "/pause", "/resume", "/invite"),
    ],
)
def test_an_observer_changes_nothing(text: str) -> None:
    here = room()
    eve, ana = here.person("Eve", role=Role.OBSERVER).opens(), here.person("Ana")
    assert "You follow this project as an observer" in eve.says(text).refusal
    assert "Ana can make you a member" in eve.refusal
    assert not eve.question
    assert ana.opens().question == "A?"


def test_an_observers_presses_ticks_and_edits_are_refused() -> None:
    here = room()
    ana, eve = here.person("Ana").opens(), here.person("Eve", role=Role.OBSERVER)
    assert "observer" in eve.presses("yes", of=ana.asked).refusal
    assert "observer" in eve.ticks("yes", of=ana.asked).refusal
    assert "observer" in eve.rewords("x", "a").refusal
    assert not eve.is_nudged().effects
    assert not eve.is_called("a").effects


def test_who_becomes_an_observer_has_nothing_open_any_more() -> None:
    here = room()
    ben = here.person("Ben", role=Role.MEMBER).opens()
    assert ben.question == "A?"
    here.give("Ben", Role.OBSERVER)
    assert ben.opens().settled == "A?"
    assert here.state.seats[ben.chat, ben.id].prompt is None


def test_in_a_shared_chat_an_observers_press_is_answered_quietly() -> None:
    here = room()
    ana = here.person("Ana", chat="team", is_shared=True).opens()
    eve = here.person("Eve", chat="team", role=Role.OBSERVER, is_shared=True)
    eve.presses("yes", of=ana.asked)
    assert [type(one) for one in eve.effects] == [Whisper]
    assert "observer" in eve.whispered
    eve.opens()
    assert here.state.seats["team", ""].prompt is not None


def test_a_member_goes_on_while_the_gate_waits_for_those_who_lead() -> None:
    here = room()
    here.person("Ana")
    ben = here.person("Ben", role=Role.MEMBER).opens().says("x", "no")
    assert ben.documents == ["plan?"]
    assert ben.sees("Waiting for Ana to sign off Planning")
    assert ben.question == "C?"
    assert ben.says("/status").sees("waiting for Ana to sign it off")
    assert not ben.says("/next").sees("Waiting")
    assert ben.opens().sees("Waiting for Ana to sign off Planning")
    ben.says("y")
    assert ben.sees("Waiting for Ana to sign off Planning, Building")
    assert not ben.sees("Every question is answered.")
    ana = here.person("Ana").opens()
    assert ana.question == "Do you sign off “Planning”?"
    assert not ana.says("/status").sees("waiting for")
    ana.says("yes", "yes")
    assert ben.opens().sees("Every question is answered.")


def test_a_member_sees_what_stops_the_phase() -> None:
    here = room()
    ben = here.person("Ben", role=Role.MEMBER).opens().says("x", "yes")
    assert ben.sees("1 thing stops Planning")
    assert ben.sees("Waiting for nobody to sign off Planning")
    assert ben.question == "C?"


def test_a_phase_that_is_signed_off_waits_for_nobody() -> None:
    here = room()
    ana, ben = here.person("Ana").opens().says("x"), here.person("Ben", role=Role.MEMBER)
    ben.opens().says("no")
    ana.says("/next", "yes")
    assert ben.says("/undo").question == "B?"
    assert ben.says("no").sees("Every question of Planning is answered")
    assert not ben.sees("Waiting")
    assert ben.question == "C?"


def test_a_member_who_comes_to_a_gate_is_told_who_signs() -> None:
    here = room()
    here.person("Ana")
    ben = here.person("Ben", role=Role.MEMBER).opens().says("x", "no", "/edit sign off planning")
    assert ben.refusal == "Signing off “Planning” is up to Ana. /next goes on with what comes after it."
    assert ben.question == "C?"
    here.person("Ana").opens().says("yes")
    ben.says("/back")
    assert ben.question == "B?"


def test_a_gate_that_was_asked_before_somebody_lost_the_lead_is_closed_to_them() -> None:
    here = room()
    here.person("Ana")
    ben = here.person("Ben", role=Role.LEAD).opens().says("x", "no")
    gate = ben.asked
    here.give("Ben", Role.MEMBER)
    assert "is up to Ana" in ben.says("yes").refusal
    assert ben.question == "C?"
    assert "is up to Ana" in ben.replies("yes", gate).refusal
    assert "is up to Ana" in ben.presses_late("yes", gate).refusal
    assert here.state.book.value("plan.sign_off") is None


def test_a_sign_off_is_not_taken_back_by_who_leads_no_more() -> None:
    here = room()
    here.person("Ana")
    ben = here.person("Ben", role=Role.LEAD).opens().says("x", "no", "yes", "/edit sign off planning")
    here.give("Ben", Role.MEMBER)
    assert ben.says("/next").question == "C?"
    assert "is up to Ana" in ben.says("/undo").refusal
    assert here.state.book.value("plan.sign_off") is True
    assert "is up to Ana" in ben.rewords("no", "plan.sign_off").refusal


def test_a_gate_that_was_pulled_up_waits_for_who_may_sign_it() -> None:
    here = room()
    here.person("Ana")
    ben = here.person("Ben", role=Role.LEAD).opens().says("x", "no", "no", "/edit sign off planning")
    here.give("Ben", Role.MEMBER)
    assert ben.says("/status").question == "C?"
    assert ben.says("y").sees("Waiting for Ana to sign off Building")


def test_in_a_shared_chat_a_gate_stays_open_while_members_talk() -> None:
    here = room()
    ana = here.person("Ana", chat="team", is_shared=True).opens().says("x", "no")
    ben = here.person("Ben", chat="team", role=Role.MEMBER, is_shared=True)
    gate = ana.asked
    assert "is up to Ana" in ben.presses("yes", of=gate).whispered
    assert not ben.question
    assert "is up to Ana" in ben.says("yes").refusal
    assert not ben.question
    assert "is up to Ana" in ben.says("/skip").refusal
    assert ben.says("/status").question == "Do you sign off “Planning”?"
    assert ben.says("/next").question == "C?"
    assert ana.says("/next").question == "Do you sign off “Planning”?"
    assert ana.presses("yes").sees("Planning is signed off by Ana.")


def test_a_gate_in_a_shared_chat_is_asked_anew_when_what_stopped_it_was_mended_elsewhere() -> None:
    here = room()
    team = here.person("Ana", chat="team", is_shared=True).opens().says("x", "yes")
    assert "why?" in team.question
    here.person("Ana").opens().says("/edit b", "no")
    assert team.is_nudged().question == "Do you sign off “Planning”?"


def test_phases_without_gates_wait_for_nobody() -> None:
    here = room(sign_off=False)
    ben = here.person("Ben", role=Role.MEMBER).opens().says("x", "no")
    assert not ben.sees("Waiting")
    assert ben.question == "C?"
