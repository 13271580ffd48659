"""Stand-ups, what is due of them, and what came of it: kept and found again on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy.engine.interfaces import DBAPICursor

from bot.service.ports import Store, Turn
from bot.service.standups.model import CheckIn, Due, Nudge, Progress, Reply, Routine, Step
from bot.service.standups.wants import Absence, Preference, team_of
from bot.storage.database import open_store
from bot.storage.errors import ReadOnlyStoreError
from bot.storage.rows import Row
from bot.storage.sets import KeyedSelect
from tests.integration.storage.rounds import DAY, DIGEST, STANDUP, Desk, blocker, check_in, due
from tests.integration.storage.team import NOON, HeldWriter

NASTY = "NUL \0, half a pair \ud83d, \\u0000, 中文, 🙂, 'quotes\" and \\"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_routines_come_back_as_they_were_put(desk: Desk) -> None:
    later = replace(DIGEST, id="d0", created_at=NOON + timedelta(seconds=1))
    elsewhere = replace(STANDUP, id="s9", project="other")
    routines: list[Routine] = [later, STANDUP, elsewhere, replace(DIGEST, created_at=NOON - timedelta(days=1))]
    desk.each(routines, lambda rota, routine: rota.put_routine(routine))
    found = desk.sees(lambda rota: rota.routines("acme", "shop"))
    assert found == [replace(DIGEST, created_at=NOON - timedelta(days=1)), STANDUP, later]
    changed = replace(STANDUP, is_paused=True, nudges=frozenset({Nudge.LAST}), members=())
    desk.does(lambda rota: rota.put_routine(changed))
    assert desk.sees(lambda rota: rota.routine("acme", "s1")) == changed
    assert desk.sees(lambda rota: rota.routine("other", "s1")) is None


def test_a_routine_goes_with_what_is_due_of_it_and_its_check_ins_stay(desk: Desk) -> None:
    desk.does(lambda rota: rota.put_routine(STANDUP))
    desk.puts(due("a"), due("b", routine="s2"), due("c", workspace="other"))
    desk.adds(check_in())
    desk.does(lambda rota: rota.drop_routine("acme", "s1"))
    assert desk.sees(lambda rota: rota.routine("acme", "s1")) is None
    assert sorted(desk.due()) == ["b", "c"]
    assert desk.sees(lambda rota: rota.check_in("acme", "s1", DAY, "ana")) == check_in()


def test_what_is_due_comes_oldest_first_and_no_earlier(desk: Desk) -> None:
    soon = NOON + timedelta(microseconds=1)
    desk.puts(due("soon", soon), due("now"), due("old", NOON - timedelta(days=400)), due("older", NOON.replace(year=2)))
    assert desk.due() == ["older", "old", "now"]
    assert desk.due(soon.astimezone(timezone(timedelta(hours=8)))) == ["older", "old", "now", "soon"]
    assert desk.due(limit=1) == ["older"]
    assert desk.sees(lambda rota: rota.due(soon, 9))[3] == due("soon", soon)


def test_what_is_due_next_takes_the_place_of_what_was(desk: Desk) -> None:
    desk.puts(due("a"), due("b"))
    moved = due("a", NOON + timedelta(days=1), step=Step.NUDGE, day=DAY + timedelta(days=1), chat=("", ""))
    desk.puts(due("a", step=Step.SUMMARY), moved)
    assert desk.sees(lambda rota: rota.dues_of("acme", "s1")) == [due("b"), moved]
    desk.does(lambda rota: rota.drop_dues([("acme", "a"), ("other", "b"), ("acme", "a")]))
    assert desk.sees(lambda rota: rota.dues_of("acme", "s1")) == [due("b")]
    desk.does(lambda rota: rota.put_dues([]))
    desk.does(lambda rota: rota.drop_dues([]))


def test_everything_that_is_due_some_day_can_be_walked_through(desk: Desk) -> None:
    dues = [due(f"{number}", workspace=workspace) for workspace in ("a", "b") for number in range(5)]
    desk.puts(*reversed(dues))
    found: list[Due] = []
    behind = ("", "")
    while some := desk.sees(lambda rota: rota.walk(behind, 3)):  # noqa: B023
        found.extend(some)
        behind = some[-1].key
    assert found == dues


def test_only_what_is_still_due_as_it_was_seen_is_held(desk: Desk) -> None:
    seen = [due(name) for name in "abcde"]
    desk.puts(*seen)
    desk.puts(due("b", NOON + timedelta(days=1)), due("c", step=Step.NUDGE), due("d", chat=("telegram:1", "6")))
    desk.does(lambda rota: rota.drop_dues([("acme", "e")]))
    assert desk.does(lambda rota: rota.hold(seen)) == [due("a"), due("d", chat=("telegram:1", "6"))]
    assert desk.sees(lambda rota: rota.hold(seen[:1])) == seen[:1]
    assert desk.does(lambda rota: rota.hold([])) == []


@pytest.mark.postgres
def test_what_another_replica_holds_is_left_to_it(postgres_url: str) -> None:
    stores = [open_store(postgres_url) for _ in range(2)]
    desks = [Desk(store) for store in stores]
    seen = [due("a"), due("b")]
    desks[0].puts(*seen)
    found: list[Sequence[Due]] = []

    def work(turn: Turn) -> None:
        turn.rota.hold(seen[:1])
        found.append(desks[1].does(lambda rota: rota.hold(seen)))

    stores[0].submit(work).result()
    assert found == [seen[1:]]
    for store in stores:
        store.close()


def test_of_each_stand_up_day_and_member_there_is_one_check_in(desk: Desk) -> None:
    full = check_in(
        reply=Reply.ANSWERED,
        asked_at=NOON,
        answered_at=NOON + timedelta(seconds=9),
        answers={"today": NASTY},
        note=NASTY,
        chat=("telegram:1", "5"),
        playbook="hash-1",
    )
    assert desk.adds(full, check_in("bo"), check_in("bo", note="twice")) == {"ana", "bo"}
    assert desk.adds(check_in(note="late"), check_in("chen")) == {"chen"}
    assert desk.adds(check_in()) == set()
    assert desk.adds() == set()
    assert desk.sees(lambda rota: rota.check_in("acme", "s1", DAY, "ana")) == full
    assert desk.does(lambda rota: rota.check_in("acme", "s1", DAY, "bo")) == check_in("bo")
    desk.does(lambda rota: rota.put_check_in(replace(full, note="")))
    assert desk.sees(lambda rota: rota.check_in("acme", "s1", DAY, "ana")) == replace(full, note="")


def test_check_ins_of_some_days_come_by_day_and_member(desk: Desk) -> None:
    days = [DAY + timedelta(days=number) for number in range(4)]
    desk.adds(*(check_in(member, day) for day in reversed(days) for member in ("bo", "ana")))
    desk.adds(check_in("ana", days[1], standup="s2"))
    found = desk.sees(lambda rota: rota.check_ins("acme", "s1", days[1], days[2]))
    assert [(one.day, one.member) for one in found] == [(day, who) for day in days[1:3] for who in ("ana", "bo")]


def test_two_replicas_that_add_the_same_check_ins_add_each_once(desk: Desk) -> None:
    with HeldWriter(desk.store):
        many = [check_in(f"m{number}") for number in range(300)]
        added = [desk.store.submit(lambda turn: turn.rota.add_check_ins(many)) for _ in range(2)]
    assert [len(future.result()) for future in added] == [300, 0]


def test_blockers_are_counted_closed_and_found_for_a_while(desk: Desk) -> None:
    assert desk.does(lambda rota: rota.next_blocker("acme", "shop")) == 1
    desk.each((1, 2, 3), lambda rota, number: rota.put_blocker(blocker(number)))
    closed = blocker(2, closed_at=NOON + timedelta(days=2), escalated_at=NOON + timedelta(days=1))
    desk.does(lambda rota: rota.put_blocker(closed))
    desk.does(lambda rota: rota.put_blocker(blocker(1, project="other")))
    assert desk.does(lambda rota: rota.next_blocker("acme", "shop")) == 4
    assert desk.sees(lambda rota: rota.blockers("acme", "shop")) == [blocker(1), blocker(3)]
    recent = desk.sees(lambda rota: rota.blockers("acme", "shop", since=NOON + timedelta(days=1)))
    assert recent == [blocker(1), closed, blocker(3)]
    assert desk.sees(lambda rota: rota.blockers("acme", "shop", since=NOON + timedelta(days=2))) == [
        blocker(1),
        blocker(3),
    ]


def test_progress_is_the_last_that_was_reported(desk: Desk) -> None:
    done = Progress("F-3", "done", "ana", NOON)
    reported = (Progress("F-3", "doing", "bo", NOON - timedelta(days=1)), done, Progress("T-7", "doing", "bo", NOON))
    desk.each(reported, lambda rota, one: rota.put_progress("acme", "shop", one))
    found = desk.sees(lambda rota: rota.progress("acme", "shop"))
    assert (found["F-3"], sorted(found)) == (done, ["F-3", "T-7"])
    assert desk.sees(lambda rota: rota.progress("acme", "other")) == {}


def test_absences_and_preferences_are_kept_changed_and_dropped(desk: Desk) -> None:
    later, open_ = Absence("ana", DAY, date(2026, 3, 9), "bo"), Absence("ana", date(2026, 1, 1), None, "ana")
    absences = (Absence("ana", DAY, None, "ana"), later, open_)
    desk.each(absences, lambda rota, absence: rota.put_absence("acme", absence))
    assert desk.sees(lambda rota: rota.absences("acme", "ana")) == [open_, later]
    desk.does(lambda rota: rota.drop_absence("acme", "ana", DAY))
    assert desk.sees(lambda rota: rota.absences("acme", "ana")) == [open_]
    assert desk.sees(lambda rota: rota.preference("acme", "ana")) == Preference("ana")
    preferences = (Preference("ana", holidays="FR"), Preference("ana", nudges=False, holidays="DE-BY"))
    desk.each(preferences, lambda rota, preference: rota.put_preference("acme", preference))
    assert desk.sees(lambda rota: rota.preference("acme", "ana")) == Preference("ana", False, "DE-BY")


def test_what_is_known_of_some_dues_is_read_for_all_of_them(desk: Desk) -> None:
    yesterday, long_ago = DAY - timedelta(days=1), DAY - timedelta(days=9)
    answered = check_in(day=yesterday, reply=Reply.ANSWERED, answered_at=NOON, answers={"today": "the door"})
    away, over = Absence("ana", DAY, None, "ana"), Absence("ana", long_ago, yesterday, "ana")
    others = Absence("chen", long_ago, DAY, "chen")

    def fill(turn: Turn) -> None:
        rota = turn.rota
        rota.put_routine(STANDUP)
        rota.put_routine(DIGEST)
        rota.add_check_ins([check_in(), check_in("bo"), answered, replace(answered, day=long_ago)])
        rota.add_check_ins([check_in(day=DAY + timedelta(days=1), reply=Reply.SKIPPED)])
        for absence in (away, over, others):
            rota.put_absence("acme", absence)
        for preference in (
            Preference(team_of("shop"), holidays="FR"),
            Preference("ana", nudges=False),
            Preference("chen"),
        ):
            rota.put_preference("acme", preference)
        for number, closed_at in ((1, None), (2, NOON), (3, None)):
            rota.put_blocker(blocker(number, closed_at=closed_at))

    desk.store.submit(fill).result()
    found = desk.sees(lambda rota: rota.materials([due("a"), due("b", member="dee")]))
    assert found.routines == {("acme", "s1"): STANDUP}
    assert found.check_ins == {check_in().key: check_in()}
    assert found.last == {("acme", "s1", "ana"): answered}
    assert found.absences == {("acme", "ana"): [away]}
    assert found.preferences == {
        ("acme", "ana"): Preference("ana", False),
        ("acme", "/shop"): Preference("/shop", holidays="FR"),
    }
    assert found.blockers == {("acme", "shop"): [blocker(1), blocker(3)]}
    whole = [due("a"), due("s", member="", step=Step.SUMMARY), due("d", member="", routine="d1", step=Step.DIGEST)]
    found = desk.sees(lambda rota: rota.materials(whole))
    assert list(found.routines.values()) in ([STANDUP, DIGEST], [DIGEST, STANDUP])
    assert sorted(one.member for one in found.check_ins.values()) == ["ana", "bo"]
    assert found.absences == {("acme", "ana"): [away], ("acme", "chen"): [others]}
    assert sorted(found.preferences) == [("acme", "/shop"), ("acme", "ana"), ("acme", "chen")]
    assert desk.sees(lambda rota: rota.materials([])).routines == {}


def test_for_a_hundred_dues_as_many_statements_are_run_as_for_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    original = KeyedSelect.rows

    def counting(select: KeyedSelect, cursor: DBAPICursor, keys: Sequence[Row]) -> Sequence[Row]:
        counts.append(len(keys))
        return original(select, cursor, keys)

    monkeypatch.setattr(KeyedSelect, "rows", counting)
    for size in (1, 100):
        dues = [due(f"{number}", member=f"m{number}", project=f"p{number // 10}") for number in range(size)]
        counts.clear()
        desk.does(lambda rota: (rota.hold(dues), rota.materials(dues)))  # noqa: B023
        assert len(counts) == 7


def test_a_turn_sees_what_it_has_put(desk: Desk) -> None:
    def work(turn: Turn) -> tuple[Sequence[Due], CheckIn | None]:
        turn.rota.put_dues([due("a")])
        turn.rota.put_check_in(check_in())
        return turn.rota.due(NOON, 9), turn.rota.check_in("acme", "s1", DAY, "ana")

    assert desk.store.submit(work).result() == ([due("a")], check_in())


def test_a_snapshot_refuses_to_be_written_to(desk: Desk) -> None:
    for work in (
        lambda rota: rota.put_dues([due("a")]),
        lambda rota: rota.add_check_ins([check_in()]),
        lambda rota: rota.drop_routine("acme", "s1"),
    ):
        with pytest.raises(ReadOnlyStoreError):
            desk.sees(work)


def test_times_keep_their_microseconds_whatever_zone_they_came_in(desk: Desk) -> None:
    at = datetime(2026, 3, 1, 20, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    desk.puts(due("a", at))
    (found,) = desk.sees(lambda rota: rota.dues_of("acme", "s1"))
    assert (found.at, found.at.tzinfo) == (NOON, UTC)
