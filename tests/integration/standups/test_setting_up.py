"""Stand-ups are set up, shown, changed, paused and deleted in the chat."""

from dialogs.state import Role
from tests.integration.standups.team import Team


def test_one_press_starts_a_stand_up(team: Team) -> None:
    ana, _ = team.person("Ana", "Europe/Berlin"), team.person("Ben")
    ana.says("/resume", "/standup")
    assert ana.sees("Monday to Friday at 09:30, each by their own clock", "With Ana, Ben", "Summary at 11:30")
    ana.presses("Start it so")
    assert ana.sees("Daily stand-up begins.", "Monday, 1 March 2027 at 09:30, Europe/Berlin")
    assert ana.question == "What is the project called?"
    ana.says("/standup")
    assert ana.sees("Daily stand-up", "Summary at 11:30, in this chat", "/standup edit time 10:00 changes one thing")


def test_everything_can_be_changed_before_it_starts(team: Team) -> None:
    ana, _ = team.person("Ana", "Europe/Berlin"), team.person("Ben")
    ana.says("/standup").presses("Change something")
    ana.says("Rituals", "mon, wed", "second_week", "10:15", "one", "Asia/Shanghai", "30", "some", "Ben, Zoe")
    ana.says("team", "last", "own", "What did you finish?, How do you feel?", "2027-03-03", "2027-06-30")
    assert ana.sees("Rituals begins.", "With Ben", "Summary at 10:45, in the team's chat", "ten minutes before")
    assert ana.sees("every second week on Mon, Wed at 10:15 from Wednesday, 3 March 2027 to Wednesday, 30 June 2027")
    assert ana.sees("I don't know Zoe here", "Asked: What did you finish? · How do you feel?", "Asia/Shanghai")
    one = team.standups()[0]
    assert (one.name, one.zone, f"{one.rule.starts}", f"{one.rule.ends}") == (
        *("Rituals", "Asia/Shanghai"),
        *("2027-03-03", "2027-06-30"),
    )


def test_settings_are_edited_one_by_one(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Berlin"), team.person("Ben")
    team.starts(ana)
    assert ana.says("/standup edit time 10:00").sees("at 10:00", "Summary at 12:00")
    assert ana.says("/standup edit window 30").sees("Summary at 10:30")
    assert ana.says("/standup edit days tue, thu").sees("Tue, Thu at 10:00", "Tuesday, 2 March 2027")
    assert ana.says("/standup edit every month").sees("the first Tue, Thu of each month")
    assert ana.says("/standup edit every week").sees("Tue, Thu at 10:00")
    assert ana.says("/standup edit zone Asia/Shanghai").sees("Asia/Shanghai")
    assert ana.says("/standup edit clock own").sees("each by their own clock")
    assert ana.says("/standup edit people Ben").sees("With Ben\n")
    assert ana.says("/standup edit who all").sees("With Ana, Ben")
    assert ana.says("/standup edit where team").sees("in the team's chat")
    assert not ana.says("/standup edit nudges none").sees("Reminder")
    assert ana.says("/standup edit nudges half").sees("A reminder half-way")
    assert ana.says("/standup edit name Rituals").sees("Rituals is now like this")
    assert ana.says("/standup edit from 2027-04-01").sees("from Thursday, 1 April 2027")
    assert ana.says("/standup edit until 2027-05-01").sees("Saturday, 1 May 2027")
    assert ben.says("/standup show").sees("Rituals")


def test_who_is_named_has_to_be_there_to_be_asked(team: Team) -> None:
    ana, _, cy = team.person("Ana"), team.person("Ben"), team.person("Cy")
    team.gives(cy, Role.OBSERVER)
    before = team.starts(ana, people="Ana, Ben")
    assert ana.says("/standup edit people Zoe").sees("I don't know “Zoe” here, so nothing was changed.")
    assert ana.says("/standup edit people Ben, Zoe and Max").sees("I don't know “Zoe, Max” here")
    assert ana.says("/standup edit people Cy").sees("Observers are never asked", "nothing was changed")
    assert ana.says("/standup edit who some").sees("Who takes part? Send /standup edit people Ana, Ben")
    assert team.standups() == [before]
    assert ana.says("/standup edit people Ben and @Cy").sees("this leaves out: Cy", "With Ben\n")
    assert ana.says("/standup edit people everybody").sees("With Ana, Ben\n")
    assert team.standups()[0].members == ()


def test_one_clock_for_all_is_the_one_that_is_known(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Berlin"), team.person("Ben")
    team.gives(ben, Role.LEAD)
    team.starts(ana)
    before = team.standups()
    assert ben.says("/standup edit clock one").sees("One clock for all needs a time zone.")
    assert team.standups() == before
    assert ana.says("/standup edit clock one").sees("Monday to Friday at 09:30, Europe/Berlin")
    ana.says("/standup edit zone Asia/Shanghai")
    assert ben.says("/standup edit clock one").sees("at 09:30, Asia/Shanghai")


def test_a_late_time_keeps_how_long_people_have(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    assert ana.says("/standup edit time 23:00").sees("Summary at 23:59")
    assert ana.says("/standup edit time 09:30").sees("Summary at 11:30")
    ana.says("/standup edit time 23:00", "/standup edit window 240")
    assert ana.says("/standup edit time 09:30").sees("Summary at 13:30")
    assert ana.says("/standup edit window day").sees("Summary at 23:59")
    assert ana.says("/standup edit time 08:00").sees("Summary at 23:59")


def test_a_first_and_a_last_day_are_taken_away(team: Team) -> None:
    ana = team.person("Ana")
    before = team.starts(ana)
    ana.says("/standup edit from 2027-04-01", "/standup edit until 2027-05-01")
    assert ana.says("/standup edit from none").sees("at 09:30 up to Saturday, 1 May 2027")
    assert ana.says("/standup edit until -").sees("Monday to Friday at 09:30, each")
    assert team.standups()[0].rule == before.rule


def test_days_and_times_are_read_as_people_write_them(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    assert ana.says("/standup edit days Mon-Thu").sees("Monday to Thursday at 09:30")
    assert ana.says("/standup edit days weekdays").sees("Monday to Friday at 09:30")
    assert ana.says("/standup edit days every day").sees("every day at 09:30")
    assert ana.says("/standup edit time half past nine pm").sees("at 21:30")
    assert ana.says("/standup edit window 1 hour").sees("Summary at 22:30")
    assert ana.says("/standup edit window 30 min").sees("Summary at 22:00")
    assert ana.says("/standup edit every 2 weeks").sees("every second week")
    assert ana.says("/standup edit every second week").sees("every second week")
    ana.says("/standup new Weekly").presses("Change something").says("Weekly", "Mon to Wed", "week", "9")
    assert ana.question == "Did you mean “09:00”?"


def test_a_stand_up_rests_and_goes_on(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    assert ana.says("/standup pause").sees("rests", "Nobody is asked until that changes.")
    assert ana.says("/standup").sees("It rests.")
    team.at("2027-03-01", "13:00")
    assert not ana.is_asked()
    assert ana.says("/standup resume").sees("goes on", "Tuesday, 2 March 2027 at 09:30")
    team.at("2027-03-02", "09:31")
    assert ana.is_asked()


def test_days_are_left_out(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    assert ana.says("/standup skip tomorrow").sees("leaves Tuesday, 2 March 2027 out")
    assert ana.says("/standup skip").sees("leaves Monday, 1 March 2027 out", "Wednesday, 3 March 2027")
    assert ana.says("/standup show").sees("Left out: Monday, 1 March 2027, Tuesday, 2 March 2027")
    team.at("2027-03-02", "13:00")
    assert not ana.is_asked()
    assert not team.check_ins()
    team.at("2027-03-03", "09:31")
    assert ana.is_asked()


def test_a_change_in_the_middle_of_a_round_leaves_its_reminders(team: Team) -> None:
    ana = team.person("Ana")
    team.starts(ana)
    team.at("2027-03-01", "09:40")
    assert ana.says("/standup edit name Morning").sees("The next round: Tuesday, 2 March 2027")
    team.at("2027-03-01", "10:31")
    assert ana.sees("“Morning” still waits for you")
    ana.says("/standup skip today")
    team.at("2027-03-01", "11:29")
    assert not ana.sees("still waits")
    team.at("2027-03-02", "09:31")
    assert ana.is_asked()


def test_a_deleted_stand_up_asks_no_more_and_what_was_said_stays(team: Team) -> None:
    ana = team.person("Ana")
    one = team.starts(ana)
    team.at("2027-03-01", "09:31")
    ana.says("did a")
    assert ana.says("/standup delete").sees("“Daily stand-up” is deleted")
    assert "settle" in ana.screen.kinds
    team.at("2027-03-02", "12:00")
    assert not ana.is_asked()
    assert not team.waiting()
    assert [dict(each.answers) for each in team.check_ins(one)] == [{"yesterday": "did a"}]


def test_a_deleted_stand_up_comes_back_as_it_was(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, name="Daily", time="10:00")
    assert ana.says("/standup restore").sees("No stand-up of this project was deleted.")
    team.at("2027-03-01", "10:01")
    ben.says("did a", "page", "none")
    assert ana.says("/standup delete daily").sees("/standup restore Daily brings it back")
    assert ana.says("/standup show").sees("There is no stand-up in this project.")
    assert ben.says("/checkin").sees("There is no stand-up in this project.")
    assert ben.says("/standup restore").screen.kinds[0] == "error"
    team.at("2027-03-03", "12:00")
    assert not ben.is_asked()
    assert ana.says("/standup restore").sees("“Daily” is back.", "Thursday, 4 March 2027 at 10:00")
    assert ana.says("/standup report").sees("✓ Ben page")
    team.at("2027-03-04", "10:00")
    assert ben.sees("Last time you planned: page")
    for what in ("pause", "delete", "restore"):
        ana.says(f"/standup {what}")
    assert ana.sees("“Daily” is back.", "Nobody is asked until that changes.")


def test_two_deleted_ones_come_back_by_name_and_never_twice_under_one(team: Team) -> None:
    ana = team.person("Ana")
    for name in ("Daily", "Weekly"):
        team.starts(ana, name=name)
        ana.says("/standup delete")
    assert ana.says("/standup restore").sees("Which one? /standup restore Daily, /standup restore Weekly")
    assert ana.says("/standup restore Dayli").sees("“Dayli” could mean “Daily”. To be sure, say its whole name:")
    team.starts(ana, name="Daily")
    assert ana.says("/standup restore Daily").sees("There is a stand-up “Daily” already, and names must differ.")
    assert ana.says("/standup restore Weekly").sees("“Weekly” is back.")
    assert [one.is_deleted for one in team.standups()] == [True, False, False]


def test_no_two_get_the_same_name_and_a_name_that_is_only_alike_changes_nothing(team: Team) -> None:
    ana = team.person("Ana")
    for name in ("Daily", "Weekly"):
        team.starts(ana, name=name)
    assert ana.says("/standup edit Weekly name DAILY").sees("There is a stand-up “DAILY” already")
    assert ana.says("/standup edit Weekly name WEEKLY").sees("WEEKLY is now like this")
    assert ana.says("/standup delete weekyl").sees("“weekyl” could mean “WEEKLY”. To be sure, say its whole name:")
    assert [one.name for one in team.standups() if not one.is_deleted] == ["Daily", "WEEKLY"]


def test_several_stand_ups_are_meant_by_name_or_number(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana, name="Daily stand-up")
    team.starts(ana, name="Weekly review")
    assert ana.says("/standup new daily Stand-up").sees("There is a stand-up “daily Stand-up” already")
    assert ana.says("/standup new " + "Daily stand-up" + " " * 60).sees("already")
    assert ana.says("/standup new").sees("There is a stand-up “Daily stand-up” already")
    assert ana.says("/standup pause").sees("Which one? /standup pause Daily stand-up, /standup pause Weekly review")
    assert ana.says("/standup pause 2").sees("“Weekly review” rests")
    assert ana.says("/standup edit Daily stand-up time 10:00").sees("Daily stand-up is now like this", "at 10:00")
    assert ana.says("/standup edit weekly time 11:00").sees("Weekly review is now like this", "at 11:00")
    assert ana.says("/standup edit monthly time 11:00").sees("No stand-up here is called “monthly”.")
    assert ana.says("/standup skip tomorrow weekly").sees("“Weekly review” leaves Tuesday")
    assert ben.says("/checkin").sees("Which one?")
    ben.says("/checkin daily")
    assert ben.question == "What got done since last time?"


def test_who_does_not_lead_may_look_but_not_change(team: Team) -> None:
    ana, ben, eve = team.person("Ana"), team.person("Ben"), team.person("Eve")
    team.gives(eve, Role.OBSERVER)
    team.starts(ana)
    for what in ("pause", "resume", "skip tomorrow", "now", "delete", "restore", "edit time 10:00", "new Weekly"):
        assert "error" in ben.says(f"/standup {what}").screen.kinds, what
    assert not team.standups()[0].is_paused
    assert len(team.standups()) == 1
    assert ben.says("/standup").sees("Daily stand-up")
    assert eve.says("/standup").sees("Daily stand-up", "With Ana, Ben\n")
    assert eve.says("/standup report").sees("has had no round yet")


def test_now_asks_at_once_and_the_round_of_the_day_is_not_asked_again(team: Team) -> None:
    ana, ben = team.person("Ana"), team.person("Ben")
    team.starts(ana)
    assert ana.says("/standup now").sees("2 people are asked now")
    team.tick()
    assert ben.is_asked()
    assert ana.says("/standup now").sees("Everybody has been asked in today's round already")
    ana.says("/checkin", "did a", "page", "none")
    team.at("2027-03-01", "23:00")
    assert ben.screen.kinds.count("ask") == 0
    assert ben.read.count("still waits") == 2
    assert team.group.kinds == []
    assert len(team.check_ins()) == 2
    team.at("2027-03-02", "09:31")
    assert ana.is_asked()
    assert ben.is_asked()


def test_now_is_the_round_of_the_leads_own_day(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Berlin"), team.person("Ben", "America/Los_Angeles")
    cem, dee = team.person("Cem", "America/Los_Angeles"), team.person("Dee", "Asia/Tokyo")
    team.now = team.now.replace(month=2, day=28)
    team.starts(ana, where="team")
    team.at("2027-02-28", "20:00", "America/Los_Angeles")
    ben.says("/checkin", "a", "early", "none")
    team.at("2027-03-01", "07:00", "Europe/Berlin")
    assert ana.says("/standup now").sees("2 people are asked now")
    team.tick()
    assert cem.is_asked()
    assert not ben.is_asked()
    assert not dee.is_asked()
    assert {f"{one.day}" for one in team.check_ins()} == {"2027-03-01"}


def test_now_is_never_a_round_of_a_day_before(team: Team) -> None:
    ana, dee = team.person("Ana", "America/Los_Angeles"), team.person("Dee", "Asia/Tokyo")
    team.now = team.now.replace(month=2, day=28)
    team.starts(ana)
    team.at("2027-02-28", "15:00", "America/Los_Angeles")
    assert ana.says("/standup now").sees("2 people are asked now")
    team.tick()
    assert {one.member: f"{one.day}" for one in team.check_ins()} == {ana.id: "2027-02-28", dee.id: "2027-03-01"}


def test_who_is_still_being_asked_is_not_asked_for_another_round(team: Team) -> None:
    ana, ben = team.person("Ana", "Asia/Tokyo"), team.person("Ben", "America/Los_Angeles")
    team.starts(ana)
    team.at("2027-03-01", "10:00", "America/Los_Angeles")
    assert ben.is_asked()
    ana.says("/standup now")
    team.tick()
    assert not ben.is_asked()


def test_now_on_a_day_off_gives_half_an_hour(team: Team) -> None:
    team.now = team.now.replace(month=2, day=28, hour=20)
    ana = team.person("Ana")
    team.starts(ana)
    ana.says("/standup now")
    team.tick()
    ana.says("did a", "page", "none")
    assert ana.sees("The summary comes at 20:30")
    team.on(team.now.replace(hour=21))
    assert ana.sees("Daily stand-up · Sunday, 28 February 2027", "Ana page")
