"""/checkin, /blockers, and what /undo means of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.service import errands
from bot.service.projects import visible
from bot.service.standups import changes, check_ins, planning, rounds, waiting
from bot.service.standups.choosing import chosen, standups, without
from bot.service.standups.leading import days_and_name
from bot.service.standups.model import Standup
from dialogs.engine import Said
from dialogs.questions.dates import full_date
from dialogs.questions.days import read_date
from dialogs.questions.matching import folded
from dialogs.rules import is_on
from dialogs.state import Role
from dialogs.texts import listed, phrase, shortened
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Talk

UNDONE_WITHIN = timedelta(minutes=10)
"""Who says `/undo` so shortly after a check-in means that, and nothing that they did before it."""
REOPENED_WITHIN = timedelta(days=60)
"""So long what is out of the way can be taken for open again."""
_BACK = frozenset({"open", "reopen", "open again", "again", "back", "not gone", "still there"})
_GONE = re.compile(
    r"(?:(?:is|was|has been|now|already|also) )*"
    r"(?:gone|done|solved|closed?|resolved|fixed|✓|✅|已?(?:完成|解决)了?)(?: (?:now|today|already))?"
)


def check_in(talk: Talk, argument: str) -> None:
    """/checkin [day] [stand-up]: answer now, before or after being asked."""
    if not talk.chat.is_shared and not standups(talk):
        _go_to_standups(talk)
    waits = None if argument else next(iter(waiting.rounds(talk)), None)
    named, which = (
        days_and_name(argument, standups(talk), lambda text: _read_day(talk, text)) if argument else (None, "")
    )
    found = waits[0] if waits is not None else chosen(talk, which, "/checkin", without(argument, which))
    if found is None:
        return
    directory = talk.turn.directory(talk.chat.workspace)
    if talk.me.id not in planning.participants(directory, found):
        talk.refuse(phrase("check_in.not_in", name=found.name))
        talk.ask_again()
        return
    if found.is_paused:
        talk.refuse(phrase("check_in.rests", name=found.name))
        talk.ask_again()
        return
    if talk.chat.is_shared:
        talk.whisper(phrase("check_in.only_private"))
        return
    meant = waiting.day_to_answer(talk, found, talk.me.id)
    day = meant if named is None else named
    if day is not None and (day == meant or _can_be_answered(talk, found, day)):
        check_ins.start(talk, talk.chat, found, day)
        return
    none_on = phrase("check_in.none_on", name=found.name, day=full_date(day)) if day is not None else None
    talk.refuse(none_on or phrase("check_in.none_ahead", name=found.name))
    talk.ask_again()


def _read_day(talk: Talk, text: str) -> date | None:
    """The day that somebody names, unless that is part of a stand-up's name."""
    if any(folded(text) in folded(one.name) for one in standups(talk)):
        return None
    zone = planning.clock_of(talk.turn, talk.chat.workspace, talk.me.id, talk.chat.project)
    found = read_date(text, local_day(talk.now, zone))
    return None if found is None else found[0]


def _can_be_answered(talk: Talk, standup: Standup, day: date) -> bool:
    """Whether a day that somebody names has a round that they were asked in today, or that lies ahead."""
    zone = planning.zone_of(talk.turn.directory(standup.workspace), standup, talk.me.id)
    today = local_day(talk.now, zone)
    if day == today and talk.turn.rota.check_in(standup.workspace, standup.id, day, talk.me.id) is not None:
        return True
    is_ahead = today < day <= today + planning.AHEAD or (
        day == today and talk.now <= planning.cutoff_of(standup, today, zone)
    )
    return is_ahead and is_on(standup.rule, day) and day not in standup.skips


def answer_waiting(talk: Talk) -> bool:
    """Ask for the round in which the person was asked and has not answered; False where there is none."""
    found = next(iter(waiting.rounds(talk)), None)
    if found is not None:
        check_ins.start(talk, talk.chat, found[0], found[1].day)
    return found is not None


def undo(talk: Talk, argument: str) -> None:
    """/undo: a check-in is changed, not taken back; and who has just sent one does not mean their answer before it."""
    last = None if errands.open_in(talk, talk.chat) is not None else _just_sent(talk)
    if last is None:
        talk.run(Said(talk.chat.id, talk.me.id, f"/undo {argument}".strip(), is_shared=talk.chat.is_shared))
    else:
        talk.refuse(phrase("check_in.undo", name=last.name))
        talk.ask_again()


def _just_sent(talk: Talk) -> Standup | None:
    """The stand-up of a check-in that is the newest thing which the person has done."""
    today = talk.now.date()
    book = talk.turn.state(talk.chat.workspace, talk.chat.project).book
    newest = next((one.at for one in reversed(book.entries) if one.author == talk.me.id), None)
    since = max(filter(None, (newest, talk.now - UNDONE_WITHIN)))
    for found in standups(talk):
        known = talk.turn.rota.check_ins(
            found.workspace, found.id, today - timedelta(days=2), today + timedelta(days=7)
        )
        if any(one.member == talk.me.id and one.answered_at and one.answered_at > since for one in known):
            return found
    return None


def blockers(talk: Talk, argument: str) -> None:
    """/blockers [BL-2 gone]: what is in the way, or that something is not any more."""
    rota = talk.turn.rota
    open_ = rota.blockers(talk.chat.workspace, talk.chat.project)
    label = argument.split(" ", maxsplit=1)[0].upper()
    found = next((one for one in open_ if one.label == label), None)
    if argument and found is None:
        _reopen(talk, label, argument)
    elif found is not None:
        refusal = talk.refusal(Role.MEMBER)
        if refusal is not None:
            talk.refuse(refusal)
        elif _is_gone(argument[len(label) :]):
            changes.close(talk, talk.chat, found)
        else:
            talk.refuse(phrase("blocker.expected", label=found.label))
    elif not open_:
        talk.say(phrase("blocker.none"))
    else:
        names, zone = talk.turn.directory(talk.chat.workspace), talk.me.zone
        rows = [rounds.blocker_line(names, one, local_day(talk.now, zone), zone) for one in open_]
        talk.say(phrase("blocker.list", n=len(rows), rows=listed(rows)))
    talk.ask_again()


def _reopen(talk: Talk, label: str, argument: str) -> None:
    """What is out of the way already is back in it, where somebody says so; otherwise they are told how."""
    workspace, project = talk.chat.workspace, talk.chat.project
    known = talk.turn.rota.blockers(workspace, project, since=talk.now - REOPENED_WITHIN)
    found = next((one for one in known if one.label == label), None)
    refusal = talk.refusal(Role.MEMBER)
    if found is None:
        talk.refuse(phrase("blocker.unknown", label=argument[:40]))
    elif folded(argument[len(label) :]) not in _BACK:
        talk.refuse(phrase("blocker.is_closed", label=label, text=shortened(found.text, 120)))
    elif refusal is not None:
        talk.refuse(refusal)
    else:
        talk.turn.rota.put_blocker(replace(found, closed_at=None))
        talk.say(phrase("blocker.reopened", label=label, text=shortened(found.text, 120)))


def _is_gone(said: str) -> bool:
    """Whether what stands behind a blocker's label closes it: nothing does, too."""
    return not said or ("?" not in said and _GONE.fullmatch(folded(said)) is not None)


def _go_to_standups(talk: Talk) -> None:
    """From a project that has none to the first one in which the person is asked, where there is one."""
    for project in visible(talk):
        directory = talk.turn.directory(project.workspace)
        member = directory.accounts.get(talk.speaker.known_as, "")
        for routine in talk.turn.rota.routines(project.workspace, project.id):
            if not isinstance(routine, Standup) or routine.is_deleted:
                continue
            if member in planning.participants(directory, routine):
                talk.talk_about(project)
                talk.say(phrase("project.switched", name=project.name))
                return
