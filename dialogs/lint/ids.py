"""Lint of ids: what exists twice, what is reserved, what is too long, what points nowhere."""

from collections.abc import Container, Hashable, Iterable, Iterator

from dialogs.lint.names import RESERVED
from dialogs.lint.outline import Finding, Outline, Spot
from dialogs.mistakes import suggestion
from dialogs.model import ID_LIMIT, Group
from dialogs.plan import gate_id
from dialogs.positions import Path
from dialogs.questions.base import Question
from dialogs.questions.picks import MultiPickQuestion, PickQuestion

_WORDS = frozenset(("and", "or", "not", "in", "is", "if", "else", "true", "false", "none"))
"""Words of the expressions' own language."""
_ATTRIBUTES = frozenset(("id", "label", "parent", "title"))
"""Names that every item has by itself."""


def twice(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Ids that exist twice where they must tell things apart."""
    del lost
    dialogs = ((dialog.id, (*path, "id")) for path, dialog in outline.dialogs)
    yield from _repeated("the dialog id", dialogs)
    yield from _repeated("the check id", ((check.id, (*path, "id")) for path, check in outline.checks))
    facts = ((fact.id, ("facts", index, "id")) for index, fact in enumerate(outline.playbook.facts))
    yield from _repeated("the fact id", facts)
    groups = ((spot.entry.prefix, (*spot.path, "prefix")) for spot in outline.spots if isinstance(spot.entry, Group))
    yield from _repeated("the prefix", groups)
    keeping = ((spot, spot.entry.keeps) for spot in outline.spots if isinstance(spot.entry, Group))
    yield from _repeated("keeps", ((kind, (*spot.path, "keeps")) for spot, kind in keeping if kind))
    yield from _repeated_names(outline)


def _repeated(what: str, ids: Iterable[tuple[Hashable, Path]]) -> Iterator[Finding]:
    first: dict[Hashable, Path] = {}
    for id_, path in ids:
        if first.setdefault(id_, path) is not path:
            yield Finding(path, f"{what} {id_!r} exists twice: rename one", first[id_])


def _repeated_names(outline: Outline) -> Iterator[Finding]:
    gates = {
        gate_id(phase.id, name) for _, phase in outline.phases if phase.sign_off for name in ("waiver", "sign_off")
    }
    first: dict[Hashable, Path] = {}
    for spot in outline.spots:
        path = (*spot.path, "group" if isinstance(spot.entry, Group) else "id")
        firsts = [first.setdefault(key, path) for key in _namespaces(spot)]
        other = next((one for one in firsts if one is not path), None)
        if other is not None:
            yield Finding(path, f"the id {spot.name!r} exists twice: rename one", other)
        elif spot.id in gates:
            yield Finding(path, f"{spot.id!r} is the id of the phase's own sign-off: rename the question")


def _namespaces(spot: Spot) -> Iterator[Hashable]:
    """Where a name must be the only one: beside all groups and questions outside items, or on its item."""
    yield "full", spot.id
    if spot.over:
        yield spot.over, spot.name


def reserved(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Ids that mean something else in expressions, and dialogs named like a gate."""
    del lost
    for spot in outline.spots:
        is_group = isinstance(spot.entry, Group)
        path = (*spot.path, "group" if is_group else "id")
        if (not spot.over or is_group) and spot.name in RESERVED | _WORDS:
            yield Finding(path, f"the id {spot.name!r} means something else in expressions: rename it")
        elif spot.over and spot.name in _ATTRIBUTES:
            yield Finding(path, f"every item has a {spot.name!r} already: rename this one")
    gates = {f"{phase.id}_gate" for _, phase in outline.phases}
    for path, dialog in outline.dialogs:
        if dialog.id in gates:
            yield Finding((*path, "id"), f"the dialog id {dialog.id!r} belongs to the phase's sign-off: rename it")


def lengths(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Full ids that would not fit into a button."""
    del lost
    for spot in outline.spots:
        if len(spot.id) > ID_LIMIT:
            key = "group" if isinstance(spot.entry, Group) else "id"
            much = len(spot.id) - ID_LIMIT
            yield Finding(
                (*spot.path, key), f"the full id {spot.id!r} is longer than {ID_LIMIT} characters: shorten it by {much}"
            )


def pointers(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """`for_each`, `from` and a check's `fact` that point nowhere, or at what comes later."""
    starts: dict[str, int] = {}
    for spot in outline.spots:
        starts.setdefault(spot.dialog, spot.order)
    for path, dialog in outline.dialogs:
        if dialog.for_each is not None:
            place = (*path, "for_each")
            yield from _to_group(outline, lost, place, dialog.for_each, starts[dialog.id])
            found = outline.groups.get(dialog.for_each)
            if found is not None and found.over:
                yield Finding(
                    place, f"the group {dialog.for_each!r} lies inside {found.over!r}: name a group outside items"
                )
    for spot, question in outline.questions:
        if isinstance(question, PickQuestion | MultiPickQuestion):
            yield from _to_group(outline, lost, (*spot.path, "from"), question.group, spot.order)
    yield from _to_name(outline, lost)
    facts = {fact.id for fact in outline.playbook.facts}
    for path, check in outline.checks:
        if check.fact is not None and check.fact not in facts and check.fact not in lost:
            yield Finding((*path, "fact"), f"no fact {check.fact!r}{suggestion(check.fact, facts)}")


def _to_group(outline: Outline, lost: Container[str], path: Path, name: str, before: int) -> Iterator[Finding]:
    group = outline.groups.get(name)
    if group is None:
        if name not in lost:
            yield Finding(path, f"no group {name!r}{suggestion(name, outline.groups)}")
    elif group.path == path[: len(group.path)]:
        yield Finding(path, f"the group {name!r} is still being filled here: name an earlier one")
    elif group.order >= before:
        yield Finding(path, f"the group {name!r} comes later: only an earlier one has items here")


def _to_name(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    name = outline.playbook.names
    if name is None or name in lost:
        return
    spot = outline.top.get(name)
    if spot is None:
        yield Finding(("names",), f"nobody asks {name!r}{suggestion(name, outline.top)}")
    elif getattr(spot.entry, "type", "") != "text":
        yield Finding(("names",), f"{name!r} can't name a project: name a text question outside items")


def former(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """`was`: ids that are still in use, or that two places claim."""
    del lost
    used = {spot.id: (*spot.path, "group" if isinstance(spot.entry, Group) else "id") for spot in outline.spots}
    claimed: list[tuple[Hashable, Path]] = []
    for spot in outline.spots:
        prefix = spot.id.removesuffix(spot.name)
        for index, name in enumerate(spot.entry.was):
            old = name if "." in name or prefix + name == spot.id else prefix + name
            path = (*spot.path, "was", index)
            claimed.append((old, path))
            if old in used:
                yield Finding(path, f"{old!r} is still in use, so it can't be an earlier id", used[old])
    yield from _repeated("the earlier id", claimed)


def labels(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """Groups that are nested too deep, or named by something that is no name."""
    del lost
    for spot in outline.spots:
        if not isinstance(spot.entry, Group):
            continue
        if spot.depth > 1:
            yield Finding((*spot.path, "group"), "groups nest one level deep: move this one out of the inner group")
        first = spot.entry.ask[0]
        if isinstance(first, Question) and first.type not in ("text", "choice"):
            place = (*spot.path, "ask", 0, "type")
            yield Finding(place, f"a {first.type} question can't name an item: use text or choice")
