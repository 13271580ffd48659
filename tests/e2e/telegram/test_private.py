"""One person alone with the bot."""

import re
from datetime import date

import pytest

from tests.e2e.telegram.scene import BASICS, Guest, Scene


def test_the_first_contact_says_hello_and_asks(ana: Guest) -> None:
    heard = ana.starts()
    assert heard.startswith("Hello! I walk you through Mini-program")
    assert "1 of 8\nWhat is the project called?" in heard
    assert heard.count("The idea in a nutshell") == 1
    assert ana.labels() == ["‹ Back", "Example"]


def test_whoever_just_writes_is_greeted_as_well(ana: Guest) -> None:
    ana.person.private().is_started = True
    assert ana.says("Hi there").startswith("Hello! I walk you through Mini-program")
    assert "2 of 8" in ana.says("Coffee Club")


def test_an_answered_question_shows_its_answer_and_loses_its_buttons(ana: Guest) -> None:
    ana.starts()
    asked = ana.prompt
    assert "2 of 8\nWhat does it do, in one line?" in ana.says("Coffee Club")
    assert asked.text.endswith("What is the project called?\n✓ Coffee Club")
    assert asked.text.startswith("Hello!")
    assert asked.buttons == []


def test_a_walk_ends_with_a_document(ana: Guest) -> None:
    ana.starts()
    ana.says(*BASICS[:3])
    heard = ana.presses("WeChat", "Done (1)")
    assert heard.startswith("✓ WeChat\n\n")
    ana.presses("Enterprise")
    ana.presses("Take the recommended one")
    ana.says("2027-03-01")
    read_back, document, asked = ana.says("Orders").split("\n\n", 2)
    assert read_back.startswith("The idea in a nutshell is complete:\n· What is the project called? Coffee Club\n")
    assert document == "<coffee_club_brief.md>\nProject set-up: Coffee Club (draft, gaps are marked)"
    assert "What is the team member's name?" in asked
    file = next(message.file for message in reversed(ana.written) if message.file)
    assert "Order ahead" in file.content.decode()


def test_what_was_said_beside_a_question_stays_when_it_is_answered(ana: Guest) -> None:
    ana.starts()
    ana.says("/status")
    report = ana.prompt
    ana.says("Coffee Club")
    assert report.text.startswith("Where we are\n")
    assert report.text.endswith("What is the project called?\n✓ Coffee Club")


def test_a_mistake_is_explained_and_asked_again(ana: Guest) -> None:
    ana.starts()
    heard = ana.says("/skip")
    assert heard.startswith("This one is needed later, so it can't be skipped.")
    refused = ana.prompt
    assert "What is the project called?" in refused.text
    ana.says("Coffee Club")
    assert refused.text == "What is the project called?\n✓ Coffee Club"


def test_ticks_come_and_go_and_done_takes_them(ana: Guest) -> None:
    ana.starts()
    ana.says(*BASICS[:3])
    assert ana.presses("Done (0)").startswith("Choose at least one.")
    asked = ana.prompt
    assert ana.presses("WeChat", "Alipay", "QQ", "✓ Alipay") == ""
    assert [label for label in ana.labels() if label.startswith("✓")] == ["✓ WeChat", "✓ QQ"]
    assert ana.presses("Done (2)").startswith("✓ WeChat, QQ")
    assert asked.text.endswith("\n✓ WeChat, QQ")


def test_many_options_come_in_pages_and_ticks_stay(ana: Guest) -> None:
    ana.starts()
    ana.says(*BASICS, "/edit traits")
    first = ana.labels()[0]
    assert "1/3" in ana.labels()
    ana.presses(first, "›")
    assert "2/3" in ana.labels()
    assert first not in ana.labels()
    second = ana.labels()[0]
    ana.presses(second, "‹")
    assert {f"✓ {first}", "Done (2)", "1/3"} <= set(ana.labels())
    assert ana.is_told("1/3") == ""


def test_a_date_is_picked_from_a_calendar(ana: Guest) -> None:
    ana.starts()
    ana.says(*BASICS[:6])
    asked = ana.prompt
    month = ana.labels()[1]
    assert ana.presses("›", "›", "‹") == ""
    shown = date.fromisoformat(f"{ana.labels()[1]}-15")
    assert shown.strftime("%Y-%m") > month
    ana.presses("15")
    assert re.search(rf"\n✓ \w+, 15 {shown:%B} {shown.year}$", asked.text)
    assert asked.buttons == []


def test_back_skip_and_example(ana: Guest) -> None:
    ana.starts()
    assert "There is no answer before this one." in ana.presses("‹ Back")
    assert "For example: " in ana.presses("Example")
    ana.says(*BASICS[:2])
    assert "Now: Order ahead" in ana.presses("‹ Back")
    assert "3 of 8" in ana.says("Order coffee ahead")
    ana.says(*BASICS[2:], "/edit market gap")
    assert "Skipped." in ana.presses("Skip")


def test_a_guess_is_asked_back(ana: Guest) -> None:
    ana.starts()
    ana.says(*BASICS[:3])
    assert ana.says("wechta") == "Did you mean “WeChat”?\n[yes] [no]"
    assert "On which platforms" in ana.presses("no")
    ana.says("wechta")
    assert "5 of 8" in ana.presses("yes")


def test_an_old_button_asks_before_it_changes_anything(ana: Guest) -> None:
    ana.starts()
    ana.says(*BASICS[:4])
    asked = ana.prompt
    private, enterprise = asked.button("A private person"), asked.button("Enterprise")
    ana.presses("Enterprise")
    heard = ana.presses(private, on=asked)
    assert heard == "You answered “Enterprise” already. Change it to “A private person”?\n[yes] [no]"
    assert "Changed from “Enterprise” to “A private person”" in ana.presses("yes")
    back = ana.presses(enterprise, on=asked)
    assert "Change it to “Enterprise”?" in back
    assert "Kept as it was." in ana.presses("no")


def test_pressing_twice_in_a_hurry_counts_once(ana: Guest) -> None:
    ana.starts()
    ana.says(*BASICS[:4])
    asked, button = ana.prompt, ana.prompt.button("Enterprise")
    ana.does(lambda: [ana.person.presses(button, on=asked) for _ in range(3)])
    assert asked.text.endswith("Who will own the account?\n✓ Enterprise")
    assert "Who builds it?" in ana.prompt.text


def test_an_edited_message_offers_to_change_its_answer(ana: Guest) -> None:
    ana.starts()
    ana.says("Coffee Club")
    ana.says("Order ahed")
    mine = next(message for message in ana.chat.messages if message.text == "Order ahed")
    heard = ana.does(lambda: ana.person.edits(mine, "Order ahead"))
    assert heard == "You edited your message. Change “Order ahed” to “Order ahead”?\n[yes] [no]"
    assert "3 of 8" in ana.presses("yes")
    assert "Whose problem" in ana.prompt.text


def test_an_edited_message_that_gave_no_answer_changes_nothing(ana: Guest) -> None:
    ana.starts()
    ana.says("/help")
    mine = next(message for message in ana.chat.messages if message.text == "/help")
    heard = ana.does(lambda: ana.person.edits(mine, "Coffee Club"))
    assert heard.startswith("The message you edited gave no answer")


def test_what_is_no_text_gets_one_kind_word(ana: Guest) -> None:
    ana.starts()
    for action in (ana.person.sends_voice, ana.person.sends_sticker, lambda: ana.person.sends_album(4)):
        assert ana.does(action).startswith("I can only read text yet.")


def test_the_text_under_a_picture_is_read(ana: Guest) -> None:
    ana.starts()
    assert "2 of 8" in ana.does(lambda: ana.person.sends_photo("Coffee Club"))


@pytest.mark.parametrize(
    "typed", ["<b>bold</b> & <a href='tg://user?id=1'>x</a>", "*b* _i_ `c` [x](http://y.z)", "&lt;b&gt; &#60;"]
)
def test_nothing_that_is_typed_becomes_markup(ana: Guest, typed: str) -> None:
    ana.starts()
    asked = ana.prompt
    ana.says(typed)
    assert asked.text.endswith(f"✓ {typed}")
    ours = {"bold", "italic", "code", "bot_command"}
    pieces = [(kind, piece) for kind, piece in asked.markup if kind in ours and piece in typed]
    assert pieces == []
    assert not [kind for kind, _ in asked.markup if kind in ("text_link", "text_mention", "mention")]


def test_nobody_is_called_by_what_was_typed(ana: Guest) -> None:
    ana.starts()
    asked = ana.prompt
    ana.says("ask @durov and @all")
    assert not [piece for kind, piece in asked.markup if kind == "mention"]
    assert "durov" in asked.text


def test_a_long_answer_still_fits(ana: Guest) -> None:
    ana.starts()
    ana.says("Coffee Club")
    heard = ana.says("x" * 4000)
    assert heard.startswith("That is 4000 characters; at most ")
    assert "What does it do" in heard


def test_several_messages_at_once_are_taken_in_order(ana: Guest) -> None:
    ana.starts()
    ana.does(lambda: [ana.person.says(text) for text in BASICS])
    assert "What is the team member's name?" in ana.prompt.text
    settled = [message.text for message in ana.written if "✓ Queues" in message.text]
    assert len(settled) == 1


def test_updates_that_come_twice_count_once(room: Scene, ana: Guest) -> None:
    ana.starts()
    room.telegram.faults.duplicates_updates(3)
    ana.says(*BASICS[:3])
    room.telegram.faults.clear()
    assert "4 of 8" in ana.prompt.text
    assert len(ana.written) == 4
