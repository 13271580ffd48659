"""The real command `phasewalk`, in a process of its own, with its own home."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

TIMEOUT_S = 60


class Phasewalk:
    """Runs the command on one database below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "phasewalk.db"
        self.documents = folder / "documents"

    @property
    def environment(self) -> dict[str, str]:
        """A home of its own, and no colours or settings from outside."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PHASEWALK_")}
        return kept | {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder / "data"), "PYTHONUTF8": "1"}

    def run(self, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run to the end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            env=self.environment | environment,
            cwd=self.folder,
            timeout=TIMEOUT_S,
            check=False,
        )

    def chat(self, *messages: str, name: str = "Ana", more: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
        """Send messages through a pipe."""
        typed = "".join(f"{message}\n" for message in messages)
        return self.run("chat", *self.where(name), *more, typed=typed)

    def objects(self, *messages: str, name: str = "Ana", more: Iterable[str] = ()) -> list[Mapping[str, Any]]:
        """Send messages through a pipe, and read what comes back as JSON."""
        done = self.chat(*messages, name=name, more=["--json", *more])
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def start(self, *more: str, name: str = "Ana") -> subprocess.Popen[str]:
        """Begin a conversation through pipes that goes on."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", "--json", *self.where(name), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=self.environment,
            cwd=self.folder,
        )

    def where(self, name: str = "Ana") -> list[str]:
        """The options that name the person, the database and the documents' folder."""
        return ["--as", name, "--database", f"sqlite:///{self.database}", "--documents", str(self.documents)]
