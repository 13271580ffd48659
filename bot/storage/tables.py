"""The tables, the same on SQLite and PostgreSQL."""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC: `timestamptz` on PostgreSQL, ISO 8601 text on SQLite, which has no type for it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        here: TypeEngine[Any] = String(32) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(here)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        return value if value is None or dialect.name != "sqlite" else to_iso(value)

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else to_moment(value)


def to_iso(moment: datetime) -> str:
    """Always the same length, so that text sorts as time does."""
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return in_utc.isoformat(timespec="microseconds")


def to_moment(stored: datetime | str) -> datetime:
    """What either database gives back, in UTC."""
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored.astimezone(UTC)


class Name(TypeDecorator[str]):
    r"""What a person typed as a name. PostgreSQL refuses NUL and lone surrogates, so they are kept as `\uXXXX`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else unescaped(value)


def escaped(name: str) -> str:
    """The backslash itself is spelled out as well, so that no two names become one."""
    return _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", name)


def unescaped(stored: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored)


_UNSTORABLE = re.compile("[\\\\\0\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")

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
    CheckConstraint("kind IN ('answer', 'skip', 'clear', 'add', 'remove', 'restore', 'move')", name="kind"),
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

chat_table = Table(
    "chat",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),  # what is being talked about, '' for nothing
    Column("next_seq", BigInteger, nullable=False),  # the number of its next message
    Column("sent_seq", BigInteger, nullable=False),  # the newest message that was shown
    PrimaryKeyConstraint("bot_id", "chat_id"),
)

# Messages that were decided and not yet shown; of the others only the chat's `sent_seq` is kept.
outbox_table = Table(
    "outbox",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),  # JSON
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("bot_id", "chat_id", "seq"),
)
