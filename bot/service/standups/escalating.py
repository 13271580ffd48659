"""Blockers that have grown old are told to the leads, each once, however seldom the stand-up meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.service.ports import Turn
from bot.service.standups import audience, planning, prompts
from bot.service.standups.batches import Batch
from bot.service.standups.model import Due, Standup, Step
from dialogs.rules import moment
from dialogs.texts import phrase
from dialogs.zones import local_day

_DAY = timedelta(days=1)


def watch(turn: Turn, standup: Standup, now: datetime) -> None:
    """Have the leads told of the project's open blockers when the oldest of them is too old."""
    due = _next(turn, standup, now)
    if due is not None:
        turn.rota.put_dues([due])


def escalate(batch: Batch, due: Due) -> None:
    """Tell the leads of blockers that are too old, each once."""
    standup = batch.kept(due)
    if standup is None:
        return
    turn, directory = batch.turn, batch.turn.directory(due.workspace)
    talk = batch.talk_for_all(standup)
    for blocker in turn.rota.blockers(standup.workspace, standup.project):
        if blocker.escalated_at is None and batch.now - blocker.opened_at >= _limit(standup):
            turn.rota.put_blocker(replace(blocker, escalated_at=batch.now))
            owner = directory.members.get(blocker.owner)
            zone = planning.zone_of(directory, standup, blocker.owner)
            row = prompts.blocker_row(blocker, local_day(batch.now, zone), zone)
            text = phrase("blocker.escalated", who=owner.name if owner else "?", row=row)
            audience.tell_leads(talk, standup, text)
    batch.put(due, _next(turn, standup, batch.now))
    batch.loads.extend(talk.loads())


def _next(turn: Turn, standup: Standup, now: datetime) -> Due | None:
    """At the time of day at which summaries come, once the oldest one that nobody was told of is old enough."""
    found = turn.rota.blockers(standup.workspace, standup.project)
    oldest = min((one.opened_at for one in found if one.escalated_at is None), default=None)
    if oldest is None:
        return None
    zone = planning.zone_of(turn.directory(standup.workspace), standup, standup.created_by)
    soonest = max(oldest + _limit(standup), now)
    day = local_day(soonest, zone)
    at = moment(day, standup.cutoff, zone)
    if at < soonest:
        at = moment(day + _DAY, standup.cutoff, zone)
    id_ = f"{standup.id}//blockers"
    return Due(standup.workspace, id_, standup.id, standup.project, Step.ESCALATE, day, at, "", zone)


def _limit(standup: Standup) -> timedelta:
    return timedelta(days=standup.escalates_after)
