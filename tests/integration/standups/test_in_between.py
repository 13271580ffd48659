"""A check-in comes in between: the walk, other projects and set-ups go on afterwards where they were."""

from tests.integration.standups.team import GROUP, Team


def test_the_walk_goes_on_where_it_was(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café")
    team.starts(ana)
    team.at("2027-03-01")
    assert ana.question == "What got done since last time?"
    ana.says("a", "b", "none")
    assert ana.sees("Thank you")
    assert ana.question == "What does it do, in one line?"
    ana.says("Order ahead")
    assert ana.question == "Whose problem does it solve, and which one?"
    assert "a" not in team.state_texts()


def test_a_button_of_the_walk_still_works_during_a_check_in(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café", "Order ahead", "Queues", "wechat")
    asked = ana.screen.asked()
    team.starts(ana)
    team.at("2027-03-01")
    ana.presses("Enterprise", of=asked)
    assert ana.question == "What got done since last time?"
    assert ana.is_asked()
    ana.says("a", "b", "none")
    assert ana.question == "Who builds it?"
    assert "enterprise" in team.state_texts()


def test_the_walk_can_be_looked_at_during_a_check_in(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café")
    team.starts(ana)
    team.at("2027-03-01")
    for command in ("/status", "/docs", "/help", "/standup", "/blockers", "/list"):
        ana.says(command)
        assert ana.is_asked(), command
        assert ana.question == "What got done since last time?", command


def test_a_check_in_can_be_left(team: Team) -> None:
    ana = team.person("Ana")
    ana.says("/resume", "Café")
    team.starts(ana)
    team.at("2027-03-01")
    assert ana.says("/pause").sees("We leave that for now.")
    assert ana.question == "What does it do, in one line?"
    ana.says("/checkin")
    assert ana.question == "What got done since last time?"


def test_a_prompt_waits_for_a_set_up_that_is_under_way(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    ana.says("/standup new Weekly").presses("Change something")
    team.at("2027-03-01")
    assert ana.sees("Daily", "It comes when you are done here")
    assert not ana.is_asked()
    ana.says("/pause", "/checkin")
    assert ana.question == "What got done since last time?"


def test_who_talks_about_another_project_is_asked_and_goes_back_to_it(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/new Teahouse")
    assert team.project_of(ben.screen.key[1]).name == "Teahouse"
    team.at("2027-03-01")
    assert ben.question == "What got done since last time?"
    ben.says("a", "b", "none")
    assert ben.sees("Thank you", "Back to “Teahouse”.")
    assert ben.question == "What does it do, in one line?"
    assert team.project_of(ben.screen.key[1]).name == "Teahouse"
    assert team.check_ins()[0].reply.value in ("asked", "answered")
    assert team.project_of(GROUP).name != "Teahouse"


def test_who_does_not_answer_for_days_still_goes_back_to_the_other_project(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/new Teahouse")
    team.at("2027-03-02")
    assert ben.says("/skip").sees("Back to “Teahouse”.")


def test_a_confirmation_in_another_project_goes_back_as_well(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.has_features("Login")
    team.starts(ana)
    ben.says("/new Teahouse")
    team.at("2027-03-01")
    ben.says("F-1 done", "b", "none")
    assert ben.question.startswith("I understood:")
    assert not ben.sees("Back to")
    ben.presses("yes")
    assert ben.sees("Noted: 1 item.", "Back to “Teahouse”.")
    assert team.progress() == {"F-1": "done"}


def test_what_is_answered_in_a_check_in_is_no_answer_of_the_project(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    before = team.state_texts()
    team.at("2027-03-01")
    ana.says("a", "b", "none")
    assert team.state_texts() == before


def test_an_old_prompt_can_be_answered_by_its_button(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01")
    asked = ana.screen.asked()
    team.at("2027-03-01", "13:00")
    ana.says("/pause").presses("Skip this one", of=asked)
    assert ana.question == "What got done since last time?"
    ana.presses("Skip this one")
    assert team.check_ins()[0].reply.value == "skipped"


def test_a_button_of_somebody_elses_prompt_does_nothing(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    ben.says("/pause")
    ben.presses("Skip this one", of={**ana.screen.asked(), "token": "id-0"})
    assert ben.sees("That question was answered in the meantime.")
    assert {one.reply.value for one in team.check_ins()} == {"asked"}


def test_who_is_answering_for_another_project_is_asked_a_little_later(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    ben.says("/checkin", "/skip")
    ben.says("/new Teahouse")
    team.at("2027-03-02", "09:29:50")
    ben.says("Tea by post")
    team.at("2027-03-02", "09:30")
    assert ana.is_asked()
    assert not ben.is_asked()
    ben.says("People who wait for tea")
    team.at("2027-03-02", "09:31:59")
    assert ben.question == "What got done since last time?"
    assert not any(one.answers for one in team.check_ins())
