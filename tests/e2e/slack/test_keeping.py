"""A message that somebody keeps: as an open question, a decision, or the answer to a question."""

import pytest

from tests.e2e.slack.scene import Guest, Scene
from tests.e2e.slack.test_channels import card
from tests.fakes.slack.forms import Form
from tests.fakes.slack.messages import Message

AS, TEXT, TO = "Keep it as", "Text", "Which question does it answer?"


@pytest.fixture
def pair(room: Scene, ana: Guest, ben: Guest) -> tuple[Guest, Guest]:
    """Ana and Ben in the thread of Coffee Club's walk."""
    channel = room.channel("keeping", ana, ben)
    ana.within(channel).says("@phasewalk hello")
    root = card(ana.within(channel))
    ana.within(channel, root).says("Coffee Club")
    return ana.within(channel, root), ben.within(channel, root)


def keeps(guest: Guest, message: Message) -> Form:
    """Choose the shortcut in a message's menu."""
    guest.does(lambda: guest.person.shortcut("keep", on=message))
    return guest.person.sees_view()


def link_to(message: Message) -> str:
    return (
        f"https://{message.channel.team.domain}.slack.com/archives/{message.channel.id}/p{message.ts.replace('.', '')}"
    )


@pytest.mark.parametrize(("kind", "id_"), [("An open question", "O-1"), ("A decision", "DC-1")])
def test_a_message_becomes_an_item_with_its_link(pair: tuple[Guest, Guest], kind: str, id_: str) -> None:
    ana, ben = pair
    said = ben.person.says("Who pays for the beans & <milk>?", ben.chat)
    form = keeps(ana, said)
    assert "Who pays for the beans & <milk>?" in form.as_seen()
    assert f"Kept as {id_}: Who pays for the beans" in ana.submits(form.fill({AS: kind}))
    assert link_to(said) in ana.commands(f"why {id_}")


def test_the_documents_lead_back_to_the_message(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    said = ben.person.says("We roast on Mondays", ben.chat)
    ana.submits(keeps(ana, said).fill({AS: "A decision"}))
    ana.commands("docs requirements")
    contents = [file.content.decode() for message in ana.written for file in message.files]
    address = link_to(said).partition("://")[2]
    assert any("We roast on Mondays" in text and address in text for text in contents)


def test_a_message_becomes_an_answer(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    said = ben.person.says("Order coffee ahead", ben.chat)
    form = keeps(ana, said)
    assert "What does it do, in one line?" in form.types_into("one line").over_blocking().options
    heard = ana.submits(form.fill({AS: "The answer to a question", TO: "What does it do, in one line?"}))
    assert "Order coffee ahead" in heard
    assert link_to(said) in ana.commands("why idea")


def test_an_answer_wants_its_question_and_has_to_fit(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    form = keeps(ana, ben.person.says("Whenever", ben.chat))
    sent = form.fill({AS: "The answer to a question"}).submits()
    assert sent is not None
    sent.over_blocking()
    assert list(form.problems.values()) == ["Choose the question that this answers."]
    form.types_into("go live").over_blocking()
    sent = form.fill({TO: "When should it go live?"}).submits()
    assert sent is not None
    sent.over_blocking()
    assert form.is_open
    [problem] = form.problems.values()
    assert "date" in problem.casefold()


def test_somebody_elses_answer_is_not_replaced_without_a_yes(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    ben.says("Order tea")
    form = keeps(ana, ben.person.says("Order coffee", ben.chat))
    form.types_into("one line").over_blocking()
    sent = form.fill({AS: "The answer to a question", TO: "What does it do, in one line?"}).submits()
    assert sent is not None
    sent.over_blocking()
    assert form.is_open
    assert "Ben answered “Order tea” a moment ago. Submit again to replace it." in form.as_seen()
    assert "Order coffee" in ana.submits(form)
    assert not form.is_open


def test_from_a_channel_without_the_app_it_goes_to_the_private_chat(room: Scene, ana: Guest, ben: Guest) -> None:
    ana.says("hi", "Coffee Club")
    elsewhere = room.team.channel("lunch", ana.person, ben.person)
    said = ben.person.says("Do we need cups?", elsewhere)
    heard = ana.submits(keeps(ana, said))
    assert "Kept as O-1: Do we need cups?" in heard
    assert len(elsewhere.messages) == 1
    assert link_to(said) in ana.commands("why O-1")


def test_who_has_no_project_is_told_how_to_begin(room: Scene, ana: Guest, ben: Guest) -> None:
    elsewhere = room.team.channel("lunch", ana.person, ben.person)
    form = keeps(ana, ben.person.says("Hello", elsewhere))
    assert "You take part in no project here yet." in form.as_seen()


def test_which_project_is_asked_where_there_are_several(room: Scene, ana: Guest, ben: Guest) -> None:
    ana.says("hi", "Coffee Club")
    ana.commands("new Tea Club")
    elsewhere = room.team.channel("lunch", ana.person, ben.person)
    form = keeps(ana, ben.person.says("Do we need cups?", elsewhere))
    assert "[Tea Club ▾]" in form.as_seen()
    assert "Kept as O-1" in ana.submits(form.fill({"Project": "Coffee Club"}))
    ana.commands("switch Coffee Club")
    assert "Do we need cups?" in ana.commands("list open questions")
