"""The rounds that wait for somebody's answer, and the one that is meant when they begin by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.service.standups import planning
from bot.service.standups.model import CheckIn, Reply, Standup
from dialogs.rules import is_on, moment, next_day
from dialogs.state import Role
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Talk

CHANGES = timedelta(hours=2)
"""So long a late answer can be changed before `/checkin` means the next round."""


def rounds(talk: Talk) -> Sequence[tuple[Standup, CheckIn]]:
    """What the person was asked in the project that is talked about, and has not answered; first what is not late."""
    return _rounds(talk, talk.chat.workspace, talk.chat.project, talk.me.id)


def elsewhere(talk: Talk) -> Iterator[tuple[Standup, CheckIn]]:
    """The same of the other projects that a private chat belongs to."""
    here = talk.chat.workspace, talk.chat.project
    for workspace, project in () if talk.chat.is_shared else talk.turn.bound(*talk.chat.key):
        directory = talk.turn.directory(workspace)
        member = directory.accounts.get(talk.speaker.known_as, "")
        role = directory.roles.get(project, {}).get(member, Role.REMOVED)
        if (workspace, project) != here and role.at_least(Role.MEMBER):
            yield from _rounds(talk, workspace, project, member)


def _rounds(talk: Talk, workspace: str, project: str, member: str) -> Sequence[tuple[Standup, CheckIn]]:
    found = []
    for one in talk.turn.rota.routines(workspace, project):
        if isinstance(one, Standup) and not one.rests:
            day = day_to_answer(talk, one, member)
            known = talk.turn.rota.check_in(one.workspace, one.id, day, member) if day is not None else None
            if known is not None and known.reply is Reply.ASKED and not known.is_begun:
                found.append((one, known))
    return sorted(found, key=lambda each: each[1].cutoff_at <= talk.now)


def day_to_answer(talk: Talk, standup: Standup, member: str) -> date | None:
    """A member's round of today while it is not over, the one that was asked last and not answered, or the next one."""
    directory = talk.turn.directory(standup.workspace)
    zone = planning.zone_of(directory, standup, member)
    today = local_day(talk.now, zone)
    known = talk.turn.rota.check_ins(standup.workspace, standup.id, today - timedelta(days=3), today)
    mine = {one.day: one for one in known if one.member == member}
    if today in mine and _is_meant(mine[today], talk.now):
        return today
    is_today = is_on(standup.rule, today) and today not in standup.skips
    if is_today and today not in mine and talk.now <= planning.cutoff_of(standup, today, zone):
        return today
    last = max(mine, default=None)
    if last is not None and mine[last].reply in (Reply.ASKED, Reply.MISSED) and not _is_past(talk, standup, last, zone):
        return last
    return next_day(standup.rule, today, standup.skips)


def _is_meant(check_in: CheckIn, now: datetime) -> bool:
    """Whether today's round is meant rather than the next one. Who was away is asked for it until the summary, and an
    answer is changed until then; one that came late, for a while."""
    if check_in.reply not in (Reply.ANSWERED, Reply.AWAY):
        return True
    answered_at = check_in.answered_at or now
    return now <= max(check_in.cutoff_at, answered_at + CHANGES if check_in.is_late else check_in.cutoff_at)


def _is_past(talk: Talk, standup: Standup, day: date, zone: str) -> bool:
    """Whether the next round has been asked since."""
    following = next_day(standup.rule, day, standup.skips)
    return following is not None and moment(following, standup.rule.at, zone) <= talk.now
