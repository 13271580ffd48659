"""Replies to what was asked or told before, and edits of answers: they mean that, and never something else."""

import pytest

from bot.service.standups.model import Reply
from tests.integration.standups.replying import edits, replies, sends
from tests.integration.standups.team import GROUP, Person, Team


def answers(team: Team, person: Person) -> dict[str, str]:
    """What a member said in the first round."""
    return dict(next(one for one in team.check_ins() if one.member == person.id).answers)


def walks(team: Team, person: Person) -> Person:
    """Somebody who has a project of their own, whose question is open, and who is asked in the team's stand-up."""
    team.starts(person, where="team")
    person.says("/new Teahouse")
    team.at("2027-03-01")
    return person


def test_a_reply_to_a_summary_is_said_to_each_other(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ana.says("a", "b", "rain")
    team.at("2027-03-01", "11:30")
    before = team.state_texts()
    for kind in ("board", "details"):
        told = next(one for one in team.group.all if one["kind"] == kind)
        replies(ben, "Great work!", told, GROUP)
        assert team.group.new == []
        assert replies(ben, "Great work!", told, GROUP, is_called=True).team.group.sees("That message asks nothing")
        assert replies(ben, "/blockers", told, GROUP).team.group.sees("BL-1")
    assert team.state_texts() == before


def test_a_reply_to_a_summary_or_a_digest_in_private_is_no_answer(team: Team) -> None:
    ana = team.person("Ana", "UTC")
    team.starts(ana)
    ana.says("/digest new").presses("Every working day").says("16:00", "UTC").presses("This chat")
    team.at("2027-03-01")
    ana.says("a", "b", "rain")
    team.at("2027-03-01", "16:00")
    before = team.state_texts()
    told_of = [one for one in ana.screen.all if one["kind"] in ("board", "details") or "under" in one]
    assert [one["kind"] for one in told_of] == ["board", "details", "board", "document", "document"]
    for told in told_of:
        assert replies(ana, "Which blockers?", told).sees("That message asks nothing")
        assert ana.question == "What is the project called?"
    assert team.state_texts() == before


def test_a_reply_to_an_earlier_question_changes_its_answer_while_the_check_in_goes_on(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    first = ana.screen.asked()
    ana.says("Menu drawn")
    assert (
        replies(ana, "Menu really drawn", first).question
        == "You answered “Menu drawn” already. Change it to “Menu really drawn”?"
    )
    ana.says("yes")
    assert ana.question == "What is next?"
    ana.says("b", "none")
    assert answers(team, ana) == {"yesterday": "Menu really drawn", "today": "b", "blockers": "none"}


def test_a_reply_to_a_question_changes_its_answer_when_the_check_in_is_over(team: Team) -> None:
    ana = walks(team, team.person("Ana"))
    ana.says("a")
    second = ana.screen.asked()
    assert ana.says("Payment page", "none").sees("Back to “Teahouse”.")
    before = team.project_of(ana.screen.key[1]), ana.question
    assert (
        replies(ana, "Checkout page", second).question
        == "You answered “Payment page” already. Change it to “Checkout page”?"
    )
    assert ana.says("yes").sees("Thank you. The summary comes at 11:30", "Back to “Teahouse”.")
    assert answers(team, ana) == {"yesterday": "a", "today": "Checkout page", "blockers": "none"}
    assert (team.project_of(ana.screen.key[1]), ana.question) == before


def test_what_was_not_meant_so_changes_nothing_and_says_no_more(team: Team) -> None:
    ana = walks(team, team.person("Ana"))
    ana.says("a")
    second = ana.screen.asked()
    ana.says("b", "none")
    replies(ana, "c", second).says("no")
    assert ana.sees("Kept as it was.", "Back to “Teahouse”.")
    assert not ana.sees("Thank you")
    assert replies(ana, "b", second).sees("Back to “Teahouse”.")
    assert not ana.sees("Change")
    assert answers(team, ana)["today"] == "b"


def test_a_change_after_the_round_reaches_the_summary_that_was_posted(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ana.says("a")
    second = ana.screen.asked()
    ana.says("b", "rain")
    team.at("2027-03-01", "12:00")
    replies(ana, "c", second).says("yes")
    assert ana.sees("The round is over; its summary and /standup report show what you say now.")
    assert team.group.sees("Ana c")
    assert team.check_ins()[0].reply is Reply.ANSWERED
    assert [one.text for one in team.blockers()] == ["rain"]


def test_a_reply_to_a_check_in_that_was_left_goes_on_there(team: Team) -> None:
    ana = walks(team, team.person("Ana"))
    first = ana.screen.asked()
    assert ana.says("/pause").sees("Back to “Teahouse”.")
    assert replies(ana, "a", first).question == "What is next?"
    ana.says("b", "none")
    assert answers(team, ana) == {"yesterday": "a", "today": "b", "blockers": "none"}


def test_what_is_asked_in_a_phase_stays_as_it_was_answered(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    monkeypatch.setattr("bot.service.standups.prompts.phase_of", lambda *_: "testing")
    team.at("2027-03-01")
    first = ana.screen.asked()
    ana.says("a", "b", "T-7 fails", "/skip")
    monkeypatch.setattr("bot.service.standups.prompts.phase_of", lambda *_: "launch")
    replies(ana, "c", first).says("yes")
    assert ana.sees("Thank you")
    assert answers(team, ana) == {"yesterday": "c", "today": "b", "failed_cases": "T-7 fails"}


def test_a_reply_to_what_is_over_is_no_answer_of_anything(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    set_up = next(one for one in ana.screen.all if one["kind"] == "ask" and "errand" in one)
    team.at("2027-03-01")
    asked = ana.screen.asked()
    ana.says("a", "b", "none")
    before = team.state_texts()
    assert replies(ana, "start", set_up).sees("That question is over")
    assert replies(ana, "/skip", asked).sees("That question is over")
    ana.says("/standup delete")
    assert replies(ana, "c", asked).sees("That question is over")
    assert team.state_texts() == before


def test_a_reply_to_a_question_of_another_project_is_refused(team: Team) -> None:
    ana = team.person("Ana")
    asked = ana.says("/resume").screen.asked()
    ana.says("/new Teahouse")
    before = ana.question
    assert replies(ana, "Coffee", asked).sees("That question belongs to another project.")
    ana.says("/status")
    assert ana.question == before
    assert "Coffee" not in team.state_texts()


def test_in_a_group_a_reply_to_another_projects_set_up_moves_nobody(team: Team) -> None:
    ana = team.person("Ana")
    ana.says_to_all("/standup")
    asked = team.group.asked()
    ana.says_to_all("/new Teahouse")
    assert replies(ana, "start", asked, GROUP).team.group.sees("That question belongs to another project.")
    assert team.project.name == "Teahouse"


def test_an_edit_changes_what_was_answered_in_a_check_in(team: Team) -> None:
    ana = walks(team, team.person("Ana"))
    sent = sends(ana, "Menu drawn")
    assert edits(ana, sent, "Menu really drawn").question == (
        "You edited your message. Change “Menu drawn” to “Menu really drawn”?"
    )
    assert ana.says("yes").question == "What is next?"
    plan, last = sends(ana, "Payment page"), sends(ana, "none")
    assert ana.sees("Back to “Teahouse”.")
    assert edits(ana, plan, "Payment").question == "You edited your message. Change “Payment page” to “Payment”?"
    assert ana.says("yes").sees("Thank you", "Back to “Teahouse”.")
    edits(ana, last, "The rain").says("yes")
    assert answers(team, ana) == {"yesterday": "Menu really drawn", "today": "Payment", "blockers": "The rain"}
    assert [one.text for one in team.blockers()] == ["The rain"]


def test_an_edit_that_changes_nothing_leaves_all_as_it_was(team: Team) -> None:
    ana = walks(team, team.person("Ana"))
    sent = sends(ana, "Menu drawn")
    ana.says("b", "none")
    edits(ana, sent, " Menu drawn ")
    assert not ana.sees("Change")
    assert ana.question == "What does it do, in one line?"
    assert ana.says("Tea by post").question != "What does it do, in one line?"


def test_an_edit_of_what_nobody_can_change_any_more_says_so(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    sent, left_out = sends(ana, "Menu drawn"), sends(ana, "/skip")
    assert edits(ana, left_out, "/skip at the dentist").sees("/checkin those of a stand-up")
    ana.says("/standup delete")
    assert edits(ana, sent, "Menu").sees("whose question no longer applies")


def test_an_edit_of_an_answer_in_another_project_says_where_it_is(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume")
    sent = sends(ana, "Coffee Club")
    ana.says("/new Teahouse")
    assert edits(ana, sent, "Coffee").sees("That question belongs to another project.")


@pytest.mark.parametrize("typed", ["1", "2", "3", "３", "2."])
def test_a_number_is_an_answer_where_nobody_sees_numbers(team: Team, typed: str) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("a", "b", "none")
    team.at("2027-03-02")
    ana.says(typed)
    assert ana.question == "What is next?"
    ana.says(typed, typed)
    assert list(team.check_ins()[-1].answers.values()) == [typed] * 3
