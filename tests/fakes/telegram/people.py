"""People: they write, press, edit, send files, and look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.telegram.bots import FakeBot, Press
from tests.fakes.telegram.chats import Chat, Group, PrivateChat, Topic
from tests.fakes.telegram.entities import all_entities
from tests.fakes.telegram.keyboards import Button
from tests.fakes.telegram.messages import Message
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.telegram.files import StoredFile
    from tests.fakes.telegram.world import World

# A picture of one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fe"
    "a735818e0000000049454e44ae426082"
)


class Speaker:
    """Whoever writes. `content` is what a message's `from` says."""

    def __init__(self, world: World, content: Json) -> None:
        self.world = world
        self.content = content

    def says(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None, topic: Topic | None = None
    ) -> Message:
        """Write a message; without a chat, to the bot that was started."""
        return self._post(text_content(text), chat, reply_to, topic)

    def sends_voice(self, *, seconds: int = 3, chat: Chat | None = None, reply_to: Message | None = None) -> Message:
        """A voice message."""
        file = self.world.files.keep("voice.ogg", b"OggS", "audio/ogg", "voice")
        voice = file.to_json() | {"duration": seconds, "mime_type": "audio/ogg"}
        return self._post({"voice": voice}, chat, reply_to, None, file)

    def sends_location(self, latitude: float, longitude: float, *, chat: Chat | None = None) -> Message:
        """Where they are, in degrees."""
        return self._post({"location": {"latitude": latitude, "longitude": longitude}}, chat, None, None)

    def sends_sticker(self, emoji: str = "👍", *, chat: Chat | None = None) -> Message:
        """A sticker."""
        file = self.world.files.keep("sticker.webp", b"RIFF", "image/webp", "stickers")
        kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._post({"sticker": file.to_json() | kind | {"emoji": emoji}}, chat, None, None, file)

    def sends_photo(self, caption: str = "", *, chat: Chat | None = None, reply_to: Message | None = None) -> Message:
        """A photo."""
        file = self.world.files.keep("photo.png", PIXEL, "image/png", "photos")
        return self._post({"photo": file.to_photo(), **caption_content(caption)}, chat, reply_to, None, file)

    def sends_document(self, name: str, content: bytes, caption: str = "", *, chat: Chat | None = None) -> Message:
        """A file."""
        file = self.world.files.keep(name, content, "application/octet-stream", "documents")
        return self._post({"document": file.to_document(), **caption_content(caption)}, chat, None, None, file)

    def sends_album(self, count: int, caption: str = "", *, chat: Chat | None = None) -> list[Message]:
        """Several photos at once: one message each, the caption under the first."""
        album = {"media_group_id": str(13_000_000_000_000_000 + next(self.world.numbers))}
        messages: list[Message] = []
        for number in range(count):
            file = self.world.files.keep(f"photo{number}.png", PIXEL, "image/png", "photos")
            texts = caption_content(caption if number == 0 else "")
            messages.append(self._post({**album, "photo": file.to_photo(), **texts}, chat, None, None, file))
        return messages

    def edits(self, message: Message, text: str) -> None:
        """Change one's own message."""
        with self.world.changes.lock:
            is_caption = "text" not in message.content
            message.earlier.append(message.text)
            message.content |= caption_content(text) if is_caption else text_content(text)
            message.content["edit_date"] = int(self.world.clock())
            self.world.announce("edited_message", message)
            self.world.changes.ring()

    def deletes(self, message: Message) -> None:
        """Take a message away; bots are not told."""
        with self.world.changes.lock:
            message.is_deleted = True
            self.world.changes.ring()

    def _chat(self, chat: Chat | None) -> Chat:
        if chat is None:
            raise ValueError("say in which chat")
        return chat

    def _post(
        self,
        content: Json,
        chat: Chat | None,
        reply_to: Message | None,
        topic: Topic | None,
        file: StoredFile | None = None,
    ) -> Message:
        with self.world.changes.lock:
            if chat is None:
                chat = reply_to.chat if reply_to else topic.group if topic else None
            message = self.world.post(self._chat(chat), self.content, content, reply_to=reply_to, topic=topic)
            message.file = file
            return message


class Person(Speaker):
    """Somebody with a phone."""

    def __init__(
        self,
        world: World,
        number: int,
        name: str,
        *,
        username: str | None,
        last_name: str | None,
        language_code: str,
    ) -> None:
        optional = {"last_name": last_name, "username": username}
        names = {key: value for key, value in optional.items() if value}
        super().__init__(
            world, {"id": number, "is_bot": False, "first_name": name, **names, "language_code": language_code}
        )
        self.id = number
        self.name = name

    def private(self, bot: FakeBot | None = None) -> PrivateChat:
        """The chat with a bot; without one, with the bot that was started, or the only one there is."""
        if bot is not None:
            return bot.private(self)
        bots = list(self.world.bots.values())
        started = [bot for bot in bots if self.id in bot.private_chats and bot.private(self).is_started]
        candidates = started or bots
        if len(candidates) != 1:
            raise ValueError(f"say which bot {self.name} means")
        return candidates[0].private(self)

    def starts(self, bot: FakeBot | None = None, payload: str = "") -> Message:
        """Press Start, or open a t.me link with a payload."""
        chat = self.private(bot)
        chat.is_started = True
        if chat.is_blocked:
            self.unblocks(chat.bot)
        return self.says(f"/start {payload}".strip(), chat=chat)

    def blocks(self, bot: FakeBot | None = None) -> None:
        """Block a bot."""
        self._set_blocked(self.private(bot), "member", "kicked")

    def unblocks(self, bot: FakeBot | None = None) -> None:
        """Unblock it again."""
        self._set_blocked(self.private(bot), "kicked", "member")

    def presses(self, button: str | Button, *, on: Message | None = None, chat: Chat | None = None) -> Press:
        """Press a button by its label: on a message, or on the newest one in the chat that has it.

        A `Button` can be pressed although the message has lost it since, as happens on a slow phone.
        """
        with self.world.changes.lock:
            message = on or self._message_with(button, self._chat(chat))
            if isinstance(button, str):
                button = message.button(button)
            now = self.world.clock()
            press = Press(str(4_300_000_000_000_000 + next(self.world.numbers)), button.data or "", now)
            if button.data is not None:
                self._send_press(press, message)
            return press

    def sees(self, n: int = 1, *, chat: Chat | None = None) -> str:
        """The newest messages of a chat as they look, one after the other."""
        return "\n\n".join(message.as_seen() for message in self._chat(chat).messages[-n:])

    def _message_with(self, button: str | Button, chat: Chat) -> Message:
        label = button if isinstance(button, str) else button.label
        for message in reversed(chat.messages):
            if any(other.label == label for other in message.buttons):
                return message
        raise LookupError(f"no button {label!r} in the chat; the last are {chat.messages[-3:]}")

    def _send_press(self, press: Press, message: Message) -> None:
        bot = self.world.bots[message.sender_id]
        bot.presses[press.id] = press
        query: Json = {
            "id": press.id,
            "from": self.content,
            "message": message.content,
            "chat_instance": str(7_000_000_000_000 + abs(message.chat.id)),
            "data": press.data,
        }
        bot.receives("callback_query", query, message.chat.id)

    def _set_blocked(self, chat: PrivateChat, old: str, new: str) -> None:
        with self.world.changes.lock:
            chat.is_blocked = new == "kicked"
            self.world.tell_status(chat, self, chat.bot, old, new)

    def _chat(self, chat: Chat | None) -> Chat:
        chat = chat or self.private()
        if isinstance(chat, PrivateChat) and not chat.is_started:
            raise RuntimeError(f"{self.name} has not pressed Start at @{chat.bot.username}")
        return chat


class AnonymousAdmin(Speaker):
    """An administrator who writes in the name of the group: Telegram shows its own bot as the sender."""

    def __init__(self, world: World, group: Group) -> None:
        names = {"first_name": "Group", "username": "GroupAnonymousBot"}
        super().__init__(world, {"id": 1087968824, "is_bot": True, **names})
        self.group = group

    def _chat(self, chat: Chat | None) -> Chat:
        return chat or self.group

    def _post(
        self,
        content: Json,
        chat: Chat | None,
        reply_to: Message | None,
        topic: Topic | None,
        file: StoredFile | None = None,
    ) -> Message:
        content = {"sender_chat": self.group.content, **content}
        return super()._post(content, chat, reply_to, topic, file)


def text_content(text: str) -> Json:
    """A text as its message carries it."""
    entities = all_entities(text, [])
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_content(caption: str) -> Json:
    """A caption as its message carries it."""
    if not caption:
        return {}
    entities = all_entities(caption, [])
    return {"caption": caption, "caption_entities": entities} if entities else {"caption": caption}
