"""A team's stand-ups on Telegram: set up in the group, asked and answered in private, read in the group."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.hours import Hours
from tests.e2e.telegram.scene import Guest, Scene, scene
from tests.fakes.telegram.messages import Message

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
HOSTILE = '<b>*_`[x](tg://user?id=1)</b> &amp; @all {{ 7*7 }} {name} =1+1 "quoted" \\ | 👩‍👩‍👧 עברית '


@dataclass(frozen=True)
class Square:
    """A bot that runs, and the clock that it goes by."""

    scene: Scene
    hours: Hours


@dataclass(frozen=True)
class Team:
    """Ana and Ben can be reached in private, Chen has never opened that chat; `group` is Ana in the group."""

    hours: Hours
    ana: Guest
    ben: Guest
    chen: Guest
    group: Guest

    @property
    def board(self) -> Message:
        """The newest summary."""
        return next(one for one in reversed(self.group.written) if one.text.startswith("Daily stand-up ·"))

    @property
    def details(self) -> Message:
        """What hangs on the newest summary."""
        return next(one for one in reversed(self.group.written) if one.reply_to_id == self.board.id)

    def answer(self, guest: Guest, *texts: str) -> None:
        """Somebody answers all that they are asked."""
        assert "Thank you" in guest.says(*texts)


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Square]:
    """One bot for all that follows."""
    folder = tmp_path_factory.mktemp("square")
    with scene(folder) as made:
        hours = Hours(made, folder)
        made.runs(PHASEWALK_TEST_CLOCK=str(hours.file))
        yield Square(made, hours)
        hours.close()


@pytest.fixture
def team(square: Square) -> Iterator[Team]:
    """On a Monday at eight, before a stand-up that begins that day."""
    square.hours.strike(8, days=7 - square.hours.now.weekday())
    ana, ben, chen = (square.scene.person(name) for name in ("Ana", "Ben", "Chen"))
    for guest in (ana, ben):
        guest.starts()
    group = square.scene.group("Coffee team", ana, ben, chen)
    square.scene.settles()
    table = ana.within(group)
    table.says("/start", "/answer Coffee Club")
    ben.within(group).says("/answer Order ahead")
    chen.within(group).says("/answer Queues")
    table.says("/standup")
    table.presses("Start it so")
    yield Team(square.hours, ana, ben, chen, table)
    table.says("/standup delete")


def test_a_group_sets_a_stand_up_up_by_pressing(team: Team) -> None:
    asked = next(one for one in team.group.written if "A stand-up could start like this" in "".join(one.earlier))
    assert asked.buttons == []
    assert asked.text.endswith("✓ Start it so — Ana")
    heard = team.group.sees()
    assert "Monday to Friday at 09:30, each by their own clock\n– With Ana, Ben, Chen" in heard
    assert "The next round: Monday," in heard
    assert "On which platforms should it run?" in heard


def test_a_stand_up_with_other_answers_is_set_up_by_pressing_and_typing(team: Team) -> None:
    table = team.group
    table.says("/standup new Weekly")
    assert "What is it called?" in table.presses("Change something")
    table.says("/answer Weekly")
    table.presses("Monday", "Thursday", "Done (2)", "Every second week")
    table.says("/answer 10:15")
    table.presses("One time zone for all")
    table.says("/answer Shanghai")
    table.presses("One hour")
    heard = table.presses("1. Everybody in the project but observers")
    while "begins." not in heard:
        heard = table.says("/accept") if "/accept" in heard else table.says("/skip")
    assert "Weekly begins." in heard
    assert "at 10:15" in heard
    assert "Asia/Shanghai" in heard
    table.says("/standup delete Weekly")


def test_a_round_goes_from_the_prompt_to_a_summary_with_the_details_below(team: Team) -> None:
    team.hours.strike(9, 30)
    for guest in (team.ana, team.ben):
        assert guest.labels() == ["Skip this one", "‹ Back"]
        assert "Coffee Club · Monday" in guest.prompt.text
        assert guest.prompt.text.count("Daily stand-up") == 1
    assert team.group.sees().startswith("Chen\n“Daily stand-up” would like to ask you in private.")
    [button] = team.group.written[-1].buttons
    assert button.url is not None
    assert button.url.startswith("https://t.me/phasewalk_bot?start=")
    assert ("text_mention", "Chen") in team.group.written[-1].markup

    team.ana.says("Menu drawn", "Payment page")
    assert "Thank you. The summary comes at 11:30" in team.ana.presses("Nothing")
    team.answer(team.ben, "Talked to cafés", "More", "none")
    assert "What is next? More\n" in team.ben.says("/checkin")
    team.answer(team.ben, "Talked to cafés", "More cafés", "No payment account\nNo phone")
    written = len(team.group.written)
    team.hours.strike(11, 30)
    assert len(team.group.written) == written + 2
    lines = team.board.text.splitlines()
    assert lines[1:4] == [
        "⛔ 2 blockers",
        "– Ben: BL-1 No payment account (since today)",
        "– Ben: BL-2 No phone (since today)",
    ]
    assert lines[4:] == ["✓ Ana Payment page", "✓ Ben More cafés", "No answer yet: Chen"]
    assert "Talked to cafés" in team.details.text
    assert [kind for kind, _ in team.details.markup if "quote" in kind] == ["expandable_blockquote"]


def test_the_button_in_the_group_leads_to_the_question(team: Team) -> None:
    team.hours.strike(9, 30)
    [button] = team.group.written[-1].buttons
    code = str(button.url).partition("?start=")[2]
    outsider = team.ana.scene.person("Dana")
    assert "That code is unknown" in outsider.starts(code)
    assert "Coffee Club · Monday" in team.chen.starts(code)
    assert "What is next?" in team.chen.says("Slept")
    team.answer(team.chen, "Wake up", "none")
    team.hours.strike(11, 30)
    assert "✓ Chen Wake up" in team.board.text


def test_the_next_round_is_answered_by_pressing(team: Team) -> None:
    team.chen.starts()
    team.hours.strike(9, 30)
    assert "ask you in private" not in team.group.sees()
    for guest in (team.ana, team.ben):
        team.answer(guest, "Menu drawn", "Payment page", "Not enough sleep")
    team.hours.strike(9, 30, days=1)
    assert "Last time you planned: Payment page" in team.ana.prompt.text
    assert team.ana.labels() == ["As planned", "Same as last time", "Skip this one", "‹ Back"]
    old = team.ana.prompt.button("As planned")
    asked = team.ana.prompt
    team.ana.presses("As planned")
    assert asked.text.endswith("✓ As planned") or asked.text.endswith("✓ Payment page")
    assert asked.buttons == []
    assert team.ana.is_told(old, on=asked) != ""
    team.ana.says("Checkout")
    assert "Thank you" in team.ana.presses("Nothing")
    assert "Thank you" in team.ben.presses("Same as last time")
    assert "Left out." in team.chen.presses("Skip this one")
    team.hours.strike(11, 30)
    text = team.board.text
    assert "✓ Ana Checkout\n✓ Ben Payment page\n" in text
    assert "Left out: Chen" in text
    assert "What got done since last time? Payment page" in team.details.text


def test_a_press_on_the_prompt_of_a_round_that_is_over_begins_it_anew_or_says_so(team: Team) -> None:
    team.hours.strike(9, 30)
    asked = team.ana.prompt
    skip = asked.button("Skip this one")
    team.hours.strike(9, 30, days=1)
    assert team.ana.prompt is not asked
    written = len(team.group.written)
    team.ana.is_told(skip, on=asked)
    assert len(team.group.written) == written
    assert team.ana.prompt.buttons


def test_two_answer_at_once_and_one_replies_to_the_question(team: Team) -> None:
    team.hours.strike(9, 30)
    asked = team.ben.prompt
    team.ana.does(
        lambda: (
            team.ana.person.says("Menu drawn", chat=team.ana.chat),
            team.ben.person.says("Talked to cafés", chat=team.ben.chat, reply_to=asked),
        )
    )
    team.ana.does(
        lambda: (
            team.ana.person.says("Payment page", chat=team.ana.chat),
            team.ben.person.says("More cafés", chat=team.ben.chat),
        )
    )
    team.ana.presses("Nothing")
    team.ben.presses("Nothing")
    team.hours.strike(11, 30)
    assert "✓ Ana Payment page\n✓ Ben More cafés" in team.board.text
    assert "What got done since last time? Talked to cafés" in team.details.text


def test_a_late_answer_changes_the_summary_and_what_hangs_on_it(team: Team) -> None:
    team.hours.strike(9, 30)
    team.answer(team.ana, "Menu drawn", "Payment page", "none")
    team.hours.strike(11, 30)
    board, details = team.board, team.details
    written = len(team.group.written)
    assert "No answer yet: Ben, Chen" in board.text
    assert "late" in team.ben.says("Talked to cafés", "More cafés", "Rain")
    assert len(team.group.written) == written
    assert "✓ Ben (late) More cafés" in board.text
    assert "Ben: BL-1 Rain" in board.text
    assert "Talked to cafés" in details.text


def test_whoever_blocks_the_bot_is_called_in_the_group_from_then_on(team: Team) -> None:
    team.ben.person.blocks(team.ben.scene.bot)
    team.ben.scene.settles()
    team.hours.strike(9, 30)
    called = [one.text.partition("\n")[0] for one in team.group.written if "ask you in private" in one.text]
    assert sorted(called) == ["Ben", "Chen"]


def test_pictures_are_photos_and_reports_and_exports_are_files(team: Team) -> None:
    team.hours.strike(9, 30)
    team.answer(team.ana, "=1+1", "Payment page", "none")
    team.hours.strike(11, 30)
    team.group.says("/status")
    [picture] = [one for one in team.group.written if one.file and one.file.name.endswith(".png")]
    assert "photo" in picture.content
    team.group.says("/report")
    files = {one.file.name.rpartition("_")[2]: one for one in team.group.written if one.file}
    assert "document" in files["report.md"].content
    team.group.says("/standup export", "/standup export json")
    files = {one.file.name.rpartition("_")[2]: one for one in team.group.written if one.file}
    table = files["ins.csv"].file
    assert table is not None
    assert b"'=1+1,Payment page" in table.content
    assert files["ins.json"].file is not None


def test_a_digest_is_told_in_the_group_at_its_time(team: Team) -> None:
    table = team.group
    table.says("/digest")
    table.presses("Every working day")
    table.says("/answer 16:00", "/answer Paris")
    assert "next on Monday" in table.presses("This chat")
    written = len(table.written)
    team.hours.strike(15)
    told = table.written[written:]
    assert told[0].text.startswith("Coffee Club, Monday")
    assert [one.file.name.rpartition("_")[2] for one in told[1:] if one.file] == ["progress.png", "report.md"]
    table.says("/digest delete")


def test_hostile_and_endless_answers_stay_whole_and_within_the_limits(team: Team) -> None:
    team.chen.starts()
    team.hours.strike(9, 30)
    for guest in (team.ana, team.ben, team.chen):
        team.answer(guest, HOSTILE + "long " * 780, HOSTILE * 40, "\n".join(f"{n} {HOSTILE}" for n in range(30)))
    team.hours.strike(11, 30)
    for message in (team.board, team.details):
        assert HOSTILE[:30] in message.text
        assert "@all" not in message.text
        assert len(message.text.encode("utf-16-le")) // 2 <= TEXT_LIMIT
        coded = [one for one in message.markup if one[0] in ("text_link", "mention", "code", "text_mention")]
        assert len(coded) == message.text.count("Answers are shortened here")
    team.hours.strike(9, 30, days=1)
    assert team.ana.prompt.text.count("BL-") <= 6
    team.group.says("/status", "/report", "/blockers")
    assert not any(running.has_ended for running in team.ana.scene.running)
    assert all(len(one.text) <= CAPTION_LIMIT for one in team.group.written if one.file)


def test_a_location_in_private_offers_zones_and_one_of_them_moves_the_prompt(team: Team) -> None:
    team.hours.strike(9, 30)
    team.answer(team.ben, "Menu drawn", "Payment page", "none")
    heard = team.ben.does(lambda: team.ben.person.sends_location(31.2, 121.5, chat=team.ben.chat))
    assert "You seem to be near Asia/Shanghai (UTC+08:00): send /timezone Asia/Shanghai" in heard
    assert "not known yet" in team.ben.says("/timezone")
    assert "Asia/Shanghai (UTC+08:00) from now on" in team.ben.says("/timezone Asia/Shanghai")
    written = len(team.group.written)
    team.group.does(lambda: team.ben.person.sends_location(52.5, 13.4, chat=team.group.chat))
    assert len(team.group.written) == written
    team.hours.strike(11, 25)
    team.hours.strike(11, 30)
    team.hours.strike(1, 30, days=1)
    assert "Coffee Club · Tuesday" in team.ben.prompt.text
    assert "Coffee Club · Tuesday" not in team.ana.prompt.text


def test_replies_and_edits_mean_what_they_are_about(team: Team) -> None:
    ana, ben = team.ana, team.ben.within(team.group.chat)
    team.hours.strike(9, 30)
    ana.says("Menu drawn")
    first = next(one for one in reversed(ana.chat.messages) if one.text == "Menu drawn")
    second = ana.prompt
    team.answer(ana, "3", "The rain")
    assert "You answered “3” already. Change it to “Checkout”?" in ana.says("Checkout", reply_to=second)
    team.answer(ana, "yes")
    edited = ana.does(lambda: ana.person.edits(first, "Menu really drawn"))
    assert "You edited your message. Change “Menu drawn” to “Menu really drawn”?" in edited
    team.answer(ana, "yes")
    team.hours.strike(11, 30)
    assert "Menu really drawn" in team.details.text
    assert "Ana Checkout" in team.board.text
    for said in (team.board, team.details):
        assert ben.says("Great work!", reply_to=said) == ""
    assert ben.says("@phasewalk_bot great work!", reply_to=team.board).startswith("That message asks nothing")
