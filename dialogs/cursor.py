"""Which question comes next: worked out from the answers, never stored."""

from collections.abc import Iterator
from typing import TypeAlias

from dialogs.answers import Entry, Kind
from dialogs.checks import open_blocks
from dialogs.plan import NEW, Asked, Place, Plan, Rounds, Section, gate_id
from dialogs.state import PromptKind
from dialogs.view import Position, View

WHOLE = ""
"""The memo's own key: the sections that are done as a whole; under a section's id are the items done in it."""


Done: TypeAlias = dict[str, frozenset[str]]


def first_open(view: View) -> Position | None:
    """The first place that applies and has no answer; None when everything is answered."""
    if not view.first:
        view.first.append(_first_open(view))
    return view.first[0]


def _first_open(view: View) -> Position | None:
    done = _done(view)
    whole = done.get(WHOLE, frozenset())
    for section in view.plan.sections:
        if section.id in whole:
            continue
        found = _gate(view, section) if section.is_gate else _open_in_section(view, section, done)
        if found is not None:
            return found
        if not section.is_gate or view.book.entry(gate_id(section.phase.id, "sign_off")) is not None:
            _mark(done, WHOLE, section.id)
    return None


def open_in(view: View, section: Section, item: str = "") -> Position | None:
    """The first open place of one section, or of one item's part of it."""
    done = _done(view)
    if section.is_gate:
        return _gate(view, section)
    if section.id in done.get(WHOLE, ()):
        return None
    return (
        _open_in_entries(view, section, section.entries, item, done) if item else _open_in_section(view, section, done)
    )


def open_sections(view: View) -> Iterator[tuple[Section, Position | None]]:
    """Every section with something open, and its first open place; None for a gate, as looking at one costs."""
    done = _done(view)
    whole = done.get(WHOLE, frozenset())
    for section in view.plan.sections:
        if section.id in whole:
            continue
        found = None if section.is_gate else _open_in_section(view, section, done)
        if found is not None or (section.is_gate and _is_gate_open(view, section)):
            yield section, found
        elif not section.is_gate:
            _mark(done, WHOLE, section.id)


def all_open(view: View, section: Section) -> Iterator[Position]:
    """Every open place of a section that is no gate, in walking order."""
    arounds = [one.id for one in view.items(section.over)] if section.over else [""]
    for around in arounds:
        if view.section_applies(section, around):
            yield from _all_in_entries(view, section.entries, around)


def open_in_item(view: View, item: str) -> Position | None:
    """The first open place in an item's own group."""
    found = view.item(item)
    if found is None:
        return None
    rounds = view.plan.rounds[found.group]
    if not view.group_applies(rounds, found.around):
        return None
    return _open_in_entries(view, rounds.section, rounds.entries, item, _done(view))


def is_answered(view: View, asked: Asked, item: str) -> bool:
    """Whether the slot has an answer that still counts, or was skipped."""
    entry = view.book.newest.get((asked.id, item))
    if entry is None or entry.kind is Kind.CLEAR:
        return False
    return not asked.is_pick or entry.kind is Kind.SKIP or view.raw(asked, item) is not None


def is_phase_answered(view: View, phase: str) -> bool:
    """Whether no question of a phase is open, its gate aside."""
    return all(section.is_gate or open_in(view, section) is None for section in view.plan.sections_of(phase))


def slots(view: View, section: Section, item: str | None = None) -> Iterator[tuple[Asked, str]]:
    """Every slot of a section that applies, in walking order; for one item's part where one is given."""
    if section.over:
        items = [item] if item is not None else [one.id for one in view.items(section.over)]
        for one in items:
            if view.section_applies(section, one):
                yield from _slots(view, section.entries, one)
    elif view.section_applies(section, ""):
        yield from _slots(view, section.entries, "")


def all_slots(view: View) -> Iterator[tuple[Asked, str]]:
    """Every slot that applies, in walking order."""
    for section in view.plan.sections:
        yield from slots(view, section)


def answered_slots(view: View) -> list[tuple[Asked, str]]:
    """Every slot that is asked and has an answer that applies, in walking order."""
    return [(asked, item) for asked, item in all_slots(view) if asked.is_asked and view.raw(asked, item) is not None]


def _slots(view: View, entries: tuple[Place, ...], item: str) -> Iterator[tuple[Asked, str]]:
    for place in entries:
        if isinstance(place, Asked):
            if view.applies(place, item):
                yield place, item
        else:
            for one in view.items(place.id, item):
                yield from _slots(view, place.entries, one.id)


def _open_in_section(view: View, section: Section, done: Done) -> Position | None:
    if not section.over:
        applies = view.section_applies(section, "")
        return _open_in_entries(view, section, section.entries, "", done) if applies else None
    for one in view.items(section.over):
        if one.id in done.get(section.id, ()) or not view.section_applies(section, one.id):
            continue
        found = _open_in_entries(view, section, section.entries, one.id, done)
        if found is not None:
            return found
        _mark(done, section.id, one.id)
    return None


def _open_in_entries(
    view: View, section: Section, entries: tuple[Place, ...], item: str, done: Done
) -> Position | None:
    newest = view.book.newest
    for place in entries:
        if isinstance(place, Asked):
            entry = newest.get((place.id, item))
            if not place.is_asked or (entry is not None and not place.is_pick and entry.kind is not Kind.CLEAR):
                continue
            if not is_answered(view, place, item) and view.meets(place, item):
                return Position(PromptKind.QUESTION, place.id, item)
        elif view.meets(place, item):
            found = _open_in_group(view, section, place, item, done)
            if found is not None:
                return found
    return None


def _open_in_group(view: View, section: Section, rounds: Rounds, around: str, done: Done) -> Position | None:
    count = 0
    for id_ in view.book.living(rounds.id, around):
        count += 1
        if id_ in done.get(section.id, ()):
            continue
        found = _open_in_entries(view, section, rounds.entries, id_, done)
        if found is not None:
            return found
        _mark(done, section.id, id_)
    return _beyond(view, rounds, around, count)


def _beyond(view: View, rounds: Rounds, around: str, count: int) -> Position | None:
    """What is open behind a group's items: one more that has to be, or the question whether there is another."""
    if not rounds.group.asked:
        return None
    if count < rounds.group.min:
        return Position(PromptKind.QUESTION, rounds.first.id, NEW + around)
    has_room = rounds.group.max is None or count < rounds.group.max
    if has_room and view.book.entry(rounds.id, around) is None:
        return Position(PromptKind.ANOTHER, rounds.id, around)
    return None


def _all_in_entries(view: View, entries: tuple[Place, ...], item: str) -> Iterator[Position]:
    for place in entries:
        if not view.meets(place, item):
            continue
        if isinstance(place, Asked):
            if place.is_asked and not is_answered(view, place, item):
                yield Position(PromptKind.QUESTION, place.id, item)
            continue
        living = view.book.living(place.id, item)
        for id_ in living:
            yield from _all_in_entries(view, place.entries, id_)
        beyond = _beyond(view, place, item, len(living))
        if beyond is not None:
            yield beyond


def _gate(view: View, section: Section) -> Position | None:
    """The gate's open question: a waiver while something blocks, else the sign-off. A skip lets the walk go on."""
    phase = section.phase.id
    if view.book.entry(gate_id(phase, "sign_off")) is not None:
        return None
    waiver = view.book.entry(gate_id(phase, "waiver"))
    if open_blocks(view, phase):
        is_skipped = waiver is not None and waiver.kind is Kind.SKIP
        return None if is_skipped else Position(PromptKind.QUESTION, gate_id(phase, "waiver"), "")
    return Position(PromptKind.QUESTION, gate_id(phase, "sign_off"), "")


def _is_gate_open(view: View, section: Section) -> bool:
    """Whether a gate is neither signed off nor put off; what blocks it is looked at only where that matters."""
    phase = section.phase.id
    if view.book.entry(gate_id(phase, "sign_off")) is not None:
        return False
    waiver = view.book.entry(gate_id(phase, "waiver"))
    return waiver is None or waiver.kind is not Kind.SKIP or _gate(view, section) is not None


def _done(view: View) -> Done:
    """What is known to hold no open place, by section. It is carried from book to book, less what new entries touch."""
    key = view.plan.playbook.content_hash
    seq, known = view.book.memo.get(key, (0, {}))
    done: Done = known
    if seq != view.book.seq:
        done = dict(known)
        for entry in view.book.since(seq):
            _forget(view.plan, done, view, entry)
        view.book.memo[key] = (view.book.seq, done)
    return done


def _mark(done: Done, section: str, item: str) -> None:
    done[section] = done.get(section, frozenset()) | {item}


def _forget(plan: Plan, done: Done, view: View, entry: Entry) -> None:
    if entry.kind in (Kind.ASSIGN, Kind.NOTE):
        return
    if entry.kind in (Kind.REMOVE, Kind.RESTORE):
        done.clear()
        return
    far = plan.far_readers.get(entry.question, frozenset())
    for section in far:
        done.pop(section, None)
    near = plan.near_readers.get(entry.question, frozenset())
    place = plan.asked.get(entry.question) or plan.rounds.get(entry.question)
    if place is not None:
        near |= {place.section.id}
    if entry.item:
        touched = _around(view, entry.item) | _below(view, entry.item)
        for section in near & done.keys():
            done[section] -= touched
    if WHOLE in done:
        done[WHOLE] -= far | near


def _around(view: View, item: str) -> frozenset[str]:
    """The item and those around it."""
    found = {item}
    while item in view.book.items:
        item = view.book.items[item].around
        found.add(item)
    return frozenset(found)


def _below(view: View, item: str) -> frozenset[str]:
    found: set[str] = set()
    todo = [item]
    while todo:
        around = todo.pop()
        for rounds in view.plan.rounds_over.get(view.book.items[around].group, ()) if around in view.book.items else ():
            inner = view.book.rounds.get((rounds.id, around), ())
            found.update(inner)
            todo.extend(inner)
    return frozenset(found)
