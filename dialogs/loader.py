"""Reading a playbook's folder: YAML files in, a Playbook out, or every mistake with its file and line."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from dialogs.mistakes import PlaybookError, Problem, faults
from dialogs.model import Fact, FactsFile, Phase, Playbook, PlaybookFile
from dialogs.positions import Path, Row, Table, Unreadable, line_of, parse

HEAD = "playbook.yaml"
FACTS = "facts.yaml"
SIZE_LIMIT_BYTES = 1_000_000
"""Of one file: some ten times the largest that people write."""

_PHASE_ID = re.compile(r"[a-z][a-z0-9_]*")
_Model = TypeVar("_Model", bound=BaseModel)


class Origin(NamedTuple):
    """Where something stands: the file's name and the line from 1."""

    file: str
    line: int


Where: TypeAlias = Callable[[Path], Origin]
"""Tells where in the files a path into the Playbook stands, such as ("phases", 0, "dialogs", 2, "title")."""


@dataclass(frozen=True)
class Files:
    """A playbook's files as they were read, before the schema looks at them."""

    data: Mapping[str, Any]
    """Content by file name."""
    phases: tuple[str, ...]
    """File names of the phases, in order; in alphabetical order where playbook.yaml does not tell."""
    problems: tuple[Problem, ...]
    """What is wrong with the files as such."""
    is_whole: bool
    """Whether every file could be read."""

    def where(self, path: Path) -> Origin:
        """The place of a path into the Playbook."""
        if path[:1] == ("phases",) and len(path) > 1:
            name = self.phases[int(path[1])]
            return Origin(name, line_of(self.data.get(name), path[2:]))
        name = FACTS if path[:1] == ("facts",) else HEAD
        return Origin(name, line_of(self.data.get(name), path))


def load(folder: Folder) -> Playbook:
    """The playbook in `folder`. Raises PlaybookError with every mistake of all its files."""
    files = read(folder)
    problems = list(files.problems)

    def validated(name: str, model: type[_Model]) -> Iterator[_Model]:
        if name not in files.data:
            return
        try:
            yield model.model_validate(files.data[name])
        except ValidationError as error:
            problems.extend(schema_problems(error, name, files.data[name], model))

    heads = list(validated(HEAD, PlaybookFile))
    facts = [fact for file in validated(FACTS, FactsFile) for fact in file.facts]
    phases = [phase for name in files.phases for phase in validated(name, Phase)]
    if problems:
        raise PlaybookError(problems)
    return assembled(heads[0], phases, facts)


def assembled(head: PlaybookFile, phases: list[Phase], facts: list[Fact]) -> Playbook:
    """One playbook out of its validated files."""
    return Playbook(
        id=head.id,
        title=head.title,
        summary=head.summary,
        names=head.names,
        phases=tuple(phases),
        facts=tuple(facts),
    )


def schema_problems(error: ValidationError, name: str, data: Any, model: type[BaseModel]) -> Iterator[Problem]:
    """What the schema refuses in a file, as sentences with lines."""
    return (Problem(name, line_of(data, fault.path), fault.message) for fault in faults(error, model))


def read(folder: Folder) -> Files:
    """The files of a playbook. Nothing raises: what is wrong is among the problems."""
    reading = _Reading(folder)
    head = reading.file(HEAD)
    if (folder / FACTS).exists():
        reading.file(FACTS)
    phases = _phases_in(head)
    if phases is None:
        names = sorted(file.name for file in folder.glob("*.yaml") if file.name not in (HEAD, FACTS))
    else:
        names = list(reading.named(phases))
    for name in names:
        reading.phase(name)
    is_whole = phases is not None and not reading.is_broken
    return Files(reading.data, tuple(names), tuple(reading.problems), is_whole)


def _phases_in(head: Any) -> Row | None:
    """The list of phases in playbook.yaml, where there is one."""
    phases = head.get("phases") if isinstance(head, Table) else None
    return phases if isinstance(phases, Row) else None


class _Reading:
    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.data: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.is_broken = False

    def named(self, phases: Row) -> Iterator[str]:
        """The file names of the phases that have a file, each once."""
        seen: set[str] = set()
        for phase, line in zip(phases, phases.lines, strict=True):
            name = f"{phase}.yaml"
            if not isinstance(phase, str) or not _PHASE_ID.fullmatch(phase):
                continue
            if name in (HEAD, FACTS):
                self._report(HEAD, line, f"a phase can't be called {phase!r}: {name} is another file")
            elif name in seen:
                self._report(HEAD, line, f"the phase {phase!r} stands here twice")
            elif (self._folder / name).is_file():
                yield name
            else:
                self.is_broken = True
                self._report(HEAD, line, f"there is no file {name} for the phase {phase!r}")
            seen.add(name)

    def phase(self, name: str) -> None:
        """Reads a phase's file; its id must be the file's name."""
        data = self.file(name)
        stem = name.removesuffix(".yaml")
        if isinstance(data, Table) and isinstance(data.get("id"), str) and data["id"] != stem:
            self._report(name, data.lines["id"], f"the id is {data['id']!r}, but the file is called {name}")

    def file(self, name: str) -> Any:
        """Reads a file and keeps its content; None where it can't be read."""
        try:
            document = parse(_text(self._folder / name))
        except Unreadable as error:
            self._report(name, error.line, str(error))
            self.is_broken = True
            return None
        for mistake in document.mistakes:
            self._report(name, mistake.line, mistake.message)
        self.data[name] = document.data
        return document.data

    def _report(self, name: str, line: int, message: str) -> None:
        self.problems.append(Problem(name, line, message))


def _text(file: Folder) -> str:
    """The text of a file. Raises Unreadable."""
    if not file.is_file():
        raise Unreadable(1, f"there is no such file in {file.parent}")
    try:
        with file.open("rb") as stream:
            raw = stream.read(SIZE_LIMIT_BYTES + 1)
        if len(raw) > SIZE_LIMIT_BYTES:
            raise Unreadable(1, f"larger than {SIZE_LIMIT_BYTES:,} bytes")
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(1, f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "not UTF-8: save the file as UTF-8") from None


def load_single(file: Folder) -> Playbook:
    """A playbook of one file, as errands have it. Raises PlaybookError."""
    try:
        return Playbook.model_validate(parse(_text(file)).data)
    except Unreadable as error:
        raise PlaybookError([Problem(file.name, error.line, str(error))]) from None
    except ValidationError as error:
        data = parse(_text(file)).data
        raise PlaybookError(list(schema_problems(error, file.name, data, Playbook))) from None
