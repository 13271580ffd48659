"""The walk: what is asked next, and how answers move it."""

from dialogs.state import PromptKind
from tests.unit.chatting import WORDS, Room, playbook, questions

THREE = """
- {id: name, type: text, text: "Name?"}
- {id: size, type: number, text: "Size?", unit: m, required: false}
- {id: kind, type: choice, text: "Kind?", options: {cafe: Café, shop: Shop}}
"""
BRANCH = """
- {id: sells, type: yes_no, text: "Sells?"}
- {id: price, type: number, text: "Price?", when: sells}
- {id: end, type: text, text: "End?"}
"""


def test_a_new_project_is_greeted_and_asked_the_first_question() -> None:
    ana = Room(questions(THREE)).person("Ana").opens()
    assert ana.sees("Hello!")
    assert ana.question == "Name?"
    assert ana.asked.progress is not None
    assert (ana.asked.progress.answered, ana.asked.progress.total) == (0, 3)


def test_each_answer_leads_to_the_next_question() -> None:
    ana = Room(questions(THREE)).person("Ana").opens()
    assert ana.says("Coffee Club").question == "Size?"
    assert ana.says("12").question == "Kind?"
    assert ana.says("shop").sees("Every question is answered")
    assert ana.room.state.seats[ana.chat, ana.id].prompt is None


def test_a_finished_dialog_is_read_back_and_the_phase_hands_over_its_document() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("Coffee Club", "12", "1")
    assert "First is complete" in ana.read
    assert "Name? Coffee Club" in ana.read
    assert "Size? 12 m" in ana.read
    assert "Kind? Café" in ana.read
    assert ana.documents == ["plan"]


def test_a_wrong_answer_is_refused_with_an_example_and_asked_again_more_briefly() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("Coffee Club", "many")
    assert "I need a number" in ana.refusal
    assert ana.question == "Size?"
    assert ana.asked.is_repeat


def test_a_condition_decides_what_is_asked() -> None:
    ana = Room(questions(BRANCH)).person("Ana").opens()
    assert ana.says("no").question == "End?"


def test_an_answer_that_no_longer_applies_is_kept_and_comes_back() -> None:
    ana = Room(questions(BRANCH)).person("Ana").opens().says("yes", "30", "x")
    ana.says("/edit sells").says("no")
    assert ana.sees("1 earlier answer no longer applies")
    assert ana.room.value("price") is None
    ana.says("/edit sells").says("yes")
    assert ana.room.value("price") == 30
    assert ana.sees("Every question is answered")


def test_going_back_pulls_up_the_answer_before_and_then_goes_on() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("Coffee Club", "12")
    assert ana.says("/back").question == "Size?"
    assert ana.says("/back").question == "Name?"
    assert ana.says("/back").refusal == "There is no answer before this one."
    assert ana.question == "Name?"
    assert ana.says("Tea Club").sees("Changed from “Coffee Club” to “Tea Club”")
    assert ana.question == "Kind?"


def test_next_leaves_what_was_pulled_up() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("Coffee Club", "/back")
    assert ana.question == "Name?"
    assert ana.says("/next").question == "Size?"


def test_back_works_when_everything_is_answered() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("Coffee Club", "12", "1")
    assert ana.says("/back").question == "Kind?"


def test_an_optional_question_can_be_skipped_and_answered_later() -> None:
    ana = Room(questions(THREE)).person("Ana").opens()
    assert "needed later" in ana.says("/skip").refusal
    assert ana.says("x").says("/skip").question == "Kind?"
    assert ana.says("/edit size").question == "Size?"
    assert ana.says("4").question == "Kind?"
    assert ana.room.value("size") == 4


def test_skipping_an_answered_question_keeps_the_answer() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("x", "12", "/back")
    assert ana.says("/skip").sees("It has an answer, which stays.")
    assert ana.room.value("size") == 12


def test_skipping_when_nothing_is_asked_says_so() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("x", "12", "1")
    assert "Nothing is being asked" in ana.says("/skip").refusal
    assert "Nothing is being asked" in ana.says("hello").refusal


def test_a_guess_is_asked_back_before_it_counts() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("x", "1", "shpo")
    assert ana.question == "Did you mean “Shop”?"
    assert ana.asked.type == "confirm"
    assert ana.room.value("kind") is None
    ana.says("yes")
    assert ana.room.value("kind") == "shop"
    assert ana.sees("✓ Shop")


def test_a_wrong_guess_is_asked_anew() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("x", "1", "shpo", "no")
    assert ana.question == "Kind?"
    assert ana.says("shpo", "cafe").sees("Every question is answered")
    assert ana.room.value("kind") == "cafe"


def test_another_command_leaves_a_guess_open() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("x", "1", "shpo", "/status")
    assert ana.question == "Did you mean “Shop”?"
    assert ana.says("/next").question == "Kind?"


def test_buttons_answer_and_old_buttons_move_nothing() -> None:
    ana = Room(questions(BRANCH)).person("Ana").opens()
    first = ana.asked
    assert ana.presses("yes").question == "Price?"
    before = ana.room.state.book
    assert ana.presses("no", of=first).sees("answered in the meantime")
    assert ana.question == "Price?"
    assert ana.room.state.book is before


def test_a_button_in_a_chat_where_nothing_was_asked_moves_nothing() -> None:
    room = Room(questions(BRANCH))
    ana, ben = room.person("Ana").opens(), room.person("Ben")
    assert ben.presses("yes", of=ana.asked).sees("answered in the meantime")
    assert room.value("sells") is None


def test_pausing_asks_nothing_until_the_person_comes_back() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("/pause")
    assert ana.question == ""
    assert "rests" in ana.says("Coffee Club").refusal
    assert ana.room.value("name") is None
    assert ana.says("/resume").sees("On we go.")
    assert ana.question == "Name?"
    assert not ana.says("/resume").sees("On we go.")


def test_somebody_who_comes_back_goes_on_where_it_was() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("Coffee Club", "/pause").opens()
    assert ana.sees("Welcome back")
    assert ana.question == "Size?"


def test_somebody_else_joins_at_the_next_open_question() -> None:
    room = Room(questions(THREE))
    room.person("Ana").opens().says("Coffee Club")
    ben = room.person("Ben").opens()
    assert ben.sees("Hello Ben!")
    assert ben.question == "Size?"


def test_coming_back_to_a_finished_walk_says_so() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("x", "1", "1").opens()
    assert ana.read.startswith("Welcome back.\nEvery question is answered.")


def test_after_other_talk_the_question_is_asked_again() -> None:
    ana = Room(questions(THREE)).person("Ana").opens().says("x").is_nudged()
    assert ana.question == "Size?"
    assert ana.asked.is_repeat
    assert ana.read == ""


def test_an_answer_to_a_question_that_went_away_is_given_back() -> None:
    room = Room(questions(BRANCH))
    ana, ben = room.person("Ana").opens(), room.person("Ben")
    ana.says("yes")
    ben.opens().says("/edit sells", "no")
    assert "not kept: “30”" in ana.says("30").refusal
    assert ana.question == "End?"


def test_a_guess_about_a_question_that_went_away_is_dropped() -> None:
    room = Room(questions(BRANCH.replace("type: number", "type: date")))
    ana, ben = room.person("Ana").opens(), room.person("Ben")
    ana.says("yes", "1/2/2027")
    assert ana.asked.prompt.kind is PromptKind.CONFIRM
    ben.opens().says("/edit sells", "no")
    assert ana.says("/status").sees("no longer applies")
    ana.says("yes")
    assert room.value("price") is None


def test_two_people_answer_the_first_one_wins_visibly() -> None:
    room = Room(questions(THREE))
    ana, ben = room.person("Ana").opens(), room.person("Ben").opens()
    ana.says("Coffee Club")
    ben.says("Tea Club")
    assert ben.question == "Ana answered “Coffee Club” a moment ago. Replace it with “Tea Club”?"
    assert room.value("name") == "Coffee Club"
    assert ben.says("no").sees("Kept as it was.")
    assert ben.question == "Size?"
    assert room.value("name") == "Coffee Club"


def test_the_second_person_may_replace_the_first_ones_answer() -> None:
    room = Room(questions(THREE))
    ana, ben = room.person("Ana").opens(), room.person("Ben").opens()
    ana.says("Coffee Club")
    ben.says("Tea Club", "yes")
    assert room.value("name") == "Tea Club"
    assert [entry.author for entry in room.state.book.history("name")] == ["ana", "ben"]


def test_a_third_answer_meanwhile_is_asked_about_too() -> None:
    room = Room(questions(THREE))
    ana, ben, eve = (room.person(name).opens() for name in ("Ana", "Ben", "Eve"))
    ana.says("A")
    ben.says("B")
    eve.says("E", "yes")
    assert ben.says("yes").question == "Eve answered “E” a moment ago. Replace it with “B”?"


def test_answering_what_somebody_skipped_asks_first() -> None:
    room = Room(questions(THREE))
    ana = room.person("Ana").opens().says("x")
    ben = room.person("Ben").opens()
    ana.says("/skip")
    assert ben.says("3").question == "Ana answered “skip it” a moment ago. Replace it with “3 m”?"


def test_dialogs_are_opened_with_their_words_once() -> None:
    room = Room(
        playbook("""
- {id: one, title: One, intro: "The first.", ask: [{id: a, type: text, text: "A?"}]}
- {id: two, title: Two, intro: "The second.", ask: [{id: b, type: text, text: "B?"}, {id: c, type: text, text: "C?"}]}
""")
    )
    ana = room.person("Ana").opens()
    assert ana.sees("The first.")
    assert ana.says("x").sees("The second.")
    assert not ana.says("y").sees("The second.")
    assert not ana.says("/edit a").sees("The first.")


def test_a_dialog_that_does_not_apply_is_passed_over() -> None:
    room = Room(
        playbook("""
- {id: one, title: One, ask: [{id: a, type: yes_no, text: "A?"}]}
- {id: two, title: Two, when: a, document: draft, ask: [{id: b, type: text, text: "B?"}]}
- {id: three, title: Three, ask: [{id: c, type: text, text: "C?"}]}
""")
    )
    ana = room.person("Ana").opens()
    assert ana.says("no").question == "C?"
    assert ana.says("/edit a", "yes").question == "B?"
    assert ana.says("b").documents == ["draft?"]


def test_help_texts_and_recommendations_come_with_the_question() -> None:
    ana = (
        Room(
            questions("""
- {id: name, type: text, text: "Name?"}
- id: size
  type: number
  text: "How big is {{ name }}?"
  help: "{{ name }} in metres."
  recommend: {answer: 12, because: Most are., when: "name != 'Hut'"}
""")
        )
        .person("Ana")
        .opens()
        .says("Barn")
    )
    assert ana.question == "How big is Barn?"
    assert WORDS.plain(ana.asked.help or "") == "Barn in metres."
    assert WORDS.plain(ana.asked.recommended or "") == "12 – Most are."
    assert ana.says("/accept").sees("Every question is answered")
    assert ana.room.value("size") == 12
    ana.says("/edit name", "Hut", "/edit size")
    later = ana.asked
    assert later.recommended is None
    assert "Nothing is recommended" in ana.says("/accept").refusal
    assert "Nothing is recommended" in ana.says("/next", "/accept").refusal
