"""Who turns out to be away in the middle of a round, and who comes back in it."""

from bot.service.standups.model import Reply
from tests.integration.standups.team import Team


def replies(team: Team, member: str) -> list[Reply]:
    """What became of asking one member, by day."""
    return [one.reply for one in team.check_ins() if one.member == member]


def test_who_is_away_in_the_middle_of_a_round_is_not_reminded_and_not_missing(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    assert ben.says("/away today").sees("Ben is away on Monday, 1 March 2027", "Away: no answer is needed.")
    assert ben.question == "What is the project called?"
    team.at("2027-03-01", "12:00")
    assert not ben.sees("still waits")
    assert ana.sees("Away: Ben", "No answer yet: Ana")
    assert ana.says("/standup history").sees("0 of 1")
    team.at("2027-03-02")
    assert ben.is_asked()


def test_a_lead_takes_the_question_of_somebody_away_who_is_told(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    ana.says("/away Ben today")
    assert ben.sees("Away: no answer is needed.", "Ana says that you are away", "need not answer “Daily stand-up”")
    ben.says("did a")
    assert ben.question == "What is the project called?"
    team.at("2027-03-01", "12:00")
    assert not ben.sees("still waits")
    assert ana.sees("Away: Ben")


def test_what_was_answered_already_stays(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    ben.says("a", "plan of Ben", "none", "/away today")
    team.at("2027-03-01", "12:00")
    assert ana.sees("Ben plan of Ben")
    assert replies(team, ben.id) == [Reply.ANSWERED]


def test_who_was_away_is_away_in_the_posted_summary_too(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "12:00")
    assert ana.sees("No answer yet: Ana, Ben")
    ana.says("/away Ben today")
    assert ana.screen.kinds.count("reboard") == 1
    assert ana.sees("Away: Ben", "No answer yet: Ana")
    assert "details" not in ana.screen.kinds
    assert not ben.sees("need not answer")


def test_days_that_are_over_are_put_right_for_two_weeks(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-19", "12:00")
    ben.says("/away 2027-03-01 to 2027-03-19")
    assert replies(team, ben.id) == [Reply.ASKED] * 4 + [Reply.AWAY] * 11


def test_another_question_than_the_check_in_stays(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    ben.says("/away tomorrow")
    assert ben.question == "What got done since last time?"
    assert replies(team, ben.id) == [Reply.ASKED]


def test_who_comes_back_may_answer_while_the_round_goes_on(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/away today")
    team.at("2027-03-01", "09:40")
    assert not ben.is_asked()
    assert ben.says("/back").sees(
        "Welcome back, Ben.", "“Daily stand-up” that is under way takes an answer until 11:30"
    )
    assert replies(team, ben.id) == [Reply.ASKED]
    ben.says("/checkin", "a", "plan of Ben", "none")
    team.at("2027-03-01", "12:00")
    assert ana.sees("Ben plan of Ben")


def test_who_is_called_back_is_told(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben", "Europe/Berlin")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    ana.says("/away Ben today")
    ana.says("/back Ben")
    assert ben.sees("Ana says that you are back.", "takes an answer until 11:30")


def test_who_comes_back_after_the_round_was_away_in_it(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/away today")
    team.at("2027-03-01", "12:00")
    assert not ben.says("/back").sees("under way")
    assert replies(team, ben.id) == [Reply.AWAY]


def test_a_public_holiday_goes_on_for_who_is_back(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/holidays team DE-BY")
    team.at("2027-03-29", "09:40")
    ana.says("/away today")
    assert not ana.says("/back").sees("under way")
    assert replies(team, ana.id)[-1] is Reply.AWAY


def test_what_somebody_had_begun_to_say_stays_while_a_lead_has_them_away(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    ben.says("Login works")
    ana.says("/away @ben today")
    assert ben.sees("Ana says that you are away")
    assert [(one.reply.value, dict(one.answers)) for one in team.check_ins() if one.member == ben.id] == [
        ("away", {"yesterday": "Login works"})
    ]
    ben.says("/back", "/checkin")
    assert ben.sees("You have said for Monday, 1 March 2027", "Login works")
    assert ben.question == "What is next?"


def test_who_deletes_a_stand_up_takes_its_questions_away_and_what_was_said_stays(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    asked = ben.screen.asked()
    ben.says("Login works")
    ana.says("/standup delete")
    assert ben.screen.kinds == ["settle", "say"]
    assert ben.sees("Ana has deleted “Daily stand-up”", "What you have said in it is kept.")
    ben.presses("Skip this one", of=asked)
    assert not ben.is_asked()
    assert [dict(one.answers) for one in team.check_ins() if one.member == ben.id] == [{"yesterday": "Login works"}]
    ana.says("/standup restore")
    ben.says("/checkin")
    assert ben.question == "What is next?"


def test_who_had_begun_early_may_end_what_was_deleted(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/checkin", "Login works")
    ana.says("/standup delete")
    ben.says("Stamps", "none")
    assert ben.sees("“Daily stand-up” was deleted meanwhile. What you have said in it is kept.")
    assert [dict(one.answers) for one in team.check_ins()] == [
        {"yesterday": "Login works", "today": "Stamps", "blockers": "none"}
    ]


def test_what_was_begun_early_and_left_goes_on_when_it_is_asked(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/checkin", "Login works", "/pause")
    assert ana.says("/checkin").sees("You have said for Monday, 1 March 2027", "Login works")
    ana.says("/pause")
    team.at("2027-03-01")
    assert ana.sees("You have begun it already: it goes on where you were.")
    assert ana.question == "What is next?"
    ana.says("Stamps", "none")
    assert [(one.reply.value, dict(one.answers)) for one in team.check_ins()] == [
        ("answered", {"yesterday": "Login works", "today": "Stamps", "blockers": "none"})
    ]


def test_what_was_begun_early_is_no_round_that_waits(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/checkin", "Login works", "/pause", "/away today")
    team.at("2027-03-01")
    assert not ana.is_asked()
    assert [one.reply.value for one in team.check_ins()] == ["away"]


def test_what_is_said_anew_of_a_check_in_that_was_sent_stays_where_it_is_left(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, where="team")
    team.at("2027-03-01", "12:00")
    ana.says("Login", "Stamps", "none")
    ana.says("/checkin", "Login and tests")
    ana.says("/pause")
    assert team.group.kinds == ["reboard", "redetails"]
    assert team.group.sees("Login and tests")
    assert [dict(one.answers) for one in team.check_ins()] == [
        {"yesterday": "Login and tests", "today": "Stamps", "blockers": "none"}
    ]


def test_a_reason_leaves_the_round_out_at_any_question(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("Login", "Stamps", "/skip no time for this")
    assert [(one.reply.value, one.note) for one in team.check_ins()] == [("skipped", "no time for this")]
