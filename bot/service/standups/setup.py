"""Setting a stand-up up: the defaults, the short dialog that changes them, and what it comes to in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.service import errands
from bot.service.people import team_chats
from bot.service.ports import Chat, Turn
from bot.service.standups import audience, crew, faults, planning, wording
from bot.service.standups.choosing import is_taken
from bot.service.standups.model import Nudge, Standup
from bot.service.standups.questions import playbook_of
from dialogs import errands as core
from dialogs.answers import Value
from dialogs.commands import Command, as_answer
from dialogs.effects import Ask
from dialogs.engine import Said
from dialogs.model import Playbook
from dialogs.questions.base import Option
from dialogs.questions.dates import full_date
from dialogs.rules import Every, Rule, describe
from dialogs.state import Errand, Role
from dialogs.texts import Part, lines, listed, phrase
from dialogs.zones import local_day, zone_info, zone_label

if TYPE_CHECKING:
    from bot.service.talk import Talk

KIND = "standup"
CHECK_IN = "check_in"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WINDOW = timedelta(hours=2)
WHOLE_DAY = timedelta(days=1)
PLANNED_TIME = "standup_time"
"""The walk's question for when the team meets."""
LATEST = time(23, 59)
TAKEN = "taken"
"""What the set-up knows without asking: somebody else has used the name meanwhile."""
NAME_LIMIT = 40
"""Characters of a stand-up's name."""


def begin(talk: Talk, name: str) -> None:
    """Show the stand-up that would start, and ask whether it shall."""
    standup = _default(talk, name)
    about = {"name": name, "id": standup.id}
    errands.begin(talk, talk.chat, Errand(KIND, about, KIND))


class StandupErrand(errands.ErrandKind):
    """Implements the errands' `ErrandKind`."""

    needs = Role.LEAD

    def options(self, talk: Talk, chat: Chat, errand: Errand, question: str) -> Sequence[Option]:
        del talk, chat, errand, question
        return ()

    def dress(self, talk: Talk, chat: Chat, errand: Errand, ask: Ask) -> Ask:
        del chat
        if ask.prompt.pending is not None:
            return ask
        named = _recommended(talk, errand, ask.prompt.question)
        if named is not None:
            because = phrase("standup.named_so")
            return ask._replace(recommended=phrase("ask.recommended", answer=named, because=because))
        if ask.prompt.question != "go":
            return ask
        shown = show(talk, _default(talk, errand.about["name"]))
        return ask._replace(text=lines([phrase("standup.like_this"), shown]), progress=None)

    def choose(self, talk: Talk, chat: Chat, errand: Errand, option: str) -> str | None:
        del talk, chat, errand
        return option

    def obey(self, talk: Talk, chat: Chat, errand: Errand, command: Command) -> bool:
        prompt = errand.seat.prompt
        is_question = prompt is not None and prompt.pending is None
        named = _recommended(talk, errand, prompt.question) if prompt is not None and is_question else None
        if named is None or command.name != "accept":
            return False
        errands.run(talk, chat, Said(chat.id, talk.me.id, as_answer(named), is_shared=chat.is_shared))
        return True

    def object_to(self, talk: Talk, chat: Chat, errand: Errand, answers: Mapping[str, Value]) -> core.Objection | None:
        """Others may have set up one of the same name since this was begun; what fits alone may not fit together."""
        del chat
        is_asked = answers.get("go") != "start" or TAKEN in answers
        name = str(answers.get("name", "" if is_asked else errand.about["name"]))
        if name and is_taken(talk, name):
            return core.Objection("name", phrase("standup.taken", name=name), {TAKEN: "yes"})
        starts, ends = (_day(str(answers.get(one, ""))) for one in ("starts", "ends"))
        days = faults.of_days(starts, ends, local_day(talk.now, talk.me.zone))
        if days is not None:
            return core.Objection("ends", days)
        own = answers.get("own_questions")
        twice = faults.of_questions(own) if isinstance(own, list) else None
        return None if twice is None else core.Objection("own_questions", twice)

    def hear(self, talk: Talk, chat: Chat, errand: Errand, text: str) -> str | None:
        return wording.heard(talk, chat, errand, text)

    def finish(self, talk: Talk, chat: Chat, errand: Errand, answers: Mapping[str, Value]) -> None:
        del chat
        before = _default(talk, errand.about["name"])
        standup = changed(talk, before, {key: value for key, value in answers.items() if key != "go"})
        talk.turn.rota.put_routine(standup)
        planning.sync(talk.turn, standup, talk.now)
        talk.say(phrase("standup.started", name=standup.name, shown=show(talk, standup), next=next_line(talk, standup)))


def _recommended(talk: Talk, errand: Errand, question: str) -> str | None:
    """The name that was typed with the command, or the usual one, where it is asked for and still free."""
    name = errand.about["name"]
    return name if question == "name" and not is_taken(talk, name) else None


def changed(talk: Talk, standup: Standup, given: Mapping[str, Any]) -> Standup:
    """A stand-up with some of its settings answered anew; by the ids of the set-up's questions."""
    rule = standup.rule
    rule = Rule(
        time.fromisoformat(given["time"]) if "time" in given else rule.at,
        frozenset(DAYS.index(day) + 1 for day in given["days"]) if "days" in given else rule.days,
        Every(given.get("every", rule.every)),
        _day(given["starts"]) if "starts" in given else rule.starts,
        _day(given["ends"]) if "ends" in given else rule.ends,
    )
    window = _window(standup)
    if "window" in given:
        window = WHOLE_DAY if given["window"] == "day" else timedelta(minutes=int(given["window"]))
    zone = standup.zone
    if "zone" in given or "clock" in given:
        zone = str(given.get("zone", "")) if given.get("clock", "one") == "one" else ""
    return replace(
        standup,
        name=given.get("name", standup.name),
        rule=rule,
        cutoff=_cutoff(rule.at, window),
        zone=zone,
        members=_members(talk, given["people"]) if "people" in given else () if "who" in given else standup.members,
        chat=_where(talk, given["where"]) if "where" in given else standup.chat,
        nudges=frozenset(Nudge(one) for one in given["nudges"]) if "nudges" in given else standup.nudges,
        playbook=_questions(talk, standup, given),
        window=window,
    )


def show(talk: Talk, standup: Standup) -> Part:
    """A stand-up in a few lines."""
    turn, now = talk.turn, talk.now
    directory = turn.directory(standup.workspace)
    members = planning.participants(directory, standup)
    zone = phrase("standup.own_zones") if not standup.zone else zone_label(standup.zone, now)
    asked = talk.office.playbooks.of_errand(turn, standup.workspace, standup.playbook).asked.values()
    questions: list[Part] = [one.question.text for one in asked if one.is_asked and one.when is None]
    rows: list[Part] = [
        phrase("standup.when", rule=describe(standup.rule), zone=zone),
        phrase("standup.who", who=lines([directory.members[one].name for one in members], between=", ")),
        phrase("standup.cutoff", time=f"{standup.cutoff:%H:%M}", where=_place(talk, standup)),
    ]
    if Nudge.HALF in standup.nudges and Nudge.LAST in standup.nudges:
        rows.append(phrase("standup.nudges"))
    elif standup.nudges:
        rows.append(phrase("standup.nudge_half") if Nudge.HALF in standup.nudges else phrase("standup.nudge_last"))
    rows.append(phrase("standup.asks", questions=lines(questions, between=" · ")))
    if standup.is_paused:
        rows.append(phrase("standup.is_paused"))
    today = local_day(now, planning.clock_of(turn, standup.workspace, talk.me.id, standup.project))
    ahead = [full_date(day) for day in standup.skips if day >= today]
    if ahead:
        rows.append(phrase("standup.skips", days=lines(ahead, between=", ")))
    return listed(rows)


def next_line(talk: Talk, standup: Standup) -> Part:
    """Who is asked next, and when."""
    dues = [due for due in talk.turn.rota.dues_of(standup.workspace, standup.id) if due.member]
    asks = [due if due.step in planning.ASKING else planning.after_day(standup, due) for due in dues]
    coming = sorted((due for due in asks if due is not None), key=lambda due: due.at)
    if standup.is_paused or not coming:
        return phrase("standup.never")
    first = coming[0]
    local = first.at.astimezone(zone_info(first.zone))
    return phrase(
        "standup.next", day=full_date(local.date()), time=f"{local:%H:%M}", zone=zone_label(first.zone, first.at)
    )


def _default(talk: Talk, name: str) -> Standup:
    chat = talk.chat
    planned = talk.turn.state(chat.workspace, chat.project).book.value(PLANNED_TIME)
    at = time.fromisoformat(str(planned)) if planned else time(9, 30)
    return Standup(
        chat.workspace,
        talk.office.new_id(),
        chat.project,
        name,
        Rule(at),
        _cutoff(at, WINDOW),
        chat.key,
        talk.office.playbooks.pin(talk.turn, chat.workspace, talk.office.playbooks.errand(CHECK_IN)),
        talk.me.id,
        talk.now,
        window=WINDOW,
    )


def _day(value: str) -> date | None:
    """A day; None where there shall be none."""
    return date.fromisoformat(value) if value else None


def _window(standup: Standup) -> timedelta:
    """How long people shall have to answer."""
    if standup.window is not None or standup.cutoff == LATEST:
        return standup.window or WHOLE_DAY
    day = datetime(2000, 1, 3)  # noqa: DTZ001
    return datetime.combine(day, standup.cutoff) - datetime.combine(day, standup.rule.at)


def _cutoff(at: time, window: timedelta) -> time:
    """The end of the window, on the same day."""
    day = datetime(2000, 1, 3)  # noqa: DTZ001
    end = datetime.combine(day, at) + window
    return end.time() if end.date() == day.date() else LATEST


def _members(talk: Talk, names: Sequence[str]) -> tuple[str, ...]:
    """The members who are meant, without any for everybody; who isn't asked is told, and where nobody is, I am."""
    found = crew.named(talk, names)
    if found.is_everybody:
        return ()
    for name in found.unknown:
        talk.say(phrase("standup.unknown_member", name=name))
    if found.watching:
        talk.say(phrase("standup.watching", names=lines(found.watching, between=", ")))
    return found.members or (talk.me.id,)


def _where(talk: Talk, where: str) -> tuple[str, str]:
    """This chat, or the first one that the team shares."""
    if where == "here" or talk.chat.is_shared:
        return talk.chat.key
    found = next(iter(team_chats(talk.turn, talk.chat.workspace, talk.chat.project)), None)
    if found is None:
        talk.say(phrase("standup.no_team_chat"))
        return talk.chat.key
    return found.key


def _questions(talk: Talk, standup: Standup, given: Mapping[str, Any]) -> str:
    """The content hash of what is asked."""
    if "own_questions" in given:
        usual = talk.office.playbooks.errand(CHECK_IN)
        before = talk.office.playbooks.of_errand(talk.turn, standup.workspace, standup.playbook).playbook
        return pin(talk.turn, talk, playbook_of(usual, before, given["own_questions"]))
    if given.get("questions") == "usual":
        return pin(talk.turn, talk, talk.office.playbooks.errand(CHECK_IN))
    return standup.playbook


def pin(turn: Turn, talk: Talk, playbook: Playbook) -> str:
    """Keep what a team asks, and return its hash."""
    return talk.office.playbooks.pin(turn, talk.chat.workspace, playbook)


def _place(talk: Talk, standup: Standup) -> Part:
    """Where the summary goes as things are now."""
    if standup.chat == talk.chat.key:
        return phrase("standup.here")
    chat = audience.channel(talk, standup)
    if chat is None:
        return phrase("standup.to_leads", name=standup.name)
    if chat.key != standup.chat:
        return phrase("standup.in_other", name=standup.name)
    return phrase("standup.in_team") if chat.is_shared else phrase("standup.in_private")
