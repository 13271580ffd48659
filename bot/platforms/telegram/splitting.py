"""Cutting HTML into messages, where a reader would: between paragraphs, lines, words, and never within a character.

A piece's length is counted with its tags and escapes, in UTF-16 code units. Telegram counts what is left after reading
them, which is never more.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.platforms.characters import belongs, size

LIMIT = 4096
"""core.telegram.org/bots/api, sendMessage: 1-4096 characters after entities parsing."""
BETWEEN = "\n\n"

_TOKEN = re.compile(r"<[^<>]*>|&\w+;|.", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_EMPTY = re.compile(r"<(\w+)[^<>]*></\1>")
_CHARACTER, _WORD, _LINE, _PARAGRAPH = range(4)


class _Cut(NamedTuple):
    """A place between two atoms, and the tags that are open there."""

    at: int
    tags: tuple[str, ...] = ()


def split(blocks: Iterable[str], limit: int = LIMIT) -> list[str]:
    """Blocks of HTML with a blank line between them, in as few messages as they fill; each is whole in itself."""
    pieces: list[str] = []
    current = ""
    for block in blocks:
        joined = f"{current}{BETWEEN}{block}" if current else block
        if size(joined) <= limit:
            current = joined
            continue
        cut = _cut(block, limit) if size(block) > limit else [block]
        pieces.extend([current, *cut[:-1]])
        current = "".join(cut[-1:])
    return [piece for piece in (*pieces, current) if piece]


def shortened(html: str, limit: int = LIMIT) -> str:
    """As much as fits into one message, with an ellipsis where that isn't all."""
    if size(html) <= limit:
        return html
    return "".join(_cut(html, limit - 1)[:1]) + "…"


def _cut(html: str, limit: int) -> list[str]:
    atoms = _atoms(html)
    pieces = []
    start = _Cut(0)
    while start.at < len(atoms):
        end = _reach(atoms, start, limit)
        pieces.append(_whole(start.tags, atoms[start.at : end.at], end.tags))
        start = end
    return [piece for piece in pieces if _TAG.sub("", piece).strip()]


def _reach(atoms: Sequence[str], start: _Cut, limit: int) -> _Cut:
    """How far a piece goes: to the best border in its second half, else to the last character that fits."""
    tags = list(start.tags)
    used = sum(len(tag) + len(_closing(tag)) for tag in tags)
    best: dict[int, _Cut] = {}
    for index in range(start.at, len(atoms)):
        atom = atoms[index]
        if atom.startswith("</"):
            tags.pop()
            continue
        if index > start.at:
            border = _border(atoms[index - 1], atom)
            if border == _CHARACTER or 2 * used >= limit:
                best[border] = _Cut(index, tuple(tags))
        used += size(atom)
        if atom.startswith("<"):
            tags.append(atom)
            used += len(_closing(atom))
        if used > limit:
            return best[max(best)] if best else _Cut(index + 1, tuple(tags))
    return _Cut(len(atoms))


def _border(before: str, atom: str) -> int:
    if atom == "\n":
        return _PARAGRAPH if before == "\n" else _LINE
    return _WORD if atom.isspace() else _CHARACTER


def _whole(before: Sequence[str], atoms: Sequence[str], after: Sequence[str]) -> str:
    """A piece with the tags opened that were open before it, and closed that are open behind it."""
    text = "".join(atoms).strip()
    piece = "".join((*before, text, *map(_closing, reversed(after))))
    while (tidy := _EMPTY.sub("", piece)) != piece:
        piece = tidy
    return piece


def _closing(tag: str) -> str:
    return f"</{tag[1:-1].partition(' ')[0]}>"


def _atoms(html: str) -> list[str]:
    """Tags, and characters as people see them: with their accents, joiners and escapes."""
    atoms: list[str] = []
    for token in _TOKEN.findall(html):
        if atoms and _belongs(atoms[-1], token):
            atoms[-1] += token
        else:
            atoms.append(token)
    return atoms


def _belongs(cluster: str, token: str) -> bool:
    return len(token) == 1 and not cluster.startswith("<") and belongs(cluster, token)
