"""One person alone with the app."""

import re

import pytest

from tests.e2e.slack.scene import BASICS, FORM, Guest, Scene


def test_the_first_contact_says_hello_and_asks(ana: Guest) -> None:
    heard = ana.says("Hi there")
    assert heard.startswith("Hello! I walk you through Mini-program")
    assert "1 of 8\nWhat is the project called?" in heard
    assert ana.prompt.buttons == [FORM]
    assert ana.prompt.options == ["‹ Back", "Example"]


def test_an_answered_question_shows_its_answer_and_has_nothing_to_press(ana: Guest) -> None:
    ana.says("hi")
    asked = ana.prompt
    assert "2 of 8\nWhat does it do, in one line?" in ana.says("Coffee Club")
    assert asked.as_seen().endswith("What is the project called?\n✓ Coffee Club")
    assert asked.as_seen().startswith("Hello!")
    assert asked.elements == []


def test_a_walk_ends_with_a_document(ana: Guest) -> None:
    ana.says("hi", *BASICS[:3])
    asked = ana.prompt
    ana.person.ticks("WeChat", on=asked)
    assert ana.presses("Done", on=asked).startswith("✓ WeChat\nProject set-up · The idea in a nutshell · 5 of 8")
    ana.does(lambda: ana.person.selects("Enterprise", on=ana.prompt))
    ana.presses("Take the recommended one")
    ana.does(lambda: ana.person.picks_date("2027-03-01", ana.prompt))
    heard = ana.says("Orders")
    assert heard.startswith("The idea in a nutshell is complete:\n· What is the project called? Coffee Club\n")
    document = next(message for message in reversed(ana.written) if message.files)
    assert document.as_seen() == "<coffee_club_brief.md>\nProject set-up: Coffee Club (draft, gaps are marked)"
    assert "Order ahead" in document.files[0].content.decode()
    assert "What is the team member's name?" in ana.prompt.as_seen()


def test_a_mistake_is_explained_and_asked_again(ana: Guest) -> None:
    ana.says("hi")
    assert ana.commands("skip").startswith("This one is needed later, so it can't be skipped.")
    refused = ana.prompt
    ana.says("Coffee Club")
    assert refused.as_seen() == "What is the project called?\n✓ Coffee Club"


def test_done_without_a_tick_says_what_is_missing(ana: Guest) -> None:
    ana.says("hi", *BASICS[:3])
    assert ana.presses("Done").startswith("Choose at least one.")
    assert "Done" in ana.prompt.buttons


def test_back_skip_and_example_stand_in_the_menu_and_behind_the_command(ana: Guest) -> None:
    ana.says("hi")
    assert "There is no answer before this one." in ana.does(lambda: ana.person.chooses_from_menu("‹ Back"))
    assert "For example: " in ana.does(lambda: ana.person.chooses_from_menu("Example"))
    ana.says(*BASICS[:2])
    assert "Now: Order ahead" in ana.commands("back")
    assert "3 of 8" in ana.says("Order coffee ahead")
    ana.says(*BASICS[2:])
    ana.commands("edit market gap")
    assert "Skipped." in ana.does(lambda: ana.person.chooses_from_menu("Skip"))


def test_what_stands_behind_the_command_is_an_answer(ana: Guest) -> None:
    ana.says("hi")
    assert "2 of 8" in ana.commands("Coffee Club")
    assert "Where we are" in ana.commands("STATUS")


def test_a_guess_is_asked_back(ana: Guest) -> None:
    ana.says("hi", *BASICS[:3])
    assert ana.says("wechta") == "Did you mean “WeChat”?\n[yes] [no]"
    assert "On which platforms" in ana.presses("no")
    ana.says("wechta")
    assert "5 of 8" in ana.presses("yes")


def test_an_edited_message_offers_to_change_its_answer(ana: Guest) -> None:
    ana.says("hi", "Coffee Club")
    mine = ana.person.says("Order ahed", ana.chat)
    ana.scene.settles()
    heard = ana.does(lambda: ana.person.edits(mine, "Order ahead"))
    assert heard == "You edited your message. Change “Order ahed” to “Order ahead”?\n[yes] [no]"
    assert "3 of 8" in ana.presses("yes")


def test_a_preview_that_slack_adds_is_no_edit(ana: Guest) -> None:
    ana.says("hi")
    mine = ana.person.says("https://example.org", ana.chat)
    ana.scene.settles()
    assert ana.does(lambda: ana.person.unfurls(mine, "An example")) == ""


def test_a_file_without_words_gets_one_kind_word(ana: Guest) -> None:
    ana.says("hi")
    heard = ana.does(lambda: ana.person.uploads("plan.png", b"...", ana.chat))
    assert heard.startswith("I can only read text yet.")


@pytest.mark.parametrize(
    "typed", ["<b>bold</b> & <!channel>", "*b* _i_ `c` [x](http://y.z)", "&lt;b&gt;", "ask <@U1> and @here"]
)
def test_nothing_that_is_typed_becomes_markup(ana: Guest, typed: str) -> None:
    ana.says("hi")
    asked = ana.prompt
    ana.says(typed)
    assert asked.as_seen().endswith(f"✓ {typed}")
    assert not [kind for kind, _ in asked.markup if kind in ("link", "user", "broadcast", "usergroup", "channel")]


def test_who_is_mentioned_in_an_answer_is_written_with_their_name(ana: Guest, ben: Guest) -> None:
    ana.says("hi")
    asked = ana.prompt
    ana.says(f"Club of @{ben.person.handle} & co")
    assert asked.as_seen().endswith("✓ Club of @Ben & co")
    assert not [piece for kind, piece in asked.markup if kind == "user"]


def test_several_messages_at_once_are_taken_in_order(ana: Guest) -> None:
    ana.says("hi")
    ana.does(lambda: [ana.person.says(text, ana.chat) for text in BASICS])
    assert "What is the team member's name?" in ana.prompt.as_seen()


def test_pressing_twice_in_a_hurry_counts_once(ana: Guest) -> None:
    ana.says("hi", *BASICS[:5])
    asked = ana.prompt
    ana.does(lambda: [ana.person.presses("Our own team", on=asked) for _ in range(3)])
    assert asked.as_seen().endswith("Who builds it?\n✓ Our own team")
    assert "When should it go live?" in ana.prompt.as_seen()


def test_events_that_come_twice_count_once(room: Scene, ana: Guest) -> None:
    ana.says("hi")
    room.slack.faults.duplicates_events(3)
    ana.says(*BASICS[:3])
    room.slack.faults.clear()
    assert "4 of 8" in ana.prompt.as_seen()
    assert len(ana.written) == 4


def test_a_second_person_joins_with_a_code(ana: Guest, ben: Guest) -> None:
    ana.says("hi", "Coffee Club")
    found = re.search(r"/phasewalk join (\S+)", ana.commands("invite"))
    assert found is not None
    heard = ben.commands(f"join {found[1]}")
    assert heard.startswith("This chat now talks about Coffee Club. You are its member.")
    ana.commands("next")
    ben.says("Order ahead")
    asked_back = ana.says("Order coffee")
    assert asked_back == "Ben answered “Order ahead” a moment ago. Replace it with “Order coffee”?\n[yes] [no]"
