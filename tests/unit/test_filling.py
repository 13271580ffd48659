"""Answers that come all at once in a form."""

from dialogs.forms import Given
from dialogs.state import Role
from tests.unit.chatting import Room, questions
from tests.unit.rooms import mixed, team, team_room

CHECKED = """
- {id: sells, type: yes_no, text: "Sells?", checks: [{id: must_sell, block_if: "not sells", message: "Sell it."}]}
- {id: price, type: number, text: "Price?", when: sells, checks: [
    {id: dear, warn_if: "price > 5", message: "That is dear."}]}
- {id: last, type: text, text: "Last?"}
"""
PEOPLE = """
- group: people
  item: person
  title: People
  prefix: P
  label: name
  max: 2
  ask:
    - {id: name, type: text, text: "Who?"}
    - {id: kind, type: choice, text: "Kind?", options: {old: Old hand, new: New here}, other: true}
    - {id: since, type: date, text: "Since?", when: "item.kind == 'old'"}
- {id: last, type: text, text: "Last?"}
"""


def test_a_form_is_kept_in_one_turn_and_told_in_one_message() -> None:
    ana = mixed()
    ana.fills(ana.form("name"), name="Coffee Club", kinds="x, z", sells="yes", day="4 dec 2026", steps="a\nb")
    assert ana.read.startswith(
        "✓ First\n· Name? Coffee Club\n· Kinds? Ex, Zed\n· Sells? yes\n· Day? Friday, 4 December 2026\n· Steps? a, b"
    )
    assert len({entry.turn for entry in ana.room.state.book.entries}) == 1
    assert ana.settled == "Name? → Coffee Club"
    assert ana.question == "Price?"
    ana.says("/undo")
    assert ana.question == "Name?"
    assert ana.form("name").progress.answered == 0


def test_an_open_question_that_the_form_did_not_answer_stays() -> None:
    ana = mixed()
    ana.fills(ana.form("name"), day="2026-12-04")
    assert "Day? Friday" in ana.read
    assert not ana.question
    assert not ana.settled
    assert ana.says("Coffee Club").question == "Kinds?"


def test_empty_and_unchanged_fields_change_nothing() -> None:
    ana = mixed().says("Coffee Club", "x", "yes", "4.00")
    book = ana.room.state.book
    ana.fills(ana.form("name"), name=" Coffee  Club ".replace("  ", " "), kinds="", price="4.00 EUR", sells="Y")
    assert ana.room.state.book is book
    assert ana.read == "Nothing was changed."
    team_ana = Room(ana.room.plan.playbook).person("Ana", chat="team", is_shared=True).opens()
    assert team_ana.fills(team_ana.form("name")).whispered == "Nothing was changed."


def test_what_follows_from_a_form_is_told() -> None:
    ana = Room(questions(CHECKED)).person("Ana").opens()
    ana.fills(ana.form("sells"), sells="yes", last="x")
    assert ana.question == "Price?"
    ana.fills(ana.form("price"), price="9")
    assert "That is dear." in ana.read
    assert "First is complete" in ana.read
    before = ana.form("price")
    ana.fills(before, sells="no")
    assert ana.sees("Sell it.")
    assert ana.sees("1 earlier answer no longer applies")
    assert ana.refusal == ""
    again = ana.fills(before, price="3", sells="no")
    assert again.refusal == "“Price?” no longer applies, so this was not kept: “3”"
    assert ana.submits(Given("gone", "", "text")).refusal == "“gone” no longer applies, so this was not kept: “text”"


def test_what_is_not_understood_is_a_fault_at_its_field() -> None:
    ana = mixed()
    given = ana.filled(ana.form("name"), name="Coffee Club", kinds="salt", sells="perhaps", day="3/4/27")
    assert ana.faults(*given) == {
        ("kinds", ""): "Nothing I know is called so. To keep it as it is, write: other: salt",
        ("sells", ""): "I need a yes or a no here.",
        ("day", ""): "Did you mean “Saturday, 3 April 2027”? Then write: 2027-04-03",
    }
    ana.submits(*given)
    assert ana.room.value("name") == "Coffee Club"
    assert ana.question == "Nothing I know is called so. Keep “salt” as it is?"
    assert ana.refusal.splitlines() == [
        "“Sells?”: “perhaps” was not kept. I need a yes or a no here.",
        "“Day?”: “3/4/27” was not kept. Did you mean “Saturday, 3 April 2027”? Then write: 2027-04-03",
    ]
    assert ana.says("yes").question == "Sells?"
    assert ana.room.value("kinds") == ["other:salt"]


def test_what_can_be_written_no_clearer_is_taken() -> None:
    ana = Room(questions('[{id: who, type: person, text: "Who?"}]')).person("Ana").opens()
    given = ana.filled(ana.form("who"), who="Chen")
    assert ana.faults(*given) == {}
    assert ana.submits(*given).room.value("who") == "name:Chen"


def test_a_newer_answer_is_not_replaced_without_a_second_look() -> None:
    ana, ben = team()
    form = ana.form("name")
    ben.says("Tea Club", "Ben's gap")
    given = ana.filled(form, name="Coffee Club", market_gap="Ana's gap", size="Small")
    assert ana.faults(*given) == {
        ("name", ""): "Ben answered “Tea Club” a moment ago. Submit again to replace it.",
        ("market_gap", ""): "Ben answered “Ben's gap” a moment ago. Submit again to replace it.",
    }
    ana.submits(*given)
    assert ana.room.value("size") == "Small"
    assert ana.refusal == "“What is missing today?”: “Ana's gap” was not kept. Ben answered “Ben's gap” a moment ago."
    assert ana.question == "Ben answered “Tea Club” a moment ago. Replace it with “Coffee Club”?"
    assert ana.says("yes").room.value("name") == "Coffee Club"
    assert ana.room.value("market_gap") == "Ben's gap"


def test_a_newer_answer_is_replaced_once_it_was_seen() -> None:
    ana, ben = team()
    form = ana.form("name")
    ben.says("Tea Club", "/skip").says("/edit market_gap", "Gap")
    given = [one if one.question != "name" else Given("name", "", "Coffee Club", 1) for one in ana.filled(form)]
    assert ana.faults(*given) == {}
    ana.submits(*given)
    assert ana.room.value("name") == "Coffee Club"


def test_a_field_that_was_not_touched_replaces_nothing() -> None:
    ana, ben = team()
    ana.says("Club", "Gap")
    form = ana.form("name")
    ben.says("/edit name", "Tea Club")
    given = ana.filled(form, size="Small")
    assert ana.faults(*given) == {}
    ana.submits(*given)
    assert (ana.room.value("name"), ana.room.value("size")) == ("Tea Club", "Small")
    assert list(ana.faults(*ana.filled(form, name="Bean Club"))) == [("name", "")]
    odd = Given("name", "", "Gap", ana.room.state.book.newest["market_gap", ""].seq)
    assert list(ana.faults(odd)) == [("name", "")]


def test_a_newer_skip_is_named_as_one() -> None:
    room = Room(questions('[{id: it, type: text, text: "It?", required: false}]'))
    ana, ben = room.person("Ana").opens(), room.person("Ben").opens()
    form = ana.form("it")
    ben.says("/skip")
    given = ana.filled(form, it="x")
    assert ana.faults(*given) == {("it", ""): "Ben answered “skipped” a moment ago. Submit again to replace it."}


def test_nothing_is_asked_back_while_the_walk_rests() -> None:
    ana = mixed().says("/pause")
    ana.fills(ana.form("name"), name="Coffee Club", day="3/4/27")
    assert "Did you mean" in ana.refusal
    assert not ana.question
    assert ana.room.value("name") == "Coffee Club"
    assert ana.says("/resume").question == "Kinds?"


def test_a_new_item_is_born_with_its_first_field() -> None:
    ana = Room(questions(PEOPLE)).person("Ana").opens()
    ana.fills(ana.form("people"), name="Lin", kind="old")
    assert ana.read == "✓ P-1 Lin\n· Who? Lin\n· Kind? Old hand"
    assert ana.settled == "Who? → Lin"
    assert ana.question == "Since?"
    ana.says("today")
    assert ana.question == "Another person? So far: P-1 Lin"
    ana.fills(ana.form("people"), name="Zoë", kind="new")
    assert ana.question == "Last?"
    assert len(ana.room.view.items("people")) == 2
    ana.says("/undo")
    assert [str(one) for one in ana.room.view.items("people")] == ["P-1 Lin"]


def test_a_new_item_without_its_name_is_a_fault_at_the_name() -> None:
    ana = Room(questions(PEOPLE)).person("Ana").opens()
    given = ana.filled(ana.form("people"), kind="old")
    assert list(ana.faults(*given)) == [("people.name", "+")]
    ana.submits(*given)
    assert "“Kind?”: “old” was not kept." in ana.refusal
    assert ana.filled(ana.form("people"), kind="older") != given
    unclear = ana.filled(ana.form("people"), kind="some words")
    assert list(ana.faults(*unclear)) == [("people.kind", "+")]
    assert "was not kept" in ana.submits(*unclear).refusal
    assert not ana.room.view.items("people")


def test_an_item_named_by_a_choice_can_lack_its_name_too() -> None:
    ana = Room(
        questions("""
- group: parts
  item: part
  title: Parts
  prefix: U
  label: name
  ask:
    - {id: name, type: choice, text: "Which?", options: {a: Ay, b: Bee}}
    - {id: note, type: text, text: "Note?"}
""")
    ).person("Ana")
    ana.opens()
    given = ana.filled(ana.form("parts"), note="x")
    assert "among the options" in ana.faults(*given)["parts.name", "+"]


def test_a_full_group_takes_no_more() -> None:
    ana = Room(questions(PEOPLE)).person("Ana").opens()
    first, second = ana.form("people"), ana.form("people")
    ana.fills(first, name="Lin", kind="new").fills(first, name="Zoë", kind="new")
    given = ana.filled(second, name="Max", kind="old")
    assert list(ana.faults(*given)) == [("people.name", "+"), ("people.kind", "+")]
    assert "“People” takes no more than 2" in ana.submits(*given).refusal
    lost = ana.submits(Given("people.since", "+", "today"))
    assert "takes no more" in lost.refusal


def test_a_field_that_does_not_apply_to_a_new_item_is_told() -> None:
    ana = Room(questions(PEOPLE)).person("Ana").opens()
    given = (*ana.filled(ana.form("people"), name="Lin", kind="new"), Given("people.since", "+", "today"))
    assert ana.submits(*given).refusal == "“Since?” no longer applies, so this was not kept: “today”"
    early = Given("people.since", "+", "today")
    assert "no longer applies" in ana.submits(early).refusal


def test_a_pulled_up_item_is_finished_after_its_form() -> None:
    ana = Room(questions(PEOPLE)).person("Ana").opens()
    ana.says("Lin", "new", "no", "/add person")
    ana.fills(ana.form("people"), name="Zoë")
    assert ana.question == "Kind?"
    ana.says("/edit P-1 kind")
    ana.fills(ana.form("people.kind", "P-1"), kind="old")
    assert ana.question == "Since?"
    assert ana.asked.item == "P-1"


def test_a_gate_is_filled_by_who_may_sign() -> None:
    ana, ben = team(sign_off=True)
    given = Given("plan.sign_off", "", "yes")
    assert "is up to Ana" in ben.faults(given)["plan.sign_off", ""]
    assert "is up to Ana" in ben.submits(given).refusal
    ana.submits(given)
    assert ana.room.value("plan.sign_off") is True
    assert "Planning" in ana.read
    ana.submits(Given("plan.sign_off", "", "no", 1))
    assert "skipped" in ana.read
    ana.submits(Given("plan.waiver", "", "It has to be."))
    book = ana.room.state.book
    ana.submits(Given("plan.waiver", "", "It has to be."), Given("plan.waiver", "", " It  has to be. "))
    assert ana.room.state.book is not book


def test_an_observer_fills_nothing() -> None:
    ana, _ = team()
    eve = ana.room.person("Eve", role=Role.OBSERVER)
    given = Given("name", "", "x")
    assert eve.faults(given) == {}
    assert eve.submits(given).refusal
    assert ana.room.state.book.seq == 0


def test_in_a_shared_chat_the_others_read_who_filled_the_form() -> None:
    room = team_room()
    ana = room.person("Ana", chat="team", is_shared=True).opens()
    ben = room.person("Ben", chat="team", is_shared=True, role=Role.MEMBER)
    ben.fills(ben.form("name"), size="Small")
    assert ben.read == "✓ The start – Ben\n· How big is it? Small"
    assert not ben.question
    ben.fills(ben.form("name"), name="Tea Club", market_gap=" ")
    assert ben.settled == "What is it called? → Tea Club (Ben)"
    assert ben.sees("What is missing today?")
    form = ana.form("name")
    ben.says("A gap")
    whisper = ana.fills(form, market_gap="Another gap")
    assert "Ben answered “A gap”" in whisper.question
    assert ben.submits(Given("size", "", "")).whispered == "Nothing was changed."
    assert ben.submits(Given("gone", "", "x")).whispered.startswith("“gone” no longer applies")
