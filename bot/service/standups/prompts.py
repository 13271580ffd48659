"""Asking a member for their check-in: what they planned, what is open with them, and the first question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.service import errands, people
from bot.service.ports import LOCAL_BOT, Binding, Chat, Directory, Project, Turn
from bot.service.standups.durations import in_words
from bot.service.standups.model import Blocker, CheckIn, Standup
from dialogs import errands as core
from dialogs.answers import Book
from dialogs.plan import Plan
from dialogs.questions.dates import full_date
from dialogs.standing import standing, what_waits
from dialogs.state import Errand, State
from dialogs.texts import Part, lines, listed, phrase, shortened
from dialogs.view import View
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Office, Talk

KIND = "check_in"
PLAN, ANSWERS = "plan", "answers"
"""What there is of the round before: something planned, or other answers only."""
OF_PHASES = FAILED_CASES, LAUNCH_ITEMS, METRICS = "failed_cases", "launch_items", "metrics"
"""Questions that only one phase asks, and that name what is open with the member."""
PLAN_SHOWN = 300
"""Characters of what somebody planned last time."""
ITEMS_SHOWN = 6
NOT_SHOWN = ("phase",)
"""What a check-in knows without asking."""
MEMO = "phase"
"""Under this a book remembers its phase, which all members of a stand-up have in common."""
BUSY = timedelta(minutes=10)
"""Who began a check-in before its time, and said something so shortly ago, is still at it."""
LATE_AFTER = timedelta(minutes=3)
"""A prompt that comes later than that says so."""


def ask(
    talk: Talk,
    standup: Standup,
    check_in: CheckIn,
    last: CheckIn | None,
    blockers: Sequence[Blocker],
    *,
    behind: timedelta,
    firsts: dict[Any, Mapping[str, Any]],
) -> None:
    """Ask in the talk's chat, which is private: its project is what is talked about from now on.

    `behind` is how much later that is than it should be, `firsts` first questions that others were asked just before.
    """
    chat, turn = talk.chat, talk.turn
    project = _project(turn, standup)
    lead = _lead(standup, last, behind)
    title = phrase("check_in.title", name=standup.name, project=project.name, day=full_date(check_in.day))
    _bind(turn, standup, chat)
    if _is_under_way_elsewhere(talk, chat, standup):
        talk.tell(chat, lines([title, *lead, phrase("check_in.when_free_elsewhere")]))
        return
    here = talk.chat = _about(turn, standup, chat)
    opened = errands.open_in(talk, here)
    is_other = opened is not None and not is_for(opened, standup, check_in.day)
    if is_other and _is_under_way(talk, opened, standup.workspace, talk.me.id):
        talk.tell(here, lines([title, *lead, phrase("check_in.when_free", name=standup.name)]))
        return
    plan, state = talk.office.playbooks.plan(turn, project), turn.state(standup.workspace, standup.project)
    said = still_asked(talk, standup, check_in)
    if rows := [*lead, *open_with(plan, state, talk, blockers), *([phrase("check_in.goes_on")] if said else [])]:
        talk.tell(here, lines(rows))
    if opened is not None and not is_other:
        errands.ask_again(talk, here)
        return
    # Who did not answer the prompt before is still to go back to what they talked about before that one.
    back = errands.back_of(opened) if opened is not None else {}
    about = {**back, **about_of(standup, check_in.day, chat, last)}
    errand = errand_of(talk, standup, about, phase_of(plan, state), said)
    _begin(talk, here, errand, {} if said else firsts)


def _project(turn: Turn, standup: Standup) -> Project:
    project = turn.project(standup.workspace, standup.project)
    if project is None:
        raise LookupError(standup.project)
    return project


def _about(turn: Turn, standup: Standup, chat: Chat) -> Chat:
    """The chat, which talks about the stand-up's project from now on."""
    if (chat.workspace, chat.project) == (standup.workspace, standup.project):
        return chat
    moved = replace(chat, workspace=standup.workspace, project=standup.project)
    turn.put_chat(moved)
    return moved


def _bind(turn: Turn, standup: Standup, chat: Chat) -> None:
    """Let a private chat belong to the project for which somebody is asked in it."""
    known = turn.directory(standup.workspace).bindings.get(standup.project, ())
    if chat.bot != LOCAL_BOT and all(one.where != chat.key for one in known):
        turn.put_binding(standup.workspace, Binding(standup.project, chat.bot, chat.id, None))


def _begin(talk: Talk, here: Chat, errand: Errand, firsts: dict[Any, Mapping[str, Any]]) -> None:
    """Ask the first question, or what others were asked just before in the same words."""
    same = (here.workspace, *(errand.about[name] for name in ("standup", "day", "last")))
    if same in firsts:
        errands.begin_like(talk, here, errand, firsts[same])
        return
    errands.begin(talk, here, errand)
    first = talk.last_question(here)
    if first is not None and first["prompt"]["question"] not in OF_PHASES:
        firsts[same] = first


def errand_of(
    talk: Talk,
    standup: Standup,
    about: Mapping[str, str],
    phase: str,
    said: Mapping[str, str] | None = None,
    *,
    by: str = "",
) -> Errand:
    """A check-in of the person's, or of another member's, before anything is asked; `said` is what they have answered
    in it already."""
    known = core.given({"phase": phase}, talk.now)
    mine = core.given(said or {}, talk.now, by or talk.me.id, behind=len(known))
    return Errand(KIND, about, standup.playbook, (*known, *mine))


def _is_under_way_elsewhere(talk: Talk, chat: Chat, standup: Standup) -> bool:
    """Whether the chat is about another project, and somebody is in the middle of an errand of that one."""
    if not chat.project or (chat.workspace, chat.project) == (standup.workspace, standup.project):
        return False
    member = talk.turn.directory(chat.workspace).accounts.get(people.account_of(chat), "")
    return _is_under_way(talk, errands.open_of(talk, chat, member), chat.workspace, member)


def _is_under_way(talk: Talk, opened: Errand | None, workspace: str, member: str) -> bool:
    """Whether somebody may still go on with an errand, so that nothing takes its place: a set-up, however long it
    rests; a check-in and what hangs on it until the round's summary."""
    if opened is None or "day" not in opened.about:
        return opened is not None
    day = date.fromisoformat(opened.about["day"])
    known = talk.turn.rota.check_in(workspace, opened.about["standup"], day, member)
    if known is None:
        return bool(opened.entries) and talk.now - opened.entries[-1].at < BUSY
    return talk.now < known.cutoff_at


def said_in(talk: Talk, workspace: str, errand: Errand) -> Mapping[str, str]:
    """What was answered in a check-in so far."""
    plan = talk.office.playbooks.of_errand(talk.turn, workspace, errand.playbook)
    view = View(plan, Book().with_entries(errand.entries))
    found = {question: view.value(question) for question in plan.asked if question not in NOT_SHOWN}
    return {question: str(value) for question, value in found.items() if value is not None}


def still_asked(talk: Talk, standup: Standup, check_in: CheckIn) -> Mapping[str, str]:
    """What was answered of the questions that there are now."""
    if not check_in.answers:
        return {}
    plan = talk.office.playbooks.of_errand(talk.turn, standup.workspace, standup.playbook)
    return {question: answer for question, answer in check_in.answers.items() if question in plan.asked}


def about_of(standup: Standup, day: date, chat: Chat, last: CheckIn | None) -> dict[str, str]:
    """What a check-in's errand has to know; `last` is what the member answered in the round before."""
    back = {"back_workspace": chat.workspace, "back_project": chat.project} if chat.project != standup.project else {}
    known = "" if last is None else PLAN if last.answers.get("today") else ANSWERS
    return {"standup": standup.id, "name": standup.name, "day": day.isoformat(), "last": known, **back}


def is_for(errand: Errand, standup: Standup, day: date) -> bool:
    """Whether an errand is the check-in of this round."""
    return (errand.kind, errand.about.get("standup"), errand.about.get("day")) == (KIND, standup.id, day.isoformat())


def phase_of(plan: Plan, state: State) -> str:
    """The phase in which the project is: the first one that is not closed."""
    book, content = state.book, plan.playbook.content_hash
    known, found = book.memo.get(MEMO, ((), ""))
    if known != (book.seq, content):
        phases = standing(plan, state)
        found = next((one.id for one in phases if not one.is_closed), phases[-1].id)
        book.memo[MEMO] = (book.seq, content), found
    return str(found)


def open_with(plan: Plan, state: State, talk: Talk, blockers: Iterable[Blocker]) -> list[Part]:
    """What is open with a member: what waits for them, and what is in their way."""
    found: list[Part] = []
    mine = what_waits(plan, state, talk.me.id, now=talk.now) if state.book.entries else ()
    if mine:
        more: list[Part] = ["…"] if len(mine) > ITEMS_SHOWN else []
        found.append(phrase("check_in.open", items=lines([*mine[:ITEMS_SHOWN], *more], between=", ")))
    stuck = [one for one in blockers if one.owner == talk.me.id]
    if stuck:
        today = local_day(talk.now, talk.me.zone)
        rows = [blocker_row(one, today, talk.me.zone) for one in stuck[:ITEMS_SHOWN]]
        found.append(phrase("check_in.blockers", rows=listed(rows)))
    return found


def blocker_row(blocker: Blocker, day: date, zone: str) -> Part:
    """A blocker with its label, its item, and its age on a day, in days by the calendar of `zone` ("" for UTC)."""
    days = max(0, (day - local_day(blocker.opened_at, zone)).days)
    text = shortened(blocker.text, 120)
    age = phrase("blocker.age", n=days) if days else phrase("blocker.today")
    if blocker.item:
        return phrase("blocker.row_item", label=blocker.label, item=blocker.item, text=text, age=age)
    return phrase("blocker.row", label=blocker.label, text=text, age=age)


def private_chat(office: Office, turn: Turn, directory: Directory, member: str, known: tuple[str, str]) -> Chat | None:
    """The chat in which a member was asked last, or else any private one that is open, or that a bot may open."""
    found = turn.chat(*known) if known[0] else None
    if found is not None and found.is_open and not found.is_shared:
        return found
    bots = (*turn.upkeep.links(), LOCAL_BOT)
    return people.private_chat(turn, directory, member, bots, lambda bot, account: _opened(office, turn, bot, account))


def _opened(office: Office, turn: Turn, bot: str, account: str) -> Chat | None:
    composer = office.composer(bot.partition(":")[0])
    place = composer.private_place(bot, account) if composer is not None else None
    if place is None:
        return None
    chat = turn.chat(place.bot, place.chat) or Chat(place.bot, place.chat, place.home)
    turn.put_chat(chat)
    return chat


def _lead(standup: Standup, last: CheckIn | None, behind: timedelta) -> list[Part]:
    rows: list[Part] = []
    if behind > LATE_AFTER:
        rows.append(
            phrase(
                "check_in.sent_late", time=f"{standup.rule.at:%H:%M}", late=in_words(round(behind.total_seconds() / 60))
            )
        )
    planned = last.answers.get("today", "") if last is not None else ""
    if planned:
        rows.append(phrase("check_in.planned", plan=shortened(planned, PLAN_SHOWN)))
    return rows
