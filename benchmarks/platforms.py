"""`python -m benchmarks.platforms`: durable turns through the real SDK, beside a bare echo bot, in one run.

Prints medians of interleaved rounds. PHASEWALK_TEST_POSTGRES_URL names a server to measure too.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from benchmarks import on_slack
from benchmarks.contestants import ANSWER, rounds_playbook
from benchmarks.crowd import OnTelegram, closed_loop, open_loop
from benchmarks.processes import cpu_of, start
from benchmarks.turns import scratch_database
from bot.storage.schema import migrate
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram_server import FakeTelegram

AT_ONCE = (1, 16, 64)
GOALS: Mapping[tuple[str, int], float] = {
    ("Phasewalk, SQLite", 16): 0.60,
    ("Phasewalk, SQLite", 64): 0.70,
    ("Phasewalk, PostgreSQL", 16): 0.50,
}
BARE = "bare echo bot"


@dataclass
class Contestant:
    """A bot in a process of its own."""

    bot: FakeBot
    process: subprocess.Popen[bytes]
    speeds: dict[int, list[float]] = field(default_factory=dict)
    cpu_us: dict[int, list[float]] = field(default_factory=dict)
    latencies_ms: dict[str, list[float]] = field(default_factory=dict)


def main() -> None:
    """Run everything and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=("telegram", "slack"), action="append", help="which platforms; all by default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=960)
    options = parser.parse_args()
    server = os.environ.get("PHASEWALK_TEST_POSTGRES_URL")
    parent = os.environ.get("PHASEWALK_BENCH_FOLDER")
    with (
        tempfile.TemporaryDirectory(dir=parent) as folder,
        scratch_database(server) if server else nullcontext() as url,
    ):
        if url:
            migrate(url)
        _write_playbook(Path(folder) / "playbook")
        if "telegram" in (options.on or ("telegram",)):
            asyncio.run(_compare(Path(folder), url, options.rounds, options.turns))
        if "slack" in (options.on or ("slack",)):
            asyncio.run(on_slack.compare(Path(folder), url, options.rounds, options.turns))


async def _compare(folder: Path, postgres_url: str | None, rounds: int, turns: int) -> None:
    async with FakeTelegram(rates=None) as telegram, _contestants(telegram, folder, postgres_url) as contestants:
        numbers = count()
        for at_once in AT_ONCE:
            for _ in range(rounds):
                for contestant in contestants.values():
                    await _closed_round(telegram, contestant, at_once, turns if at_once > 1 else turns // 4, numbers)
        _print_speeds(contestants)
        for _ in range(rounds):
            for contestant in contestants.values():
                await _open_round(telegram, contestant, numbers)
        _print_latencies(contestants)


@asynccontextmanager
async def _contestants(
    telegram: FakeTelegram, folder: Path, postgres_url: str | None
) -> AsyncIterator[Mapping[str, Contestant]]:
    ours = {"Phasewalk, SQLite": f"sqlite:///{folder / 'ours.db'}"}
    if postgres_url:
        ours["Phasewalk, PostgreSQL"] = postgres_url
    found: dict[str, Contestant] = {}
    for number, (name, layer) in enumerate({BARE: "", "the same on aiohttp": "aiohttp"}.items(), start=1):
        token = f"{number}:bare"
        bot = telegram.bot(token, username=f"bare_{number}_bot")
        found[name] = Contestant(bot, start("benchmarks.echo_bot", [token, telegram.api_url, layer], folder))
    for number, (name, url) in enumerate(ours.items(), start=11):
        token = f"{number}:ours"
        bot = telegram.bot(token, username=f"ours_{number}_bot")
        more = {
            "PHASEWALK_TELEGRAM_TOKEN": token,
            "PHASEWALK_TELEGRAM_API_URL": telegram.api_url,
            "PHASEWALK_DATABASE_URL": url,
            "PHASEWALK_PLAYBOOKS": str(folder / "playbook"),
            "PHASEWALK_HTTP_PORT": "0",
        }
        found[name] = Contestant(bot, start("benchmarks.our_bot", [], folder, more))
    try:
        yield found
    finally:
        for contestant in found.values():
            contestant.process.terminate()
        for contestant in found.values():
            contestant.process.wait(20)


async def _closed_round(
    telegram: FakeTelegram, contestant: Contestant, at_once: int, turns: int, numbers: "count[int]"
) -> None:
    talkers = await _talkers(telegram, contestant, at_once, numbers)
    with cpu_of(contestant.process) as cpu_s:
        took_s = await closed_loop(talkers, turns, _text)
    done = turns // at_once * at_once
    contestant.speeds.setdefault(at_once, []).append(done / took_s)
    contestant.cpu_us.setdefault(at_once, []).append(cpu_s() / done * 1e6)


async def _open_round(telegram: FakeTelegram, contestant: Contestant, numbers: "count[int]") -> None:
    talkers = await _talkers(telegram, contestant, 200, numbers)
    await open_loop(talkers, 200.0, 3.0, _text)
    latencies = sorted(latency * 1e3 for talker in talkers for latency in talker.latencies_s)
    for name, q in (("p50", 0.5), ("p99", 0.99)):
        contestant.latencies_ms.setdefault(name, []).append(latencies[int(len(latencies) * q)])


async def _talkers(
    telegram: FakeTelegram, contestant: Contestant, many: int, numbers: "count[int]"
) -> list[OnTelegram]:
    """People who have pressed Start and were greeted."""
    talkers = [OnTelegram(telegram, contestant.bot, f"Person {next(numbers)}") for _ in range(many)]
    await asyncio.gather(*(talker.starts() for talker in talkers))
    telegram.sent.clear()
    telegram.calls.clear()
    return talkers


def _text(answer: Message | None) -> str:
    return "yes" if answer is not None and "Another" in answer.text else ANSWER


def _write_playbook(folder: Path) -> None:
    """The same questions as `benchmarks.turns` asks."""
    content = rounds_playbook().model_dump(mode="json", exclude_defaults=True)
    phases = content.pop("phases")
    folder.mkdir()
    outline = {**content, "phases": [phase["id"] for phase in phases]}
    for name, part in (("playbook", outline), *((phase["id"], phase) for phase in phases)):
        (folder / f"{name}.yaml").write_text(json.dumps(part), encoding="utf-8")


def _print_speeds(contestants: Mapping[str, Contestant]) -> None:
    print("\n## Turns a second through python-telegram-bot (medians)\n")
    print("| at once | who | turns/s | CPU µs/turn | ÷ bare | goal |\n|---|---|---|---|---|---|")
    bare = contestants[BARE]
    for at_once in AT_ONCE:
        base = statistics.median(bare.speeds[at_once])
        for name, contestant in contestants.items():
            speed = statistics.median(contestant.speeds[at_once])
            cpu = statistics.median(contestant.cpu_us[at_once])
            goal = GOALS.get((name, at_once))
            print(f"| {at_once} | {name} | {speed:,.0f} | {cpu:,.0f} | {speed / base:.2f} | {goal or ''} |")


def _print_latencies(contestants: Mapping[str, Contestant]) -> None:
    bare = contestants[BARE]
    print("\n## Open loop, 200 turns a second (medians, ms)\n\n| who | p50 | p99 | ÷ bare |\n|---|---|---|---|")
    for name, contestant in contestants.items():
        p50, p99 = (statistics.median(contestant.latencies_ms[q]) for q in ("p50", "p99"))
        ratios = [statistics.median(bare.latencies_ms[q]) for q in ("p50", "p99")]
        print(f"| {name} | {p50:.1f} | {p99:.1f} | {p50 / ratios[0]:.2f}, {p99 / ratios[1]:.2f} |")


if __name__ == "__main__":
    main()
