"""Bots in processes of their own, and what CPU they use."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


def start(
    module: str, arguments: Sequence[str], folder: Path, more: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Run a module; what it complains of goes to `errors.log` in the folder."""
    environment = {**os.environ, "HOME": str(folder), **(more or {})}
    with (folder / "errors.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", module, *(one for one in arguments if one)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )


@contextmanager
def cpu_of(process: subprocess.Popen[bytes]) -> Iterator[Callable[[], float]]:
    """Gives the CPU seconds that a process has used meanwhile."""

    def used() -> float:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    before = used()
    yield lambda: used() - before
