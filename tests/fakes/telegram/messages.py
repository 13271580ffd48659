"""A message as it stands in a chat, and what a person sees of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.telegram.entities import covered
from tests.fakes.telegram.files import StoredFile
from tests.fakes.telegram.keyboards import Button, to_button
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.telegram.chats import Chat


@dataclass(eq=False, slots=True)
class Message:
    """One message. `content` is its JSON as the Bot API shows it now; `earlier` holds the texts that edits replaced."""

    chat: Chat
    content: Json
    sent_at: float
    file: StoredFile | None = None
    is_deleted: bool = False
    earlier: list[str] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Its number in its chat."""
        number: int = self.content["message_id"]
        return number

    @property
    def text(self) -> str:
        """Its text or its caption, without markup."""
        text: str = self.content.get("text") or self.content.get("caption") or ""
        return text

    @property
    def entities(self) -> list[Json]:
        """What is more than plain text in it, found by Telegram itself or asked for."""
        entities: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return entities

    @property
    def markup(self) -> list[tuple[str, str]]:
        """The same as pairs: kind and the piece of text."""
        return [(entity["type"], covered(self.text, entity)) for entity in self.entities]

    @property
    def sender_id(self) -> int:
        """Whose it is."""
        number: int = self.content["from"]["id"]
        return number

    @property
    def is_from_bot(self) -> bool:
        """Whether a bot wrote it, other than Telegram's own."""
        return bool(self.content["from"]["is_bot"]) and "sender_chat" not in self.content

    @property
    def thread_id(self) -> int | None:
        """The topic it stands in."""
        return self.content.get("message_thread_id")

    @property
    def reply_to_id(self) -> int | None:
        """The message that it answers."""
        replied: Json | None = self.content.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def keyboard(self) -> list[list[Button]]:
        """The buttons under it, row by row."""
        rows: list[list[Json]] = self.content.get("reply_markup", {}).get("inline_keyboard", [])
        return [[to_button(button) for button in row] for row in rows]

    @property
    def buttons(self) -> list[Button]:
        """The same buttons in one list."""
        return [button for row in self.keyboard for button in row]

    def button(self, label: str) -> Button:
        """The button with this label."""
        for button in self.buttons:
            if button.label == label:
                return button
        raise LookupError(f"no button {label!r}, only {[button.label for button in self.buttons]}")

    def as_seen(self) -> str:
        """What a person sees: the file, the text, a line for each row of buttons."""
        lines = [f"<{self.file.name}>"] if self.file else []
        lines += [self.text] if self.text else []
        lines += [" ".join(f"[{button.label}]" for button in row) for row in self.keyboard]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<{self.content['from']['first_name']} #{self.id}: {self.as_seen()!r}>"
