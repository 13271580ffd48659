"""Text in pictures: fonts that really have the characters, and texts cut to the width there is."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
"""Where systems keep fonts."""
OTHERS = ("DejaVuSans.ttf", "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.ttf", "NotoSans-Regular.ttf")
"""Fonts for names that Pillow's own has no characters for, the first that has all of them."""
ELLIPSIS = "…"
_SHAPED = frozenset({"R", "AL", "AN", "NSM"})
"""Directions of scripts that need more than one glyph after the other (Unicode, Bidi_Class)."""
_MISSING = "\uffff"
"""A character that no font has."""


def showable(text: str) -> str:
    """A text as it can be drawn: on one line, without symbols that no font has; "" where letters would be missing."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if _font_for(plain) is not None:
        return plain
    letters = "".join(one for one in plain if unicodedata.category(one)[0] in "LMN")
    path = _font_for(letters) if letters else None
    if path is None:
        return ""
    kept = (one for one in plain if unicodedata.category(one)[0] != "C" and _has(path, one))
    found = " ".join("".join(kept).split())
    return found if _font_for(found) is not None else ""


def font(text: str, size: int) -> FreeTypeFont:
    """A font of a size in pixels that has a showable text's characters."""
    return _loaded(_font_for(text) or "", size)


def width(text: str, size: int) -> float:
    """How wide a text is in pixels."""
    return font(text, size).getlength(text)


def fitted(text: str, size: int, limit: float) -> str:
    """A text cut to a width in pixels, with an ellipsis where something is missing."""
    if width(text, size) <= limit:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, size) <= limit:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


@lru_cache(maxsize=1024)
def _font_for(text: str) -> str | None:
    """The path of the first font that has every character ("" for Pillow's own); None where none has."""
    if any(unicodedata.bidirectional(one) in _SHAPED or unicodedata.category(one)[0] == "C" for one in text):
        return None
    return next((path for path in ("", *_paths()) if all(_has(path, one) for one in text)), None)


@lru_cache(maxsize=8192)
def _has(path: str, character: str) -> bool:
    """Whether a font has a character: it draws something else than for one that no font has."""
    if character.isspace():
        return True
    return _drawn(path, character) != _drawn(path, _MISSING)


def _drawn(path: str, character: str) -> tuple[tuple[int, int], bytes]:
    mask = _loaded(path, 24).getmask(character)
    return mask.size, bytes(mask)


@lru_cache(maxsize=64)
def _loaded(path: str, size: int) -> FreeTypeFont:
    if path:
        return ImageFont.truetype(path, size, layout_engine=Layout.BASIC)
    found = ImageFont.load_default(size)
    if not isinstance(found, FreeTypeFont):
        raise OSError("Pillow was built without FreeType")
    return found


@lru_cache(maxsize=1)
def _paths() -> tuple[str, ...]:
    """The fonts that are on this machine; looked for once."""
    found: dict[str, str] = {}
    for folder in filter(Path.is_dir, map(Path, FOLDERS)):
        for path in sorted(folder.rglob("*.tt[fc]")):
            found.setdefault(path.name, str(path))
    return tuple(found[name] for name in OTHERS if name in found)
