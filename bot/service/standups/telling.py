"""/digest and /report: what leads read of a project, on schedule or at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.service import errands
from bot.service.ports import Chat
from bot.service.standups import planning
from bot.service.standups.digests import digest_payloads
from bot.service.standups.files import picture_payload
from bot.service.standups.model import Digest
from bot.service.standups.prompts import private_chat
from bot.service.standups.setup import DAYS
from dialogs.answers import Value
from dialogs.commands import Command
from dialogs.effects import Ask
from dialogs.engine import Said
from dialogs.questions.base import Option
from dialogs.questions.dates import full_date
from dialogs.questions.days import read_past_date, read_past_days
from dialogs.rules import WEEKDAYS, Rule, describe, moment
from dialogs.state import Errand, Role
from dialogs.texts import Part, listed, phrase
from dialogs.zones import local_day, zone_info, zone_label

if TYPE_CHECKING:
    from bot.service.talk import Talk

KIND = "digest"
PERIODS: Mapping[str, timedelta] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "fortnight": timedelta(days=14),
    "month": timedelta(days=30),
    "quarter": timedelta(days=91),
    "year": timedelta(days=365),
}
_BY_CALENDAR = re.compile(r"(?:the )?(?:last|this) |[上本这]")
"""Begins what people call a week or a month of the calendar; "the past week" are seven days."""
TREND = timedelta(days=14)


def status(talk: Talk, argument: str) -> None:
    """/status: where the project stands, in words and as a picture."""
    project = talk.project()
    seq = talk.turn.state(project.workspace, project.id).book.seq
    talk.run(Said(talk.chat.id, talk.me.id, f"/status {argument}".strip(), is_shared=talk.chat.is_shared))
    if seq and talk.role().at_least(Role.OBSERVER):
        talk.put(talk.chat, picture_payload(project, seq, talk.now - TREND, talk.now, talk.me.zone))


def report(talk: Talk, argument: str) -> None:
    """/report [week | month | since 1 Dec]: the report of a period, the last week if none is named."""
    now = talk.now
    since = _since(talk, argument, now)
    if since is None:
        talk.refuse(phrase("report.period_expected"))
    elif since > now:
        talk.refuse(phrase("report.day_ahead", day=full_date(local_day(since, _zone(talk)))))
    else:
        for payload in _told(talk, since, now):
            talk.put(talk.chat, payload)
    talk.ask_again()


def digest(talk: Talk, argument: str) -> None:
    """/digest [what] [number]: without anything, show what there is, or set the first one up."""
    word, _, rest = argument.partition(" ")
    known = digests(talk)
    action = ACTIONS.get(word.casefold())
    if word.casefold() == "new" or (not argument and not known):
        _begin(talk)
    elif not argument or word.casefold() == "show":
        rows = [_row(talk, one) for one in known]
        talk.say(phrase("digest.list", rows=listed(rows)) if rows else phrase("digest.none"))
        talk.ask_again()
    elif action is None:
        talk.refuse(phrase("digest.unknown", word=word[:40]))
        talk.ask_again()
    else:
        found = _chosen(known, rest)
        if found is not None:
            action(talk, found)
        elif known:
            commands = (f"/digest {word.casefold()} {number}" for number in range(1, len(known) + 1))
            rows = [
                phrase("digest.named", command=one, row=_row(talk, of)) for one, of in zip(commands, known, strict=True)
            ]
            talk.refuse(phrase("digest.which", n=len(known), rows=listed(rows)))
        else:
            talk.refuse(phrase("digest.none"))
        talk.ask_again()


def digests(talk: Talk) -> list[Digest]:
    """The scheduled summaries of the project that is talked about."""
    found = talk.turn.rota.routines(talk.chat.workspace, talk.chat.project)
    return [one for one in found if isinstance(one, Digest)]


class DigestErrand(errands.ErrandKind):
    """Implements the errands' `ErrandKind`."""

    needs = Role.LEAD

    def options(self, talk: Talk, chat: Chat, errand: Errand, question: str) -> Sequence[Option]:
        del chat, errand
        if question != "zone" or not talk.me.zone:
            return ()
        return (Option("mine", zone_label(talk.me.zone, talk.now)),)

    def dress(self, talk: Talk, chat: Chat, errand: Errand, ask: Ask) -> Ask:
        if ask.prompt.pending is not None or not self.options(talk, chat, errand, ask.prompt.question):
            return ask
        options = tuple(self.options(talk, chat, errand, ask.prompt.question))
        return ask._replace(options=options, type="choice", help=phrase("digest.or_city"))

    def choose(self, talk: Talk, chat: Chat, errand: Errand, option: str) -> str | None:
        del chat, errand
        return talk.me.zone if option == "mine" else option

    def obey(self, talk: Talk, chat: Chat, errand: Errand, command: Command) -> bool:
        del talk, chat, errand, command
        return False

    def finish(self, talk: Talk, chat: Chat, errand: Errand, answers: Mapping[str, Value]) -> None:
        del errand
        days = WEEKDAYS if answers["often"] == "day" else frozenset({DAYS.index(str(answers["day"])) + 1})
        rule = Rule(time.fromisoformat(str(answers["time"])), days)
        where = chat
        if answers["where"] == "private" and chat.is_shared:
            own = private_chat(talk.office, talk.turn, talk.turn.directory(chat.workspace), talk.me.id, ("", ""))
            if own is None:
                talk.say(phrase("digest.no_private"))
            where = own or chat
        new = Digest(
            chat.workspace,
            talk.office.new_id(),
            chat.project,
            rule,
            str(answers["zone"]),
            where.key,
            talk.me.id,
            talk.now,
            talk.now - PERIODS[str(answers["often"])],
        )
        if any(_is_same(one, new) for one in digests(talk)):
            talk.refuse(phrase("digest.exists", row=_row(talk, new)))
            return
        talk.turn.rota.put_routine(new)
        _plan(talk, new)
        talk.say(phrase("digest.started", row=_row(talk, new)))


def _is_same(one: Digest, other: Digest) -> bool:
    """Whether two would tell the same at the same time in the same chat."""
    return (one.chat, one.rule, one.zone, one.is_paused) == (other.chat, other.rule, other.zone, other.is_paused)


def _begin(talk: Talk) -> None:
    refusal = talk.refusal(Role.LEAD)
    if refusal is None:
        errands.begin(talk, talk.chat, Errand(KIND, {}, KIND))
    else:
        talk.refuse(refusal)
        talk.ask_again()


def _pause(talk: Talk, digest: Digest) -> None:
    paused = replace(digest, is_paused=True)
    talk.turn.rota.put_routine(paused)
    talk.turn.rota.drop_dues([(digest.workspace, digest.id)])
    talk.say(phrase("digest.paused"))


def _resume(talk: Talk, digest: Digest) -> None:
    resumed = replace(digest, is_paused=False)
    talk.turn.rota.put_routine(resumed)
    _plan(talk, resumed)
    talk.say(phrase("digest.started", row=_row(talk, resumed)))


def _delete(talk: Talk, digest: Digest) -> None:
    talk.turn.rota.drop_routine(digest.workspace, digest.id)
    talk.say(phrase("digest.deleted"))


def _now(talk: Talk, digest: Digest) -> None:
    """What the digest would tell now; the next one still tells all since the last."""
    for payload in digest_payloads(talk.turn, talk.office, digest, talk.now):
        talk.put(talk.chat, payload)


def _led(action: Callable[[Talk, Digest], None]) -> Callable[[Talk, Digest], None]:
    def act(talk: Talk, digest: Digest) -> None:
        refusal = talk.refusal(Role.LEAD)
        if refusal is None:
            action(talk, digest)
        else:
            talk.refuse(refusal)

    return act


def _plan(talk: Talk, digest: Digest) -> None:
    due = planning.digest_due(digest, talk.now)
    if due is not None:
        talk.turn.rota.put_dues([due])


def _row(talk: Talk, digest: Digest) -> Part:
    chat = talk.turn.chat(*digest.chat)
    here = digest.chat == talk.chat.key
    shared = phrase("standup.in_team") if chat is not None and chat.is_shared else phrase("standup.in_private")
    is_gone = chat is not None and chat.is_shared and not chat.is_open
    where = phrase("standup.here") if here else phrase("digest.to_leads") if is_gone else shared
    due = planning.digest_due(digest, talk.now)
    rule = describe(digest.rule)
    if digest.is_paused or due is None:
        return phrase("digest.row_paused", rule=rule, zone=zone_label(digest.zone, talk.now), where=where)
    day = full_date(due.at.astimezone(zone_info(digest.zone)).date())
    return phrase("digest.row", rule=rule, zone=zone_label(digest.zone, talk.now), where=where, day=day)


def _chosen(known: Sequence[Digest], which: str) -> Digest | None:
    if which.strip().isdecimal() and 0 < int(which.strip()[:3]) <= len(known):
        return known[int(which.strip()[:3]) - 1]
    return known[0] if len(known) == 1 and not which.strip() else None


def _since(talk: Talk, argument: str, now: datetime) -> datetime | None:
    """Where a period begins that somebody names, which may lie ahead; None where it can't be read."""
    typed = re.sub(r"^(?:since|from) ", "", argument.casefold().strip())
    period = re.sub(r"^(?:the )?(?:last|past|this) ", "", typed)
    zone = _zone(talk)
    named = read_past_days(typed, local_day(now, zone)) if _BY_CALENDAR.match(typed) else None
    if named is not None:
        return _beginning(named[0], zone)
    if not typed:
        return now - PERIODS["week"]
    if period in PERIODS:
        return now - PERIODS[period]
    count, _, unit = period.partition(" ")
    if count.isdecimal() and unit.rstrip("s") in PERIODS and 0 < int(count[:4]) < 1000:
        return now - PERIODS[unit.rstrip("s")] * int(count[:4])
    found = read_past_date(typed, local_day(now, zone))
    return _beginning(found, zone) if found is not None else None


def _zone(talk: Talk) -> str:
    return planning.clock_of(talk.turn, talk.chat.workspace, talk.me.id, talk.chat.project)


def _beginning(day: date, zone: str) -> datetime:
    return moment(day, time(0, 0), zone).astimezone(UTC)


def _told(talk: Talk, since: datetime, now: datetime) -> Sequence[Mapping[str, Any]]:
    chat = talk.chat
    zone = talk.me.zone or "UTC"
    period = Digest(
        chat.workspace, "", chat.project, Rule(time(0, 0)), zone, chat.key, talk.me.id, now, told_until=since
    )
    return digest_payloads(talk.turn, talk.office, period, now)


ACTIONS: Mapping[str, Callable[[Talk, Digest], None]] = {
    "pause": _led(_pause),
    "resume": _led(_resume),
    "delete": _led(_delete),
    "now": _now,
}
