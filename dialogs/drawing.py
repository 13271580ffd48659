"""A playbook as a Mermaid flowchart: phases with their dialogs, groups as loops, conditions on the arrows."""

from collections.abc import Iterator

from dialogs.model import Dialog, Group, Phase, Playbook
from dialogs.questions.base import Question

CONDITION_LIMIT = 60
"""Characters of a condition on an arrow; what is longer is cut, since the playbook has it in full."""


def draw(playbook: Playbook) -> str:
    """The source of a Mermaid flowchart, ending in a line break."""
    lines = ["flowchart TD", f"  start([{_label(playbook.title)}])"]
    before = "start"
    for phase in playbook.phases:
        lines += [f"  subgraph p_{phase.id}[{_label(phase.title)}]", *_inside(phase), "  end"]
        lines += _arrows(phase, before)
        before = f"e_{phase.id}"
    return "\n".join(lines) + "\n"


def _inside(phase: Phase) -> Iterator[str]:
    for dialog in phase.dialogs:
        yield f"    d_{dialog.id}[{_label(dialog.title, _count(dialog))}]"
        for group in _groups(dialog.ask):
            yield f"    g_{group.group}[[{_label(group.title, f'{_count(group)} each')}]]"
    end = "Sign-off" if phase.sign_off else "Done"
    yield f"    e_{phase.id}{{{{{_label(end, f'document: {phase.document}')}}}}}"


def _arrows(phase: Phase, before: str) -> Iterator[str]:
    for dialog in phase.dialogs:
        yield f"  {before} -->{_condition(dialog)} d_{dialog.id}"
        yield from _loops(f"d_{dialog.id}", dialog.ask)
        before = f"d_{dialog.id}"
    yield f"  {before} --> e_{phase.id}"


def _loops(around: str, entries: tuple[Question | Group, ...]) -> Iterator[str]:
    for group in entries:
        if isinstance(group, Group):
            when = f"|{_label('if ' + _cut(group.when))}|" if group.when else ""
            yield f"  {around} -.->{when} g_{group.group}"
            yield f"  g_{group.group} -.-> g_{group.group}"
            yield from _loops(f"g_{group.group}", group.ask)


def _groups(entries: tuple[Question | Group, ...]) -> Iterator[Group]:
    for entry in entries:
        if isinstance(entry, Group):
            yield entry
            yield from _groups(entry.ask)


def _condition(dialog: Dialog) -> str:
    parts = [f"for each of {dialog.for_each}"] if dialog.for_each else []
    parts += [f"if {_cut(dialog.when)}"] if dialog.when else []
    return f"|{_label(', '.join(parts))}|" if parts else ""


def _count(owner: Dialog | Group) -> str:
    """How many questions it asks by itself; its groups have their own."""
    count = sum(isinstance(entry, Question) for entry in owner.ask)
    return f"{count} question{'s' * (count != 1)}" if count else ""


def _cut(condition: str) -> str:
    text = " ".join(condition.split())
    return text if len(text) <= CONDITION_LIMIT else text[: CONDITION_LIMIT - 1] + "…"


def _label(*lines: str) -> str:
    """A quoted label, one line below the other; what Mermaid would read as its own is escaped."""
    return '"' + "<br/>".join("".join(map(_escaped, line)) for line in lines if line) + '"'


def _escaped(character: str) -> str:
    if character in '"#&<>`\\[]{}|':
        return f"#{ord(character)};"
    return character if character.isprintable() else " "
