"""What reaches people in other chats than the one in which it happened: news, calls, and that somebody left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.service import links
from bot.service.boxes import ChatKey
from bot.service.messages import spans
from bot.service.people import Speaker, account_of, accounts_of, private_chat
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
    bots = dict.fromkeys(one for one in (talk.chat.bot, *turn.upkeep.links()) if one != LOCAL_BOT)
    directory = turn.directory(project.workspace)
    own = private_chat(turn, directory, effect.member, bots)
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
            if len(talk.turn.bound(*chat.key)) > 1:
                text = phrase("call.in_project", project=project.name, text=text)
            talk.put(chat, _mention(talk, chat, project, account, text))
            return
    talk.say(phrase("call.unreachable", name=directory.members[member].name))


def own_chat(turn: Turn, chat: Chat, speaker: Speaker) -> Chat | None:
    """The person's private chat with the same bot; None while they have none that is open."""
    found = turn.chat(chat.bot, speaker.account.partition(":")[2])
    return found if found is not None and found.is_open and not found.is_shared else None


def tell_of_leaving(talk: Talk, chats: Sequence[Chat]) -> None:
    """Once: the bot can't write to these chats any more, which are one person's or shared by several."""
    told: set[tuple[ChatKey, str]] = set()
    for chat in chats:
        for workspace, id_ in talk.turn.bound(*chat.key):
            project = talk.turn.project(workspace, id_)
            if project is None:
                continue
            lost = _lost(talk.turn, chat, project)
            said = talk.office.words.plain(lost)
            for other in _others(talk, chat, project):
                if (other.key, said) not in told:
                    told.add((other.key, said))
                    talk.tell(other, lost)


def parts_of(turn: Turn, chat: Chat, home: str) -> Sequence[Chat]:
    """The topics of a chat in which the projects of its home are talked about: each is a chat of its own, and nobody
    tells of each that the bot left or came back."""
    bindings = (binding for found in turn.directory(home).bindings.values() for binding in found)
    keys = {one.where: None for one in bindings if one.bot == chat.bot and one.chat.startswith(f"{chat.id}/")}
    parts = (turn.chat(*key) for key in keys)
    return [part for part in parts if part is not None and part.is_shared]


def _lost(turn: Turn, chat: Chat, project: Project) -> Part:
    """Who can't be reached in a chat. Who reports that is not always the one: an administrator removes the bot."""
    directory = turn.directory(project.workspace)
    member = None if chat.is_shared else directory.members.get(directory.accounts.get(account_of(chat), ""))
    if member is None:
        return phrase("reach.closed_chat", project=project.name)
    return phrase("reach.closed", name=member.name)


def _others(talk: Talk, chat: Chat, project: Project) -> Sequence[Chat]:
    """The other places of a project that can be written to."""
    bindings = talk.turn.directory(project.workspace).bindings.get(project.id, ())
    found = (talk.turn.chat(*one.where) for one in bindings if one.bot != LOCAL_BOT and one.where != chat.key)
    return [other for other in found if other is not None and other.is_open]


def _shared_chats(talk: Talk, project: Project) -> Sequence[Chat]:
    """This chat first."""
    bindings = talk.turn.directory(project.workspace).bindings.get(project.id, ())
    found = (talk.turn.chat(*binding.where) for binding in bindings)
    chats = [chat for chat in found if chat is not None and chat.is_shared and chat.is_open]
    return sorted(chats, key=lambda chat: chat.key != talk.chat.key)


def _mention(talk: Talk, chat: Chat, project: Project, account: str, text: Part) -> dict[str, Any]:
    """It hangs on the card of its own project, whatever the chat talks about now; where there is none, on nothing."""
    words, directory = talk.office.words, talk.turn.directory(project.workspace)
    thread = talk.thread_of(replace(chat, workspace=project.workspace, project=project.id))
    link = talk.turn.upkeep.links().get(chat.bot, "")
    return {
        "kind": "mention",
        "account": account,
        "name": directory.members[directory.accounts[account]].name,
        "text": spans(words, text),
        "url": link.replace("{code}", links.code_of(project)),
        "button": words.plain(phrase("button.private")),
        "under": thread if thread and talk.hangs(chat, thread) else "",
    }
