"""/timezone, /holidays and /standup nudges: whose clock counts, when nobody is asked, and who is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.service.standups import planning
from bot.service.standups.wants import team_of
from bot.service.standups.whose import selves, where_it_counts
from dialogs.nearby import nearest_zones, read_point
from dialogs.questions.base import Misunderstood, Situation
from dialogs.questions.zone import ZoneQuestion
from dialogs.state import Role
from dialogs.texts import Part, lines, phrase
from dialogs.zones import local_day, zone_label

if TYPE_CHECKING:
    from bot.service.talk import Talk

OFF = frozenset({"off", "none", "-"})


def timezone(talk: Talk, argument: str) -> None:
    """/timezone [city]: by whose clock the person is asked."""
    if not argument:
        zone = talk.me.zone
        label: Part = zone_label(zone, talk.now) if zone else phrase("timezone.unknown")
        talk.say(phrase("timezone.is", zone=label))
        talk.ask_again()
        return
    here = read_point(argument)
    if here is not None:
        _offer_zones(talk, nearest_zones(*here))
        return
    question = ZoneQuestion(id="zone", type="zone", text="")
    parsed = question.parse(argument, Situation(local_day(talk.now, talk.me.zone)))
    if isinstance(parsed, Misunderstood):
        talk.refuse(parsed.because)
        talk.ask_again()
        return
    set_zone(talk, str(parsed.value))
    talk.ask_again()


def _offer_zones(talk: Talk, zones: Sequence[str]) -> None:
    """Sets none of them: a border may lie between a place and the closest city."""
    best, *others = zones
    more = lines((phrase("timezone.other", zone=zone) for zone in others), between=", ")
    talk.say(phrase("timezone.near", zone=zone_label(best, talk.now), name=best, more=more))
    talk.ask_again()


def set_zone(talk: Talk, zone: str) -> None:
    """Keep the zone a person chose, and ask them by it from now on."""
    for workspace, member in selves(talk):
        talk.turn.put_zone(workspace, member, zone)
        planning.rezone(talk.turn, workspace, list(talk.turn.directory(workspace).roles), talk.now)
    talk.say(phrase("timezone.set", zone=zone_label(zone, talk.now)))


def holidays(talk: Talk, argument: str) -> None:
    """/holidays [team] [country or region | off]: on whose public holidays nobody is asked."""
    known = talk.office.holidays
    is_team = argument.casefold().split(" ")[0] == "team"
    typed = argument[4:].strip() if is_team else argument
    refusal = talk.refusal(Role.LEAD) if is_team and typed else None
    codes = known.find(typed) if typed and typed.casefold() not in OFF else ()
    if refusal is not None:
        talk.refuse(refusal)
    elif not typed:
        _tell_holidays(talk)
    elif typed.casefold() in OFF:
        _keep_holidays(talk, "-", phrase("holidays.off"), is_team=is_team)
    elif not codes:
        talk.refuse(phrase("holidays.expected"))
    elif len(codes) > 1 and codes[0].casefold() != typed.casefold():
        rows = lines(f"{code} – {known.label(code)}" for code in codes)
        talk.refuse(phrase("holidays.several", rows=rows))
    else:
        kept = known.label(codes[0])
        said = phrase("holidays.set_for_team", kept=kept) if is_team else phrase("holidays.set", kept=kept)
        _keep_holidays(talk, codes[0], said, is_team=is_team)
    talk.ask_again()


def nudges(talk: Talk, argument: str) -> None:
    """/standup nudges on | off: reminders for the person who asks."""
    if argument.casefold() not in ("on", "off"):
        talk.refuse(phrase("standup.nudges_expected"))
    else:
        wanted = argument.casefold() == "on"
        for workspace, member in selves(talk):
            before = talk.turn.rota.preference(workspace, member)
            talk.turn.rota.put_preference(workspace, replace(before, nudges=wanted))
        _say(talk, phrase("standup.nudges_on") if wanted else phrase("standup.nudges_off"))
    talk.ask_again()


def _tell_holidays(talk: Talk) -> None:
    rota, workspace, known = talk.turn.rota, talk.chat.workspace, talk.office.holidays
    team = rota.preference(workspace, team_of(talk.chat.project))
    code = rota.preference(workspace, talk.me.id).holidays or team.holidays
    kept: Part = known.label(code) if code not in ("", "-") else phrase("none")
    talk.say(phrase("holidays.are", kept=kept))


def _keep_holidays(talk: Talk, code: str, said: Part, *, is_team: bool) -> None:
    for workspace, member in [(talk.chat.workspace, team_of(talk.chat.project))] if is_team else selves(talk):
        before = talk.turn.rota.preference(workspace, member)
        talk.turn.rota.put_preference(workspace, replace(before, holidays=code))
    if is_team:
        talk.say(said)
    else:
        _say(talk, said)


def _say(talk: Talk, said: Part) -> None:
    """In private with the projects for which it counts, where these are several."""
    counts = None if talk.chat.is_shared else where_it_counts(talk, selves(talk))
    talk.say(said if counts is None else lines([said, counts], between=" "))
