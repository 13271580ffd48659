"""Which time zones are around a place."""

import pytest

from dialogs.nearby import CLOSEST, nearest_zones, read_point
from dialogs.zones import is_zone, zone_cities, zone_names


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.52, 13.40, "Europe/Berlin"),
        (59.33, 18.06, "Europe/Stockholm"),
        (59.44, 24.75, "Europe/Tallinn"),
        (-33.87, 151.21, "Australia/Sydney"),
        (40.71, -74.01, "America/New_York"),
        (-22.91, -43.17, "America/Sao_Paulo"),
        (31.23, 121.47, "Asia/Shanghai"),
        (-77.85, 166.67, "Antarctica/McMurdo"),
    ],
)
def test_a_place_in_or_near_a_principal_city_is_in_its_zone(latitude: float, longitude: float, zone: str) -> None:
    assert nearest_zones(latitude, longitude)[0] == zone


def test_every_principal_city_is_closest_to_itself() -> None:
    assert len(zone_cities()) > 400
    for zone, coordinates in zone_cities().items():
        digits = coordinates.replace("-", "+").split("+")[1:]
        signs = [one for one in coordinates if one in "+-"]
        degrees = [
            (-1 if sign == "-" else 1) * sum(int(part or 0) / by for part, by in _parts(number))
            for sign, number in zip(signs, digits, strict=True)
        ]
        assert zone in nearest_zones(*degrees)[:2]


def _parts(number: str) -> list[tuple[str, int]]:
    """Degrees, minutes and seconds of ±DDMM, ±DDDMM, ±DDMMSS or ±DDDMMSS, with what each is divided by."""
    at = len(number) % 2 + 2
    return [(number[:at], 1), (number[at : at + 2], 60), (number[at + 2 :], 3600)]


def test_the_date_line_is_no_edge_of_the_world() -> None:
    assert {"Pacific/Fiji", "Pacific/Wallis"} <= set(nearest_zones(-16.0, 179.99))
    assert nearest_zones(-16.0, 180.0) == nearest_zones(-16.0, -180.0)


def test_three_zones_are_enough_to_see_a_border() -> None:
    near_basel = nearest_zones(47.56, 7.59)
    assert len(near_basel) == len(set(near_basel)) == CLOSEST
    assert set(near_basel) >= {"Europe/Zurich", "Europe/Busingen"}
    assert all(map(is_zone, near_basel))


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("52.52,13.40", (52.52, 13.4)),
        (" -33.87 , 151.21 ", (-33.87, 151.21)),
        ("0;0", (0.0, 0.0)),
        ("90,-180", (90.0, -180.0)),
        ("90.01,0", None),
        ("0,180.01", None),
        ("999,0", None),
        ("52.52", None),
        ("52.52 13.40", None),
        ("Paris, France", None),
        ("+8,5", None),
        ("nan,inf", None),
        ("", None),
    ],
)
def test_a_point_is_two_numbers(typed: str, point: tuple[float, float] | None) -> None:
    assert read_point(typed) == point


def test_names_of_zones_are_those_of_the_packaged_data() -> None:
    names = zone_names()
    assert names == sorted(set(names))
    assert all(map(is_zone, names))
    assert {"Europe/Berlin", "US/Eastern", "UTC"} <= set(names)
