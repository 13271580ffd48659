"""A playbook made ready to walk: every question in its place, its conditions compiled, who reads whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from dialogs.expressions import Expression, Text, compile_expression, compile_text
from dialogs.model import Dialog, Fact, Group, Phase, Playbook
from dialogs.questions.base import Check, Question
from dialogs.questions.choice import ChoiceQuestion
from dialogs.questions.picks import MultiPickQuestion, PickQuestion
from dialogs.questions.text import LongTextQuestion
from dialogs.questions.yes_no import YesNoQuestion

NEW = "+"
"""Opens the item of a slot whose item comes to life with its first answer; the item around it follows."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A check. Its condition and message are compiled when they are first needed, as most never are in a process."""

    check: Check

    @cached_property
    def condition(self) -> Expression:
        """When it is true."""
        return compile_expression(self.check.condition)

    @cached_property
    def message(self) -> Text:
        """What it says then."""
        return compile_text(self.check.message)

    @property
    def blocks(self) -> bool:
        """Whether it stops the phase, or only warns."""
        return self.check.block_if is not None


@dataclass(frozen=True, eq=False)
class Asked:
    """A question in its place, its texts compiled when first needed.

    `over` is the group whose items it is asked about ("" for the project).
    """

    id: str
    question: Question
    section: "Section"
    over: str
    order: int
    when: Expression | None
    rules: tuple[Rule, ...]
    is_pick: bool
    is_asked: bool
    """Whether the walk asks it; otherwise it is answered from elsewhere, or with /edit and its id."""
    applies_always: bool
    """Whether nothing around it nor itself has a condition, so that nobody need look."""

    @cached_property
    def text(self) -> Text:
        """What is asked."""
        return compile_text(self.question.text)

    @cached_property
    def help(self) -> Text | None:
        """Why it is asked."""
        return compile_text(self.question.help) if self.question.help else None

    @cached_property
    def recommend_when(self) -> Expression | None:
        """When the recommendation fits; None for always."""
        recommend = self.question.recommend
        return _optional(recommend.when) if recommend else None


@dataclass(frozen=True, eq=False)
class Rounds:
    """A group in its place. `over` is the group around it, or the one its dialog runs over ("" for neither)."""

    group: Group
    section: "Section"
    over: str
    order: int
    when: Expression | None
    rules: tuple[Rule, ...]
    entries: tuple["Place", ...] = ()

    @cached_property
    def id(self) -> str:
        """The group's id."""
        return self.group.group

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Labels of the options that may name an item; empty where it is named in words."""
        first = self.first.question
        return first.options_by_id if isinstance(first, ChoiceQuestion) else {}

    @cached_property
    def first(self) -> Asked:
        """The question whose answer brings an item to life and names it."""
        return next(place for place in self.entries if isinstance(place, Asked))


Place: TypeAlias = Asked | Rounds


@dataclass(frozen=True, eq=False)
class Section:
    """A dialog in its place; the gate of a phase is one too. `over` is the group it runs over ("" for none)."""

    id: str
    over: str
    dialog: Dialog
    phase: Phase
    when: Expression | None
    rules: tuple[Rule, ...]
    entries: tuple[Place, ...] = ()
    is_gate: bool = False


@dataclass(frozen=True)
class Plan:
    """All of a playbook's places, by order and by id."""

    playbook: Playbook
    sections: tuple[Section, ...]
    asked: Mapping[str, Asked]
    rounds: Mapping[str, Rounds]
    phase_rules: Mapping[str, tuple[Rule, ...]]
    facts: Mapping[str, Fact]
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By group: what an item's attribute is called in full (a question's or a group's id)."""

    @cached_property
    def far_readers(self) -> Mapping[str, frozenset[str]]:
        """Sections to look at anew when a question or a group changes, by the id of what changes: all of each."""
        found: dict[str, set[str]] = {}
        for section in self.sections:
            for name in _far_names(section, self.attributes):
                found.setdefault(name, set()).add(section.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    @cached_property
    def near_readers(self) -> Mapping[str, frozenset[str]]:
        """Sections whose conditions read a question of their own item, by the question's id: that item's part."""
        found: dict[str, set[str]] = {}
        for section in self.sections:
            for expression in _conditions(section):
                for name in _names_read(expression, self.attributes, near=True):
                    found.setdefault(name, set()).add(section.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    @cached_property
    def rounds_over(self) -> Mapping[str, tuple[Rounds, ...]]:
        """The groups below each group's items."""
        found: dict[str, tuple[Rounds, ...]] = {}
        for rounds in self.rounds.values():
            found[rounds.over] = (*found.get(rounds.over, ()), rounds)
        return found

    def sections_of(self, phase: str) -> Iterator[Section]:
        """The sections of a phase, its gate last."""
        return (section for section in self.sections if section.phase.id == phase)


def gate_id(phase: str, name: str) -> str:
    """The full id of a gate's question; `name` is "waiver" or "sign_off"."""
    return f"{phase}.{name}"


def plan_of(playbook: Playbook) -> Plan:
    """The plan of a playbook. Raises ExpressionError for a condition that can't be used."""
    return _Builder(playbook).build()


class _Builder:
    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._order = 0
        self._asked: dict[str, Asked] = {}
        self._rounds: dict[str, Rounds] = {}
        self._attributes: dict[str, dict[str, str]] = {}

    def build(self) -> Plan:
        sections: list[Section] = []
        for phase in self._playbook.phases:
            sections.extend(self._section(phase, dialog) for dialog in phase.dialogs)
            if phase.sign_off:
                sections.append(self._section(phase, _gate(phase), is_gate=True))
        rules = {phase.id: _rules(phase.checks) for phase in self._playbook.phases}
        facts = {fact.id: fact for fact in self._playbook.facts}
        return Plan(self._playbook, tuple(sections), self._asked, self._rounds, rules, facts, self._attributes)

    def _section(self, phase: Phase, dialog: Dialog, *, is_gate: bool = False) -> Section:
        when, rules, over = _optional(dialog.when), _rules(dialog.checks), dialog.for_each or ""
        section = Section(dialog.id, over, dialog, phase, when, rules, is_gate=is_gate)
        owner = phase.id if is_gate else dialog.id
        prefix = owner + "." if is_gate or over else ""
        entries = tuple(self._place(entry, section, over, prefix) for entry in dialog.ask)
        object.__setattr__(section, "entries", entries)
        return section

    def _place(self, entry: Question | Group, section: Section, over: str, prefix: str) -> Place:
        self._order += 1
        if isinstance(entry, Question):
            return self._question(entry, section, over, prefix)
        rounds = Rounds(entry, section, over, self._order, _optional(entry.when), _rules(entry.checks))
        self._rounds.setdefault(entry.group, rounds)
        self._name(over, entry.group, entry.group)
        inner = tuple(self._place(child, section, entry.group, entry.group + ".") for child in entry.ask)
        object.__setattr__(rounds, "entries", inner)
        return rounds

    def _question(self, question: Question, section: Section, over: str, prefix: str) -> Asked:
        when, rules = _optional(question.when), _rules(question.checks)
        is_pick = isinstance(question, PickQuestion | MultiPickQuestion)
        is_free = not over and when is None and section.when is None
        asked = Asked(
            id=prefix + question.id,
            question=question,
            section=section,
            over=over,
            order=self._order,
            when=when,
            rules=rules,
            is_pick=is_pick,
            is_asked=question.asked,
            applies_always=is_free,
        )
        self._asked.setdefault(asked.id, asked)
        self._name(over, question.id, asked.id)
        return asked

    def _name(self, over: str, name: str, full_id: str) -> None:
        if over:
            self._attributes.setdefault(over, {}).setdefault(name, full_id)


def _gate(phase: Phase) -> Dialog:
    """The two questions of a gate; their texts are catalogue keys, as they belong to no playbook."""
    waiver = LongTextQuestion(id="waiver", type="long_text", text="gate.waiver", required=False, max_length=1000)
    sign_off = YesNoQuestion(id="sign_off", type="yes_no", text="gate.sign_off", required=False)
    return Dialog(id=f"{phase.id}_gate", title=phase.title, ask=(waiver, sign_off))


def _optional(source: str | None) -> Expression | None:
    return None if source is None else compile_expression(source)


def _rules(checks: tuple[Check, ...]) -> tuple[Rule, ...]:
    return tuple(Rule(check) for check in checks)


def _places(entries: tuple[Place, ...]) -> Iterator[Place]:
    for place in entries:
        yield place
        if isinstance(place, Rounds):
            yield from _places(place.entries)


def _conditions(section: Section) -> Iterator[Expression]:
    if section.when is not None:
        yield section.when
    for place in _places(section.entries):
        if place.when is not None:
            yield place.when


def _far_names(section: Section, attributes: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for expression in _conditions(section):
        yield from _names_read(expression, attributes, near=False)
    if section.over:
        yield section.over
    for place in _places(section.entries):
        if isinstance(place, Asked) and isinstance(place.question, PickQuestion | MultiPickQuestion):
            yield place.question.group


def _names_read(expression: Expression, attributes: Mapping[str, Mapping[str, str]], *, near: bool) -> Iterator[str]:
    """Full ids behind names; an attribute counts for every group that has one so called."""
    for reference in expression.references:
        if (reference.name in ("item", "parent")) is not near:
            continue
        yield reference.name
        for attribute in reference.attributes:
            yield from (names[attribute] for names in attributes.values() if attribute in names)
