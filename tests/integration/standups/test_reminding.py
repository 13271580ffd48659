"""Who has not answered is reminded: seldom, in the daytime, and never afterwards."""

from tests.integration.standups.team import Team


def test_two_reminders_and_no_more(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01", "10:29")
    assert ana.read.count("still waits") == 0
    team.at("2027-03-01", "10:30")
    assert ana.sees("with 1 hour left")
    team.at("2027-03-01", "11:19")
    assert ana.read == ""
    team.at("2027-03-01", "11:20")
    assert ana.sees("with 10 minutes left")
    team.at("2027-03-02", "09:29")
    assert "still waits" not in ana.read


def test_nobody_is_reminded_after_answering(team: Team) -> None:
    ana, ben, cem = team.person("Ana"), team.person("Ben"), team.person("Cem")
    team.starts(ana)
    team.at("2027-03-01", "10:31")
    ana.says("a", "b", "none")
    ben.says("/skip")
    team.at("2027-03-01", "11:29")
    assert "still waits" not in ana.read + ben.read
    assert cem.sees("still waits")


def test_reminders_are_turned_off_for_oneself_and_for_all(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    assert ben.says("/standup nudges off").sees("You won't be reminded any more, only asked.")
    team.at("2027-03-01", "12:00")
    assert ana.read.count("still waits") == 2
    assert ben.is_asked()
    assert not ben.sees("still waits")
    assert ben.says("/standup nudges on").sees("You are reminded")
    ana.says("/standup edit nudges last")
    team.at("2027-03-02", "12:00")
    assert ana.read.count("still waits") == ben.read.count("still waits") == 1
    ana.says("/standup edit nudges none")
    team.at("2027-03-03", "12:00")
    assert "still waits" not in ana.read + ben.read


def test_nobody_is_reminded_at_night(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Berlin"), team.person("Ben", "Asia/Shanghai")
    team.starts(ana, zone="Europe/Berlin", time="15:00", window="day")
    team.at("2027-03-02", "00:30")
    assert ana.read.count("still waits") == 1
    assert ana.sees("still waits")
    assert ben.is_asked()
    assert not ben.sees("still waits")


def test_by_their_own_clock_it_is_night_for_one_and_day_for_another(team: Team) -> None:
    ana = team.person("Ana", "Europe/Berlin")
    team.starts(ana, time="20:00")
    team.at("2027-03-01", "23:30")
    assert ana.is_asked()
    assert not ana.sees("with 1 hour left")
    assert not ana.sees("with 10 minutes left")


def test_a_reminder_that_comes_late_counts_the_minutes_that_are_left(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01", "10:00")
    team.down_until("2027-03-01", "11:25")
    assert ana.sees("with 5 minutes left")
    team.at("2027-03-02", "09:00")
    assert "still waits" not in ana.read


def test_who_opens_the_chat_later_is_reminded_there_and_let_off_there(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben", is_reached=False)
    team.starts(ana)
    team.at("2027-03-01")
    team.talk_about(ben)
    ben.says("/checkin")
    team.at("2027-03-01", "10:30")
    assert ben.sees("still waits for you")
    ana.says("/away @ben today")
    assert ben.sees("Ana says that you are away")
    assert ben.screen.kinds[0] == "settle"
