"""Mistakes in a playbook that its schema can't see: each with file, line and what to do about it."""

from collections.abc import Callable, Container, Iterator
from pathlib import Path as Folder

from dialogs.lint import content, ids
from dialogs.lint.expressions import expressions
from dialogs.lint.outline import Finding, Outline, outline_of
from dialogs.lint.salvage import salvage
from dialogs.loader import FACTS, HEAD, Where, read
from dialogs.mistakes import Problem
from dialogs.model import Playbook

Rule = Callable[[Outline, Container[str]], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    ids.twice,
    ids.reserved,
    ids.lengths,
    ids.labels,
    ids.pointers,
    ids.former,
    content.samples,
    content.limits,
    content.kept,
    content.documents,
    content.dates,
    content.texts,
    expressions,
)


def lint(playbook: Playbook, where: Where, lost: Container[str] = ()) -> list[Problem]:
    """The mistakes in a playbook, sorted by file and line; empty for a good one.

    `where` tells the file and line of a path; names in `lost` are known to be missing for another reason.
    """
    outline = outline_of(playbook)
    found = {_problem(finding, where) for rule in RULES for finding in rule(outline, lost)}
    return sorted(found)


def check(folder: Folder) -> list[Problem]:
    """Every mistake in the playbook in `folder`, the files' and the schema's among them, sorted by file and line."""
    files = read(folder)
    rest = salvage(files)
    problems = {*files.problems, *_unused(folder, files.phases), *rest.problems}
    if rest.playbook is not None:
        problems.update(lint(rest.playbook, rest.files.where, rest.lost))
    return sorted(problems)


def _problem(finding: Finding, where: Where) -> Problem:
    file, line = where(finding.path)
    if finding.first is None:
        return Problem(file, line, finding.message)
    first_file, first_line = where(finding.first)
    return Problem(file, line, f"{finding.message} (the other one: {first_file}:{first_line})")


def _unused(folder: Folder, phases: tuple[str, ...]) -> Iterator[Problem]:
    for file in sorted(folder.glob("*.y*ml")):
        if file.name not in (HEAD, FACTS, *phases):
            yield Problem(
                file.name, 1, "no phase is called so: add it to 'phases' in playbook.yaml, or remove the file"
            )
