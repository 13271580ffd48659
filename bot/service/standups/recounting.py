"""/standup report and /standup history: what was said in rounds, and how they went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.service.standups import planning, rounds
from bot.service.standups.choosing import chosen, standups, without
from bot.service.standups.leading import days_and_name, meant_by
from bot.service.standups.model import CheckIn, Reply, Standup
from dialogs.questions.dates import full_date
from dialogs.questions.days import read_past_days
from dialogs.texts import Part, lines, listed, phrase
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Talk

HISTORY = timedelta(days=14)
AT_ONCE = 7
"""Rounds of a longer period that are told in one message."""
LISTED = 31
"""Rounds of a longer period that have a line of their own."""


def report(talk: Talk, argument: str) -> None:
    """What was said on a day or in a week, in the last round if none is named; of all stand-ups if none is named."""
    today, known = _today(talk), standups(talk)
    days, which = days_and_name(argument, known, lambda text: read_past_days(text, today))
    if not known:
        talk.refuse(phrase("standup.none"))
    elif which and days is None and meant_by(which, known) is None:
        talk.refuse(phrase("standup.day_expected"))
    else:
        one = chosen(talk, which, "/standup report", without(argument, which)) if which else None
        if which and one is None:
            return
        for found in known if one is None else [one]:
            if days is None:
                _report_newest(talk, found, today - HISTORY, today)
            else:
                _report_days(talk, found, *days, today=today)
    talk.ask_again()


def history(talk: Talk, argument: str) -> None:
    """How the rounds of a period went, a line a day; those of the last two weeks if none is named."""
    today, known = _today(talk), standups(talk)
    days, which = days_and_name(argument, known, lambda text: read_past_days(text, today))
    if which and days is None and known and meant_by(which, known) is None:
        talk.refuse(phrase("standup.period_expected"))
        talk.ask_again()
        return
    found = chosen(talk, which, "/standup history", without(argument, which))
    if found is None:
        return
    first, last = days or (today - HISTORY, today)
    rounds_of = talk.turn.rota.check_ins(found.workspace, found.id, first, last)
    rows = _rows(rounds_of, sorted({one.day for one in rounds_of}, reverse=True))
    if rows and days is None:
        talk.say(phrase("standup.history", name=found.name, rows=listed(rows)))
    elif rows:
        period = _period(first, last)
        talk.say(phrase("standup.history_of", name=found.name, period=period, rows=listed(rows)))
    elif days is None:
        talk.say(phrase("standup.no_rounds", name=found.name))
    else:
        _say_none(talk, found, first, last, today=today)
    talk.ask_again()


def _rows(known: Sequence[CheckIn], days: Sequence[date]) -> list[Part]:
    """How the rounds of some days went, a line each; of more than can be read the first ones."""
    rows: list[Part] = []
    for day in days[:LISTED]:
        here = [one for one in known if one.day == day]
        asked = [one for one in here if one.reply not in (Reply.AWAY, Reply.MISSED)]
        replied = sum(1 for one in asked if one.reply in (Reply.ANSWERED, Reply.SKIPPED))
        if asked:
            rows.append(phrase("standup.history_row", day=full_date(day), replied=replied, n=len(asked)))
        elif any(one.reply is Reply.MISSED for one in here):
            rows.append(phrase("standup.history_missed", day=full_date(day)))
        else:
            rows.append(phrase("standup.history_away", day=full_date(day)))
    if len(days) > LISTED:
        rows.append(phrase("standup.history_more", n=len(days) - LISTED))
    return rows


def _period(first: date, last: date) -> Part:
    if first == last:
        return full_date(first)
    return phrase("days.from_to", first=full_date(first), last=full_date(last))


def _report_newest(talk: Talk, found: Standup, since: date, until: date) -> None:
    """The newest round of a period in which somebody replied, with all that was said."""
    known = talk.turn.rota.check_ins(found.workspace, found.id, since, until)
    newest = max((one.day for one in known if one.is_over), default=None)
    if newest is not None:
        here = [one for one in known if one.day == newest]
        said = [one for one in here if one.reply is Reply.ANSWERED]
        parts: list[Part] = [rounds.past(talk, found, newest, here)]
        parts += [rounds.answers_by(talk, found, one) for one in said]
        talk.say(lines(parts, between="\n\n"))
    elif since == until:
        talk.say(phrase("standup.no_round_on", name=found.name, day=full_date(since)))
    else:
        talk.say(phrase("standup.no_rounds", name=found.name))


def _report_days(talk: Talk, found: Standup, first: date, last: date, *, today: date) -> None:
    """One day in full; of more days the summaries of the newest rounds, and before them a line for each older one."""
    known = talk.turn.rota.check_ins(found.workspace, found.id, first, last)
    days = sorted({one.day for one in known if one.is_over})
    if first == last and (days or first <= today):
        _report_newest(talk, found, first, last)
    elif not days:
        _say_none(talk, found, first, last, today=today)
    else:
        older = days[-AT_ONCE - 1 :: -1] if len(days) > AT_ONCE else []
        if older:
            rows, day = listed(reversed(_rows(known, older))), older[0]
            command = f"/standup report {found.name} {day.isoformat()}"
            talk.say(phrase("standup.older", name=found.name, rows=rows, command=command))
        here = {day: [one for one in known if one.day == day] for day in days[-AT_ONCE:]}
        parts = [rounds.past(talk, found, day, some) for day, some in here.items()]
        talk.say(lines(parts, between="\n\n"))


def _say_none(talk: Talk, found: Standup, first: date, last: date, *, today: date) -> None:
    """A period had no rounds, or is still to come."""
    if first > today:
        talk.refuse(phrase("standup.day_ahead", name=found.name, day=full_date(first)))
    elif first == last:
        talk.say(phrase("standup.no_round_on", name=found.name, day=full_date(first)))
    else:
        talk.say(phrase("standup.no_round_in", name=found.name, first=full_date(first), last=full_date(last)))


def _today(talk: Talk) -> date:
    return local_day(talk.now, planning.clock_of(talk.turn, talk.chat.workspace, talk.me.id, talk.chat.project))
