"""/standup skip and /standup unskip: days on which nobody is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.service.standups import planning, setup
from bot.service.standups.choosing import standups, without
from bot.service.standups.leading import days_and_name, led, may_lead, meant_by, put
from bot.service.standups.model import Standup
from dialogs.absences import read_days
from dialogs.questions.dates import full_date
from dialogs.questions.days import read_date
from dialogs.rules import is_on
from dialogs.texts import Part, lines, phrase
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Talk

LONGEST = timedelta(days=92)
"""Who wants to leave out more pauses the stand-up."""


def skip(talk: Talk, argument: str) -> None:
    """Days are left out for all: "skip tomorrow", "skip 3-7 Apr", "skip 24 Dec Daily"."""
    meant = _meant(talk, argument, "/standup skip")
    if meant is None:
        return
    found, first, last = meant
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    asked = {one.day for one in talk.turn.rota.check_ins(found.workspace, found.id, first, last)}
    days = [day for day in days if is_on(found.rule, day) or day in asked]
    if not days and first == last:
        none_on = phrase("standup.skip_none_on", name=found.name, day=full_date(first))
        talk.refuse(lines([none_on, setup.next_line(talk, found)]))
    elif not days:
        talk.refuse(phrase("standup.skip_none", name=found.name, first=full_date(first), last=full_date(last)))
    if not days:
        talk.ask_again()
        return
    kept = sorted({*(one for one in found.skips if one >= _today(talk) - planning.AROUND), *days})
    undo = f"{days[0]}" if len(days) == 1 else f"{days[0]}..{days[-1]}"
    said = phrase("standup.skipped", name=found.name, day=_named(days), undo=undo)
    put(talk, replace(found, skips=tuple(kept)), said)


def unskip(talk: Talk, argument: str) -> None:
    """Days that were left out are taken in again."""
    meant = _meant(talk, argument, "/standup unskip")
    if meant is None:
        return
    found, first, last = meant
    gone = [day for day in found.skips if first <= day <= last]
    if gone:
        kept = tuple(day for day in found.skips if day not in gone)
        put(talk, replace(found, skips=kept), phrase("standup.unskipped", name=found.name, days=_named(gone)))
        return
    ahead = [full_date(day) for day in found.skips if day >= _today(talk)]
    rows: list[Part] = [phrase("standup.unskip_none", name=found.name)]
    rows += [phrase("standup.skips", days=lines(ahead, between=", "))] if ahead else []
    talk.refuse(lines(rows))
    talk.ask_again()


def _meant(talk: Talk, argument: str, command: str) -> tuple[Standup, date, date] | None:
    """The stand-up and the first and the last of the days, today if none is named; None where that was refused."""
    today, known = _today(talk), standups(talk)
    days, which = days_and_name(argument, known, lambda text: _read(text, today))
    if days is None and (not which or meant_by(which, known) is not None or not known):
        days = today, today
    if days is None or days[1] < today or days[1] - days[0] > LONGEST:
        if may_lead(talk):
            talk.refuse(phrase("standup.skip_expected"))
            talk.ask_again()
        return None
    found = led(talk, which, command, without(argument, which))
    return None if found is None else (found, max(days[0], today), days[1])


def _read(text: str, today: date) -> tuple[date, date] | None:
    found = read_days(text, today)
    if found is not None:
        return (found[0], found[1]) if found[1] is not None else None
    day = read_date(text, today)
    return None if day is None else (day[0], day[0])


def _named(days: Sequence[date]) -> Part:
    if len(days) == 1:
        return full_date(days[0])
    return phrase("days.from_to", first=full_date(days[0]), last=full_date(days[-1]))


def _today(talk: Talk) -> date:
    zone = planning.clock_of(talk.turn, talk.chat.workspace, talk.me.id, talk.chat.project)
    return local_day(talk.now, zone)
