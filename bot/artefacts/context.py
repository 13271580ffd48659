"""What a template sees: the answers by their names, and what is to be said about a phase."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.artefacts.answers import Answer, Reading, contributors, names
from bot.artefacts.escaping import Typed
from dialogs import asking, trace
from dialogs.answers import Kind
from dialogs.checks import Finding, of_phase, open_blocks
from dialogs.cursor import open_in, slots
from dialogs.model import Dialog, Phase
from dialogs.plan import NEW, Asked, Place, Plan, Section, gate_id
from dialogs.state import State
from dialogs.texts import Words
from dialogs.view import FactsView, View


class Context:
    """The names of one phase's documents."""

    def __init__(self, plan: Plan, state: State, words: Words, phase: Phase) -> None:
        self._view = View(plan, state.book)
        self._phase = phase
        self._members = state.members
        around = asking.situation(self._view, state.members, "", datetime.min.replace(tzinfo=UTC))
        self._reading = Reading(self._view, around, words)

    def names(self, project: str) -> dict[str, Any]:
        """Every name and its value. Those of answers and groups give way to the others."""
        plan, answers = self._view.plan, names(self._reading)
        findings = list(of_phase(self._view, self._phase.id))
        gaps = list(self._gaps())
        return {
            **answers,
            "project": Typed(project),
            "phase": self._phase,
            "dialogs": [self._dialog(dialog) for dialog in self._phase.dialogs],
            "facts": {id_: FactsView(plan.facts).read(id_) for id_ in plan.facts},
            "fact": plan.facts.__getitem__,
            "blocks": [self._finding(one) for one in findings if one.blocks],
            "warnings": [self._finding(one) for one in findings if not one.blocks],
            "gaps": [gap for gap in gaps if not gap.skipped],
            "skipped": [gap for gap in gaps if gap.skipped],
            "suspects": [
                {"child": self._name(one.link.child), "parent": self._name(one.link.parent)}
                for one in trace.suspects(self._view)
                if one.link.asked.section.phase.id == self._phase.id
            ],
            "people": [self._member(id_) for id_ in dict.fromkeys(contributors(self._view, self._phase.id))],
            "sign_off": self._gate("sign_off"),
            "waiver": self._gate("waiver"),
            "is_draft": any(open_in(self._view, section) for section in plan.sections_of(self._phase.id)),
            "every": answers.__getitem__,
        }

    def _dialog(self, dialog: Dialog) -> dict[str, Any]:
        section = next(one for one in self._view.plan.sections if one.dialog is dialog)
        found = [Answer(self._reading, asked, item) for asked, item in slots(self._view, section)]
        return {"id": dialog.id, "title": dialog.title, "intro": dialog.intro, "answers": found}

    def _gaps(self) -> Iterator[Answer]:
        """What has no answer, in walking order; of a group that lacks items, the question that begins one."""
        for section in self._view.plan.sections_of(self._phase.id):
            if section.is_gate:
                continue
            for item in self._parts(section):
                for asked, about in self._slots(section.entries, item):
                    answer = Answer(self._reading, asked, about)
                    if not answer.given:
                        yield answer

    def _parts(self, section: Section) -> list[str]:
        items = [one.id for one in self._view.items(section.over)] if section.over else [""]
        return [item for item in items if self._view.section_applies(section, item)]

    def _slots(self, entries: tuple[Place, ...], item: str) -> Iterator[tuple[Asked, str]]:
        for place in entries:
            if isinstance(place, Asked):
                if place.is_asked and self._view.applies(place, item):
                    yield place, item
                continue
            found = self._view.items(place.id, item)
            for one in found:
                yield from self._slots(place.entries, one.id)
            if len(found) < place.group.min and self._view.group_applies(place, item):
                yield place.first, NEW + item

    def _finding(self, finding: Finding) -> dict[str, Any]:
        message = asking.render(self._view, finding.rule.message, finding.item, self._reading.around, finding.extra)
        return {
            "item": self._name(finding.item),
            "message": Typed(self._reading.words.plain(message)),
            "fact": finding.fact(self._view),
            "is_waived": finding.blocks and finding.id not in self._open_blocks,
        }

    @property
    def _open_blocks(self) -> set[str]:
        return {finding.id for finding in open_blocks(self._view, self._phase.id)}

    def _name(self, item: str) -> Typed:
        found = self._view.item(item)
        return Typed(found) if found else Typed("")

    def _gate(self, name: str) -> dict[str, str] | None:
        """Who signed or waived, when, and the waiver's reason; None when nobody did."""
        entry = self._view.book.entry(gate_id(self._phase.id, name))
        if entry is None or entry.kind is not Kind.ANSWER:
            return None
        reason = Typed(entry.value[0] if isinstance(entry.value, list) else "")
        return {"who": self._member(entry.author), "date": entry.at.date().isoformat(), "reason": reason}

    def _member(self, id_: str) -> Typed:
        found = self._members.get(id_)
        return Typed(found.name if found else id_)
