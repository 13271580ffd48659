"""Chats: with one person, or groups with members, topics and a new id when they grow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.fakes.chats import BaseChat
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.wire import bad_request, forbidden
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.telegram.bots import FakeBot
    from tests.fakes.telegram.people import Person
    from tests.fakes.telegram.world import World


class Chat(BaseChat[int, Message]):
    """Messages in order, and who may write."""

    world: World

    def __init__(self, world: World, content: Json) -> None:
        super().__init__(world)
        self.content = content
        self.id: int = content["id"]
        self._last_id = 0

    @property
    def bots(self) -> Iterable[FakeBot]:
        """Bots that are in it."""
        raise NotImplementedError

    def check_writable(self, bot: FakeBot) -> None:
        """Refuses a bot that may not write here."""
        raise NotImplementedError

    def check_thread(self, thread_id: int) -> None:
        """Refuses a topic that is not there; chats without topics ignore it."""

    def add(self, content: Json) -> Message:
        """One more message, numbered and dated."""
        self._last_id += 1
        now = self.world.clock()
        message = Message(self, {"message_id": self._last_id, **content, "chat": self.content, "date": int(now)}, now)
        self.all_messages[self._last_id] = message
        return message


class PrivateChat(Chat):
    """One person and one bot. It cannot be written to before the person pressed Start."""

    def __init__(self, world: World, person: Person, bot: FakeBot) -> None:
        names: Json = {key: person.content[key] for key in ("first_name", "username") if key in person.content}
        super().__init__(world, {"id": person.id, "type": "private", **names})
        self.person = person
        self.bot = bot
        self.is_started = False
        self.is_blocked = False

    @property
    def bots(self) -> Iterable[FakeBot]:
        return (self.bot,)

    def check_writable(self, bot: FakeBot) -> None:
        if not self.is_started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.is_blocked:
            raise forbidden("bot was blocked by the user")


class Group(Chat):
    """A group or a supergroup. Members are people and bots by id, each with a status."""

    def __init__(self, world: World, content: Json, owner: Person) -> None:
        super().__init__(world, content)
        self.owner = owner
        self.statuses: dict[int, str] = {}
        self.topics: dict[int, Topic] = {}
        self.migrated_to: Group | None = None

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.content["title"])

    @property
    def kind(self) -> str:
        """What the Bot API calls it: "group" or "supergroup"."""
        return str(self.content["type"])

    @property
    def bots(self) -> Iterable[FakeBot]:
        return [bot for bot in self.world.bots.values() if self.has(bot)]

    def has(self, member: Person | FakeBot) -> bool:
        """Whether they are in it."""
        return self.statuses.get(member.id) in {"creator", "administrator", "member"}

    def check_writable(self, bot: FakeBot) -> None:
        if self.migrated_to is not None:
            reason = "group chat was upgraded to a supergroup chat"
            raise bad_request(reason, migrate_to_chat_id=self.migrated_to.id)
        status = self.statuses.get(bot.id)
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if status is None or status == "left":
            raise forbidden(f"bot is not a member of the {self.kind} chat")

    def check_thread(self, thread_id: int) -> None:
        topic = self.topics.get(thread_id)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.is_closed:
            raise bad_request("TOPIC_CLOSED")

    def adds(self, member: Person | FakeBot) -> None:
        """The owner brings somebody in."""
        with self.world.changes.lock:
            self.world.change_status(self, member, "member")
            self.world.post(self, self.owner.content, {"new_chat_members": [member.content]})

    def kicks(self, member: Person | FakeBot) -> None:
        """The owner throws somebody out."""
        with self.world.changes.lock:
            self.world.post(self, self.owner.content, {"left_chat_member": member.content})
            self.world.change_status(self, member, "kicked")

    def promotes(self, member: Person | FakeBot) -> None:
        """The owner makes somebody an administrator; a bot then sees every message."""
        with self.world.changes.lock:
            self.world.change_status(self, member, "administrator")

    def topic(self, name: str) -> Topic:
        """A new topic of a forum."""
        with self.world.changes.lock:
            service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            message = self.world.post(self, self.owner.content, service)
            message.content |= {"message_thread_id": message.id, "is_topic_message": True}
            topic = self.topics[message.id] = Topic(self, message, name)
            return topic

    def becomes_supergroup(self) -> Group:
        """The group gets a new id, and its old one refuses from now on."""
        with self.world.changes.lock:
            grown = self.world.new_group(self.title, self.owner, "supergroup")
            grown.statuses = dict(self.statuses)
            self.world.post(self, self.owner.content, {"migrate_to_chat_id": grown.id})
            self.migrated_to = grown
            self.world.post(grown, self.owner.content, {"migrate_from_chat_id": self.id})
            return grown


class Topic:
    """One topic of a forum."""

    def __init__(self, group: Group, root: Message, name: str) -> None:
        self.group = group
        self.root = root
        self.name = name
        self.id = root.id
        self.is_closed = False

    @property
    def messages(self) -> list[Message]:
        """What stands in this topic."""
        return [message for message in self.group.messages if message.thread_id == self.id]

    def closes(self) -> None:
        """Nobody but administrators may write here any more."""
        self.is_closed = True

    def reopens(self) -> None:
        """Everybody may write here again, and is told so."""
        with self.group.world.changes.lock:
            self.is_closed = False
            message = self.group.world.post(self.group, self.group.owner.content, {"forum_topic_reopened": {}})
            message.content |= {"message_thread_id": self.id, "is_topic_message": True}

    def vanishes(self) -> None:
        """It is gone, with all that stood in it."""
        with self.group.world.changes.lock:
            for message in self.messages:
                message.is_deleted = True
            del self.group.topics[self.id]
