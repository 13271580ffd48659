"""POST /control: lets another process be the people. One JSON object in, one JSON object out."""

from typing import Any

from tests.fakes.controls import Action, BaseControl
from tests.fakes.telegram.chats import Chat, Group, Topic
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.world import World
from tests.fakes.wire import Json


class Control(BaseControl):
    """What `do` may be, with what it takes; ids go in and come out.

    bot(token, username) person(name, username) group(title, people, bots, kind, is_forum) topic(chat, name)
    starts(person, bot) says(person, text | texts, chat, reply_to, topic, bot) presses(person, label, chat, on, bot)
    blocks(person, bot) unblocks(person, bot) fault(kind, method, ...) clear_faults() messages(chat, bot) sent(since)
    calls(since, method) pending(bot)
    """

    _world: World

    def __init__(self, world: World) -> None:
        actions: dict[str, Action] = {
            "bot": self._bot,
            "person": self._person,
            "group": self._group,
            "topic": self._topic,
            "starts": self._starts,
            "says": self._says,
            "presses": self._presses,
            "blocks": self._blocks,
            "unblocks": self._unblocks,
            "messages": self._messages,
            "sent": self._sent,
            "pending": self._pending,
        }
        super().__init__(world, actions)

    def _bot(self, wish: Json) -> Json:
        reads_all = bool(wish.get("reads_all", False))
        return self._world.add_bot(wish["token"], wish["username"], wish["username"], reads_all=reads_all).content

    def _person(self, wish: Json) -> Json:
        language = wish.get("language_code", "en")
        return self._world.add_person(wish["name"], wish.get("username"), wish.get("last_name"), language).content

    def _group(self, wish: Json) -> Json:
        people = [self._world.people[number] for number in wish["people"]]
        kind, is_forum = wish.get("kind", "supergroup"), bool(wish.get("is_forum", False))
        group = self._world.new_group(wish["title"], people[0], kind, is_forum=is_forum)
        group.statuses |= {person.id: "member" for person in people[1:]}
        for number in wish.get("bots", list(self._world.bots)):
            group.adds(self._world.bots[number])
        return group.content

    def _topic(self, wish: Json) -> Json:
        group = self._world.groups[wish["chat"]]
        return {"id": group.topic(wish["name"]).id}

    def _starts(self, wish: Json) -> Json:
        return self._who(wish).starts(self._which_bot(wish), wish.get("payload", "")).content

    def _says(self, wish: Json) -> Json:
        person, chat = self._who(wish), self._where(wish)
        reply_to, topic = self._on(chat, wish.get("reply_to")), self._in_topic(chat, wish.get("topic"))
        texts = wish["texts"] if "texts" in wish else [wish["text"]]
        messages = [person.says(text, chat=chat, reply_to=reply_to, topic=topic) for text in texts]
        return messages[-1].content

    def _presses(self, wish: Json) -> Json:
        chat = self._where(wish)
        press = self._who(wish).presses(wish["label"], on=self._on(chat, wish.get("on")), chat=chat)
        return {"id": press.id, "data": press.data}

    def _blocks(self, wish: Json) -> Json:
        self._who(wish).blocks(self._which_bot(wish))
        return {}

    def _unblocks(self, wish: Json) -> Json:
        self._who(wish).unblocks(self._which_bot(wish))
        return {}

    def _messages(self, wish: Json) -> Json:
        return {"messages": [message.content for message in self._where(wish).messages]}

    def _sent(self, wish: Json) -> Json:
        sent = self._world.sent[wish.get("since", 0) :]
        return {"sent": [{"at": message.sent_at, "message": message.content} for message in sent]}

    def _pending(self, wish: Json) -> Json:
        bots = self._world.bots.values()
        return {"pending": {bot.username: bot.pending for bot in bots}, "sent": len(self._world.sent)}

    def _who(self, wish: Json) -> Person:
        return self._world.people[wish["person"]]

    def _which_bot(self, wish: Json) -> Any:
        return self._world.bots[wish["bot"]] if "bot" in wish else None

    def _where(self, wish: Json) -> Chat:
        if wish.get("chat", 0) < 0:
            return self._world.groups[wish["chat"]]
        person = self._world.people[wish["chat"]] if "chat" in wish else self._who(wish)
        return person.private(self._which_bot(wish))

    def _on(self, chat: Chat, message_id: int | None) -> Message | None:
        return chat.all_messages[message_id] if message_id is not None else None

    def _in_topic(self, chat: Chat, topic_id: int | None) -> Topic | None:
        return chat.topics[topic_id] if topic_id is not None and isinstance(chat, Group) else None
