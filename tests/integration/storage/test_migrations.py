"""The tables come from the migrations, and from nowhere else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, Text, inspect

from bot.storage import check_migrations, schema
from bot.storage.database import open_store
from bot.storage.engines import Place, writing_engine
from bot.storage.errors import MissingFolderError, OlderSchemaError, StoreInUseError
from bot.storage.schema import HEAD, migrate, migrations_folder
from bot.storage.tables import metadata
from tests.integration.storage.team import Team


def tables(url: str) -> set[str]:
    engine = writing_engine(Place.from_url(url))
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


@contextmanager
def alembic(url: str) -> Iterator[Config]:
    engine = writing_engine(Place.from_url(url))
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(migrations_folder()))
        yield config
    engine.dispose()


def test_the_newest_revision_is_the_one_that_the_program_wants() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_go_down_and_up_again(database_url: str) -> None:
    migrate(database_url)
    assert tables(database_url) == set(metadata.tables)
    with alembic(database_url) as config:
        command.downgrade(config, "base")
    assert tables(database_url) == set()
    migrate(database_url)
    migrate(database_url)
    assert tables(database_url) == set(metadata.tables)


def test_a_new_file_gets_its_tables_when_it_is_opened(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    Team(store).sets_up("Ana").answers("q", "a").result()
    store.close()
    assert tables(sqlite_url) == set(metadata.tables)


def test_an_ordinary_start_does_not_import_what_it_does_not_need(sqlite_url: str) -> None:
    open_store(sqlite_url).close()
    program = f"""
import sys
from bot.storage.database import open_store
open_store({sqlite_url!r}).close()
print(sorted({{"alembic", "mako", "psycopg", "sqlalchemy.dialects.postgresql", "sqlalchemy.orm"}} & set(sys.modules)))
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_whoever_only_reads_does_not_upgrade_an_older_file(sqlite_url: str) -> None:
    open_store(sqlite_url).close()
    with alembic(sqlite_url) as config:
        command.downgrade(config, "base")
    engine = writing_engine(Place.from_url(sqlite_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
    engine.dispose()
    with pytest.raises(OlderSchemaError):
        open_store(sqlite_url, read_only=True)


@pytest.mark.postgres
def test_a_server_s_tables_are_made_once_however_many_ask(empty_postgres_url: str) -> None:
    failures: list[BaseException] = []

    def migrates() -> None:
        try:
            migrate(empty_postgres_url)
        except BaseException as error:  # whatever it is, the test has to see it
            failures.append(error)

    threads = [Thread(target=migrates) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert tables(empty_postgres_url) == set(metadata.tables)


def test_a_file_that_is_in_use_is_not_migrated(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    with pytest.raises(StoreInUseError):
        migrate(sqlite_url)
    store.close()
    with pytest.raises(MissingFolderError):
        migrate("sqlite:////not/there/phasewalk.db")


def test_a_migration_that_fails_leaves_the_file_as_it_was(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(config: Config, revision: str) -> None:
        original(config, revision)
        raise RuntimeError("the lights went out")

    original = command.upgrade
    monkeypatch.setattr(command, "upgrade", fails)
    with pytest.raises(RuntimeError):
        open_store(sqlite_url)
    assert tables(sqlite_url) == set()
    monkeypatch.undo()
    open_store(sqlite_url).close()
    assert tables(sqlite_url) == set(metadata.tables)


def test_in_a_wheel_the_migrations_lie_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "__file__", str(tmp_path / "bot" / "storage" / "schema.py"))
    assert migrations_folder() == tmp_path / "migrations"
    packaged = tmp_path / "bot" / "_data" / "migrations"
    packaged.mkdir(parents=True)
    assert migrations_folder() == packaged


def test_the_check_finds_no_difference_here(database_url: str) -> None:
    assert check_migrations.differences_in(database_url, metadata) == []


def test_the_check_finds_what_a_migration_forgot(database_url: str) -> None:
    """On a database with tables of its own, the server's check works in a schema of its own."""
    changed = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(changed)
    changed.tables["chat"].append_column(Column("topic", Text))
    changed.tables["seat"].c.seat.nullable = True
    changed.tables["outbox"].append_constraint(CheckConstraint("seq > 0", name="positive"))
    Table("more", changed, Column("id", Integer, primary_key=True))
    found = str(check_migrations.differences_in(database_url, changed))
    for difference in ("add_column", "modify_nullable", "ck_outbox_positive", "add_table"):
        assert difference in found
    assert check_migrations.differences_in(database_url, metadata) == []
