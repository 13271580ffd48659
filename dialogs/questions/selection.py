"""Reading several options out of what was typed: shared by choices and picks."""

import re
from collections.abc import Callable, Sequence

from dialogs.questions.base import Misunderstood, Option, Parsed, Question, Situation, Understood, Unsure
from dialogs.questions.matching import Match, folded, match, names_of, parts
from dialogs.texts import phrase

PIECES_LIMIT = 100
"""More names than this in one message are no answer, and looking each of them up would take long."""

_NUMBER = r"\d{1,3}(?: ?(?:-|–|—|~|to|至|到) ?\d{1,3})?"
_NUMBERS = re.compile(rf"{_NUMBER}(?: {_NUMBER})*")
_AND = re.compile(r"\s(?:and|&|和)\s", re.IGNORECASE)
_ALL = frozenset(("all", "all of them", "everything", "全部", "都"))
_NONE = frozenset(("none", "none of them", "nothing", "no", "没有", "无"))


def is_none(typed: str) -> bool:
    """Whether a message says that nothing fits."""
    return folded(typed) in _NONE


def none_of(options: Sequence[Option]) -> str:
    """A word that says that nothing fits, and means none of the options."""
    taken = {name for option in options for name in names_of(option)}
    return next((word for word in ("none", "nothing", "no") if word not in taken), "none of them")


def several(
    typed: str,
    question: Question,
    around: Situation,
    other: Callable[[str], Match | None] | None = None,
) -> Parsed:
    """The options that were meant, in their own order. `other` reads what is none of them.

    More than there are is never asked for: an item may have been removed since.
    """
    options = question.options(around)
    found = _read(typed, options, other)
    if found is None:
        beyond = next(
            filter(None, (no_such_number(one, question, around) for one in _pieces(typed)[:PIECES_LIMIT])), None
        )
        return beyond or Misunderstood(phrase("several.expected", example=question.sample(around)))
    ids = {one.id for one in found}
    own = [option.id for option in options if option.id in ids]
    value = own + [id_ for id_ in dict.fromkeys(one.id for one in found) if id_ not in own]
    low, high, _ = question.bounds()
    at_least = min(int(low or 0), len(options))
    if len(value) < at_least or (high is not None and len(value) > high):
        at_most = int(high) if high is not None else len(options)
        return Misunderstood(phrase("several.count", min=at_least, max=at_most, given=len(value)))
    return Understood(value) if all(one.is_sure for one in found) else Unsure(value)


def no_such_number(typed: str, question: Question, around: Situation) -> Misunderstood | None:
    """Why a bare number is no answer, where it is neither an option nor the number of one; None for all else."""
    number, options = folded(typed), question.options(around)
    if not number.isdecimal() or not options or match(number, options) is not None:
        return None
    shown = number[:20]
    if question.takes_other():
        return Misunderstood(phrase("choice.no_number_but_other", number=shown, last=len(options)))
    return Misunderstood(phrase("choice.no_number", number=shown, last=len(options)))


def sample_of(options: Sequence[Option], count: int) -> str:
    """So many options as a person would type them, or as many as there are."""
    return ", ".join(str(option.label) for option in options[: max(count, 1)])


def _read(typed: str, options: Sequence[Option], other: Callable[[str], Match | None] | None) -> list[Match] | None:
    whole = match(typed, options)
    if whole is not None and whole.is_sure:
        return [whole]
    if folded(typed) in _ALL:
        return [Match(option.id, is_sure=True) for option in options]
    if is_none(typed):
        return []
    pieces = _pieces(typed)
    if not 0 < len(pieces) <= PIECES_LIMIT:
        return None
    names = _names(options)
    found: list[Match] = []
    while pieces:
        count, read = _named(pieces, names) or (1, _one(pieces[0], options, other))
        if read is None:
            return None
        found.extend(read)
        del pieces[:count]
    return found


def _pieces(typed: str) -> list[str]:
    return parts(typed if "\n" in typed.strip() else _AND.sub(" , ", typed))


def _names(options: Sequence[Option]) -> dict[tuple[str, ...], str]:
    """Each name, taken apart as a message is, with its option's id; without those that two options share."""
    ids: dict[tuple[str, ...], set[str]] = {}
    for option in options:
        for name in names_of(option):
            ids.setdefault(tuple(map(folded, _pieces(name))), set()).add(option.id)
    return {name: found.pop() for name, found in ids.items() if len(found) == 1}


def _named(pieces: Sequence[str], names: dict[tuple[str, ...], str]) -> tuple[int, list[Match]] | None:
    """The longest name that the pieces begin with, as names may contain commas themselves, and its length."""
    for count in range(min(len(pieces), max(map(len, names), default=0)), 0, -1):
        id_ = names.get(tuple(map(folded, pieces[:count])))
        if id_ is not None and not (count == 1 and folded(pieces[0]).isdecimal()):
            return count, [Match(id_, is_sure=True)]
    return None


def _one(piece: str, options: Sequence[Option], other: Callable[[str], Match | None] | None) -> list[Match] | None:
    """What one piece means: numbers and ranges, an option, or what `other` makes of it."""
    word = folded(piece)
    if _NUMBERS.fullmatch(word) and not word.isdecimal():
        numbers = _numbers(word)
        exist = min(numbers) > 0 and max(numbers) <= len(options)
        return [Match(options[number - 1].id, is_sure=True) for number in numbers] if exist else None
    found = match(piece, options)
    is_guessed = other is not None and not word.isdecimal() and (found is None or not found.is_sure)
    guess = other(piece) if other is not None and is_guessed else None
    if guess is not None and (found is None or guess.is_sure):
        found = guess
    return None if found is None else [found]


def _numbers(word: str) -> list[int]:
    found: list[int] = []
    for piece in re.findall(_NUMBER, word):
        ends = [int(end) for end in re.findall(r"\d+", piece)]
        found.extend(range(min(ends), max(ends) + 1))
    return found
