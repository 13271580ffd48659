"""Whatever is looked for among 100,000 rows is found by an index, on both databases."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Engine, event, text

from bot.service.ports import Turn
from bot.storage.database import open_store
from bot.storage.engines import Place, reading_engine, writing_engine
from bot.storage.sets import KeyedSelect
from tests.integration.storage.rounds import DAY, DIGEST, due
from tests.integration.storage.team import NOON

Plans: TypeAlias = Callable[[Callable[[Turn], Any]], str]
ROWS = 100_000
FEW = 300
"""Read from end to end faster than by an index, which a plan that is kept would go on to do when there are many."""
DATA = json.dumps(DIGEST.to_data()).replace("{", "{{").replace("}", "}}")
FILLED = {
    "schedule": "'w' || (n / 1000), 's' || n, 'r' || (n / 10), 'p' || (n / 100), 'ask', '2026-03-02', {moment},"
    " 'm' || (n % 10), 'UTC', 'telegram:1', 'c' || n",
    "check_in": "'w' || (n / 1000), 'r' || (n / 100 % 10), day, 'm' || (n % 10), 'p', 'answered', {moment}, {moment},"
    " {moment}, {moment}, '{{}}', '', '', '', ''",
    "blocker": "'w' || (n / 1000), 'p' || (n / 100), n, 'm1', '', 'x', {moment}, {moment}, NULL",
    "routine": "'w' || (n / 1000), 'r' || n, 'p' || (n / 10), 'digest', '" + DATA + "', {moment}",
    "outbox": "'telegram:1', 'c' || (n / 50000), n, '{{}}', {moment}, 'sent', 't' || n, 'r' || n, 0, ''",
    "absence": "'w' || (n / 1000), 'm' || (n % 100), 'd' || n, '2026-01-01', ''",
}


@pytest.fixture
def filled(database_url: str, request: pytest.FixtureRequest) -> str:
    rows = getattr(request, "param", ROWS)
    open_store(database_url).close()
    place = Place.from_url(database_url)
    engine = writing_engine(place)
    is_lite = place.path is not None
    with engine.begin() as connection:
        for table, columns in FILLED.items():
            connection.execute(
                text(f"INSERT INTO {table} SELECT {_spelled(columns, is_lite)} FROM {_numbers(rows, is_lite)}")
            )
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return database_url


def _numbers(rows: int, is_lite: bool) -> str:
    if not is_lite:
        return f"generate_series(0, {rows - 1}) AS numbers(n)"
    return f"(WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < {rows - 1}) SELECT n FROM c)"


def _spelled(columns: str, is_lite: bool) -> str:
    """Rows that are due one a minute from tomorrow on."""
    if is_lite:
        moment = "strftime('%Y-%m-%dT%H:%M:00.000000+00:00', '2026-03-02', '+' || n || ' minutes')"
        day = "date('2026-02-21', '+' || (n / 10 % 10) || ' days')"
    else:
        moment = "timestamptz '2026-03-02 00:00+00' + n * interval '1 minute'"
        day = "to_char(date '2026-02-21' + n / 10 % 10, 'YYYY-MM-DD')"
    return columns.replace("day,", f"{day},").format(moment=moment)


@pytest.fixture
def plans(filled: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plans]:
    """How the database goes about the statements of some work."""
    store = open_store(filled, read_only=True)
    place = Place.from_url(filled)
    engine = reading_engine(place)
    asked: list[tuple[str, Any]] = []
    original = KeyedSelect.rows

    def noting(select: KeyedSelect, cursor: Any, keys: Sequence[Any]) -> Sequence[Any]:
        return original(select, _Noting(cursor, asked), keys)  # type: ignore[arg-type]

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    def planned(work: Callable[[Turn], Any]) -> str:
        asked.clear()
        store.read(work)
        statements, word = list(asked), "EXPLAIN QUERY PLAN" if place.path else "EXPLAIN"
        with engine.connect() as connection:
            cursor = connection.connection.cursor()
            lines = []
            for statement, parameters in statements:
                cursor.execute(f"{word} {statement}", parameters)
                lines += [str(row[-1]) for row in cursor.fetchall()]
        return "\n".join(lines)

    monkeypatch.setattr(KeyedSelect, "rows", noting)
    event.listen(Engine, "before_cursor_execute", note)
    yield planned
    event.remove(Engine, "before_cursor_execute", note)
    engine.dispose()
    store.close()


class _Noting:
    """A cursor that remembers what it was asked."""

    def __init__(self, cursor: Any, asked: list[tuple[str, Any]]) -> None:
        self._cursor = cursor
        self._asked = asked
        self.fetchall = cursor.fetchall

    def execute(self, statement: str, parameters: Any) -> None:
        self._asked.append((statement, parameters))
        self._cursor.execute(statement, parameters)


def scans(plan: str) -> list[str]:
    """Steps that go through a whole table."""
    tables = (*FILLED, "any_of_them")
    return [
        line
        for line in plan.splitlines()
        if any(line.lstrip(" ->").startswith((f"SCAN {table}", f"Seq Scan on {table}")) for table in tables)
    ]


def test_nothing_goes_through_a_whole_table(plans: Plans) -> None:
    _assert_what_is_due_is_one_look_into_its_index(plans)
    _assert_what_it_takes_is_found_by_keys(plans)
    _assert_a_message_is_found_by_its_prompt_or_its_platforms_id(plans)


@pytest.mark.parametrize("filled", [FEW], indirect=True)
def test_not_even_while_there_are_few(plans: Plans) -> None:
    plan = plans(lambda turn: _asks(turn, "w0"))
    assert scans(plan) == []
    assert "ix_check_in_answered" in plan


def _assert_what_is_due_is_one_look_into_its_index(plans: Plans) -> None:
    found: list[int] = []
    plan = plans(lambda turn: found.append(len(turn.rota.due(NOON + timedelta(days=1), 100))))
    assert found == [100]
    assert "ix_schedule_next_at" in plan
    assert scans(plan) == []
    assert "SORT" not in plan.upper().replace("ORDER BY", "SORT")


def _assert_what_it_takes_is_found_by_keys(plans: Plans) -> None:
    found: list[int] = []
    plan = plans(lambda turn: found.append(_asks(turn, "w5")))
    assert found == [8]
    assert scans(plan) == []
    assert "ix_check_in_answered" in plan
    for index in ("ix_schedule_workspace_id_routine_id", "ix_routine_workspace_id_project_id"):
        assert index in plan


def _asks(turn: Turn, workspace: str) -> int:
    """All that it takes; returns how many answers of the round before there are."""
    dues = [
        due(f"s{n}", workspace=workspace, routine=f"r{n % 10}", member=f"m{n % 9}", project=f"p{n}") for n in range(8)
    ]
    dues.append(due("x", workspace=workspace, routine="r5", member=""))
    rota = turn.rota
    rota.hold(dues)
    found = rota.materials(dues)
    rota.dues_of(workspace, "r500")
    rota.walk((workspace, "s5001"), 10)
    rota.routines(workspace, "p500")
    rota.check_ins(workspace, "r1", DAY - timedelta(days=9), DAY)
    rota.blockers(workspace, "p50")
    return len(found.last)


def _assert_a_message_is_found_by_its_prompt_or_its_platforms_id(plans: Plans) -> None:
    chat, found = ("telegram:1", "c1"), list[str]()
    plan = plans(lambda turn: found.append(turn.outbox.receipt(chat, "t60000")))
    assert (found, scans(plan), "ix_outbox_token" in plan) == (["r60000"], [], True)
    plan = plans(lambda turn: found.append(turn.outbox.token(chat, "r60000")))
    assert (found[1:], scans(plan), "ix_outbox_receipt" in plan) == (["t60000"], [], True)
    assert "SORT" not in plan.upper()


@pytest.mark.postgres
def test_what_has_no_index_is_not_compiled_first(postgres_url: str) -> None:
    """That takes a third of a second of the server's time, and every beat looks through the few replicas there are."""
    store, engine = open_store(postgres_url), writing_engine(Place.from_url(postgres_url))
    store.submit(lambda turn: turn.upkeep.beat("one", NOON, timedelta(seconds=30))).result()
    with engine.connect() as connection:
        rows = connection.execute(text("EXPLAIN ANALYZE DELETE FROM replica WHERE seen_at < '2026-03-01'"))
        plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan" in plan
    assert "JIT" not in plan
    engine.dispose()
    store.close()
