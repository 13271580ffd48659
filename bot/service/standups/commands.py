"""/standup: what can be done with a project's stand-ups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.service.standups import choosing, editing, planning, recounting, setup, skipping, wishes
from bot.service.standups.choosing import chosen, standups
from bot.service.standups.files import csv_payload, json_payload
from bot.service.standups.leading import led, may_lead, name_in_front, put
from bot.service.standups.model import NOWHERE, CheckIn, Due, Reply, Standup, Step
from bot.service.standups.withdrawing import withdraw
from dialogs.questions.matching import folded
from dialogs.texts import Part, phrase
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Talk

EXPORTED = timedelta(days=366)


def standup(talk: Talk, argument: str) -> None:
    """/standup [what] [which]: without anything, show what there is, or set the first one up."""
    word, _, rest = argument.partition(" ")
    action = ACTIONS.get(word.casefold())
    if not argument:
        known = standups(talk)
        if known:
            _show(talk, "")
        else:
            _new(talk, "")
    elif action is None:
        talk.refuse(phrase("standup.unknown", word=word[:40]))
        talk.ask_again()
    else:
        action(talk, rest.strip())


def _new(talk: Talk, name: str) -> None:
    if not may_lead(talk):
        return
    name = name.strip() or talk.office.words.plain(phrase("standup.default_name"))
    if len(name) > setup.NAME_LIMIT:
        talk.refuse(phrase("text.too_long", n=len(name), max=setup.NAME_LIMIT))
    elif choosing.is_taken(talk, name):
        talk.refuse(phrase("standup.exists", name=name))
    else:
        setup.begin(talk, name)
        return
    talk.ask_again()


def _show(talk: Talk, which: str) -> None:
    known = standups(talk)
    if which:
        found = chosen(talk, which, "/standup show")
        if found is None:
            return
        known = [found]
    for one in known:
        planning.sync(talk.turn, one, talk.now)
        next_ = setup.next_line(talk, one)
        talk.say(phrase("standup.shown", name=one.name, shown=setup.show(talk, one), next=next_))
    if known:
        talk.say(phrase("standup.hint"))
    else:
        talk.say(phrase("standup.none"))
    talk.ask_again()


def _pause(talk: Talk, which: str) -> None:
    found = led(talk, which, "/standup pause")
    if found is not None:
        put(talk, replace(found, is_paused=True), phrase("standup.paused", name=found.name))


def _resume(talk: Talk, which: str) -> None:
    found = led(talk, which, "/standup resume")
    if found is not None:
        put(talk, replace(found, is_paused=False), phrase("standup.resumed", name=found.name))


def _now(talk: Talk, which: str) -> None:
    """Everybody is asked at once for the round of today, by the clock of who says so or their own, whichever is later.

    Who has a part in that round already is not asked, nor who is still being asked in another one.
    """
    found = led(talk, which, "/standup now")
    if found is None:
        return
    directory, rota = talk.turn.directory(talk.chat.workspace), talk.turn.rota
    today = local_day(talk.now, planning.zone_of(directory, found, talk.me.id))
    if found.is_paused or today in found.skips:
        why = phrase("check_in.rests", name=found.name)
        talk.refuse(why if found.is_paused else phrase("standup.now_skipped", name=found.name))
        talk.ask_again()
        return
    known = rota.check_ins(found.workspace, found.id, today - planning.AROUND, today + planning.AROUND)
    asked = {(one.member, one.day) for one in known if not one.is_begun}
    open_ = {one.member for one in known if not one.is_over and not one.is_begun and one.cutoff_at > talk.now}
    dues = []
    for member in planning.participants(directory, found):
        zone = planning.zone_of(directory, found, member)
        day = max(today, local_day(talk.now, zone))
        if (member, day) not in asked and member not in open_ and day not in found.skips:
            id_ = planning.due_id(found, member)
            due = Due(found.workspace, id_, found.id, found.project, Step.NOW, day, talk.now, member, zone, NOWHERE)
            dues.append(due)
    rota.put_dues(dues)
    talk.say(phrase("standup.now", name=found.name, n=len(dues)) if dues else phrase("standup.now_nobody"))
    talk.ask_again()


def _delete(talk: Talk, which: str) -> None:
    """It is not shown any more, and nobody is asked; what was said in it stays, and so it can be brought back."""
    found = led(talk, which, "/standup delete")
    if found is not None:
        after = replace(found, is_deleted=True)
        talk.turn.rota.put_routine(after)
        planning.reschedule(talk.turn, after, talk.now)
        _call_off(talk, after)
        talk.say(phrase("standup.deleted", name=found.name))
        talk.ask_again()


def _call_off(talk: Talk, standup: Standup) -> None:
    """Nobody need answer what they were asked in it; what they have said stays."""

    def said(_: Standup, one: CheckIn, is_open: bool) -> Part | None:
        is_told = is_open and one.member != talk.me.id
        return phrase("standup.deleted_for_you", who=talk.me.name, name=standup.name) if is_told else None

    today, rota = talk.now.date(), talk.turn.rota
    known = rota.check_ins(standup.workspace, standup.id, today - planning.AROUND, today + planning.AROUND)
    held = (rota.check_in(*one.key) for one in known if one.reply is Reply.ASKED)
    asked = [(standup, one) for one in held if one is not None and one.reply is Reply.ASKED]
    withdraw(talk, asked, phrase("standup.settled"), said)


def _restore(talk: Talk, which: str) -> None:
    """Bring a deleted one back, as it was."""
    if not may_lead(talk):
        return
    known = choosing.deleted(talk)
    if not known:
        talk.refuse(phrase("standup.none_deleted"))
        talk.ask_again()
        return
    found = choosing.one_of(talk, known, which, "/standup restore", is_sure=True)
    if found is None:
        return
    if choosing.is_taken(talk, found.name):
        talk.refuse(phrase("standup.taken", name=found.name))
        talk.ask_again()
        return
    put(talk, replace(found, is_deleted=False), phrase("standup.restored", name=found.name))


def _export(talk: Talk, argument: str) -> None:
    """The check-ins of a year as a table, or as JSON."""
    make = _FILES.get(argument.casefold())
    if make is None:
        talk.refuse(phrase("standup.export_expected"))
    else:
        talk.put(talk.chat, make(talk.project(), talk.now - EXPORTED, talk.now, talk.me.zone))
    talk.ask_again()


def _edit(talk: Talk, argument: str) -> None:
    """One setting, behind the name of the stand-up where there are several."""
    which = name_in_front(argument, standups(talk))
    if editing.is_setting(which) and not any(folded(one.name) == folded(which) for one in standups(talk)):
        which = ""
    argument = argument[len(which) :].strip()
    found = led(talk, which, "/standup edit", argument)
    if found is not None:
        editing.edit(talk, found, argument)
        talk.ask_again()


_FILES = {"": csv_payload, "csv": csv_payload, "json": json_payload}
ACTIONS: Mapping[str, Callable[[Talk, str], None]] = {
    "new": _new,
    "show": _show,
    "pause": _pause,
    "resume": _resume,
    "skip": skipping.skip,
    "unskip": skipping.unskip,
    "now": _now,
    "report": recounting.report,
    "history": recounting.history,
    "delete": _delete,
    "restore": _restore,
    "edit": _edit,
    "export": _export,
    "nudges": wishes.nudges,
}
