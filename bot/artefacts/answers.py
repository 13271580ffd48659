"""Answers as templates read them: `{{ market_gap }}`, `{{ item.moscow }}`, `{% for feature in features %}`."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from bot.artefacts.escaping import Typed, markdown
from dialogs import asking
from dialogs.answers import Kind
from dialogs.cursor import is_answered
from dialogs.plan import NEW, Asked, Rounds
from dialogs.questions.base import Situation
from dialogs.texts import Words
from dialogs.view import ItemView, View

GAP = Markup("`…`")
"""What stands where an answer is still open."""
LEFT_OUT = Markup("–")
"""What stands where a question was skipped or does not apply."""


class Choice(NamedTuple):
    """One of a question's options."""

    id: str
    label: Typed
    is_chosen: bool


class Reading:
    """What answers need to show themselves."""

    def __init__(self, view: View, around: Situation, words: Words) -> None:
        self.view = view
        self.around = around
        self.words = words


class Answer:
    """One slot: printed, it is the answer for Markdown, or a mark for the gap."""

    def __init__(self, reading: Reading, asked: Asked, item: str) -> None:
        self._reading = reading
        self._asked = asked
        self._item = item

    @property
    def id(self) -> str:
        """The question's full id."""
        return self._asked.id

    @property
    def about(self) -> "DocItem | None":
        """The item it is about, or the one around an item that is still to come; None for none."""
        found = self._reading.view.item(self._item.removeprefix(NEW))
        return DocItem(self._reading, found) if found else None

    @property
    def question(self) -> Typed:
        """The question as it was asked."""
        reading = self._reading
        text = asking.question_text(reading.view, self._asked, self._item, reading.around)
        return Typed(reading.words.plain(text))

    @property
    def type(self) -> str:
        """The question's type."""
        return self._asked.question.type

    @property
    def given(self) -> bool:
        """Whether there is an answer that applies."""
        return self._reading.view.applies(self._asked, self._item) and self._raw is not None

    @property
    def applies(self) -> bool:
        """Whether the question is relevant."""
        return self._reading.view.applies(self._asked, self._item)

    @property
    def skipped(self) -> bool:
        """Whether it was left open on purpose."""
        return not self.given and is_answered(self._reading.view, self._asked, self._item)

    @property
    def value(self) -> Any:
        """The bare value, picks as items; None for none."""
        if not self.given:
            return None
        found = self._reading.view.value(self._asked.id, self._item)
        return [self._wrapped(one) for one in found] if isinstance(found, list) else self._wrapped(found)

    @property
    def options(self) -> list[Choice]:
        """What could be chosen, and whether it was."""
        raw = self._raw if self.given else None
        chosen = raw if isinstance(raw, list) else [raw]
        found = self._asked.question.options(self._reading.around)
        return [Choice(option.id, self._plain(option.label), option.id in chosen) for option in found]

    @property
    def entries(self) -> list[Typed]:
        """The entries of a list, the labels of several options, the names of picked items; one text otherwise."""
        value = self._raw if self.given else None
        if value is None:
            return []
        question = self._asked.question
        one_by_one = value if isinstance(value, list) and not self._asked.section.is_gate else None
        if one_by_one is None or question.type == "list":
            return [Typed(one) for one in one_by_one] if one_by_one is not None else [self.text]
        return [self._plain(question.show([one], self._reading.around)) for one in one_by_one]

    @property
    def text(self) -> Typed:
        """The answer as people read it, not escaped; "" for none. Long lists run on with commas."""
        if not self.given or self._raw is None:
            return Typed("")
        if isinstance(self._raw, list) and not self._asked.section.is_gate:
            return Typed(", ".join(self.entries))
        return self._plain(asking.show(self._asked, self._raw, self._reading.around))

    @property
    def gap(self) -> Markup:
        """What stands in its place while there is none."""
        return GAP if self.applies and not self.skipped else LEFT_OUT

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return markdown(self.text) if self.given else self.gap

    def __bool__(self) -> bool:
        return self.given and self._raw is not False

    @property
    def _raw(self) -> Any:
        return self._reading.view.raw(self._asked, self._item)

    def _plain(self, part: Any) -> Typed:
        return Typed(self._reading.words.plain(part))

    def _wrapped(self, value: Any) -> Any:
        if isinstance(value, ItemView):
            return DocItem(self._reading, value)
        return Typed(value) if isinstance(value, str) else value


class DocItem:
    """An item: printed, its label; its attributes are answers, or the items of a nested group."""

    def __init__(self, reading: Reading, item: ItemView) -> None:
        self._reading = reading
        self._item = item

    @property
    def id(self) -> str:
        """The short label, such as F-3."""
        return self._item.id

    @property
    def label(self) -> Typed:
        """What the item is called."""
        return Typed(self._item.label)

    @property
    def parent(self) -> "DocItem | None":
        """The item around it."""
        found = self._reading.view.item(self._item.around)
        return DocItem(self._reading, found) if found else None

    def get(self, attribute: str) -> "Answer | list[DocItem]":
        """An answer, or a nested group's items. Raises KeyError for what no item of the group has."""
        view = self._reading.view
        full_id = view.plan.attributes[self._item.group][attribute]
        if full_id in view.plan.asked:
            return Answer(self._reading, view.plan.asked[full_id], self._item.id)
        return [DocItem(self._reading, one) for one in view.items(full_id, self._item.id)]

    @property
    def answers(self) -> list[Answer]:
        """Every answer that applies, in the order of the questions."""
        view = self._reading.view
        names = view.plan.attributes.get(self._item.group, {}).values()
        found = (
            Answer(self._reading, view.plan.asked[name], self._item.id) for name in names if name in view.plan.asked
        )
        return [answer for answer in found if answer.applies]

    def __getattr__(self, attribute: str) -> "Answer | list[DocItem]":
        try:
            return self.get(attribute)
        except KeyError:
            raise AttributeError(attribute) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DocItem) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return str(self._item)

    def __html__(self) -> str:
        return markdown(str(self))


def names(reading: Reading) -> Mapping[str, Any]:
    """Every name a template can use for answers: questions outside items, and groups outside groups."""
    view = reading.view
    asked = {one.id: Answer(reading, one, "") for one in view.plan.asked.values() if not one.over}
    groups = {rounds.id: _items(reading, rounds) for rounds in view.plan.rounds.values()}
    return {**groups, **{id_: answer for id_, answer in asked.items() if "." not in id_}}


def _items(reading: Reading, rounds: Rounds) -> list[DocItem]:
    return [DocItem(reading, item) for item in reading.view.all_items(rounds.id)]


def contributors(view: View, phase: str) -> Iterator[str]:
    """Ids of the members who answered in a phase, in the order of their first answer."""
    sections = {section.id for section in view.plan.sections_of(phase)}
    for entry in view.book.entries:
        asked = view.plan.asked.get(entry.question)
        if entry.kind is Kind.ANSWER and asked is not None and asked.section.id in sections:
            yield entry.author
