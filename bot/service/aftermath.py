"""What follows when a message could not be delivered: the chat is closed, has moved, or nobody knows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.service import elsewhere
from bot.service.boxes import ChatKey, Event, Load
from bot.service.messages import spans
from bot.service.moving import move_chat
from bot.service.people import Speaker
from bot.service.ports import Chat, Turn
from bot.service.standups.unreached import ask_in_the_open, sum_up_elsewhere
from bot.service.talk import Office, Talk
from dialogs.state import Member
from dialogs.texts import phrase

NOBODY = Member("", "")


class Aftermath:
    """Each is one turn; returns what this replica has to send because of it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def closed(self, turn: Turn, key: ChatKey, lost: Sequence[Mapping[str, Any]] = ()) -> Sequence[Load]:
        """Mark a chat that can't be written to, and tell the team once. `lost` is what was to be sent there."""
        chat = turn.chat(*key)
        if chat is None:
            return ()
        talk = self._talk(turn, chat)
        if chat.is_open:
            turn.put_chat(replace(chat, is_open=False))
            elsewhere.tell_of_leaving(talk, [chat])
            ask_in_the_open(talk, chat)
        sum_up_elsewhere(talk, chat, lost)
        return talk.loads()

    def moved(self, turn: Turn, key: ChatKey, to: str, payloads: Sequence[Mapping[str, Any]]) -> Sequence[Load]:
        """Go on in the chat's new place, with what was not sent yet."""
        move_chat(turn, key, to)
        new = (key[0], to)
        messages = turn.outbox.send(new, payloads, self._office.carrier)
        load = turn.outbox.load(new, messages, self._office.carrier)
        return [load] if load is not None else []

    def parked(self, turn: Turn, event: Event) -> Sequence[Load]:
        """Tell a chat that one of its events was put aside, in words that need nothing of what may have failed."""
        chat = turn.chat(event.bot, event.chat)
        if chat is None:
            return ()
        talk = self._talk(turn, chat)
        talk.say(phrase("event.parked"))
        return talk.loads()

    def doubtful(self, turn: Turn, key: ChatKey, seqs: Sequence[int]) -> Sequence[Load]:
        """Ask whether something arrived that must not arrive twice."""
        chat = turn.chat(*key)
        if chat is None:
            return ()
        talk = self._talk(turn, chat)
        for seq in seqs:
            talk.put(chat, self._question(seq))
        return talk.loads()

    def news(self, turn: Turn, now: datetime, limit: int) -> Sequence[Load]:
        """Tell what happened elsewhere and is due."""
        loads: list[Load] = []
        for news in turn.upkeep.take_news(now, limit):
            chat, project = turn.chat(*news.chat), turn.project(news.workspace, news.project)
            if chat is None or project is None or not chat.is_open:
                continue
            talk = self._talk(turn, chat)
            text = spans(self._office.words, elsewhere.news_line(news, project))
            talk.put(chat, {"kind": "news", "text": text})
            loads.extend(talk.loads())
        return loads

    def _question(self, seq: int) -> Mapping[str, Any]:
        words = self._office.words
        text = spans(words, phrase("again.doubtful"))
        return {"kind": "again", "text": text, "seq": seq, "button": words.plain(phrase("button.again"))}

    def _talk(self, turn: Turn, chat: Chat) -> Talk:
        return Talk(self._office, turn, Speaker(*chat.key, chat.workspace, ""), chat, NOBODY)
