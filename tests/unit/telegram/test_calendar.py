"""A month as buttons."""

from datetime import date
from typing import Any

import pytest

from bot.platforms.telegram.calendar import month_rows
from tests.unit.telegram.asking import TODAY, TOKEN, codes, labels


def month(view: str = "", today: date = TODAY, **limits: Any) -> list[list[Any]]:
    return list(month_rows({"token": TOKEN, "min": None, "max": None, **limits}, today, view))


def test_the_month_of_today_begins_on_a_monday() -> None:
    found = month()
    assert labels(found) == [
        ["‹", "2026-11", "›"],
        ["·", "·", "·", "·", "·", "·", "1"],
        ["2", "3", "4", "5", "6", "7", "8"],
        ["9", "10", "11", "12", "13", "14", "15"],
        ["16", "17", "18", "19", "20", "21", "22"],
        ["23", "24", "25", "26", "27", "28", "29"],
        ["30", "·", "·", "·", "·", "·", "·"],
    ]
    assert codes(found)[0] == ["m202610", "n", "m202612"]
    assert codes(found)[1] == ["n"] * 6 + ["v2026-11-01"]


def test_months_turn_over_the_year() -> None:
    assert codes(month("m202612"))[0] == ["m202611", "n", "m202701"]
    assert codes(month("m202701"))[0] == ["m202612", "n", "m202702"]


def test_only_days_within_the_limits_are_offered() -> None:
    found = month(min="2026-11-18", max="2026-12-02")
    assert (labels(found)[0], codes(found)[0]) == (["·", "2026-11", "›"], ["n", "n", "m202612"])
    assert labels(found)[4] == ["·", "·", "18", "19", "20", "21", "22"]
    assert labels(month("m202612", min="2026-11-18", max="2026-12-02"))[1] == ["·", "1", "2", "·", "·", "·", "·"]
    assert month("m202712", min="2026-11-18", max="2026-12-02")[0][1].label == "2026-12"


@pytest.mark.parametrize("limit", [5, "soon", None])
def test_what_is_no_day_is_no_limit(limit: Any) -> None:
    assert month(min=limit, max=limit) == month()


@pytest.mark.parametrize("view", ["p2", "m202613", "m000000", "x"])
def test_what_is_no_month_shows_today(view: str) -> None:
    assert month(view) == month()


def test_the_years_that_a_date_may_have_end_it() -> None:
    assert codes(month("m190001"))[0] == ["n", "n", "m190002"]
    assert codes(month("m219912"))[0] == ["m219911", "n", "n"]
