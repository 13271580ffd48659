"""People answer a round: on time, early, late, again, or not at all."""

import pytest

from bot.service.messages import plain_text_of
from bot.service.standups.model import Reply
from dialogs.state import Role
from tests.integration.standups.team import Team


def test_a_round_from_the_first_question_to_the_summary(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Berlin"), team.person("Ben", "Europe/Berlin")
    team.starts(ana, where="team")
    team.at("2027-03-01", "09:30", "Europe/Berlin")
    assert ana.question == ben.question == "What got done since last time?"
    assert ben.screen.asked()["place"][0] == "Daily stand-up"
    ben.says("the login", "the pay page")
    assert ben.question == "What is in your way?"
    ben.presses("Nothing")
    assert ben.sees("The summary comes at 11:30; until then /checkin changes your answers.")
    team.at("2027-03-01", "11:30", "Europe/Berlin")
    assert team.group.kinds == ["board", "details"]
    assert team.group.sees("Daily stand-up · Monday, 1 March 2027", "✓ Ben the pay page", "No answer yet: Ana")
    assert not team.group.sees("blocker")


def test_the_next_prompt_shows_the_last_plan_and_own_blockers(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    ben.says("a", "the pay page", "No keys\nNo contract")
    team.at("2027-03-01", "20:00")
    team.at("2027-03-02")
    assert ben.sees("Last time you planned: the pay page", "BL-1 No keys (for 1 day)", "BL-2 No contract (for 1 day)")
    assert ben.offers == ["As planned", "Same as last time", "Skip this one"]
    assert not ana.sees("Last time")
    assert not ana.sees("No keys")
    assert ana.offers == ["Skip this one"]


def test_as_planned_and_same_as_last_time(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    for person in (ana, ben):
        person.says("x", f"plan of {person.account.name}", "none")
    team.at("2027-03-02")
    ana.presses("As planned")
    assert ana.question == "What is next?"
    ana.says("rest", "none")
    ben.says("Same as last time")
    assert ben.sees("Thank you")
    found = {one.member: one.answers for one in team.check_ins() if one.day.day == 2}
    assert found[ana.id] == {"yesterday": "plan of Ana", "today": "rest", "blockers": found[ana.id]["blockers"]}
    assert found[ben.id]["yesterday"] == "x"
    assert found[ben.id]["today"] == "plan of Ben"


@pytest.mark.parametrize("words", ["same as yesterday", "same", "as before", "Same as last time!"])
def test_the_same_is_typed_in_many_words(team: Team, words: str) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("x", "page", "No keys")
    team.at("2027-03-02")
    assert ana.says(words).sees("Thank you")
    assert team.check_ins()[1].answers == {"yesterday": "x", "today": "page", "blockers": "No keys"}
    assert [one.text for one in team.blockers()] == ["No keys"]


def test_one_answer_is_the_same(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("x", "page", "none")
    team.at("2027-03-02")
    ana.says("y", "same as yesterday", "as before")
    assert ana.sees("Thank you")
    assert team.check_ins()[1].answers == {"yesterday": "y", "today": "page", "blockers": "none"}
    assert not team.blockers()


def test_without_an_earlier_answer_nothing_is_the_same(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    for question in ("What got done since last time?", "What is next?", "What is in your way?"):
        assert ana.says("same as yesterday").sees("There is no earlier answer that I could take")
        assert ana.question == question
        ana.says("a")
    assert set(team.check_ins()[0].answers.values()) == {"a"}


def test_a_round_is_left_out_with_or_without_a_reason(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    assert ana.presses("Skip this one").sees("Left out. /checkin still takes an answer.")
    assert ben.says("/skip at the dentist").sees("Left out, and your reason is kept.")
    found = {one.member: (one.reply, one.note) for one in team.check_ins()}
    assert found == {ana.id: (Reply.SKIPPED, ""), ben.id: (Reply.SKIPPED, "at the dentist")}
    ana.says("/checkin", "back after all", "page", "none")
    assert ana.sees("Thank you")
    team.at("2027-03-01", "11:30")
    assert ana.sees("✓ Ana page", "Left out: Ben – at the dentist")
    assert not ana.sees("Left out: Ana")


def test_who_answered_the_evening_before_is_not_asked(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    ben.says("/skip")
    ben.says("/checkin", "work", "rest", "none")
    team.at("2027-03-01", "18:00")
    ben.says("/checkin", "early work", "sleep", "none")
    assert ben.sees("Thank you, that is for Tuesday, 2 March 2027. You won't be asked again then")
    team.at("2027-03-02", "11:30")
    assert not ben.is_asked()
    assert not ben.sees("still waits")
    assert ana.sees("✓ Ben sleep", "No answer yet: Ana")
    team.at("2027-03-03", "09:30")
    assert ben.sees("Last time you planned: sleep")


def test_who_everybody_answered_early_gets_a_summary(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/checkin", "early", "plan", "none")
    team.at("2027-03-01", "11:30")
    assert ana.screen.kinds == ["board", "details"]


def test_what_comes_late_is_put_into_the_summary_that_was_posted(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01", "11:31")
    assert team.group.kinds == ["board"]
    assert team.group.sees("No answer yet: Ana, Ben")
    ben.says("late work", "late plan", "No keys")
    assert ben.sees("The summary was posted already, so I add this to it, marked as late.")
    assert team.group.kinds == ["reboard", "details"]
    assert team.group.sees("✓ Ben (late) late plan", "No answer yet: Ana", "BL-1 No keys")
    ana.presses("Skip this one")
    assert team.group.sees("Left out: Ana")
    (of_ben,) = [one for one in team.check_ins() if one.member == ben.id]
    assert of_ben.is_late


def test_a_late_answer_is_changed_as_well(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01", "11:31")
    ana.says("late work", "wrong", "none")
    team.at("2027-03-01", "13:30")
    ana.says("/checkin", "late work", "right", "none")
    team.at("2027-03-01", "15:31")
    ana.says("/checkin", "early", "soon", "none")
    assert [(one.day.day, one.answers["today"]) for one in team.check_ins()] == [(1, "right"), (2, "soon")]


def test_an_answer_is_changed_before_the_summary(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "wrong", "none")
    ana.says("/checkin")
    assert ana.sees("You answered for Monday, 1 March 2027", "What is next? wrong", "What you say now takes its place.")
    ana.says("a", "right", "none")
    team.at("2027-03-01", "11:30")
    assert ana.sees("✓ Ana right")
    assert not ana.sees("wrong")


def test_a_second_check_in_goes_on_where_the_first_was_left(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("did a").says("/checkin")
    assert ana.question == "What is next?"


def test_a_check_in_begun_early_goes_on_when_its_time_comes(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/checkin", "did a")
    team.at("2027-03-01")
    assert ana.question == "What is next?"
    ana.says("page", "none")
    assert team.check_ins()[0].answers["yesterday"] == "did a"


def test_one_step_back_inside_a_check_in(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("wrong", "/back")
    assert ana.question == "What got done since last time?"
    ana.says("right", "page", "none")
    assert team.check_ins()[0].answers["yesterday"] == "right"


@pytest.mark.parametrize("back", ["/back", "/edit 1", "/edit phase", "/undo"])
def test_there_is_nothing_before_the_first_question(team: Team, back: str) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says(back)
    assert ana.question == "What got done since last time?"
    ana.says("fixed the login page", "page", "none")
    assert team.check_ins()[0].answers["yesterday"] == "fixed the login page"


def test_observers_are_never_asked(team: Team) -> None:
    ana, eve = team.person("Ana"), team.person("Eve")
    team.gives(eve, Role.OBSERVER)
    team.starts(ana)
    team.at("2027-03-01", "11:30")
    assert not eve.is_asked()
    assert not ana.sees("Eve")
    assert [one.member for one in team.check_ins()] == [ana.id]
    assert "error" in eve.says("/checkin").screen.kinds


def test_who_leaves_is_not_asked_any_more_and_who_joins_is(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "12:00")
    assert ana.says("/team Ben remove").sees("Ben")
    cem = team.person("Cem")
    team.at("2027-03-02", "09:31")
    assert not ben.is_asked()
    assert ana.is_asked()
    assert cem.is_asked()
    team.gives(cem, Role.REMOVED)
    team.at("2027-03-03", "13:00")
    assert not cem.is_asked()
    assert ana.sees("No answer yet: Ana")
    assert len(team.waiting()) == 1


def test_who_has_no_private_chat_is_asked_in_the_group(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben", is_reached=False)
    team.starts(ana, where="team")
    team.at("2027-03-01")
    (mention,) = [one for one in team.group.new if one["kind"] == "mention"]
    assert (mention["name"], mention["account"]) == ("Ben", ben.account.id)
    assert mention["url"]
    assert team.group.sees("would like to ask you in private")
    assert ben.says_to_all("/checkin").team.screens
    team.talk_about(ben)
    ben.says("/checkin", "a", "b", "none")
    assert ben.sees("Thank you")
    team.at("2027-03-02")
    assert ben.is_asked()
    assert "mention" not in team.group.kinds


def test_who_blocks_the_bot_is_asked_in_the_group(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.blocks_the_bot()
    team.at("2027-03-01")
    assert "mention" in team.group.kinds
    assert not ben.is_asked()
    ben.says("/checkin")
    assert ben.question == "What got done since last time?"


def test_a_check_in_is_not_begun_where_all_read_along(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says_to_all("/checkin")
    assert ana.sees("Check-ins are for our private chat")


@pytest.mark.parametrize(
    "text",
    [
        "{name} %s %(x)s {{ 7*7 }}",
        "**bold** `code` <b>&amp;</b>",
        "=1+1",
        "@all <!channel>",
        "x" * 4000,
        "\u202eabc\u0000\u2066",
    ],
)
def test_whatever_people_type_is_data(team: Team, text: str) -> None:
    ana, ben = team.person("Ana"), team.person("Ben {name}")
    team.starts(ana)
    team.at("2027-03-01")
    ben.says(text, text, text)
    assert ben.sees("Thank you")
    team.at("2027-03-01", "11:30")
    assert ana.sees("Ben {name}", text.strip()[:20].replace("\u0000", ""))
    assert not ana.sees("49")


def test_what_many_said_at_length_is_shortened_for_each_alike(team: Team) -> None:
    people = [team.person(f"P{number:02}") for number in range(12)]
    team.starts(people[0], where="team")
    team.at("2027-03-01")
    for person in people:
        person.says("done " * 150, "next " * 150, "none")
    team.at("2027-03-01", "11:30")
    details = plain_text_of(next(one for one in team.group.new if one["kind"] == "details"))
    assert len(details) < 3500
    assert all(f"P{number:02}" in details for number in range(12))
    assert "/standup report 2027-03-01 has them in full" in details
    people[0].says("/standup report 2027-03-01")
    assert people[0].read.count(("done " * 150).strip()) == 12
