"""Bots that were let in over OAuth, people's time zones, and links that belong to answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


KINDS = "'answer', 'skip', 'clear', 'add', 'remove', 'restore', 'move', 'assign'"


def upgrade() -> None:
    _let_answers_be(f"kind IN ({KINDS}, 'note')")
    for table in ("member", "account"):
        op.add_column(table, sa.Column("zone", sa.Text, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "installation",
        sa.Column("bot_id", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("claimed_until", MOMENT),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_installation")),
    )
    op.create_table(
        "oauth_state",
        sa.Column("state_hash", sa.Text, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_oauth_state")),
    )


def downgrade() -> None:
    op.drop_table("oauth_state")
    op.drop_table("installation")
    op.execute("DELETE FROM answer WHERE kind = 'note'")
    _let_answers_be(f"kind IN ({KINDS})")
    for table in ("account", "member"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("zone")


def _let_answers_be(condition: str) -> None:
    with op.batch_alter_table("answer") as answer:
        answer.drop_constraint(op.f("ck_answer_kind"), type_="check")
        answer.create_check_constraint(op.f("ck_answer_kind"), condition)
