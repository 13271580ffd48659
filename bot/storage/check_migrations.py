"""Checks that the migrations make the tables that the code expects: `python -m bot.storage.check_migrations`."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from pprint import pformat
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData, inspect, text

from bot.storage import rounds, tables, traffic  # noqa: F401, they add their tables to the metadata
from bot.storage.columns import metadata
from bot.storage.engines import Place, writing_engine
from bot.storage.schema import upgrade

_SCHEMA = "phasewalk_check_migrations"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        differences = differences_in(f"sqlite:///{Path(folder) / 'check.db'}", metadata)
    server = os.environ.get("PHASEWALK_TEST_POSTGRES_URL")
    if server:
        differences = [*differences, *differences_in(server, metadata)]
    for difference in differences:
        print(pformat(difference), file=sys.stderr)
    return 1 if differences else 0


def differences_in(url: str, expected: MetaData) -> Sequence[Any]:
    """What would have to change after all migrations. The database is left as it was."""
    place = Place.from_url(url)
    engine = writing_engine(place)
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            if place.path is None:
                _use_empty_schema(connection)
            upgrade(connection, place)
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": True}
            )
            found = [*compare_metadata(context, expected), *_other_keys(connection, expected)]
            transaction.rollback()
            return found
    finally:
        engine.dispose()


def _other_keys(connection: Connection, expected: MetaData) -> Iterator[Any]:
    """Alembic itself does not look at primary keys and checks."""
    inspector = inspect(connection)
    for name in set(expected.tables) & set(inspector.get_table_names()):
        table = expected.tables[name]
        key = [column.name for column in table.primary_key.columns]
        if inspector.get_pk_constraint(name)["constrained_columns"] != key:
            yield "primary_key", name, key
        checks = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        if {check["name"] for check in inspector.get_check_constraints(name)} != checks:
            yield "check_constraints", name, checks


def _use_empty_schema(connection: Connection) -> None:
    connection.execute(text(f"CREATE SCHEMA {_SCHEMA}"))
    connection.execute(text(f"SET LOCAL search_path TO {_SCHEMA}"))


if __name__ == "__main__":
    sys.exit(main())
