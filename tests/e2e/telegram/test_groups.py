"""Several people in a group, at one table: one seat, one open question."""

import pytest

from tests.e2e.telegram.scene import BASICS, Guest, Scene
from tests.fakes.telegram.chats import Group, Topic


@pytest.fixture
def team(room: Scene, ana: Guest, ben: Guest) -> tuple[Guest, Guest]:
    """Ana and Ben in a group in which the bot is asked to begin."""
    group = room.group("Coffee team", ana, ben)
    room.settles()
    at_the_table = ana.within(group), ben.within(group)
    at_the_table[0].says("/start")
    return at_the_table


def answers(guest: Guest, *texts: str) -> str:
    """The way to answer that works in every group."""
    return guest.says(*(f"/answer {text}" for text in texts))


def group_of(guest: Guest) -> Group:
    """The group at whose table somebody sits."""
    assert isinstance(guest.chat, Group)
    return guest.chat


def test_a_bot_that_is_brought_in_says_what_it_does(room: Scene, ana: Guest) -> None:
    group = room.group("Coffee team", ana)
    room.settles()
    assert ana.within(group).sees().startswith("Hello! I walk a team through building a product")


def test_a_group_begins_with_a_question(team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    assert ana.prompt.text.startswith("Hello! I walk you through Mini-program")
    assert "What is the project called?" in ana.prompt.text


def test_talk_among_people_is_no_answer(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    assert ana.says("Shall we call it Coffee Club?") == ""
    assert ben.says("Yes") == ""
    mine = next(message for message in ana.chat.messages if message.text == "Yes")
    assert ana.says("Good", reply_to=mine) == ""
    assert "What is the project called?" in ana.prompt.text


@pytest.mark.parametrize(
    "how", ["/answer Tea", "/answer@phasewalk_bot Tea", "@phasewalk_bot Tea", "Tea, @Phasewalk_Bot"]
)
def test_a_command_or_a_mention_is_an_answer(team: tuple[Guest, Guest], how: str) -> None:
    ana, ben = team
    asked = ana.prompt
    assert "2 of 8" in ben.says(how)
    assert asked.text.endswith("What is the project called?\n✓ Tea — Ben")


def test_a_reply_is_an_answer_to_what_it_replies_to(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    first = ana.prompt
    assert "2 of 8" in ana.says("Tea", reply_to=first)
    assert "3 of 8" in ben.says("Order tea", reply_to=ana.prompt)
    heard = ben.says("Coffee", reply_to=first)
    assert heard == "Ana answered “Tea” a moment ago. Replace it with “Coffee”?\n[yes] [no]"
    assert "Changed from “Tea” to “Coffee”." in ben.presses("yes")
    assert "Whose problem" in ana.prompt.text


def test_a_command_for_another_bot_is_not_ours(team: tuple[Guest, Guest]) -> None:
    assert team[0].says("/status@other_bot") == ""


def test_two_people_press_and_the_second_is_told_who_was_first(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    answers(ana, *BASICS[:4])
    asked = ana.prompt
    button = asked.button("Individual business")
    ana.presses("Enterprise")
    assert asked.text.endswith("✓ Enterprise — Ana")
    written = len(ana.chat.messages)
    told = ben.is_told(button, on=asked)
    assert told.startswith("Already answered by Ana: “Enterprise”. To change it, reply to the question, or send /edit ")
    assert len(ana.chat.messages) == written
    assert asked.text.endswith("✓ Enterprise — Ana")


def test_everybody_ticks_the_same_boxes(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    answers(ana, *BASICS[:3])
    asked = ana.prompt
    ana.presses("WeChat")
    assert ben.presses("QQ") == ""
    assert {"✓ WeChat", "✓ QQ"} <= set(ana.labels())
    assert ana.presses("Done (2)").startswith("✓ WeChat, QQ")
    assert asked.text.endswith("✓ WeChat, QQ — Ana")


def test_only_who_pressed_reads_what_was_wrong(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    answers(ana, *BASICS[:3])
    written = len(ana.chat.messages)
    assert ben.is_told("Done (0)") == "Choose at least one."
    assert len(ana.chat.messages) == written


def test_whoever_presses_first_answers_and_nothing_is_asked_twice(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    answers(ana, *BASICS[:4])
    asked = ana.prompt
    enterprise, private = asked.button("Enterprise"), asked.button("A private person")
    heard = ana.does(
        lambda: (
            ana.person.presses(enterprise, on=asked),
            ben.person.presses(private, on=asked),
            ana.person.presses(enterprise, on=asked),
        )
    )
    assert heard.count("Who builds it?") == 1
    assert asked.text.endswith("✓ Enterprise — Ana")


def test_topics_are_conversations_of_their_own(room: Scene, ana: Guest) -> None:
    forum = room.telegram.supergroup("Team", ana.person, bots=[room.bot], is_forum=True)
    shop, help_desk = forum.topic("Shop"), forum.topic("Help desk")
    in_shop, in_help = ana.within(forum, shop), ana.within(forum, help_desk)
    in_shop.says("/start", "/answer Web shop")
    in_help.says("/new Help desk")
    assert "What does it do" in seen(help_desk)
    assert "What does it do" in seen(shop)
    assert "Web shop" not in seen(help_desk)
    in_shop.says("/answer Sells things")
    assert "3 of 8" in seen(shop)
    assert "3 of 8" not in seen(help_desk)


def seen(topic: Topic) -> str:
    """Everything that stands in a topic."""
    return "\n".join(message.as_seen() for message in topic.messages)


def test_a_group_that_grows_keeps_its_project(room: Scene, team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    answers(ana, *BASICS[:2])
    grown = group_of(ana).becomes_supergroup()
    room.settles()
    heard = answers(ana.within(grown), "Queues")
    assert "4 of 8" in heard
    assert "Coffee Club" in ben.within(grown).says("/projects")
    assert "Ana: owner" in ben.within(grown).says("/team")


def test_an_anonymous_admin_is_asked_to_show_who_they_are(room: Scene, ana: Guest) -> None:
    group = room.telegram.supergroup("Team", ana.person, bots=[room.bot])
    room.settles()
    ana.within(group).says("/start")
    nobody = room.telegram.anonymous_admin(group)
    heard = ana.within(group).does(lambda: nobody.says("/answer Coffee"))
    assert heard.startswith("I can't tell who you are while you write in the name of the group.")
    assert "What is the project called?" in ana.within(group).prompt.text


def test_a_bot_that_is_thrown_out_and_comes_back_goes_on(room: Scene, team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    answers(ana, "Coffee Club")
    group_of(ana).kicks(room.bot)
    room.settles()
    group_of(ana).adds(room.bot)
    room.settles()
    assert "3 of 8" in answers(ana, "Order ahead")
