"""A person of the team."""

from typing import Any, Literal

from dialogs.answers import Value
from dialogs.questions.base import Misunderstood, Option, Parsed, Question, Situation, Understood, Unsure
from dialogs.questions.matching import folded, match
from dialogs.questions.text import cleaned
from dialogs.texts import Part, phrase

NAME = "name:"
"""Opens the value for somebody who is named but has not joined yet."""
NAME_LIMIT = 60
ME = frozenset({"me", "myself", "i", "我"})
"""Words for the person who speaks."""


class PersonQuestion(Question):
    """A member; or, once confirmed, the name of somebody who has not joined yet."""

    type: Literal["person"]

    def parse(self, typed: str, around: Situation) -> Parsed:
        text = cleaned(typed).removeprefix("@").replace("\n", " ").strip()
        if folded(text) in ME and around.me:
            return Understood(around.me)
        options = self.options(around)
        found = match(text, options)
        if found is not None:
            return Understood(found.id) if found.is_sure else Unsure(found.id)
        if not text or len(text) > NAME_LIMIT or text.isdecimal():
            return Misunderstood(phrase("person.expected", example=self.sample(around)))
        return Unsure(NAME + text)

    def accepts(self, value: Any, around: Situation) -> bool:
        return isinstance(value, str) and (value in around.members or (value.startswith(NAME) and value != NAME))

    def show(self, value: Value, around: Situation) -> Part:
        text = str(value)
        return text.removeprefix(NAME) if text.startswith(NAME) else around.members.get(text, text)

    def spell(self, value: Value, around: Situation) -> str:
        text = str(value)
        if text.startswith(NAME):
            return text.removeprefix(NAME)
        name = around.members.get(text, text)
        return next((option.id for option in self.options(around) if option.label == name), text)

    def options(self, around: Situation) -> tuple[Option, ...]:
        """Two of one name are one person: the first."""
        by_name: dict[str, str] = {}
        for id_, name in around.members.items():
            by_name.setdefault(name, id_)
        return tuple(Option(id_, name) for name, id_ in by_name.items())

    def sample(self, around: Situation) -> str:
        return super().sample(around) or next(iter(around.members.values()), "Ana")
