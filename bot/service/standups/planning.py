"""Who takes part in a stand-up, by whose clock, and when it is their turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.service.ports import Directory, Turn
from bot.service.standups.model import NOWHERE, CheckIn, Digest, Due, Nudge, Reply, Standup, Step
from dialogs.rules import is_on, moment, next_due
from dialogs.state import Role

LAST_NUDGE = timedelta(minutes=10)
"""So long before the cutoff somebody who has not answered is reminded for the last time."""
ASKING = frozenset({Step.ASK, Step.NOW})
AROUND = timedelta(days=2)
"""A round's local date, what day it is elsewhere, and its moments in UTC are less than this apart."""
AHEAD = timedelta(days=62)
"""A monthly round can be answered so long before it is due."""
BUSY = timedelta(seconds=60)
"""Who answered a question of the walk so shortly ago is answering the next one."""
NOW_WINDOW = timedelta(minutes=30)
"""Who is asked out of turn has at least so long to answer."""


def participants(directory: Directory, standup: Standup) -> tuple[str, ...]:
    """The members who take part, by name: those who were named, or all who may answer in the project."""
    roles = directory.roles.get(standup.project, {})
    found = (
        id_
        for id_ in directory.members
        if id_ not in directory.same_as and roles.get(id_, Role.REMOVED).at_least(Role.MEMBER)
    )
    chosen = (id_ for id_ in found if not standup.members or id_ in standup.members)
    return tuple(sorted(chosen, key=lambda id_: directory.members[id_].name))


def zone_of(directory: Directory, standup: Standup, member: str) -> str:
    """By whose clock a member is asked: all by one, or each by their own; who has none by that of who set it up."""
    own, theirs = directory.members.get(member), directory.members.get(standup.created_by)
    return standup.zone or (own.zone if own else "") or (theirs.zone if theirs else "") or "UTC"


def clock_of(turn: Turn, workspace: str, member: str, project: str = "") -> str:
    """By whose clock a member's days are: their own, or else that by which a stand-up asks them, of this project or of
    any of theirs; "" where nobody knows."""
    directory = turn.directory(workspace)
    own = directory.members[member].zone if member in directory.members else ""
    if own:
        return own
    mine = [project] if project else [one for one, roles in directory.roles.items() if member in roles]
    routines = (routine for one in mine for routine in turn.rota.routines(workspace, one))
    known = (zone_of(directory, one, member) for one in routines if isinstance(one, Standup) and not one.is_deleted)
    return next(known, "")


def due_id(standup: Standup, member: str) -> str:
    """The id of what is due of a member."""
    return f"{standup.id}/{member}"


def ask_due(standup: Standup, member: str, zone: str, after: datetime) -> Due | None:
    """When a member is asked next, strictly after an instant; None where that is never."""
    found = next_due(standup.rule, zone, after, standup.skips)
    if found is None:
        return None
    day, at = found
    return Due(
        standup.workspace,
        due_id(standup, member),
        standup.id,
        standup.project,
        Step.ASK,
        day,
        at,
        member,
        zone,
        NOWHERE,
    )


def digest_due(digest: Digest, after: datetime) -> Due | None:
    """When a digest is told next, strictly after an instant; None where that is never."""
    found = next_due(digest.rule, digest.zone, after)
    if found is None:
        return None
    day, at = found
    return Due(digest.workspace, digest.id, digest.id, digest.project, Step.DIGEST, day, at, "", digest.zone)


def check_in_of(standup: Standup, due: Due, asked_at: datetime | None = None) -> CheckIn:
    """A member's part in the round that is due, without an answer."""
    is_now = due.step is Step.NOW
    cutoff_at = cutoff_of(standup, due.day, due.zone)
    if is_now:
        cutoff_at = max(cutoff_at, (due.at + NOW_WINDOW).replace(second=0, microsecond=0))
    return CheckIn(
        standup.workspace,
        standup.id,
        standup.project,
        due.day,
        due.member,
        Reply.ASKED,
        due.at if is_now else moment(due.day, standup.rule.at, due.zone),
        cutoff_at,
        asked_at,
        chat=due.chat,
    )


def cutoff_of(standup: Standup, day: date, zone: str) -> datetime:
    """When a round is summed up; never before it was asked, whatever a clock does in between."""
    return max(moment(day, standup.cutoff, zone), moment(day, standup.rule.at, zone) + timedelta(minutes=1))


def missed_due(standup: Standup, day: date, at: datetime) -> Due:
    """Telling the leads of the rounds since a day in which nobody was asked."""
    return Due(standup.workspace, f"{standup.id}//missed", standup.id, standup.project, Step.MISSED, day, at, "", "UTC")


def summary_due(standup: Standup, day: date, zone: str, at: datetime) -> Due:
    """The summary of all whose round ends at the same moment."""
    id_ = f"{standup.id}//{day.isoformat()}/{at:%Y%m%dT%H%M}"
    return Due(standup.workspace, id_, standup.id, standup.project, Step.SUMMARY, day, at, "", zone)


def after_asking(standup: Standup, due: Due, check_in: CheckIn, now: datetime) -> Due | None:
    """What is due of a member once they were asked: a reminder that still lies ahead, or the next round."""
    steps = {
        Step.NUDGE: check_in.due_at + (check_in.cutoff_at - check_in.due_at) / 2,
        Step.LAST_NUDGE: check_in.cutoff_at - LAST_NUDGE,
    }
    wanted = {Step.NUDGE: Nudge.HALF, Step.LAST_NUDGE: Nudge.LAST}
    order = list(steps)
    later = order[order.index(due.step) + 1 :] if due.step in steps else order
    for step in later:
        if wanted[step] in standup.nudges and steps[step] > max(now, check_in.due_at) and not check_in.is_over:
            return replace(due, step=step, at=steps[step])
    return following(standup, due, check_in)


def following(standup: Standup, due: Due, check_in: CheckIn) -> Due | None:
    """The member's next round after one, which they may have been asked for, or have answered, before its time."""
    return next_ask(standup, due, max(check_in.due_at, moment(check_in.day, standup.rule.at, due.zone)))


def after_day(standup: Standup, due: Due) -> Due | None:
    """The member's next round after the day of a due."""
    return next_ask(standup, due, moment(due.day, standup.rule.at, due.zone))


def next_ask(standup: Standup, due: Due, after: datetime) -> Due | None:
    """The member's next round, in the chat in which they were asked last."""
    found = ask_due(standup, due.member, due.zone, after)
    return None if found is None else replace(found, chat=due.chat)


def sync(turn: Turn, standup: Standup, now: datetime) -> None:
    """Bring what is due of a stand-up in line with who takes part and where they live; what is under way stays."""
    directory = turn.directory(standup.workspace)
    wanted = (
        {} if standup.rests else {one: zone_of(directory, standup, one) for one in participants(directory, standup)}
    )
    known = {one.member: one for one in turn.rota.dues_of(standup.workspace, standup.id) if one.member}
    moved = [one for member, one in known.items() if member in wanted and _has_moved(one, wanted[member], now)]
    new = [ask_due(standup, member, zone, now) for member, zone in wanted.items() if member not in known]
    new += [next_ask(standup, replace(one, zone=wanted[one.member]), now) for one in moved]
    gone = [one.key for member, one in known.items() if member not in wanted]
    gone += [one.key for one in moved if next_ask(standup, replace(one, zone=wanted[one.member]), now) is None]
    turn.rota.put_dues([one for one in new if one is not None])
    turn.rota.drop_dues(gone)


def reschedule(turn: Turn, standup: Standup, now: datetime) -> None:
    """Work out anew when everybody is asked, after the stand-up itself was changed; a round under way goes on."""
    known = [one for one in turn.rota.dues_of(standup.workspace, standup.id) if one.member]
    turn.rota.drop_dues([one.key for one in known if one.step in ASKING and not _is_now(one, now)])
    sync(turn, standup, now)
    directory = turn.directory(standup.workspace)
    for one in turn.rota.check_ins(standup.workspace, standup.id, now.date() - timedelta(days=1), (now + AHEAD).date()):
        if one.due_at > now and is_on(standup.rule, one.day):
            turn.rota.put_check_in(_moved(one, standup, zone_of(directory, standup, one.member)))


def _moved(early: CheckIn, standup: Standup, zone: str) -> CheckIn:
    """An answer that was given before its time, in the same round as those of all others."""
    at = moment(early.day, standup.rule.at, zone)
    return replace(early, due_at=at, cutoff_at=cutoff_of(standup, early.day, zone))


def follow_team(turn: Turn, workspace: str, project: str, now: datetime) -> None:
    """Have those asked who take part now, after somebody joined a project, left it or got another role in it."""
    for routine in turn.rota.routines(workspace, project):
        if isinstance(routine, Standup):
            sync(turn, routine, now)


def rezone(turn: Turn, workspace: str, projects: Sequence[str], now: datetime) -> None:
    """Work out anew when people are asked in these projects, after somebody's own time zone was changed."""
    for project in projects:
        for routine in turn.rota.routines(workspace, project):
            if isinstance(routine, Standup) and not routine.zone and not routine.rests:
                sync(turn, routine, now)


def _has_moved(due: Due, zone: str, now: datetime) -> bool:
    return due.zone != zone and due.step is Step.ASK and not _is_now(due, now)


def _is_now(due: Due, now: datetime) -> bool:
    """Whether a member is just about to be asked, or waits until they have answered something else: whoever deals with
    what is due looks then how things are."""
    return due.at <= now + BUSY
