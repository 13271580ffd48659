"""The check-in as a short dialog: what it offers to press, and what becomes of its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.service import errands
from bot.service.ports import Chat
from bot.service.standups import changes, escalating, prompts, reopening, rounds, waiting
from bot.service.standups.model import NOWHERE, CheckIn, Due, Reply, Standup, Step
from bot.service.standups.planning import check_in_of, due_id, zone_of
from dialogs import reporting
from dialogs.answers import Value
from dialogs.commands import Command
from dialogs.effects import Ask
from dialogs.plan import Plan
from dialogs.questions.base import Option
from dialogs.questions.dates import full_date
from dialogs.short_answers import is_same
from dialogs.state import Errand, Role, State
from dialogs.texts import lines, phrase

if TYPE_CHECKING:
    from bot.service.talk import Talk

DONE, SAME, SKIP, NONE = "as_planned", "same", "skip", "none"
REASON_LIMIT = 300


class CheckInErrand(errands.ErrandKind):
    """Implements the errands' `ErrandKind`."""

    needs = Role.MEMBER

    def options(self, talk: Talk, chat: Chat, errand: Errand, question: str) -> Sequence[Option]:
        plan = talk.office.playbooks.of_errand(talk.turn, chat.workspace, errand.playbook)
        asked = plan.asked[question]
        found: list[Option] = []
        if question == _first(plan.asked):
            last = errand.about["last"]
            if last == prompts.PLAN and question == "yesterday":
                found.append(Option(DONE, phrase("check_in.as_planned")))
            if last:
                found.append(Option(SAME, phrase("check_in.same")))
            found.append(Option(SKIP, phrase("check_in.skip")))
        elif not asked.question.required:
            found.append(Option(NONE, phrase("check_in.nothing")))
        return found

    def dress(self, talk: Talk, chat: Chat, errand: Errand, ask: Ask) -> Ask:
        offered = tuple(self.options(talk, chat, errand, ask.prompt.question)) if ask.prompt.pending is None else ()
        day = talk.office.words.plain(full_date(date.fromisoformat(errand.about["day"])))
        project = talk.turn.project(chat.workspace, chat.project)
        named = _named(talk, chat, ask.prompt.question)
        helped = [part for part in (ask.help, phrase("check_in.named", items=named) if named else None) if part]
        return ask._replace(
            help=lines(helped) if helped else None,
            options=ask.options or offered,
            type="choice" if offered else ask.type,
            phase_title=errand.about["name"],
            dialog_title=f"{project.name} · {day}" if project is not None else day,
        )

    def choose(self, talk: Talk, chat: Chat, errand: Errand, option: str) -> str | None:
        last = last_of(talk, errand) if option in (DONE, SAME) else None
        if option == DONE and last is not None:
            return last.answers["today"]
        if option == SAME and last is not None:
            errands.drop(talk, chat, phrase("check_in.same"))
            self._keep(talk, chat, replace(errand, playbook=last.playbook or errand.playbook), last.answers)
            errands.resume(talk, chat, errand)
        elif option == SKIP:
            skip(talk, chat, errand, "")
        else:
            return option
        return None

    def hear(self, talk: Talk, chat: Chat, errand: Errand, text: str) -> str | None:
        """ "Same as yesterday" takes the place of what was said then: of all answers at first, later of one."""
        if errand.seat.prompt is None or not is_same(text):
            return text
        question, last = errand.seat.prompt.question, last_of(talk, errand)
        offered = {one.id for one in self.options(talk, chat, errand, question)}
        if last is not None and SAME in offered:
            return self.choose(talk, chat, errand, SAME)
        if last is not None and (last.answers.get(question) or NONE in offered):
            return last.answers.get(question) or NONE
        talk.tell(chat, phrase("check_in.no_last"))
        errands.ask_again(talk, chat)
        return None

    def obey(self, talk: Talk, chat: Chat, errand: Errand, command: Command) -> bool:
        if command.name == "skip" and (command.argument or _is_required(talk, errand)):
            skip(talk, chat, errand, command.argument)
            return True
        return False

    def finish(self, talk: Talk, chat: Chat, errand: Errand, answers: Mapping[str, Value]) -> None:
        texts = {question: str(value) for question, value in answers.items() if question not in prompts.NOT_SHOWN}
        self._keep(talk, chat, errand, texts)

    def is_about(self, errand: Errand, about: Mapping[str, str]) -> bool:
        return (errand.about["standup"], errand.about["day"]) == (about["standup"], about["day"])

    def reopened(self, talk: Talk, chat: Chat, about: Mapping[str, str], member: str) -> Errand | None:
        standup = _standup(talk, chat, about)
        if standup is None or standup.is_deleted:
            return None
        return reopening.reopened(talk, chat, standup, date.fromisoformat(about["day"]), member)

    def reopen(self, talk: Talk, chat: Chat, about: Mapping[str, str]) -> None:
        standup = _standup(talk, chat, about)
        if standup is not None:
            back = {key: value for key, value in about.items() if key.startswith("back_")}
            start(talk, chat, standup, date.fromisoformat(about["day"]), back)

    def put_aside(self, talk: Talk, chat: Chat, errand: Errand, member: str) -> None:
        day = date.fromisoformat(errand.about["day"])
        said = prompts.said_in(talk, chat.workspace, errand)
        found = _standup(talk, chat, errand.about) if said else None
        if found is None:
            return
        known = found_or_new(talk, found, day, member)
        # Of a check-in that was sent already, what is said anew counts; the rest stays as it was.
        answers = {**known.answers, **said} if known.reply is Reply.ANSWERED else said
        after = replace(known, answers=answers, playbook=errand.playbook, chat=chat.key)
        talk.turn.rota.put_check_in(after)
        if known.reply is Reply.ANSWERED and answers != known.answers:
            rounds.follow(talk, found, after)

    def begin_waiting(self, talk: Talk, chat: Chat, back: Mapping[str, str]) -> bool:
        for standup, known in (*waiting.rounds(talk), *waiting.elsewhere(talk)) if not chat.is_shared else ():
            if talk.now < known.cutoff_at and known.chat in (chat.key, NOWHERE):
                _start_there(talk, chat, standup, known.day, back)
                return True
        return False

    def _keep(self, talk: Talk, chat: Chat, errand: Errand, texts: Mapping[str, str]) -> None:
        standup = _standup(talk, chat, errand.about)
        if standup is not None:
            _write(talk, chat, standup, errand, texts)


def start(talk: Talk, chat: Chat, standup: Standup, day: date, back: Mapping[str, str] | None = None) -> None:
    """Ask for a check-in of any day, with what was answered before to be said anew, or what was begun to be ended."""
    opened = errands.open_in(talk, chat)
    if opened is not None and prompts.is_for(opened, standup, day):
        errands.ask_again(talk, chat)
        return
    check_in = found_or_new(talk, standup, day)
    if check_in.chat == NOWHERE and not chat.is_shared:
        _reach(talk, chat, standup, check_in)
    rows = rounds.answers_of(talk.office, talk.turn, standup, check_in) if check_in.answers else ""
    if check_in.reply is Reply.ANSWERED:
        talk.tell(chat, phrase("check_in.edits", day=full_date(day), rows=rows))
    elif rows:
        talk.tell(chat, phrase("check_in.begun", day=full_date(day), rows=rows))
    plan = talk.office.playbooks.plan(talk.turn, talk.project())
    state = talk.turn.state(chat.workspace, chat.project)
    last = talk.turn.rota.last_check_in(standup.workspace, standup.id, talk.me.id, day)
    about = {**(back or {}), **prompts.about_of(standup, day, chat, last)}
    said = {} if check_in.reply is Reply.ANSWERED else prompts.still_asked(talk, standup, check_in)
    errands.begin(talk, chat, prompts.errand_of(talk, standup, about, prompts.phase_of(plan, state), said))


def _start_there(talk: Talk, chat: Chat, standup: Standup, day: date, back: Mapping[str, str]) -> None:
    """In a private chat, which is about the stand-up's project from now on."""
    project = talk.turn.project(standup.workspace, standup.project)
    if project is not None and (chat.workspace, chat.project) != (project.workspace, project.id):
        back = back or {"back_workspace": chat.workspace, "back_project": chat.project}
        talk.talk_about(project)
    start(talk, talk.chat, standup, day, back)


def _reach(talk: Talk, chat: Chat, standup: Standup, check_in: CheckIn) -> None:
    """Whom nobody could ask in private is reminded there from now on."""
    talk.turn.rota.put_check_in(replace(check_in, chat=chat.key))
    id_ = due_id(standup, check_in.member)
    known = [one for one in talk.turn.rota.dues_of(standup.workspace, standup.id) if one.id == id_]
    talk.turn.rota.put_dues([replace(one, chat=chat.key) for one in talk.turn.rota.hold(known)])


def skip(talk: Talk, chat: Chat, errand: Errand, reason: str) -> None:
    """Leave a round out, with or without saying why."""
    standup = _standup(talk, chat, errand.about)
    errands.drop(talk, chat, phrase("check_in.skip"))
    if standup is None or standup.is_deleted:
        talk.tell(chat, phrase("standup.gone", name=errand.about["name"]))
    else:
        day = date.fromisoformat(errand.about["day"])
        before = found_or_new(talk, standup, day)
        after = replace(before, reply=Reply.SKIPPED, note=reason[:REASON_LIMIT], answered_at=talk.now)
        talk.turn.rota.put_check_in(after)
        talk.tell(chat, phrase("check_in.skipped") if reason else phrase("check_in.skipped_why"))
        rounds.follow(talk, standup, after)
    errands.resume(talk, chat, errand)


def _standup(talk: Talk, chat: Chat, about: Mapping[str, str]) -> Standup | None:
    """The stand-up that an errand belongs to; it may have been deleted."""
    found = talk.turn.rota.routine(chat.workspace, about["standup"])
    return found if isinstance(found, Standup) else None


def found_or_new(talk: Talk, standup: Standup, day: date, member: str = "") -> CheckIn:
    """A member's part in the round of a day, that may lie ahead; without a `member`, of who speaks."""
    member = member or talk.me.id
    found = talk.turn.rota.check_in(standup.workspace, standup.id, day, member)
    if found is not None:
        return found
    zone = zone_of(talk.turn.directory(standup.workspace), standup, member)
    id_ = due_id(standup, member)
    due = Due(standup.workspace, id_, standup.id, standup.project, Step.ASK, day, talk.now, member, zone)
    return replace(check_in_of(standup, due), chat=talk.chat.key)


def last_of(talk: Talk, errand: Errand) -> CheckIn | None:
    """What the member answered in the round before."""
    return talk.turn.rota.last_check_in(
        talk.chat.workspace, errand.about["standup"], talk.me.id, date.fromisoformat(errand.about["day"])
    )


def _write(talk: Talk, chat: Chat, standup: Standup, errand: Errand, texts: Mapping[str, str]) -> None:
    day = date.fromisoformat(errand.about["day"])
    before = found_or_new(talk, standup, day)
    if reopening.CHANGE in errand.about and before.answers == texts:
        return
    after = before.with_answers(texts, errand.playbook, talk.now)
    talk.turn.rota.put_check_in(after)
    if standup.is_deleted:
        talk.tell(chat, phrase("standup.gone", name=standup.name))
        return
    if after.is_late:
        talk.tell(chat, rounds.thanks_late(talk, standup, after))
    elif talk.now > after.cutoff_at:
        talk.tell(chat, phrase("check_in.thanks_changed"))
    elif talk.now < before.due_at:
        talk.tell(chat, phrase("check_in.thanks_early", day=full_date(day)))
    else:
        talk.tell(chat, phrase("check_in.thanks", time=rounds.clock_time(talk, standup, after.cutoff_at)))
    changes.take_up(talk, chat, before, after, errand)
    escalating.watch(talk.turn, standup, talk.now)
    rounds.follow(talk, standup, after)


def _first(asked: Mapping[str, object]) -> str:
    return next((question for question in asked if question not in prompts.NOT_SHOWN), "")


def _named(talk: Talk, chat: Chat, question: str) -> str:
    """What a question that only one phase asks is about, by name."""
    project = talk.turn.project(chat.workspace, chat.project) if question in _OF_PHASES else None
    if project is None:
        return ""
    plan, state = talk.office.playbooks.plan(talk.turn, project), talk.turn.state(chat.workspace, chat.project)
    return ", ".join(_OF_PHASES[question](plan, state, talk.me.id))


_OF_PHASES: Mapping[str, Callable[[Plan, State, str], Sequence[str]]] = {
    prompts.FAILED_CASES: lambda plan, state, _: reporting.failed_cases(plan, state),
    prompts.LAUNCH_ITEMS: reporting.launch_items,
    prompts.METRICS: lambda plan, state, _: reporting.metrics(plan, state),
}


def _is_required(talk: Talk, errand: Errand) -> bool:
    prompt = errand.seat.prompt
    plan = talk.office.playbooks.of_errand(talk.turn, talk.chat.workspace, errand.playbook)
    return prompt is not None and prompt.question in plan.asked and plan.asked[prompt.question].question.required
