"""Why an item exists, what hangs on it, and what became suspect because something above it changed."""

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.answers import Kind
from dialogs.cursor import all_slots
from dialogs.plan import Asked
from dialogs.questions.picks import MultiPickQuestion, PickQuestion
from dialogs.view import View


class Link(NamedTuple):
    """A pick: the question asked about `child` names `parent`."""

    asked: Asked
    child: str
    parent: str


class Suspect(NamedTuple):
    """A link whose parent changed after it was made: `seq` is the parent's change."""

    link: Link
    seq: int


def links(view: View) -> Iterator[Link]:
    """Every pick that counts, in walking order."""
    for asked, item in all_slots(view):
        if not isinstance(asked.question, PickQuestion | MultiPickQuestion):
            continue
        value = view.raw(asked, item)
        parents = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        for parent in parents:
            yield Link(asked, item, parent)


def hangs_on(view: View, item: str) -> list[str]:
    """Ids of the living items that stand below an item or name it, in walking order, each once."""
    below = [one.id for one in view.book.items.values() if one.around == item and not view.book.is_gone(one.id)]
    return list(dict.fromkeys([*below, *(link.child for link in links(view) if link.parent == item and link.child)]))


def rests_on(view: View, item: str) -> list[str]:
    """Ids of the items that an item stands below or names."""
    found = view.book.items.get(item)
    above = [found.around] if found and found.around else []
    return list(dict.fromkeys([*above, *(link.parent for link in links(view) if link.child == item)]))


def suspects(view: View) -> list[Suspect]:
    """Links made before their parent's answers last changed. Answering the pick again, even unchanged, clears it."""
    changed = _last_change(view)
    found: list[Suspect] = []
    for link in links(view):
        made = view.book.newest[link.asked.id, link.child].seq
        if changed.get(link.parent, 0) > made:
            found.append(Suspect(link, changed[link.parent]))
    return found


def _last_change(view: View) -> dict[str, int]:
    """By item: when one of its answers was last replaced by another. A first answer changes nothing."""
    latest: dict[str, int] = {}
    for (question, item), entry in view.book.newest.items():
        if not item or entry.kind is not Kind.ANSWER or not entry.replaces or not _is_own(view, question, item):
            continue
        if _differs(view, entry.slot):
            latest[item] = max(latest.get(item, 0), entry.seq)
    return latest


def _is_own(view: View, question: str, item: str) -> bool:
    """Whether a question belongs to what an item is, and not to what a later dialog does with it."""
    rounds = view.plan.rounds.get(view.book.items[item].group)
    asked = view.plan.asked.get(question)
    return rounds is not None and asked is not None and asked.section is rounds.section


def _differs(view: View, slot: tuple[str, str]) -> bool:
    values = [entry.value for entry in view.book.history(*slot) if entry.kind is Kind.ANSWER]
    return len(values) > 1 and values[-1] != values[-2]
