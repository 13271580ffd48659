"""A replica dies at every point that an event causes, another one takes over, and all is as if nothing had happened.

Points are before and after every SQL statement, every commit and every network call (see `points`). Besides, every
call goes wrong once: on Telegram it arrives and its answer doesn't, on Slack it meets all `mishaps`, and events are
disturbed on their way. The scenarios have 75 to 160 points each: all of those of "answer" are tried on Telegram with
SQLite, of the others evenly spread ones, on PostgreSQL of every other scenario, or all of everything with
PHASEWALK_TEST_ALL_FAULTS=1.
"""

import contextlib
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

import psycopg
import pytest

from bot.storage.schema import migrate
from tests.conftest import COUNTED
from tests.databases import SERVER
from tests.e2e.faults.copies import Copies, PostgresCopies, SqliteCopies
from tests.e2e.faults.places import Place
from tests.e2e.faults.replicas import Nursery
from tests.e2e.faults.scenarios import SCENARIOS, SLACK_SCENARIOS, Scenario, prepare
from tests.e2e.faults.slack import slack_place
from tests.e2e.faults.stage import Stage, stage
from tests.e2e.faults.telegram import telegram_place
from tests.e2e.faults.trials import Calm, Trial, complaints, run_calmly, run_disturbed, run_with_death, run_with_mishap

pytestmark = pytest.mark.slow

IS_COMPLETE = os.environ.get("PHASEWALK_TEST_ALL_FAULTS") == "1"
COMPLETE = ("answer",)
EVENLY = 5
SLACK_EVENLY = 3
BESIDE = 3
"""Stages beside each other: a run mostly waits until the dead replica counts as gone."""

T = TypeVar("T")
Job = Callable[[Stage], Trial]
EVERY = [*SCENARIOS, *SLACK_SCENARIOS]
MakePlace = Callable[[], contextlib.AbstractContextManager[Place]]


@dataclass(frozen=True)
class Theatre:
    """Stages of one kind, and which scenarios are tried there where not all are, with how many of the mishaps."""

    stages: Sequence[Stage]
    scenarios: Sequence[Scenario]
    evenly: int = SLACK_EVENLY
    complete: Collection[str] = ()
    has_forms: bool = True


SLACK_HTTP: MakePlace = partial(slack_place, over_socket=False)
SLACK_SOCKET: MakePlace = partial(slack_place, over_socket=True)
KINDS = [
    pytest.param((telegram_place, SqliteCopies), id="sqlite"),
    pytest.param((telegram_place, None), id="postgres", marks=pytest.mark.postgres),
    pytest.param((SLACK_HTTP, SqliteCopies), id="slack-http-sqlite"),
    pytest.param((SLACK_SOCKET, None), id="slack-socket-postgres", marks=pytest.mark.postgres),
]


@pytest.fixture(scope="module", params=KINDS)
def theatre(
    request: pytest.FixtureRequest, replicas: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Theatre]:
    """Stages on which the conversation has been led up to each event."""
    folder = tmp_path_factory.mktemp("stages")
    make_place, make_copies = request.param
    with contextlib.ExitStack() as stack:
        make_copies = make_copies or partial(_on_postgres, stack)
        found = [
            stack.enter_context(stage(folder / str(number), replicas, make_place, make_copies))
            for number in range(BESIDE)
        ]
        with ThreadPoolExecutor(BESIDE) as threads:
            list(threads.map(prepare, found))
        if make_place is telegram_place:
            is_sqlite = make_copies is SqliteCopies
            tried = SCENARIOS if is_sqlite else SCENARIOS[1::2]
            yield Theatre(found, tried, EVENLY, COMPLETE if is_sqlite else (), has_forms=False)
        else:
            yield Theatre(found, EVERY[::2] if make_place is SLACK_SOCKET else EVERY[1::2])


def _on_postgres(stack: contextlib.ExitStack, folder: Path) -> Copies:
    del folder
    schema = f"test_{uuid.uuid4().hex}"
    server = stack.enter_context(psycopg.connect(SERVER.replace("+psycopg", "", 1), autocommit=True))
    server.execute(f"CREATE SCHEMA {schema}".encode())
    stack.callback(lambda: server.execute(f"DROP SCHEMA {schema} CASCADE".encode()))
    url = f"{SERVER}{'&' if '?' in SERVER else '?'}options=-csearch_path%3D{schema}"
    migrate(url)
    return PostgresCopies(url)


@pytest.mark.parametrize("scenario", EVERY, ids=lambda scenario: scenario.name)
def test_death_at_any_point_changes_nothing(
    theatre: Theatre,
    scenario: Scenario,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    stages = theatre.stages
    if scenario in SLACK_SCENARIOS and not theatre.has_forms:
        pytest.skip("there are no forms on Telegram")
    if scenario not in theatre.scenarios and not IS_COMPLETE:
        pytest.skip("tried on the other database, or way to Slack")
    began = time.monotonic()
    calms = {id(one): run_calmly(one, scenario) for one in stages}
    calm = calms[id(stages[0])]
    tried = _all_tried(stages, _jobs(theatre, scenario, calm))
    trials = [trial for _, trial in tried]
    record_property(COUNTED, _line(request.node.callspec.id, calm, trials, time.monotonic() - began))
    wrong = [complaint for on, trial in tried for complaint in complaints(calms[id(on)], trial)]
    assert not wrong, f"{len(wrong)} complaints:\n" + "\n".join(wrong[:20])
    # A run may be over before it comes to its last points; of few, two may be such by chance.
    assert sum(not trial.has_happened for trial in trials) <= max(2, len(trials) * 0.2)


def _jobs(theatre: Theatre, scenario: Scenario, calm: Calm) -> Sequence[Job]:
    """Deaths, then what happens to calls, then what happens to events."""
    place = theatre.stages[0].place
    is_complete = IS_COMPLETE or scenario.name in theatre.complete
    deaths = _chosen(range(1, len(calm.points) + 1), theatre.evenly, is_complete=is_complete)
    jobs: list[Job] = [partial(_death, scenario, number, calm.points[number - 1]) for number in deaths]
    calls = list(enumerate(calm.calls, start=1))
    mishaps = [(kind, *call) for kind in range(len(place.mishaps)) for call in calls]
    some = _chosen(mishaps, theatre.evenly, is_complete=IS_COMPLETE or len(place.mishaps) == 1)
    jobs += [partial(_mishap, scenario, *one) for one in some]
    names = _chosen(list(place.disturbances), 1, is_complete=IS_COMPLETE or scenario.name in COMPLETE)
    return [*jobs, *(partial(_disturbance, scenario, name) for name in names)]


def _death(scenario: Scenario, number: int, name: str, on: Stage) -> Trial:
    return run_with_death(on, scenario, number, name)


def _mishap(scenario: Scenario, kind: int, number: int, method: str, on: Stage) -> Trial:
    return run_with_mishap(on, scenario, on.place.mishaps[kind], number, method)


def _disturbance(scenario: Scenario, name: str, on: Stage) -> Trial:
    return run_disturbed(on, scenario, name)


def _chosen(all_of_them: Sequence[T], evenly: int, *, is_complete: bool) -> Sequence[T]:
    """All, or so many from the first to the last."""
    count = len(all_of_them)
    if is_complete or count <= evenly:
        return all_of_them
    if evenly == 1:
        return all_of_them[:1]
    return [all_of_them[n] for n in sorted({round(n * (count - 1) / (evenly - 1)) for n in range(evenly)})]


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
