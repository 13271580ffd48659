"""Time zones: which day it is for somebody, and which zone they mean by what they type."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from dialogs.places import ABBREVIATIONS, BIG, COUNTRIES, COUNTRY_NAMES, PLACES

MOST = 6
"""More candidates than these nobody reads."""

_PACKAGE = files("tzdata")
_TYPED_LIMIT = 100
_OFFSET = re.compile(r"(?:gmt|utc|z)? ?([+-]) ?(\d{1,2})(?:[:.]?(\d{2}))?(?: ?(?:h|hours?))?")
_LABEL = re.compile(r" ?\(utc[^()]*\)")
"""What `zone_label` adds to a name: that can be typed back."""
_SAME = str.maketrans({"−": "-", "’": "'", "_": " ", "&": "and"})
_FARTHEST = timedelta(hours=14)
_SHORTEST_BEGINNING = 4
_USUAL = datetime(2027, 1, 15, tzinfo=UTC)


def local_day(now: datetime, zone: str) -> date:
    """The day in an IANA zone; in UTC where the name is unknown, or is none."""
    return now.astimezone(zone_info(zone)).date()


@lru_cache(maxsize=1024)
def zone_info(name: str) -> tzinfo:
    """A zone by its IANA name, out of the tzdata package; UTC where it is unknown, or is none.

    ZoneInfo by name would take the system's data where there are some, and these may be years older: two replicas with
    the same packages would then not agree.
    """
    if not is_zone(name):
        return UTC
    with _PACKAGE.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def zone_label(zone: str, now: datetime) -> str:
    """A zone with its offset at an instant, as in "Europe/Paris (UTC+01:00)"; "UTC" for that and for unknown ones."""
    local = now.astimezone(zone_info(zone))
    if local.tzinfo is UTC or zone == "UTC":
        return "UTC"
    return f"{zone} (UTC{local.isoformat(timespec='minutes')[16:]})"


def is_zone(name: str) -> bool:
    """Whether it is the name of an IANA zone, written as there."""
    return _names().get(_folded(name)) == (name,)


def is_named(typed: str, zone: str) -> bool:
    """Whether somebody typed a zone's own name, or its last part: "europe/paris" or "Paris" for Europe/Paris."""
    return _read(typed) in (_folded(zone), _last(zone))


def zone_names() -> Sequence[str]:
    """All names of IANA zones, the old ones too, in the order of the alphabet."""
    return sorted(name for (name,) in _names().values())


def zone_cities() -> Mapping[str, str]:
    """Where the principal city of each zone that a country has lies, as tzdata writes it: "+5230+01322"."""
    return {zone: coordinates for _, coordinates, zone in map(_of_country, _rows("zoneinfo/zone.tab"))}


def find_zones(typed: str, now: datetime | None = None) -> tuple[str, ...]:
    """IANA zones that somebody may mean by a name, a city, a country, an abbreviation or an offset.

    The best first, at most `MOST`; none for anything else. An offset means the zones that have it at `now`, then those
    that have it in winter; without `now` only the latter.
    """
    text = _read(typed)
    if not 2 <= len(text) <= _TYPED_LIMIT:
        return ()
    return tuple(dict.fromkeys(_candidates(text, now)))[:MOST]


def _candidates(text: str, now: datetime | None) -> Sequence[str]:
    offset = _OFFSET.fullmatch(text)
    if offset is not None:
        return _of_offset(offset, now)
    if text in ABBREVIATIONS:
        return ABBREVIATIONS[text]
    if text in PLACES:
        return (PLACES[text],)
    for table in (_cities(), _countries(), _names()):
        if text in table:
            return table[text]
    city, comma, _ = text.partition(", ")
    return _candidates(city, now) if comma else _beginning_with(text)


def _of_offset(found: re.Match[str], now: datetime | None) -> Sequence[str]:
    """Cities of that offset; where there is none, the zone that has nothing but an offset."""
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if size > _FARTHEST or int(found[3] or 0) > 59:
        return ()
    if not size:
        return ("UTC", *ABBREVIATIONS["gmt"])
    offset = -size if found[1] == "-" else size
    at_once = [] if now is None else [zone for zone in BIG if now.astimezone(zone_info(zone)).utcoffset() == offset]
    cities = [*at_once, *(zone for zone in BIG if _winter(zone, now or _USUAL) == offset)]
    # POSIX counts westwards: Etc/GMT-8 is eight hours before UTC.
    sign = "-" if found[1] == "+" else "+"
    return cities or _names().get(f"etc/gmt{sign}{size / timedelta(hours=1):g}", ())


def _winter(zone: str, near: datetime) -> timedelta | None:
    """The smaller offset of now and half a year later: which one is called standard time differs (Ireland, Morocco)."""
    offsets = (instant.astimezone(zone_info(zone)).utcoffset() for instant in (near, near + timedelta(days=182)))
    return min(offset for offset in offsets if offset is not None)


def _beginning_with(text: str) -> Sequence[str]:
    if len(text) < _SHORTEST_BEGINNING:
        return ()
    zones = [zone for name, found in _cities().items() if name.startswith(text) for zone in found]
    return [*zones, *(zone for name, zone in PLACES.items() if name.startswith(text))]


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str]]:
    """All names of zones, by their folded ones."""
    return {_folded(name): (name,) for name in _table("zones").split()}


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, tuple[str, ...]]:
    """The zones that countries have today, by the last part of their names; then old names where no other is so."""
    found: dict[str, tuple[str, ...]] = {}
    for zones in _of_countries().values():
        for zone in zones:
            found[_last(zone)] = tuple(dict.fromkeys((*found.get(_last(zone), ()), zone)))
    for (zone,) in _names().values():
        if "/" in zone and not zone.startswith(("Etc/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/")):
            found.setdefault(_last(zone), (zone,))
    return found


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, ...]]:
    """The zones of countries by their English names, those that most people live in first."""
    zones = {**_of_countries(), **COUNTRIES}
    rows = (line.split("\t") for line in _rows("zoneinfo/iso3166.tab"))
    named = [*((_folded(re.sub(r" \(.*", "", name)), code) for code, name in rows), *COUNTRY_NAMES.items()]
    found: dict[str, tuple[str, ...]] = {}
    for name, code in named:
        found[name] = (*found.get(name, ()), *zones.get(code, ()))
    return {name: several for name, several in found.items() if several}


@lru_cache(maxsize=1)
def _of_countries() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, _, zone in map(_of_country, _rows("zoneinfo/zone.tab")):
        found[code] = (*found.get(code, ()), zone)
    return found


def _of_country(line: str) -> tuple[str, str, str]:
    """A country's code, the coordinates of a city, and its zone."""
    code, coordinates, zone = line.split("\t")[:3]
    return code, coordinates, zone


def _rows(name: str) -> Iterator[str]:
    return (line for line in _table(name).splitlines() if not line.startswith("#"))


def _table(name: str) -> str:
    return _PACKAGE.joinpath(name).read_text(encoding="utf-8")


def _last(zone: str) -> str:
    return _folded(zone.rpartition("/")[2])


def _read(typed: str) -> str:
    return _LABEL.sub("", _folded(typed[: 2 * _TYPED_LIMIT]))


def _folded(text: str) -> str:
    """Without case, accents and underscores: "são_paulo" and "Sao Paulo" are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SAME))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split()).strip(" .!?,")
