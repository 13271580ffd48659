"""Several options ticked one by one, and "done"."""

from dialogs.effects import Ask, Retick, Whisper
from tests.unit.chatting import Person, Room, questions

FRUIT = """
- {id: fruit, type: multi_choice, text: "Fruit?", options: {apple: Apple, bean: Bean, corn: Corn}, max: 2}
- {id: more, type: multi_choice, text: "More?", options: {x: Ex, y: Why}, required: false}
- {id: any, type: multi_choice, text: "Any?", options: {x: Ex, y: Why}, min: 0}
- {id: last, type: choice, text: "Last?", options: {x: Ex, y: Why}}
"""


def asked() -> Person:
    return Room(questions(FRUIT)).person("Ana").opens()


def test_ticks_are_kept_in_the_options_order_and_ask_nothing() -> None:
    ana = asked()
    fruit = ana.asked
    assert ana.ticks("corn", of=fruit).ticked == ("corn",)
    assert [type(one) for one in ana.effects] == [Retick]
    assert ana.ticks("apple", of=fruit).ticked == ("apple", "corn")
    assert ana.ticks("corn", of=fruit).ticked == ("apple",)


def test_done_answers_with_what_is_ticked() -> None:
    ana = asked()
    fruit = ana.asked
    ana.ticks("corn", "apple", of=fruit).presses("", of=fruit)
    assert ana.room.value("fruit") == ["apple", "corn"]
    assert ana.settled == "Fruit? → Apple, Corn"
    assert ana.question == "More?"


def test_done_without_a_tick_asks_for_one() -> None:
    ana = asked()
    assert ana.presses("").refusal == "Choose at least one."
    ana.says("1")
    assert ana.presses("").refusal == "Choose at least one, or leave it open with /skip."
    ana.says("/skip")
    ana.presses("")
    assert ana.room.value("any") == []


def test_too_many_ticks_are_refused_and_stay() -> None:
    ana = asked()
    fruit = ana.asked
    ana.ticks("corn", "apple", "bean", of=fruit).presses("", of=fruit)
    assert "from 1 to 2 fit here" in ana.refusal
    assert ana.asked.prompt.ticked == ("apple", "bean", "corn")
    again = ana.asked
    ana.ticks("bean", of=again).presses("", of=again)
    assert ana.room.value("fruit") == ["apple", "corn"]


def test_what_cannot_be_ticked_changes_nothing() -> None:
    ana = asked()
    fruit = ana.asked
    assert not ana.ticks("dragons", of=fruit).effects
    ana.says("1", "1", "1")
    assert (
        ana.ticks("apple", of=fruit).whispered == "That question was answered in the meantime. /edit changes an answer."
    )
    assert [type(one) for one in ana.effects] == [Whisper]
    assert ana.says("/status").question == "Last?"
    last = ana.asked
    assert not ana.ticks("x", of=last).effects
    assert "don't find that" in ana.presses("", of=last).refusal


def test_a_guess_or_another_one_has_nothing_to_tick() -> None:
    ana = Room(
        questions("[{group: gs, item: thing, title: Gs, prefix: G, label: n, ask: [{id: n, type: text, text: 'N?'}]}]")
    ).person("Ana")
    ana.opens().says("one")
    another = ana.asked
    assert not ana.ticks("yes", of=another).effects
    assert "yes or a no" in ana.presses("", of=another).refusal


def test_a_typed_answer_counts_instead_of_ticks() -> None:
    ana = asked()
    ana.ticks("corn", of=ana.asked).says("bean")
    assert ana.room.value("fruit") == ["bean"]


def test_items_are_ticked_as_well() -> None:
    ana = Room(
        questions("""
- {group: gs, item: thing, title: Gs, prefix: G, label: n, ask: [{id: n, type: text, text: 'N?'}]}
- {id: which, type: multi_pick, from: gs, text: "Which?"}
""")
    ).person("Ana")
    ana.opens().says("one", "yes", "two, too", "no")
    which = ana.asked
    ana.ticks("G-2", "G-1", of=which)
    ana.room.person("Ben").opens().says("/remove G-1", "yes")
    ana.presses("", of=which)
    assert [str(one) for one in ana.room.value("which")] == ["G-2 two, too"]


def test_in_a_shared_chat_everybody_ticks_the_same_boxes() -> None:
    room = Room(questions(FRUIT))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    ben = room.person("Ben", chat="team", is_shared=True)
    fruit = ana.asked
    ana.ticks("apple", of=fruit)
    assert ben.ticks("bean", of=fruit).ticked == ("apple", "bean")
    assert ben.presses("", of=fruit).settled == "Fruit? → Apple, Bean (Ben)"
    more = ben.asked
    assert "Choose at least one" in ana.presses("", of=more).whispered
    assert not any(isinstance(one, Ask) for one in ana.effects)


def test_nothing_is_answered_with_ticks_while_the_walk_rests() -> None:
    ana = asked()
    fruit = ana.asked
    ana.ticks("apple", of=fruit).says("/pause")
    assert "rests" in ana.presses("", of=fruit).refusal
    assert ana.says("/resume").asked.prompt.ticked == ("apple",)
