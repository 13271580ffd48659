"""How a project moved, what is planned of it and done, whether it launches in time, and what was left alone."""

from datetime import UTC, date, datetime, timedelta

import yaml

from dialogs.answers import Entry, Kind, Value
from dialogs.model import Playbook
from dialogs.risks import Launch, Reason, Risk, Stale, launch, stale
from dialogs.standing import standing
from dialogs.trends import Point, Work, is_done, trend, work
from tests.unit.chatting import Room, playbook, questions

TODAY = date(2026, 12, 4)
SIMPLE = """
- {id: name, type: text, text: "Name?"}
- {id: sells, type: yes_no, text: "Sells?"}
- {id: price, type: text, text: "Price?", when: sells}
- {id: note, type: text, text: "Note?", required: false, asked: false}
"""
PICKED = """
- {group: people, item: person, title: People, prefix: P, label: name, ask: [{id: name, type: text, text: "Who?"}]}
- {id: boss, type: pick, text: "Boss?", from: people}
- {id: crew, type: multi_pick, text: "Crew?", from: people, required: false}
"""
WORK = """
- group: features
  item: feature
  title: Features
  prefix: F
  label: name
  min: 0
  ask:
    - {id: name, type: text, text: "Feature?"}
    - {id: effort, type: text, text: "Effort?"}
    - group: steps
      item: step
      title: Steps
      prefix: S
      label: step
      min: 0
      ask: [{id: step, type: text, text: "Step?"}]
- group: launch_items
  item: launch item
  title: Launch items
  prefix: L
  label: task
  min: 0
  ask:
    - {id: task, type: text, text: "Task?"}
    - {id: state, type: choice, text: "State?", options: {open: Open, done: Done, dropped: Dropped}}
- group: pets
  item: pet
  title: Pets
  prefix: A
  label: name
  min: 0
  ask: [{id: name, type: text, text: "Pet?"}, {id: state, type: choice, text: "Mood?", options: {up: Up, low: Low}}]
- group: moods
  item: mood
  title: Moods
  prefix: MO
  label: name
  min: 0
  ask: [{id: name, type: text, text: "Mood?"}, {id: state, type: text, text: "State?"}]
- group: decisions
  item: decision
  title: Decisions
  prefix: DC
  label: decision
  min: 0
  asked: false
  keeps: decision
  ask: [{id: decision, type: text, text: "Decision?"}]
"""


def at(day: int, hour: int = 9) -> datetime:
    """A moment of November 2026 (31 is 1 December)."""
    return datetime(2026, 11, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


class Diary:
    """A project whose entries are written down with their time."""

    def __init__(self, book: Playbook) -> None:
        self.room = Room(book)

    def notes(self, day: int, question: str, value: Value | None = "x", item: str = "", **how: object) -> "Diary":
        """Write an entry, an answer unless a kind is given, at nine unless an hour is."""
        kind, hour = how.get("kind", Kind.ANSWER), how.get("hour", 9)
        assert isinstance(kind, Kind)
        assert isinstance(hour, int)
        state, seq = self.room.state, self.room.state.book.seq + 1
        entry = Entry(seq, seq, kind, question, item, value, "ana", at(day, hour))
        self.room.state = type(state)(state.book.with_entries([entry]), state.members, {}, state.roles)
        return self

    def adds(self, day: int, group: str, item: str, around: str = "", name: str = "") -> "Diary":
        """Bring an item to life by its name."""
        first = self.room.plan.rounds[group].first.id
        return self.notes(day, group, around, item, kind=Kind.ADD).notes(day, first, name or f"Its {item}", item)

    def points(self, *days: int, zone: str = "") -> list[tuple[int, int]]:
        found = trend(self.room.plan, self.room.state, [at(day).date() for day in days], zone)
        return [(one.answered, one.total) for one in found]

    def work(self, **reported: str) -> dict[str, Work]:
        given = {item.replace("_", "-"): state for item, state in reported.items()}
        return dict(work(self.room.plan, self.room.state, given))

    def launch(self, blockers: int = 0, today: date = TODAY) -> Launch | None:
        return launch(self.room.plan, self.room.state, today, blockers=blockers)

    def stale(self, day: int, touched: dict[str, date] | None = None, **reported: str) -> list[Stale]:
        given = {item.replace("_", "-"): state for item, state in reported.items()}
        plan, state = self.room.plan, self.room.state
        return list(stale(plan, state, given, touched or {}, today=at(day).date()))


def test_each_day_has_what_was_settled_by_its_end_of_what_applies_now() -> None:
    diary = Diary(questions(SIMPLE)).notes(2, "name").notes(3, "sells", True).notes(3, "price", None, kind=Kind.SKIP)
    diary.notes(3, "note").notes(3, "name", "ana", kind=Kind.ASSIGN).notes(4, "name", None, kind=Kind.CLEAR).notes(
        5, "name", "y"
    )
    assert diary.points(1, 2, 3, 4, 5, 6) == [(0, 3), (1, 3), (3, 3), (2, 3), (3, 3), (3, 3)]
    assert diary.points(6) == diary.points(4, 5, 6)[-1:]
    diary.notes(7, "sells", False)
    assert diary.points(3, 7) == [(2, 2), (2, 2)]


def test_days_end_where_the_zone_says() -> None:
    diary = Diary(questions(SIMPLE)).notes(2, "name", hour=20)
    assert diary.points(2, zone="Asia/Shanghai") == [(0, 2)]
    assert diary.points(2, zone="America/New_York") == [(1, 2)]


def test_the_last_day_stands_where_the_phase_stands() -> None:
    diary = Diary(questions(PICKED)).adds(1, "people", "P-1").adds(1, "people", "P-2")
    diary.notes(2, "boss", "P-1").notes(2, "crew", ["P-1", "P-2"])
    assert diary.points(1, 2) == [(2, 4), (4, 4)]
    diary.notes(3, "people", None, "P-1", kind=Kind.REMOVE)
    assert diary.points(2, 3) == [(2, 3), (2, 3)]
    diary.notes(4, "crew", []).notes(5, "boss", "P-2").notes(5, "boss", "P-1")
    assert diary.points(4, 5) == [(2, 3), (2, 3)]
    (phase,) = standing(diary.room.plan, diary.room.state)
    assert (phase.answered + phase.skipped, phase.total) == diary.points(5)[0]


def test_gates_and_days_without_a_book_have_nothing_to_count() -> None:
    diary = Diary(playbook("[{id: a, title: A, ask: [{id: it, type: text, text: 'It?'}]}]", sign_off=True))
    assert trend(diary.room.plan, diary.room.state, [TODAY]) == (Point(TODAY, 0, 1),)
    diary.notes(1, "it").notes(2, "plan.sign_off", True)
    assert diary.points(1, 2) == [(1, 1), (1, 1)]
    assert diary.points() == []


def test_a_thousand_answers_and_a_quarter_are_read_once() -> None:
    diary = Diary(questions(SIMPLE))
    entries = [Entry(n, n, Kind.ANSWER, "name", "", str(n), "ana", at(1 + n // 100)) for n in range(1, 1001)]
    state = diary.room.state
    diary.room.state = type(state)(state.book.with_entries(entries))
    assert diary.points(*range(1, 93)) == [(1, 2)] * 92


def test_work_is_planned_by_items_and_done_by_report_or_by_the_playbooks_own_question() -> None:
    diary = Diary(questions(WORK))
    assert diary.work() == {}
    diary.adds(1, "features", "F-1").adds(1, "features", "F-2").adds(1, "decisions", "DC-1")
    assert diary.work() == {"plan": Work(2, 0)}
    assert diary.work(F_1="done", F_2="doing", DC_1="done") == {"plan": Work(2, 1)}
    for number, state in enumerate(("open", "done", "dropped"), 1):
        diary.adds(2, "launch_items", f"L-{number}").notes(2, "launch_items.state", state, f"L-{number}")
    assert diary.work(F_1="done", L_1="done") == {"plan": Work(4, 2)}
    diary.adds(2, "launch_items", "L-4")
    assert diary.work(F_1="done", L_4="done") == {"plan": Work(5, 3)}
    diary.notes(2, "launch_items", None, "L-4", kind=Kind.REMOVE)
    diary.notes(3, "features", None, "F-1", kind=Kind.REMOVE)
    assert diary.work(F_1="done") == {"plan": Work(3, 1)}


def test_groups_that_nobody_works_on_count_once_something_is_reported_of_them() -> None:
    diary = Diary(questions(WORK)).adds(1, "pets", "A-1").adds(1, "pets", "A-2").adds(1, "moods", "MO-1")
    diary.notes(1, "pets.state", "up", "A-1").notes(1, "moods.state", "done", "MO-1")
    assert diary.work() == {}
    assert diary.work(A_1="doing") == {"plan": Work(2, 0)}
    view = diary.adds(1, "launch_items", "L-1").notes(1, "launch_items.state", "dropped", "L-1").room.view
    assert [is_done(view, item, {"A-1": "done"}) for item in ("A-1", "A-2", "L-1", "MO-1")] == [
        True,
        False,
        True,
        False,
    ]


LAUNCH_DATE = {"id": "launch_date", "type": "date", "text": "When?"}


def phases(required: int = 3, launch_id: str = "launch") -> Diary:
    """A project of three phases; the last one comes after the launch."""
    setup = [LAUNCH_DATE, {"id": "bad", "type": "yes_no", "text": "Bad?", "checks": [_check(n) for n in range(9)]}]
    many = [{"id": f"q{n}", "type": "text", "text": "Q?"} for n in range(required)]
    optional = [{"id": f"o{n}", "type": "text", "text": "O?", "required": False} for n in range(50)]
    group = yaml.safe_load(WORK)[1]
    asks = {"setup": setup, launch_id: [*many, *optional, group], "after": [{"id": "z", "type": "text", "text": "Z?"}]}
    found = [
        {
            "id": id_,
            "title": id_.title(),
            "summary": "It.",
            "document": id_,
            "sign_off": id_ == "setup",
            "dialogs": [{"id": f"{id_}_all", "title": "All", "ask": ask}],
        }
        for id_, ask in asks.items()
    ]
    return Diary(Playbook.model_validate({"id": "small", "title": "Small", "summary": "It.", "phases": found}))


def _check(n: int) -> dict[str, str]:
    return {"id": f"block{n}", "block_if": "bad", "message": "Bad."}


def test_without_a_launch_date_there_is_no_risk() -> None:
    assert Diary(questions(SIMPLE)).launch() is None
    assert phases().launch() is None
    assert phases().notes(1, "launch_date", None, kind=Kind.SKIP).launch() is None


def test_on_track_is_what_fits_into_half_of_the_days_left() -> None:
    """Open: one of the set-up's two questions and 19 others (1 day), and two phases (4 days)."""
    diary = phases(19).notes(1, "launch_date", "2026-12-14")
    assert diary.launch() == Launch(date(2026, 12, 14), 10, Risk.ON_TRACK, Reason.PHASES, 2)
    assert diary.launch(today=TODAY + timedelta(days=1)) == Launch(
        date(2026, 12, 14), 9, Risk.AT_RISK, Reason.PHASES, 2
    )
    found = [diary.launch(today=TODAY + timedelta(days=n)) for n in (5, 6, 10, 11)]
    assert [one.risk for one in found if one] == [Risk.AT_RISK, Risk.LATE, Risk.LATE, Risk.LATE]
    assert found[-1] == Launch(date(2026, 12, 14), -1, Risk.LATE, Reason.PAST, 1)


def test_the_reason_is_what_takes_the_most_days() -> None:
    diary = phases(200).notes(1, "launch_date", "2026-12-14")
    assert diary.launch(blockers=5) == Launch(date(2026, 12, 14), 10, Risk.LATE, Reason.QUESTIONS, 201)
    assert diary.launch(blockers=6) == Launch(date(2026, 12, 14), 10, Risk.LATE, Reason.BLOCKERS, 6)
    blocked = phases().notes(1, "launch_date", "2027-03-14").notes(1, "bad", True)
    assert blocked.launch(blockers=4) == Launch(date(2027, 3, 14), 100, Risk.ON_TRACK, Reason.BLOCKS, 9)


def test_what_comes_after_the_launch_does_not_count() -> None:
    for launch_id, closes in (("launch", True), ("other", False)):
        diary = phases(1, launch_id).notes(1, "launch_date", "2026-12-01").notes(1, "bad", False)
        diary.notes(1, "setup.sign_off", True).notes(1, "q0").notes(1, "launch_items", False)
        for n in range(50):
            diary.notes(1, f"o{n}", None, kind=Kind.SKIP)
        found = diary.launch()
        assert found is not None
        assert (found.days_left, found.reason is Reason.CLOSED, found.risk is Risk.ON_TRACK) == (-3, closes, closes)


def test_what_was_begun_and_left_alone_for_a_week_is_stale() -> None:
    diary = phases().notes(1, "launch_date", "2026-12-14")
    assert diary.stale(7) == []
    assert diary.stale(8) == [Stale("setup", "Setup", 7)]
    diary.notes(2, "bad", False).notes(2, "setup.sign_off", True).notes(3, "q0")
    assert diary.stale(12) == [Stale("launch", "Launch", 9)]
    diary.notes(12, "q1", "ana", kind=Kind.ASSIGN).notes(12, "lost", "x")
    assert diary.stale(12) == [Stale("launch", "Launch", 9)]


def test_an_item_is_stale_by_its_own_answers_and_reports() -> None:
    diary = Diary(questions(WORK)).adds(1, "features", "F-1", name="Cart").adds(1, "features", "F-2")
    diary.adds(1, "launch_items", "L-1").notes(9, "pets", False)
    assert diary.stale(9, L_1="done") == [Stale("F-1", "F-1 Cart", 8), Stale("F-2", "F-2 Its F-2", 8)]
    assert diary.stale(9, {"F-1": at(5).date(), "X-1": at(5).date()}, F_1="doing", F_2="done", L_1="done") == []
    assert diary.stale(9, {"L-1": date(2026, 10, 1)}, F_1="done", F_2="done") == [Stale("L-1", "L-1 Its L-1", 8)]
    diary.notes(9, "features", None, "F-2", kind=Kind.REMOVE)
    assert [one.id for one in diary.stale(16, L_1="done")] == ["plan"]


def test_an_item_that_is_all_answered_is_stale_while_it_is_reported_as_under_way() -> None:
    diary = Diary(questions(WORK)).adds(1, "features", "F-1").notes(1, "features.effort", "2", "F-1")
    diary.notes(1, "steps", False, "F-1").notes(9, "moods", False)
    assert diary.stale(9) == []
    assert diary.stale(9, {"F-1": at(1).date()}, F_1="doing") == [Stale("F-1", "F-1 Its F-1", 8)]


def test_of_an_item_that_is_named_those_below_are_not_and_five_are_enough() -> None:
    diary = Diary(questions(WORK)).adds(1, "features", "F-1").adds(1, "steps", "S-1", "F-1").notes(20, "moods", False)
    assert [one.id for one in diary.stale(20, {"S-1": at(2).date()}, S_1="doing")] == ["F-1"]
    assert diary.stale(20, {"S-1": at(14).date()}, S_1="doing") == []
    for number in range(2, 9):
        diary.adds(number, "features", f"F-{number}")
    diary.notes(20, "moods", True)
    assert [(one.id, one.days) for one in diary.stale(20)] == [(f"F-{n}", 20 - n) for n in range(1, 6)]
