"""A chat that several people share: one question is open for all of them, and nobody is flooded."""

from dialogs.effects import Ask, Whisper
from dialogs.state import Role
from tests.unit.chatting import Room, questions

ASKED = """
- {id: name, type: text, text: "Name?"}
- {id: size, type: number, text: "Size?", required: false}
- {id: kind, type: choice, text: "Kind?", options: {cafe: Café, shop: Shop}}
- {id: extra, type: text, text: "Extra?", when: "kind == 'shop'"}
- {id: last, type: text, text: "Last?"}
"""


def test_everybody_answers_the_one_open_question() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    ben = room.person("Ben", chat="team", is_shared=True, role=Role.MEMBER)
    assert list(room.state.seats) == [("team", "")]
    assert ben.says("Coffee Club").question == "Size?"
    assert ben.settled == "Name? → Coffee Club (Ben)"
    assert ana.says("12").question == "Kind?"
    assert [entry.author for entry in room.state.book.entries] == ["ben", "ana"]


def test_a_private_chat_and_a_shared_one_have_seats_of_their_own() -> None:
    room = Room(questions(ASKED))
    room.person("Ana", chat="team", is_shared=True).opens()
    room.person("Ana").opens().says("/pause")
    assert not room.state.seats["team", ""].is_paused


def test_what_was_answered_elsewhere_is_not_asked_again() -> None:
    room = Room(questions(ASKED))
    team = room.person("Ana", chat="team", is_shared=True).opens()
    room.person("Ben").opens().says("Coffee Club")
    assert team.is_nudged().question == "Size?"


def test_a_press_of_the_open_question_answers_it() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens().says("x", "/skip")
    ben = room.person("Ben", chat="team", is_shared=True)
    assert ben.presses("cafe", of=ana.asked).question == "Last?"
    assert ben.settled == "Kind? → Café (Ben)"


def test_a_press_that_moves_nothing_is_answered_to_its_person_alone() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    name = ana.asked
    ana.says("x", "/skip")
    kind = ana.asked
    assert [type(one) for one in ana.presses("zzz").effects] == [Whisper]
    assert "don't find that among the options" in ana.whispered
    assert "answered in the meantime" in ana.presses("yes", of=name).whispered
    assert [type(one) for one in ana.effects] == [Whisper]
    assert room.state.seats["team", ""].prompt == kind.prompt


def test_nothing_is_said_again_when_an_old_button_is_pressed_after_the_end() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    name = ana.asked
    ana.says("x", "/skip", "cafe", "y")
    assert [type(one) for one in ana.presses("yes", of=name).effects] == [Whisper]


def test_another_one_yes_is_taken_from_a_press() -> None:
    room = Room(
        questions("[{group: gs, item: thing, title: Gs, prefix: G, label: n, ask: [{id: n, type: text, text: 'N?'}]}]")
    )
    ana = room.person("Ana", chat="team", is_shared=True).opens().says("one")
    another = ana.asked
    assert ana.presses("yes").question == "N?"
    assert ana.settled == "Another thing? So far: G-1 one → yes (Ana)"
    assert "answered in the meantime" in ana.presses_late("yes", another).whispered


def test_an_item_added_elsewhere_is_not_asked_for_again() -> None:
    room = Room(
        questions("[{group: gs, item: thing, title: Gs, prefix: G, label: n, ask: [{id: n, type: text, text: 'N?'}]}]")
    )
    team = room.person("Ana", chat="team", is_shared=True).opens()
    room.person("Ben").opens().says("one")
    assert team.is_nudged().question == "Another thing? So far: G-1 one"
    room.person("Ben").opens().says("no")
    assert team.is_nudged().sees("Every question is answered.")


def test_an_open_question_that_no_longer_applies_makes_way() -> None:
    room = Room(questions(ASKED))
    team = room.person("Ana", chat="team", is_shared=True).opens()
    name = team.asked
    team.says("x", "/skip", "shop")
    assert team.question == "Extra?"
    room.person("Ben").opens().says("/edit kind", "cafe")
    assert team.presses("yes", of=name).question == "Last?"


def test_a_group_that_no_longer_applies_makes_way() -> None:
    room = Room(
        questions("""
- {id: has, type: yes_no, text: "Has?"}
- {group: gs, item: thing, title: Gs, prefix: G, label: n, when: has, ask: [{id: n, type: text, text: 'N?'}]}
- {id: last, type: text, text: "Last?"}
""")
    )
    team = room.person("Ana", chat="team", is_shared=True).opens()
    first = team.asked
    team.says("yes", "one")
    assert team.question == "Another thing? So far: G-1 one"
    room.person("Ben").opens().says("/edit has", "no")
    assert team.presses("yes", of=first).question == "Last?"


def test_the_open_question_stays_while_others_look_around() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens().says("x", "/edit name")
    ben = room.person("Ben", chat="team", is_shared=True)
    assert ben.says("/status").question == "Name?"
    assert ben.asked.is_repeat
    assert ben.says("/next").question == "Size?"
    assert ana.says("/skip").question == "Kind?"


def test_an_answer_can_be_given_by_a_command() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    assert ana.says("/answer Coffee Club").question == "Size?"
    assert ana.says("/answer").refusal == "Send your answer behind it, such as /answer yes."
    assert room.value("name") == "Coffee Club"


def test_a_guess_is_confirmed_by_anybody() -> None:
    room = Room(questions(ASKED))
    ana = room.person("Ana", chat="team", is_shared=True).opens().says("x", "/skip", "shpo")
    ben = room.person("Ben", chat="team", is_shared=True)
    confirm = ana.asked
    assert "yes or a no" in ana.presses("perhaps", of=confirm).whispered or ana.whispered
    assert not any(isinstance(one, Ask) for one in ana.effects)
    assert ben.presses("yes", of=confirm).question == "Extra?"
    assert ben.settled == "Did you mean “Shop”? → Shop (Ben)"
