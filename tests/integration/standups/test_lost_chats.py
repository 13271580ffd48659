"""The chat of the summaries is gone, has moved, or comes back: nobody misses a round, and what is said is true."""

from bot.service.aftermath import Aftermath
from bot.service.arrivals import Account, Move, Place, Reach
from bot.service.boxes import Fate, Sending
from bot.service.ports import Turn
from dialogs.state import Role
from tests.integration.standups.team import BOT, GROUP, Team, local

HOME = f"telegram:{GROUP}"
ADMIN = Account("telegram:999", "Mallory", "mallory")


def lets(team: Team, chat: str = GROUP, *, is_in: bool) -> None:
    """Somebody removes the bot from a chat that is shared, or brings it back."""
    team.take(Reach(Place(BOT, chat, HOME, is_shared=True), ADMIN, is_in))


def test_where_its_chat_is_gone_those_who_lead_read_the_summary(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    lets(team, is_in=False)
    assert ana.says("/standup show").sees("Summary at 11:30, to those who lead, in private")
    assert ana.sees("/standup edit Daily stand-up where here")
    team.at("2027-03-01")
    ben.says("did 1", "plan 1", "the printer")
    team.at("2027-03-01", "11:30")
    assert ana.sees("I can't write to the chat that the summary of “Daily stand-up” goes to", "where here")
    assert ana.sees("Daily stand-up · Monday, 1 March 2027", "plan 1", "the printer", "No answer yet: Ana")
    assert not ben.sees("Daily stand-up · Monday")
    assert not team.group.new
    lets(team, is_in=True)
    assert ana.says("/standup show").sees("Summary at 11:30, in the team's chat")
    team.at("2027-03-02")
    ben.says("did 2", "plan 2", "none")
    team.at("2027-03-02", "11:30")
    assert team.group.sees("Tuesday, 2 March 2027", "plan 2")
    assert not ana.sees("plan 2")


def test_a_summary_that_its_chat_did_not_take_is_told_at_once(team: Team) -> None:
    """As when a topic was closed: nobody tells of that before something is sent there."""
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ben.says("did 1", "plan 1", "none")
    team.at("2027-03-01", "11:30")
    lost = list(team.group.new)
    assert "board" in team.group.kinds
    team.forget()
    team.do(lambda turn: Aftermath(team.office).closed(turn, (BOT, GROUP), lost))
    team.look()
    assert ana.sees("I can't write to the chat that the summary", "plan 1")
    assert ana.read.count("plan 1") == 1
    assert not ben.sees("plan 1")


def test_a_summary_that_nobody_saw_is_posted_anew_once_there_is_a_way_in(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ana.says("did 1", "plan 1", "none")
    team.forget()
    team.now = local("2027-03-01", "11:30")
    team.here.run()

    def refuse(turn: Turn) -> None:
        loads = [load for load in turn.outbox.held(team.office.carrier) if load.key == (BOT, GROUP)]
        for load in loads:
            fates = [Fate(one.seq, Sending.DEAD) for one in load.messages]
            turn.outbox.record(load.key, team.office.carrier, fates, 0.0)
            Aftermath(team.office).closed(turn, load.key, [one.payload for one in load.messages])

    team.do(refuse)
    team.look()
    assert ana.sees("I can't write to the chat that the summary", "plan 1")
    team.at("2027-03-01", "11:40")
    lets(team, is_in=True)
    ben.says("did 2", "plan 2", "none")
    assert ben.sees("I post its summary with your answer")
    assert team.group.sees("plan 1", "plan 2")
    assert team.group.kinds == ["board", "details"]


def test_another_chat_of_the_team_takes_its_place(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    where = team.standups()[0].chat
    ana.takes_along("-200")
    lets(team, is_in=False)
    assert team.standups()[0].chat == where
    assert ana.says("/standup show").sees("in another chat of the team, because I can't write to the one")
    team.at("2027-03-01")
    ben.says("did 1", "plan 1", "none")
    team.at("2027-03-01", "11:30")
    assert team.screen("-200").sees("plan 1")
    assert not ana.sees("plan 1")


def test_a_late_answer_is_not_said_to_stand_where_no_summary_is(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    lets(team, is_in=False)
    team.at("2027-03-01")
    ana.says("did 1", "plan 1", "none")
    team.at("2027-03-01", "11:40")
    ben.says("did 2", "plan 2", "none")
    assert ben.sees("The round is over, and I have no summary to add this to")
    assert not ben.sees("posted already")
    assert ben.says("/standup report").sees("plan 2")


def test_after_a_move_a_late_answer_has_the_summary_posted_in_the_new_chat(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, where="team")
    team.at("2027-03-01")
    ana.says("did 1", "plan 1", "none")
    team.at("2027-03-01", "11:40")
    assert team.group.sees("plan 1")
    team.screen("-1001")
    team.take(Move(Place(BOT, GROUP, HOME, is_shared=True), "-1001"))
    ben.says("did 2", "plan 2", "none")
    assert ben.sees("I post its summary with your answer, marked as late")
    assert not ben.sees("posted already")
    assert team.screen("-1001").sees("plan 1", "plan 2")
    team.forget()
    ben.says("/checkin", "did 3", "plan 3", "none")
    assert ben.sees("The summary was posted already, so I add this to it")
    assert team.screen("-1001").kinds == ["reboard", "redetails"]
    assert team.screen("-1001").sees("plan 3")


def test_who_or_what_can_not_be_reached_is_named(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    team.at("2027-03-01")
    team.forget()
    team.do(lambda turn: Aftermath(team.office).closed(turn, ben.screen.key))
    team.look()
    assert team.group.sees("I can't reach Ben any more")
    assert ana.read.count("I can't reach Ben any more") == 1
    lets(team, is_in=False)
    assert ana.sees(f"I can't write to a chat of “{team.project.name}” any more")
    assert "Mallory" not in ana.read


def test_a_digest_whose_chat_is_gone_comes_to_those_who_lead(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Paris"), team.person("Ben")
    ana.says_to_all("/digest new")
    for text in ("day", "16:00", "Europe/Paris", "here"):
        ana.says_to_all(f"/answer {text}")
    lets(team, is_in=False)
    assert ana.says("/digest show").sees("to those who lead, in private")
    team.at("2027-03-01", "16:00", "Europe/Paris")
    assert ana.sees("I can't write to the chat that this summary of", "/digest new")
    assert "board" in ana.screen.kinds
    assert "board" not in ben.screen.kinds
    lets(team, is_in=True)
    team.at("2027-03-02", "16:00", "Europe/Paris")
    assert "board" in team.group.kinds
    assert "board" not in ana.screen.kinds


def test_topics_go_and_come_back_with_their_group(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.gives(ben, Role.MEMBER)
    topic = f"{GROUP}/7"
    ana.takes_along(topic)
    team.starts(ana)
    ana.says_in(topic, "/standup edit where here")
    assert team.standups()[0].chat == (BOT, topic)
    lets(team, is_in=False)
    team.at("2027-03-01")
    ben.says("did 1", "plan 1", "none")
    team.at("2027-03-01", "11:30")
    assert ana.sees("I can't write to the chat that the summary", "plan 1")
    lets(team, is_in=True)
    team.at("2027-03-02")
    ben.says("did 2", "plan 2", "none")
    team.at("2027-03-02", "11:30")
    assert team.screen(topic).sees("plan 2")
