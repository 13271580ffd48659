"""Who is to answer what: /assign, what everybody is asked then, and being called."""

from dataclasses import replace

import pytest

from dialogs.answers import Kind
from dialogs.effects import Call
from dialogs.state import Member, Role
from tests.unit.chatting import Room, playbook, questions
from tests.unit.rooms import team, team_room


def test_what_is_assigned_to_somebody_is_passed_over_by_the_others() -> None:
    ana, ben = team()
    ana.says("/assign market_gap Ben")
    assert ana.sees("“What is missing today?” is for Ben to answer.")
    assert ana.called == [("ben", "market_gap", "", "Ana asks you about “What is missing today?”.")]
    assert ana.question == "What is it called?"
    assert ana.says("Coffee Club").question == "How big is it?"
    assert ben.says("/next").question == "What is missing today?"


@pytest.mark.parametrize(
    ("said", "target", "who"),
    [
        ("name Ben", ("name", ""), "ben"),
        ("missing today Ben", ("market_gap", ""), "ben"),
        ("market_gap @BEN", ("market_gap", ""), "ben"),
        ("P-1 @ben", ("personas", "P-1"), "ben"),
        ("commuter Lin Wei", ("personas", "P-1"), "lin wei"),
        ('"Target users" me', ("who", ""), "ana"),
        ("“target users” Ben", ("who", ""), "ben"),
        ("who Ben", ("who", ""), "ben"),
        ("P-1 goal Ben", ("personas.goal", "P-1"), "ben"),
    ],
)
def test_targets_and_people_are_found_by_what_they_are_called(said: str, target: tuple[str, str], who: str) -> None:
    ana, _ = team()
    ana.room.person("Lin Wei", role=Role.MEMBER)
    ana.says("Coffee Club", "gap", "big", "Commuter", f"/assign {said}")
    assert ana.room.state.book.assigned == {target: who}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("name", "Send what, and who answers it"),
        ('"name"', "Send what, and who answers it"),
        ("name Be", "I don't know whom you mean by “Be”. There are: Ana, Ben"),
        ("name Eve", "Eve follows as an observer"),
        ("dragons Ben", "No question or answer matches “dragons”"),
        ("is Ben", "Several match “is”. Name one of them more closely:\n· What is it called?"),
        ("sign off planning Ben", "No question or answer matches"),
    ],
)
def test_what_is_not_clear_is_refused(said: str, expected: str) -> None:
    ana, _ = team(sign_off=True)
    ana.room.person("Eve", role=Role.OBSERVER)
    assert expected in ana.says(f"/assign {said}").refusal
    assert not ana.room.state.book.assigned


def test_two_people_of_one_name_are_not_told_apart() -> None:
    ana, _ = team()
    ana.room.person("Lin")
    ana.room.state = replace(ana.room.state, members={**ana.room.state.members, "lin": Member("lin", "Ben")})
    assert "whom you mean by “Ben”" in ana.says("/assign name Ben").refusal


def test_who_is_no_member_of_the_workspace_is_not_meant_by_me() -> None:
    ana, _ = team()
    ana.room.state = replace(ana.room.state, members={})
    assert "whom you mean by “me”" in ana.says("/assign name me").refusal


def test_members_assign_to_themselves_and_those_who_lead_to_others() -> None:
    ana, ben = team()
    assert ben.says("/assign name me").sees("“What is it called?” is for you to answer.")
    assert not ben.called
    assert ben.says("/assign name me").sees("is for Ben already")
    assert ben.says("/assign name Ana").refusal == "That is up to Ana."
    assert ben.says("/assign name nobody").sees("is for anybody to answer again")
    assert ben.says("/assign name nobody").sees("is for nobody already")
    ana.says("/assign name Ana")
    assert ben.says("/assign name nobody").refusal == "That is up to Ana."
    ana.room.give("Ana", Role.OBSERVER)
    ana.room.give("Ben", Role.OBSERVER)
    assert "observer" in ben.says("/assign name me").refusal


def test_assignments_are_listed() -> None:
    ana, _ = team()
    assert ana.says("/assign").sees("Nothing is assigned")
    ana.says("x", "x", "x", "Commuter", "/assign P-1 Ben", "/assign end me", "/assign name Ben")
    assert ana.says("/assign").read == (
        "Who answers what\n· P-1 Commuter → Ben\n· End → Ana\n· What is it called? → Ben"
    )
    ana.says("/remove P-1", "yes", "/assign")
    assert "P-1" not in ana.read


def test_status_tells_what_waits_for_whom() -> None:
    ana, _ = team()
    ana.says("x", "x", "x", "Commuter", "/assign P-1 Ben", "/assign end Ana", "/assign tasks Ana", "/status")
    assert ana.sees("Waiting for Ben: P-1 Commuter")
    assert ana.sees("Waiting for Ana: Last?")


def test_status_names_no_more_than_a_few() -> None:
    ana = (
        Room(questions("\n".join(f"- {{id: q{n}, type: text, text: 'Q{n}?'}}" for n in range(1, 9))))
        .person("Ana")
        .opens()
    )
    ana.says("/assign first me", "/status")
    assert ana.sees("Waiting for Ana: Q1?, Q2?, Q3?, Q4?, Q5?, …")


def test_the_nearest_assignment_counts() -> None:
    ana, ben = team()
    ana.says("x", "x", "x", "Commuter", "Quick", "/assign who Ben")
    ana.says("/assign P-1 Ana", "/add pet P-1 Rex")
    assert ana.question == "Big?"
    assert ana.says("yes").question == "Another pet? So far: A-1 Rex"
    ana.says("no")
    assert ana.question == "Task of Commuter?"
    assert ben.says("/next").question == "Another persona? So far: P-1 Commuter"
    assert ben.says("yes").question == "Who?"


def test_an_item_yet_to_come_belongs_to_what_is_around_it() -> None:
    ana, ben = team()
    ana.says("/assign who Ben", "x", "x", "x")
    assert ana.question == "Last?"
    assert ana.says("y").sees("Everything else here is answered. Waiting for Ben: Personas")
    assert not ana.question
    assert ben.says("/next").question == "Who?"


def test_no_gate_is_passed_while_somebody_owes_the_phase_an_answer() -> None:
    ana, ben = team(sign_off=True)
    ana.says("/assign market_gap Ben", "x", "x", "Commuter", "Quick", "no", "no", "Job", "y")
    assert not ana.question
    assert ana.sees("Everything else here is answered. Waiting for Ben: What is missing today?")
    assert ana.room.state.seats[ana.chat, ana.id].prompt is None
    assert ana.opens().sees("Welcome back.")
    assert ana.sees("Waiting for Ben")
    assert ben.says("/next", "gap").sees("Waiting for Ana to sign off Planning")
    assert ana.is_nudged().question == "Do you sign off “Planning”?"
    ana.says("/assign name Ben", "no", "/assign size Ben")
    assert ana.sees("Every question is answered.")


def test_a_gate_left_open_holds_nobody_up() -> None:
    ana, ben = team(sign_off=True)
    ana.says("x", "x", "x", "Commuter", "Quick", "no", "no", "Job", "y", "no")
    ben.says("/edit name", "/undo")
    ana.says("/assign name Ben", "/undo")
    assert ana.sees("Taken back: What is it called?")


def test_what_waits_for_somebody_who_left_waits_for_nobody() -> None:
    ana, _ = team()
    ana.says("/assign name Ben")
    assert ana.question == "What is missing today?"
    ana.room.give("Ben", Role.REMOVED)
    assert ana.says("/next").question == "What is it called?"
    assert ana.says("/assign").sees("Nothing is assigned")


def test_what_is_somebody_elses_can_be_edited_all_the_same() -> None:
    ana, ben = team()
    ana.says("/assign name Ben", "/edit name")
    assert ana.sees("This one is for Ben to answer; you can answer it all the same.")
    assert ana.question == "What is it called?"
    ana.says("Coffee Club")
    assert ana.room.value("name") == "Coffee Club"
    assert not ben.says("/edit name").sees("This one is for")


def test_after_an_edit_the_walk_does_not_stay_with_somebody_elses_item() -> None:
    ana, _ = team()
    ana.says("x", "x", "x", "Commuter", "/assign P-1 Ben", "/edit P-1 name", "Rider")
    assert ana.question == "Another persona? So far: P-1 Rider"
    ana.says("/assign P-1 Ana", "/edit P-1 name", "Commuter")
    assert ana.question == "Goal of Commuter?"


def test_giving_away_what_was_pulled_up_lets_it_go() -> None:
    ana, _ = team()
    ana.says("/edit size", "/assign size Ben")
    assert ana.question == "What is it called?"
    ana.says("/assign size nobody", "/edit size", "/assign name Ben")
    assert ana.question == "How big is it?"


def test_a_part_that_is_nobodys_may_still_belong_to_a_whole() -> None:
    ana, _ = team()
    ana.says("x", "x", "x", "Commuter", "/assign who Ben", "/assign P-1 Ana", "/assign P-1 nobody")
    assert ana.sees("“P-1 Commuter” on its own is for nobody now, but it belongs to what Ben answers.")
    assert ana.says("/assign who nobody").sees("“Target users” is for anybody to answer again.")


def test_assignments_are_taken_back_one_by_one() -> None:
    ana, ben = team()
    ana.says("/assign name Ben", "/assign name Ana", "/undo")
    assert ana.room.state.book.assigned == {("name", ""): "ben"}
    assert ana.sees("Taken back: What is it called?")
    ana.says("/undo")
    assert not ana.room.state.book.assigned
    ana.says("/assign who Ana", "/undo")
    assert ana.sees("Taken back: Target users")
    ben.says("/assign name me")
    ana.says("/assign name Ana")
    assert "Ana changed it since" in ben.says("/undo").refusal


def test_an_answer_does_not_stand_in_the_way_of_taking_an_assignment_back() -> None:
    ana, ben = team()
    ana.says("/assign name Ben")
    ben.says("/next", "Coffee Club")
    assert ana.says("/undo").sees("Taken back: What is it called?")


def test_history_tells_who_was_to_answer() -> None:
    ana, _ = team()
    ana.says("x", "x", "x", "Commuter", "/assign P-1 Ben", "/assign P-1 nobody", "/why P-1")
    assert ana.sees("2026-11-20 09:07 Ana: to be answered by Ben")
    assert ana.sees("2026-11-20 09:08 Ana: to be answered by nobody")
    assert ana.says("/assign name Ben", "/why name").sees("Ana: to be answered by Ben")


def test_an_assignment_is_no_change_of_what_was_signed_off() -> None:
    ana, _ = team(sign_off=True)
    ana.says("x", "x", "x", "Commuter", "Quick", "no", "no", "Job", "y", "yes", "/assign name Ben", "/status")
    assert ana.sees("signed off by Ana on 2026-11-20")
    assert not ana.sees("since")


def test_a_dialog_that_does_not_apply_waits_for_nobody() -> None:
    book = playbook("""
- {id: one, title: One, ask: [{id: a, type: yes_no, text: "A?"}]}
- {id: two, title: Two, when: a, ask: [{id: b, type: text, text: "B?"}]}
- {id: three, title: Three, ask: [{id: c, type: text, text: "C?"}]}
""")
    ana = Room(book).person("Ana").opens()
    ana.room.person("Ben")
    assert not ana.says("/assign two Ben", "/status").sees("Waiting for")
    assert ana.says("no").question == "C?"


def test_only_what_applies_waits() -> None:
    book = playbook("""
- id: one
  title: One
  ask:
    - group: gs
      item: thing
      title: Things
      prefix: G
      label: n
      ask: [{id: n, type: text, text: "N?"}, {id: b, type: yes_no, text: "B?"}]
- id: two
  title: Two
  for_each: gs
  when: item.b
  ask: [{id: t, type: text, text: "T?", when: "item.n == 'x'"}, {id: u, type: text, text: "U?"}]
- {id: three, title: Three, ask: [{id: c, type: text, text: "C?"}]}
""")
    ana = Room(book).person("Ana").opens().says("first", "no", "yes", "second", "yes", "no")
    ana.room.person("Ben")
    assert ana.says("/assign two Ben").question == "C?"
    assert ana.says("/status").sees("Waiting for Ben: G-2 second")
    assert not ana.sees("G-1")


def test_who_leaves_a_removal_unanswered_is_asked_on_when_the_item_went_elsewhere() -> None:
    ana, _ = team()
    ana.says("x", "x", "x", "Commuter", "/remove P-1")
    ana.room.person("Lin").opens().says("/remove P-1", "yes")
    assert ana.says("/status").sees("That question no longer applies.")
    assert ana.question == "Who?"


def test_in_a_shared_chat_what_is_given_away_is_asked_no_more() -> None:
    here = team_room()
    ana = here.person("Ana", chat="team", is_shared=True).opens()
    here.person("Ben", role=Role.MEMBER)
    assert ana.says("/assign name Ben").question == "What is missing today?"
    assert [type(one) for one in ana.effects if isinstance(one, Call)] == [Call]


def test_an_assignment_is_an_entry_like_others() -> None:
    ana, _ = team()
    ana.says("/assign who Ben")
    entry = ana.room.state.book.entries[-1]
    assert (entry.kind, entry.slot, entry.value, entry.replaces) == (Kind.ASSIGN, ("who", ""), "ben", 0)
    assert ana.room.state.book.newest == {}
