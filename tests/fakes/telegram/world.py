"""Everything that the fake Telegram keeps, and how a message gets from one to the other."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import Chat, Group, PrivateChat, Topic
from tests.fakes.telegram.faults import Call, Faults
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.members import to_member
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.rates import Rates
from tests.fakes.telegram.webhooks import Patience, Webhook
from tests.fakes.wire import Json
from tests.fakes.worlds import BaseWorld

# Beyond 32 bits, as new accounts and groups are: a bot that keeps them in an integer column of 32 bits breaks here.
FIRST_PERSON = 5_000_000_001
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001


class World(BaseWorld[Call]):
    """The state."""

    faults: Faults

    def __init__(
        self, clock: Callable[[], float], rates: Rates | None, patience: Patience, callback_expiry_s: float
    ) -> None:
        super().__init__(clock, Faults())
        self.rates = rates
        self.patience = patience
        self.callback_expiry_s = callback_expiry_s
        self.files = Files()
        self.bots: dict[int, FakeBot] = {}
        self.bots_by_token: dict[str, FakeBot] = {}
        self.people: dict[int, Person] = {}
        self.known: dict[int, Json] = {}
        self.groups: dict[int, Group] = {}
        self.sent: list[Message] = []
        self.numbers = itertools.count(1)
        self._endings: set[asyncio.Task[None]] = set()

    def end(self, webhook: Webhook) -> None:
        """Stop a webhook's deliveries; called in the serving loop."""
        task = asyncio.get_running_loop().create_task(webhook.stop())
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    async def stop(self) -> None:
        for bot in self.bots.values():
            if bot.webhook is not None:
                self.end(bot.webhook)
        await asyncio.gather(*self._endings)
        await super().stop()

    def add_bot(self, token: str, username: str, name: str, *, reads_all: bool) -> FakeBot:
        """A bot that BotFather made."""
        with self.changes.lock:
            bot = FakeBot(self, token, username, name, reads_all=reads_all)
            self.bots[bot.id] = self.bots_by_token[token] = bot
            return bot

    def add_person(self, name: str, username: str | None, last_name: str | None, language_code: str) -> Person:
        """Somebody with a phone."""
        with self.changes.lock:
            number = FIRST_PERSON + len(self.people)
            person = Person(self, number, name, username=username, last_name=last_name, language_code=language_code)
            self.people[person.id] = person
            self.known[person.id] = person.content
            return person

    def new_group(self, title: str, owner: Person, kind: str, *, is_forum: bool = False) -> Group:
        """An empty group."""
        first = FIRST_SUPERGROUP if kind == "supergroup" else FIRST_GROUP
        content: Json = {"id": first - len(self.groups), "title": title, "type": kind}
        if is_forum:
            content["is_forum"] = True
        group = self.groups[content["id"]] = Group(self, content, owner)
        group.statuses[owner.id] = "creator"
        return group

    def post(
        self,
        chat: Chat,
        author: Json,
        content: Json,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
    ) -> Message:
        """A message of a person, or a service message: it stands in the chat, and the bots that may see it get it."""
        with self.changes.lock:
            if isinstance(chat, Group) and chat.migrated_to is not None:
                raise RuntimeError(f"{chat.title} has become {chat.migrated_to.id}")
            message = chat.add({"from": author, **content, **reply_fields(reply_to, topic)})
            self.announce("message", message)
            self.changes.ring()
            return message

    def announce(self, kind: str, message: Message) -> None:
        """Tell the bots of a chat about a message that is new or changed."""
        chat = message.chat
        for bot in chat.bots:
            if not isinstance(chat, Group) or bot.may_see(chat, message):
                bot.receives(kind, message.content, chat.id)

    def change_status(self, group: Group, member: Person | FakeBot, status: str) -> None:
        """Somebody's standing in a group changes; a bot hears of its own."""
        old = group.statuses.get(member.id, "left")
        group.statuses[member.id] = status
        if isinstance(member, FakeBot):
            self.tell_status(group, group.owner, member, old, status)
        self.changes.ring()

    def tell_status(self, chat: Chat, by: Person, bot: FakeBot, old: str, new: str) -> None:
        """The my_chat_member update."""
        change: Json = {
            "chat": chat.content,
            "from": by.content,
            "date": int(self.clock()),
            "old_chat_member": to_member(bot.content, old),
            "new_chat_member": to_member(bot.content, new),
        }
        bot.receives("my_chat_member", change, chat.id)

    def chat_of(self, bot: FakeBot, chat_id: int) -> Chat | None:
        """The chat that a bot means by an id."""
        if chat_id < 0:
            return self.groups.get(chat_id)
        private = bot.private_chats.get(chat_id)
        if private is None and chat_id in self.people:
            return PrivateChat(self, self.people[chat_id], bot)
        return private


def reply_fields(reply_to: Message | None, topic: Topic | None) -> Json:
    """What a reply, or a message in a topic, carries.

    A message in a topic that answers nothing still has the message that opened the topic as `reply_to_message`.
    """
    fields: Json = {}
    if topic is not None:
        fields = {"message_thread_id": topic.id, "is_topic_message": True}
        reply_to = reply_to or topic.root
    if reply_to is not None:
        fields["reply_to_message"] = {
            key: value for key, value in reply_to.content.items() if key != "reply_to_message"
        }
        if reply_to.thread_id is not None:
            fields |= {"message_thread_id": reply_to.thread_id, "is_topic_message": True}
    return fields
