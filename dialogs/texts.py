"""Words for people: phrases by key, and the neutral text that a platform renders in its own way."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from gettext import NullTranslations
from itertools import groupby
from typing import NamedTuple, TypeAlias


@dataclass(frozen=True, slots=True)
class Phrase:
    """A catalogue key and its values. A string among the values is data and never read as markup."""

    key: str
    values: Mapping[str, "Part"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    """Parts that stand one below the other, or with something else `between`; in a list, `bullet` opens each."""

    parts: tuple["Part", ...]
    bullet: str = ""
    between: str = "\n"


Part: TypeAlias = str | int | Phrase | Lines


class Style(StrEnum):
    """How a span stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    QUIET = "quiet"


class Span(NamedTuple):
    """A run of text in one style. The text is data: the platform escapes it."""

    text: str
    style: Style = Style.PLAIN


Rich: TypeAlias = tuple[Span, ...]


def phrase(key: str, /, **values: Part) -> Phrase:
    """A phrase; the key is always written out, so that the catalogue can be checked against the code."""
    return Phrase(key, values)


def lines(parts: Iterable[Part], bullet: str = "", between: str = "\n") -> Lines:
    """Parts one below the other, or with something else between them."""
    return Lines(tuple(parts), bullet, between)


def listed(parts: Iterable[Part]) -> Lines:
    """Parts as a list that begins below whatever stands before it."""
    return lines(("", lines(parts, bullet="– ")))


def shortened(part: Part, limit: int) -> Part:
    """A part for one line: a list runs on with commas, a text ends in an ellipsis after `limit` characters.

    A sentence that is put together stays one; each of its pieces is cut by itself.
    """
    if isinstance(part, Lines) and not part.between:
        return lines((_cut(one, limit) if isinstance(one, str) else one for one in part.parts), between="")
    if isinstance(part, Lines):
        return lines((shortened(one, limit) for one in part.parts if one != ""), between=", ")
    if isinstance(part, str):
        return _cut(" ".join(part.split()), limit)
    return part


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(rich: Rich) -> str:
    """The text without its styles."""
    return "".join(span.text for span in rich)


class Words:
    """One language's catalogue: turns phrases into text."""

    def __init__(self, catalogue: NullTranslations) -> None:
        """`catalogue` maps keys to sentences with {names}, **strong**, `code` and [[quiet]] parts."""
        self._catalogue = catalogue
        self._fixed: dict[str, Rich] = {}
        """Of phrases without values, which are most: labels, hints, buttons."""

    def rich(self, part: Part) -> Rich:
        """The spans of a part, neighbours of one style joined."""
        if isinstance(part, str):
            return (Span(part),) if part else ()
        if not isinstance(part, Phrase) or part.values:
            return self._joined(part)
        found = self._fixed.get(part.key)
        if found is None:
            found = self._fixed[part.key] = self._joined(part)
        return found

    def plain(self, part: Part) -> str:
        """The text of a part without styles."""
        return plain(self.rich(part))

    def sentence(self, key: str, n: int | None = None) -> str:
        """The catalogue's sentence for a key, in the plural form for `n`; the key itself where there is none."""
        if n is not None:
            found = self._catalogue.ngettext(key, key, n)
            if found != key:
                return found
        return self._catalogue.gettext(key)

    def _joined(self, part: Part) -> Rich:
        seen = (span for span in self._spans(part) if span.text)
        return tuple(Span(plain(tuple(run)), style) for style, run in groupby(seen, key=lambda span: span.style))

    def _spans(self, part: Part) -> Iterator[Span]:
        if isinstance(part, str):
            yield Span(part)
        elif isinstance(part, int):
            yield Span(str(part))
        elif isinstance(part, Lines):
            for index, line in enumerate(part.parts):
                if index:
                    yield Span(part.between)
                if part.bullet and line != "":
                    yield Span(part.bullet)
                yield from self._spans(line)
        else:
            n = part.values.get("n")
            sentence = self.sentence(part.key, n if isinstance(n, int) else None)
            for text, style, is_name in _pieces(sentence):
                if not is_name:
                    yield Span(text, style)
                    continue
                for span in self._spans(part.values.get(text, "{" + text + "}")):
                    yield span if style is Style.PLAIN else Span(span.text, style)


_MARKED = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>.+?)`|\[\[(?P<quiet>.+?)\]\]", re.DOTALL)
_NAME = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=2048)
def _pieces(sentence: str) -> tuple[tuple[str, Style, bool], ...]:
    """A sentence in pieces: text, its style, and whether it is the name of a value."""
    pieces: list[tuple[str, Style, bool]] = []
    end = 0
    for found in _MARKED.finditer(sentence):
        pieces.extend(_names(sentence[end : found.start()], Style.PLAIN))
        style = found.lastgroup or ""
        pieces.extend(_names(found[style], Style(style)))
        end = found.end()
    pieces.extend(_names(sentence[end:], Style.PLAIN))
    return tuple(pieces)


def _names(text: str, style: Style) -> Iterator[tuple[str, Style, bool]]:
    for index, piece in enumerate(_NAME.split(text)):
        if piece:
            yield piece, style, index % 2 == 1
