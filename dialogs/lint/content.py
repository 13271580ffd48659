"""Lint of what people read and type: examples, recommendations, limits, texts."""

import re
from collections.abc import Container, Iterator
from datetime import date

from dialogs.lint.outline import Finding, Outline
from dialogs.positions import Path
from dialogs.questions.base import Check, Frozen, Question, Situation, Understood, Unsure
from dialogs.questions.choice import ChoiceQuestion, MultiChoiceQuestion
from dialogs.questions.text import TypedQuestion

_SITUATION = Situation(date(2026, 1, 1))
_UNKNOWABLE = frozenset(("pick", "multi_pick", "person"))
"""Types whose answers depend on who and what exists."""
_NO_TEXTS = frozenset(("when", "block_if", "warn_if", "document"))
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|undated")
_DOCUMENT = re.compile(r"[a-z_]+")


def samples(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Examples and recommended answers that the question itself would not take."""
    del lost
    for spot, question in outline.questions:
        if question.type in _UNKNOWABLE:
            continue
        if question.example is not None:
            yield from _sample(question, str(question.example), (*spot.path, "example"))
        if question.recommend is not None:
            yield from _sample(question, str(question.recommend.answer), (*spot.path, "recommend", "answer"))


def _sample(question: Question, typed: str, path: Path) -> Iterator[Finding]:
    parsed = question.parse(typed, _SITUATION)
    if isinstance(parsed, Unsure):
        yield Finding(path, f"{typed!r} would be asked back as {parsed.value!r}: write it in full")
    elif not isinstance(parsed, Understood):
        yield Finding(path, f"{typed!r} is no answer to this question: {_expected(question)}")


def _expected(question: Question) -> str:
    """What a question takes, in a few words."""
    if isinstance(question, ChoiceQuestion | MultiChoiceQuestion):
        return f"options are {', '.join(question.options_by_id)}"
    low, high, _ = question.bounds()
    limits = [f"at least {low:g}"] if low is not None else []
    limits += [f"at most {high:g}"] if high is not None else []
    unit = "" if question.type in ("number", "rating") else " characters" if "text" in question.type else " entries"
    return f"type {question.type}" + (f", {' and '.join(limits)}{unit}" if limits else "")


def limits(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Numbers of answers that nobody can give."""
    del lost
    for spot, question in outline.questions:
        if question.type not in ("list", "multi_choice", "multi_pick"):
            continue
        low, high, _ = question.bounds()
        if low is not None and high is not None and low > high:
            yield Finding((*spot.path, "min"), "min is larger than max")
        if isinstance(question, MultiChoiceQuestion) and question.min > len(question.options_by_id):
            yield Finding((*spot.path, "min"), f"there are only {len(question.options_by_id)} options")


def kept(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """What the walk never asks for and yet needs, and groups that can't take a message in."""
    del lost
    for spot in outline.spots:
        entry = spot.entry
        if isinstance(entry, Question):
            if entry.required and not entry.asked:
                yield Finding((*spot.path, "asked"), "what is never asked can't be needed: add 'required: false'")
            continue
        if entry.min and not entry.asked:
            yield Finding((*spot.path, "asked"), "a group that is never asked for needs 'min: 0'")
        if entry.keeps and spot.over:
            yield Finding((*spot.path, "keeps"), "only a group that stands in no other one keeps messages")
        elif entry.keeps and not isinstance(entry.ask[0], TypedQuestion):
            yield Finding((*spot.path, "keeps"), "a message names its item: the first question must be a text")


def documents(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Names of documents that can't be the names of files."""
    del lost
    named = [(path, phase.document) for path, phase in outline.phases]
    named += [(path, dialog.document) for path, dialog in outline.dialogs if dialog.document is not None]
    for path, document in named:
        if not _DOCUMENT.fullmatch(document):
            yield Finding((*path, "document"), f"{document!r} can't name a document: lower-case letters and _ only")


def dates(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Dates of facts that can't be read."""
    del lost
    for index, fact in enumerate(outline.playbook.facts):
        if not _DATE.fullmatch(fact.date):
            yield Finding(("facts", index, "date"), "a date is written 2026, 2026-07, 2026-07-30 or undated")


def texts(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Empty texts, and {{ … }} where nothing fills them."""
    del lost
    for path, owner in _owners(outline):
        for key, text in _texts_of(owner):
            if not text.strip():
                yield Finding((*path, *key), f"{key[-1]!r} is empty")
            elif "{{" in text and key[0] not in _filled_in(owner):
                yield Finding((*path, *key), "{{ … }} is filled only in a question's text and help and in messages")


def _owners(outline: Outline) -> Iterator[tuple[Path, Frozen]]:
    yield (), outline.playbook
    yield from outline.phases
    yield from outline.dialogs
    yield from ((spot.path, spot.entry) for spot in outline.spots)
    for spot, question in outline.questions:
        if question.recommend is not None:
            yield (*spot.path, "recommend"), question.recommend
    yield from outline.checks
    yield from ((("facts", index), fact) for index, fact in enumerate(outline.playbook.facts))


def _texts_of(owner: Frozen) -> Iterator[tuple[Path, str]]:
    for name in type(owner).model_fields:
        value = getattr(owner, name)
        if isinstance(value, str) and name not in _NO_TEXTS:
            yield (name,), value
    if isinstance(owner, ChoiceQuestion | MultiChoiceQuestion):
        yield from ((("options", id_), label) for id_, label in owner.options_by_id.items())


def _filled_in(owner: Frozen) -> tuple[str, ...]:
    """The fields in which expressions are worked out."""
    return ("text", "help") if isinstance(owner, Question) else ("message",) if isinstance(owner, Check) else ()
