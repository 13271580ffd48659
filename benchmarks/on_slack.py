"""Slack's part of `benchmarks.platforms`: durable turns beside a bare Bolt echo, acknowledgements, button presses."""

import asyncio
import socket
import sqlite3
import statistics
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import aiohttp

from benchmarks.contestants import ANSWER
from benchmarks.crowd import OnSlack, closed_loop
from benchmarks.knocking import SECRET, Knocker, KnockerAtOneDoor, at_fixed_times
from benchmarks.processes import cpu_of, start
from bot.platforms.slack.manifest import BOT_SCOPES
from tests.fakes.slack.apps import FakeApp
from tests.fakes.slack.messages import Message
from tests.fakes.slack.teams import Team
from tests.fakes.slack_server import FakeSlack

AT_ONCE = (1, 16, 64)
BARE, DEFAULT = "bare Bolt echo", "Bolt as it comes"
SQLITE, POSTGRES = "Phasewalk, SQLite", "Phasewalk, PostgreSQL"
GOALS: Mapping[tuple[str, int], float] = {(SQLITE, 16): 0.55, (SQLITE, 64): 0.62, (POSTGRES, 16): 0.39}
PRESSES = 300
STALL_S = 2.0
REST_S = 0.02
"""Between two presses: what the one before sets off is over by then."""


@dataclass
class Contestant:
    """A bot in a process of its own, on a workspace of its own."""

    app: FakeApp
    team: Team
    url: str
    process: subprocess.Popen[bytes]
    speeds: dict[int, list[float]] = field(default_factory=dict)
    cpu_us: dict[int, list[float]] = field(default_factory=dict)


async def compare(folder: Path, postgres_url: str | None, rounds: int, turns: int) -> None:
    """Run everything and print tables."""
    async with FakeSlack(rates=None) as slack, _contestants(slack, folder, postgres_url) as contestants:
        numbers = count(1)
        for at_once in AT_ONCE:
            for _ in range(rounds):
                for name in contestants:
                    if name != DEFAULT:
                        talks = turns if at_once > 1 else turns // 4
                        await _closed_round(slack, contestants[name], at_once, talks, numbers)
        _print_speeds(contestants)
        await _acknowledgements(contestants[SQLITE], folder / "slack.db")
        await _presses(contestants, rounds)


@asynccontextmanager
async def _contestants(
    slack: FakeSlack, folder: Path, postgres_url: str | None
) -> AsyncIterator[Mapping[str, Contestant]]:
    ours = {SQLITE: f"sqlite:///{folder / 'slack.db'}", **({POSTGRES: postgres_url} if postgres_url else {})}
    found: dict[str, Contestant] = {}
    for number, name in enumerate([BARE, DEFAULT, *ours], start=1):
        port, token = _free_port(), f"xoxb-{number}"
        url = f"http://127.0.0.1:{port}"
        interactions = f"{url}/slack/{'interactions' if name in ours else 'events'}"
        app = slack.app(
            f"A{number}",
            signing_secret=SECRET,
            scopes=list(BOT_SCOPES),
            events_url=f"{url}/slack/events",
            interactivity_url=interactions,
            commands_url=interactions,
        )
        team = slack.team(f"T{number}0", name)
        team.install(app, bot_token=token, scopes=list(BOT_SCOPES))
        process = _bot(name, folder, ours, [slack.api_url, token, SECRET, str(port)])
        found[name] = Contestant(app, team, url, process)
    try:
        await asyncio.gather(*(_listens(one.url) for one in found.values()))
        yield found
    finally:
        for contestant in found.values():
            contestant.process.terminate()
        for contestant in found.values():
            contestant.process.wait(20)


def _bot(name: str, folder: Path, ours: Mapping[str, str], arguments: list[str]) -> subprocess.Popen[bytes]:
    api_url, token, secret, port = arguments
    if name not in ours:
        return start("benchmarks.slack_echo", [*arguments, "default" if name == DEFAULT else ""], folder)
    more = {
        "PHASEWALK_SLACK_BOT_TOKEN": token,
        "PHASEWALK_SLACK_SIGNING_SECRET": secret,
        "PHASEWALK_SLACK_API_URL": api_url,
        "PHASEWALK_DATABASE_URL": ours[name],
        "PHASEWALK_PLAYBOOKS": str(folder / "playbook"),
        "PHASEWALK_HTTP_PORT": port,
    }
    return start("benchmarks.our_bot", [], folder, more)


async def _closed_round(
    slack: FakeSlack, contestant: Contestant, at_once: int, turns: int, numbers: "count[int]"
) -> None:
    people = [contestant.team.person(f"Person {next(numbers)}") for _ in range(at_once)]
    talkers = [OnSlack(person, contestant.app) for person in people]
    await asyncio.gather(*(talker.starts() for talker in talkers))
    await asyncio.sleep(0.2)
    slack.sent.clear()
    slack.calls.clear()
    with cpu_of(contestant.process) as cpu_s:
        took_s = await closed_loop(talkers, turns, _text)
    done = turns // at_once * at_once
    contestant.speeds.setdefault(at_once, []).append(done / took_s)
    contestant.cpu_us.setdefault(at_once, []).append(cpu_s() / done * 1e6)


async def _acknowledgements(contestant: Contestant, database: Path) -> None:
    """500 events a second from 50 people; then the same while somebody holds the database for two seconds."""
    people = [contestant.team.person(f"Knocker {number}") for number in range(50)]
    channels = [person.dm(contestant.app).id for person in people]
    numbers = count(10_000)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        knocker = Knocker(session, contestant.url)

        async def write(number: int) -> float:
            who = number % 50
            return await knocker.event(next(numbers), contestant.team.id, people[who].id, channels[who])

        await at_fixed_times(write, 100.0, 1.0)
        calm = await at_fixed_times(write, 500.0, 5.0)
        await asyncio.sleep(5)
        stalling = asyncio.create_task(asyncio.to_thread(_stall, database))
        stalled = await at_fixed_times(write, 100.0, 3.0)
        await stalling
    print("\n## Acknowledgements (ms)\n\n| | p50 | p99 | slowest | goal |\n|---|---|---|---|---|")
    for name, found, goal in (
        ("500 events a second", calm, "p99 < 300"),
        ("100 a second, database held for 2 s", stalled, "slowest < 3,000"),
    ):
        p50, p99 = (found[int(len(found) * q)] * 1e3 for q in (0.5, 0.99))
        print(f"| {name} | {p50:.1f} | {p99:.1f} | {found[-1] * 1e3:.0f} | {goal} |")


def _stall(database: Path) -> None:
    connection = sqlite3.connect(database, isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(STALL_S)
    connection.execute("ROLLBACK")
    connection.close()


async def _presses(contestants: Mapping[str, Contestant], rounds: int) -> None:
    """One after the other, from the press to its acknowledgement; ours is durable by then."""
    found: dict[str, list[float]] = {}
    numbers = count(1)
    async with aiohttp.ClientSession() as session:
        for _ in range(rounds):
            for name, contestant in contestants.items():
                bare = name in (BARE, DEFAULT)
                knocker = (KnockerAtOneDoor if bare else Knocker)(session, contestant.url)
                person = contestant.team.person(f"Presser {next(numbers)}")
                channel = person.dm(contestant.app).id
                for _ in range(PRESSES // rounds):
                    number = next(numbers)
                    took_s = await knocker.press(number, contestant.team.id, person.id, channel)
                    found.setdefault(name, []).append(took_s)
                    await asyncio.sleep(REST_S)
    default = statistics.median(found[DEFAULT])
    print("\n## A button press (p50, ms)\n\n| who | p50 | ÷ Bolt as it comes | goal |\n|---|---|---|---|")
    for name, times in found.items():
        p50 = statistics.median(times)
        goal = "≤ 0.1" if name == SQLITE else ""
        print(f"| {name} | {p50 * 1e3:.2f} | {p50 / default:.3f} | {goal} |")


async def _listens(url: str) -> None:
    """Wait until somebody answers there."""
    async with aiohttp.ClientSession() as session:
        for _ in range(400):
            try:
                async with session.post(f"{url}/slack/events", data=b"") as response:
                    if response.status != 404:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.05)
    raise TimeoutError(url)


def _text(answer: Message | None) -> str:
    return "yes" if answer is not None and "Another" in answer.text else ANSWER


def _print_speeds(contestants: Mapping[str, Contestant]) -> None:
    print("\n## Turns a second through slack-bolt over HTTP (medians)\n")
    print("| at once | who | turns/s | CPU µs/turn | ÷ bare | goal |\n|---|---|---|---|---|---|")
    for at_once in AT_ONCE:
        base = statistics.median(contestants[BARE].speeds[at_once])
        for name, contestant in contestants.items():
            if name == DEFAULT:
                continue
            speed, cpu = (statistics.median(found[at_once]) for found in (contestant.speeds, contestant.cpu_us))
            goal = GOALS.get((name, at_once), "")
            print(f"| {at_once} | {name} | {speed:,.0f} | {cpu:,.0f} | {speed / base:.2f} | {goal} |")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
