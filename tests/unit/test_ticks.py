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


def test_ticks_outlast_what_is_asked_back_in_between() -> None:
    ana = asked().says("apple")
    more = ana.asked
    ana.ticks("y", of=more).rewords("corn", "fruit")
    assert "You edited your message" in ana.question
    ana.rewords("bean", "fruit")
    assert "“Bean”" in ana.question
    again = ana.says("no").asked
    assert again.prompt.slot == more.prompt.slot
    assert again.prompt.ticked == ("y",)
    ana.presses("", of=again)
    assert ana.room.value("more") == ["y"]


def test_options_are_chosen_all_at_once() -> None:
    ana = asked()
    ana.chooses("corn", "dragons", "apple")
    assert ana.room.value("fruit") == ["apple", "corn"]
    assert ana.settled == "Fruit? → Apple, Corn"
    assert ana.question == "More?"
    assert ana.chooses("dragons").refusal == "Choose at least one, or leave it open with /skip."
    ana.says("/skip")
    assert ana.chooses().question == "Last?"
    assert ana.room.value("any") == []
    assert "don't find that" in ana.chooses("x").refusal


def test_choosing_too_many_is_refused_and_they_stay() -> None:
    ana = asked()
    assert "from 1 to 2 fit here" in ana.chooses("corn", "apple", "bean").refusal
    assert ana.asked.prompt.ticked == ("apple", "bean", "corn")
    room = Room(questions(FRUIT))
    ben = room.person("Ben", chat="team", is_shared=True).opens()
    fruit = ben.asked
    assert "from 1 to 2 fit here" in ben.chooses("corn", "apple", "bean").whispered
    assert not any(isinstance(one, Ask) for one in ben.effects)
    assert ben.chooses("corn", of=fruit).settled == "Fruit? → Corn (Ben)"


def test_nothing_is_chosen_while_the_walk_rests() -> None:
    ana = asked()
    fruit = ana.asked
    ana.says("/pause")
    assert "rests" in ana.chooses("apple", of=fruit).refusal
    assert "rests" in ana.chooses("apple", of=fruit, is_known=True).refusal


def test_choosing_for_an_earlier_question_answers_it_or_asks_back() -> None:
    ana = asked()
    fruit = ana.asked
    ana.says("/edit last")
    assert ana.chooses("apple", of=fruit).sees("answered in the meantime")
    assert ana.chooses(of=fruit, is_known=True).refusal == "Choose at least one."
    assert ana.chooses("apple", of=fruit, is_known=True).question == "Last?"
    assert ana.room.value("fruit") == ["apple"]
    assert ana.chooses("corn", of=fruit, is_known=True).question == "You answered “Apple” already. Change it to “Corn”?"
    ana.says("yes")
    assert ana.room.value("fruit") == ["corn"]
    last = ana.says("/edit last").asked
    ana.says("/edit fruit")
    assert ana.chooses("x", of=last, is_known=True).sees("answered in the meantime")


def test_choosing_late_where_the_others_see_it_is_answered_in_private() -> None:
    room = Room(questions(FRUIT))
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    ben = room.person("Ben", chat="team", is_shared=True)
    fruit = ana.asked
    ana.chooses("apple")
    assert "Apple" in ben.chooses("corn", of=fruit, is_known=True).whispered
    assert room.value("fruit") == ["apple"]
