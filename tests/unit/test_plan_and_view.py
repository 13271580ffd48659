"""A playbook made ready to walk, and the answers as its texts and conditions see them."""

import pytest

from dialogs.asking import ItemOptions
from dialogs.checks import of_phase
from dialogs.cursor import open_in_item
from dialogs.plan import plan_of
from dialogs.syntax import ExpressionError
from dialogs.view import ItemView
from tests.unit.chatting import Person, Room, playbook, questions

THREE = """
- {id: name, type: text, text: "Name?"}
- {id: size, type: number, text: "Size?", required: false}
- {id: kind, type: text, text: "Kind?"}
"""
TEAM = """
- {id: size, type: number, text: "Size?"}
- group: people
  item: person
  title: People
  prefix: P
  label: name
  ask:
    - {id: name, type: text, text: "Who?"}
    - {id: adult, type: yes_no, text: "Adult?"}
    - group: pets
      item: pet
      title: Pets
      prefix: A
      label: call
      min: 0
      ask:
        - {id: call, type: text, text: "Pet of {{ parent.name }}?"}
        - {id: big, type: yes_no, text: "Is {{ item.label }} ({{ item.id }}) of {{ item.parent.name }} big?"}
- {id: boss, type: pick, from: people, text: "Boss of {{ people }}?"}
- {id: helpers, type: multi_pick, from: people, text: "Helpers?", required: false}
- {id: same, type: text, text: "Why is {{ boss }} first?", when: "boss == people|first"}
"""


def team(more: str = "") -> Person:
    """Ana has named Lin, who has Rex, and Max."""
    ana = Room(questions(TEAM + more)).person("Ana").opens()
    return ana.says("3", "Lin", "yes", "yes", "Rex", "yes", "no", "yes", "Max", "no", "no", "no")


def test_texts_name_the_item_what_is_around_it_and_its_label() -> None:
    ana = Room(questions(TEAM)).person("Ana").opens().says("3", "Lin", "yes", "yes")
    assert ana.question == "Pet of Lin?"
    assert ana.says("Rex").question == "Is Rex (A-1) of Lin big?"


def test_picks_read_as_items_that_can_be_compared() -> None:
    ana = team()
    assert ana.question == "Boss of P-1 Lin, P-2 Max?"
    assert ana.says("P-2", "/skip").sees("Every question is answered")
    ana = team().says("P-1", "/skip")
    assert ana.question == "Why is P-1 Lin first?"


def test_an_item_is_known_by_its_id() -> None:
    ana = team().says("P-1", "P-1, P-2")
    boss, first = ana.room.value("boss"), ana.room.view.items("people")[0]
    assert boss == first
    assert len({boss, first, *ana.room.value("helpers")}) == 2
    assert boss != "P-1"
    assert boss != ana.room.view.items("people")[1]
    assert (str(boss), boss.label, boss.id) == ("P-1 Lin", "Lin", "P-1")
    assert [str(one) for one in boss.read("pets")] == ["A-1 Rex"]
    assert boss.read("adult") is True
    assert boss.read("parent") is None
    assert boss.read("pets")[0].read("parent") == boss
    with pytest.raises(KeyError):
        boss.read("unknown")


def test_an_item_that_is_gone_is_left_out_of_every_answer() -> None:
    ana = team().says("P-2", "P-1, P-2", "/remove P-2", "yes")
    assert ana.room.value("boss") is None
    assert ana.question == "Boss of P-1 Lin?"
    assert [item.id for item in ana.room.value("helpers")] == ["P-1"]
    assert ana.room.view.item("P-2") is None
    assert ana.room.view.name_of("P-2") == "Max"
    assert ana.room.view.name_of("P-9") == "P-9"
    assert ana.room.view.value("people.name", "P-2") is None


def test_an_item_without_a_name_is_called_by_its_id() -> None:
    room = team().room
    assert str(ItemView(room.view, "people", "P-9", "")) == "P-9"


def test_what_a_playbook_does_not_have_reads_as_nothing() -> None:
    view = team().room.view
    assert view.value("unknown") is None
    assert view.items("unknown") == []
    assert view.lookup("unknown") is None
    assert view.of("P-1").lookup("parent") is None
    assert view.of("P-1", {"answered_on": "today"}).lookup("answered_on") == "today"


def test_items_are_options_by_group() -> None:
    options = ItemOptions(team().room.view)
    assert list(options) == ["people", "pets"]
    assert len(options) == 2
    assert [option.label for option in options["pets"]] == ["A-1 Rex"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ size > 2 }}", "yes"),
        ("{{ size > 5 }}", "no"),
        ("{{ size / 2 }}", "1.5"),
        ("{{ size / 3 }}", "1"),
        ("{{ people|length }}", "2"),
        ("{{ people|selectattr('adult')|list }}", "P-1 Lin"),
        ("{{ [] }}", "none"),
        ("{{ boss }}", "…"),
        ("{{ item.name }}", "…"),
        ("{{ unknown }}", "…"),
    ],
)
def test_what_an_expression_makes_reads_well(text: str, shown: str) -> None:
    ana = team(f'- {{id: end, type: text, text: "So: {text}", when: size}}\n').says("/edit end")
    assert ana.question == f"So: {shown}"


def test_facts_are_read_by_their_id() -> None:
    facts = """
- {id: limits, platform: W, text: L., value: [2, 3], source: s, date: "2026", trust: official}
- {id: limit, platform: W, text: L., value: 5, source: s, date: "2026", trust: official}
"""
    ask = '[{id: a, type: text, text: "{{ facts.limits }} and {{ facts.limit }}?"}]'
    ana = Room(playbook(f"[{{id: d, title: D, ask: {ask}}}]", facts)).person("Ana").opens()
    assert ana.question == "2, 3 and 5?"
    with pytest.raises(KeyError):
        ana.room.view.lookup("facts").read("unknown")


def test_a_plan_knows_every_place_by_its_full_id() -> None:
    plan = plan_of(questions(TEAM))
    assert list(plan.asked) == [
        *("size", "people.name", "people.adult", "pets.call", "pets.big", "boss", "helpers", "same")
    ]
    assert [plan.asked[id_].order for id_ in plan.asked] == sorted(plan.asked[id_].order for id_ in plan.asked)
    assert plan.rounds["pets"].over == "people"
    assert plan.rounds["people"].first is plan.asked["people.name"]


def test_a_plan_knows_who_must_look_anew() -> None:
    plan = plan_of(
        playbook("""
- {id: one, title: One, ask: [{id: a, type: yes_no, text: "A?"}]}
- {id: two, title: Two, when: a, ask: [{id: b, type: text, text: "B?"}]}
""")
    )
    assert plan.far_readers["a"] == {"two"}
    assert "b" not in plan.far_readers


def test_a_condition_that_cannot_be_used_is_told_when_the_plan_is_made() -> None:
    with pytest.raises(ExpressionError):
        plan_of(questions('[{id: a, type: text, text: "A?", when: "b ==="}]'))


def test_a_condition_that_names_itself_is_not_true() -> None:
    ana = Room(questions('[{id: a, type: yes_no, text: "A?", when: a}, {id: b, type: text, text: "B?"}]')).person("Ana")
    assert ana.opens().question == "B?"


def test_an_open_group_of_a_dialog_for_each_item_waits_for_its_item() -> None:
    book = playbook("""
- id: who
  title: Who
  ask:
    - group: people
      item: person
      title: People
      prefix: P
      label: name
      ask: [{id: name, type: text, text: "Who?"}]
- id: each
  title: Each
  for_each: people
  when: item.name != "Max"
  ask:
    - group: tasks
      item: task
      title: Tasks
      prefix: T
      label: what
      checks: [{id: few, warn_if: "tasks|length < 2", message: "Few."}]
      ask: [{id: what, type: text, text: "Task of {{ parent.name }}?"}]
""")
    ana = Room(book).person("Ana").opens().says("Lin", "yes", "Max", "no")
    assert ana.question == "Task of Lin?"
    assert ana.says("Sweep").question.startswith("Another task?")
    assert ana.says("no").sees("Every question is answered")
    assert list(of_phase(ana.room.view, "plan"))
    assert ana.says("/edit T-1").question == "Task of Lin?"
    ana.says("/remove P-1", "yes")
    assert ana.says("/list").sees("P-2 Max")
    assert not ana.sees("Sweep")


def test_nothing_is_open_in_an_item_that_is_gone_or_no_longer_applies() -> None:
    ana = Room(questions(TEAM.replace("label: name", "label: name\n  when: size > 2"))).person("Ana").opens()
    ana.says("3", "Lin")
    found = open_in_item(ana.room.view, "P-1")
    assert found is not None
    assert found.slot == ("people.adult", "P-1")
    assert open_in_item(ana.room.view, "P-9") is None
    ana.says("/edit size", "1")
    assert open_in_item(ana.room.view, "P-1") is None


def test_checks_of_a_group_that_does_not_apply_say_nothing() -> None:
    book = """
- {id: a, type: yes_no, text: "A?"}
- group: people
  item: person
  title: People
  prefix: P
  label: name
  min: 0
  when: a
  checks: [{id: none, warn_if: "people|length == 0", message: "Nobody."}]
  ask: [{id: name, type: text, text: "Who?"}]
- {id: b, type: text, text: "B?"}
"""
    ana = Room(questions(book)).person("Ana").opens().says("no")
    assert ana.question == "B?"
    assert list(of_phase(ana.room.view, "plan")) == []
    ana.says("/edit a", "yes")
    assert [finding.id for finding in of_phase(ana.room.view, "plan")] == ["none"]


def test_going_back_passes_over_what_has_no_answer() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("Coffee Club", "/edit kind")
    assert ana.question == "Kind?"
    assert ana.says("/back").question == "Name?"


def test_a_long_dialog_is_read_back_in_part() -> None:
    ask = "".join(f'- {{id: q{n}, type: text, text: "Q{n}?"}}\n' for n in range(1, 15))
    ana = Room(questions(ask)).person("Ana").opens().says(*(f"answer {n}" for n in range(1, 15)))
    assert ana.sees("Q11? answer 11")
    assert not ana.sees("Q12? answer 12")
    assert ana.sees("… and 3 more lines")
