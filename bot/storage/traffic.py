"""The tables of what comes in and goes out, the same on SQLite and PostgreSQL. A bot's id is first in every key."""

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Double,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    literal_column,
    text,
)

from bot.storage.columns import Moment, metadata

chat_table = Table(
    "chat",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),  # what is being talked about, '' for nothing
    Column("next_seq", BigInteger, nullable=False),  # the number of its next message
    Column("sent_seq", BigInteger, nullable=False),  # all messages up to this one are done with
    Column("next_event", BigInteger, nullable=False, server_default=text("1")),
    Column("done_event", BigInteger, nullable=False, server_default=text("0")),
    Column("carrier", Text, nullable=False, server_default=text("''")),  # the replica that sends to it, '' for none
    Column("held_seq", BigInteger, nullable=False, server_default=text("0")),  # the newest message that it has taken on
    Column("free_at", Double, nullable=False, server_default=text("0")),  # seconds since 1970, for its rate
    Column("is_shared", Boolean, nullable=False, server_default=text("false")),
    Column("is_open", Boolean, nullable=False, server_default=text("true")),  # false: the bot can't write there
    PrimaryKeyConstraint("bot_id", "chat_id"),
)

# What came in. The dedupe keys stand apart, because they stay when payloads are purged.
event_table = Table(
    "event",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("event_key", Text, nullable=False),
    PrimaryKeyConstraint("bot_id", "event_key"),
    sqlite_with_rowid=False,
)

inbox_table = Table(
    "inbox",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("message_id", Text, nullable=False),  # the platform's, '' for none
    Column("payload", Text, nullable=False),  # JSON
    Column("created_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("runner", Text, nullable=False),  # the replica that is to run it, '' for any
    Column("begun", Integer, nullable=False),  # how often a replica set out to run it
    Column("tries", Integer, nullable=False),  # how often it failed
    Column("note", Text, nullable=False),  # JSON: what it answered; or why it failed
    PrimaryKeyConstraint("bot_id", "chat_id", "seq"),
    CheckConstraint("state IN ('waiting', 'done', 'parked', 'dropped')", name="state"),
    Index("ix_inbox_waiting", "created_at"),  # of what waits; the migration says so, here it would import a dialect
    Index("ix_inbox_parked", "created_at"),  # of what was put aside
    Index(None, "created_at"),
)

# Messages that were decided. The terminal's are gone once they were shown; others stay until they are purged.
outbox_table = Table(
    "outbox",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),  # JSON
    Column("created_at", Moment, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'queued'")),
    Column("token", Text, nullable=False, server_default=text("''")),  # of the prompt it shows
    Column("receipt", Text, nullable=False, server_default=text("''")),  # the platform's id for it
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("note", Text, nullable=False, server_default=text("''")),  # why it failed
    PrimaryKeyConstraint("bot_id", "chat_id", "seq"),
    CheckConstraint("state IN ('queued', 'sending', 'sent', 'retry_at', 'unknown', 'dead', 'dropped')", name="state"),
    Index("ix_outbox_queued", "created_at"),  # of what is queued or to be tried again
    Index("ix_outbox_stuck", "created_at"),  # of what is unknown or dead
    Index("ix_outbox_token", "bot_id", "chat_id", "token", "seq"),  # of those that have one, like the next
    Index("ix_outbox_receipt", "bot_id", "chat_id", "receipt", "seq"),
    Index(None, "created_at"),
)

# What happened elsewhere in a project, until it is told to a chat in one line.
news_table = Table(
    "news",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("payload", Text, nullable=False),  # JSON
    Column("due_at", Moment, nullable=False),
    PrimaryKeyConstraint("bot_id", "chat_id", "workspace_id", "project_id"),
    Index(None, "due_at"),
)

# A bot as its platform knows it, and what the replicas share of its rate.
bot_table = Table(
    "bot",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("free_at", Double, nullable=False),  # seconds since 1970
    Column("link", Text, nullable=False),  # opens a chat with it; {code} stands for what to begin with
    PrimaryKeyConstraint("bot_id"),
)

# Where a platform's app was let in. The tokens are encrypted with keys that the database does not have.
installation_table = Table(
    "installation",
    metadata,
    Column("bot_id", Text, nullable=False),
    Column("data", Text, nullable=False),  # JSON
    Column("sealed", Text, nullable=False),
    Column("expires_at", Moment),
    Column("claimed_until", Moment),  # somebody is fetching another token
    PrimaryKeyConstraint("bot_id"),
)

# People who are on the way to let a bot in, by the hash of what they come back with.
oauth_state_table = Table(
    "oauth_state",
    metadata,
    Column("state_hash", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    PrimaryKeyConstraint("state_hash"),
)

replica_table = Table(
    "replica",
    metadata,
    Column("replica_id", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
    PrimaryKeyConstraint("replica_id"),
)

# What every replica must agree on, as the version of the time zone data.
agreement_table = Table(
    "agreement",
    metadata,
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("name"),
)

WAITING_EVENTS = ("waiting",)
PARKED_EVENTS = ("parked",)
QUEUED_MESSAGES = ("queued", "retry_at")
STUCK_MESSAGES = ("unknown", "dead")


def is_given(column: ColumnElement[str]) -> ColumnElement[bool]:
    """Spelled as in the index of those that have it."""
    return column != literal_column("''")


def is_in(table: Table, states: Sequence[str]) -> ColumnElement[bool]:
    """Spelled as in the index of these states: with parameters in their place SQLite would look at every row."""
    return table.c.state.in_([literal_column(f"'{state}'") for state in states])
