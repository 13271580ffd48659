"""Edited messages: the answer that a message gave can follow it."""

from tests.unit.chatting import Room, playbook
from tests.unit.rooms import walked


def test_an_edited_message_offers_to_change_its_answer() -> None:
    ana, _, _ = walked()
    assert ana.rewords("Tea Club", "name").question == "You edited your message. Change “Coffee Club” to “Tea Club”?"
    assert ana.settled == "Path?"
    assert ana.says("yes").sees("Changed from “Coffee Club” to “Tea Club”.")
    assert ana.question == "Path?"
    assert ana.settled == "You edited your message. Change “Coffee Club” to “Tea Club”? → Tea Club"


def test_an_edited_message_can_leave_its_answer() -> None:
    ana, _, _ = walked()
    assert ana.rewords("Tea Club", "name").says("no").sees("Kept as it was.")
    assert ana.room.value("name") == "Coffee Club"


def test_an_edit_that_means_the_same_says_nothing() -> None:
    ana, _, _ = walked()
    assert not ana.rewords(" Coffee Club ", "name").effects
    assert not ana.rewords("1", "kind").effects
    assert not ana.rewords("\\Coffee Club", "name").effects


def test_an_edit_that_is_not_understood_says_what_is_expected() -> None:
    ana, _, _ = walked()
    assert "don't find that among the options" in ana.rewords("dragons", "kind").refusal
    assert ana.question == "Path?"
    assert "not read as a command" in ana.rewords("/status", "name").refusal
    assert ana.rewords("/nxet", "name").question.startswith("You edited your message.")


def test_an_edit_of_an_answer_that_is_gone_says_so() -> None:
    ana, _, _ = walked()
    assert ana.rewords("x", "dragons").sees("no longer applies, so nothing changes")
    assert ana.rewords("x", "extra").sees("no longer applies, so nothing changes")
    assert ana.rewords("x", "name", "+").sees("no longer applies, so nothing changes")
    assert ana.rewords("x", "last").sees("was taken back, so nothing changes")
    ana.room.person("Ben").opens().says("/edit name", "Tea Club")
    assert ana.rewords("Milk Club", "name").sees("what counts now comes from Ben")


def test_an_edited_reason_of_a_waiver_is_compared_with_the_reason() -> None:
    block = "checks: [{id: s, block_if: a, message: Halt.}]"
    book = playbook(f"[{{id: d, title: D, ask: [{{id: a, type: yes_no, text: 'A?', {block}}}]}}]", sign_off=True)
    ana = Room(book).person("Ana").opens().says("yes", "Because")
    assert not ana.rewords("Because", "plan.waiver").effects
    ana.rewords("Because of that", "plan.waiver").says("yes")
    assert ana.room.state.book.value("plan.waiver") == ["Because of that", "s"]
