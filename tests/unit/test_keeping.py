"""Messages that are kept: as an open question, as a decision, or as the answer to a question."""

from bot.artefacts.markdown import MarkdownRenderer
from bot.resources import PLAYBOOKS, TEMPLATES
from dialogs.forms import form_after
from dialogs.loader import load
from dialogs.standing import standing
from dialogs.state import Role
from tests.unit.chatting import WORDS, Person, Room, questions
from tests.unit.rooms import team

KEPT = """
- {id: name, type: text, text: "Name?"}
- group: points
  item: point
  title: Points
  prefix: O
  label: point
  min: 0
  max: 2
  keeps: question
  ask:
    - {id: point, type: text, text: "Point?", max_length: 20}
    - {id: owner, type: text, text: "Who?", required: false}
    - {id: link, type: url, text: "Where?", required: false, asked: false}
    - {id: all, type: long_text, text: "All?", required: false, asked: false}
- group: choices
  item: choice
  title: Choices
  prefix: DC
  label: choice
  min: 0
  asked: false
  keeps: decision
  ask:
    - {id: choice, type: long_text, text: "Choice?", max_length: 10}
    - {id: size, type: number, text: "Size?", required: false, asked: false}
- {id: late, type: text, text: "Late?", required: false, asked: false}
- {id: last, type: text, text: "Last?"}
"""
LINK = "https://club.slack.com/archives/C1/p1"


def files(person: Person, keep: str, text: str, link: str = LINK) -> Person:
    return person.marks_as(keep, text, link)


def answers(person: Person, text: str, question: str, based_on: int = 0) -> Person:
    return person.marks_as_answer(text, question, link=LINK, based_on=based_on)


def kept() -> Person:
    return Room(questions(KEPT)).person("Ana").opens()


def test_a_message_becomes_an_item_with_its_link() -> None:
    ana = kept()
    files(ana, "question", "May we print?")
    assert ana.read == "Kept as O-1: May we print?"
    assert not ana.question
    assert ana.room.value("points.link", "O-1") == LINK
    assert ana.room.value("points.all", "O-1") is None
    assert ana.says("Club").question == "Who?"
    assert ana.says("/skip", "no").sees("Last?")
    assert f"O-1 May we print? ({LINK})" in ana.says("/list").read
    assert f"Where? {LINK}" in ana.says("/why O-1").read
    ana.says("/undo", "/undo", "/undo", "/undo")
    assert ana.room.view.item("O-1") is None


def test_a_long_message_is_named_by_its_beginning_and_kept_whole() -> None:
    ana = files(kept(), "question", "May we print\nthe code on the cups?")
    assert ana.read == "Kept as O-1: May we print the co…"
    assert ana.room.value("points.all", "O-1") == "May we print\nthe code on the cups?"
    long = files(ana, "question", "long " * 3000, "no link")
    assert long.read == "Kept as O-2: long long long long…"
    assert len(ana.room.value("points.all", "O-2")) == 4000
    assert ana.room.value("points.link", "O-2") is None
    assert "takes no more than 2" in files(ana, "question", "And this?").refusal


def test_a_decision_is_filed_where_nothing_is_asked() -> None:
    ana = kept().says("Club")
    assert ana.question == "Any point to add?"
    files(ana, "decision", "We do it\nso or so", "no link")
    assert ana.read == "Kept as DC-1: We do it…"
    assert ana.says("/list").sees("DC-1 We do it")
    assert "(" not in ana.read.split("DC-1")[1]
    assert ana.says("no").question == "Last?"
    ana.says("x")
    assert ana.sees("Every question is answered")
    assert ana.says("/add choice Tea").room.value("choices.choice", "DC-2") == "Tea"
    assert not ana.question
    (phase,) = standing(ana.room.plan, ana.room.state)
    assert (phase.answered, phase.total) == (4, 4)


def test_what_is_not_asked_can_be_filled_in() -> None:
    ana = kept().says("Club", "no", "x")
    assert [WORDS.plain(one.ask.text) for one in ana.form("late").fields] == ["Name?", "Late?", "Last?"]
    assert form_after(ana.room.plan, ana.room.state, "ana", "first", "", now=ana.room.now) is None
    assert ana.says("/edit late").question == "Late?"
    assert ana.says("y").room.value("late") == "y"
    assert not ana.says("/edit").sees("Late?")
    assert "No question or answer matches" in ana.says("/edit y").refusal


def test_what_is_not_asked_is_not_gone_back_to() -> None:
    ana = kept().says("/edit late", "y")
    assert "There is no answer before this one" in ana.says("/back").refusal
    ana = files(kept(), "question", "May we print?").says("Club", "/skip", "no")
    assert ana.says("/back").question == "Who?"


def test_of_an_item_what_is_not_asked_is_found_by_its_id_alone() -> None:
    ana = files(kept(), "question", "May we print?").says("/edit O-1")
    assert not ana.sees("Where?")
    assert ana.says("/edit O-1 link").question == "Where?"
    assert "No question or answer matches" in ana.says("/edit O-1 where").refusal


def test_an_empty_message_or_one_of_an_unknown_kind_is_not_kept() -> None:
    ana = kept()
    assert "at least one character" in files(ana, "question", " \n ").refusal
    assert "no place for that" in files(ana, "joke", "Haha").refusal
    assert not ana.room.state.book.entries
    eve = ana.room.person("Eve", role=Role.OBSERVER)
    assert "Ana" in files(eve, "question", "Why?").refusal
    others = ana.room.person("Ana", chat="team", is_shared=True).opens()
    assert "no place" in files(others, "joke", "Haha").whispered


def test_a_message_answers_a_question_and_why_tells_where() -> None:
    ana, ben = team()
    assert answers(ana, "Club", "name").settled == "What is it called? → Club"
    assert f"from {LINK}" in ana.says("/why name").read
    ben.says("/edit market_gap", "A gap")
    assert answers(ana, "Another", "market_gap").question.startswith("Ben answered “A gap” a moment ago.")
    assert ana.says("yes").room.value("market_gap") == "Another"
    assert ana.says("/why market_gap").read.count(LINK) == 1
    ana.says("/undo", "/undo")
    assert ana.room.value("name") is None
    assert ana.says("/why name").read.count(LINK) == 1
    assert "Nothing was changed." in answers(ben, "A gap", "market_gap").read


def test_a_conflict_that_is_still_newer_keeps_no_link() -> None:
    ana, ben = team()
    ben.says("Club")
    answers(ana, "Tea", "name")
    ben.says("/edit name", "Bean")
    assert "Ben answered “Bean”" in ana.says("yes").question
    assert ana.room.state.book.link(ana.room.state.book.entries[-1]) == ""


def test_a_link_is_no_change_after_a_sign_off() -> None:
    ana, _ = team(sign_off=True)
    ana.says("Club", "Gap", "Small", "Commuters", "Quick", "no", "no", "A task", "x", "yes")
    assert "1 change" not in ana.says("/status").read
    seq = ana.room.state.book.newest["name", ""].seq
    answers(ana, "Tea Club", "name", based_on=seq)
    assert "1 " in ana.says("/status").read


def test_the_first_playbook_keeps_both_and_shows_them_in_its_requirements() -> None:
    ana = Room(load(PLAYBOOKS / "mini_program")).person("Ana").opens()
    renderer = MarkdownRenderer(TEMPLATES, WORDS)

    def document() -> str:
        return renderer.render("requirements", "Club", ana.room.plan, ana.room.state)

    assert "Decisions" not in document()
    files(files(ana, "question", "May we?"), "decision", "We close early")
    text = document()
    assert "| O-1 May we? |" in text
    assert "## Decisions" in text
    assert "Where was it asked" not in text
    assert text.count("club.slack.com") == 2
