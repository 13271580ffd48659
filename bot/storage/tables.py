"""The tables of workspaces and projects, the same on SQLite and PostgreSQL."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.columns import Moment, Name, metadata

workspace_table = Table(
    "workspace",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("version", Integer, nullable=False),  # counts the changes of its members
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id"),
)

member_table = Table(
    "member",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("name", Name, nullable=False),
    Column(
        "same_as", Text, nullable=False, server_default=text("''")
    ),  # the member who is the same person, '' for none
    Column("zone", Text, nullable=False, server_default=text("''")),  # IANA, '' where the person chose none
    PrimaryKeyConstraint("workspace_id", "member_id"),
    UniqueConstraint("workspace_id", "name"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"]),
)

playbook_table = Table(
    "playbook",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON
    Column("added_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "content_hash"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"]),
)

project_table = Table(
    "project",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("name", Name, nullable=False),
    Column("playbook_hash", Text, nullable=False),
    Column("answers_seq", Integer, nullable=False),  # the newest answer's seq, 0 without any
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "project_id"),
    UniqueConstraint("workspace_id", "name"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"]),
)

# No foreign keys from here and from the seats to the project: both are written while its row is locked, so a check
# of each row (a tenth more for the insert on SQLite, a third on PostgreSQL) would find nothing.
answer_table = Table(
    "answer",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("question_id", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("value", Text),  # JSON
    Column("author_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("replaces", Integer, nullable=False),
    Column("undoes", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "project_id", "seq"),
    CheckConstraint(
        "kind IN ('answer', 'skip', 'clear', 'add', 'remove', 'restore', 'move', 'assign', 'note')", name="kind"
    ),
)

seat_table = Table(
    "seat",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("seat", Text, nullable=False),  # JSON: the open prompt, the focus, and whether the walk rests
    PrimaryKeyConstraint("workspace_id", "project_id", "chat_id", "member_id"),
)

document_table = Table(
    "document",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("answers_seq", Integer, nullable=False),  # the newest answer that it shows
    Column("content_hash", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "project_id", "name", "version"),
    ForeignKeyConstraint(["workspace_id", "project_id"], ["project.workspace_id", "project.project_id"]),
)

# Who a platform's account is in a workspace.
account_table = Table(
    "account",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("account_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("handle", Text, nullable=False),  # the name behind the @, '' for none
    Column("zone", Text, nullable=False, server_default=text("''")),  # IANA, as the platform has it
    PrimaryKeyConstraint("workspace_id", "account_id"),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["member.workspace_id", "member.member_id"]),
)

role_table = Table(
    "role",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "project_id", "member_id"),
    ForeignKeyConstraint(["workspace_id", "project_id"], ["project.workspace_id", "project.project_id"]),
    CheckConstraint("role IN ('removed', 'observer', 'member', 'lead', 'owner')", name="role"),
)

# The chats in which a project may be talked about. Whoever speaks there gets the binding's role.
binding_table = Table(
    "binding",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("bot_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("role", Text, nullable=False),  # '' where nobody joins by speaking
    PrimaryKeyConstraint("workspace_id", "project_id", "bot_id", "chat_id"),
    ForeignKeyConstraint(["workspace_id", "project_id"], ["project.workspace_id", "project.project_id"]),
    Index(None, "bot_id", "chat_id"),
)

# One-time codes, by their hash: who has the database can't use them.
invite_table = Table(
    "invite",
    metadata,
    Column("code_hash", Text, nullable=False),
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),  # who made it
    Column("role", Text, nullable=False),  # what it gives; '' where it says that two accounts are one person
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    PrimaryKeyConstraint("code_hash"),
)
