"""What a check-in says of items: "F-3 done, T-7 blocked by payment account"."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from dialogs.verbs import DOUBT, SEPARATOR, Outcome, Turned, is_naming, outcome, planned


@dataclass(frozen=True, slots=True)
class Mention:
    """An item or a blocker, what becomes of it, and for BLOCKED what is in the way ("" where that isn't said).

    `said` are the words that say so.
    """

    item: str
    turned: Turned
    why: str = ""
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of items, each once, the last thing said of it.

    `strangers` are labels of which something is said and that nobody knows; `rest` is what says nothing of items.
    """

    mentions: tuple[Mention, ...] = ()
    strangers: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Labels that stand together, where in their clause, and where the words before them begin that are theirs."""

    labels: list[str]
    head: int
    start: int
    end: int
    outcome: Outcome


_PART = r"[^\W一-鿿]|[-‐‑‒–−－]"
"""What makes a label a part of something else: "ISO-9001". Chinese needs no space around it."""
_LABEL = re.compile(rf"(?<!{_PART})([A-Z]{{1,2}})([-‐‑‒–−－]?)([1-9][0-9]{{0,4}})(?!{_PART})", re.IGNORECASE)
_END = re.compile(r"[;。；！]|[.!](?=\s|$)|(?<=[?？])(?=\s|$)|(?<=？)")
_JOINED = re.compile(r"[\s,，、&+/]*(?:and|plus|as well as|和|与|及)?[\s,，、&+/]*", re.IGNORECASE)
_JOINED_LIMIT = 30
_EDGE = " \t,，、;；:：-–—"
_LEADS_ON = re.compile(
    r"(?:\b(?:and|but|so|then|therefore|hence|which means|that is why|that['’]s why)|所以|因此|和|但是?)$",
    re.IGNORECASE,
)
_LED_ON = re.compile(r"(?:and|but|so|then)\b", re.IGNORECASE)
_LIMIT = 500
"""Characters of a reason that are kept."""


def read(text: str, known: Mapping[str, str], prefixes: Collection[str] = ()) -> Reading:
    """What a text says of these items (names by ids in capitals). No text raises.

    Several labels beside one word share it: "F-1, F-2 done". What is denied, planned, wished or asked says nothing.
    Labels with one of the `prefixes` are looked for although nobody knows them.
    """
    lines = [_line(line, known, prefixes) for line in text.split("\n")]
    found: dict[str, Mention] = {}
    for one in (mention for line in lines for mention in line.mentions):
        found.pop(one.item, None)
        found[one.item] = one
    strangers = dict.fromkeys(label for line in lines for label in line.strangers)
    return Reading(tuple(found.values()), tuple(strangers), "\n".join(line.rest for line in lines if line.rest))


def carried_out(plan: str, known: Mapping[str, str]) -> tuple[Mention, ...]:
    """What became of the items that a plan names, once it was carried out: "finish F-1" is done. No text raises."""
    found: dict[str, Mention] = {}
    for clause in (clause for line in plan.split("\n") for clause in _END.split(line)):
        together = list(_together(clause, known, ()))
        for index, (labels, start, end) in enumerate(together):
            before = clause[_parted(clause, together[index - 1][2] if index else 0, start)[1] : start]
            beyond = together[index + 1][1] if index + 1 < len(together) else len(clause)
            turned = planned(before, clause[end:beyond])
            said = clause.strip(_EDGE)
            found.update({one: Mention(one, turned, "", said) for one in labels if turned is not None})
    return tuple(found.values())


def _line(line: str, known: Mapping[str, str], prefixes: Collection[str]) -> Reading:
    """What is blocked without a reason has its reason in the rest of the line."""
    clauses = [_clause(clause, known, prefixes) for clause in _END.split(line)]
    mentions = [mention for clause in clauses for mention in clause.mentions]
    strangers = tuple(label for clause in clauses for label in clause.strangers)
    if not mentions and not strangers:
        return Reading(rest=line.strip())
    rest = ". ".join(clause.rest for clause in clauses if clause.rest)
    unexplained = [one for one in mentions if one.turned is Turned.BLOCKED and not one.why]
    if rest and len(unexplained) == 1:
        explained = replace(unexplained[0], why=rest[:_LIMIT], said=f"{unexplained[0].said}. {rest}")
        mentions = [explained if one is unexplained[0] else one for one in mentions]
        rest = ""
    return Reading(tuple(mentions), strangers, rest)


def _clause(clause: str, known: Mapping[str, str], prefixes: Collection[str]) -> Reading:
    groups = list(_groups(clause, known, prefixes))
    mentions: list[Mention] = []
    left: list[str] = []
    until = 0
    for group, after in zip_longest(groups, groups[1:]):
        head, end, turned, why = group.head, group.end + group.outcome.end, group.outcome.turned, ""
        if turned is Turned.BLOCKED:
            end = after.head if after is not None else len(clause)
            why = _bare(clause[group.end + group.outcome.why : end])
            if not why and not is_naming(clause[until : group.start]):
                head, why = until, _bare(clause[until : group.start])
        left.append(_bare(clause[until:head]))
        until, said = end, clause[head:end].strip()
        mentions += [Mention(one, turned, why[:_LIMIT], said) for one in group.labels if one in known]
        if turned is Turned.BLOCKED and not any(one in known for one in group.labels):
            left.append(_bare(said))
    left.append(_bare(clause[until:]))
    strangers = tuple(label for group in groups for label in group.labels if label not in known)
    return Reading(tuple(mentions), strangers, ", ".join(filter(None, left)))


def _groups(clause: str, known: Mapping[str, str], prefixes: Collection[str]) -> Iterator[_Group]:
    """Labels of which something is said, those together that stand together."""
    doubt = DOUBT.search(clause)
    together = list(_together(clause, known, prefixes))
    taken = 0
    for index, (labels, start, end) in enumerate(together):
        _, head = _parted(clause, together[index - 1][2] if index else 0, start)
        beyond = together[index + 1][1] if index + 1 < len(together) else None
        until = len(clause) if beyond is None else _parted(clause, end, beyond)[0]
        head = max(head, taken)
        found = outcome(clause[head:start], clause[end:until]) if doubt is None or doubt.start() > start else None
        if found is not None:
            taken = until
            yield _Group(labels, head, start, end, found)


def _parted(clause: str, start: int, end: int) -> tuple[int, int]:
    """Where the words behind one label end, and those before the next begin; without a separator they are the same."""
    marks = list(SEPARATOR.finditer(clause, start, end))
    return (marks[-1].start(), marks[-1].end()) if marks else (end, start)


def _together(clause: str, known: Mapping[str, str], prefixes: Collection[str]) -> Iterator[tuple[list[str], int, int]]:
    """Labels that nothing but "," and "and" stands between, and where; an item's name belongs to its label."""
    labels: list[str] = []
    start = end = 0
    for mark in _LABEL.finditer(clause):
        label = f"{mark[1].upper()}-{mark[3]}"
        if label not in known and not (mark[2] and mark[1].upper() in prefixes):
            continue
        gap = clause[end : mark.start()]
        if labels and not (len(gap) <= _JOINED_LIMIT and _JOINED.fullmatch(gap)):
            yield labels, start, end
            labels = []
        start = start if labels else mark.start()
        labels.append(label)
        end = _behind_name(clause, mark.end(), known.get(label, ""))
    if labels:
        yield labels, start, end


def _behind_name(clause: str, end: int, name: str) -> int:
    """The end of a label with the name of its item, where that follows."""
    begin = end + len(clause[end : end + 3]) - len(clause[end : end + 3].lstrip(" :("))
    follows = clause[begin : begin + len(name)]
    return begin + len(name) if name and follows.casefold() == name.casefold() else end


def _bare(text: str) -> str:
    """Words without what links them to those around them."""
    text = text.strip(_EDGE)
    while found := _LED_ON.match(text) or _LEADS_ON.search(text[-30:]):
        text = text[found.end() :] if found.re is _LED_ON else text[: len(text) - len(found[0])]
        text = text.strip(_EDGE)
    return text
