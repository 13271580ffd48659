"""Playbook folders out of YAML texts that name their own mistakes: `#! message` on the line that has it."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import indent

from dialogs.lint import check

HEAD = "id: small\ntitle: Small\nsummary: A small one.\nphases: [plan]\n"
PHASE = "id: plan\ntitle: Planning\nsummary: Plan it.\ndocument: plan\n"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder, with these files in it and a playbook.yaml where none is given."""
    for name, text in {"playbook.yaml": HEAD, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def announced(files: Mapping[str, str]) -> list[str]:
    """The mistakes that the texts announce, as `phasewalk check` prints them, in its order."""
    found = [
        (name, number, message.strip())
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for message in re.split(r" ?#! ?", line)[1:]
    ]
    return [f"{name}:{number}: {message}" for name, number, message in sorted(found)]


def reported(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The mistakes that are found in these files."""
    return [str(problem) for problem in check(write(folder, files))]


def dialogs(text: str, facts: str = "") -> dict[str, str]:
    """The files of a playbook with one phase, from the YAML of its dialogs and facts."""
    files = {"plan.yaml": f"{PHASE}dialogs:\n{text}"}
    return {**files, "facts.yaml": f"facts:\n{facts}"} if facts else files


def ask(text: str, facts: str = "") -> dict[str, str]:
    """The files of a playbook with one dialog, from the YAML of its questions and groups."""
    return dialogs("- id: first\n  title: First\n  ask:\n" + indent(text, "  "), facts)
