"""What reaches people in other chats than the one in which it happened: news, calls, and that somebody left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.service.messages import spans
from bot.service.people import Speaker, accounts_of
from bot.service.ports import LOCAL_BOT, Binding, Chat, Project, Turn
from bot.service.upkeep import News
from dialogs.answers import Entry, Kind
from dialogs.asking import situation, slot_label
from dialogs.effects import Call
from dialogs.engine import Called
from dialogs.plan import Plan
from dialogs.state import State
from dialogs.texts import Part, lines, phrase, shortened
from dialogs.view import View

if TYPE_CHECKING:
    from bot.service.talk import Talk

NEWS_AFTER = timedelta(seconds=20)
"""How long what happens elsewhere is gathered before a chat is told in one line."""
LABEL_LENGTH = 120


def tell_news(talk: Talk, project: Project, plan: Plan, state: State, written: Sequence[Entry]) -> None:
    """Let the other places of a project know that somebody answered; never what, as it may be private."""
    bindings = talk.turn.directory(project.workspace).bindings.get(project.id, ())
    others = [one for one in bindings if one.where != talk.chat.key and one.bot != LOCAL_BOT]
    answers = [entry for entry in written if entry.kind is Kind.ANSWER and entry.question in plan.asked]
    if not others or not answers:
        return
    view = View(plan, state.book)
    around = situation(view, state.members, talk.me.id, talk.now)
    label = shortened(slot_label(view, answers[-1].slot, around), LABEL_LENGTH)
    what = talk.office.words.plain(label)
    talk.news.extend((other.where, (project.workspace, project.id), what) for other in others)


def news_line(news: News, project: Project) -> Part:
    """Who answered how much, in one line."""
    who = lines((phrase("news.who", name=name, n=count) for name, count in news.authors.items()), between=", ")
    if sum(news.authors.values()) == 1:
        return phrase("news.one", name=next(iter(news.authors)), question=news.last)
    return phrase("news.several", who=who, project=project.name, question=news.last)


def call(talk: Talk, project: Project, effect: Call) -> None:
    """Ask somebody in private; where that is closed, mention them where the team talks."""
    turn = talk.turn
    own = _private_chat(turn, project, talk.chat, effect.member)
    if own is not None and own.project in ("", project.id):
        own = replace(own, workspace=project.workspace, project=project.id)
        turn.put_chat(own)
        turn.put_binding(project.workspace, Binding(project.id, own.bot, own.id, None))
        talk.run_in(own, Called(own.id, effect.member, effect.question, effect.item))
        return
    if own is not None:
        turn.put_binding(project.workspace, Binding(project.id, own.bot, own.id, None))
        talk.tell(own, phrase("call.other_project", text=effect.text, project=project.name))
        return
    mention(talk, project, effect.member, effect.text)


def mention(talk: Talk, project: Project, member: str, text: Part) -> None:
    """Ping somebody in a chat that the team shares."""
    directory = talk.turn.directory(project.workspace)
    for chat in _shared_chats(talk, project):
        kind = chat.bot.partition(":")[0]
        account = next((one for one in accounts_of(directory, member) if one.startswith(f"{kind}:")), None)
        if account is not None:
            link = talk.turn.upkeep.links().get(chat.bot, "")
            talk.put(chat, _mention(talk, directory.members[member].name, account, text, link))
            return
    talk.say(phrase("call.unreachable", name=directory.members[member].name))


def own_chat(turn: Turn, chat: Chat, speaker: Speaker) -> Chat | None:
    """The person's private chat with the same bot; None while they have none that is open."""
    found = turn.chat(chat.bot, speaker.account.partition(":")[2])
    return found if found is not None and found.is_open and not found.is_shared else None


def tell_of_leaving(talk: Talk) -> None:
    """Once: the bot can't reach somebody any more."""
    for workspace, id_ in talk.turn.bound(*talk.chat.key):
        project = talk.turn.project(workspace, id_)
        for binding in talk.turn.directory(workspace).bindings.get(id_, ()) if project else ():
            other = talk.turn.chat(*binding.where)
            if other is not None and other.key != talk.chat.key and other.is_open and other.bot != LOCAL_BOT:
                talk.tell(other, phrase("reach.closed", name=talk.speaker.name))


def _private_chat(turn: Turn, project: Project, here: Chat, member: str) -> Chat | None:
    """With the bot of this chat, or else with any."""
    accounts = accounts_of(turn.directory(project.workspace), member)
    bots = dict.fromkeys([here.bot, *turn.upkeep.links()])
    for bot in bots:
        for account in accounts:
            platform, _, number = account.partition(":")
            found = turn.chat(bot, number) if bot.partition(":")[0] == platform and platform != LOCAL_BOT else None
            if found is not None and found.is_open and not found.is_shared:
                return found
    return None


def _shared_chats(talk: Talk, project: Project) -> Sequence[Chat]:
    """This chat first."""
    bindings = talk.turn.directory(project.workspace).bindings.get(project.id, ())
    found = (talk.turn.chat(*binding.where) for binding in bindings)
    chats = [chat for chat in found if chat is not None and chat.is_shared and chat.is_open]
    return sorted(chats, key=lambda chat: chat.key != talk.chat.key)


def _mention(talk: Talk, name: str, account: str, text: Part, link: str) -> dict[str, Any]:
    words = talk.office.words
    return {
        "kind": "mention",
        "account": account,
        "name": name,
        "text": spans(words, text),
        "url": link.replace("{code}", "hello"),
        "button": words.plain(phrase("button.private")),
    }
