"""From what a driver raises to an error that says what a person can do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.storage.engines import Place
from bot.storage.errors import (
    AlreadyThereError,
    ConflictError,
    DamagedDatabaseError,
    DiskFullError,
    FailingDiskError,
    LockedDatabaseError,
    NotADatabaseError,
    OlderSchemaError,
    ReadOnlyPlaceError,
    RefusedDataError,
    StorageError,
    UnavailableServerError,
)

_SQLITE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_IOERR: FailingDiskError,
    sqlite3.SQLITE_CANTOPEN: ReadOnlyPlaceError,
    sqlite3.SQLITE_READONLY: ReadOnlyPlaceError,
    sqlite3.SQLITE_PERM: ReadOnlyPlaceError,
    sqlite3.SQLITE_NOTADB: NotADatabaseError,
    sqlite3.SQLITE_CORRUPT: DamagedDatabaseError,
    sqlite3.SQLITE_BUSY: LockedDatabaseError,
    sqlite3.SQLITE_LOCKED: LockedDatabaseError,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: AlreadyThereError,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: AlreadyThereError,
}

_POSTGRES: dict[str, type[StorageError]] = {
    "08": UnavailableServerError,
    "22": RefusedDataError,
    "23": RefusedDataError,
    "23505": AlreadyThereError,
    "25006": ReadOnlyPlaceError,
    "25P03": UnavailableServerError,
    "3D": UnavailableServerError,
    "28": UnavailableServerError,
    "40": ConflictError,
    "42P01": OlderSchemaError,
    "42703": OlderSchemaError,
    "53": UnavailableServerError,
    "53100": DiskFullError,
    "55P03": LockedDatabaseError,
    "57": UnavailableServerError,
    "58": FailingDiskError,
}


@contextmanager
def explained(place: Place) -> Iterator[None]:
    """Failures of the database leave the block as errors for people."""
    try:
        yield
    except Exception as raw:
        error = to_storage_error(raw, place)
        if error is None or error is raw:
            raise
        raise error from raw


def to_storage_error(error: Exception, place: Place) -> StorageError | None:
    """None for what is no failure of the database."""
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        cause = error.orig
    if isinstance(cause, StorageError):
        return cause
    kind = _kind(cause)
    if kind is None:
        return None
    lines = str(cause).strip().splitlines()
    found = kind(place=place.name, reason=lines[0] if lines else type(cause).__name__)
    found.__cause__ = error
    return found


def _kind(cause: BaseException) -> type[StorageError] | None:
    if isinstance(cause, sqlite3.Error):
        return _sqlite_kind(cause)
    if type(cause).__module__.startswith("psycopg"):
        return _postgres_kind(cause)
    if isinstance(cause, (SQLAlchemyError, UnicodeError)):
        return RefusedDataError
    return None


def _sqlite_kind(cause: sqlite3.Error) -> type[StorageError]:
    code = getattr(cause, "sqlite_errorcode", None) or 0
    if "no such table" in str(cause) or "no such column" in str(cause):
        return OlderSchemaError
    # The extended code says more where it is known; its lowest byte is the plain one.
    return _SQLITE.get(code) or _SQLITE.get(code & 0xFF) or RefusedDataError


def _postgres_kind(cause: BaseException) -> type[StorageError]:
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # What psycopg says by itself has no code: these two are about the connection, the others about the values.
        is_connection = type(cause).__name__ in {"OperationalError", "InterfaceError"}
        return UnavailableServerError if is_connection else RefusedDataError
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or RefusedDataError
