"""Messages are found by the prompt that they show, and by the platform's id, however many their chat has."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("token", "receipt"):
        where = sa.text(f"{column} <> ''")
        columns = ["bot_id", "chat_id", column, "seq"]
        op.create_index(f"ix_outbox_{column}", "outbox", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for column in ("token", "receipt"):
        op.drop_index(f"ix_outbox_{column}", "outbox")
