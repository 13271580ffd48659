"""A bot that runs: one process of the real command, and what it logs."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

STOP_WITHIN_S = 15.0


class Running:
    """One process. What it prints goes into a file, so that nobody has to read it in time."""

    def __init__(
        self, command: str, environment: Mapping[str, str], folder: Path, module: str = "tests.e2e.telegram.unhurried"
    ) -> None:
        self._log = folder / f"{command}-{len(list(folder.glob('*.log')))}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**environment, "PYTHONPATH": str(Path.cwd())},
                cwd=folder,
            )

    @property
    def said(self) -> str:
        """Everything that it printed so far."""
        return self._log.read_text(encoding="utf-8")

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def ends(self, timeout_s: float = STOP_WITHIN_S) -> int:
        """Wait until it ends by itself; its exit code."""
        return self._process.wait(timeout_s)

    def stops(self) -> int:
        """SIGTERM, as every supervisor does it; the exit code."""
        self._process.terminate()
        return self.ends()

    def is_killed(self) -> None:
        """SIGKILL: no time for goodbyes."""
        os.kill(self._process.pid, signal.SIGKILL)
        self.ends()
