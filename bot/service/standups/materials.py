"""What is needed to deal with some dues, as it is read from the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.service.standups.model import Blocker, CheckIn, Routine
from bot.service.standups.wants import Absence, Preference


@dataclass(frozen=True)
class Materials:
    """All of it, read in one go. Members' things by (workspace, member)."""

    routines: Mapping[tuple[str, str], Routine] = field(default_factory=dict)
    check_ins: Mapping[tuple[str, str, date, str], CheckIn] = field(default_factory=dict)
    """Those of the dues' own days."""
    last: Mapping[tuple[str, str, str], CheckIn] = field(default_factory=dict)
    """The newest one that each member answered, by (workspace, stand-up, member)."""
    absences: Mapping[tuple[str, str], Sequence[Absence]] = field(default_factory=dict)
    preferences: Mapping[tuple[str, str], Preference] = field(default_factory=dict)
    blockers: Mapping[tuple[str, str], Sequence[Blocker]] = field(default_factory=dict)
    """Open ones by (workspace, project)."""
