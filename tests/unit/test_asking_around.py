"""What a person can ask for at any time: status, lists, reasons, documents, help, edits, undo."""

import pytest

from tests.unit.chatting import Person, Room, playbook

BOOK = """
- id: who
  title: Who
  ask:
    - {id: name, type: text, text: "What is it called?", help: "Of {{ name }}."}
    - group: personas
      item: persona
      title: Personas
      prefix: P
      label: name
      ask:
        - {id: name, type: text, text: "Who?"}
        - {id: goal, type: text, text: "Goal of {{ item.name }}?", required: false}
- id: what
  title: What
  ask:
    - group: features
      item: feature
      title: Features
      prefix: F
      label: name
      ask:
        - {id: name, type: text, text: "Feature?"}
        - {id: serves, type: multi_pick, from: personas, text: "Whom does {{ item.name }} serve?"}
    - {id: first, type: pick, from: features, text: "Which one comes first?", required: false}
    - {id: sells, type: yes_no, text: "Does it sell?", checks: [{id: s, warn_if: sells, message: Mind., fact: tax}]}
"""
FACTS = '[{id: tax, platform: Law, text: Taxes are due., source: the code, date: "2026", trust: official}]'


def room(*, sign_off: bool = True) -> Room:
    return Room(playbook(BOOK, FACTS, sign_off=sign_off))


def walked(*more: str) -> Person:
    """Ana has answered everything up to the sign-off."""
    ana = room().person("Ana").opens()
    ana.says("Coffee Club", "Commuter", "Be quick", "yes", "Student", "Sit", "no")
    ana.says("Order", "P-1", "yes", "Chat", "1, 2", "no", "F-1", "yes", *more)
    return ana


def test_status_tells_where_we_are_phase_by_phase() -> None:
    ana = room().person("Ana").opens().says("/status")
    assert ana.sees("Planning: 0 of 3 answered, 3 open · not begun")
    ana = walked("/status")
    assert ana.sees("Planning: 11 of 11 answered, 0 open · 1 warning")
    ana.says("yes", "/status")
    assert ana.sees("signed off by Ana on 2026-11-20")
    ana.says("/edit name", "/next", "/edit sells", "no", "/status")
    assert ana.sees("signed off by Ana on 2026-11-20, 1 change since")


def test_status_counts_what_was_skipped_and_shows_what_stops_us() -> None:
    book = playbook(
        """
- id: one
  title: One
  ask:
    - {id: a, type: text, text: "A?", required: false}
    - {id: b, type: yes_no, text: "B?", checks: [{id: stop, block_if: b, message: Halt.}]}
"""
    )
    ana = Room(book).person("Ana").opens().says("/skip", "yes", "/status")
    assert ana.sees("1 of 2 answered, 0 open · 1 skipped · 1 stops it · complete")
    assert ana.sees("Stops the phase: Halt.")


def test_status_names_links_that_may_be_out_of_date_until_they_are_looked_at() -> None:
    ana = walked("/edit P-1 goal", "Be very quick", "/status")
    assert ana.sees("F-1 Order names P-1 Commuter; look at it again with /edit F-1 serves")
    assert ana.sees("2 links may be out of date")
    ana.says("/edit F-1 serves", "P-1", "/status")
    assert ana.sees("1 link may be out of date")
    ana.says("/edit F-1 name", "Order ahead", "/status")
    assert ana.sees("Which one comes first? names F-1 Order ahead; look at it again with /edit first")


def test_lists_show_items_with_their_labels() -> None:
    ana = walked("/list")
    assert ana.sees("Personas (2)\n  P-1 Commuter\n  P-2 Student\nFeatures (2)")
    assert not ana.says("/list persona").sees("Features")
    assert ana.says("/list features").sees("F-2 Chat")
    assert "no items called “dragons”" in ana.says("/list dragons").refusal
    assert room().person("Ana").opens().says("/list").sees("There are no items yet.")


def test_why_tells_what_an_item_is_and_what_hangs_on_it() -> None:
    ana = walked("/why p-1")
    assert ana.sees("P-1 Commuter · persona. Ana added it on 2026-11-20.")
    assert ana.sees("Goal of Commuter? Be quick")
    assert ana.sees("On it hang: F-1 Order, F-2 Chat")
    assert ana.says("/why F-2").sees("Rests on: P-1 Commuter, P-2 Student")
    assert ana.says("/why commuter").sees("P-1 Commuter · persona")
    ana.says("/remove P-2", "yes")
    assert ana.says("/why P-2").sees("P-2 Student was removed.")
    assert ana.says("/why F-2").sees("Rests on: P-1 Commuter")


def test_why_tells_who_said_what_and_when() -> None:
    ana = walked()
    ben = ana.room.person("Ben").opens().says("/edit name", "Tea Club", "/why name")
    assert ben.sees("2026-11-20 09:02 Ana: Coffee Club")
    assert ben.sees("Ben: Tea Club")
    assert ben.sees("Of Tea Club.")
    ben.says("/undo", "/why name")
    assert ben.sees("Ben: Coffee Club")


def test_why_tells_of_skips_take_backs_and_of_what_nobody_said() -> None:
    ana = room().person("Ana").opens().says("Coffee Club", "Commuter", "/why P-1 goal")
    assert ana.sees("several") or ana.sees("Nobody has answered it yet.")
    ana.says("/skip", "/why P-1 goal", "/undo", "/why goal of commuter")
    assert ana.sees("Ana: skipped")
    assert ana.sees("Ana: taken back")


def test_why_knows_facts_and_asks_when_it_is_not_clear() -> None:
    ana = walked("/why tax")
    assert ana.sees("Taxes are due. Law; the code; 2026")
    assert "/why with an id" in ana.says("/why").refusal
    assert "/why with an id" in ana.says("/why dragons").refusal
    assert ana.says("/why ?").refusal or ana.read
    assert ana.says("/why serve").sees("/why F-1 serves")
    assert ana.says("/why called").sees("What is it called?")


def test_documents_are_handed_over_at_any_time() -> None:
    ana = room().person("Ana").opens().says("/docs")
    assert ana.sees("nothing to write down yet")
    assert ana.says("x", "/docs").documents == ["plan?"]
    assert ana.says("/docs planning").documents == ["plan?"]
    assert "There are: plan" in ana.says("/docs dragons").refusal
    assert walked("yes", "/docs plan").documents == ["plan"]


def test_help_lists_every_command_or_explains_one() -> None:
    ana = room().person("Ana").opens().says("/help")
    assert ana.sees("/next go on with the first open question")
    assert ana.says("/help /edit").read == "/edit change an answer: by number, id (F-3) or words"
    assert ana.says("/help dragons").sees("/next go on")


def test_an_unknown_command_suggests_the_nearest() -> None:
    ana = room().person("Ana").opens().says("/statsu")
    assert "Did you mean /status?" in ana.refusal
    assert ana.says("/xyzzy").refusal.startswith("I don't know the command /xyzzy. /help")
    assert ana.question == "What is it called?"


def test_an_answer_that_looks_like_a_command_goes_with_a_backslash() -> None:
    ana = room().person("Ana").opens().says("\\/status")
    assert ana.room.value("name") == "/status"


def test_a_command_of_the_workspace_is_not_the_cores() -> None:
    assert room().person("Ana").opens().says("/projects").refusal == "/projects does not work here."


def test_edit_finds_answers_by_number_id_and_words() -> None:
    ana = walked("/edit")
    assert ana.sees("1. What is it called? → Coffee Club")
    assert ana.sees("2. P-1 Commuter: Who? → Commuter")
    assert ana.says("/edit 1").question == "What is it called?"
    assert ana.says("/edit called").question == "What is it called?"
    assert ana.says("/edit name").question == "What is it called?"
    assert ana.says("/edit coffee").question == "What is it called?"
    assert ana.says("/edit F-1.serves").question == "Whom does Order serve?"
    assert ana.says("/edit F-1 whom").question == "Whom does Order serve?"
    assert ana.says("/edit personas.name").sees("P-2 Student: Who?")
    assert ana.says("/edit P-1").sees("3. P-1 Commuter: Goal of Commuter? → Be quick")
    assert ana.says("/edit serve").sees("Several match “serve”")


@pytest.mark.parametrize("words", ["dragons", "99", "0", "F-1 dragons", "F-9"])
def test_edit_says_when_it_finds_nothing(words: str) -> None:
    assert "No question or answer matches" in walked(f"/edit {words}").refusal


def test_edit_shows_open_questions_that_match_without_a_number() -> None:
    ana = room().person("Ana").opens().says("x", "Commuter", "/edit commuter")
    assert ana.sees("2. P-1 Commuter: Who? → Commuter")
    assert ana.sees("–. P-1 Commuter: Goal of Commuter? → –")


def test_editing_a_single_question_item_pulls_it_up() -> None:
    book = playbook(
        "[{id: d, title: D, ask: [{group: gs, item: thing, title: Gs, prefix: G, label: n,"
        " ask: [{id: n, type: text, text: 'N?'}]}]}]"
    )
    ana = Room(book).person("Ana").opens().says("a", "no", "/edit G-1")
    assert ana.question == "N?"


def test_words_mean_what_is_answered_rather_than_what_is_still_open() -> None:
    ana = room().person("Ana").opens().says("Coffee Club", "Commuter", "/skip", "no", "Order", "P-1", "no")
    assert ana.question == "Which one comes first?"
    assert ana.says("/edit serve").question == "Whom does Order serve?"
    assert ana.says("/edit sell").question == "Does it sell?"
    assert "No question or answer matches" in ana.says("/edit planning").refusal
    assert ana.says("/edit sign off planning").question == "Do you sign off “Planning”?"


def test_the_answer_being_edited_is_shown_and_may_stay() -> None:
    ana = walked("/edit name")
    assert ana.asked.current == "Coffee Club"
    assert ana.says("Coffee Club").sees("Unchanged: Coffee Club")


def test_undo_takes_back_ones_own_changes_one_by_one() -> None:
    ana = room().person("Ana").opens().says("A", "/edit name", "B", "/undo")
    assert ana.room.value("name") == "A"
    assert ana.sees("Taken back: What is it called?")
    ana.says("/undo")
    assert ana.room.value("name") is None
    assert ana.question == "What is it called?"
    assert ana.says("/undo").refusal == "There is nothing of yours to take back."


def test_undo_leaves_what_somebody_else_changed_since() -> None:
    here = room()
    ana, ben = here.person("Ana").opens().says("A"), here.person("Ben").opens()
    ben.says("/edit name", "B")
    assert "Ben changed it since" in ana.says("/undo").refusal
    assert here.value("name") == "B"


def test_undo_takes_a_new_item_and_its_name_away_together() -> None:
    ana = room().person("Ana").opens().says("A", "Commuter", "/undo")
    assert ana.room.view.items("personas") == []
    assert ana.question == "Who?"


def test_undo_of_a_return_removes_again() -> None:
    ana = walked("/remove P-1", "yes", "/undo")
    ana.room.state.book.items["P-1"]
    assert ana.room.view.item("P-1") is not None


def test_an_example_is_shown_on_request() -> None:
    ana = room().person("Ana").opens().says("/example")
    assert ana.sees("For example: …")
    assert "no example" in ana.says("A", "B", "C", "/example").refusal
    done = walked("yes", "/example")
    assert "no example" in done.refusal


def test_a_path_is_an_answer_where_paths_are_asked_for() -> None:
    book = playbook("[{id: d, title: D, ask: [{id: path, type: text, text: 'Path?', example: /orders}]}]")
    ana = Room(book).person("Ana").opens()
    assert ana.asked.example == "/orders"
    ana.says("/menu")
    assert ana.room.value("path") == "/menu"


def test_an_example_that_is_a_command_is_shown_as_it_must_be_typed() -> None:
    book = playbook("[{id: d, title: D, ask: [{id: path, type: text, text: 'Path?', example: /status}]}]")
    ana = Room(book).person("Ana").opens()
    assert ana.asked.example == "\\/status"
    assert ana.says("/example").sees("For example: \\/status")
    ana.says(ana.asked.example)
    assert ana.room.value("path") == "/status"


def test_a_pick_whose_items_are_all_gone_is_asked_again() -> None:
    ana = walked("/remove F-1", "yes")
    assert ana.question == "Which one comes first?"
    ana = walked("/remove P-1", "yes")
    assert ana.question == "Whom does Order serve?"
    assert ana.room.value("features.serves", "F-2")[0].id == "P-2"


def test_a_typed_person_or_option_of_ones_own_is_asked_back_as_such() -> None:
    book = playbook(
        "[{id: d, title: D, ask: [{id: boss, type: person, text: 'Boss?'},"
        " {id: fruit, type: multi_choice, other: true, text: 'Which?', options: {a: Apple, b: Bean}}]}]"
    )
    ana = Room(book).person("Ana").opens().says("Lin")
    assert ana.question == "Nothing I know is called so. Keep “Lin” as it is?"
    ana.says("yes", "Apple, Kiwi")
    assert ana.question == "Nothing I know is called so. Keep “Apple, Kiwi” as it is?"
    ana.says("yes")
    assert ana.room.value("fruit") == ["a", "other:Kiwi"]
