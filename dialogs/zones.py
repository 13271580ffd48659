"""Which day it is for somebody, by the name of their time zone."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


def local_day(now: datetime, zone: str) -> date:
    """The day in an IANA zone; in UTC where the name is unknown, or is none."""
    return now.astimezone(_zone(zone)).date()


@lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo:
    """A zone by name. ZoneInfo raises KeyError, ValueError or OSError, by what the name looks like to a file system."""
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):
        return UTC
