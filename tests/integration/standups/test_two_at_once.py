"""Several stand-ups of one project, and check-ins that are left half-way: nothing that somebody typed is lost."""

from tests.integration.standups.team import Person, Team


def asks_for(person: Person) -> str:
    """The stand-up whose question is open."""
    return str(person.screen.asked()["place"][0])


def answers(team: Team) -> list[tuple[str, dict[str, str]]]:
    """By stand-up, of those who answered."""
    return [
        (one.name, dict(each.answers))
        for one in team.standups()
        for each in team.check_ins(one)
        if each.reply.value == "answered"
    ]


def test_one_comes_after_the_other(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café")
    team.starts(ana, name="Daily")
    team.starts(ana, name="Weekly")
    team.at("2027-03-01")
    assert ana.read.count("What got done since last time?") == 1
    assert ana.sees("Weekly", "It comes when you are done here")
    ana.says("did 1", "plan 1", "none")
    assert asks_for(ana) == "Weekly"
    ana.says("did 2", "plan 2", "none")
    assert answers(team) == [
        ("Daily", {"yesterday": "did 1", "today": "plan 1", "blockers": "none"}),
        ("Weekly", {"yesterday": "did 2", "today": "plan 2", "blockers": "none"}),
    ]
    assert ana.question == "What does it do, in one line?"


def test_one_that_comes_in_the_middle_of_another_waits(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    team.starts(ana, name="Later", time="09:35")
    team.at("2027-03-01")
    ana.says("did 1")
    team.at("2027-03-01", "09:35")
    ana.says("plan 1", "none", "/skip at the dentist")
    assert answers(team) == [("Daily", {"yesterday": "did 1", "today": "plan 1", "blockers": "none"})]
    assert [one.note for one in team.check_ins(team.standups()[1])] == ["at the dentist"]


def test_one_that_nobody_answered_in_time_makes_room(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    team.starts(ana, name="Review", time="15:00")
    team.at("2027-03-01", "15:00")
    assert asks_for(ana) == "Review"


def test_the_reminder_of_one_that_waits_says_how_it_begins(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    team.starts(ana, name="Weekly")
    team.at("2027-03-01", "10:30")
    assert ana.sees("“Daily” still waits for you", "/skip leaves it out")
    assert ana.sees("“Weekly” still waits for you", "/checkin Weekly begins it.")


def test_the_one_that_waits_is_meant(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    team.starts(ana, name="Weekly", time="15:00")
    team.at("2027-03-01")
    ana.says("/pause", "/checkin")
    assert asks_for(ana) == "Daily"


def test_what_was_said_before_leaving_is_kept(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("did a", "/pause")
    assert ana.says("/checkin").sees("You have said for Monday, 1 March 2027", "did a")
    assert ana.question == "What is next?"
    ana.says("page", "none")
    assert dict(team.check_ins()[0].answers) == {"yesterday": "did a", "today": "page", "blockers": "none"}


def test_what_was_said_of_a_round_that_is_over_is_kept(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("did a")
    team.at("2027-03-02")
    assert ana.question == "What got done since last time?"
    assert [(one.reply.value, dict(one.answers)) for one in team.check_ins()] == [
        ("asked", {"yesterday": "did a"}),
        ("asked", {}),
    ]


def test_undo_does_not_take_back_what_came_before_a_check_in(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café")
    team.starts(ana, name="Daily")
    team.at("2027-03-01")
    ana.says("a", "b", "none")
    assert ana.says("/undo").sees("Your last change was your check-in for “Daily”")
    assert "Café" in team.state_texts()
    ana.says("Order ahead")
    assert ana.says("/undo").sees("Taken back")


def test_who_left_a_round_out_and_answers_later_is_late(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    ana.says("/skip ill")
    team.at("2027-03-01", "18:00")
    ana.says("/checkin", "a", "b")
    assert ana.says("none").sees("marked as late")
    assert [one.is_late for one in team.check_ins()] == [True]


def test_who_is_away_today_answers_tomorrows_round_in_the_evening(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/away today")
    team.at("2027-03-01", "18:00")
    ana.says("/checkin", "a", "b", "none")
    assert [(one.day.day, one.reply.value) for one in team.check_ins()] == [(1, "away"), (2, "answered")]
