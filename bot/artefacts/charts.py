"""How the picture of a report is drawn: progress by phase and the trend, so that it reads without its colours."""

from collections.abc import Sequence

from bot.artefacts.canvas import BORDER, CARD, PALE, TEXT, WIDTH, Box, Canvas
from bot.artefacts.lettering import showable, width
from bot.service.standups.briefs import phase_state
from bot.service.standups.reported import PhaseRow, Report
from dialogs.questions.dates import full_date
from dialogs.texts import Part, Words, phrase
from dialogs.trends import Point

MEDIUM, LARGE, TITLE = 28, 30, 44
EDGE = 48
BAR_LEFT, BAR_RIGHT = 400, 820
FIGURES = 850
NAMED_PHASES = 9
"""More phases than this don't fit; the first ones are shown, and how many there are beside them."""
ROW = 76
DOTTED = 31
"""Days with a dot each; more would run together."""
TRACK, SHADE = "#E6E8EB", "#D6E8F3"
BLUE, GREEN, VERMILLION, ORANGE = "#0072B2", "#009E73", "#D55E00", "#E69F00"
"""Of the palette that colour-blind people tell apart (Okabe and Ito 2008, Color Universal Design)."""
COLOURS = {"closed": GREEN, "blocked": VERMILLION, "open": BLUE, "ahead": BORDER}


class Chart:
    """Draws reports in the language of its words."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def draw(self, report: Report) -> bytes:
        """A PNG, 1,200 pixels wide and at most as high, on a light card of its own."""
        rows = report.phases if len(report.phases) <= NAMED_PHASES else report.phases[: NAMED_PHASES - 1]
        sheet = Canvas(180 + ROW * (len(rows) + (len(rows) < len(report.phases))) + 310)
        self._head(sheet, report)
        top = 170
        for number, row in enumerate(rows, 1):
            self._row(sheet, top, number, row)
            top += ROW
        if len(rows) < len(report.phases):
            sheet.text(
                EDGE + 44, top + 8, self._say(phrase("picture.more", n=len(report.phases) - len(rows))), fill=PALE
            )
            top += ROW
        self._trend(sheet, top + 10, report.points)
        return sheet.png()

    def _head(self, sheet: Canvas, report: Report) -> None:
        name = showable(report.project) or self._say(phrase("picture.project"))
        sheet.text(EDGE, 30, name, TITLE, limit=WIDTH - 2 * EDGE)
        sheet.text(EDGE, 92, self._say(full_date(report.day)), fill=PALE)
        texts = [self._say(phrase("picture.legend"))]
        if any(row.planned for row in report.phases):
            texts.append(self._say(phrase("picture.legend_work")))
        left = WIDTH - EDGE - sum(52 + width(one, TEXT) for one in texts) - 28 * (len(texts) - 1)
        for kind, text in enumerate(texts):
            if kind:
                _thin(sheet, left, 104, left + 40)
            else:
                sheet.box(Box(left, 97, left + 40, 117), BLUE)
            sheet.text(left + 52, 92, text, fill=PALE)
            left += 52 + width(text, TEXT) + 28

    def _row(self, sheet: Canvas, top: float, number: int, row: PhaseRow) -> None:
        share = row.settled / row.total if row.total else 0.0
        name = showable(row.title) or self._say(phrase("picture.phase", number=number))
        _mark(sheet, EDGE, top + 5, row.state)
        sheet.text(EDGE + 44, top + 2, name, MEDIUM, limit=BAR_LEFT - EDGE - 44 - 20)
        _bar(sheet, top + 6, share, row.state)
        if row.planned:
            _thin(sheet, BAR_LEFT, top + 40, BAR_RIGHT, share=row.reported / row.planned)
        percent = self._say(phrase("picture.percent", percent=_percent(row)))
        sheet.text(FIGURES, top, percent, LARGE)
        state = self._say(phase_state(row.state))
        sheet.text(FIGURES + 104, top + 4, state, TEXT, limit=WIDTH - EDGE - FIGURES - 104)
        below = phrase("picture.done", done=row.settled, total=row.total)
        if row.planned:
            below = phrase("picture.work", reported=row.reported, planned=row.planned)
        sheet.text(FIGURES, top + 34, self._say(below), fill=PALE, limit=WIDTH - EDGE - FIGURES)

    def _trend(self, sheet: Canvas, top: float, points: Sequence[Point]) -> None:
        if not points:
            return
        last, change = points[-1], points[-1].answered - points[0].answered
        sheet.line([(EDGE, top), (WIDTH - EDGE, top)], TRACK, 2)
        sheet.text(EDGE, top + 18, self._say(phrase("picture.trend")), MEDIUM)
        if len(points) > 1:
            moved = self._say(phrase("picture.change", change=f"{change:+d}", n=len(points)))
            sheet.text(WIDTH - EDGE, top + 22, moved, fill=PALE, is_right=True)
        end = self._say(phrase("picture.done", done=last.answered, total=last.total))
        right, high, low = WIDTH - EDGE - width(end, LARGE) - 36, top + 84, top + 238
        sheet.dashes(EDGE, right, high)
        sheet.line([(EDGE, low), (right, low)], PALE, 2)
        step = (right - EDGE - 16) / max(1, len(points) - 1)
        whole = max(1, last.total)
        places = [
            ((right if len(points) == 1 else EDGE + 8 + step * n), low - (low - high) * min(1.0, one.answered / whole))
            for n, one in enumerate(points)
        ]
        sheet.area(places, low, SHADE)
        sheet.line(places, BLUE, 5)
        for x, y in places if len(places) <= DOTTED else ():
            sheet.dot(x, y, 6, BLUE)
        x, y = places[-1]
        sheet.dot(x, y, 10, BLUE)
        sheet.text(right + 24, min(y - 18, low - 34), end, LARGE)
        sheet.text(EDGE, low + 8, points[0].day.isoformat(), fill=PALE)
        if len(points) > 1:
            sheet.text(right, low + 8, last.day.isoformat(), fill=PALE, is_right=True)

    def _say(self, part: Part) -> str:
        return showable(self._words.plain(part))


def _bar(sheet: Canvas, top: float, share: float, state: str) -> None:
    sheet.box(Box(BAR_LEFT, top, BAR_RIGHT, top + 26), TRACK)
    if share > 0:
        right = BAR_LEFT + max(4.0, (BAR_RIGHT - BAR_LEFT) * share)
        filled = Box(BAR_LEFT, top, right, top + 26)
        sheet.box(filled, COLOURS[state])
        if state == "blocked":
            sheet.stripes(filled, CARD)


def _thin(sheet: Canvas, left: float, top: float, right: float, *, share: float = 1.0) -> None:
    """A bar with an edge, so that it is told from the broad one above it in any light."""
    sheet.box(Box(left, top, right, top + 12), CARD, PALE)
    if share > 0:
        sheet.box(Box(left, top, left + max(4.0, (right - left) * share), top + 12), ORANGE, PALE)


def _mark(sheet: Canvas, left: float, top: float, state: str) -> None:
    """A tick for what is closed, an exclamation mark for what is stopped, a half or an empty circle for the others."""
    x, y, colour = left + 14, top + 14, COLOURS[state]
    if state == "closed":
        sheet.dot(x, y, 15, colour)
        sheet.line([(x - 7, y + 1), (x - 2, y + 6), (x + 7, y - 6)], CARD, 4)
    elif state == "blocked":
        sheet.dot(x, y, 15, colour)
        sheet.line([(x, y - 8), (x, y + 2)], CARD, 4)
        sheet.dot(x, y + 7, 2.5, CARD)
    else:
        sheet.dot(x, y, 14, CARD, colour, thickness=4)
        if state == "open":
            sheet.dot(x, y, 6, colour)


def _percent(row: PhaseRow) -> int:
    """Rounded down, so that only what is complete has 100."""
    return row.settled * 100 // row.total if row.total else 0
