"""Accounts, roles, invitations; the inbox, and an outbox with states."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
KINDS = "'answer', 'skip', 'clear', 'add', 'remove', 'restore', 'move'"
QUEUED = "state IN ('queued', 'retry_at')"
WAITING = "state IN ('waiting')"
PARKED = "state IN ('parked')"
STUCK = "state IN ('unknown', 'dead')"


def upgrade() -> None:
    op.add_column("member", _text("same_as", default=""))
    _let_answers_be(f"kind IN ({KINDS}, 'assign')")
    _create_people()
    _create_inbox()
    _extend_chats()
    _extend_outbox()
    _create_replicas()


def downgrade() -> None:
    for table in ("agreement", "replica", "bot", "news", "inbox", "event", "invite", "binding", "role", "account"):
        op.drop_table(table)
    op.drop_index("ix_outbox_queued", "outbox")
    op.drop_index("ix_outbox_stuck", "outbox")
    op.drop_index(op.f("ix_outbox_created_at"), "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_state"), type_="check")
        for column in ("state", "token", "receipt", "tries", "note"):
            outbox.drop_column(column)
    with op.batch_alter_table("chat") as chat:
        for column in ("next_event", "done_event", "held_seq", "carrier", "free_at", "is_shared", "is_open"):
            chat.drop_column(column)
    op.execute("DELETE FROM answer WHERE kind = 'assign'")
    _let_answers_be(f"kind IN ({KINDS})")
    with op.batch_alter_table("member") as member:
        member.drop_column("same_as")


def _text(name: str, default: str | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default=None if default is None else sa.text(f"'{default}'"))


def _let_answers_be(condition: str) -> None:
    with op.batch_alter_table("answer") as answer:
        answer.drop_constraint(op.f("ck_answer_kind"), type_="check")
        answer.create_check_constraint(op.f("ck_answer_kind"), condition)


def _create_people() -> None:
    project = (["workspace_id", "project_id"], ["project.workspace_id", "project.project_id"])
    op.create_table(
        "account",
        _text("workspace_id"),
        _text("account_id"),
        _text("member_id"),
        _text("handle"),
        sa.PrimaryKeyConstraint("workspace_id", "account_id", name=op.f("pk_account")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.member_id"],
            name=op.f("fk_account_member"),
        ),
    )
    op.create_table(
        "role",
        _text("workspace_id"),
        _text("project_id"),
        _text("member_id"),
        _text("role"),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "member_id", name=op.f("pk_role")),
        sa.ForeignKeyConstraint(*project, name=op.f("fk_role_project")),
        sa.CheckConstraint("role IN ('removed', 'observer', 'member', 'lead', 'owner')", name=op.f("ck_role_role")),
    )
    op.create_table(
        "binding",
        _text("workspace_id"),
        _text("project_id"),
        _text("bot_id"),
        _text("chat_id"),
        _text("role"),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "bot_id", "chat_id", name=op.f("pk_binding")),
        sa.ForeignKeyConstraint(*project, name=op.f("fk_binding_project")),
    )
    op.create_index(op.f("ix_binding_bot_id_chat_id"), "binding", ["bot_id", "chat_id"])
    op.create_table(
        "invite",
        _text("code_hash"),
        _text("workspace_id"),
        _text("project_id"),
        _text("member_id"),
        _text("role"),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invite")),
    )


def _create_inbox() -> None:
    op.create_table(
        "event",
        _text("bot_id"),
        _text("event_key"),
        sa.PrimaryKeyConstraint("bot_id", "event_key", name=op.f("pk_event")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inbox",
        _text("bot_id"),
        _text("chat_id"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        _text("message_id"),
        _text("payload"),
        sa.Column("created_at", MOMENT, nullable=False),
        _text("state"),
        _text("runner"),
        sa.Column("begun", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        _text("note"),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "seq", name=op.f("pk_inbox")),
        sa.CheckConstraint("state IN ('waiting', 'done', 'parked', 'dropped')", name=op.f("ck_inbox_state")),
    )
    for name, states in (("ix_inbox_waiting", WAITING), ("ix_inbox_parked", PARKED)):
        where = sa.text(states)
        op.create_index(name, "inbox", ["created_at"], sqlite_where=where, postgresql_where=where)
    op.create_index(op.f("ix_inbox_created_at"), "inbox", ["created_at"])
    op.create_table(
        "news",
        _text("bot_id"),
        _text("chat_id"),
        _text("workspace_id"),
        _text("project_id"),
        _text("payload"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "workspace_id", "project_id", name=op.f("pk_news")),
    )
    op.create_index(op.f("ix_news_due_at"), "news", ["due_at"])


def _extend_chats() -> None:
    for name, default in (("next_event", "1"), ("done_event", "0")):
        op.add_column("chat", sa.Column(name, sa.BigInteger, nullable=False, server_default=sa.text(default)))
    op.add_column("chat", _text("carrier", default=""))
    op.add_column("chat", sa.Column("held_seq", sa.BigInteger, nullable=False, server_default=sa.text("0")))
    op.add_column("chat", sa.Column("free_at", sa.Double, nullable=False, server_default=sa.text("0")))
    for name, default in (("is_shared", "false"), ("is_open", "true")):
        op.add_column("chat", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.text(default)))


def _extend_outbox() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(_text("state", default="queued"))
        outbox.add_column(_text("token", default=""))
        outbox.add_column(_text("receipt", default=""))
        outbox.add_column(sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")))
        outbox.add_column(_text("note", default=""))
        outbox.create_check_constraint(
            op.f("ck_outbox_state"), "state IN ('queued', 'sending', 'sent', 'retry_at', 'unknown', 'dead', 'dropped')"
        )
    where = sa.text(QUEUED)
    op.create_index("ix_outbox_queued", "outbox", ["bot_id", "created_at"], sqlite_where=where, postgresql_where=where)
    where = sa.text(STUCK)
    op.create_index("ix_outbox_stuck", "outbox", ["created_at"], sqlite_where=where, postgresql_where=where)
    op.create_index(op.f("ix_outbox_created_at"), "outbox", ["created_at"])


def _create_replicas() -> None:
    op.create_table(
        "bot",
        _text("bot_id"),
        sa.Column("free_at", sa.Double, nullable=False),
        _text("link"),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_bot")),
    )
    op.create_table(
        "replica",
        _text("replica_id"),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("replica_id", name=op.f("pk_replica")),
    )
    op.create_table(
        "agreement",
        _text("name"),
        _text("value"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_agreement")),
    )
