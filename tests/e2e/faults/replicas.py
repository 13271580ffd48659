"""Replicas that start fast, and how they end: forked by a nursery, killed by tests."""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.delivery.rounds import Rhythm

QUICK = Rhythm(claim_s=0.1, beat_s=0.1, lifetime_s=0.8, news_s=0.1)
GONE_WITHIN_S = 10.0


@dataclass(frozen=True)
class Replica:
    """One process; it is no child of this one."""

    pid: int
    trail: Path
    """The points that it passed, if they were to be counted."""
    log: Path

    @property
    def has_ended(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False

    @property
    def passed(self) -> list[str]:
        """The points that it passed so far."""
        return self.trail.read_text().splitlines()

    @property
    def said(self) -> str:
        """What it logged."""
        return self.log.read_text()

    def signals(self, number: signal.Signals) -> None:
        if not self.has_ended:
            os.kill(self.pid, number)

    def is_killed(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.signals(signal.SIGKILL)
        deadline = time.monotonic() + GONE_WITHIN_S
        while not self.has_ended:
            assert time.monotonic() < deadline, f"process {self.pid} does not go"
            time.sleep(0.002)


class Nursery:
    """Starts replicas; threads may share it."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._started: list[Replica] = []

    def starts(
        self, settings: Mapping[str, Any], rhythm: Rhythm = QUICK, *, counts: bool = False, die_at: int = 0
    ) -> Replica:
        """With `counts` it writes the points down that it passes, and dies at the one given, if any."""
        number = next(self._numbers)
        trail, log = self._folder / f"{number}.trail", self._folder / f"{number}.log"
        wish = {
            "settings": dict(settings),
            "rhythm": asdict(rhythm),
            "trail": str(trail) if counts else "",
            "die_at": die_at,
            "log": str(log),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        log.touch()
        trail.touch()
        with self._lock:
            self._process.stdin.write(json.dumps(wish) + "\n")
            self._process.stdin.flush()
            replica = Replica(int(self._process.stdout.readline()), trail, log)
            self._started.append(replica)
        return replica

    def end(self) -> None:
        """Leave nothing behind."""
        for replica in self._started:
            replica.is_killed()


@contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """A nursery whose replicas end with it, at home in a folder of their own."""
    folder.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PHASEWALK_")}
    with (
        (folder / "nursery.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
            env={**environment, "HOME": str(folder), "PYTHONPATH": str(Path.cwd())},
            cwd=folder,
        ) as process,
    ):
        made = Nursery(process, folder)
        try:
            yield made
        finally:
            made.end()
            assert process.stdin is not None
            process.stdin.close()
