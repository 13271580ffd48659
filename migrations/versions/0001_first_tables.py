"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _create_workspaces()
    _create_projects()
    _create_conversations()


def downgrade() -> None:
    for table in (
        "outbox",
        "chat",
        "document",
        "seat",
        "answer",
        "project",
        "playbook",
        "member",
        "workspace",
    ):
        op.drop_table(table)


def _create_workspaces() -> None:
    op.create_table(
        "workspace",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "member",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_member")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_member_workspace_id_name")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name=op.f("fk_member_workspace")),
    )
    op.create_table(
        "playbook",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "content_hash", name=op.f("pk_playbook")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name=op.f("fk_playbook_workspace")),
    )


def _create_projects() -> None:
    op.create_table(
        "project",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("playbook_hash", sa.Text, nullable=False),
        sa.Column("answers_seq", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", name=op.f("pk_project")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_project_workspace_id_name")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name=op.f("fk_project_workspace")),
    )
    op.create_table(
        "answer",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("question_id", sa.Text, nullable=False),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("replaces", sa.Integer, nullable=False),
        sa.Column("undoes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "seq", name=op.f("pk_answer")),
        sa.CheckConstraint(
            "kind IN ('answer', 'skip', 'clear', 'add', 'remove', 'restore', 'move')",
            name=op.f("ck_answer_kind"),
        ),
    )
    op.create_table(
        "seat",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("chat_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("seat", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "chat_id", "member_id", name=op.f("pk_seat")),
    )
    op.create_table(
        "document",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("answers_seq", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "name", "version", name=op.f("pk_document")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.project_id"],
            name=op.f("fk_document_project"),
        ),
    )


def _create_conversations() -> None:
    op.create_table(
        "chat",
        sa.Column("bot_id", sa.Text, nullable=False),
        sa.Column("chat_id", sa.Text, nullable=False),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("next_seq", sa.BigInteger, nullable=False),
        sa.Column("sent_seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", name=op.f("pk_chat")),
    )
    op.create_table(
        "outbox",
        sa.Column("bot_id", sa.Text, nullable=False),
        sa.Column("chat_id", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "seq", name=op.f("pk_outbox")),
    )
