"""When people are away, and what they want of stand-ups, as plain values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a member is away, the last included; None while it isn't known when they come back."""

    member: str
    first: date
    last: date | None
    set_by: str

    def has(self, day: date) -> bool:
        """Whether it covers a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def team_of(project: str) -> str:
    """As whom a project's whole team has preferences."""
    return f"/{project}"


@dataclass(frozen=True, slots=True)
class Preference:
    """What a member wants, or a whole team (see `team_of`): reminders, and whose public holidays are kept.

    `holidays` is a country of ISO 3166 with a region where there is one ("DE-BY"); "-" for none, "" for the team's.
    """

    member: str
    nudges: bool = True
    holidays: str = ""
