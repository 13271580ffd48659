"""Buttons of a question that is no longer the open one: nothing moves without a yes."""

from dialogs.effects import Ask, Settle, Whisper
from dialogs.state import Role
from tests.unit.chatting import Room, questions
from tests.unit.rooms import ASKED, walked


def test_an_old_button_never_moves_anything_without_a_yes() -> None:
    ana, _, kind = walked()
    assert ana.presses_late("shop", kind).question == "You answered “Café” already. Change it to “Shop”?"
    assert ana.room.value("kind") == "cafe"
    assert ana.says("yes").room.value("kind") == "shop"


def test_an_old_button_of_what_somebody_else_answered_asks_whose_answer_counts() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana").opens().says("x")
    ben = room.person("Ben").opens()
    kind = ben.asked
    ana.says("cafe")
    ben.says("/next").presses_late("shop", kind)
    assert ben.question == "Ana answered “Café” a moment ago. Replace it with “Shop”?"


def test_an_old_button_of_the_same_answer_changes_nothing() -> None:
    ana, _, kind = walked()
    assert ana.presses_late("cafe", kind).sees("Unchanged: Café")
    assert ana.presses_late("zzz", kind).sees("answered in the meantime")
    assert ana.presses_late("", kind).sees("answered in the meantime")
    assert ana.question == "Path?"


def test_an_old_button_of_what_is_still_open_answers_it() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x")
    kind = ana.asked
    ana.says("/status")
    assert ana.presses_late("cafe", kind).question == "Path?"
    other = Room(questions(ASKED)).person("Ana").opens().says("x")
    kind = other.asked
    other.says("/edit last")
    assert other.presses_late("cafe", kind).question == "Last?"
    assert other.room.value("kind") == "cafe"


def test_an_old_button_of_an_answer_that_is_being_edited_asks_first() -> None:
    ana, _, kind = walked()
    ana.says("/edit kind")
    assert ana.presses_late("shop", kind).question == "You answered “Café” already. Change it to “Shop”?"


def test_an_old_button_of_a_question_that_went_away_says_so() -> None:
    ana = Room(questions(ASKED)).person("Ana").opens().says("x", "shop")
    extra = ana.asked
    ana.says("/edit kind", "cafe")
    assert ana.presses_late("more", extra).refusal == "That question no longer applies."


def test_in_a_shared_chat_an_old_button_is_answered_quietly() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens().says("x")
    ben = room.person("Ben", chat="team", is_shared=True, role=Role.MEMBER)
    kind = ana.asked
    ana.says("/skip")
    ben.presses_late("shop", kind)
    assert [type(one) for one in ben.effects] == [Whisper]
    assert ben.whispered == (
        "Already answered by Ana: “skipped”. To change it, reply to the question, or send /edit kind"
    )
    ana.says("/edit kind", "cafe")
    assert "“Café”" in ben.presses_late("shop", kind).whispered
    assert "answered in the meantime" in ben.presses_late("", kind).whispered


def test_in_a_shared_chat_a_reply_may_replace_and_is_told_who_was_first() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    ben = room.person("Ben", chat="team", is_shared=True)
    name = ana.asked
    ana.says("Coffee Club")
    ben.replies("Tea Club", name)
    assert ben.question == "Ana answered “Coffee Club” a moment ago. Replace it with “Tea Club”?"
    assert ben.says("yes").question == "Kind?"
    assert room.value("name") == "Tea Club"


def test_in_a_shared_chat_a_late_answer_leaves_the_open_question_alone() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    name = ana.asked
    ana.says("/edit last")
    open_one = room.state.seats["team", ""].prompt
    ana.replies("Coffee Club", name)
    assert not any(isinstance(one, Ask | Settle) for one in ana.effects)
    assert room.value("name") == "Coffee Club"
    assert room.state.seats["team", ""].prompt == open_one
    assert ana.replies("Coffee Club", name).whispered == "Unchanged: Coffee Club"
    kind = ana.says("/next").asked
    ana.says("shpo")
    assert not ana.replies("", name).question
    assert room.state.seats["team", ""].prompt is not None
    ana.presses_late("cafe", kind)
    assert ana.question == "Path?"
    assert ana.settled == "Did you mean “Shop”? → Café (Ana)"
