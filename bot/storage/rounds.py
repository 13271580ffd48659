"""The tables of stand-ups and digests: what is due when, what people answered, what stops them.

No foreign keys: these rows are written at once, those of a project or a member of the same turn at its end.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnClause,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    literal_column,
    text,
)

from bot.storage.columns import Moment, metadata

routine_table = Table(
    "routine",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("routine_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),  # JSON
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "routine_id"),
    CheckConstraint("kind IN ('standup', 'digest')", name="kind"),
    Index(None, "workspace_id", "project_id"),
)

# What a routine does next. Days here and below are local dates in ISO 8601, which sort as text.
schedule_table = Table(
    "schedule",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("schedule_id", Text, nullable=False),
    Column("routine_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("member_id", Text, nullable=False),  # '' where it concerns no one in particular
    Column("zone", Text, nullable=False),  # whose clock counts
    Column("bot_id", Text, nullable=False),  # with the chat: where the member was asked last, '' where that isn't known
    Column("chat_id", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "schedule_id"),
    Index(None, "next_at"),
    Index(None, "workspace_id", "routine_id"),
)

# One member's part in one round.
check_in_table = Table(
    "check_in",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("standup_id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("cutoff_at", Moment, nullable=False),
    Column("asked_at", Moment),
    Column("answered_at", Moment),
    Column("answers", Text, nullable=False),  # JSON, by question
    Column("note", Text, nullable=False),
    Column("bot_id", Text, nullable=False),  # with the chat: where the member was asked, '' for nowhere
    Column("chat_id", Text, nullable=False),
    Column("playbook", Text, nullable=False, server_default=text("''")),  # what was answered; '' for the stand-up's own
    PrimaryKeyConstraint("workspace_id", "standup_id", "day", "member_id"),
    CheckConstraint("reply IN ('asked', 'answered', 'skipped', 'away', 'missed')", name="reply"),
    # Of what was answered; the migration says so, here it would import a dialect.
    Index("ix_check_in_answered", "workspace_id", "standup_id", "member_id", "day"),
)

blocker_table = Table(
    "blocker",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("item_id", Text, nullable=False),  # '' for none
    Column("text", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("escalated_at", Moment),
    PrimaryKeyConstraint("workspace_id", "project_id", "number"),
    Index("ix_blocker_open", "workspace_id", "project_id", "number"),  # of those that are not closed
)

# What was reported of an item last.
progress_table = Table(
    "progress",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("workspace_id", "project_id", "item_id"),
)

absence_table = Table(
    "absence",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text),  # included; NULL while it isn't known
    Column("set_by", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "member_id", "first_day"),
)

# What a member wants, or with '' in their place the whole team.
preference_table = Table(
    "preference",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("nudges", Boolean, nullable=False),
    Column("holidays", Text, nullable=False),  # a country of ISO 3166 with a region; '-' for none, '' for the team's
    PrimaryKeyConstraint("workspace_id", "member_id"),
)

# Spelled as in the indexes: with a parameter in its place SQLite would look at every row.
WAS_ANSWERED: ColumnClause[str] = literal_column("'answered'")
