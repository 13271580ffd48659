"""What happens when something is due: people are asked and reminded, rounds are summed up, leads are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.service import elsewhere, errands, people
from bot.service.boxes import Load
from bot.service.ports import Chat, Turn
from bot.service.standups import escalating, planning, prompts, summing
from bot.service.standups.batches import Batch
from bot.service.standups.durations import in_words
from bot.service.standups.model import CheckIn, Due, Reply, Standup, Step
from bot.service.standups.wants import Preference, team_of
from bot.service.talk import Office
from dialogs.rules import is_on, moment
from dialogs.state import Member
from dialogs.texts import phrase
from dialogs.zones import zone_info

QUIET_FROM, QUIET_UNTIL = 21, 8
"""Hours of the day, on the member's own clock, between which nobody is reminded."""
BUSY_ENTRIES = 20
WAITS_AT_MOST = timedelta(minutes=10)
AGAIN_AT_SOONEST = timedelta(hours=12)
"""Two rounds of one member are never nearer to each other, whatever clocks do."""
BEHIND_AT_ONCE = 60
"""Rounds of one member that are noted as missed in one go."""


class Dues:
    """Deals with what is due. Everything it needs is handed in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
        """Deal with those that nobody else holds; returns what this replica has to send because of it."""
        held = turn.rota.hold(dues)
        if not held:
            return ()
        batch = Batch(self._office, turn, now, turn.rota.materials(held))
        asking = [
            (due, standup)
            for due in held
            if due.step in _ASKING and (standup := batch.standup(due)) and not _is_later(batch, due, standup)
        ]
        for due, standup in asking:
            _note(batch, due, standup)
        added = turn.rota.add_check_ins(batch.new)
        mine: dict[tuple[str, str, str], list[CheckIn]] = {}
        for one in (*(new for new in batch.new if new.key in added), *_begun_early(batch, added)):
            mine.setdefault((one.workspace, one.standup, one.member), []).append(one)
        for due, standup in asking:
            _ask(batch, due, standup, mine.get((due.workspace, due.routine, due.member), []))
        summing.note_missed(batch, [one for one in batch.new if one.key in added and one.reply is Reply.MISSED])
        for due in held:
            if due.step not in _ASKING:
                _STEPS[due.step](batch, due)
        turn.rota.drop_dues(batch.over)
        turn.rota.put_dues(batch.next)
        return batch.loads

    def recompute(self, turn: Turn, dues: Sequence[Due], now: datetime) -> None:
        """Work out anew when these are due, after the data of time zones changed; holidays are looked up in time."""
        held = [due for due in turn.rota.hold(dues) if due.at > now and due.step in (Step.ASK, Step.DIGEST)]
        materials = turn.rota.materials(held)
        for due in held:
            routine = materials.routines.get((due.workspace, due.routine))
            at = due.at if routine is None else moment(due.day, routine.rule.at, due.zone)
            if at != due.at:
                turn.rota.put_dues([replace(due, at=at)])


def _begun_early(batch: Batch, added: Collection[tuple[str, str, date, str]]) -> Iterator[CheckIn]:
    """Rounds that are due of which somebody has said something before they were asked, and left it."""
    for one in batch.new:
        begun = batch.materials.check_ins.get(one.key) if one.key not in added else None
        if begun is not None and begun.is_begun:
            found = replace(one, answers=begun.answers, playbook=begun.playbook)
            batch.turn.rota.put_check_in(found)
            yield found


def _is_later(batch: Batch, due: Due, standup: Standup) -> bool:
    """Whether a member is not to be asked yet: the stand-up was changed meanwhile, or they are in the walk."""
    is_off = moment(due.day, standup.rule.at, due.zone) > batch.now or not is_on(standup.rule, due.day)
    if due.step is Step.ASK and is_off:
        batch.put(due, planning.next_ask(standup, due, batch.now))
        return True
    return _waits(batch, due, standup)


def _waits(batch: Batch, due: Due, standup: Standup) -> bool:
    """Whether a member is in the middle of the walk, and is asked a little later: what they type would be taken for
    the check-in."""
    if batch.now >= moment(due.day, standup.rule.at, due.zone) + WAITS_AT_MOST or due.step is Step.NOW:
        return False
    newest = reversed(batch.turn.state(due.workspace, due.project).book.entries[-BUSY_ENTRIES:])
    is_here = any(one.author == due.member and batch.now - one.at < planning.BUSY for one in newest)
    if not is_here and not _is_elsewhere(batch, due):
        return False
    batch.next.append(replace(due, at=batch.now + planning.BUSY))
    return True


def _is_elsewhere(batch: Batch, due: Due) -> bool:
    """Whether the member is answering for another project in the chat in which they would be asked."""
    directory = batch.turn.directory(due.workspace)
    chat = prompts.private_chat(batch.office, batch.turn, directory, due.member, due.chat)
    if chat is None or not chat.project or (chat.workspace, chat.project) == (due.workspace, due.project):
        return False
    me = batch.turn.directory(chat.workspace).accounts.get(people.account_of(chat), "")
    spoke = batch.turn.rota.spoke(chat.workspace, chat.project, BUSY_ENTRIES)
    return any(author == me and batch.now - at < planning.BUSY for author, at in spoke)


def _note(batch: Batch, due: Due, standup: Standup) -> None:
    """The check-ins that are due by now: one, unless we were down for longer."""
    current: Due | None = due
    for _ in range(BEHIND_AT_ONCE):
        if current is None or current.at > batch.now:
            break
        if current.day not in standup.skips:
            batch.new.append(_check_in(batch, current, standup))
        if current.step is Step.NOW or batch.now - current.at < AGAIN_AT_SOONEST:
            break
        current = planning.next_ask(standup, current, moment(current.day, standup.rule.at, current.zone))


def _check_in(batch: Batch, due: Due, standup: Standup) -> CheckIn:
    found = planning.check_in_of(standup, due, asked_at=batch.now)
    away = _away(batch, due)
    if away is not None:
        return replace(found, reply=Reply.AWAY, note=away, asked_at=None)
    return found if batch.now < found.cutoff_at else replace(found, reply=Reply.MISSED, asked_at=None)


def _away(batch: Batch, due: Due) -> str | None:
    """Why a member is not asked on a day: the holiday's name, "" for an absence; None where they are there."""
    key = (due.workspace, due.member)
    if any(one.has(due.day) for one in batch.materials.absences.get(key, ())):
        return ""
    known = batch.materials.preferences
    mine, team = known.get(key), known.get((due.workspace, team_of(due.project)))
    code = (mine.holidays if mine else "") or (team.holidays if team else "")
    name = batch.office.holidays.name(code, due.day) if code not in ("", "-") else ""
    return name or None


def _ask(batch: Batch, due: Due, standup: Standup, mine: Sequence[CheckIn]) -> None:
    """Ask for the newest round of `mine`, what is new of the member; who was asked before is not asked again."""
    key = (due.workspace, standup.id, due.day, due.member)
    newest = max(mine, key=lambda one: one.day, default=None) or batch.materials.check_ins.get(key)
    if newest is None:
        batch.put(due, planning.next_ask(standup, due, batch.now))
        return
    missed = max((one for one in mine if one.reply is Reply.MISSED), key=lambda one: one.day, default=newest)
    for one in (newest,) if missed is newest else (newest, missed):
        # A round whose summary was posted before this member's turn, as after a move westwards, is not posted again.
        if mine or one.cutoff_at > due.at:
            batch.sum_up(standup, one, due.zone)
    chat = _send(batch, due, standup, newest) if mine and newest.reply is Reply.ASKED else None
    where = chat.key if chat is not None else due.chat
    if (due.day, due.chat) != (newest.day, where):
        due = replace(due, day=newest.day, chat=where)
    if newest.reply is Reply.ASKED:
        batch.put(due, planning.after_asking(standup, due, newest, batch.now))
    else:
        batch.put(due, planning.following(standup, due, newest))


def _send(batch: Batch, due: Due, standup: Standup, check_in: CheckIn) -> Chat | None:
    """Ask in private; who can't be reached there is asked where the team talks. Returns the private chat."""
    turn = batch.turn
    directory = turn.directory(due.workspace)
    member = directory.members[due.member]
    chat = prompts.private_chat(batch.office, turn, directory, due.member, due.chat)
    if chat is None:
        _ask_in_the_open(batch, standup, member)
        return None
    if check_in.chat != chat.key:
        turn.rota.put_check_in(replace(check_in, chat=chat.key))
    talk = batch.talk(chat, member)
    blockers = batch.materials.blockers.get((due.workspace, due.project), ())
    last = batch.materials.last.get((due.workspace, standup.id, due.member))
    # A prompt that waited for somebody is not late; one that stands for those we missed is due at its own time.
    since = due.at if check_in.day == due.day else check_in.due_at
    prompts.ask(talk, standup, check_in, last, blockers, behind=batch.now - since, firsts=batch.firsts)
    batch.loads.extend(talk.loads(can_wait=True))
    return chat


def _ask_in_the_open(batch: Batch, standup: Standup, member: Member) -> None:
    project = batch.turn.project(standup.workspace, standup.project)
    chat = batch.turn.chat(*standup.chat)
    if project is None or chat is None:
        return
    talk = batch.talk(chat, member)
    elsewhere.mention(talk, project, member.id, phrase("check_in.in_private", name=standup.name))
    batch.loads.extend(talk.loads(can_wait=True))


def _nudge(batch: Batch, due: Due) -> None:
    standup = batch.standup(due)
    if standup is None:
        return
    check_in = batch.materials.check_ins.get((due.workspace, standup.id, due.day, due.member))
    if check_in is None:
        batch.put(due, planning.next_ask(standup, due, batch.now))
        return
    if _may_nudge(batch, due, standup, check_in):
        chat = batch.turn.chat(*due.chat)
        if chat is not None and chat.is_open:
            talk = batch.talk(chat, batch.turn.directory(due.workspace).members[due.member])
            left = in_words(max(1, round((check_in.cutoff_at - batch.now).total_seconds() / 60)))
            opened = errands.open_in(talk, chat)
            is_open = opened is not None and prompts.is_for(opened, standup, due.day)
            reminder = phrase("check_in.nudge", name=standup.name, left=left)
            talk.say(reminder if is_open else phrase("check_in.nudge_closed", name=standup.name, left=left))
            batch.loads.extend(talk.loads(can_wait=True))
    batch.put(due, planning.after_asking(standup, due, check_in, batch.now))


def _may_nudge(batch: Batch, due: Due, standup: Standup, check_in: CheckIn) -> bool:
    wanted = batch.materials.preferences.get((due.workspace, due.member), Preference(due.member)).nudges
    own = batch.turn.directory(due.workspace).members[due.member].zone
    hour = batch.now.astimezone(zone_info(own or due.zone)).hour
    is_quiet = hour >= QUIET_FROM or hour < QUIET_UNTIL
    is_open = not check_in.is_over and batch.now < check_in.cutoff_at and due.day not in standup.skips
    return wanted and not is_quiet and is_open


_ASKING = (Step.ASK, Step.NOW)
_STEPS: Mapping[Step, Callable[[Batch, Due], None]] = {
    Step.NUDGE: _nudge,
    Step.LAST_NUDGE: _nudge,
    Step.SUMMARY: summing.sum_up,
    Step.DIGEST: summing.tell,
    Step.MISSED: summing.tell_of_missed,
    Step.ESCALATE: escalating.escalate,
}
