"""Books and directories as they were at the last commit, so that a turn reads only what is new."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from bot.service.ports import Directory
from bot.storage.rows import Key
from dialogs.answers import Book

MAX_BOOKS = 10_000
MAX_ENTRIES = 250_000  # about 100 MB
MAX_WORKSPACES = 10_000

Known = tuple[int, Directory]
"""A workspace's version, and who and where it is at that version."""


class Cache:
    """Shared by the writer and everyone who reads. What is in it was committed; a row says whether it is current."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._books: OrderedDict[Key, Book] = OrderedDict()
        self._entries = 0
        self._directories: OrderedDict[str, Known] = OrderedDict()

    def book(self, project: Key) -> Book:
        """An empty one where nothing is known."""
        with self._lock:
            found = self._books.get(project)
            if found is None:
                return _NO_BOOK
            self._books.move_to_end(project)
            return found

    def directory(self, workspace: str) -> Known | None:
        with self._lock:
            return self._directories.get(workspace)

    def keep(self, books: Mapping[Key, Book], directories: Mapping[str, Known]) -> None:
        """What the writer has committed, or read under its locks."""
        with self._lock:
            for project, book in books.items():
                self._keep_book(project, book)
            for workspace, found in directories.items():
                self._directories[workspace] = found
                self._directories.move_to_end(workspace)
            while len(self._directories) > MAX_WORKSPACES:
                self._directories.popitem(last=False)

    def offer(self, books: Mapping[Key, Book], directories: Mapping[str, Known]) -> None:
        """What a reader found: it may come late, with what was there before the newest commit."""
        newer = {project: book for project, book in books.items() if self.book(project).seq < book.seq}
        self.keep(
            newer, {workspace: found for workspace, found in directories.items() if self._is_newer(workspace, found)}
        )

    def _is_newer(self, workspace: str, found: Known) -> bool:
        known = self.directory(workspace)
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
