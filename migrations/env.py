"""Alembic's entry: it works on the connection that the caller hands in."""

from alembic import context

from bot.storage import rounds, tables, traffic  # noqa: F401, they add their tables to the metadata
from bot.storage.columns import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
