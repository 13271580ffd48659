"""Answers in a form: a dialog or a round of a group at once."""

from pathlib import Path

import pytest

from tests.e2e.slack.scene import BASICS, FORM, Guest, Scene, scene
from tests.e2e.slack.test_channels import card
from tests.fakes.slack.forms import Form

NAME, LINE, WHOSE = (
    "What is the project called?",
    "What does it do, in one line?",
    "Whose problem does it solve, and which one?",
)
WHERE, OWNER, WHO = "On which platforms should it run?", "Who will own the account?", "Who builds it?"
WHEN, SUCCESS = "When should it go live?", "How will you know that it worked?"
PAYS, TRAITS = "Will people pay inside the mini-program?", "Which of these does the mini-program do?"
FILLED = {
    NAME: "Coffee Club",
    LINE: "Order ahead",
    WHOSE: "Queues",
    WHERE: ["WeChat", "QQ"],
    OWNER: "Enterprise",
    WHO: "Our own team",
    WHEN: "2027-03-01",
    SUCCESS: "Orders",
}


@pytest.fixture
def pair(room: Scene, ana: Guest, ben: Guest) -> tuple[Guest, Guest]:
    """Ana and Ben in the thread of a walk."""
    channel = room.channel("forms", ana, ben)
    ana.within(channel).says("@phasewalk hello")
    root = card(ana.within(channel))
    return ana.within(channel, root), ben.within(channel, root)


def test_a_dialog_is_answered_at_once(ana: Guest) -> None:
    ana.says("hi")
    asked = ana.prompt
    form = ana.opens_form()
    assert form.title == "The idea in a nutshell"
    heard = ana.submits(form.fill(FILLED))
    assert "What is the project called? Coffee Club" in heard
    assert "On which platforms should it run? WeChat, QQ" in heard
    assert asked.elements == []
    assert "What is the team member's name?" in ana.prompt.as_seen()


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(ana: Guest) -> None:
    ana.says("hi")
    form = ana.opens_form()
    sent = form.fill(FILLED | {LINE: "x" * 2000}).submits()
    assert sent is not None
    sent.over_blocking()
    assert form.is_open
    assert [text.startswith("That is 2000 characters; at most ") for text in form.problems.values()] == [True]
    ana.scene.settles()
    assert "0/10" in ana.looks_at_home()
    assert "Order ahead" in ana.submits(form.fill({LINE: "Order ahead"}))


def test_a_newer_answer_by_somebody_else_is_shown_before_it_is_replaced(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    form = ana.opens_form()
    ben.says("Tea Club")
    sent = form.fill(FILLED).submits()
    assert sent is not None
    sent.over_blocking()
    assert form.is_open
    assert "Ben answered “Tea Club” a moment ago. Submit again to replace it." in form.as_seen()
    assert "[Order ahead]" in form.as_seen()
    ana.submits(form)
    assert ana.person.stack == []
    assert card(ana).as_seen().startswith("Coffee Club\n")


def test_what_somebody_else_kept_meanwhile_stays_where_nobody_touched_it(pair: tuple[Guest, Guest]) -> None:
    ana, ben = pair
    ana.says("Coffee Club")
    form = ana.opens_form()
    ben.says("Order tea")
    values = {label: value for label, value in FILLED.items() if label not in (NAME, LINE)}
    sent = form.fill(values | {LINE: "Order tea"}).submits()
    assert sent is not None
    sent.over_blocking()
    ana.scene.settles()
    assert not form.is_open


def test_a_closed_form_says_what_is_lost(ana: Guest) -> None:
    ana.says("hi")
    form = ana.opens_form()
    form.fill({NAME: "Coffee Club", LINE: "Order ahead"})
    ana.does(form.closes)
    told = ana.is_told("The form was closed. What you had filled in and not saved is gone:")
    assert told.as_seen().count("– ") == 2
    again = ana.opens_form()
    ana.does(again.closes)
    assert sum("The form was closed" in one.as_seen() for one in ana.chat.hidden) == 1


def test_in_a_channel_only_who_closed_the_form_is_told(pair: tuple[Guest, Guest]) -> None:
    ana, _ = pair
    form = ana.opens_form()
    form.fill({NAME: "Coffee Club"})
    assert ana.does(form.closes) == ""
    told = ana.is_told("The form was closed.")
    assert told.thread_ts == card(ana).ts


def test_a_new_thing_comes_to_life_in_a_form(ana: Guest) -> None:
    ana.says("hi", *BASICS)
    form = ana.opens_form()
    assert form.title == "Another team member"
    heard = ana.submits(form.fill(values_of(form, "Ben", 5)))
    assert "Ben" in heard
    assert "another" in ana.prompt.as_seen().casefold()


def values_of(form: Form, name: str, hours: int) -> dict[str, object]:
    """Something for each field of a team member."""
    found: dict[str, object] = {}
    for block, element in form.view.elements:
        kind = element["type"]
        if block["block_id"].endswith("|other"):
            continue
        if kind == "plain_text_input":
            found[block["block_id"]] = str(hours) if found else name
        elif kind in ("radio_buttons", "static_select"):
            found[block["block_id"]] = element["options"][0]["text"]["text"]
        elif kind in ("checkboxes", "multi_static_select"):
            found[block["block_id"]] = [element["options"][0]["text"]["text"]]
    return found


def test_what_an_answer_opens_up_comes_on_a_page_of_its_own(ana: Guest) -> None:
    ana.says("hi", "Coffee Club")
    ana.commands("edit traits")
    form = ana.opens_form()
    sent = form.fill({PAYS: "no", TRAITS: ["People post things that others can see"]}).submits()
    assert sent is not None
    sent.over_blocking()
    ana.scene.settles()
    assert form.is_open
    assert PAYS not in form.as_seen()
    assert "Which approval covers posts that others can see?" in form.as_seen()
    heard = ana.submits(form.fill({"Will posts, names and pictures be checked before others see them?": "yes"}))
    assert "Will posts, names and pictures be checked before others see them? yes" in heard
    assert not form.is_open


def test_a_form_for_which_slack_waited_too_long_says_so(tmp_path: Path) -> None:
    with scene(tmp_path, trigger_expiry_s=0.0) as made:
        made.runs()
        ana = made.person("Ana")
        ana.says("hi")
        ana.does(lambda: ana.person.presses(FORM, ana.prompt))
        ana.is_told("Slack waited too long for the form. Press the button once more.")
        assert ana.person.stack == []


def test_an_observer_has_nothing_to_fill_in(room: Scene, pair: tuple[Guest, Guest]) -> None:
    ana, _ = pair
    gus = room.person("Gus", is_guest=True).within(ana.chat, ana.thread)
    gus.does(lambda: ana.chat.adds(gus.person))
    assert "There is nothing to fill in here any more" in gus.opens_form(on=ana.prompt).as_seen()
