"""What can go wrong with stored data, in sentences for the person who has to do something about it."""

from typing import ClassVar

from bot.service import ports


class StorageError(Exception):
    """The data could not be read or saved."""

    key: ClassVar[str] = "storage.failed"

    def __init__(self, **values: str) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return (type(self).__doc__ or "").format_map(self.values)


class OutageError(StorageError, ports.OutageError):
    """The database cannot be used."""


class UnsupportedUrlError(StorageError):
    """{url} is not a place for data. Use sqlite:///folder/phasewalk.db or postgresql://user@host/name."""

    key = "storage.unsupported_url"


class MissingFolderError(StorageError):
    """The folder {folder} does not exist. Create it, or choose another place for the data."""

    key = "storage.missing_folder"


class MissingDataError(StorageError):
    """There is no data in {place} yet."""

    key = "storage.missing_data"


class ReadOnlyPlaceError(OutageError):
    """{place} cannot be written: the file, its folder or its disk is read-only for this user."""

    key = "storage.read_only_place"


class NotADatabaseError(OutageError):
    """{place} is not a Phasewalk database. Choose another file for the data."""

    key = "storage.not_a_database"


class DamagedDatabaseError(OutageError):
    """The database {place} is damaged ({reason}). Restore it from a backup."""

    key = "storage.damaged"


class StoreInUseError(StorageError):
    """Phasewalk is already running on {place}. Stop that one first; commands that only read work beside it."""

    key = "storage.in_use"


class LockedDatabaseError(OutageError):
    """Another program keeps {place} locked. Nothing was saved; try again once that program is done."""

    key = "storage.locked"


class DiskFullError(OutageError):
    """The disk with {place} is full. Nothing was saved; free some space and try again."""

    key = "storage.disk_full"


class FailingDiskError(OutageError):
    """{place} cannot be read or written ({reason}). Nothing was saved; check the disk."""

    key = "storage.failing_disk"


class UnavailableServerError(OutageError):
    """PostgreSQL at {place} cannot be used right now. Nothing was saved. It says: {reason}"""

    key = "storage.unavailable_server"


class UnknownOutcomeError(OutageError):
    """The connection to {place} broke while saving. Look whether it was saved before you repeat it."""

    key = "storage.unknown_outcome"


class NewerSchemaError(OutageError):
    """{place} belongs to a newer Phasewalk (tables {found}, here {known}). Install the newer version."""

    key = "storage.newer_schema"


class OlderSchemaError(OutageError):
    """The tables in {place} are missing or from an older Phasewalk. Run: phasewalk migrate"""

    key = "storage.older_schema"


class ConflictError(StorageError):
    """Somebody changed the same thing at the same moment. Nothing of this was saved; please repeat it."""

    key = "storage.conflict"


class AlreadyThereError(StorageError):
    """This is there already, so nothing was saved. ({reason})"""

    key = "storage.already_there"


class RefusedDataError(StorageError):
    """The database refused what was to be saved. ({reason})"""

    key = "storage.refused_data"


class MissingProjectError(StorageError):
    """There is no project {project} here."""

    key = "storage.missing_project"


class ReadOnlyStoreError(StorageError):
    """The data was opened for reading only, so nothing can be changed."""

    key = "storage.read_only_store"


class ClosedStoreError(StorageError):
    """Phasewalk is stopping, so nothing more can be saved."""

    key = "storage.closed"
