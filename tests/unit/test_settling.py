"""What becomes of a question that is no longer open: its message can be brought to rest."""

from tests.unit.chatting import Room, playbook, questions

ASKED = """
- {id: name, type: text, text: "Name?"}
- {id: size, type: number, text: "Size of {{ name }}?", required: false}
- {id: kind, type: choice, text: "Kind?", options: {cafe: Café, shop: Shop}}
- group: personas
  item: persona
  title: Personas
  prefix: P
  label: name
  ask: [{id: name, type: text, text: "Who?"}, {id: goal, type: text, text: "Goal of {{ item.name }}?"}]
"""


def test_an_answered_question_is_settled_with_its_answer() -> None:
    ana = Room(questions(ASKED)).person("Ana")
    assert ana.opens().settled == ""
    assert ana.says("Coffee Club").settled == "Name? → Coffee Club"
    assert ana.says("/skip").settled == "Size of Coffee Club? → skipped"
    assert ana.says("shpo").settled == "Kind?"
    assert ana.says("yes").settled == "Did you mean “Shop”? → Shop"
    assert ana.says("Commuter").settled == "Who? → Commuter"
    assert ana.says("Quick").settled == "Goal of Commuter? → Quick"
    assert ana.says("yes").settled == "Another persona? So far: P-1 Commuter → yes"
    assert ana.says("Student", "Sit").settled == "Goal of Student? → Sit"
    assert ana.says("no").settled == "Another persona? So far: P-1 Commuter, P-2 Student → no"
    assert ana.says("/status").settled == ""


def test_a_question_that_is_asked_again_or_left_is_settled_without_an_answer() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens()
    assert ana.says("/status").settled == "Name?"
    assert ana.says("/edit kind").settled == "Name?"
    assert ana.says("/pause").settled == ""
    assert ana.says("/resume").settled == "Kind?"
    ana.says("cafe", "x", "/edit name")
    assert ana.says("/undo").settled == "Name?"


def test_a_removal_is_settled_with_what_was_said() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x", "1", "1", "Commuter", "Quick", "/remove P-1")
    asked = ana.question
    assert asked.startswith("Remove “P-1 Commuter”")
    assert ana.says("no").settled == asked
    assert ana.says("/remove P-1").settled.startswith("Another persona?")
    assert ana.says("yes").settled == f"{asked} → yes"


def test_a_gate_is_settled_in_its_own_words() -> None:
    book = playbook("[{id: d, title: D, ask: [{id: a, type: text, text: 'A?'}]}]", sign_off=True)
    ana = Room(book).person("Ana").opens().says("x")
    assert ana.says("no").settled == "Do you sign off “Planning”? → skipped"
    assert ana.says("/edit sign off", "yes").settled == "Do you sign off “Planning”? → yes"


def test_taking_an_answer_back_settles_the_question_without_one() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x", "1", "/edit size", "/edit size")
    assert ana.says("/undo").settled == "Size of x?"


def test_a_question_that_a_newer_playbook_does_not_have_is_settled_all_the_same() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana").opens()
    ben = room.person("Ben").opens().says("x", "1", "1", "Commuter", "Quick")
    room.plan = Room(questions('[{id: only, type: text, text: "Only?"}]')).plan
    assert ana.is_nudged().settled == "That question no longer applies."
    assert ben.is_nudged().settled == "That question no longer applies."
