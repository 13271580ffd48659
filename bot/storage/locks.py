"""One writing process for one SQLite file."""

import sqlite3
from pathlib import Path

from bot.storage.engines import Place
from bot.storage.errors import MissingFolderError, NotADatabaseError, ReadOnlyPlaceError, StoreInUseError


class ProcessLock:
    """Held by SQLite itself on a file next to the data, so it ends with the process, however that ends.

    Not on the data: an exclusive lock there would shut out those who only read.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path}.lock", isolation_level=None, timeout=0, check_same_thread=False)
        try:
            self._connection.execute("PRAGMA journal_mode = MEMORY")
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            self._connection.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise StoreInUseError(place=str(path)) from None
            raise

    def release(self) -> None:
        self._connection.close()


def lock_for_writing(place: Place) -> ProcessLock | None:
    """None for a server: there any number of replicas may write."""
    if place.path is None:
        return None
    try:
        has_folder, is_folder = place.path.parent.is_dir(), place.path.is_dir()
    except OSError:
        raise ReadOnlyPlaceError(place=place.name) from None
    if not has_folder:
        raise MissingFolderError(folder=str(place.path.parent))
    if is_folder:
        raise NotADatabaseError(place=place.name)
    return ProcessLock(place.path)
