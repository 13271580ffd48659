"""A playbook laid out for lint: questions and groups with path and order, expressions with what they may read.

Unlike the plan it stands mistakes: ids that exist twice, expressions that don't parse, groups that don't exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from dialogs.model import Dialog, Group, Phase, Playbook
from dialogs.positions import Path
from dialogs.questions.base import Check, Question


class Finding(NamedTuple):
    """What is wrong at a path; `first` is where the other one stands, for what exists twice."""

    path: Path
    message: str
    first: Path | None = None


@dataclass(frozen=True, eq=False)
class Spot:
    """A question or a group in its place. `over` is the group whose items it is about ("" for the project)."""

    path: Path
    entry: Question | Group
    id: str
    over: str
    dialog: str
    order: int
    depth: int
    """Groups around it."""

    @property
    def name(self) -> str:
        """Its own id, without what stands around it."""
        return self.entry.group if isinstance(self.entry, Group) else self.entry.id


@dataclass(frozen=True, eq=False)
class Usage:
    """An expression, or a text with expressions, where it stands."""

    path: Path
    source: str
    is_text: bool
    over: str
    """The group whose item is `item` here."""
    before: int
    """Places of this order and later have no answer yet."""
    knows_day: bool = False
    """Whether `answered_on` is known: in a question's own checks."""
    under: tuple["Usage", ...] = ()
    """Conditions that hold wherever this is looked at."""


Conditions: TypeAlias = tuple[Usage, ...]


@dataclass
class Outline:
    """Everything that lint looks at, in walking order."""

    playbook: Playbook
    spots: list[Spot] = field(default_factory=list)
    groups: dict[str, Spot] = field(default_factory=dict)
    attributes: dict[str, dict[str, Spot]] = field(default_factory=dict)
    """By group: what its items have, by name."""
    usages: list[Usage] = field(default_factory=list)
    checks: list[tuple[Path, Check]] = field(default_factory=list)

    @property
    def phases(self) -> Iterator[tuple[Path, Phase]]:
        """The phases with their paths."""
        return ((("phases", index), phase) for index, phase in enumerate(self.playbook.phases))

    @property
    def dialogs(self) -> Iterator[tuple[Path, Dialog]]:
        """The dialogs with their paths."""
        for path, phase in self.phases:
            yield from (((*path, "dialogs", index), dialog) for index, dialog in enumerate(phase.dialogs))

    @cached_property
    def top(self) -> dict[str, Spot]:
        """Questions and groups outside any item, by id; the first of each."""
        return {spot.id: spot for spot in reversed(self.spots) if not spot.over}

    @property
    def questions(self) -> Iterator[tuple[Spot, Question]]:
        """The questions."""
        return ((spot, spot.entry) for spot in self.spots if isinstance(spot.entry, Question))


def outline_of(playbook: Playbook) -> Outline:
    """The playbook laid out."""
    builder = _Builder(Outline(playbook))
    for path, phase in builder.outline.phases:
        for index, dialog in enumerate(phase.dialogs):
            builder.dialog((*path, "dialogs", index), dialog)
        builder.checks(path, phase.checks, "", ())
    return builder.outline


class _Builder:
    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._order = 0

    def dialog(self, path: Path, dialog: Dialog) -> None:
        over = dialog.for_each or ""
        under = self._when(path, dialog.when, over, self._order + 1, ())
        prefix = f"{dialog.id}." if over else ""
        for index, entry in enumerate(dialog.ask):
            self._entry((*path, "ask", index), entry, _Around(dialog.id, over, prefix, 0, under))
        self.checks(path, dialog.checks, over, under)

    def checks(
        self, path: Path, checks: tuple[Check, ...], over: str, under: Conditions, *, knows_day: bool = False
    ) -> None:
        """Checks see everything up to here."""
        for index, check in enumerate(checks):
            place = (*path, "checks", index)
            self.outline.checks.append((place, check))
            key = "block_if" if check.block_if is not None else "warn_if"
            condition = Usage((*place, key), check.condition, False, over, self._order + 1, knows_day, under)
            message = Usage((*place, "message"), check.message, True, over, self._order + 1, knows_day)
            self.outline.usages += [condition, message]

    def _entry(self, path: Path, entry: Question | Group, around: "_Around") -> None:
        self._order += 1
        name = entry.group if isinstance(entry, Group) else entry.id
        full_id = name if isinstance(entry, Group) else around.prefix + name
        spot = Spot(path, entry, full_id, around.over, around.dialog, self._order, around.depth)
        self.outline.spots.append(spot)
        if around.over:
            self.outline.attributes.setdefault(around.over, {}).setdefault(name, spot)
        under = self._when(path, entry.when, around.over, spot.order, around.under)
        if isinstance(entry, Group):
            self._group(spot, entry, around, under)
        else:
            self._question(spot, entry, under)

    def _group(self, spot: Spot, group: Group, around: "_Around", under: Conditions) -> None:
        self.outline.groups.setdefault(group.group, spot)
        self.outline.attributes.setdefault(group.group, {})
        inner = _Around(around.dialog, group.group, f"{group.group}.", around.depth + 1, under)
        for index, entry in enumerate(group.ask):
            self._entry((*spot.path, "ask", index), entry, inner)
        self.checks(spot.path, group.checks, around.over, under)

    def _question(self, spot: Spot, question: Question, under: Conditions) -> None:
        texts = {"text": question.text, "help": question.help}
        self.outline.usages += [
            Usage((*spot.path, key), source, True, spot.over, spot.order) for key, source in texts.items() if source
        ]
        if question.recommend is not None:
            self._when((*spot.path, "recommend"), question.recommend.when, spot.over, spot.order, under)
        self.checks(spot.path, question.checks, spot.over, under, knows_day=True)

    def _when(self, path: Path, source: str | None, over: str, before: int, under: Conditions) -> Conditions:
        if source is None:
            return under
        usage = Usage((*path, "when"), source, False, over, before, under=under)
        self.outline.usages.append(usage)
        return (*under, usage)


@dataclass(frozen=True)
class _Around:
    """What stands around an entry."""

    dialog: str
    over: str
    prefix: str
    depth: int
    under: Conditions
