"""Replies to a question that is no longer the open one."""

import pytest

from dialogs.state import PromptKind
from tests.unit.chatting import Room, questions
from tests.unit.rooms import ASKED, walked

GROUP = """
- group: personas
  item: persona
  title: Personas
  prefix: P
  label: name
  ask: [{id: name, type: text, text: "Who?"}, {id: goal, type: text, text: "Goal?"}]
- {id: last, type: text, text: "Last?"}
"""


def test_a_reply_to_the_open_question_is_its_answer() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens()
    assert ana.replies("Coffee Club", ana.asked).question == "Kind?"


def test_a_reply_to_an_earlier_asking_of_the_open_question_is_its_answer() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens()
    first = ana.asked
    ana.says("/status")
    assert ana.replies("Coffee Club", first).question == "Kind?"
    assert ana.room.value("name") == "Coffee Club"


def test_a_reply_to_ones_own_answered_question_asks_whether_to_change_it() -> None:
    ana, name, _ = walked()
    assert ana.replies("Tea Club", name).question == "You answered “Coffee Club” already. Change it to “Tea Club”?"
    assert ana.room.value("name") == "Coffee Club"
    assert ana.says("yes").sees("Changed from “Coffee Club” to “Tea Club”.")
    assert ana.question == "Path?"
    assert ana.room.value("name") == "Tea Club"


def test_a_change_of_ones_answer_can_be_left() -> None:
    ana, name, _ = walked()
    assert ana.replies("Tea Club", name).says("no").sees("Kept as it was.")
    assert ana.question == "Path?"
    assert ana.room.value("name") == "Coffee Club"


def test_a_reply_with_the_same_answer_changes_nothing() -> None:
    ana, name, _ = walked()
    before = ana.room.state.book
    assert ana.replies("Coffee Club", name).sees("Unchanged: Coffee Club")
    assert ana.question == "Path?"
    assert ana.room.state.book is before


def test_a_reply_to_what_somebody_else_answered_asks_whose_answer_counts() -> None:
    room = Room(questions(ASKED))
    ana, ben = room.person("Ana").opens(), room.person("Ben").opens()
    name = ben.asked
    ana.says("Coffee Club")
    ben.says("/next")
    assert ben.question == "Kind?"
    ben.replies("Tea Club", name)
    assert ben.question == "Ana answered “Coffee Club” a moment ago. Replace it with “Tea Club”?"
    assert ben.says("yes").room.value("name") == "Tea Club"
    assert ben.question == "Kind?"


def test_a_reply_that_is_not_understood_says_what_is_expected() -> None:
    ana, _, kind = walked()
    assert "don't find that among the options" in ana.replies("dragons", kind).refusal
    assert ana.question == "Path?"


def test_a_guess_in_a_reply_is_asked_back_once() -> None:
    ana, _, kind = walked()
    assert ana.replies("shpo", kind).question == "You answered “Café” already. Change it to “Shop”?"
    assert ana.says("yes").question == "Extra?"


def test_a_reply_to_what_is_still_open_answers_it_and_leaves_the_open_question() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens()
    name = ana.asked
    ana.says("/edit last")
    assert ana.replies("Coffee Club", name).question == "Last?"
    assert ana.room.value("name") == "Coffee Club"
    assert ana.says("done").question == "Kind?"


def test_a_guess_in_a_reply_to_what_is_still_open_is_asked_back() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x")
    kind = ana.asked
    ana.says("/edit last")
    assert ana.replies("shpo", kind).question == "Did you mean “Shop”?"
    ana.says("yes")
    assert ana.room.value("kind") == "shop"


def test_a_reply_to_the_question_behind_a_guess_makes_the_guess_go() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x")
    kind = ana.asked
    assert ana.says("shpo").asked.prompt.kind is PromptKind.CONFIRM
    assert ana.replies("cafe", kind).question == "Path?"
    assert ana.room.value("kind") == "cafe"


def test_a_reply_to_an_edit_that_was_left_changes_the_answer() -> None:
    ana, _, _ = walked()
    edit = ana.says("/edit name").asked
    ana.says("/next")
    assert ana.replies("Tea Club", edit).sees("Changed from “Coffee Club” to “Tea Club”.")
    assert ana.question == "Path?"


def test_a_reply_to_what_one_skipped_answers_it() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x")
    kind = ana.asked
    ana.says("/skip")
    assert ana.replies("cafe", kind).question == "Path?"
    assert ana.room.value("kind") == "cafe"


def test_a_reply_to_a_question_that_went_away_is_given_back() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x", "shop")
    extra = ana.asked
    ana.says("/edit kind", "cafe")
    assert "was not kept: “more”" in ana.replies("more", extra).refusal
    assert ana.question == "Path?"
    ana.room.plan = Room(questions('[{id: only, type: text, text: "Only?"}]')).plan
    assert "was not kept: “more”" in ana.replies("more", extra).refusal


def test_a_reply_to_an_old_yes_or_no_moves_nothing() -> None:
    ana = Room(questions(GROUP)).person("Ana").opens().says("Commuter", "Quick")
    another = ana.asked
    ana.says("no")
    assert ana.replies("yes", another).sees("answered in the meantime")
    assert ana.question == "Last?"


def test_naming_an_item_again_in_a_reply_adds_no_other() -> None:
    ana = Room(questions(GROUP)).person("Ana").opens()
    who = ana.asked
    ana.says("Commuter")
    assert ana.replies("Student", who).sees("That persona is there already. /add persona adds another.")
    assert ana.question == "Goal?"
    assert len(ana.room.view.items("personas")) == 1
    ana.says("Quick", "yes")
    assert ana.question == "Who?"
    assert ana.replies("Student", who).sees("is there already")


def test_an_item_that_was_not_named_yet_can_be_named_in_a_reply() -> None:
    ana = Room(questions(GROUP)).person("Ana").opens()
    who = ana.asked
    ana.says("/edit last")
    assert ana.replies("Commuter", who).question == "Last?"
    assert [str(one) for one in ana.room.view.items("personas")] == ["P-1 Commuter"]


def test_nothing_is_taken_while_the_walk_rests() -> None:
    ana, name, kind = walked()
    ana.says("/pause")
    assert "rests" in ana.replies("Tea Club", name).refusal
    assert "rests" in ana.presses_late("shop", kind).refusal
    assert "rests" in ana.rewords("Tea Club", "name").refusal
    assert not ana.rewords("Coffee Club", "name").effects
    assert not ana.question


def test_a_reply_may_begin_with_a_slash_where_answers_do() -> None:
    ana, _, _ = walked()
    path = ana.asked
    ana.says("/edit last")
    assert ana.replies("/menu", path).room.value("path") == "/menu"


@pytest.mark.parametrize("command", ["/skip", "/example", "/accept"])
def test_a_command_about_a_question_means_the_one_it_is_said_to(command: str) -> None:
    ana, name, _ = walked()
    assert ana.replies(command, name).sees("answered in the meantime")
    assert ana.question == "Path?"
    path = ana.asked
    ana.says("/edit last")
    ana.replies(command, path)
    assert ana.question == "Path?"
    assert ana.refusal or ana.sees("For example: \\/orders") or ana.sees("/orders")
    ana.says("/status")
    assert ana.replies("/skip", path).refusal.startswith("This one is needed later")


def test_an_open_question_said_to_earlier_can_be_skipped() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x")
    kind = ana.asked
    ana.says("/edit last")
    assert ana.replies("/skip", kind).sees("Skipped.")
    entry = ana.room.state.book.entry("kind")
    assert entry is not None
    assert entry.value is None


def test_other_commands_do_not_care_what_they_are_said_to() -> None:
    ana, name, _ = walked()
    assert ana.replies("/status", name).sees("Where we are")
    ana.room.plan = Room(questions('[{id: only, type: text, text: "Only?"}]')).plan
    assert ana.replies("/skip", name).refusal == "That question no longer applies."
