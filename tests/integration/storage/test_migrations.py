"""The tables come from the migrations, and from nowhere else."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, Text, insert, inspect, text

from bot.service.ports import Chat
from bot.storage import check_migrations, schema
from bot.storage.columns import metadata
from bot.storage.database import open_store
from bot.storage.engines import Place, writing_engine
from bot.storage.errors import MissingFolderError, OlderSchemaError, StoreInUseError
from bot.storage.schema import HEAD, migrate, migrations_folder
from dialogs.state import Member, Role
from tests.integration.storage.team import NOON, Team


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


def test_data_of_the_first_version_goes_up_and_down_again(database_url: str) -> None:
    """The terminal's chat with a message that was not shown yet, and what the second version adds to it."""
    migrate(database_url)
    with alembic(database_url) as config:
        command.downgrade(config, "0001")
    rows = {
        "workspace": ("terminal", 3, NOON),
        "member": ("terminal", "ana", "Ana"),
        "project": ("terminal", "shop", "The shop", "hash-1", 1, NOON),
        "answer": ("terminal", "shop", 1, 1, "answer", "q1", "", '"yes"', "ana", NOON, 0, 0),
        "chat": ("terminal", "ana", "terminal", "shop", 6, 4),
        "outbox": ("terminal", "ana", 5, '{"kind":"say","text":"hello"}', NOON),
    }
    fill(database_url, rows)
    migrate(database_url)
    store = open_store(database_url)
    chat = store.read(lambda turn: turn.chat("terminal", "ana"))
    assert chat == Chat("terminal", "ana", "terminal", "shop")
    assert [(m.seq, m.payload["text"]) for m in store.read(lambda turn: turn.unsent(chat))] == [(5, "hello")]
    state = store.read(lambda turn: turn.state("terminal", "shop"))
    assert (state.book.value("q1"), state.members) == ("yes", {"ana": Member("ana", "Ana")})
    store.submit(lambda turn: turn.send(chat, [{"kind": "say", "text": "more"}])).result()
    store.submit(lambda turn: turn.put_role("terminal", "shop", "ana", Role.OWNER)).result()
    store.submit(lambda turn: turn.inbox.is_first("terminal", "key")).result()
    store.close()
    with alembic(database_url) as config:
        command.downgrade(config, "0001")
    assert count(database_url, "outbox") == 2
    migrate(database_url)
    store = open_store(database_url)
    assert [m.seq for m in store.read(lambda turn: turn.unsent(chat))] == [5, 6]
    assert store.read(lambda turn: turn.directory("terminal")).roles == {}
    store.close()


def test_check_ins_of_before_the_sixth_version_answer_what_their_stand_up_asks(database_url: str) -> None:
    migrate(database_url)
    with alembic(database_url) as config:
        command.downgrade(config, "0005")
    key = ("acme", "daily", "2026-03-02", "ana", "shop", "answered")
    fill(database_url, {"check_in": (*key, *[NOON] * 4, '{"today":"the door"}', "", "telegram:1", "5")})
    migrate(database_url)
    store = open_store(database_url)
    found = store.read(lambda turn: turn.rota.check_in("acme", "daily", date(2026, 3, 2), "ana"))
    assert found is not None
    assert (found.playbook, found.answers) == ("", {"today": "the door"})
    store.close()


def fill(url: str, rows: Mapping[str, tuple[object, ...]]) -> None:
    """With the columns that the tables have now."""
    engine = writing_engine(Place.from_url(url))
    with engine.begin() as connection:
        for name, row in rows.items():
            columns = [str(column["name"]) for column in inspect(connection).get_columns(name)]
            table = Table(
                name, MetaData(), *(Column(column, metadata.tables[name].c[column].type) for column in columns)
            )
            connection.execute(insert(table).values(dict(zip(columns, row, strict=True))))
    engine.dispose()


def count(url: str, name: str) -> int:
    engine = writing_engine(Place.from_url(url))
    with engine.connect() as connection:
        found: int = connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
    engine.dispose()
    return found


def test_a_new_file_gets_its_tables_when_it_is_opened(empty_sqlite_url: str) -> None:
    store = open_store(empty_sqlite_url)
    Team(store).sets_up("Ana").answers("q", "a").result()
    store.close()
    assert tables(empty_sqlite_url) == set(metadata.tables)


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


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    empty_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(config: Config, revision: str) -> None:
        original(config, revision)
        raise RuntimeError("the lights went out")

    original = command.upgrade
    monkeypatch.setattr(command, "upgrade", fails)
    with pytest.raises(RuntimeError):
        open_store(empty_sqlite_url)
    assert tables(empty_sqlite_url) == set()
    monkeypatch.undo()
    open_store(empty_sqlite_url).close()
    assert tables(empty_sqlite_url) == set(metadata.tables)


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
