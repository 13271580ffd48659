"""Which revision the tables have, and bringing them to this program's."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.storage.engines import Place, writing_engine
from bot.storage.errors import MissingDataError, NewerSchemaError, NotADatabaseError, OlderSchemaError
from bot.storage.failures import explained
from bot.storage.locks import lock_for_writing

HEAD = "0006"
_ADVISORY_LOCK = 7_238_114_051  # a number that nothing else in the database is likely to use


def migrate(url: str) -> None:
    """Bring the tables to this program's revision; two at once wait for each other."""
    place = Place.from_url(url)
    with explained(place):
        lock = lock_for_writing(place)
        engine = writing_engine(place)
        try:
            with engine.begin() as connection:
                upgrade(connection, place)
        finally:
            engine.dispose()
            if lock is not None:
                lock.release()


def upgrade(connection: Connection, place: Place) -> None:
    """Inside the caller's transaction, which another process that upgrades waits for."""
    if place.path is None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    if current_revision(connection, place) == HEAD:
        return
    # Alembic takes longer to import than everything else here, and few starts need it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations_folder()))
    command.upgrade(config, "head")


def require_current(connection: Connection, place: Place) -> None:
    found = current_revision(connection, place)
    if found is None and place.path is not None:
        raise MissingDataError(place=place.name)
    if found != HEAD:
        raise OlderSchemaError(place=place.name)


def current_revision(connection: Connection, place: Place) -> str | None:
    """None where nothing of ours is yet. Refuses what this program cannot work with."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        # A server's database may be shared, a file with other tables is somebody else's.
        if tables and place.path is not None:
            raise NotADatabaseError(place=place.name)
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and not str(found).isdigit():
        raise NotADatabaseError(place=place.name)
    if found is not None and found > HEAD:
        raise NewerSchemaError(place=place.name, found=found, known=HEAD)
    return found


def migrations_folder() -> Path:
    """In a wheel they lie inside the package, in a checkout at the root."""
    packaged = Path(__file__).parents[1] / "_data" / "migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "migrations"
