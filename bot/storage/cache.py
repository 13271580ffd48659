"""Books and members as they were at the last commit, so that a turn reads only what is new."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from bot.storage.rows import Key
from dialogs.answers import Book
from dialogs.state import Member

MAX_BOOKS = 10_000
MAX_ENTRIES = 250_000  # about 100 MB
MAX_WORKSPACES = 10_000

Members = tuple[int, Mapping[str, Member]]
"""A workspace's version and its members at that version."""


class Cache:
    """Shared by the writer and everyone who reads. What is in it was committed; a row says whether it is current."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._books: OrderedDict[Key, Book] = OrderedDict()
        self._entries = 0
        self._members: OrderedDict[str, Members] = OrderedDict()

    def book(self, project: Key) -> Book:
        """An empty one where nothing is known."""
        with self._lock:
            found = self._books.get(project)
            if found is None:
                return _NO_BOOK
            self._books.move_to_end(project)
            return found

    def members(self, workspace: str) -> Members | None:
        with self._lock:
            return self._members.get(workspace)

    def keep(self, books: Mapping[Key, Book], members: Mapping[str, Members]) -> None:
        """What the writer has committed, or read under its locks."""
        with self._lock:
            for project, book in books.items():
                self._keep_book(project, book)
            for workspace, found in members.items():
                self._members[workspace] = found
                self._members.move_to_end(workspace)
            while len(self._members) > MAX_WORKSPACES:
                self._members.popitem(last=False)

    def offer(self, books: Mapping[Key, Book], members: Mapping[str, Members]) -> None:
        """What a reader found: it may come late, with what was there before the newest commit."""
        newer = {project: book for project, book in books.items() if self.book(project).seq < book.seq}
        self.keep(newer, {workspace: found for workspace, found in members.items() if self._is_newer(workspace, found)})

    def _is_newer(self, workspace: str, found: Members) -> bool:
        known = self.members(workspace)
        return known is None or known[0] < found[0]

    def _keep_book(self, project: Key, book: Book) -> None:
        before = self._books.get(project)
        if before is not None:
            self._entries -= len(before.entries)
        self._books[project] = book
        self._books.move_to_end(project)
        self._entries += len(book.entries)
        while len(self._books) > 1 and (len(self._books) > MAX_BOOKS or self._entries > MAX_ENTRIES):
            _, dropped = self._books.popitem(last=False)
            self._entries -= len(dropped.entries)


_NO_BOOK = Book()
