"""A replica dies at every point that an event causes, another one takes over, and all is as if nothing had happened.

Points are before and after every SQL statement, every commit and every network call (see `points`). Besides, every
call is made once so that it arrives and its answer doesn't. The scenarios have 80 to 150 points each, on either
database: all of those of "answer" are tried, of the others EVENLY spread ones, or all with PHASEWALK_TEST_ALL_FAULTS=1.
"""

import contextlib
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import psycopg
import pytest

from bot.storage.schema import migrate
from tests.conftest import COUNTED
from tests.databases import SERVER
from tests.e2e.faults.copies import Copies, PostgresCopies, SqliteCopies
from tests.e2e.faults.replicas import Nursery
from tests.e2e.faults.scenarios import SCENARIOS, Scenario, prepare
from tests.e2e.faults.stage import Stage, stage
from tests.e2e.faults.trials import Calm, Trial, complaints, run_calmly, run_with_death, run_with_reset

pytestmark = pytest.mark.slow

IS_COMPLETE = os.environ.get("PHASEWALK_TEST_ALL_FAULTS") == "1"
COMPLETE = ("answer",)
EVENLY = 20
BESIDE = 3
"""Stages beside each other: a run mostly waits until the dead replica counts as gone."""

Job = Callable[[Stage], Trial]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stages(
    request: pytest.FixtureRequest, replicas: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[Stage]]:
    """Stages on which the conversation has been led up to each event."""
    folder = tmp_path_factory.mktemp("stages")
    with contextlib.ExitStack() as stack:
        make = SqliteCopies if request.param == "sqlite" else partial(_on_postgres, stack)
        found = [stack.enter_context(stage(folder / str(number), replicas, make)) for number in range(BESIDE)]
        with ThreadPoolExecutor(BESIDE) as threads:
            list(threads.map(prepare, found))
        yield found


def _on_postgres(stack: contextlib.ExitStack, folder: Path) -> Copies:
    del folder
    schema = f"test_{uuid.uuid4().hex}"
    server = stack.enter_context(psycopg.connect(SERVER.replace("+psycopg", "", 1), autocommit=True))
    server.execute(f"CREATE SCHEMA {schema}".encode())
    stack.callback(lambda: server.execute(f"DROP SCHEMA {schema} CASCADE".encode()))
    url = f"{SERVER}{'&' if '?' in SERVER else '?'}options=-csearch_path%3D{schema}"
    migrate(url)
    return PostgresCopies(url)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_death_at_any_point_changes_nothing(
    stages: Sequence[Stage],
    scenario: Scenario,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    began = time.monotonic()
    calms = {id(one): run_calmly(one, scenario) for one in stages}
    calm = calms[id(stages[0])]
    numbers = _chosen(len(calm.points), is_complete=IS_COMPLETE or scenario.name in COMPLETE)
    jobs: list[Job] = [partial(_death, scenario, number, calm.points[number - 1]) for number in numbers]
    jobs += [partial(_reset, scenario, number, method) for number, method in enumerate(calm.calls, start=1)]
    tried = _all_tried(stages, jobs)
    trials = [trial for _, trial in tried]
    record_property(COUNTED, _line(request.node.callspec.id, calm, trials, time.monotonic() - began))
    wrong = [complaint for on, trial in tried for complaint in complaints(calms[id(on)], trial)]
    assert not wrong, f"{len(wrong)} complaints:\n" + "\n".join(wrong[:20])
    assert sum(trial.has_happened for trial in trials) > len(trials) * 0.8


def _death(scenario: Scenario, number: int, name: str, on: Stage) -> Trial:
    return run_with_death(on, scenario, number, name)


def _reset(scenario: Scenario, number: int, method: str, on: Stage) -> Trial:
    return run_with_reset(on, scenario, number, method)


def _chosen(count: int, *, is_complete: bool) -> Sequence[int]:
    """Numbers from 1."""
    if is_complete or count <= EVENLY:
        return range(1, count + 1)
    return sorted({1 + round(n * (count - 1) / (EVENLY - 1)) for n in range(EVENLY)})


def _all_tried(stages: Sequence[Stage], jobs: Sequence[Job]) -> list[tuple[Stage, Trial]]:
    free: SimpleQueue[Stage] = SimpleQueue()
    for one in stages:
        free.put(one)

    def tried(job: Job) -> tuple[Stage, Trial]:
        mine = free.get()
        try:
            return mine, job(mine)
        finally:
            free.put(mine)

    with ThreadPoolExecutor(len(stages)) as threads:
        return list(threads.map(tried, jobs))


def _line(name: str, calm: Calm, trials: Sequence[Trial], seconds: float) -> str:
    happened = [trial for trial in trials if trial.has_happened]
    doubled = sum(trial.doubled.total() for trial in trials)
    asked = sum(trial.was_asked for trial in trials)
    counts = f"{len(calm.points)} points and {len(calm.calls)} calls, {len(happened)} mishaps in {len(trials)} runs"
    return f"{name}: {counts}, {doubled} messages came twice, {asked} questions about a document, {seconds:.0f} s"
