"""What a view carries along and gives back: where it came from, and what it is about. Slack takes 3,000 characters."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.service.arrivals import Place
from dialogs.answers import Slot

LIMIT = 3000


@dataclass(frozen=True, slots=True)
class Metadata:
    """`fields` are slots with the seq of the answer that each showed; `done` the ids of questions on earlier pages.

    `page` counts from 0, `more` says that pages follow. `link` leads to the message that a view keeps.
    """

    bot: str
    chat: str
    is_shared: bool = False
    thread: str = ""
    callback: str = ""
    workspace: str = ""
    project: str = ""
    dialog: str = ""
    item: str = ""
    fields: tuple[tuple[str, str, int], ...] = ()
    done: tuple[str, ...] = ()
    more: bool = False
    link: str = ""

    @classmethod
    def at(cls, place: Place, callback: str) -> "Metadata":
        """Of a view that is opened here."""
        return cls(place.bot, place.chat, place.is_shared, place.thread, callback)

    @classmethod
    def read(cls, text: str) -> "Metadata | None":
        """What `write` made; None for anything else."""
        try:
            found: dict[str, Any] = json.loads(text)
            fields = tuple((str(question), str(item), int(seen)) for question, item, seen in found.pop("fields", []))
            return cls(**{**found, "fields": fields, "done": tuple(found.get("done", ()))})
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None

    def write(self) -> str:
        """As text; without the earlier pages' questions where it would be too long for Slack."""
        text = self._text()
        return text if len(text) <= LIMIT else replace(self, done=())._text()

    def _text(self) -> str:
        kept = {name: value for name, value in asdict(self).items() if value}
        return json.dumps({"bot": "", "chat": "", **kept}, separators=(",", ":"), ensure_ascii=False)

    def place(self) -> Place:
        """Where the view came from."""
        return Place(self.bot, self.chat, self.bot, self.is_shared, thread=self.thread)

    @property
    def about(self) -> tuple[str, str]:
        """The project, as (workspace, id)."""
        return self.workspace, self.project

    def with_seen(self, seen: Mapping[Slot, int]) -> "Metadata":
        """The person has seen newer answers of these fields."""
        fields = tuple((q, item, seen.get((q, item), before)) for q, item, before in self.fields)
        return replace(self, fields=fields)
