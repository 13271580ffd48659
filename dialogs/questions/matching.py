"""Finding the option that a person typed: exactly, or as a guess that is asked back."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from dialogs.questions.base import Option


class Match(NamedTuple):
    """An option's id, and whether it was typed without a doubt."""

    id: str
    is_sure: bool


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Text for comparing: full-width forms, case, accents' forms and outer punctuation don't count."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip(" .!?\"'“”‘’«»。！？")


def match(typed: str, options: Sequence[Option]) -> Match | None:
    """The option meant by an id, a number (from 1), a label, the start of a label, or something close to one."""
    wanted = folded(typed)
    if not wanted:
        return None
    by_id = next((option.id for option in options if folded(option.id) == wanted), None)
    if by_id is not None:
        return Match(by_id, is_sure=True)
    if wanted.isdecimal() and 0 < int(wanted[:9]) <= len(options):
        return Match(options[int(wanted[:9]) - 1].id, is_sure=True)
    names = [(name, option.id) for option in options for name in names_of(option)]
    exact = {id_ for name, id_ in names if name == wanted}
    if len(exact) == 1:
        return Match(exact.pop(), is_sure=True)
    if wanted.isdecimal():
        return None
    starts = {id_ for name, id_ in names if name.startswith(wanted)}
    if len(starts) == 1:
        return Match(starts.pop(), is_sure=False)
    within = {id_ for name, id_ in names if len(wanted) > 2 and wanted in name}
    if len(within) == 1:
        return Match(within.pop(), is_sure=False)
    close = difflib.get_close_matches(wanted[:100], [name for name, _ in names], n=1, cutoff=0.6)
    return next((Match(id_, is_sure=False) for name, id_ in names if name in close), None)


def names_of(option: Option) -> Iterable[str]:
    """What an option may be called, folded: its id, its label, the label without the id that opens it."""
    label = folded(str(option.label))
    yield folded(option.id)
    yield label
    head, _, rest = label.partition(" ")
    if rest and head == folded(option.id):
        yield rest


def parts(typed: str) -> list[str]:
    """An enumeration taken apart: one a line, else by comma or semicolon (Chinese ones too), without bullets."""
    separator = r"\n" if "\n" in typed.strip() else r"[,;，；、]"
    found = (re.sub(r"^\s*(?:[-–—*•·]|\d{1,3}[.)])\s+", "", part).strip() for part in re.split(separator, typed))
    return [part for part in found if part]
