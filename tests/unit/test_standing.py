"""Where a project stands, and what waits for one person."""

from dialogs.effects import Ask
from dialogs.standing import PhaseStanding, begun_phases, next_ask, standing, what_waits
from dialogs.state import Role
from tests.unit.chatting import WORDS, Person, Room, playbook
from tests.unit.rooms import team

BLOCKED = """
- id: first
  title: First
  ask:
    - {id: it, type: text, text: "It?"}
    - {id: note, type: text, text: "Note?", required: false}
    - {id: more, type: yes_no, text: "More?", checks: [
        {id: less, block_if: "more", message: "Less."}, {id: hm, warn_if: "more", message: "Hm."}]}
"""


def phase(person: Person) -> PhaseStanding:
    (found,) = standing(person.room.plan, person.room.state)
    return found


def waits(person: Person) -> list[str]:
    return [WORDS.plain(one) for one in what_waits(person.room.plan, person.room.state, person.id, now=person.room.now)]


def next_of(person: Person) -> Ask | None:
    return next_ask(person.room.plan, person.room.state, person.id, now=person.room.now)


def test_a_phase_stands_where_its_answers_and_checks_say() -> None:
    ana = Room(playbook(BLOCKED, sign_off=True)).person("Ana").opens()
    assert phase(ana) == PhaseStanding(
        *("plan", "Planning", 0, 0, 3, 0, 0), is_closed=False, is_signed=False, is_begun=False
    )
    assert begun_phases(ana.room.plan, ana.room.state) == ()
    ana.says("x", "/skip", "yes")
    assert phase(ana) == PhaseStanding(
        *("plan", "Planning", 2, 1, 3, 1, 1), is_closed=False, is_signed=False, is_begun=True
    )
    ana.says("It has to be.", "yes")
    here = phase(ana)
    assert (here.blocks, here.is_closed, here.is_signed) == (0, True, True)
    assert [one.id for one in begun_phases(ana.room.plan, ana.room.state)] == ["plan"]


def test_a_phase_without_a_sign_off_is_closed_once_answered() -> None:
    ana = Room(playbook(BLOCKED)).person("Ana").opens().says("x", "/skip", "no")
    here = phase(ana)
    assert (here.is_closed, here.is_signed) == (True, False)
    assert waits(ana) == []


def test_what_the_walk_would_ask_needs_no_seat() -> None:
    ana, ben = team(sign_off=True)
    eve = ana.room.person("Eve", role=Role.OBSERVER)
    found = next_of(ben)
    assert found is not None
    assert (WORDS.plain(found.text), found.prompt.token) == ("What is it called?", "")
    assert next_of(eve) is None
    ana.says("/assign name me")
    other = next_of(ben)
    assert other is not None
    assert WORDS.plain(other.text) == "What is missing today?"


def test_what_is_assigned_and_what_can_be_signed_waits_for_a_person() -> None:
    ana, ben = team(sign_off=True)
    eve = ana.room.person("Eve", role=Role.OBSERVER)
    ana.says("/assign size Ben", "/assign name Ben", "/assign market_gap me")
    assert waits(ben) == ["What is it called?", "How big is it?"]
    assert waits(ana) == ["What is missing today?"]
    assert waits(eve) == []
    ben.says("Club", "Small")
    assert waits(ben) == []
    ana.says("Gap", "Commuters", "Quick", "no", "no", "A task", "x")
    assert next_of(ben) is None
    assert waits(ben) == []
    assert waits(ana) == ["“Planning” is answered and waits for your sign-off."]
    assert ana.says("yes").sees("signed off")
    assert waits(ana) == []
