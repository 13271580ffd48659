"""Public holidays of countries and their regions, out of the `holidays` library."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holidays import HolidayBase

MOST = 6
"""More candidates than these nobody reads."""

_CACHED_YEARS = 512
"""Of one place each."""
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_COUNTRIES = {
    **dict.fromkeys(("usa", "america", "united states of america", "u.s", "u.s.a", "美国"), "US"),
    **dict.fromkeys(("uk", "great britain", "britain", "英国"), "GB"),
    **dict.fromkeys(("uae",), "AE"),
    **dict.fromkeys(("holland",), "NL"),
    **dict.fromkeys(("korea", "韩国"), "KR"),
    **dict.fromkeys(("czech republic",), "CZ"),
    **dict.fromkeys(("turkiye",), "TR"),
    **dict.fromkeys(("中国", "mainland china"), "CN"),
    **dict.fromkeys(("香港",), "HK"),
    **dict.fromkeys(("德国", "deutschland"), "DE"),
    **dict.fromkeys(("法国",), "FR"),
    **dict.fromkeys(("日本",), "JP"),
    **dict.fromkeys(("新加坡",), "SG"),
}
"""Countries by other names than the library's."""
_REGIONS = {
    "DE-BY": "Bavaria",
    "DE-HE": "Hesse",
    "DE-MV": "Mecklenburg-Western Pomerania",
    "DE-NI": "Lower Saxony",
    "DE-NW": "North Rhine-Westphalia",
    "DE-RP": "Rhineland-Palatinate",
    "DE-SN": "Saxony",
    "DE-ST": "Saxony-Anhalt",
    "DE-TH": "Thuringia",
    "AT-2": "Carinthia",
    "AT-3": "Lower Austria",
    "AT-4": "Upper Austria",
    "AT-6": "Styria",
    "AT-7": "Tyrol",
    "AT-9": "Vienna",
    "CH-GE": "Geneva",
    "CH-LU": "Lucerne",
    "CH-ZH": "Zurich",
    "ES-AN": "Andalusia",
    "ES-CN": "Canary Islands",
    "ES-CT": "Catalonia",
    "ES-IB": "Balearic Islands",
    "ES-PV": "Basque Country",
    "ES-VC": "Valencia",
}
"""English names of regions that the library calls by their own language only."""


class _Place(NamedTuple):
    """A country or a region of it, under its code."""

    label: str
    names: frozenset[str]
    country: str
    region: str | None


class PublicHolidays:
    """Public holidays by code, such as "DE", "DE-BY" and "US-CA"; see the protocol `Holidays`."""

    def name(self, code: str, day: date) -> str:
        """The English name of the holiday, several with "; " between them; "" for none, and for an unknown code."""
        place = _place(code)
        return "" if place is None else str(_year(place, day.year).get(day, ""))

    def find(self, typed: str) -> tuple[str, ...]:
        """The codes that somebody may mean; that code itself first, then countries, then regions. At most `MOST`."""
        text = _folded(typed)
        code = re.sub(r"[ _]?[-, /_][ _]?", "-", text).upper()
        known = _places()
        exact = [one for one in known if one.upper() == code]
        alias = [_COUNTRIES[text]] if text in _COUNTRIES else []
        # "CA" is Canada to everybody; California is meant by its name.
        named = [] if exact or len(text) < 3 else [one for one, place in known.items() if text in place.names]
        found = [*exact, *alias, *sorted(named, key=lambda one: "-" in one)]
        if not found and len(text) > 3:
            found = [one for one, place in known.items() if _folded(place.label.split(", ")[-1]).startswith(text)]
        return tuple(dict.fromkeys(found))[:MOST]

    def label(self, code: str) -> str:
        """A code as people read it: "Germany", "Germany, Bavaria"; the code itself where it is unknown."""
        place = _place(code)
        return code if place is None else place.label


def _place(code: str) -> _Place | None:
    return _places().get(code)


@lru_cache(maxsize=_CACHED_YEARS)
def _year(place: _Place, year: int) -> "HolidayBase":
    """The holidays of one year, those that make up for others among them; in English where the library has that."""
    # The library takes 120 ms to import, and only those who keep holidays need it.
    from holidays import country_holidays  # noqa: PLC0415

    probe = country_holidays(place.country)
    own = probe.default_language or ""
    language = own if own.startswith("en") or "en_US" not in probe.supported_languages else "en_US"
    # Without expand=False a look-up of another year would fill the cache's entry with that one, too.
    return country_holidays(place.country, subdiv=place.region, years=year, expand=False, language=language or None)


@lru_cache(maxsize=1)
def _places() -> Mapping[str, _Place]:
    """All countries and regions by code, by country. The first call loads the library's countries, in some 150 ms."""
    import holidays  # noqa: PLC0415
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    found: dict[str, _Place] = {}
    for class_name, code, *_ in COUNTRIES.values():
        country = _NEXT_WORD.sub(" ", class_name).replace(" And ", " and ").replace(" Of ", " of ")
        found[code] = _Place(country, frozenset({_folded(country)}), code, None)
        kind = getattr(holidays, class_name)
        names: dict[str, list[str]] = {region: [] for region in kind.subdivisions}
        for name, region in kind.subdivisions_aliases.items():
            names.setdefault(region, []).append(name)
        for region, known in names.items():
            full = f"{code}-{region}"
            english = [_REGIONS[full]] if full in _REGIONS else []
            # In some countries, older codes stand before the name.
            names_of = [*english, *(name for name in known if not name.isupper()), region]
            label = f"{country}, {names_of[0]}"
            found[full] = _Place(label, frozenset(map(_folded, (label, *names_of))), code, region)
    return found


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:100].casefold().replace("&", "and"))
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split()).strip(" .!?,")
