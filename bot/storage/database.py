"""The store of one database: turns that write wait in one queue, turns that read go beside it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, text

from bot.service.ports import Store, Turn
from bot.storage.cache import Cache
from bot.storage.direct import Direct
from bot.storage.engines import Place, reading_engine, writing_engine
from bot.storage.errors import MissingDataError, NotADatabaseError, ReadOnlyPlaceError, ReadOnlyStoreError
from bot.storage.failures import explained
from bot.storage.journal import SealedJournal
from bot.storage.locks import ProcessLock, lock_for_writing
from bot.storage.records import Records
from bot.storage.rows import Key
from bot.storage.schema import require_current, upgrade
from bot.storage.statements import Statements
from bot.storage.turn import Transaction
from bot.storage.waiting import Job
from bot.storage.writer import Writer
from bot.storage.writes import Writes

T = TypeVar("T")


def open_store(url: str, *, read_only: bool = False) -> Store:
    """A SQLite file is created and upgraded here; a server's tables are left to `migrate`."""
    place = Place.from_url(url)
    with explained(place):
        return _open_to_read(place) if read_only else _open_to_write(place)


def make_folder(url: str) -> None:
    """For a place that nobody chose: it need not exist before the first start."""
    place = Place.from_url(url)
    if place.path is None:
        return
    try:
        place.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise ReadOnlyPlaceError(place=str(place.path.parent)) from None


class ReadingStore:
    """Implements the service's `Store` for those who only look."""

    def __init__(self, place: Place, cache: Cache, engine: Engine) -> None:
        self._place = place
        self._cache = cache
        self._engine = engine
        self._statements = Statements.of(engine.dialect)

    def submit(
        self,
        work: Callable[[Turn], T],
        *,
        projects: Sequence[Key] = (),
        chats: Sequence[Key] = (),
        events: Sequence[Key] = (),
    ) -> Future[T]:
        del work, projects, chats, events
        raise ReadOnlyStoreError

    def read(self, work: Callable[[Turn], T]) -> T:
        with explained(self._place), self._engine.connect() as connection, connection.begin():
            records = Records(connection, self._statements, self._cache, locks=False)
            direct = Direct(connection, records)
            result = work(Transaction(records, Writes(), SealedJournal(), self._statements, direct))
            self._cache.offer(records.books, records.loaded_directories)
            return result

    def close(self) -> None:
        self._engine.dispose()


class WritingStore(ReadingStore):
    """Implements the service's `Store`."""

    def __init__(self, place: Place, lock: ProcessLock | None, engine: Engine) -> None:
        cache = Cache()
        super().__init__(place, cache, reading_engine(place))
        self._lock = lock
        self._writing_engine = engine
        self._writer = Writer(engine, place, cache)

    def submit(
        self,
        work: Callable[[Turn], T],
        *,
        projects: Sequence[Key] = (),
        chats: Sequence[Key] = (),
        events: Sequence[Key] = (),
    ) -> Future[T]:
        future: Future[T] = Future()
        self._writer.submit(Job(work, projects, chats, events, future))
        return future

    def close(self) -> None:
        # The writer's connection goes last: closing it folds SQLite's log into the file, which a reader must not.
        super().close()
        self._writer.close()
        self._writing_engine.dispose()
        if self._lock is not None:
            self._lock.release()


def _open_to_read(place: Place) -> ReadingStore:
    if place.path is not None:
        _require_file(place.path)
    engine = reading_engine(place)
    try:
        with engine.connect() as connection, connection.begin():
            require_current(connection, place)
    except BaseException:
        engine.dispose()
        raise
    return ReadingStore(place, Cache(), engine)


def _require_file(path: Path) -> None:
    try:
        is_there = path.exists()
    except OSError:
        raise ReadOnlyPlaceError(place=str(path)) from None
    if not is_there:
        raise MissingDataError(place=str(path))
    if path.is_dir():
        raise NotADatabaseError(place=str(path))


def _open_to_write(place: Place) -> WritingStore:
    lock = lock_for_writing(place)
    engine = writing_engine(place)
    try:
        with engine.connect() as connection, connection.begin():
            if place.path is None:
                require_current(connection, place)
            else:
                upgrade(connection, place)
                _try_to_write(connection)
    except BaseException:
        engine.dispose()
        if lock is not None:
            lock.release()
        raise
    return WritingStore(place, lock, engine)


def _try_to_write(connection: Connection) -> None:
    """Changes nothing. SQLite opens a file that it may not write as well, and says so only when it has to."""
    connection.execute(text("DELETE FROM alembic_version WHERE version_num IS NULL"))
