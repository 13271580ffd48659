"""The picture of a report: what it shows, whatever the names, and that nothing hides in colours alone."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.artefacts import lettering
from bot.artefacts.canvas import CARD, TEXT
from bot.artefacts.charts import BAR_LEFT, BLUE, GREEN, NAMED_PHASES, VERMILLION
from bot.artefacts.lettering import fitted, showable, width
from bot.artefacts.pictures import Painter
from bot.service.standups.reported import PhaseRow, Report
from dialogs.trends import Point
from tests.unit.chatting import WORDS

DAY = date(2026, 12, 4)
UNTIL = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
PAINT = Painter(WORDS)
ROWS = (
    PhaseRow("Project set-up", 12, 1, 13, 0, 0, "closed"),
    PhaseRow("Requirements", 30, 2, 44, 8, 2, "blocked"),
    PhaseRow("Functional design", 20, 0, 60, 0, 0, "open"),
    PhaseRow("Development", 0, 0, 40, 0, 0, "ahead"),
)


def points(*answered: int, total: int = 100) -> tuple[Point, ...]:
    count = len(answered)
    return tuple(Point(DAY - timedelta(days=count - n), one, total) for n, one in enumerate(answered, 1))


REPORT = Report("Coffee Club", DAY, UNTIL - timedelta(days=7), UNTIL, phases=ROWS, points=points(*range(10, 24)))


def opened(report: Report) -> Image.Image:
    return Image.open(BytesIO(PAINT(report)))


def colour(hexadecimal: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(hexadecimal[1:]))


def extent(picture: Image.Image, wanted: str) -> float:
    """How much of a bar's left edge to the picture's right has a colour, in the row that has the most of it."""
    inside = picture.crop((BAR_LEFT, 170, 821, 480)).convert("RGB")
    data = inside.tobytes()
    rows = [data[n * inside.width * 3 : (n + 1) * inside.width * 3] for n in range(inside.height)]
    counts = [sum(row[x : x + 3] == bytes(colour(wanted)) for x in range(0, len(row), 3)) for row in rows]
    return max(counts) / inside.width


def test_it_is_an_opaque_card_of_a_phones_size() -> None:
    picture = opened(REPORT)
    assert (picture.format, picture.mode, picture.width) == ("PNG", "RGB", 1200)
    assert picture.height <= 1200
    assert picture.getpixel((10, 10)) == colour(CARD)
    assert picture.getpixel((0, 0)) != colour(CARD)
    assert TEXT >= 22


def test_the_same_report_gives_the_same_bytes_and_another_others() -> None:
    assert PAINT(REPORT) == Painter(WORDS)(REPORT)
    assert PAINT(REPORT) != PAINT(replace(REPORT, project="Tea Club"))


def test_bars_are_as_long_as_what_is_settled() -> None:
    picture = opened(REPORT)
    assert extent(picture, GREEN) == pytest.approx(1, abs=0.02)
    assert extent(picture, BLUE) == pytest.approx(1 / 3, abs=0.02)


def test_what_is_stopped_is_striped_so_that_it_shows_without_colours() -> None:
    found = extent(opened(REPORT), VERMILLION)
    assert 0.3 < found < 32 / 44 * 0.8
    row = opened(REPORT).convert("L").crop((BAR_LEFT, 265, BAR_LEFT + 250, 266)).tobytes()
    changes = sum(abs(a - b) > 60 for a, b in zip(row, row[3:], strict=False))
    assert changes > 20


@pytest.mark.parametrize("days", [0, 1, 2, 14, 92])
def test_a_trend_of_any_length_can_be_drawn(days: int) -> None:
    report = replace(REPORT, points=points(*range(days)))
    assert opened(report).size == opened(REPORT).size


@pytest.mark.parametrize(("answered", "total"), [(0, 0), (0, 100), (100, 100), (7, 5)])
def test_nothing_and_everything_can_be_drawn(answered: int, total: int) -> None:
    rows = tuple(replace(row, answered=answered, skipped=0, total=total) for row in ROWS)
    assert opened(replace(REPORT, phases=rows, points=points(answered, answered, total=total))).width == 1200


def test_phases_that_do_not_fit_are_counted() -> None:
    many = opened(replace(REPORT, phases=ROWS * 5))
    assert many.height <= 1200
    assert many.height == opened(replace(REPORT, phases=(ROWS * 5)[:NAMED_PHASES])).height
    assert opened(replace(REPORT, phases=())).height < many.height


@pytest.mark.parametrize(
    "name", ["W" * 400, "Ana’s café", "☕", "🚀 Coffee", "مقهى", "कॉफी", "\x00\u202e\ufeff", "", "a\nb"]
)
def test_any_name_can_be_drawn_and_stays_inside(name: str) -> None:
    picture = opened(replace(REPORT, project=name, phases=tuple(replace(row, title=name) for row in ROWS)))
    right = picture.crop((1160, 8, 1190, picture.height - 8)).convert("RGB")
    assert right.getcolors() == [(right.width * right.height, colour(CARD))]
    between = picture.crop((382, 160, 398, 170 + 76 * 4)).convert("RGB")
    assert between.getcolors() == [(between.width * between.height, colour(CARD))]


def test_what_has_no_letters_here_is_left_out_rather_than_drawn_as_boxes() -> None:
    assert showable("Coffee Club") == "Coffee Club"
    assert showable("🚀 Coffee \U0001f9c3") == "Coffee"
    assert [showable(one) for one in ("مقهى", "\U00012000\U00012001", "\U0001f680", "")] == ["", "", "", ""]
    assert opened(replace(REPORT, project="مقهى")).tobytes() == opened(replace(REPORT, project="\U00012000")).tobytes()


def test_other_scripts_are_drawn_where_a_font_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    if "NotoSansCJK-Regular.ttc" in " ".join(lettering._paths()):
        assert showable("咖啡俱乐部 ☕ Coffee") == "咖啡俱乐部 Coffee"
    monkeypatch.setattr(lettering, "_paths", tuple)
    lettering._font_for.cache_clear()
    try:
        assert (showable("咖啡"), showable("Coffee")) == ("", "Coffee")
    finally:
        lettering._font_for.cache_clear()


@pytest.mark.parametrize("limit", [60, 150, 400])
def test_long_texts_are_cut_to_the_width_there_is(limit: int) -> None:
    shown = fitted("The wonderful mini-program of the three cafés", TEXT, limit)
    assert shown.endswith("…")
    assert width(shown, TEXT) <= limit
    assert fitted("Ana", TEXT, 60) == "Ana"


def test_nothing_of_it_is_imported_before_a_picture_is_wanted() -> None:
    code = (
        "import bot.bootstrap, bot.service.standups.digests, bot.artefacts.markdown, sys; print('PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"
