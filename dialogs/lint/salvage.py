"""What is left of a playbook whose schema has mistakes, so that the rest can be linted in the same run."""

from collections.abc import Container
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from dialogs.loader import FACTS, HEAD, Files, assembled
from dialogs.mistakes import Fault, Problem, faults
from dialogs.model import FactsFile, Phase, Playbook, PlaybookFile
from dialogs.positions import Row, Table, at, line_of

_ROUNDS = 8
"""Repairs of one file: one may bring the next mistake to light."""
_LISTS = frozenset(("dialogs", "ask", "checks", "facts"))
_HEAD = PlaybookFile(id="unknown", title="…", summary="…", phases=("unknown",))
_Model = TypeVar("_Model", bound=BaseModel)


class Salvage(NamedTuple):
    """What could be saved, and the schema's problems with the rest."""

    playbook: Playbook | None
    files: Files
    """The files that are left, for finding lines."""
    problems: tuple[Problem, ...]
    lost: Container[str]
    """Ids that are gone with what could not be saved."""


class _Everything:
    """Contains every name: when a file can't be read, nobody knows what it would have held."""

    def __contains__(self, name: object) -> bool:
        return True


def salvage(files: Files) -> Salvage:
    """The playbook without what the schema refuses. The content of `files` is changed on the way."""
    mender = _Mender(files)
    head = mender.mended(HEAD, PlaybookFile)
    facts = mender.mended(FACTS, FactsFile)
    phases = {name: phase for name in files.phases if (phase := mender.mended(name, Phase)) is not None}
    playbook = None
    if phases:
        playbook = assembled(head or _HEAD, list(phases.values()), list(facts.facts) if facts else [])
    lost = mender.lost if files.is_whole else _Everything()
    return Salvage(playbook, replace(files, phases=tuple(phases)), tuple(mender.problems), lost)


class _Cut(NamedTuple):
    """Something to take out: a key of a mapping, or an element of the list under that key."""

    table: Table
    key: str
    element: Any = None


class _Mender:
    def __init__(self, files: Files) -> None:
        self._files = files
        self._changed: set[int] = set()
        self.problems: list[Problem] = []
        self.lost: set[str] = set()

    def mended(self, name: str, model: type[_Model]) -> _Model | None:
        """The file's content without what its model refuses; None where too little is left."""
        data: Any = self._files.data.get(name)
        for _ in range(_ROUNDS if name in self._files.data else 0):
            try:
                return model.model_validate(data)
            except ValidationError as error:
                found = list(faults(error, model))
            cuts = [_cut(data, fault) for fault in found]
            for fault in found:
                self._report(name, data, fault)
            for fault, cut in zip(found, cuts, strict=True):
                self._take_out(cut, is_harmless=fault.kind == "extra_forbidden")
        self._lose(data)
        return None

    def _report(self, name: str, data: Any, fault: Fault) -> None:
        """A mistake that a cut brought about is none of the author's."""
        owner = at(data, fault.path[:-1] if fault.kind == "missing" else fault.path)
        if id(owner) not in self._changed:
            self.problems.append(Problem(name, line_of(data, fault.path), fault.message))

    def _take_out(self, cut: _Cut | None, *, is_harmless: bool) -> None:
        if cut is None or cut.key not in cut.table:
            return
        row = cut.table[cut.key]
        if not is_harmless:
            self._changed.update((id(cut.table), id(row)))
        if cut.element is None:
            self._lose(cut.table.pop(cut.key))
            return
        for index, one in enumerate(row):
            if one is cut.element:
                self._lose(row.pop(index))
                row.lines.pop(index)
                return

    def _lose(self, data: Any) -> None:
        """Notes the ids that go with this."""
        if isinstance(data, Table):
            self.lost.update(str(data[key]) for key in ("id", "group") if key in data)
        for one in data.values() if isinstance(data, Table) else data if isinstance(data, Row) else ():
            self._lose(one)


def _cut(data: Any, fault: Fault) -> _Cut | None:
    """The smallest part whose loss may mend the fault; None where that is the whole file."""
    places = [
        n for n in range(2, len(fault.path) + 1) if fault.path[n - 2] in _LISTS and isinstance(fault.path[n - 1], int)
    ]
    start = places[-1] if places else 0
    unit, rest = at(data, fault.path[:start]), fault.path[start:]
    is_missing = fault.kind == "missing" and len(rest) == 1
    if isinstance(unit, Table) and rest and not is_missing and rest[0] != "options":
        return _Cut(unit, str(rest[0]))
    return _Cut(at(data, fault.path[: start - 2]), str(fault.path[start - 2]), unit) if start else None
