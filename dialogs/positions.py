"""Reading YAML so that every value knows its line, and without what a playbook has no use for.

Built from the parser's events: half the time of composing nodes first, and aliases (with their bombs), tags and
endless nesting are turned away as they come. Plain values are read as YAML 1.2 does: `yes`, `no`, 9:30 and
2026-07-30 stay text.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.reader import Reader, ReaderError

Path: TypeAlias = tuple[str | int, ...]
"""Keys and places in lists, from the top of a file down to a value."""

DEPTH_LIMIT = 30


class Table(dict[str, Any]):
    """A mapping with its line and those of its keys."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Row(list[Any]):
    """A sequence with its line and those of its elements."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class Mistake(NamedTuple):
    """What is wrong in a file, and on which line."""

    line: int
    message: str


class Unreadable(Exception):  # noqa: N818
    """Nothing can be made of the file: the line, and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Document(NamedTuple):
    """The content of a file, and what is wrong with it but could be read over."""

    data: Any
    mistakes: tuple[Mistake, ...] = ()


def parse(text: str) -> Document:
    """The content of a YAML text, mappings as Table and sequences as Row. Raises Unreadable."""
    reader = _Reader(text)
    data = reader.document()
    return Document(data, tuple(reader.mistakes))


def at(data: Any, path: Path) -> Any:
    """The value at `path`; None where there is none."""
    found, steps = _followed(data, path)
    return found if steps == len(path) else None


def line_of(data: Any, path: Path) -> int:
    """The line of the value at `path`, or of the innermost one around it that is there."""
    _, steps = _followed(data, path)
    if steps:
        owner, _ = _followed(data, path[: steps - 1])
        return int(owner.lines[path[steps - 1]])
    return data.line if isinstance(data, Table | Row) else 1


def _followed(data: Any, path: Path) -> tuple[Any, int]:
    """As far as the path goes: the value there, and how many steps that took."""
    for taken, step in enumerate(path):
        is_there = step in data if isinstance(data, Table) else isinstance(data, Row) and step in range(len(data))
        if not is_there:
            return data, taken
        data = data[step]
    return data, len(path)


_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"": None, "~": None, "null": None, "true": True, "True": True, "false": False, "False": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]{1,3})?")
_NUMERIC = frozenset("+-.0123456789")
_HINTS = {
    "mapping values are not allowed in this context": "a text that contains ': ' must stand in quotes",
    "found character that cannot start any token": "indent with blanks, not tabs; quote a text that starts with @ or `",
    "found a tab character that violates indentation": "indent with blanks",
    "did not find expected key": "check the indentation and the quotes on this line and above",
    "did not find expected '-' indicator": "check the indentation: every element of a list starts with '- '",
    "found unexpected end of stream": "a quote or a bracket is not closed",
    "found unknown escape character": "in double quotes a backslash must be doubled",
}


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._events = self._parsed()
        self.mistakes: list[Mistake] = []

    def document(self) -> Any:
        next(self._events)
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise Unreadable(1, "the file is empty")
        data = self._value(next(self._events), 0)
        next(self._events)
        extra = next(self._events)
        if not isinstance(extra, yaml.StreamEndEvent):
            raise Unreadable(_line(extra), "only one document a file: remove the '---'")
        return data

    def _parsed(self) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(self._text, Loader=_EVENTS)
        except ReaderError:
            found = Reader.NON_PRINTABLE.search(self._text)
            line = self._text.count("\n", 0, found.start() if found else 0) + 1
            raise Unreadable(line, "an invisible control character; remove it") from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = str(error.problem)
            hint = _HINTS.get(said)
            message = f"not valid YAML: {said}" + (f" ({hint})" if hint else "")
            raise Unreadable(mark.line + 1 if mark else 1, message) from None

    def _value(self, event: yaml.Event, depth: int) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if depth == DEPTH_LIMIT:
            raise Unreadable(_line(event), f"nested more than {DEPTH_LIMIT} levels deep")
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(event, depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._row(event, depth + 1)
        raise Unreadable(_line(event), "aliases (*name) are not allowed: write the value out")

    def _table(self, start: yaml.MappingStartEvent, depth: int) -> Table:
        _untagged(start)
        table = Table(_line(start))
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable(_line(event), "a key must be a plain word")
            key, line = event.value, _line(event)
            value = self._value(next(self._events), depth)
            if key in table:
                self.mistakes.append(Mistake(line, f"{key!r} stands here twice, first on line {table.lines[key]}"))
            else:
                table[key], table.lines[key] = value, line
        return table

    def _row(self, start: yaml.SequenceStartEvent, depth: int) -> Row:
        _untagged(start)
        row = Row(_line(start))
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            row.lines.append(_line(event))
            row.append(self._value(event, depth))
        return row


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _untagged(event: yaml.CollectionStartEvent | yaml.ScalarEvent) -> None:
    if event.tag is not None:
        raise Unreadable(_line(event), f"tags ({event.tag}) are not allowed")


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if not event.implicit[0]:
        _untagged(event)
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMERIC:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text
