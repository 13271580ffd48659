"""A card to draw on: shapes and texts in pixels of the finished picture."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw

from bot.artefacts.lettering import fitted, font

WIDTH = 1200
SCALE = 2
"""Everything is drawn at twice its size and then made smaller, which smooths edges."""
CARD, BORDER, INK, PALE = "#FFFFFF", "#6B7280", "#1F2328", "#57606A"
TEXT = 24
"""A phone shows the picture at a third of its width: 24 pixels are the 8 points of a caption there."""


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float


class Canvas:
    """A card to draw on, in pixels of the finished picture."""

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), CARD)
        self._draw = ImageDraw.Draw(self._image)
        self._draw.rectangle((0, 0, WIDTH * SCALE - 1, height * SCALE - 1), outline=BORDER, width=3 * SCALE)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: int = TEXT,
        *,
        fill: str = INK,
        limit: float = WIDTH,
        is_right: bool = False,
    ) -> None:
        """A line of text; `y` is the top of its letters' box, `x` its left end, or its right one."""
        shown = fitted(text, size, limit)
        where = (x * SCALE, (y + size) * SCALE)
        self._draw.text(where, shown, fill, font(shown, size * SCALE), anchor="rs" if is_right else "ls")

    def box(self, box: Box, fill: str, outline: str = "") -> None:
        """A filled rectangle."""
        self._draw.rectangle(_scaled(box), fill=fill, outline=outline or None, width=2 * SCALE)

    def stripes(self, box: Box, fill: str) -> None:
        """Slanting lines over a rectangle, cut at its edges."""
        edges = _scaled(box)
        part = self._image.crop(edges)
        draw = ImageDraw.Draw(part)
        for x in range(-part.height, part.width, 14 * SCALE):
            draw.line([(x, part.height), (x + part.height, 0)], fill, 4 * SCALE)
        self._image.paste(part, edges[:2])

    def line(self, places: Sequence[tuple[float, float]], fill: str, thickness: int) -> None:
        """Straight pieces from place to place, in one go."""
        self._draw.line([(x * SCALE, y * SCALE) for x, y in places], fill, thickness * SCALE, joint="curve")

    def dashes(self, left: float, right: float, y: float) -> None:
        """A level line of dashes."""
        for x in range(round(left), round(right), 16):
            self.line([(x, y), (min(x + 8, right), y)], PALE, 2)

    def area(self, places: Sequence[tuple[float, float]], low: float, fill: str) -> None:
        """What lies below a line."""
        for (x, y), (next_x, next_y) in pairwise(places):
            corners = [(x, y), (next_x, next_y), (next_x, low), (x, low)]
            self._draw.polygon([(a * SCALE, b * SCALE) for a, b in corners], fill=fill)

    def dot(self, x: float, y: float, radius: float, fill: str, outline: str = "", *, thickness: int = 0) -> None:
        """A circle."""
        edges = ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE)
        self._draw.ellipse(edges, fill=fill, outline=outline or None, width=thickness * SCALE)

    def png(self) -> bytes:
        """The card in its real size."""
        content = BytesIO()
        self._image.reduce(SCALE).save(content, "PNG", compress_level=3)
        return content.getvalue()


def _scaled(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge * SCALE) for edge in box)
    return left, top, right, bottom
