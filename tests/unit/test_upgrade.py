"""Moving a project to a newer playbook: nothing is lost, and everything is told before."""

from dataclasses import replace

from dialogs.model import Playbook
from dialogs.plan import plan_of
from dialogs.upgrade import Change, Fate, upgrade
from tests.unit.chatting import Person, Room, questions

OLD = """
- {id: name, type: text, text: "Name?"}
- {id: size, type: text, text: "Size?"}
- {id: colour, type: choice, text: "Colour?", options: {red: Red, blue: Blue}}
- {id: gone, type: yes_no, text: "Gone?"}
- group: people
  item: person
  title: People
  prefix: P
  label: name
  ask:
    - {id: name, type: text, text: "Who?"}
    - {id: tasks, type: list, text: "Tasks?"}
"""


def walked() -> Person:
    ana = Room(questions(OLD)).person("Ana").opens()
    return ana.says("Club", "12", "red", "yes", "Lin", "a, b", "yes", "Max", "c", "no")


def moved(ana: Person, new: Playbook) -> tuple[Change, ...]:
    """Upgrade the room to another playbook; returns what was told."""
    room = ana.room
    found = upgrade(room.plan, plan_of(new), room.state, author="ana", now=room.now)
    room.plan = plan_of(new)
    room.state = replace(room.state, book=room.state.book.with_entries(found.entries))
    return found.changes


def test_the_same_questions_change_nothing() -> None:
    ana = walked()
    before = ana.room.state.book.entries
    assert moved(ana, questions(OLD)) == ()
    assert ana.room.state.book.entries == before


def test_an_added_question_is_asked() -> None:
    ana = walked()
    changes = moved(ana, questions(OLD + '\n- {id: more, type: text, text: "More?"}'))
    assert changes == (Change(Fate.ADDED, "more"),)
    assert ana.opens().question == "More?"


def test_a_removed_question_keeps_its_answers_which_come_back_with_it() -> None:
    ana = walked()
    without = questions(OLD.replace('- {id: gone, type: yes_no, text: "Gone?"}\n', ""))
    assert moved(ana, without) == (Change(Fate.REMOVED, "gone"),)
    assert ana.room.value("gone") is None
    moved(ana, questions(OLD))
    assert ana.room.value("gone") is True


def test_a_renamed_question_takes_its_answer_author_and_time_along() -> None:
    ana = walked()
    said = ana.room.state.book.entry("name")
    new = questions(
        OLD.replace('{id: name, type: text, text: "Name?"}', '{id: title, type: text, text: "T?", was: [name]}')
    )
    assert moved(ana, new) == (Change(Fate.RENAMED, "title", was="name"),)
    entry = ana.room.state.book.entry("title")
    assert entry is not None
    assert said is not None
    assert (entry.value, entry.author, entry.at) == ("Club", said.author, said.at)
    assert ana.opens().sees("Every question is answered")


def test_an_answer_is_read_anew_when_the_type_changes() -> None:
    ana = walked()
    assert moved(ana, questions(OLD.replace("id: size, type: text", "id: size, type: number"))) == (
        Change(Fate.CONVERTED, "size"),
    )
    assert ana.room.value("size") == 12


def test_an_answer_that_no_longer_fits_is_asked_again_and_stays_in_the_history() -> None:
    ana = walked()
    new = questions(OLD.replace("options: {red: Red, blue: Blue}", "options: {green: Green, blue: Blue}"))
    assert moved(ana, new) == (Change(Fate.ASKED_AGAIN, "colour"),)
    assert ana.opens().question == "Colour?"
    assert [entry.value for entry in ana.room.state.book.history("colour")] == ["red", None]


def test_yes_and_labels_survive_a_change_to_words() -> None:
    ana = walked()
    new = OLD.replace("id: gone, type: yes_no", "id: gone, type: text").replace(
        'type: choice, text: "Colour?", options: {red: Red, blue: Blue}', 'type: text, text: "Colour?"'
    )
    changes = moved(ana, questions(new))
    assert Change(Fate.CONVERTED, "gone") in changes
    assert ana.room.value("gone") == "yes"
    assert ana.room.value("colour") == "red"


def test_a_list_becomes_text_and_items_keep_their_ids() -> None:
    ana = walked()
    changes = moved(ana, questions(OLD.replace("id: tasks, type: list", "id: tasks, type: long_text")))
    assert set(changes) == {
        Change(Fate.CONVERTED, "people.tasks", "P-1"),
        Change(Fate.CONVERTED, "people.tasks", "P-2"),
    }
    assert ana.room.value("people.tasks", "P-1") == "a\nb"


def test_a_renamed_group_takes_its_items_along_also_the_removed_ones() -> None:
    ana = walked().says("/remove P-2", "yes")
    new = questions(OLD.replace("group: people", "group: team\n  was: [people]"))
    changes = moved(ana, new)
    assert Change(Fate.RENAMED, "team", was="people") in changes
    assert Change(Fate.RENAMED, "team.tasks", was="people.tasks") in changes
    assert [str(item) for item in ana.room.view.items("team")] == ["P-1 Lin"]
    assert ana.room.value("team.tasks", "P-1") == ["a", "b"]
    assert ana.opens().sees("Every question is answered")
    ana.says("/add person Eve")
    assert ana.sees("P-3 Eve")


def test_answers_about_removed_items_and_signatures_are_left_alone() -> None:
    ana = walked().says("/remove P-1", "yes")
    new = questions(OLD.replace("id: tasks, type: list", "id: tasks, type: long_text"))
    assert moved(ana, new) == (Change(Fate.CONVERTED, "people.tasks", "P-2"),)


def test_who_is_to_answer_a_renamed_question_or_item_still_is() -> None:
    ana = walked()
    ana.room.person("Ben")
    ana.says("/assign size Ben", "/assign P-1 Ben", "/assign P-1 tasks Ben", "/assign name Ben")
    new = OLD.replace("id: size,", "id: extent, was: [size],").replace("group: people", "group: folk\n  was: [people]")
    moved(ana, questions(new))
    assigned = ana.room.state.book.assigned
    assert {assigned[slot] for slot in (("extent", ""), ("folk", "P-1"), ("folk.tasks", "P-1"), ("name", ""))} == {
        "ben"
    }
    entry = ana.room.state.book.assignments("extent")[-1]
    assert (entry.author, entry.at) == ("ana", ana.room.now)
    before = ana.room.state.book.entries
    assert moved(ana, questions(new)) == ()
    assert ana.room.state.book.entries == before
