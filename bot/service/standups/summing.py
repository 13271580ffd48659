"""What happens when a round is over, or a digest is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.service import people
from bot.service.standups import audience, planning, rounds
from bot.service.standups.batches import Batch
from bot.service.standups.digests import scheduled_payloads
from bot.service.standups.model import CheckIn, Digest, Due, Reply, Standup, Step
from dialogs.state import Member, Role
from dialogs.texts import phrase


def sum_up(batch: Batch, due: Due) -> None:
    """Post a round's summary, and look who takes part in the next one."""
    standup = batch.kept(due)
    if standup is None:
        return
    talk = batch.talk_for_all(standup)
    rounds.post(talk, standup, due.day, due.at)
    if due.at >= _last_cutoff(batch, standup, due):
        rounds.post_day(talk, standup, due.day)
    planning.sync(batch.turn, standup, batch.now)
    batch.over.append(due.key)
    batch.loads.extend(talk.loads())


def note_missed(batch: Batch, missed: Sequence[CheckIn]) -> None:
    """The leads of each stand-up are to be told which rounds nobody was asked in, because we were down.

    That is due by itself: many transactions find such rounds, and there is one message.
    """
    for workspace, id_ in dict.fromkeys((one.workspace, one.standup) for one in missed):
        standup = batch.materials.routines[workspace, id_]
        if isinstance(standup, Standup):
            days = [one.day for one in missed if (one.workspace, one.standup) == (workspace, id_)]
            known = (due.day for due in batch.turn.rota.dues_of(workspace, id_) if due.step is Step.MISSED)
            batch.next.append(planning.missed_due(standup, min([*days, *known]), batch.now))


def tell_of_missed(batch: Batch, due: Due) -> None:
    """Tell the leads which rounds nobody was asked in since the due's day."""
    standup = batch.standup(due)
    if standup is None:
        return
    found = batch.turn.rota.check_ins(due.workspace, due.routine, due.day, due.at.date() + timedelta(days=1))
    missed = [one for one in found if one.reply is Reply.MISSED]
    if missed:
        talk = batch.talk_for_all(standup)
        rounds.tell_of_missed(talk, standup, missed)
        batch.loads.extend(talk.loads())
    batch.over.append(due.key)


def _last_cutoff(batch: Batch, standup: Standup, due: Due) -> datetime:
    """The last moment of a day at which a round of the stand-up ends."""
    directory = batch.turn.directory(standup.workspace)
    zones = {planning.zone_of(directory, standup, one) for one in planning.participants(directory, standup)}
    return max((planning.cutoff_of(standup, due.day, zone) for zone in zones), default=due.at)


def tell(batch: Batch, due: Due) -> None:
    """Tell what a digest is for, and plan its next one."""
    digest = batch.materials.routines.get((due.workspace, due.routine))
    if not isinstance(digest, Digest) or digest.is_paused:
        batch.over.append(due.key)
        return
    chat = batch.turn.chat(*digest.chat)
    project = batch.turn.project(digest.workspace, digest.project)
    directory = batch.turn.directory(digest.workspace)
    is_heard = chat is not None and chat.is_open and people.may_read(directory, digest.project, chat, Role.LEAD)
    if chat is not None and project is not None:
        talk = batch.talk(replace(chat, workspace=digest.workspace, project=digest.project), Member("", ""))
        is_gone = chat.is_shared and not chat.is_open
        leads = audience.leads_chats(talk, digest.workspace, digest.project) if is_gone else ()
        for lead in leads:
            talk.tell(lead, phrase("digest.no_chat", project=project.name))
        for where in (chat,) if is_heard else leads:
            for payload in scheduled_payloads(batch.turn, batch.office, digest, batch.now):
                talk.put(where, payload)
        batch.loads.extend(talk.loads())
        if is_heard or leads:
            batch.turn.rota.put_routine(replace(digest, told_until=batch.now))
    batch.put(due, planning.digest_due(digest, max(batch.now, due.at)))
