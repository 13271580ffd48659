"""What being away, and being back, means for the rounds that are under way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.service.ports import Turn
from bot.service.standups import planning, rounds
from bot.service.standups.model import CheckIn, Reply, Standup
from bot.service.standups.wants import Absence
from bot.service.standups.withdrawing import withdraw
from dialogs.texts import Part, lines, phrase
from dialogs.zones import zone_info

if TYPE_CHECKING:
    from bot.service.talk import Talk

REACHES_BACK = timedelta(days=14)
"""Rounds that are longer ago stay as they were summed up."""


def excuse(talk: Talk, workspace: str, absence: Absence) -> None:
    """Who was asked in a round of these days and has not answered is away in it, and need not answer any more."""
    today = talk.now.date()
    since = max(absence.first, today - REACHES_BACK)
    until = min(absence.last or date.max, today + planning.AROUND)
    asked = [
        (standup, one)
        for standup, one in _parts(talk.turn, workspace, absence.member, since, until)
        if one.reply is Reply.ASKED
    ]

    def said(standup: Standup, one: CheckIn, is_open: bool) -> Part | None:
        del is_open
        is_theirs = absence.member != talk.me.id and talk.now < one.cutoff_at
        return phrase("away.for_you", who=talk.me.name, name=standup.name) if is_theirs else None

    for standup, one in withdraw(talk, asked, phrase("away.settled"), said):
        after = replace(one, reply=Reply.AWAY)
        talk.turn.rota.put_check_in(after)
        rounds.follow(talk, standup, after)


def expect(talk: Talk, workspace: str, member: str) -> Part | None:
    """Who is back takes part in the rounds that are not over: says which these are; None where there is none."""
    today, zones = talk.now.date(), talk.turn.directory(workspace)
    rows: list[Part] = []
    for standup, one in _parts(talk.turn, workspace, member, today - planning.AROUND, today + planning.AROUND):
        # A note names the public holiday that keeps them away, which goes on.
        if one.reply is not Reply.AWAY or one.note or one.cutoff_at <= talk.now:
            continue
        talk.turn.rota.put_check_in(replace(one, reply=Reply.ASKED))
        zone = zone_info(planning.zone_of(zones, standup, member))
        row = phrase("away.still_open", name=standup.name, time=f"{one.cutoff_at.astimezone(zone):%H:%M}")
        rows.append(row)
        chat = talk.turn.chat(*one.chat) if one.chat[0] and member != talk.me.id else None
        if chat is not None:
            talk.tell(chat, lines([phrase("away.back_for_you", who=talk.me.name), row], between=" "))
    return lines(rows, between=" ") if rows else None


def _parts(turn: Turn, workspace: str, member: str, since: date, until: date) -> Iterator[tuple[Standup, CheckIn]]:
    """A member's check-ins of some days, in all stand-ups of a workspace that go on."""
    for project, roles in turn.directory(workspace).roles.items():
        for routine in turn.rota.routines(workspace, project) if member in roles else ():
            if not isinstance(routine, Standup) or routine.rests:
                continue
            for one in turn.rota.check_ins(workspace, routine.id, since, until):
                held = turn.rota.check_in(*one.key) if one.member == member else None
                if held is not None:
                    yield routine, held
