"""Why a stand-up's settings can't be as somebody said, whether they set it up or edit it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.questions.dates import full_date
from dialogs.questions.matching import folded
from dialogs.texts import Part, phrase


def of_days(starts: date | None, ends: date | None, today: date) -> Part | None:
    """Why a stand-up can't go on from one day to another; None where it can."""
    if ends is None:
        return None
    if ends < today:
        return phrase("standup.ends_past", day=full_date(ends))
    if starts is not None and ends < starts:
        return phrase("standup.ends_early", first=full_date(starts), last=full_date(ends))
    return None


def of_questions(texts: Sequence[str]) -> Part | None:
    """Why these can't all be asked; None where they can."""
    seen: set[str] = set()
    for text in texts:
        if folded(text) in seen:
            return phrase("standup.asked_already", question=text)
        seen.add(folded(text))
    return None
