"""/away and /back: when somebody is not to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.service.standups import excuses, planning
from bot.service.standups.wants import Absence
from bot.service.standups.whose import selves, where_it_counts, whose
from dialogs.absences import read_days
from dialogs.engine import Said
from dialogs.questions.dates import full_date
from dialogs.state import Member
from dialogs.texts import Part, lines, phrase
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Talk

OFF = frozenset({"off", "cancel", "none", "-"})


def away(talk: Talk, argument: str) -> None:
    """/away [days | off] [@somebody]: not to be asked on these days; without any, until they say that they are back."""
    mine = _today(talk, talk.me)
    who, typed = whose(talk, argument, lambda text: text.casefold() in OFF or read_days(text, mine) is not None)
    if who is None:
        return
    today = _today(talk, who)
    if typed.casefold() in OFF:
        _call_off(talk, who, today)
    else:
        found = read_days(typed, today)
        if found is None:
            talk.refuse(phrase("away.expected"))
        else:
            _keep(talk, who, found, today)
    talk.ask_again()


def back(talk: Talk, argument: str) -> None:
    """/back [@somebody]: end an absence, or call off one of somebody else that has not begun.

    Who is not away goes back to the question before.
    """
    who, _ = whose(talk, argument, lambda text: not text)
    if who is None:
        return
    today = _today(talk, who)
    is_away = any(one.has(today) for _, one in _absences(talk, who, today))
    if is_away:
        _come_back(talk, who, today)
    elif who.id != talk.me.id:
        _call_off(talk, who, today)
    else:
        talk.run(Said(talk.chat.id, talk.me.id, f"/back {argument}".strip(), is_shared=talk.chat.is_shared))
        return
    talk.ask_again()


def _keep(talk: Talk, who: Member, days: tuple[date, date | None], today: date) -> None:
    first, last = days
    for workspace, member, by in _as_members(talk, who):
        absence = Absence(member, first, last, by)
        for one in talk.turn.rota.absences(workspace, member):
            if first < one.first and (last is None or (one.last is not None and one.last <= last)):
                talk.turn.rota.drop_absence(workspace, member, one.first)
        talk.turn.rota.put_absence(workspace, absence)
        excuses.excuse(talk, workspace, absence)
    if last is not None and last < today:
        _say(talk, who, [phrase("away.past", name=who.name, days=_days(first, last))])
        return
    if last is None:
        said = phrase("away.open", name=who.name, first=full_date(first))
    elif first == last:
        said = phrase("away.day", name=who.name, first=full_date(first))
    else:
        said = phrase("away.days", name=who.name, first=full_date(first), last=full_date(last))
    if who.id != talk.me.id:
        ends = phrase("away.theirs", name=who.name)
    else:
        ends = phrase("away.ends") if first <= today else phrase("away.off")
    _say(talk, who, [said, ends])


def _come_back(talk: Talk, who: Member, today: date) -> None:
    """End what covers today; what lies ahead stays."""
    _end(talk, [one for one in _absences(talk, who, today) if one[1].has(today)], today)
    left = _absences(talk, who, today)
    said = [phrase("away.back", name=who.name)]
    if left:
        ends = phrase("away.off") if who.id == talk.me.id else phrase("away.theirs", name=who.name)
        said = [phrase("away.back_until", name=who.name, days=_periods(left)), ends]
    _say(talk, who, [*said, *_open_rounds(talk, who)])


def _call_off(talk: Talk, who: Member, today: date) -> None:
    """Forget all absences that are not over."""
    found = _absences(talk, who, today)
    if not found:
        talk.say(phrase("away.not_away", name=who.name))
        return
    _end(talk, found, today)
    days = _periods(found)
    opened = _open_rounds(talk, who) if any(one.has(today) for _, one in found) else []
    _say(talk, who, [phrase("away.called_off", name=who.name, days=days), *opened])


def _end(talk: Talk, found: Sequence[tuple[str, Absence]], today: date) -> None:
    """Of absences only the days that are over stay."""
    for workspace, one in found:
        talk.turn.rota.drop_absence(workspace, one.member, one.first)
        if one.first < today:
            talk.turn.rota.put_absence(workspace, replace(one, last=today - timedelta(days=1)))


def _periods(found: Sequence[tuple[str, Absence]]) -> Part:
    """When that is, each once."""
    periods = dict.fromkeys((one.first, one.last) for _, one in found)
    return lines((_days(first, last) for first, last in periods), between=", ")


def _days(first: date, last: date | None) -> Part:
    if last is None:
        return phrase("away.from", first=full_date(first))
    if first == last:
        return full_date(first)
    return phrase("days.from_to", first=full_date(first), last=full_date(last))


def _open_rounds(talk: Talk, who: Member) -> list[Part]:
    found = [excuses.expect(talk, workspace, member) for workspace, member, _ in _as_members(talk, who)]
    return [one for one in found if one is not None]


def _absences(talk: Talk, who: Member, today: date) -> list[tuple[str, Absence]]:
    """Those that are not over, the first one first, with their workspaces."""
    rota = talk.turn.rota
    found = [
        (workspace, one)
        for workspace, member, _ in _as_members(talk, who)
        for one in rota.absences(workspace, member)
        if one.last is None or one.last >= today
    ]
    return sorted(found, key=lambda one: one[1].first)


def _as_members(talk: Talk, who: Member) -> Sequence[tuple[str, str, str]]:
    """Where what is said of somebody counts: workspace, member, and as whom it is said there.

    For themselves people speak everywhere, for somebody else only in the team that is talked about.
    """
    if who.id != talk.me.id:
        return [(talk.chat.workspace, who.id, talk.me.id)]
    return [(workspace, member, member) for workspace, member in selves(talk)]


def _today(talk: Talk, who: Member) -> date:
    """By the person's clock, as any of their teams knows it."""
    known = (planning.clock_of(talk.turn, workspace, member) for workspace, member, _ in _as_members(talk, who))
    return local_day(talk.now, next((zone for zone in known if zone), ""))


def _say(talk: Talk, who: Member, said: Sequence[Part]) -> None:
    """In one message; and for which projects that counts, where a person speaks for themselves in several."""
    counts = where_it_counts(talk, selves(talk)) if who.id == talk.me.id and not talk.chat.is_shared else None
    talk.say(lines([*said, *([counts] if counts is not None else [])], between=" "))
