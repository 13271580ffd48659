"""What stands on the fake Telegram at a moment, so that it can stand there again."""

from copy import deepcopy
from typing import Any, TypeAlias

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.messages import Message

Known: TypeAlias = list[tuple[Chat, list[tuple[Message, dict[str, Any], list[str]]]]]


class Memory:
    """The private chats of one bot. Ids go on from where they are, as they do at Telegram."""

    def __init__(self, bot: FakeBot) -> None:
        self._bot = bot
        with bot.world.changes.lock:
            self._known: Known = [
                (chat, [(one, deepcopy(one.content), list(one.earlier)) for one in chat.all_messages.values()])
                for chat in bot.private_chats.values()
            ]

    def comes_back(self) -> None:
        """Everything that happened since then has not happened."""
        bot = self._bot
        with bot.world.changes.lock:
            bot.updates.waiting.clear()
            bot.presses.clear()
            bot.world.faults.clear()
            bot.world.calls.clear()
            bot.world.sent.clear()
            for chat, messages in self._known:
                chat.all_messages.clear()
                for message, content, earlier in messages:
                    message.content, message.earlier = deepcopy(content), list(earlier)
                    chat.all_messages[message.id] = message
