"""A message as it stands in a channel, and what a person sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.slack.richtext import marked_up, styled_pieces
from tests.fakes.slack.seeing import seen_blocks
from tests.fakes.slack.surfaces import Surface
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.channels import Channel
    from tests.fakes.slack.files import StoredFile


class Message(Surface):
    """One message. `content` is its JSON as Slack shows it now; `earlier` holds the texts that edits replaced.

    `only_for` is the id of the person who sees an ephemeral one.
    """

    def __init__(self, channel: Channel, content: Json, sent_at: float, only_for: str | None = None) -> None:
        super().__init__()
        self.channel = channel
        self.world = channel.world
        self.content = content
        self.sent_at = sent_at
        self.only_for = only_for
        self.files: list[StoredFile] = []
        self.earlier: list[str] = []
        self.is_deleted = False

    @property
    def ts(self) -> str:
        """Its number in its channel, which is when it was sent."""
        return str(self.content["ts"])

    @property
    def text(self) -> str:
        """Its text as a person reads it; under blocks it is the text of notifications."""
        return marked_up(self.content.get("text", ""), self.world.name_of)

    @property
    def thread_ts(self) -> str | None:
        """The message whose thread it stands in."""
        return self.content.get("thread_ts")

    @property
    def edited(self) -> Json | None:
        """Who changed it last, and when."""
        return self.content.get("edited")

    @property
    def user_id(self) -> str:
        """Whose it is."""
        return str(self.content.get("user", ""))

    @property
    def is_from_bot(self) -> bool:
        """Whether an app wrote it."""
        return "bot_id" in self.content

    @property
    def markup(self) -> list[tuple[str, str]]:
        """Styled text of its rich text: pairs of style and text."""
        return [piece for block in self.blocks if block["type"] == "rich_text" for piece in styled_pieces(block)]

    def as_seen(self, by: str = "") -> str:
        """What a person sees: the files, the blocks or else the text. `by` is whose choices are shown."""
        lines = [f"<{file.name}>" for file in self.files]
        if self.blocks:
            lines.append(seen_blocks(self.blocks, self.touched_by(by), self.world.name_of))
        elif self.text:
            lines.append(self.text)
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<{self.world.name_of(self.user_id)} {self.ts}: {self.as_seen()!r}>"
