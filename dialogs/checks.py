"""What blocks a phase or warns, and why, with the fact behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.answers import Kind
from dialogs.model import Fact
from dialogs.plan import Asked, Place, Rounds, Rule, Section, gate_id
from dialogs.view import View


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that is true now, for the item it is true about ("" for none)."""

    rule: Rule
    item: str
    phase: str
    extra: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """Tells this finding from others: the check, and the item where there is one."""
        return f"{self.rule.check.id} {self.item}".strip()

    @property
    def blocks(self) -> bool:
        """Whether it stops the phase."""
        return self.rule.blocks

    def fact(self, view: View) -> Fact | None:
        """The fact it rests on."""
        return view.plan.facts.get(self.rule.check.fact or "")


def of_question(view: View, asked: Asked, item: str) -> Iterator[Finding]:
    """What a question's own checks find in its answer."""
    entry = view.book.entry(asked.id, item)
    if not asked.rules or entry is None or entry.kind is not Kind.ANSWER or not view.applies(asked, item):
        return
    extra = {"answered_on": entry.at.date().isoformat()}
    yield from _found(view, asked.rules, asked.section, item, extra)


def of_phase(view: View, phase: str) -> Iterator[Finding]:
    """Everything that the checks of a phase find, in walking order."""
    for section in view.plan.sections_of(phase):
        arounds = [one.id for one in view.items(section.over)] if section.over else [""]
        for around in arounds:
            if view.section_applies(section, around) and _is_begun(view, section.entries, around):
                yield from _of_entries(view, section.entries, around)
                yield from _found(view, section.rules, section, around)
    for rule in view.plan.phase_rules[phase]:
        if rule.condition.is_true(view.of("")):
            yield Finding(rule, "", phase)


def of_section(view: View, section: Section, item: str = "") -> Iterator[Finding]:
    """What a dialog's and its groups' own checks find; its questions' were told as they were answered."""
    yield from _of_groups(view, section.entries, item)
    yield from _found(view, section.rules, section, item)


def open_blocks(view: View, phase: str) -> list[Finding]:
    """What stops a phase and was not waived."""
    waiver = view.book.value(gate_id(phase, "waiver"))
    waived = set(waiver[1:]) if isinstance(waiver, list) else set()
    return [finding for finding in of_phase(view, phase) if finding.blocks and finding.id not in waived]


def _of_entries(view: View, entries: tuple[Place, ...], item: str) -> Iterator[Finding]:
    for place in entries:
        if isinstance(place, Asked):
            yield from of_question(view, place, item)
        elif view.group_applies(place, item):
            for one in view.items(place.id, item):
                yield from _of_entries(view, place.entries, one.id)
            yield from _found(view, place.rules, place.section, item)


def _is_begun(view: View, entries: tuple[Place, ...], item: str) -> bool:
    """Whether anything was said in a dialog, so that what it lacks is worth telling."""
    return any(
        view.book.entry(place.id, item) is not None or bool(isinstance(place, Rounds) and view.items(place.id, item))
        for place in entries
    )


def _of_groups(view: View, entries: tuple[Place, ...], item: str) -> Iterator[Finding]:
    for place in entries:
        if isinstance(place, Rounds) and view.group_applies(place, item):
            yield from _found(view, place.rules, place.section, item)
            for one in view.items(place.id, item):
                yield from _of_groups(view, place.entries, one.id)


def _found(
    view: View, rules: tuple[Rule, ...], section: Section, item: str, extra: Mapping[str, Any] | None = None
) -> Iterator[Finding]:
    scope = view.of(item, extra)
    for rule in rules:
        if rule.condition.is_true(scope):
            yield Finding(rule, item, section.phase.id, extra)
