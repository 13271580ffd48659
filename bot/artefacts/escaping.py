"""What people typed, made harmless for Markdown and for Mermaid."""

import re
from typing import Any

from markupsafe import Markup

_BREAK = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_ANYWHERE = re.compile(
    r"[\\`*\[\]<>|~$]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|&(?=#?\w+;)"
    r"|(?<=\w):(?=//)"  # GitHub turns bare addresses into links
    r"|(?<=www)\.(?=\S)",
    re.IGNORECASE,
)
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|[+-](?=[\s+-]|$)|=|(?<=\d)[.)](?=\s|$)")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_LAST_SIGNS = re.compile(r"(?<!\\)#+$")
_MERMAID_SAFE = frozenset(" ,.?!'()/+=-")
_MERMAID_LIST = re.compile(r"[-+](?=\s)|(?<=\d)[.)](?=\s)")
_MERMAID_COLON = re.compile(r":(?=\s)|(?<=\d):(?=\d)")


def markdown(text: str) -> str:
    """Text that reads the same in a Markdown document; a line break becomes <br>, so it fits into a table's cell."""
    first, *rest = _lines(text)
    return "<br>".join([_at_line_start(first), *map(_escaped, rest)])


def line(text: str) -> str:
    """Text on one line, as headings need it."""
    escaped = _at_line_start(" ".join(_lines(text)))
    return _LAST_SIGNS.sub(lambda found: "\\#" * len(found[0]), escaped)


def paragraphs(text: str) -> str:
    """Text as paragraphs of a Markdown document, one for each line that was typed."""
    return "\n\n".join(_at_line_start(one) for one in _lines(text) if one)


def code(text: str) -> str:
    """Text as a code span; as plain text where it holds what a code span in a table can't show."""
    plain = " ".join(_lines(text))
    return markdown(plain) if not plain or re.search(r"[`|\\]", plain) else f"`{plain}`"


def mermaid(text: str, limit: int = 60) -> str:
    """Text for a quoted label in a Mermaid diagram, cut after `limit` characters.

    Mermaid decodes #35; late, so that nothing in it is read as Markdown or as its own syntax; formulas ($$) and icons
    (fa:fa-car) it looks for even later, so these get a blank. The ligature stands in the placeholders it works with.
    Beside "style" or "classDef" a colon before an entity makes it drop the line's last semicolon.
    """
    plain = " ".join(" ".join(_lines(text)).split()).replace("ﬂ", "fl")
    plain = re.sub(r"\$(?=\$)|:(?=fa-)", r"\g<0> ", plain)
    plain = plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"
    head = _MERMAID_LIST.search(plain[:12])
    at = head.start() if head and plain[: head.start()].strip("0123456789") == "" else -1
    colons = set() if re.search("style|classDef", plain) else {one.start() for one in _MERMAID_COLON.finditer(plain)}
    return "".join(
        one if index in colons or (index != at and _is_harmless(one)) else f"#{ord(one)};"
        for index, one in enumerate(plain)
    )


def node(text: str) -> str:
    """A name as Mermaid allows it for nodes, entities and attributes; no two underscores, which it reads as bold."""
    found = "".join(one if one.isalnum() and (one.isascii() or "\xc0" <= one <= "\uffff") else "_" for one in text)
    name = re.sub(r"_+", "_", found).strip("_")
    return name if name[:1].isalpha() and name not in ("PK", "FK", "UK", "end") else f"n_{name}".rstrip("_")


class Typed(str):
    """A text that somebody typed: printed by a template, it is escaped for Markdown."""

    __slots__ = ()

    def __html__(self) -> str:
        return markdown(self)


class Sentence(Markup):
    """A template's own sentence: what is put into it is escaped for Markdown."""

    @classmethod
    def escape(cls, s: Any, /) -> "Sentence":
        return cls(s.__html__() if hasattr(s, "__html__") else markdown(str(s)))


def _lines(text: str) -> list[str]:
    found = _INVISIBLE.sub("", _BREAK.sub("\n", text)).replace("\t", " ").strip()
    return [one.strip() for one in found.split("\n")]


def _escaped(text: str) -> str:
    return _ANYWHERE.sub(lambda found: "\\" + found[0], text)


def _at_line_start(text: str) -> str:
    """A line with nothing at its start that would open a heading, a list or a rule."""
    escaped = _escaped(text)
    number = _NUMBERED.match(escaped)
    found = _LINE_START.match(escaped, number.end() if number else 0)
    return escaped if found is None else f"{escaped[: found.start()]}\\{escaped[found.start() :]}"


def _is_harmless(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in _MERMAID_SAFE
    return character.isprintable()
