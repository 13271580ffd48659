"""What a check-in changes: blockers that come and go, items that move along, after one confirmation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.service import errands
from bot.service.ports import Chat
from bot.service.standups import escalating, rounds
from bot.service.standups.model import Blocker, CheckIn, Progress, Standup
from dialogs import reporting
from dialogs.answers import Value
from dialogs.commands import Command
from dialogs.effects import Ask
from dialogs.mentions import Mention, carried_out, read
from dialogs.questions.base import Option
from dialogs.questions.matching import folded
from dialogs.short_answers import is_nothing, is_same, lines_of
from dialogs.state import Errand, Role
from dialogs.texts import Part, lines, listed, phrase, shortened
from dialogs.verbs import Turned
from dialogs.view import View

if TYPE_CHECKING:
    from bot.service.talk import Talk

KIND = "changes"
BLOCKERS = "blockers"
"""The question whose answer is what is in somebody's way."""
DONE, PLAN = "yesterday", "today"
"""The questions whose answers are what got done, and what is next."""
BLOCKER_PREFIX = "BL"
BLOCKER_LIMIT = 500
"""Characters of a blocker that are kept."""
NAMED = 5
"""Labels that nobody knows and that are named."""


def take_up(talk: Talk, chat: Chat, before: CheckIn, check_in: CheckIn, errand: Errand) -> None:
    """Keep what is in the member's way, and ask whether what was said of items was understood.

    What they said `before` in the same round and don't say any more is not in their way. `errand` is the check-in's:
    where it would have gone back to, this one goes.
    """
    open_ = talk.turn.rota.blockers(chat.workspace, chat.project)
    known = _known(talk, chat, open_)
    found = read("\n".join(_lines(check_in.answers)), *known)
    said_of = {one.item: one for one in (*_carried_out(talk, check_in, known[0]), *found.mentions)}
    new = [one for one in said_of.values() if not _is_so_already(talk, chat, one, open_)]
    _tell_of_strangers(talk, chat, found.strangers)
    told = {one.said for one in found.mentions if one not in new}
    said = [one for one in _obstacles(check_in, *known) if one not in told]
    gone = {folded(one) for one in _obstacles(before, *known)} - {folded(one) for one in said}
    for one in open_:
        if one.owner == talk.me.id and not one.item and folded(one.text) in gone:
            talk.turn.rota.put_blocker(replace(one, closed_at=talk.now))
    for text in said:
        _keep(talk, chat, text, open_)
    if new:
        data = json.dumps([[one.item, one.turned.value, one.why, one.said] for one in new])
        kept = errands.back_of(errand)
        round_ = {"standup": check_in.standup, "day": check_in.day.isoformat()}
        errands.begin(talk, chat, Errand(KIND, {"changes": data, **round_, **kept}, KIND))


def _carried_out(talk: Talk, check_in: CheckIn, known: Mapping[str, str]) -> Sequence[Mention]:
    """What became of items by a plan of last time that was carried out as it was."""
    last = talk.turn.rota.last_check_in(check_in.workspace, check_in.standup, check_in.member, check_in.day)
    plan = last.answers.get(PLAN, "") if last is not None else ""
    return carried_out(plan, known) if plan and check_in.answers.get(DONE) == plan else ()


def _keep(talk: Talk, chat: Chat, text: str, open_: Sequence[Blocker]) -> None:
    """What is in the way: something new, or more about what is known by its label."""
    label, _, more = text.partition(" ")
    known = next((one for one in open_ if one.label == label.rstrip(":,.-–—").upper()), None)
    if known is None:
        add(talk, chat, "", text, open_)
    elif folded(more) not in folded(known.text):
        talk.turn.rota.put_blocker(replace(known, text=f"{known.text}; {more.strip()}"[:BLOCKER_LIMIT]))


def add(talk: Talk, chat: Chat, item: str, text: str, known: Sequence[Blocker]) -> None:
    """Keep a blocker, unless its owner has said the same before."""
    turn, text = talk.turn, text[:BLOCKER_LIMIT]
    same = (one for one in known if one.owner == talk.me.id and one.item == item and folded(one.text) == folded(text))
    if next(same, None) is not None:
        return
    number = turn.rota.next_blocker(chat.workspace, chat.project)
    new = Blocker(chat.workspace, chat.project, number, talk.me.id, item, text, talk.now)
    turn.rota.put_blocker(new)


def close(talk: Talk, chat: Chat, blocker: Blocker) -> None:
    """A blocker is gone."""
    talk.turn.rota.put_blocker(replace(blocker, closed_at=talk.now))
    closed = phrase("blocker.closed", label=blocker.label, text=shortened(blocker.text, 120))
    talk.tell(chat, lines([closed, phrase("blocker.reopens", label=blocker.label)]))


class ChangesErrand(errands.ErrandKind):
    """Implements the errands' `ErrandKind`: the one question whether it was understood."""

    needs = Role.MEMBER

    def options(self, talk: Talk, chat: Chat, errand: Errand, question: str) -> Sequence[Option]:
        del talk, chat, errand, question
        return ()

    def dress(self, talk: Talk, chat: Chat, errand: Errand, ask: Ask) -> Ask:
        rows = [_row(talk, chat, one) for one in _changes(errand)]
        return ask._replace(text=phrase("changes.right", rows=listed(rows)), progress=None)

    def choose(self, talk: Talk, chat: Chat, errand: Errand, option: str) -> str | None:
        del talk, chat, errand
        return option

    def obey(self, talk: Talk, chat: Chat, errand: Errand, command: Command) -> bool:
        if command.name == "skip":
            errands.leave(talk, chat, errand, phrase("changes.left"))
            return True
        return False

    def finish(self, talk: Talk, chat: Chat, errand: Errand, answers: Mapping[str, Value]) -> None:
        if answers["right"] is not True:
            talk.tell(chat, phrase("changes.left"))
            return
        found = _changes(errand)
        open_ = {one.label: one for one in talk.turn.rota.blockers(chat.workspace, chat.project)}
        for one in found:
            _apply(talk, chat, one, open_)
        talk.tell(chat, phrase("changes.done", n=len(found)))
        _follow(talk, chat, errand)


def _apply(talk: Talk, chat: Chat, mention: Mention, open_: dict[str, Blocker]) -> None:
    rota = talk.turn.rota
    if mention.item in open_:
        if mention.turned is Turned.DONE:
            rota.put_blocker(replace(open_[mention.item], closed_at=talk.now))
        return
    if mention.turned is Turned.BLOCKED:
        _block(talk, chat, mention, open_)
        return
    done = mention.turned is Turned.DONE
    progress = Progress(mention.item, "done" if done else "doing", talk.me.id, talk.now)
    rota.put_progress(chat.workspace, chat.project, progress)
    _answer_the_walk(talk, chat, progress)
    for blocker in open_.values():
        if done and blocker.item == mention.item:
            rota.put_blocker(replace(blocker, closed_at=talk.now))


def _block(talk: Talk, chat: Chat, mention: Mention, open_: dict[str, Blocker]) -> None:
    """An item is blocked: by what was kept until this was confirmed, where it was said of what is in the way."""
    said = folded(mention.said[:BLOCKER_LIMIT])
    plain = (one for one in open_.values() if one.owner == talk.me.id and not one.item and folded(one.text) == said)
    kept = next(plain, None)
    if kept is None:
        add(talk, chat, mention.item, _why(talk, mention), list(open_.values()))
    else:
        del open_[kept.label]
        talk.turn.rota.put_blocker(replace(kept, item=mention.item, text=_why(talk, mention)))


def _why(talk: Talk, mention: Mention) -> str:
    return mention.why or talk.office.words.plain(phrase("blocker.unexplained"))


def _follow(talk: Talk, chat: Chat, errand: Errand) -> None:
    """A summary that was posted meanwhile shows the blockers as they are now."""
    rota, id_ = talk.turn.rota, errand.about.get("standup", "")
    standup = rota.routine(chat.workspace, id_) if id_ else None
    day = date.fromisoformat(errand.about["day"]) if id_ else None
    check_in = rota.check_in(chat.workspace, id_, day, talk.me.id) if day is not None else None
    if isinstance(standup, Standup) and check_in is not None:
        escalating.watch(talk.turn, standup, talk.now)
        rounds.follow(talk, standup, check_in)


def _answer_the_walk(talk: Talk, chat: Chat, progress: Progress) -> None:
    """Where the playbook asks itself how far an item is, that is answered as well."""
    turn = talk.turn
    project = turn.project(chat.workspace, chat.project)
    if project is not None:
        plan = talk.office.playbooks.plan(turn, project)
        before = turn.state(chat.workspace, chat.project)
        after = reporting.write(plan, before, talk.me.id, progress.item, progress.state, now=talk.now)
        turn.save(chat.workspace, chat.project, before, after)


def _is_so_already(talk: Talk, chat: Chat, mention: Mention, open_: Iterable[Blocker]) -> bool:
    """Whether nothing changes: a blocker can only go, everything else only turn into what it is not yet."""
    if any(one.label == mention.item for one in open_):
        return mention.turned is not Turned.DONE
    if mention.turned is Turned.BLOCKED:
        return any(one.item == mention.item and folded(one.text) == folded(_why(talk, mention)) for one in open_)
    known = talk.turn.rota.progress(chat.workspace, chat.project).get(mention.item)
    return known is not None and known.state == mention.turned.value


def _row(talk: Talk, chat: Chat, mention: Mention) -> Part:
    open_ = talk.turn.rota.blockers(chat.workspace, chat.project)
    blocker = next((one for one in open_ if one.label == mention.item), None)
    if blocker is not None:
        return phrase("blocker.closed", label=blocker.label, text=shortened(blocker.text, 120))
    view = _view(talk, chat)
    found = view.item(mention.item) if view is not None else None
    name = shortened(str(found), 80) if found is not None else mention.item
    if mention.turned is Turned.BLOCKED:
        return phrase("changes.blocked", item=name, why=mention.why or "…")
    if mention.turned is Turned.DONE:
        return phrase("changes.done_item", item=name)
    return phrase("changes.doing", item=name)


def _view(talk: Talk, chat: Chat) -> View | None:
    project = talk.turn.project(chat.workspace, chat.project)
    if project is None:
        return None
    return View(talk.office.playbooks.plan(talk.turn, project), talk.turn.state(chat.workspace, chat.project).book)


def _known(talk: Talk, chat: Chat, open_: Iterable[Blocker]) -> tuple[dict[str, str], set[str]]:
    """What can be spoken of, with names: what blocks, and the items that are there; and how labels begin."""
    found = dict.fromkeys((one.label for one in open_), "")
    view = _view(talk, chat)
    if view is None:
        return found, {BLOCKER_PREFIX}
    items = {id_: view.name_of(id_) for id_, item in view.book.items.items() if not item.removed}
    return {**found, **items}, {BLOCKER_PREFIX, *(one.group.prefix for one in view.plan.rounds.values())}


def _tell_of_strangers(talk: Talk, chat: Chat, labels: Sequence[str]) -> None:
    """Name what nobody knows; a blocker that is gone already was known."""
    number = talk.turn.rota.next_blocker(chat.workspace, chat.project) if labels else 0
    gone = {f"{BLOCKER_PREFIX}-{one}" for one in range(1, number)}
    unknown = [one for one in labels if one not in gone][:NAMED]
    if unknown:
        talk.tell(chat, phrase("changes.unknown", items=lines(unknown, between=", ")))


def _changes(errand: Errand) -> list[Mention]:
    return [Mention(item, Turned(turned), why, said) for item, turned, why, said in json.loads(errand.about["changes"])]


def _lines(answers: Mapping[str, str]) -> list[str]:
    """All that was said, what is in the way last."""
    last = answers.get(BLOCKERS, "")
    texts = [*(text for question, text in answers.items() if question != BLOCKERS), last]
    return [line for text in texts for line in lines_of(text)]


def _obstacles(check_in: CheckIn, known: Mapping[str, str], prefixes: Collection[str]) -> list[str]:
    """What is in the way by a check-in: all of its answer that doesn't report on items, and what blocks them."""
    found: list[str] = []
    for line in lines_of(check_in.answers.get(BLOCKERS, "")):
        reading = read(line, known, prefixes)
        if not is_nothing(reading.rest) and not is_same(line):
            found.append(reading.rest)
        found += dict.fromkeys(one.said for one in reading.mentions if one.turned is Turned.BLOCKED)
    return found
