"""A bot as Telegram knows it: its account, its queue of updates, its webhook, its open questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tests.fakes.telegram.chats import Group, PrivateChat
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.rates import RateKeeper
from tests.fakes.telegram.updates import Updates
from tests.fakes.telegram.webhooks import Webhook
from tests.fakes.telegram.wire import RefusalError
from tests.fakes.wire import Json, to_text

if TYPE_CHECKING:
    from tests.fakes.telegram.people import Person
    from tests.fakes.telegram.world import World


@dataclass(eq=False)
class Press:
    """One press of a button, and what the bot answered to it: None until it has."""

    id: str
    data: str
    pressed_at: float
    answer: str | None = None
    is_alert: bool = False
    has_expired: bool = False


@dataclass(eq=False)
class Poll:
    """A getUpdates call that waits. `finish` answers it: with updates, or with a refusal."""

    finish: Callable[[RefusalError | None], None]


class FakeBot:
    """One bot. `reads_all` is what BotFather calls privacy mode switched off."""

    def __init__(self, world: World, token: str, username: str, name: str, *, reads_all: bool) -> None:
        self.world = world
        self.token = token
        self.id = int(token.partition(":")[0])
        self.username = username
        self.reads_all = reads_all
        self.content: Json = {"id": self.id, "is_bot": True, "first_name": name, "username": username}
        self.private_chats: dict[int, PrivateChat] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.updates = Updates(world.faults)
        self.webhook: Webhook | None = None
        self.poll: Poll | None = None
        self.rates = RateKeeper(world.rates) if world.rates else None

    @property
    def pending(self) -> int:
        """How many updates it has not confirmed."""
        return len(self.updates.waiting)

    def private(self, person: Person) -> PrivateChat:
        """Its chat with a person, started or not."""
        chat = self.private_chats.get(person.id)
        if chat is None:
            chat = self.private_chats[person.id] = PrivateChat(self.world, person, self)
        return chat

    def menu(self, scope: Json | None = None, language_code: str = "") -> dict[str, str]:
        """Its commands and their descriptions, as a person finds them."""
        commands = self.commands.get((to_text(scope or {"type": "default"}), language_code), [])
        return {command["command"]: command["description"] for command in commands}

    def receives(self, kind: str, content: Json, lane: int) -> None:
        """An update for it."""
        update = self.updates.add(kind, content, lane)
        if update is None:
            return
        if self.webhook is not None:
            self.world.run_soon(partial(self.webhook.take, update))
        elif self.poll is not None:
            self.world.run_soon(self.wake)

    def wake(self) -> None:
        """Answer the waiting poll, if there is something to answer."""
        if self.poll is not None and self.updates.waiting:
            self.end_poll(None)

    def end_poll(self, refusal: RefusalError | None) -> None:
        """Answer the waiting poll in any case."""
        with self.world.changes.lock:
            poll, self.poll = self.poll, None
            if poll is not None:
                poll.finish(refusal)

    def may_see(self, group: Group, message: Message) -> bool:
        """Privacy mode: a bot that is no administrator sees commands, replies to it, mentions of it, service messages.

        A command for another bot (/help@other) is not for it; a plain /help is for every bot of the group.
        """
        if self.reads_all or group.statuses.get(self.id) == "administrator":
            return True
        content = message.content
        if content.get("reply_to_message", {}).get("from", {}).get("id") == self.id:
            return True
        if not any(key in content for key in ("text", "caption", "voice", "sticker", "photo", "document")):
            return True
        me = f"@{self.username}".lower()
        for kind, piece in message.markup:
            if kind == "mention" and piece.lower() == me:
                return True
            if kind == "bot_command" and ("@" not in piece or piece.lower().endswith(me)):
                return True
        return False
