"""Whatever goes wrong with the data, a person is told what to do about it, and the program goes on where it can."""

import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Formatter

import pytest
from sqlalchemy import Connection, Engine, event

from bot.service.ports import Store
from bot.storage import engines
from bot.storage.database import make_folder, open_store
from bot.storage.errors import (
    DamagedDatabaseError,
    DiskFullError,
    FailingDiskError,
    LockedDatabaseError,
    MissingDataError,
    MissingFolderError,
    NewerSchemaError,
    NotADatabaseError,
    OlderSchemaError,
    ReadOnlyPlaceError,
    ReadOnlyStoreError,
    StorageError,
    UnavailableServerError,
    UnsupportedUrlError,
)
from bot.storage.schema import HEAD, migrate
from tests.integration.storage.team import HeldWriter, Team


def complaint(url: str, error: type[StorageError], *, read_only: bool = False) -> str:
    """What a person reads when the data can't be opened."""
    with pytest.raises(error) as caught:
        open_store(url, read_only=read_only).close()
    assert type(caught.value) is error
    return str(caught.value)


def all_errors(base: type[StorageError] = StorageError) -> Iterator[type[StorageError]]:
    yield base
    for child in base.__subclasses__():
        yield from all_errors(child)


def test_every_error_has_a_sentence_and_a_key_of_its_own() -> None:
    errors = [error for error in all_errors() if "key" in vars(error)]
    assert len({error.key for error in errors}) == len(errors) > 15
    for error in errors:
        assert error.__name__.endswith("Error")
        assert error.key.startswith("storage.")
        assert (error.__doc__ or "").rstrip("'\")").endswith((".", "{reason}", "migrate"))
        fields = {name for _, name, _, _ in Formatter().parse(error.__doc__ or "") if name}
        assert str(error(**dict.fromkeys(fields, "X")))


@pytest.mark.parametrize(
    "url",
    ["mysql://root:secret@db/app", "sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite:///x.db", "phasewalk.db", ""],
)
def test_a_place_that_is_none(url: str) -> None:
    said = complaint(url, UnsupportedUrlError)
    shown = url.replace("secret", "***")
    assert said.startswith(f"{shown} is not a place for data. Use sqlite:///folder/phasewalk.db or postgresql://")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'not' / 'there' / 'phasewalk.db'}"
    said = complaint(url, MissingFolderError)
    assert (
        said
        == f"The folder {tmp_path / 'not' / 'there'} does not exist. Create it, or choose another place for the data."
    )
    make_folder(url)
    open_store(url).close()


def test_reading_where_nothing_is_yet(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'phasewalk.db'}"
    assert complaint(url, MissingDataError, read_only=True) == f"There is no data in {tmp_path / 'phasewalk.db'} yet."
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "phasewalk.db").touch()
    complaint(url, MissingDataError, read_only=True)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Buy milk. " * 1000)
    said = complaint(f"sqlite:///{path}", NotADatabaseError, read_only=read_only)
    assert said == f"{path} is not a Phasewalk database. Choose another file for the data."
    assert path.read_text().startswith("Buy milk.")
    complaint(f"sqlite:///{tmp_path}", NotADatabaseError, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_another_program(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "music.db"
    with_tables(path, "CREATE TABLE song (title TEXT)")
    complaint(f"sqlite:///{path}", NotADatabaseError, read_only=read_only)
    with_tables(path, "CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('3fe2a')")
    complaint(f"sqlite:///{path}", NotADatabaseError, read_only=read_only)


def test_a_database_of_a_newer_program(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    open_store(sqlite_url).close()
    with_tables(Path(path), "UPDATE alembic_version SET version_num = '9999'")
    for read_only in (False, True):
        said = complaint(sqlite_url, NewerSchemaError, read_only=read_only)
        assert said == f"{path} belongs to a newer Phasewalk (tables 9999, here {HEAD}). Install the newer version."
    with pytest.raises(NewerSchemaError):
        migrate(sqlite_url)


def test_a_damaged_database(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    store = open_store(sqlite_url)
    Team(store).sets_up("Ana").answers("q", "x" * 50_000).result()
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert f"The database {path} is damaged" in complaint(sqlite_url, DamagedDatabaseError)


@pytest.mark.postgres
def test_a_server_without_our_tables(empty_postgres_url: str) -> None:
    for read_only in (False, True):
        said = complaint(empty_postgres_url, OlderSchemaError, read_only=read_only)
        assert said.endswith("are missing or from an older Phasewalk. Run: phasewalk migrate")


def test_a_server_that_is_not_there() -> None:
    said = complaint("postgresql://ana:secret@127.0.0.1:1/phasewalk", UnavailableServerError)
    assert said.startswith("PostgreSQL at 127.0.0.1:1/phasewalk cannot be used right now. Nothing was saved. It says: ")
    assert "refused" in said
    assert "secret" not in said


@pytest.mark.postgres
def test_a_database_that_the_server_does_not_have(empty_postgres_url: str) -> None:
    said = complaint(str(engines.Place.from_url(empty_postgres_url).url.set(database="nope")), UnavailableServerError)
    assert 'database "nope" does not exist' in said


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Root may write everything, so as root the test becomes somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """That an ordinary user can at least look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_written(shared_folder: Path) -> None:
    path = shared_folder / "phasewalk.db"
    shared_folder.chmod(0o555)
    with an_ordinary_user():
        said = complaint(f"sqlite:///{path}", ReadOnlyPlaceError)
        with pytest.raises(ReadOnlyPlaceError):
            make_folder(f"sqlite:///{shared_folder / 'sub' / 'phasewalk.db'}")
    assert said == f"{path} cannot be written: the file, its folder or its disk is read-only for this user."


def test_a_folder_that_cannot_even_be_looked_into(shared_folder: Path) -> None:
    inner = shared_folder / "inner"
    inner.mkdir()
    open_store(f"sqlite:///{inner / 'phasewalk.db'}").close()
    inner.chmod(0)
    with an_ordinary_user():
        for read_only in (False, True):
            complaint(f"sqlite:///{inner / 'phasewalk.db'}", ReadOnlyPlaceError, read_only=read_only)
    inner.chmod(0o755)


def test_a_file_that_cannot_be_written_can_still_be_read(shared_folder: Path) -> None:
    path = shared_folder / "phasewalk.db"
    shared_folder.chmod(0o777)
    with an_ordinary_user():
        store = open_store(f"sqlite:///{path}")
        team = Team(store).sets_up("Ana")
        team.answers("q", "a").result()
        store.close()
        path.chmod(0o444)
        complaint(f"sqlite:///{path}", ReadOnlyPlaceError)
        team.store = open_store(f"sqlite:///{path}", read_only=True)
        assert team.values() == {"q": "a"}
        with pytest.raises(ReadOnlyStoreError):
            team.answers("q", "b")
        team.store.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    store = open_store(sqlite_url)
    yield store
    store.close()


def test_a_full_disk_loses_one_turn_and_the_next_one_goes_on(sqlite_store: Store) -> None:
    team = Team(sqlite_store).sets_up("Ana")
    team.answers("q", "small").result()
    set_page_limit(sqlite_store, 60)
    with pytest.raises(
        DiskFullError, match=r"^The disk with .*phasewalk.db is full\. Nothing was saved; free some space"
    ):
        team.answers("q", "x" * 1_000_000, says=["Thanks!"]).result()
    assert team.values() == {"q": "small"}
    assert team.unsent_texts() == []
    assert team.answers("q", "also small").result() == 2
    set_page_limit(sqlite_store, 100_000)
    assert team.answers("q", "x" * 1_000_000).result() == 3
    assert team.book().seq == 3


def test_on_a_full_disk_the_turns_that_still_fit_are_kept(sqlite_store: Store) -> None:
    team = Team(sqlite_store).sets_up("Ana")
    set_page_limit(sqlite_store, 60)
    with HeldWriter(sqlite_store):
        small = team.answers("q1", "small")
        large = team.answers("q2", "x" * 1_000_000)
        other = team.answers("q3", "small")
    with pytest.raises(DiskFullError):
        large.result()
    assert (small.result(), other.result()) == (1, 2)
    assert team.values() == {"q1": "small", "q3": "small"}


def test_a_disk_that_refuses_to_write(sqlite_store: Store, sqlite_url: str) -> None:
    """A limit on the size of files stands for a quota or a broken disk: writing fails, and not because it is full."""
    team = Team(sqlite_store).sets_up("Ana")
    log = Path(sqlite_url.removeprefix("sqlite:///") + "-wal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 10_000, before[1]))
    try:
        with pytest.raises(FailingDiskError, match=r"cannot be read or written \(disk I/O error\)\. Nothing was saved"):
            team.answers("q", "x" * 100_000).result()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert team.values() == {}
    assert team.answers("q", "x" * 100_000).result() == 1


def test_another_program_that_keeps_the_file_locked(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_S", 0.1)
    store = open_store(sqlite_url)
    team = Team(store).sets_up("Ana")
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedDatabaseError, match=r"^Another program keeps .* locked\. Nothing was saved"):
        team.answers("q", "a").result()
    assert team.values() == {}
    other.close()
    assert team.answers("q", "a").result() == 1
    store.close()


def set_page_limit(store: Store, pages: int) -> None:
    """Makes the writer's disk as small as the test wants it, from its next transaction on."""

    def tell(connection: Connection) -> None:
        connection.connection.cursor().execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "begin", tell, once=True)
    store.submit(lambda turn: None).result()


def with_tables(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
