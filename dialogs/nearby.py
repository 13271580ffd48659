"""The time zones around a place on earth, by how far away their principal cities are."""

import re
from collections.abc import Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from dialogs.zones import zone_cities

CLOSEST = 3
"""A border may lie between a place and the closest city, so the next ones are worth a look."""

_TYPED = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,12})?)\s*[,;]\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*")
_ANGLES = re.compile(r"[+-]\d{4,7}")


class _City(NamedTuple):
    """A zone and where its principal city lies, in radians; the cosine of its latitude is needed again and again."""

    zone: str
    latitude: float
    longitude: float
    cosine: float


def nearest_zones(latitude: float, longitude: float) -> tuple[str, ...]:
    """The IANA zones whose principal cities are closest to a place in degrees, north and east positive.

    The closest first, `CLOSEST` of them. The cities are those of tzdata's `zone.tab`: one at least for each country,
    where `zone1970.tab` has one for all countries whose clocks agree and calls Stockholm closer to Tallinn than to
    Berlin.
    """
    here = _City("", radians(latitude), radians(longitude), cos(radians(latitude)))
    return tuple(city.zone for city in sorted(_cities(), key=lambda city: _apart(here, city))[:CLOSEST])


def read_point(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees out of "52.52, 13.40"; None for anything else, and for no place on earth."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _apart(one: _City, other: _City) -> float:
    """The great circle between two places as an angle in radians (haversine)."""
    height = sin((one.latitude - other.latitude) / 2) ** 2
    width = sin((one.longitude - other.longitude) / 2) ** 2
    # Rounding can lift the sum above 1 for places that lie opposite each other.
    return asin(sqrt(min(1.0, height + one.cosine * other.cosine * width)))


@lru_cache(maxsize=1)
def _cities() -> Sequence[_City]:
    return [_city(zone, coordinates) for zone, coordinates in zone_cities().items()]


def _city(zone: str, coordinates: str) -> _City:
    """A city from "+5230+01322" or "+404251-0740023": degrees, minutes, and sometimes seconds (ISO 6709)."""
    latitude, longitude = map(_angle, _ANGLES.findall(coordinates))
    return _City(zone, latitude, longitude, cos(latitude))


def _angle(written: str) -> float:
    """Two digits for the degrees of a latitude, three for those of a longitude, two for all that follows."""
    sign, digits = written[0], written[1:]
    at = 2 + len(digits) % 2
    size = int(digits[:at]) + int(digits[at : at + 2]) / 60 + int(digits[at + 2 :] or 0) / 3600
    return radians(-size if sign == "-" else size)
