"""Who may answer what is open, and who may not: neither blocks the other, and nobody is stuck."""

from bot.service.messages import plain_text_of
from bot.service.people import Speaker
from bot.service.ports import LOCAL_BOT, LOCAL_WORKSPACE
from bot.service.standups.model import Reply
from tests.integration.standups.replying import replies
from tests.integration.standups.team import GROUP, Team


def test_a_set_up_that_was_left_open_keeps_nobody_from_the_walk(team: Team) -> None:
    ana, chen = team.person("Ana"), team.person("Chen")
    ana.says_to_all("/resume").says_to_all("/standup")
    set_up = team.group.asked()
    chen.says_to_all("/answer Coffee Club")
    assert "Coffee Club" in team.state_texts()
    assert not team.group.sees("That is up to")
    assert team.group.sees("What does it do, in one line?")
    walk = team.group.asked()
    assert chen.says_to_all("/next").team.group.asked()["text"] == walk["text"]
    chen.says_to_all("A menu for cafés")
    assert "A menu for cafés" in team.state_texts()
    assert replies(chen, "start", set_up, GROUP).team.group.sees("That is up to Ana.")
    assert chen.presses("Start it so", of=set_up, chat=GROUP).team.group.sees("That is up to Ana.")
    assert not team.standups()
    ana.presses("Start it so", of=set_up, chat=GROUP)
    assert len(team.standups()) == 1


def test_who_has_no_say_in_a_set_up_pauses_the_walk_and_not_that(team: Team) -> None:
    ana, chen = team.person("Ana"), team.person("Chen")
    ana.says_to_all("/resume").says_to_all("/standup")
    set_up = team.group.asked()
    chen.says_to_all("/pause")
    ana.presses("Start it so", of=set_up, chat=GROUP)
    assert len(team.standups()) == 1


def test_a_reply_to_the_walk_goes_past_a_set_up(team: Team) -> None:
    ana = team.person("Ana")
    ana.says_to_all("/resume")
    asked = team.group.asked()
    ana.says_to_all("/standup")
    replies(ana, "Coffee Club", asked, GROUP)
    assert "Coffee Club" in team.state_texts()
    assert team.group.sees("A stand-up could start like this")


def test_who_only_watches_from_now_on_is_not_left_with_an_open_question(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    ben.says("/new Teahouse")
    team.at("2027-03-01")
    ben.says("a")
    ana.says_to_all("/team Ben observer")
    assert ben.sees("Not yours to answer any more.", "Ana changed your part in", "Back to “Teahouse”.")
    assert ben.says("/status").question == "What does it do, in one line?"
    known = next(one for one in team.check_ins() if one.member == ben.id)
    assert (known.reply, dict(known.answers)) == (Reply.ASKED, {"yesterday": "a"})
    team.at("2027-03-01", "11:00")
    assert not ben.sees("still waits")
    ana.says_to_all("/team Ben member")
    ben.says("/switch 2", "/checkin")
    assert ben.question == "What is next?"


def test_who_was_removed_keeps_no_question_and_no_button(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ben.says("a")
    asked = ben.screen.asked()
    ana.says_to_all("/team Ben remove")
    assert ben.sees("Ana changed your part in")
    for _ in ("again", "and again"):
        ben.says("/help")
        assert not ben.is_asked()
    assert replies(ben, "b", asked).sees("You are not part of this project.")
    assert not ben.is_asked()


def test_an_observers_button_of_a_check_in_says_why_and_moves_nothing(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    ben.says("/new Teahouse")
    team.at("2027-03-01")
    asked = ben.screen.asked()
    ana.says_to_all("/team Ben observer")
    ben.presses("Skip this one", of=asked)
    assert ben.sees("You follow this project as an observer")
    assert team.project_of(ben.screen.key[1]).name == "Teahouse"


def test_who_leads_no_more_is_not_left_in_a_set_up(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    ana.says_to_all("/team Ben lead")
    ben.says("/resume", "/standup new Daily").presses("Change something")
    ana.says_to_all("/team Ben lead")
    assert ben.says("/next").question == "What is it called?"
    ana.says_to_all("/team Ben member")
    assert ben.sees("Ana changed your part in")
    assert ben.says("Coffee Club").question == "What does it do, in one line?"


def test_who_steps_back_alone_is_not_told_what_they_did(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    ana.says("/team Ben owner")
    team.at("2027-03-01")
    ana.says("/team Ana observer")
    assert ana.sees("Not yours to answer any more.")
    assert not ana.sees("changed your part")
    assert ben.is_asked() or ben.says("/checkin").is_asked()


def test_a_press_that_is_refused_moves_no_group_to_another_project(team: Team) -> None:
    ana, chen = team.person("Ana"), team.person("Chen")
    ana.says_to_all("/standup")
    set_up = team.group.asked()
    ana.says_to_all("/new Teahouse")
    for person in (chen, ana):
        person.presses("Start it so", of=set_up, chat=GROUP)
        assert team.group.sees("That question belongs to another project.")
        assert team.project.name == "Teahouse"


def test_where_options_have_numbers_a_number_presses_one(team: Team) -> None:
    here = Speaker(LOCAL_BOT, "local", LOCAL_WORKSPACE, "Ana")

    def says(text: str) -> str:
        queued = team.conversations.hear(here, text).result()
        return "\n".join(plain_text_of(one.payload) for one in queued)

    says("/standup")
    says("1")
    assert "What got done" in says("/checkin")
    assert "Left out." in says("1")


def test_who_is_asked_about_an_item_in_a_check_in_is_told_and_goes_on(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.has_features("Login")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ana.says("/skip", "/assign F-1 Ben")
    assert ben.sees("Ana asks you about “F-1 Login”.")
    assert ben.says("a").question == "What is next?"
