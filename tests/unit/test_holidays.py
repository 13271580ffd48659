"""Public holidays by country and region."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule.holidays import MOST, PublicHolidays
from bot.service.standups.calendars import Holidays
from tests.unit.asking import ANY_TEXT, LONG_TEXTS

HOLIDAYS: Holidays = PublicHolidays()


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("DE", "2026-10-03", "German Unity Day"),
        ("DE", "2026-11-01", ""),
        ("DE-BY", "2026-11-01", "All Saints' Day"),
        ("CN", "2026-10-01", "National Day"),
        ("US-CA", "2026-07-03", "Independence Day (observed)"),
        ("FR", "2026-07-14", "National Day"),
        ("GB-SCT", "2026-11-30", "Saint Andrew's Day"),
        ("GB", "2026-12-26", "Boxing Day"),
        ("NZ", "2026-02-06", "Waitangi Day"),
        ("DE", "2026-11-20", ""),
        *(("XX", "2026-01-01", ""), ("DE-ZZ", "2026-01-01", ""), ("", "2026-01-01", ""), ("-", "2026-01-01", "")),
    ],
)
def test_a_day_has_the_name_of_its_holiday(code: str, day: str, name: str) -> None:
    assert HOLIDAYS.name(code, date.fromisoformat(day)) == name


def test_years_stay_apart() -> None:
    days = [date(2025, 4, 18), date(2026, 4, 3), date(2027, 3, 26)]
    assert [HOLIDAYS.name("DE", day) for day in (*days, *days)] == ["Good Friday"] * 6
    assert [HOLIDAYS.name("DE", day.replace(year=2024)) for day in days] == ["", "", ""]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        *(("Germany", ("DE",)), ("de", ("DE",)), ("Deutschland", ("DE",)), ("China", ("CN",)), ("中国", ("CN",))),
        *(("Bavaria", ("DE-BY",)), ("bayern", ("DE-BY",)), ("de-by", ("DE-BY",)), ("DE, BY", ("DE-BY",))),
        *(("Germany, Bavaria", ("DE-BY",)), ("USA", ("US",)), ("us", ("US",)), ("United Kingdom", ("GB",))),
        *(("England", ("GB-ENG",)), ("California", ("US-CA",)), ("ca", ("CA",)), ("South Korea", ("KR",))),
        *(
            ("georgia", ("GE", "US-GA")),
            ("Sao Paulo", ("BR-SP",)),
            ("Mecklenburg", ("DE-MV",)),
            ("Augsburg", ("DE-Augsburg",)),
        ),
        *(("", ()), ("nonsense", ()), ("x", ()), ("de-zz", ()), ("-", ())),
    ],
)
def test_what_people_type_finds_codes(typed: str, codes: tuple[str, ...]) -> None:
    assert HOLIDAYS.find(typed) == codes


def test_a_beginning_finds_a_few() -> None:
    found = HOLIDAYS.find("united")
    assert found[:2] == ("AE", "GB")
    assert len(found) == MOST


@pytest.mark.parametrize(
    ("code", "label"),
    [
        *(
            ("DE", "Germany"),
            ("DE-BY", "Germany, Bavaria"),
            ("US-CA", "United States, California"),
            ("IM", "Isle of Man"),
        ),
        *(("FR-57", "France, Moselle"), ("AU-NSW", "Australia, New South Wales"), ("CD", "DR Congo"), ("XX", "XX")),
    ],
)
def test_codes_as_people_read_them(code: str, label: str) -> None:
    assert HOLIDAYS.label(code) == label
    assert code == "XX" or code in HOLIDAYS.find(label)


@given(ANY_TEXT | st.sampled_from(LONG_TEXTS))
def test_any_text_finds_a_few_codes_or_none(typed: str) -> None:
    found = HOLIDAYS.find(typed)
    assert len(found) == len(set(found)) <= MOST
    assert all(HOLIDAYS.label(code) != code for code in found)


@given(ANY_TEXT, st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_an_unknown_code_has_no_holidays(code: str, day: date) -> None:
    assert HOLIDAYS.name(f"?{code}", day) == ""


@pytest.mark.parametrize("code", ["CN", "JP", "SA", "IN", "BR", "NZ", "CH-ZH", "MY-14", "CA-QC"])
def test_names_are_english(code: str) -> None:
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    names = {HOLIDAYS.name(code, day) for day in year} - {""}
    assert len(names) > 4
    assert all(name.replace("’", "'").isascii() for name in names)


def test_the_library_is_loaded_by_those_who_keep_holidays() -> None:
    code = "import sys, bot.schedule.holidays; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
