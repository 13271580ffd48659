"""What the service needs to know of public holidays."""

from datetime import date
from typing import Protocol


class Holidays(Protocol):
    """Public holidays by code: a country of ISO 3166, with a region of it after a hyphen ("DE", "DE-BY")."""

    def name(self, code: str, day: date) -> str:
        """The holiday's English name where there is one; "" for a working day, and for an unknown code."""
        ...

    def find(self, typed: str) -> tuple[str, ...]:
        """The codes that somebody may mean by a code or a name, the best first, at most six."""
        ...

    def label(self, code: str) -> str:
        """A code as people read it, such as "Germany, Bavaria"; the code itself where it is unknown."""
        ...


class NoHolidays:
    """Knows of none."""

    def name(self, code: str, day: date) -> str:
        del code, day
        return ""

    def find(self, typed: str) -> tuple[str, ...]:
        del typed
        return ()

    def label(self, code: str) -> str:
        return code
