"""Groups: items come, are named, edited, moved, removed, and brought back."""

import pytest

from tests.unit.chatting import Person, Room, playbook, questions

PERSONAS = """
- group: personas
  item: persona
  title: Personas
  prefix: P
  label: name
  min: 1
  max: 3
  ask:
    - {id: name, type: text, text: "Who?"}
    - {id: age, type: number, text: "How old is {{ item.name }}?"}
- {id: end, type: text, text: "End?"}
"""
OPTIONAL = """
- {id: has, type: yes_no, text: "Any?"}
- group: rivals
  item: rival
  title: Rivals
  prefix: C
  label: name
  min: 0
  when: has
  help: Anyone else?
  ask: [{id: name, type: text, text: "Rival?"}]
"""
NESTED = """
- group: flows
  item: flow
  title: Flows
  prefix: J
  label: goal
  ask:
    - {id: goal, type: text, text: "Goal?"}
    - group: steps
      item: step
      title: Steps
      prefix: S
      label: action
      min: 2
      ask:
        - {id: action, type: text, text: "Step of {{ parent.goal }}?"}
        - {id: ok, type: yes_no, text: "OK?", when: "parent.goal != 'Browse'"}
"""
FOR_EACH = """
- id: features
  title: Features
  ask:
    - group: features
      item: feature
      title: Features
      prefix: F
      label: name
      ask:
        - {id: name, type: text, text: "Feature?"}
        - {id: must, type: yes_no, text: "Must?"}
- id: modules
  title: Modules
  for_each: features
  when: item.must
  intro: What is inside.
  ask:
    - {id: rules, type: text, text: "Rules of {{ item.name }}?"}
    - group: modules
      item: module
      title: Modules
      prefix: M
      label: name
      ask: [{id: name, type: text, text: "Module of {{ parent.name }}?"}]
"""


def somebody(book: str) -> Person:
    return Room(questions(book)).person("Ana").opens()


def test_the_first_answer_brings_an_item_to_life_with_its_label() -> None:
    ana = somebody(PERSONAS)
    assert ana.question == "Who?"
    assert ana.asked.item_label == "P-1"
    assert ana.asked.prompt.item == "+"
    assert ana.says("Commuter").sees("✓ P-1 Commuter")
    assert ana.question == "How old is Commuter?"
    assert ana.asked.item == "P-1"


def test_another_is_asked_until_no_more_fit() -> None:
    ana = somebody(PERSONAS).says("A", "1")
    assert ana.question == "Another persona? So far: P-1 A"
    assert ana.asked.type == "another"
    assert ana.says("yes").question == "Who?"
    assert ana.says("B", "2", "y", "C", "3").question == "End?"
    assert [item.id for item in ana.room.view.items("personas")] == ["P-1", "P-2", "P-3"]


def test_another_wants_a_yes_or_a_no() -> None:
    ana = somebody(PERSONAS).says("A", "1", "maybe")
    assert "is there another persona" in ana.refusal
    assert ana.says("no").question == "End?"


def test_skipping_another_means_no() -> None:
    assert somebody(PERSONAS).says("A", "1", "/skip").question == "End?"


def test_a_started_round_can_be_left_without_a_trace() -> None:
    ana = somebody(PERSONAS).says("A", "1", "yes")
    assert ana.says("/next").question.startswith("Another persona?")
    assert len(ana.room.state.book.items) == 1


def test_an_optional_group_is_offered_first() -> None:
    ana = somebody(OPTIONAL).says("yes")
    assert ana.question == "Any rival to add?"
    assert ana.asked.help == "Anyone else?"
    assert ana.says("no").sees("Every question is answered")


def test_a_group_that_no_longer_applies_stops_asking_for_another() -> None:
    room = Room(questions(OPTIONAL))
    ana, ben = room.person("Ana").opens(), room.person("Ben").opens()
    ana.says("yes")
    ben.says("/edit has", "no")
    assert ana.says("yes").sees("no longer applies")
    assert ana.room.state.book.items == {}


def test_items_are_added_by_name_and_finished_first() -> None:
    ana = somebody(PERSONAS).says("A", "1", "no", "/add persona Ben")
    assert ana.sees("✓ P-2 Ben")
    assert ana.question == "How old is Ben?"
    assert ana.says("7").question == "End?"


def test_adding_without_a_name_asks_for_it() -> None:
    ana = somebody(PERSONAS).says("A", "1", "no", "/add persona")
    assert ana.question == "Who?"
    assert ana.says("B").question == "How old is B?"


def test_adding_a_name_that_does_not_fit_is_refused_and_asked_again() -> None:
    ana = somebody(PERSONAS).says("A", "1", "no", "/add persona " + "x" * 300)
    assert "at most 200" in ana.refusal
    assert ana.question == "Who?"


def test_a_full_group_takes_no_more() -> None:
    ana = somebody(PERSONAS).says("A", "1", "y", "B", "2", "y", "C", "3")
    assert "no more than 3" in ana.says("/add persona D").refusal


@pytest.mark.parametrize("wish", ["/add", "/add dragon"])
def test_adding_something_unknown_lists_what_can_be_added(wish: str) -> None:
    assert "/add persona" in somebody(PERSONAS).says(wish).refusal


def test_removing_asks_first_and_numbers_are_never_used_again() -> None:
    ana = somebody(PERSONAS).says("A", "1", "y", "B", "2", "no")
    assert ana.says("/remove p-2").question.startswith("Remove “P-2 B” with its 2 answers?")
    assert "yes or a no" in ana.says("hm").refusal
    assert ana.says("no").sees("Nothing was removed.")
    assert ana.says("/remove P-2", "yes").sees("Removed: P-2 B")
    ana.says("/add persona C")
    assert [item.id for item in ana.room.view.items("personas")] == ["P-1", "P-3"]


def test_a_removal_is_asked_again_after_other_talk() -> None:
    ana = somebody(PERSONAS).says("A", "1", "no", "x", "/remove P-1", "/status")
    assert ana.question.startswith("Remove “P-1 A”")


def test_an_item_that_was_removed_meanwhile_is_not_removed_twice() -> None:
    room = Room(questions(PERSONAS))
    ana, ben = room.person("Ana").opens().says("A", "1", "no", "x"), room.person("Ben").opens()
    ana.says("/remove P-1")
    ben.says("/remove P-1", "yes")
    entries = len(room.state.book.entries)
    ana.says("yes")
    assert len(room.state.book.entries) == entries


def test_removing_the_last_required_item_asks_for_a_new_one() -> None:
    ana = somebody(PERSONAS).says("A", "1", "no", "x", "/remove P-1", "yes")
    assert ana.question == "Who?"


def test_removing_something_unknown_is_refused() -> None:
    assert "no item “P-9”" in somebody(PERSONAS).says("/remove P-9").refusal


def test_undo_brings_a_removed_item_back_and_takes_an_added_one_away() -> None:
    ana = somebody(PERSONAS).says("A", "1", "no", "/remove P-1", "yes", "/undo")
    assert ana.sees("Taken back: P-1 A")
    assert ana.room.value("personas.age", "P-1") == 1
    ana.says("/add persona B", "/undo")
    assert [item.id for item in ana.room.view.items("personas")] == ["P-1"]


def test_items_are_moved_and_moved_back() -> None:
    ana = somebody(PERSONAS).says("A", "1", "y", "B", "2", "y", "C", "3", "/move P-3 1")
    assert [item.id for item in ana.room.view.items("personas")] == ["P-3", "P-1", "P-2"]
    assert ana.sees("· P-3 C\n· P-1 A")
    ana.says("/move C 9")
    assert [item.id for item in ana.room.view.items("personas")] == ["P-1", "P-2", "P-3"]
    ana.says("/undo")
    assert [item.id for item in ana.room.view.items("personas")] == ["P-3", "P-1", "P-2"]


@pytest.mark.parametrize("wish", ["/move", "/move P-1", "/move P-1 0", "/move P-9 1", "/move P-1 first"])
def test_a_move_that_makes_no_sense_is_refused(wish: str) -> None:
    assert "/move F-3 1" in somebody(PERSONAS).says("A", wish).refusal


def test_moving_passes_over_removed_neighbours() -> None:
    ana = somebody(PERSONAS).says("A", "1", "y", "B", "2", "y", "C", "3", "/remove P-1", "yes", "/move P-3 1")
    assert [item.id for item in ana.room.view.items("personas")] == ["P-3", "P-2"]


def test_groups_nest() -> None:
    ana = somebody(NESTED).says("Pay")
    assert ana.question == "Step of Pay?"
    assert ana.asked.prompt.item == "+J-1"
    ana.says("Open", "yes", "Confirm", "yes")
    assert ana.question == "Another step? So far: S-1 Open, S-2 Confirm"
    assert ana.asked.item_label == "J-1 Pay"
    assert ana.says("no").question == "Another flow? So far: J-1 Pay"


def test_a_nested_item_is_added_below_the_one_that_is_named() -> None:
    ana = somebody(NESTED).says("Pay", "a", "y", "b", "y", "no", "yes", "Browse", "c", "d", "no", "no")
    assert "To which one does the step belong?" in ana.says("/add step").refusal
    ana.says("/add step J-2 Look")
    assert [str(item) for item in ana.room.view.items("steps", "J-2")] == ["S-3 c", "S-4 d", "S-5 Look"]
    assert ana.says("/add step J-9 Look").refusal != ""


def test_the_only_owner_need_not_be_named() -> None:
    ana = somebody(NESTED).says("Pay", "a", "y", "b", "y", "no", "no", "/add step Look")
    assert [item.id for item in ana.room.view.items("steps", "J-1")] == ["S-1", "S-2", "S-3"]


def test_removing_an_item_takes_what_stands_below_it_along() -> None:
    ana = somebody(NESTED).says("Pay", "a", "y", "b", "y", "no", "yes", "Browse", "c", "d", "no", "no")
    ana.says("/remove J-1", "yes")
    assert [item.id for item in ana.room.view.all_items("steps")] == ["S-3", "S-4"]
    assert ana.room.state.book.is_gone("S-1")


def test_a_started_round_below_a_removed_item_is_dropped() -> None:
    room = Room(questions(NESTED))
    ana, ben = room.person("Ana").opens().says("Pay"), room.person("Ben").opens()
    ben.says("/remove J-1", "yes")
    assert "not kept: “Open”" in ana.says("Open").refusal


def test_an_inner_condition_reads_the_item_around() -> None:
    ana = somebody(NESTED).says("Browse", "Open")
    assert ana.question == "Step of Browse?"
    ana.says("/edit J-1 goal", "Pay")
    assert ana.question == "OK?"


def test_a_dialog_runs_once_for_each_item_that_it_is_for() -> None:
    ana = Room(playbook(FOR_EACH)).person("Ana").opens()
    ana.says("Order", "yes", "yes", "Chat", "no", "yes", "Pay", "yes", "no")
    assert ana.question == "Rules of Order?"
    assert ana.sees("Modules · F-1 Order\nWhat is inside.")
    ana.says("r")
    assert ana.question == "Module of Order?"
    assert ana.says("Desk", "no").question == "Rules of Pay?"
    assert ana.sees("Modules is complete")
    assert ana.sees("Modules · F-3 Pay")
    assert not ana.documents
    assert ana.says("r", "Till", "no").documents == ["plan"]


def test_a_feature_that_becomes_a_must_is_asked_about() -> None:
    ana = Room(playbook(FOR_EACH)).person("Ana").opens().says("Order", "no", "no")
    assert ana.sees("Every question is answered")
    assert ana.says("/edit F-1 must", "yes").question == "Rules of Order?"


def test_answers_for_each_item_stay_with_the_item() -> None:
    ana = Room(playbook(FOR_EACH)).person("Ana").opens().says("Order", "yes", "no", "quick", "Desk", "no")
    assert ana.room.value("modules.rules", "F-1") == "quick"
    item = ana.room.view.item("F-1")
    assert item is not None
    assert item.read("rules") == "quick"
    assert [str(one) for one in item.read("modules")] == ["M-1 Desk"]


def test_back_from_a_new_round_goes_to_the_answer_before() -> None:
    ana = somebody(PERSONAS).says("A", "1", "yes", "/back")
    assert ana.question == "How old is A?"
    ana = somebody(PERSONAS).says("A", "1", "/back")
    assert ana.question == "How old is A?"


def test_two_people_may_each_add_their_first_item() -> None:
    room = Room(questions(PERSONAS))
    ana, ben = room.person("Ana").opens(), room.person("Ben").opens()
    ana.says("A")
    ben.says("B")
    assert [str(item) for item in room.view.items("personas")] == ["P-1 A", "P-2 B"]
