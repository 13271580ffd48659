"""Stand-ups and digests: what is due when, what people answered, what stops them, and when they are away."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
ANSWERED = "reply = 'answered'"
OPEN = "closed_at IS NULL"
QUEUED = "state IN ('queued', 'retry_at')"


def upgrade() -> None:
    _create_routines()
    _create_check_ins()
    _create_blockers()
    _create_people()
    _index_queued("created_at")


def downgrade() -> None:
    _index_queued("bot_id", "created_at")
    for table in ("preference", "absence", "progress", "blocker", "check_in", "schedule", "routine"):
        op.drop_table(table)


def _index_queued(*columns: str) -> None:
    """The oldest of all bots are taken on first, however many bots there are."""
    where = sa.text(QUEUED)
    op.drop_index("ix_outbox_queued", "outbox")
    op.create_index("ix_outbox_queued", "outbox", columns, sqlite_where=where, postgresql_where=where)


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, MOMENT, nullable=nullable)


def _create_routines() -> None:
    op.create_table(
        "routine",
        *_texts("workspace_id", "routine_id", "project_id", "kind", "data"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("workspace_id", "routine_id", name=op.f("pk_routine")),
        sa.CheckConstraint("kind IN ('standup', 'digest')", name=op.f("ck_routine_kind")),
    )
    op.create_index(op.f("ix_routine_workspace_id_project_id"), "routine", ["workspace_id", "project_id"])
    op.create_table(
        "schedule",
        *_texts("workspace_id", "schedule_id", "routine_id", "project_id", "step", "day"),
        _moment("next_at"),
        *_texts("member_id", "zone", "bot_id", "chat_id"),
        sa.PrimaryKeyConstraint("workspace_id", "schedule_id", name=op.f("pk_schedule")),
    )
    op.create_index(op.f("ix_schedule_next_at"), "schedule", ["next_at"])
    op.create_index(op.f("ix_schedule_workspace_id_routine_id"), "schedule", ["workspace_id", "routine_id"])


def _create_check_ins() -> None:
    op.create_table(
        "check_in",
        *_texts("workspace_id", "standup_id", "day", "member_id", "project_id", "reply"),
        _moment("due_at"),
        _moment("cutoff_at"),
        _moment("asked_at", nullable=True),
        _moment("answered_at", nullable=True),
        *_texts("answers", "note", "bot_id", "chat_id"),
        sa.PrimaryKeyConstraint("workspace_id", "standup_id", "day", "member_id", name=op.f("pk_check_in")),
        sa.CheckConstraint(
            "reply IN ('asked', 'answered', 'skipped', 'away', 'missed')", name=op.f("ck_check_in_reply")
        ),
    )
    columns = ["workspace_id", "standup_id", "member_id", "day"]
    where = sa.text(ANSWERED)
    op.create_index("ix_check_in_answered", "check_in", columns, sqlite_where=where, postgresql_where=where)


def _create_blockers() -> None:
    op.create_table(
        "blocker",
        *_texts("workspace_id", "project_id"),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("owner_id", "item_id", "text"),
        _moment("opened_at"),
        _moment("closed_at", nullable=True),
        _moment("escalated_at", nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "number", name=op.f("pk_blocker")),
    )
    columns = ["workspace_id", "project_id", "number"]
    where = sa.text(OPEN)
    op.create_index("ix_blocker_open", "blocker", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "progress",
        *_texts("workspace_id", "project_id", "item_id", "state", "member_id"),
        _moment("at"),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "item_id", name=op.f("pk_progress")),
    )


def _create_people() -> None:
    op.create_table(
        "absence",
        *_texts("workspace_id", "member_id", "first_day"),
        sa.Column("last_day", sa.Text),
        *_texts("set_by"),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", "first_day", name=op.f("pk_absence")),
    )
    op.create_table(
        "preference",
        *_texts("workspace_id", "member_id"),
        sa.Column("nudges", sa.Boolean, nullable=False),
        *_texts("holidays"),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_preference")),
    )
