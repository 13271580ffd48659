"""What a team reads of a round: one short message, what everybody said below it, and a digest of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.service.messages import spans
from bot.service.ports import Chat, Directory, Turn
from bot.service.standups.audience import channel, tell_leads
from bot.service.standups.model import Blocker, CheckIn, Reply, Standup
from bot.service.standups.planning import participants, zone_of
from bot.service.standups.prompts import blocker_row
from dialogs.questions.dates import full_date
from dialogs.texts import Part, lines, listed, phrase, shortened
from dialogs.zones import local_day, zone_info

if TYPE_CHECKING:
    from bot.service.talk import Office, Talk

PLAN_SHOWN = 110
"""Characters of what somebody does next in a summary, about two lines on a phone."""
ROWS_SHOWN = 20
"""People with a line of their own in a summary, so that Telegram's 4096 characters are enough for who is missing."""
NAMED = 12
"""People who are named in one line; of more it says how many there are."""
ANSWER_SHOWN = 1500
"""Characters of one answer where there is room for it."""
ANSWERS_SHOWN = (ANSWER_SHOWN, 600, 250, 100, 40)
DETAILS_SHOWN = 3500
"""Characters of what everybody said below a summary: Telegram takes 4096 in one message, with marks of its own."""


def post(talk: Talk, standup: Standup, day: date, cutoff_at: datetime) -> None:
    """Post the summary of all whose round ended at the same moment, and what they said below it; where no chat takes
    it, those who lead read it in private."""
    here = of_round(talk.turn, standup, day, cutoff_at)
    if all(one.reply in (Reply.MISSED, Reply.AWAY) for one in here):
        return
    chat = channel(talk, standup)
    if chat is None:
        why = phrase("round.no_chat", name=standup.name)
        tell_leads(talk, standup, lines([why, summary(talk, standup, day, here)], between="\n\n"))
        return
    if _is_posted(talk, chat, token_of(standup, day, cutoff_at)):
        _update(talk, chat, standup, day, cutoff_at)
        return
    talk.put(chat, _board(talk, standup, day, cutoff_at, here))
    said = [one for one in here if one.reply is Reply.ANSWERED]
    if said:
        talk.put(chat, {"kind": "details", **_details(talk, standup, day, cutoff_at, said)})


def follow(talk: Talk, standup: Standup, check_in: CheckIn) -> None:
    """Bring a posted summary up to date with what came after it. An answer has it posted anew where there is none, as
    after a move to another chat."""
    chat = channel(talk, standup)
    if talk.now <= check_in.cutoff_at or chat is None:
        return
    if _is_posted(talk, chat, token_of(standup, check_in.day, check_in.cutoff_at)):
        _update(talk, chat, standup, check_in.day, check_in.cutoff_at)
    elif check_in.reply in (Reply.ANSWERED, Reply.SKIPPED) and not standup.is_deleted:
        post(talk, standup, check_in.day, check_in.cutoff_at)


def thanks_late(talk: Talk, standup: Standup, check_in: CheckIn) -> Part:
    """What somebody is told who answered after the end of a round: what `follow` is about to do."""
    chat = channel(talk, standup)
    if chat is None or standup.is_deleted:
        return phrase("check_in.thanks_kept")
    token = token_of(standup, check_in.day, check_in.cutoff_at)
    return phrase("check_in.thanks_late") if _is_posted(talk, chat, token) else phrase("check_in.thanks_anew")


def _is_posted(talk: Talk, chat: Chat, token: str) -> bool:
    """Whether a summary stands in a chat, or is on its way there."""
    outbox = talk.turn.outbox
    return outbox.asked(chat.key, token) is not None and not outbox.is_lost(chat.key, token)


def _update(talk: Talk, chat: Chat, standup: Standup, day: date, cutoff_at: datetime) -> None:
    here = of_round(talk.turn, standup, day, cutoff_at)
    talk.put(chat, {**_board(talk, standup, day, cutoff_at, here), "kind": "reboard"})
    said = [one for one in here if one.reply is Reply.ANSWERED]
    details = _details(talk, standup, day, cutoff_at, said)
    is_there = talk.turn.outbox.asked(chat.key, details["token"]) is not None
    if said or is_there:
        talk.put(chat, {"kind": "redetails" if is_there else "details", **details})
    if _is_posted(talk, chat, _day_token(standup, day)):
        whole = _day_board(talk, standup, day, counted(talk.turn, standup, day))
        talk.put(chat, {**whole, "kind": "reboard"})


def post_day(talk: Talk, standup: Standup, day: date) -> None:
    """Where a team is asked at different moments: the whole day in one message, after the last of them."""
    found = counted(talk.turn, standup, day)
    cutoffs = {one.cutoff_at for one in found if one.reply is not Reply.AWAY}
    if len(cutoffs) < 2:
        return
    chat = channel(talk, standup)
    if chat is None:
        tell_leads(talk, standup, _day(talk, standup, day, found))
    else:
        talk.put(chat, _day_board(talk, standup, day, found))


def _day_board(talk: Talk, standup: Standup, day: date, found: Sequence[CheckIn]) -> dict[str, Any]:
    text = spans(talk.office.words, _day(talk, standup, day, found))
    return {"kind": "board", "token": _day_token(standup, day), "text": text}


def _day(talk: Talk, standup: Standup, day: date, found: Sequence[CheckIn]) -> Part:
    replied = sum(1 for one in found if one.reply in (Reply.ANSWERED, Reply.SKIPPED))
    asked = sum(1 for one in found if one.reply is not Reply.AWAY)
    title = phrase("round.day", name=standup.name, day=full_date(day), replied=replied, n=asked)
    names = talk.turn.directory(standup.workspace)
    return lines([title, *_blockers(talk, standup, found, talk.now), *_others(names, found)])


def tell_of_missed(talk: Talk, standup: Standup, missed: Sequence[CheckIn]) -> None:
    """Tell the leads whom nobody asked because we were down, and on how many days, all in one message."""
    names = talk.turn.directory(standup.workspace)
    days = sorted({one.day for one in missed})
    each = sorted({one.member: one for one in missed}.values(), key=lambda one: _name(names, one))
    who = _names(names, each)
    text = phrase("round.missed", name=standup.name, first=full_date(days[0]), n=len(days), who=who)
    tell_leads(talk, standup, text)


def of_round(turn: Turn, standup: Standup, day: date, cutoff_at: datetime) -> list[CheckIn]:
    """The check-ins of a day whose round ended at this moment."""
    return [one for one in counted(turn, standup, day) if one.cutoff_at == cutoff_at]


def counted(turn: Turn, standup: Standup, day: date) -> list[CheckIn]:
    """The check-ins of a day, without those that nobody waits for any more: of people who don't take part now, and on
    a day that was left out after some were asked."""
    found = turn.rota.check_ins(standup.workspace, standup.id, day, day)
    taking_part = () if day in standup.skips else participants(turn.directory(standup.workspace), standup)
    return [one for one in found if one.reply is not Reply.ASKED or one.member in taking_part]


def token_of(standup: Standup, day: date, cutoff_at: datetime) -> str:
    """The token of a summary's message."""
    return f"round:{standup.id}:{day.isoformat()}:{cutoff_at:%dT%H%M}"


def _day_token(standup: Standup, day: date) -> str:
    return f"round:{standup.id}:{day.isoformat()}:all"


def cutoff_of(turn: Turn, standup: Standup, token: str) -> tuple[date, datetime] | None:
    """The day and the end of the round whose summary has this token; None where it is none of this stand-up."""
    begins = f"round:{standup.id}:"
    if not token.startswith(begins):
        return None
    day = date.fromisoformat(token.removeprefix(begins).partition(":")[0])
    ends = {one.cutoff_at for one in counted(turn, standup, day)}
    return next(((day, at) for at in ends if token_of(standup, day, at) == token), None)


def answers_of(office: Office, turn: Turn, standup: Standup, check_in: CheckIn, limit: int = ANSWER_SHOWN) -> Part:
    """What somebody answered, question by question as these were asked; of each answer so many characters at most."""
    asked = office.playbooks.of_errand(turn, standup.workspace, check_in.playbook or standup.playbook).asked
    texts = {id_: one.question.text for id_, one in asked.items()}
    return lines(
        phrase("round.answer", question=texts.get(id_, id_), answer=_line_by_line(text, limit))
        for id_, text in check_in.answers.items()
        if text
    )


def _line_by_line(text: str, limit: int) -> Part:
    """An answer as it was typed, without empty lines."""
    found = [line.strip() for line in text[:limit].splitlines() if line.strip()]
    more = ["…"] if len(text) > limit else []
    return lines([*found, *more])


def answers_by(talk: Talk, standup: Standup, check_in: CheckIn, limit: int = ANSWER_SHOWN) -> Part:
    """What somebody answered, below their name."""
    directory = talk.turn.directory(standup.workspace)
    who = phrase("round.who", who=_name(directory, check_in))
    return lines([who, answers_of(talk.office, talk.turn, standup, check_in, limit)])


def clock_time(talk: Talk, standup: Standup, at: datetime) -> str:
    """A moment on the member's own clock."""
    zone = zone_of(talk.turn.directory(standup.workspace), standup, talk.me.id)
    return f"{at.astimezone(zone_info(zone)):%H:%M}"


def past(talk: Talk, standup: Standup, day: date, here: Sequence[CheckIn]) -> Part:
    """A round as it stood when it was over: at its cutoff, or when the last one answered after that."""
    ends = [one.cutoff_at for one in here]
    late = [one.answered_at for one in here if one.is_late and one.answered_at is not None]
    return summary(talk, standup, day, here, min(max(ends + late), talk.now))


def summary(talk: Talk, standup: Standup, day: date, here: Sequence[CheckIn], at: datetime | None = None) -> Part:
    """A round in few lines, what is in the way first: now, or what was at another moment."""
    directory = talk.turn.directory(standup.workspace)
    name = directory.members
    rows: list[Part] = [phrase("round.title", name=standup.name, day=full_date(day))]
    rows += _blockers(talk, standup, here, at or talk.now)
    said = [one for one in here if one.reply is Reply.ANSWERED]
    for one in sorted(said, key=lambda one: name[one.member].name if one.member in name else "")[:ROWS_SHOWN]:
        text = one.answers.get("today") or next((text for text in one.answers.values() if text), "…")
        who, short = _name(directory, one), shortened(text, PLAN_SHOWN)
        late = phrase("round.row_late", who=who, text=short)
        rows.append(late if one.is_late else phrase("round.row", who=who, text=short))
    if len(said) > ROWS_SHOWN:
        rows.append(phrase("round.more_rows", n=len(said) - ROWS_SHOWN))
    return lines([*rows, *_others(directory, here)])


def _board(talk: Talk, standup: Standup, day: date, at: datetime, here: Sequence[CheckIn]) -> dict[str, Any]:
    text = spans(talk.office.words, summary(talk, standup, day, here))
    return {"kind": "board", "token": token_of(standup, day, at), "text": text}


def _details(talk: Talk, standup: Standup, day: date, at: datetime, said: Sequence[CheckIn]) -> dict[str, Any]:
    """What everybody said: in full, or of each answer as much as all of them leave room for."""
    directory, token = talk.turn.directory(standup.workspace), token_of(standup, day, at)
    by_name = sorted(said, key=lambda one: _name(directory, one))
    in_full = phrase("round.in_full", day=day.isoformat())
    found: Part = ""
    for limit in ANSWERS_SHOWN:
        rows: list[Part] = [answers_by(talk, standup, one, limit) for one in by_name]
        found = lines([*([in_full] if limit < ANSWER_SHOWN else []), *rows], between="\n\n")
        if len(talk.office.words.plain(found)) <= DETAILS_SHOWN:
            break
    return {"token": f"{token}:said", "under": token, "text": spans(talk.office.words, found)}


def _blockers(talk: Talk, standup: Standup, here: Sequence[CheckIn], at: datetime) -> list[Part]:
    members = {one.member for one in here}
    directory = talk.turn.directory(standup.workspace)
    known = talk.turn.rota.blockers(standup.workspace, standup.project, since=at)
    open_ = [one for one in known if one.opened_at <= at and (one.closed_at is None or one.closed_at > at)]
    found = [one for one in open_ if one.owner in members]
    if not found:
        return []
    zone = zone_of(directory, standup, here[0].member)
    rows = [blocker_line(directory, one, local_day(at, zone), zone) for one in found[:NAMED]]
    return [phrase("round.blockers", n=len(found), rows=listed(rows))]


def blocker_line(directory: Directory, blocker: Blocker, day: date, zone: str) -> Part:
    """A blocker with whose it is, and its age on a day."""
    owner = directory.members.get(blocker.owner)
    return phrase("round.blocker", who=owner.name if owner else "?", row=blocker_row(blocker, day, zone))


def _others(directory: Directory, here: Sequence[CheckIn]) -> list[Part]:
    """Those of whom there is no answer, and why, without blame."""
    by_name = sorted(here, key=lambda one: _name(directory, one))
    by: Mapping[Reply, list[CheckIn]] = {reply: [one for one in by_name if one.reply is reply] for reply in Reply}
    rows: list[Part] = [
        phrase("round.skipped", who=_name(directory, one), why=shortened(one.note, 120))
        if one.note
        else phrase("round.skipped_silently", who=_name(directory, one))
        for one in by[Reply.SKIPPED]
    ]
    if by[Reply.AWAY]:
        rows.append(phrase("round.away", who=_names(directory, by[Reply.AWAY])))
    if by[Reply.ASKED]:
        rows.append(phrase("round.no_answer", who=_names(directory, by[Reply.ASKED])))
    if by[Reply.MISSED]:
        rows.append(phrase("round.not_asked", who=_names(directory, by[Reply.MISSED])))
    return rows


def _names(directory: Directory, found: Sequence[CheckIn]) -> Part:
    names: list[Part] = [
        phrase("round.name_why", who=_name(directory, one), why=one.note) if one.note else _name(directory, one)
        for one in found[:NAMED]
    ]
    if len(found) > NAMED:
        names.append(phrase("round.more", n=len(found) - NAMED))
    return lines(names, between=", ")


def _name(directory: Directory, one: CheckIn) -> str:
    member = directory.members.get(one.member)
    return member.name if member is not None else "?"
