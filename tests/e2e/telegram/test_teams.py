"""People who come in by invitation, from other chats and from the terminal; what they may do, and what they hear."""

import re

import pytest

from tests.e2e.telegram.scene import BASICS, Guest, Scene


def code_in(text: str) -> str:
    """The code of an invitation."""
    found = re.search(r"/join (\S+)", text)
    assert found is not None, text
    return found[1]


@pytest.fixture
def pair(ana: Guest, ben: Guest) -> tuple[Guest, Guest]:
    """Two people on one project, each in private; Ana began it."""
    ana.starts()
    ana.says("Coffee Club")
    ben.starts(code_in(ana.says("/invite")))
    return ana, ben


def test_a_link_leads_into_the_project(ana: Guest, ben: Guest) -> None:
    ana.starts()
    ana.says("Coffee Club")
    invitation = ana.says("/invite")
    assert f"https://t.me/phasewalk_bot?start={code_in(invitation)}" in invitation
    heard = ben.starts(code_in(invitation))
    assert heard.startswith("This chat now talks about Coffee Club. You are its member.")
    assert "Hello Ben!" in heard
    assert "What does it do, in one line?" in heard


def test_a_code_counts_once(room: Scene, pair: tuple[Guest, Guest]) -> None:
    ana, _ = pair
    code = code_in(ana.says("/invite"))
    first, second = room.person("Cy"), room.person("Di")
    assert "You are its member" in first.starts(code)
    assert second.starts(code).startswith("That code is unknown, used, or older than 24 hours.")
    assert "What is the project called?" in second.says("/start")


def test_a_group_joins_with_a_code(room: Scene, ana: Guest, ben: Guest) -> None:
    ana.starts()
    ana.says("Coffee Club")
    code = code_in(ana.says("/invite"))
    group = room.group("Coffee team", ana, ben)
    room.settles()
    heard = ana.within(group).says(f"/join {code}")
    assert "This chat now talks about Coffee Club. You are its owner." in heard
    assert "3 of 8" in ben.within(group).says("/answer Order ahead")
    assert "Ben: member" in ana.says("/team")


def test_an_invitation_from_a_group_comes_in_private(room: Scene, ana: Guest, ben: Guest) -> None:
    group = room.group("Coffee team", ana, ben)
    room.settles()
    table = ana.within(group)
    table.says("/start", "/answer Coffee Club")
    assert table.says("/invite").startswith("An invitation is for you alone. Write to me in private")
    ana.starts()
    assert table.says("/invite") == ""
    assert "joins Coffee Club as member" in ana.sees()


def test_leads_and_owners_decide_who_may_what(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    assert "Only an owner can do that." in ben.says("/team Ana member")
    assert ben.says("/invite") == "That is up to Ana."
    assert "Ben takes part as observer now." in ana.says("/team Ben observer")
    assert ben.says("Order ahead").startswith("You follow this project as an observer")
    assert "Where we are" in ben.says("/status")
    assert "Ben takes part as lead now." in ana.says("/team Ben lead")
    assert "3 of 8" in ben.says("/next", "Order ahead")
    assert "Ana is the only owner." in ana.says("/team Ana member")
    ana.says("/team Ben remove")
    assert ben.says("Queues").startswith("You are not part of this project.")


def test_what_others_answer_is_told_quietly_and_in_one_line(room: Scene, pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    before = len(ana.written)
    ben.says("Order ahead", "Queues")
    room.waits(lambda: len(ana.written) > before)
    room.settles()
    assert [message.text for message in ana.written[before:]] == [
        "Coffee Club: Ben answered 2 questions. The last one: “Whose problem does it solve, and which one?”."
    ]
    call = next(call for call in reversed(room.telegram.calls_of("sendMessage")) if call.chat_id == ana.chat.id)
    assert call.values["disable_notification"] is True


def test_two_people_in_private_do_not_overwrite_each_other(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    ana.says("/next")
    ben.says("Order ahead")
    heard = ana.says("Order coffee")
    assert heard == "Ben answered “Order ahead” a moment ago. Replace it with “Order coffee”?\n[yes] [no]"
    assert "3 of 8" in ana.presses("no")


def test_what_is_assigned_is_asked_in_private(room: Scene, pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    before = len(ben.written)
    heard = ana.says("/assign “What does it do” Ben")
    room.settles()
    told = [message.text for message in ben.written[before:]]
    assert told, heard
    assert "Ana asks you about “What does it do, in one line?”." in told[-1]
    assert "is for Ben to answer" in heard


def test_whoever_has_no_chat_is_called_in_the_group(room: Scene, ana: Guest, ben: Guest) -> None:
    group = room.group("Coffee team", ana, ben)
    room.settles()
    table = ana.within(group)
    table.says("/start", "/answer Coffee Club")
    ben.within(group).says("/answer Order ahead")
    heard = table.says("/assign “Whose problem” Ben")
    call = next(message for message in reversed(table.written) if message.text.startswith("Ben\n"))
    assert ("text_mention", "Ben") in call.markup, heard
    assert call.buttons[0].url is not None
    assert "t.me/phasewalk_bot" in call.buttons[0].url


def test_two_accounts_become_one_person(room: Scene, pair: tuple[Guest, Guest]) -> None:
    ana, _ = pair
    phone = room.person("Ana's other phone")
    code = re.search(r"/me link (\S+)", ana.says("/me link"))
    assert code is not None
    phone.starts()
    heard = phone.says(f"/me link {code[1]}")
    assert "Coffee Club" in phone.says("/me")
    assert "You are Ana, owner of Coffee Club." in phone.says("/me"), heard


def test_who_blocks_the_bot_is_missed_once(room: Scene, pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    heard = ana.does(lambda: ben.person.blocks(room.bot))
    assert heard == "I can't reach Ben any more: my messages are blocked, or I was removed from the chat."
    ana.says("Order ahead", "Queues")
    assert sum("I can't reach" in message.text for message in ana.written) == 1
    assert "On which platforms" in ben.starts()


def test_a_document_goes_to_who_asks_for_it(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    ana.says(*BASICS[1:])
    assert "<coffee_club_brief.md>" in ben.says("/docs")


def test_several_projects_in_one_chat(ana: Guest) -> None:
    ana.starts()
    ana.says("Coffee Club")
    asked = ana.prompt
    example = asked.button("Example")
    assert "2 of 8" in ana.says("/new Tea Club")
    assert "1. Coffee Club\n2. Tea Club (this one)" in ana.says("/projects")
    assert ana.is_told(example, on=asked).startswith("That question belongs to another project.")
    assert "We now talk about Coffee Club." in ana.says("/switch Coffee Club")
