"""Stand-ups, digests, and what comes of them, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from bot.service.boxes import ChatKey
from dialogs.rules import Rule

NOWHERE: ChatKey = ("", "")


class Nudge(StrEnum):
    """When somebody who has not answered is reminded: half-way to the cutoff, and shortly before it."""

    HALF = "half"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Standup:
    """A scheduled round of one project.

    `zone` is the IANA zone of all; "" for each member's own. `cutoff` is a time of the same day. `members` take part;
    without any, everybody who is no observer. The summary goes to `chat`. `playbook` is its questions' content hash.
    `skips` are days left out. Blockers older than `escalates_after` days are told to the leads. `is_deleted`: kept.
    `window` is how long people shall have, also where the day ends before that.
    """

    workspace: str
    id: str
    project: str
    name: str
    rule: Rule
    cutoff: time
    chat: ChatKey
    playbook: str
    created_by: str
    created_at: datetime
    zone: str = ""
    members: tuple[str, ...] = ()
    nudges: frozenset[Nudge] = frozenset(Nudge)
    skips: tuple[date, ...] = ()
    escalates_after: int = 3
    is_paused: bool = False
    is_deleted: bool = False
    window: timedelta | None = None

    @property
    def rests(self) -> bool:
        """Whether nobody is asked."""
        return self.is_paused or self.is_deleted

    def to_data(self) -> dict[str, Any]:
        """Everything but its keys, as JSON data."""
        return {
            "name": self.name,
            "rule": self.rule.to_data(),
            "cutoff": f"{self.cutoff:%H:%M}",
            "chat": list(self.chat),
            "playbook": self.playbook,
            "created_by": self.created_by,
            "created_at": self.created_at.isoformat(),
            "zone": self.zone,
            "members": list(self.members),
            "nudges": sorted(self.nudges),
            "skips": [day.isoformat() for day in self.skips],
            "escalates_after": self.escalates_after,
            "is_paused": self.is_paused,
            "is_deleted": self.is_deleted,
            "window_min": self.window // timedelta(minutes=1) if self.window else 0,
        }

    @classmethod
    def from_data(cls, workspace: str, id_: str, project: str, data: Mapping[str, Any]) -> "Standup":
        """From what `to_data` made."""
        return cls(
            workspace,
            id_,
            project,
            data["name"],
            Rule.from_data(data["rule"]),
            time.fromisoformat(data["cutoff"]),
            (data["chat"][0], data["chat"][1]),
            data["playbook"],
            data["created_by"],
            datetime.fromisoformat(data["created_at"]),
            data["zone"],
            tuple(data["members"]),
            frozenset(Nudge(one) for one in data["nudges"]),
            tuple(date.fromisoformat(day) for day in data["skips"]),
            data["escalates_after"],
            data["is_paused"],
            data.get("is_deleted", False),
            timedelta(minutes=data.get("window_min", 0)) or None,
        )


@dataclass(frozen=True, slots=True)
class Digest:
    """A scheduled summary of a project for those who lead it, at the clock of `zone`. `told_until`: what was told."""

    workspace: str
    id: str
    project: str
    rule: Rule
    zone: str
    chat: ChatKey
    created_by: str
    created_at: datetime
    told_until: datetime
    is_paused: bool = False

    def to_data(self) -> dict[str, Any]:
        """Everything but its keys, as JSON data."""
        return {
            "rule": self.rule.to_data(),
            "zone": self.zone,
            "chat": list(self.chat),
            "created_by": self.created_by,
            "created_at": self.created_at.isoformat(),
            "told_until": self.told_until.isoformat(),
            "is_paused": self.is_paused,
        }

    @classmethod
    def from_data(cls, workspace: str, id_: str, project: str, data: Mapping[str, Any]) -> "Digest":
        """From what `to_data` made."""
        return cls(
            workspace,
            id_,
            project,
            Rule.from_data(data["rule"]),
            data["zone"],
            (data["chat"][0], data["chat"][1]),
            data["created_by"],
            datetime.fromisoformat(data["created_at"]),
            datetime.fromisoformat(data["told_until"]),
            data["is_paused"],
        )


Routine: TypeAlias = Standup | Digest
"""What a project does on schedule."""


class Step(StrEnum):
    """What is due: to ask a member (NOW: out of turn), to remind them, to sum a round up, to tell the leads: where the
    project stands, whom nobody asked because we were down, what is in the way for too long."""

    ASK = "ask"
    NOW = "now"
    NUDGE = "nudge"
    LAST_NUDGE = "last_nudge"
    SUMMARY = "summary"
    DIGEST = "digest"
    MISSED = "missed"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Due:
    """What a routine does next at `at`, for the local date `day`; of each id there is one.

    `member` is "" where it concerns no one in particular; `zone` is whose clock counts; `chat` the private chat in
    which the member was asked last (NOWHERE where that isn't known).
    """

    workspace: str
    id: str
    routine: str
    project: str
    step: Step
    day: date
    at: datetime
    member: str = ""
    zone: str = ""
    chat: ChatKey = NOWHERE

    @property
    def key(self) -> tuple[str, str]:
        return self.workspace, self.id


class Reply(StrEnum):
    """What became of asking a member. AWAY: nobody was asked; MISSED: we were down when it was time to ask."""

    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    AWAY = "away"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One member's part in one round: of each stand-up, local date and member there is one.

    `answers` by question id; `playbook` is the content hash of what was asked, "" for what the stand-up asks. `note` is
    why it was skipped, or the holiday that kept them away. `chat` is where the member was asked. `asked_at` is later
    than `due_at` where we were down.
    """

    workspace: str
    standup: str
    project: str
    day: date
    member: str
    reply: Reply
    due_at: datetime
    cutoff_at: datetime
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    chat: ChatKey = NOWHERE
    playbook: str = ""

    @property
    def key(self) -> tuple[str, str, date, str]:
        return self.workspace, self.standup, self.day, self.member

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the round was summed up."""
        return self.answered_at is not None and self.answered_at > self.cutoff_at

    @property
    def is_over(self) -> bool:
        """Whether nothing more is wanted of the member."""
        return self.reply is not Reply.ASKED

    @property
    def is_begun(self) -> bool:
        """Whether the member said something of it before they were asked, and left it so."""
        return self.reply is Reply.ASKED and self.asked_at is None

    def with_answers(self, answers: Mapping[str, str], playbook: str, at: datetime) -> "CheckIn":
        """Answered, at first or again."""
        first = self.answered_at if self.reply is Reply.ANSWERED else at
        return replace(self, reply=Reply.ANSWERED, answers=answers, playbook=playbook, answered_at=first, note="")


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stops a member, or an item ("" for none). `number` counts from 1 in a project."""

    workspace: str
    project: str
    number: int
    owner: str
    item: str
    text: str
    opened_at: datetime
    closed_at: datetime | None = None
    escalated_at: datetime | None = None

    @property
    def label(self) -> str:
        """What people call it by."""
        return f"BL-{self.number}"


@dataclass(frozen=True, slots=True)
class Progress:
    """What was reported of an item last: "doing" or "done"."""

    item: str
    state: str
    member: str
    at: datetime
