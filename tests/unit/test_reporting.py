"""What people report of items answers the playbook's own question about them."""

import pytest

from dialogs import reporting
from dialogs.answers import Kind
from tests.unit.chatting import Room, questions

WORK = """
- group: features
  item: feature
  title: Features
  prefix: F
  label: name
  ask:
    - {id: name, type: text, text: "Name?"}
- group: test_cases
  item: test case
  title: Test cases
  prefix: T
  label: name
  ask:
    - {id: name, type: text, text: "Name?"}
    - {id: run, type: yes_no, text: "Run at all?"}
    - id: result
      type: choice
      text: "Result?"
      when: item.run
      options: {not_run: Not run, passed: Passed, failed: Failed}
- group: launch_items
  item: launch item
  title: Launch items
  prefix: L
  label: task
  ask:
    - {id: task, type: text, text: "Task?"}
    - {id: owner, type: person, text: "Who?"}
    - id: state
      type: choice
      text: "State?"
      options: {open: Open, doing: Doing, done: Done}
- group: incidents
  item: incident
  title: Incidents
  prefix: I
  label: what
  ask:
    - {id: what, type: text, text: "What?"}
    - {id: state, type: text, text: "State?"}
- group: metrics
  item: metric
  title: Metrics
  prefix: K
  label: name
  ask:
    - {id: name, type: text, text: "Name?"}
"""
SAID = (
    *("Login", "no"),
    *("Pays", "yes", "failed", "yes", "Refunds", "yes", "passed", "yes", "Prints", "no", "no"),
    *("Filing", "me", "open", "yes", "Logo", "me", "done", "no"),
    *("Outage", "over", "no"),
    *("Orders", "no"),
)


@pytest.fixture
def room() -> Room:
    room = Room(questions(WORK))
    room.person("Ana").opens().says(*SAID)
    return room


def write(room: Room, item: str, turned: str) -> object:
    """The value that the item's own question has after a report; None where nothing was written."""
    before = room.state
    after = reporting.write(room.plan, before, "ana", item, turned, now=room.now)
    new = after.book.entries[len(before.book.entries) :]
    assert [entry.kind for entry in new] in ([], [Kind.ANSWER])
    return new[0].value if new else None


def test_an_item_that_is_done_is_answered_so(room: Room) -> None:
    assert write(room, "L-1", "done") == "done"
    assert write(room, "L-1", "doing") == "doing"
    assert write(room, "T-1", "done") == "passed"


@pytest.mark.parametrize(
    ("item", "turned"),
    [
        pytest.param("F-1", "done", id="no question about it"),
        pytest.param("T-1", "doing", id="no such answer"),
        pytest.param("T-2", "done", id="answered so already"),
        pytest.param("T-3", "done", id="does not apply"),
        pytest.param("I-1", "done", id="no choice"),
        pytest.param("F-9", "done", id="no such item"),
    ],
)
def test_what_the_playbook_does_not_ask_is_left_alone(room: Room, item: str, turned: str) -> None:
    assert write(room, item, turned) is None


def test_what_a_phase_reports_on_is_named(room: Room) -> None:
    assert reporting.failed_cases(room.plan, room.state) == ("T-1 Pays",)
    assert reporting.launch_items(room.plan, room.state, "ana") == ("L-1 Filing",)
    assert reporting.launch_items(room.plan, room.state, "nobody") == ()
    assert reporting.metrics(room.plan, room.state) == ("K-1 Orders",)
