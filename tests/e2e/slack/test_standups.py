"""A team's stand-ups in Slack: set up in the channel, asked and answered in private, read in the channel."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.hours import Hours
from tests.e2e.slack.scene import FORM, Guest, Scene, scene
from tests.fakes.slack.messages import Message

HOSTILE = "*b* _i_ `c` <!channel> <@U1> <https://x.y|z> &amp; @here {{ 7*7 }} {name} =1+1 | 👩‍👩‍👧 עברית "


@dataclass(frozen=True)
class Office:
    """An app that runs, and the clock that it goes by."""

    scene: Scene
    hours: Hours


@dataclass(frozen=True)
class Team:
    """Ana is in Paris, Ben in London, and Chen has never written to the app; `table` is Ana in the walk's thread."""

    hours: Hours
    ana: Guest
    ben: Guest
    chen: Guest
    table: Guest

    @property
    def channel(self) -> Guest:
        """Ana in the channel itself."""
        return self.ana.within(self.table.chat)

    @property
    def boards(self) -> list[Message]:
        """The summaries, each of which opens a thread."""
        found = [one for one in self.channel.written if one.as_seen().startswith("Daily stand-up · ")]
        return [one for one in found if one.thread_ts in (None, one.ts)]

    def below(self, message: Message) -> list[Message]:
        """What hangs on a message."""
        return [one for one in self.channel.written if one.thread_ts == message.ts and one is not message]

    def answer(self, guest: Guest, *texts: str) -> None:
        """Somebody answers all that they are asked."""
        assert "Thank you" in guest.says(*texts)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One app for all that follows."""
    folder = tmp_path_factory.mktemp("office")
    with scene(folder, is_for_many=True) as made:
        hours = Hours(made, folder)
        made.runs(PHASEWALK_TEST_CLOCK=str(hours.file))
        yield Office(made, hours)
        hours.close()


@pytest.fixture
def team(office: Office) -> Iterator[Team]:
    """On a Monday at seven, in a workspace of their own, before a stand-up that begins that day."""
    office.hours.strike(7, days=7 - office.hours.now.weekday())
    number = f"{office.hours.now:%y%m%d}"
    office.scene.team = office.scene.slack.team(f"T{number}", "Coffee Club", domain=f"club-{number}")
    assert office.scene.lets_in(office.scene.team.person("Cleo")) == 200
    ana = office.scene.person("Ana", zone="Europe/Paris")
    ben, chen = (office.scene.person(name, zone="Europe/London") for name in ("Ben", "Chen"))
    channel = office.scene.channel("coffee", ana, ben, chen)
    ana.within(channel).says("@phasewalk hello")
    root = next(one for one in channel.messages if "We walk through it in this thread" in one.as_seen())
    table = ana.within(channel, root)
    table.says("Coffee Club")
    ben.within(channel, root).says("Order ahead")
    chen.within(channel, root).says("Queues")
    for guest in (ana, ben):
        guest.says("hello")
    table.commands("standup")
    table.presses("Start it so")
    yield Team(office.hours, ana, ben, chen, table)
    table.commands("standup delete")


def test_a_channel_sets_a_stand_up_up_by_pressing(team: Team) -> None:
    heard = team.table.sees()
    assert "Monday to Friday at 09:30, each by their own clock\n– With Ana, Ben, Chen" in heard
    assert "The next round: Monday," in heard


def test_each_is_asked_by_the_clock_of_their_profile_and_each_zone_is_summed_up(team: Team) -> None:
    team.hours.strike(8, 30)
    assert "Coffee Club · Monday" in team.ana.prompt.as_seen()
    assert "Coffee Club · Monday" not in team.ben.prompt.as_seen()
    assert [button for button in team.ana.prompt.buttons if button in ("Skip this one", FORM)] == ["Skip this one"]
    team.ana.says("Menu drawn", "Payment page")
    assert "The summary comes at 11:30" in team.ana.presses("Nothing")
    team.hours.strike(9, 30)
    assert "Coffee Club · Monday" in team.ben.prompt.as_seen()
    assert "Coffee Club · Monday" in team.chen.prompt.as_seen()  # who never wrote to the app in private
    team.answer(team.ben, "Talked to cafés", "More cafés", "No payment account\nNo phone")

    team.hours.strike(10, 30)
    [paris] = team.boards
    assert "✓ Ana Payment page" in paris.as_seen()
    assert "Ben" not in paris.as_seen()
    [details] = team.below(paris)
    assert "Menu drawn" in details.as_seen()
    team.hours.strike(11, 30)
    _, london, day = team.boards
    assert london.as_seen().splitlines()[1:] == [
        "⛔ 2 blockers",
        "– Ben: BL-1 No payment account (since today)",
        "– Ben: BL-2 No phone (since today)",
        "✓ Ben More cafés",
        "No answer yet: Chen",
    ]
    assert "all time zones: 2 of 3 answered" in day.as_seen()


def test_who_cannot_be_written_to_is_asked_where_the_team_talks(team: Team) -> None:
    team.chen.person.is_deactivated()
    team.hours.strike(9, 30)
    called = team.channel.written[-1]
    assert called.as_seen().startswith("@Chen\n“Daily stand-up” would like to ask you in private.")
    assert called.buttons == ["Answer in private"]


def test_the_next_round_is_answered_by_pressing(team: Team) -> None:
    team.chen.says("hello")
    team.hours.strike(9, 30)
    for guest in (team.ana, team.ben):
        team.answer(guest, "Menu drawn", "Payment page", "Not enough sleep")
    team.hours.strike(11, 30)
    team.hours.strike(9, 30, days=1)
    asked = team.ana.prompt
    assert "Last time you planned: Payment page" in asked.as_seen()
    assert [button for button in asked.buttons if button != "‹ Back"] == [
        "As planned",
        "Same as last time",
        "Skip this one",
    ]
    old = asked.button("As planned")
    team.ana.presses("As planned")
    assert asked.elements == []
    team.ana.says("Checkout")
    written = len(team.ana.written)
    team.ana.presses(old, on=asked)
    assert len(team.ana.written) == written
    assert "Thank you" in team.ana.presses("Nothing")
    assert "Thank you" in team.ben.presses("Same as last time")
    assert "Left out." in team.chen.presses("Skip this one")
    team.hours.strike(10, 30)
    assert "✓ Ana Checkout" in team.boards[-1].as_seen()
    team.hours.strike(11, 30)
    london = team.boards[-2].as_seen()
    assert "✓ Ben Payment page" in london
    assert "Left out: Chen" in london


def test_a_late_answer_changes_the_summary_and_what_hangs_on_it(team: Team) -> None:
    team.hours.strike(9, 30)
    team.answer(team.ana, "Menu drawn", "Payment page", "none")
    team.hours.strike(10, 30)
    team.hours.strike(11, 30)
    london = team.boards[-2]
    assert "No answer yet: Ben, Chen" in london.as_seen()
    assert team.below(london) == []
    written = len(team.boards)
    assert "late" in team.ben.says("Talked to cafés", "More cafés", "Rain")
    assert len(team.boards) == written
    assert "✓ Ben (late) More cafés" in london.as_seen()
    assert "Ben: BL-1 Rain" in london.as_seen()
    assert "Talked to cafés" in team.below(london)[0].as_seen()


def test_two_answer_at_once(team: Team) -> None:
    team.hours.strike(9, 30)
    for texts in (("Menu drawn", "Cafés"), ("Payment page", "More cafés"), ("none", "none")):
        pairs = zip((team.ana, team.ben), texts, strict=True)
        team.ana.does(lambda pairs=pairs: [one.person.says(text, one.chat) for one, text in pairs])  # type: ignore[misc]
    team.hours.strike(10, 30)
    assert "✓ Ana Payment page" in team.boards[-1].as_seen()
    team.hours.strike(11, 30)
    assert "✓ Ben More cafés" in team.boards[-2].as_seen()


def test_a_home_that_says_another_zone_moves_the_prompt(team: Team) -> None:
    team.ana.looks_at_home()
    menu = team.ana.person.types_into_select("shang", on=team.ana.home)
    assert menu.over_blocking().options == ["Asia/Shanghai"]
    team.ana.does(lambda: team.ana.person.selects("Asia/Shanghai", on=team.ana.home))
    assert "Asia/Shanghai" in team.ana.commands("timezone")
    team.hours.strike(1, 30, days=1)
    assert "Coffee Club · Tuesday" in team.ana.prompt.as_seen()


def test_pictures_reports_and_exports_are_uploaded_into_the_thread(team: Team) -> None:
    team.hours.strike(9, 30)
    team.answer(team.ana, "=1+1", "Payment page", "none")
    for command in ("status", "report", "standup export", "standup export json"):
        team.table.commands(command)
    sent = [(file, message) for message in team.channel.written for file in message.files]
    assert [file.name.rpartition("_")[2] for file, _ in sent] == [
        "progress.png",
        "progress.png",
        "report.md",
        "ins.csv",
        "ins.json",
    ]
    assert {message.thread_ts for _, message in sent} == {team.table.thread.ts if team.table.thread else ""}
    assert sent[0][0].content.startswith(b"\x89PNG")
    assert b"'=1+1,Payment page" in sent[3][0].content


def test_a_digest_stands_in_the_channel_with_its_files_below(team: Team) -> None:
    team.table.commands("digest")
    team.table.presses("Every working day")
    team.table.says("16:00")
    assert "Europe/Paris" in team.table.prompt.as_seen()
    team.table.presses("Europe/Paris (UTC+01:00)")
    assert "next on Monday" in team.table.presses("This chat")
    team.hours.strike(15)
    told = next(one for one in team.channel.written if one.as_seen().startswith("Coffee Club, Monday"))
    assert told.thread_ts in (None, told.ts)
    names = [file.name.rpartition("_")[2] for one in team.below(told) for file in one.files]
    assert names == ["progress.png", "report.md"]
    team.table.commands("digest delete")


def test_hostile_and_endless_answers_stay_whole_and_within_the_limits(team: Team) -> None:
    team.hours.strike(9, 30)
    for guest in (team.ana, team.ben):
        team.answer(guest, HOSTILE + "long " * 700, HOSTILE * 30, "\n".join(f"{n} {HOSTILE}" for n in range(30)))
    team.hours.strike(11, 30)
    for board in team.boards[:2]:
        for message in (board, *team.below(board)):
            assert HOSTILE[:24] in message.as_seen()
            assert not [one for one in message.markup if one[0] in ("link", "user", "channel", "broadcast")]
    for command in ("status", "report", "blockers"):
        team.table.commands(command)
    assert not any(running.has_ended for running in team.ana.scene.running)


def test_what_is_said_in_the_thread_of_a_message_is_about_that(team: Team) -> None:
    team.hours.strike(8, 30)
    team.ana.says("Menu drawn")
    second = team.ana.within(team.ana.chat, team.ana.prompt)
    team.answer(team.ana, "3", "none")
    assert "You answered “3” already. Change it to “Checkout”?" in second.says("Checkout")
    team.answer(team.ana, "yes")
    team.hours.strike(10, 30)
    board = team.boards[-1]
    ben = team.ben.within(team.table.chat, board)
    assert "Ana Checkout" in board.as_seen()
    assert ben.says("Great work!") == ""
    assert "That message asks nothing" in ben.says("@phasewalk great work!")
