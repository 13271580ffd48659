"""Changes to a transaction's dictionaries and lists that one turn can take back."""

from collections.abc import MutableMapping, Sequence
from typing import Any, TypeVar

from bot.storage.errors import ReadOnlyStoreError

K = TypeVar("K")
V = TypeVar("V")

_MISSING: Any = object()


class Journal:
    """Remembers what was there before. One turn that raises goes back to `mark()`; the turns before it stay."""

    def __init__(self) -> None:
        self._before: list[tuple[Any, Any, Any]] = []

    def put(self, mapping: MutableMapping[K, V], key: K, value: V) -> None:
        self._before.append((mapping, key, mapping.get(key, _MISSING)))
        mapping[key] = value

    def extend(self, rows: list[V], more: Sequence[V]) -> None:
        self._before.append((rows, len(rows), None))
        rows.extend(more)

    def mark(self) -> int:
        return len(self._before)

    def go_back_to(self, mark: int) -> None:
        while len(self._before) > mark:
            changed, key, before = self._before.pop()
            if isinstance(changed, list):
                del changed[key:]
            elif before is _MISSING:
                del changed[key]
            else:
                changed[key] = before


class SealedJournal(Journal):
    """For transactions that only read."""

    def put(self, mapping: MutableMapping[K, V], key: K, value: V) -> None:
        del mapping, key, value
        raise ReadOnlyStoreError

    def extend(self, rows: list[V], more: Sequence[V]) -> None:
        del rows, more
        raise ReadOnlyStoreError
