"""`python -m benchmarks.turns`: how fast turns become durable, beside the bare drivers and aiosqlite, in one run.

Prints medians of interleaved rounds. PHASEWALK_TEST_POSTGRES_URL names a server to measure too.
"""

import argparse
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.contestants import (
    ANSWER,
    Aiosqlite,
    Contestant,
    Phasewalk,
    Rows,
    Run,
    bare_postgres,
    bare_sqlite,
)
from bot.resources import PLAYBOOKS
from bot.service.people import Speaker
from bot.storage.schema import migrate
from dialogs.effects import Ask
from dialogs.engine import Opened, Said, step
from dialogs.loader import load
from dialogs.plan import Plan, plan_of
from dialogs.state import Member, Role, State

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
AT_ONCE = (1, 16, 64)


def main() -> None:
    """Run everything and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=1600)
    options = parser.parse_args()
    print_step()
    with tempfile.TemporaryDirectory(dir=os.environ.get("PHASEWALK_BENCH_FOLDER")) as folder:
        print_durable("SQLite, synchronous=FULL", lambda: on_sqlite(Path(folder)), options.rounds, options.turns)
        print_sizes(Path(folder))
        print_lengths(Path(folder))
    server = os.environ.get("PHASEWALK_TEST_POSTGRES_URL")
    if server:
        with scratch_database(server) as url:
            print_durable("PostgreSQL", lambda: on_postgres(url), options.rounds, options.turns)


def print_step() -> None:
    """The pure step alone, by answers in the project, on the shipped playbook."""
    plan = plan_of(load(PLAYBOOKS / "mini_program"))
    print("\n## The pure step (µs, best of 20, median over ordinary answers)\n\n| answers | µs |\n|---|---|")
    by_size: dict[int, list[float]] = {}
    for answers, microseconds in _steps(plan):
        by_size.setdefault(answers // 50 * 50, []).append(microseconds)
    for size, found in by_size.items():
        print(f"| {size}–{size + 49} | {statistics.median(found):.0f} |")


def _steps(plan: Plan) -> Iterator[tuple[int, float]]:
    """Walk the example answers; yields the number of answers, and the time of each step that stays in its dialog."""
    state = State(members={"ana": Member("ana", "Ana")}, roles={"ana": Role.OWNER})
    done = step(plan, state, Opened("c", "ana"), NOW, "token")
    while asked := next((effect for effect in done.effects if isinstance(effect, Ask)), None):
        state = done.state
        event = Said("c", "ana", {"another": "no", "confirm": "yes"}.get(asked.type, asked.example))
        best = float("inf")
        for _ in range(20):
            began = time.perf_counter()
            done = step(plan, state, event, NOW, "token")
            best = min(best, time.perf_counter() - began)
        following = next((effect for effect in done.effects if isinstance(effect, Ask)), None)
        if following is not None and following.dialog == asked.dialog:
            yield len(state.book.newest), best * 1e6


def print_durable(title: str, build: Callable[[], Mapping[str, Contestant]], rounds: int, turns: int) -> None:
    """Turns a second of each contestant, and how Phasewalk stands beside the others."""
    print(f"\n## Durable turns on {title} (medians of {rounds} interleaved rounds)\n")
    print("| at once | who | turns/s | CPU µs/turn | p50 ms | p99 ms | Phasewalk is |\n|---|---|---|---|---|---|---|")
    contestants = build()
    try:
        for at_once in AT_ONCE:
            many = turns if at_once > 1 else turns // 4
            runs: dict[str, list[Run]] = {name: [] for name in contestants}
            for _ in range(rounds):
                for name, contestant in contestants.items():
                    runs[name].append(contestant.run(at_once, many))
            _print_runs(at_once, runs)
    finally:
        for contestant in contestants.values():
            contestant.close()


def _print_runs(at_once: int, runs: Mapping[str, Sequence[Run]]) -> None:
    speeds = {name: statistics.median(run.turns / run.wall_s for run in found) for name, found in runs.items()}
    for name, found in runs.items():
        cpu = statistics.median(run.cpu_s / run.turns for run in found) * 1e6
        p50, p99 = (statistics.median(_quantile(run.latencies_s, q) for run in found) * 1e3 for q in (0.5, 0.99))
        beside = "" if name == "Phasewalk" else f"{speeds['Phasewalk'] / speeds[name]:.2f} ×"
        print(f"| {at_once} | {name} | {speeds[name]:,.0f} | {cpu:,.0f} | {p50:.2f} | {p99:.2f} | {beside} |")


def print_sizes(folder: Path) -> None:
    """What a turn costs among many stored projects: in conversations that go on, and in ones not seen before."""
    print("\n## Turns among stored projects (SQLite, 16 at once)\n\n| stored | going on, turns/s | first, turns/s |")
    print("|---|---|---|")
    for stored in (100, 10_000, 100_000):
        path = folder / f"{stored}.db"
        fill(path, stored)
        here = Phasewalk(f"sqlite:///{path}")
        speakers = [_stored_speaker(n * (stored // 20)) for n in range(16)]
        first = here.run_with(speakers, 16)
        warm = [here.run_with(speakers, 1600) for _ in range(5)]
        speed = statistics.median(run.turns / run.wall_s for run in warm)
        print(f"| {stored:,} | {speed:,.0f} | {first.turns / first.wall_s:,.0f} |")
        here.close()


def fill(path: Path, stored: int) -> None:
    """Store a project with five answers, and as many copies of it in workspaces of their own."""
    here = Phasewalk(f"sqlite:///{path}")
    here.run_with([_stored_speaker(0)], 5)
    here.close()
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        f"WHERE i < {stored - 1}) SELECT i FROM n"
    )
    for table in ("workspace", "member", "playbook", "project", "answer", "seat", "chat"):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        copied = ", ".join(COPIED.get(column, f"t.{column}") for column in columns)
        connection.execute(f"INSERT INTO {table} SELECT {copied} FROM {table} t, n")
    connection.commit()
    connection.close()


COPIED = {"workspace_id": "'workspace ' || n.i", "chat_id": "'chat ' || n.i"}


def _stored_speaker(number: int) -> Speaker:
    return Speaker("bench", f"chat {number}", f"workspace {number}", "Ana")


def print_lengths(folder: Path) -> None:
    """What a turn costs when a project has few answers or many."""
    print(
        "\n## Turns by answers in the project (SQLite, 1 at once)\n\n| answers | turns/s | CPU µs/turn |\n|---|---|---|"
    )
    for answers in (10, 1000):
        speeds: list[float] = []
        cpus: list[float] = []
        here = Phasewalk(f"sqlite:///{folder / f'long {answers}.db'}")
        for n in range(5):
            speaker = [Speaker("bench", f"chat {n}", f"workspace {n}", "Ana")]
            here.run_with(speaker, answers)
            run = here.run_with(speaker, 100)
            speeds.append(run.turns / run.wall_s)
            cpus.append(run.cpu_s / run.turns * 1e6)
        print(f"| {answers} | {statistics.median(speeds):,.0f} | {statistics.median(cpus):,.0f} |")
        here.close()


def on_sqlite(folder: Path) -> dict[str, Contestant]:
    """Contestants on files of their own, with the same tables."""
    ours = Phasewalk(f"sqlite:///{folder / 'ours.db'}")
    rows = _sample(ours)
    for name in ("bare", "aio"):
        migrate(f"sqlite:///{folder / f'{name}.db'}")
    return {
        "Phasewalk": ours,
        "bare sqlite3": bare_sqlite(str(folder / "bare.db"), rows),
        "aiosqlite": Aiosqlite(str(folder / "aio.db"), rows),
    }


def on_postgres(url: str) -> dict[str, Contestant]:
    """Contestants on one database."""
    migrate(url)
    ours = Phasewalk(url)
    return {"Phasewalk": ours, "bare psycopg": bare_postgres(url, _sample(ours))}


def _sample(ours: Phasewalk) -> Rows:
    """A payload and a seat of usual length."""
    speaker = Speaker("bench", "chat sample", "workspace sample", "Ana")
    queued = ours.conversations.open(speaker).result()
    queued = ours.conversations.hear(speaker, ANSWER, queued[-1].seq).result()
    payload: Mapping[str, Any] = queued[-1].payload
    token = payload["prompt"]["token"]
    seat = {"prompt": {"token": token, "kind": "question", "question": "things.q1", "item": "T-1", "based_on": 0}}
    return Rows(json.dumps(payload), json.dumps(seat))


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """A database of its own on the server, dropped at the end."""
    plain = server.replace("postgresql+psycopg://", "postgresql://")
    name = "phasewalk_bench"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield server.rpartition("/")[0] + "/" + name
    finally:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _quantile(values: Sequence[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * q))]


if __name__ == "__main__":
    main()
