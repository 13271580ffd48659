"""Reports for those who lead: what is gathered, the text of half a minute, and the full document."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from bot.service.standups.attendance import Attendance
from bot.service.standups.model import Reply
from bot.service.standups.reported import Gate, OpenBlocker, OpenQuestion, PhaseRow
from dialogs.answers import Kind
from dialogs.risks import Launch, Reason, Risk
from dialogs.state import State
from tests.golden import Walk, messages
from tests.integration.leads import NOW, Leads

PARSER = MarkdownIt("commonmark").enable("table")
HOSTILE = "**b** | <script>x</script> [x](https://example.com) {{ 7*7 }} `c` # h =1+1 @all"
YESTERDAY = date(2026, 12, 3)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[State]:
    """The whole example, answered on 20 November."""
    walk = Walk(tmp_path_factory.mktemp("walk"))
    walk.say(messages())
    yield walk.state
    walk.close()


@pytest.fixture
def leads(tmp_path: Path) -> Iterator[Leads]:
    found = Leads(tmp_path)
    yield found
    found.close()


@pytest.fixture
def begun(leads: Leads) -> Leads:
    """Five answers of last week, and what is in the way."""
    leads.writes(("project_name", "", "Coffee Club"), ("idea", "", "Order ahead"), days=12)
    leads.writes(("problem", "", "The queue"), ("launch_date", "", "2027-03-01"), by="ben")
    leads.writes(("success", "", None), kind=Kind.SKIP)
    return leads.is_blocked(1, "No payment account", days=3)


def test_a_project_that_has_not_begun_has_a_report(leads: Leads) -> None:
    report = leads.report()
    assert [row.state for row in report.phases] == ["ahead"] * len(report.phases)
    assert (report.answer_count, report.blocker_count, report.launch, report.stale) == (0, 0, None, ())
    assert [one.day for one in report.points] == [NOW.date()]
    assert leads.text().splitlines()[:2] == ["Coffee Club, Friday, 4 December 2026", "Nothing is in the way."]
    assert "In the last 7 days nothing was answered or decided." in leads.text()
    assert leads.renderer.document(report).startswith("# Coffee Club: Report\n\nAs of Friday, 4 December 2026, over")


def test_what_was_answered_since_is_told_with_who_said_it_the_newest_first(begun: Leads) -> None:
    report = begun.report()
    assert [(one.value, one.who, one.day) for one in report.answers[1:]] == [("The queue", "Ben", YESTERDAY)]
    assert begun.words.plain(report.answers[0].label) == "When should it go live?"
    assert report.answer_count == 2
    assert begun.report(timedelta(days=14)).answer_count == 4
    assert begun.report(timedelta(hours=1)).answer_count == 0
    begun.writes(("problem", "", "The long queue"), days=0.5)
    assert [one.value for one in begun.report().answers if one.value == "The queue"] == []
    assert begun.report().answer_count == 2


def test_of_many_answers_ten_are_named(leads: Leads, walked: State) -> None:
    report = leads.has(walked).report(timedelta(days=30))
    assert len(report.answers) == 10
    assert report.answer_count > 200
    assert len(report.points) == 15
    assert f"… and {report.answer_count - 10} more." in leads.renderer.document(report)


def test_a_phase_is_told_with_its_questions_and_the_work_on_its_items(begun: Leads, walked: State) -> None:
    setup = begun.report().phases[0]
    assert setup == PhaseRow("Project set-up", 4, 1, setup.total, 0, 0, "open")
    assert setup.settled == 5
    works = {row.title: (row.planned, row.reported) for row in begun.has(walked).report().phases}
    assert (works["Operation"], works["Launch"]) == ((0, 0), (4, 4))
    planned, done = works["Functional design"]
    begun.moves("M-1", "done").moves("M-2", "doing")
    moved = {row.title: (row.planned, row.reported) for row in begun.report().phases}
    assert moved == works | {"Functional design": (planned, done + 1)}
    assert "; work done: " in begun.text()


def test_gates_tell_who_can_sign_and_what_stops_them(leads: Leads, walked: State) -> None:
    signed = [one for one in walked.book.entries if one.question.endswith(".sign_off")]
    leads.has(walked)
    assert leads.report().gates == ()
    leads.writes((signed[0].question, "", None), kind=Kind.CLEAR)
    (gate,) = leads.report().gates
    assert (leads.words.plain(gate.who), gate.is_blocked) == ("Ana", False)
    assert f"{gate.phase} is answered and waits for a sign-off by Ana." in leads.text()
    leads.writes(("design.sign_off", "", None), ("design.waiver", "", None), kind=Kind.CLEAR)
    leads.writes(("flows.login_point", "J-1", "at_start"))
    blocked = next(one for one in leads.report().gates if one.is_blocked)
    assert isinstance(blocked, Gate)
    assert f"{blocked.phase} is answered; a check stops it until it is mended, or waived by Ana." in leads.text()
    assert "(a check stops it: mend it or waive it)" in leads.renderer.document(leads.report())


def test_decisions_and_open_questions_are_those_that_were_kept(begun: Leads) -> None:
    begun.keeps("open_questions", "O-1", "May we print on cups?", 9).keeps("open_questions", "O-2", "Who signs?", 2)
    begun.keeps("decisions", "DC-1", "Orders close early").keeps("decisions", "DC-2", "Long ago", 20)
    report = begun.report()
    assert [one.label for one in report.decisions] == ["Orders close early"]
    assert (report.question_count, report.oldest_question) == (2, OpenQuestion("O-1 May we print on cups?", 9))
    assert report.answer_count == 2
    assert "2 open questions, the oldest: O-1 May we print on cups? (9 days)" in begun.text()
    assert "In the last 7 days: 2 answers and 1 decision." in begun.text()
    begun.writes(("open_questions", "O-1", None), kind=Kind.REMOVE)
    assert begun.report().question_count == 1


def test_blockers_are_told_first_by_age_with_item_and_owner(begun: Leads, walked: State) -> None:
    begun.is_blocked(2, "Key is missing\nsince  then", item="F-9", days=5, owner="gone").is_blocked(3, "Today", days=0)
    report = begun.report()
    assert report.blockers[0] == OpenBlocker("BL-2", "Key is missing since then", "F-9", "gone", 5)
    assert [one.days for one in report.blockers] == [5, 3, 0]
    lines = begun.text().splitlines()
    assert lines[1] == "3 open blockers:"
    assert lines[2:5] == [
        "– BL-2 Key is missing since then (F-9, gone, 5 days)",
        "– BL-1 No payment account (Ben, 3 days)",
        "– BL-3 Today (Ben, since today)",
    ]
    for number in range(4, 15):
        begun.is_blocked(number, "More", days=1)
    assert (len(begun.report().blockers), begun.report().blocker_count) == (10, 14)
    assert "– … and 11 more" in begun.text()
    assert "… and 4 more." in begun.renderer.document(begun.report())


def test_stand_ups_are_told_by_rounds_that_were_over_in_the_period(begun: Leads) -> None:
    begun.meets()
    answered = {"answered_at": NOW - timedelta(hours=20), "answers": {"done": "F-1"}}
    begun.checks_in("ana", Reply.ANSWERED, YESTERDAY, **answered)
    begun.checks_in("ben", Reply.ASKED, YESTERDAY)
    begun.checks_in("cleo", Reply.AWAY, YESTERDAY, note="Day off")
    begun.checks_in("dora", Reply.MISSED, YESTERDAY)
    begun.checks_in("eve", Reply.SKIPPED, YESTERDAY, note="Travelling", answered_at=NOW - timedelta(hours=17))
    begun.checks_in("ana", Reply.ASKED, NOW.date())
    begun.checks_in("ana", Reply.ASKED, date(2026, 11, 20))
    assert begun.report().attendance == (Attendance("Daily", 2, 3, 1, 1),)
    assert "Daily: 2 of 3 answered, 1 of them late, 1 not asked because I was down" in begun.text()
    assert "| Daily | 2 of 3 | 1 | 1 |" in begun.renderer.document(begun.report())
    begun.meets("Design talk", "s2")
    assert len(begun.report().attendance) == 1


def test_the_launch_date_is_told_with_its_risk(begun: Leads) -> None:
    launch = begun.report().launch
    assert launch is not None
    assert isinstance(launch, Launch)
    assert (launch.day, launch.days_left, launch.risk) == (date(2027, 3, 1), 87, Risk.ON_TRACK)
    assert "Launch on Monday, 1 March 2027, 87 days left: on track, " in begun.text()
    begun.writes(("launch_date", "", "2026-12-01"))
    late = begun.report().launch
    assert late is not None
    assert (late.risk, late.reason) == (Risk.LATE, Reason.PAST)
    assert "Launch on Tuesday, 1 December 2026, the date has passed: late, the date was 3 days ago." in begun.text()


def test_every_reason_and_risk_has_words(begun: Leads) -> None:
    from bot.service.standups.briefs import reason, risk

    said = [Launch(YESTERDAY, 1, one, because, 2) for one in Risk for because in Reason]
    assert len({begun.words.plain(reason(one)) for one in said}) == len(Reason)
    assert {begun.words.plain(risk(one)) for one in said} == {"on track", "at risk", "late"}


def test_what_was_left_alone_is_named(leads: Leads, walked: State) -> None:
    leads.has(walked)
    assert leads.report().stale == ()
    leads.moves("F-1", "doing", 14)
    assert [one.id for one in leads.report().stale] == ["F-1"]
    assert "Left alone for a week or more: F-1 Order ahead" in leads.text()
    assert "- F-1 Order ahead (14 days)" in leads.renderer.document(leads.report())


def test_the_day_is_that_of_the_zone_and_the_book_that_of_the_number(begun: Leads) -> None:
    assert begun.report(zone="Pacific/Auckland").day == date(2026, 12, 4)
    assert begun.report(zone="Pacific/Pago_Pago").day == YESTERDAY
    earlier = begun.report(seq=2)
    assert earlier.phases[0].settled == 2
    assert (earlier.launch, earlier.answer_count) == (None, 0)
    assert earlier.points[-1].answered == 2


def test_the_trend_covers_a_longer_period_but_no_more_than_a_quarter(begun: Leads) -> None:
    begun.writes(("team", "", False), days=200)
    assert [len(begun.report(timedelta(days=n)).points) for n in (1, 13, 30, 300)] == [13, 13, 13, 13]
    other = begun.report(timedelta(days=30)).points
    assert (other[0].answered, other[-1].answered) == (2, 5)


def test_the_text_is_read_in_half_a_minute_however_long_everything_is(tmp_path: Path, walked: State) -> None:
    leads = Leads(tmp_path, "N" * 300).has(walked)
    try:
        for number in range(1, 30):
            leads.is_blocked(number, "long words " * 30, item="F-1", days=9)
        for number in range(1, 6):
            leads.meets("Stand-up " * 10, f"s{number}")
        leads.keeps("open_questions", "O-9", "Why? " * 40, 3)
        text = leads.text(leads.report(timedelta(days=30)))
        assert len(text) <= 1200
        assert text.splitlines()[1] == "29 open blockers:"
        assert "waits" not in text
        assert "Launch on" in text
    finally:
        leads.close()


def test_the_text_says_nothing_that_was_answered(begun: Leads) -> None:
    begun.writes(("idea", "", "A secret recipe"))
    assert "secret" not in begun.text()
    assert "A secret recipe" in begun.renderer.document(begun.report())


def test_the_same_project_gives_the_same_bytes(begun: Leads) -> None:
    assert begun.renderer.document(begun.report()) == begun.renderer.document(begun.report())


def test_what_people_typed_is_data(begun: Leads) -> None:
    begun.is_blocked(2, HOSTILE, item=HOSTILE, owner=HOSTILE).keeps("decisions", "DC-1", HOSTILE)
    begun.keeps("open_questions", "O-1", HOSTILE).writes(("idea", "", HOSTILE))
    begun.meets(HOSTILE)
    begun.checks_in("ana", Reply.ASKED, YESTERDAY)
    document = begun.renderer.document(begun.report())
    for token in PARSER.parse(document):
        assert token.type not in ("html_block", "code_block", "fence")
        kinds = {one.type for one in token.children or []}
        assert kinds <= {"text", "strong_open", "strong_close", "html_inline", "text_special"}, token.content
        assert {one.content for one in token.children or [] if one.type == "html_inline"} <= {"<br>"}
    assert "49" not in re.sub(r"\d{4}-\d\d-\d\d", "", document)
    rows = [line for line in document.splitlines() if line.startswith("| BL-2")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [6]
    assert HOSTILE[:20] in begun.text()
