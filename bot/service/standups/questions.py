"""What a team asks in its stand-up: the usual questions, or its own, as a small playbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import count
from typing import Any

from dialogs.model import Playbook
from dialogs.questions.base import Question
from dialogs.questions.matching import folded

USUAL = (
    ("blockers", {"way", "block", "blocks", "blocked", "blocker", "blockers", "blocking", "stuck", "stops"}),
    ("today", {"will", "next", "plan", "plans", "tomorrow"}),
    ("yesterday", {"yesterday", "since", "finish", "finished", "did", "done"}),
    ("today", {"today"}),
)
"""Words by which a question is known to ask for what is kept of every check-in, the surest first."""


def asked_in(playbook: Playbook) -> list[Question]:
    """The questions that a team can change: those of every phase."""
    return [one for one in _entries(playbook) if one.asked and one.when is None]


def playbook_of(usual: Playbook, before: Playbook, texts: Sequence[str]) -> Playbook:
    """The usual playbook with these questions in the place of those that are asked in every phase.

    A question that reads like a usual one has that one's id, so that plans and blockers are carried along. One that was
    asked `before` keeps its id, and no other gets it, so that no answer comes to stand below another question.
    """
    known = {one.id: one for one in asked_in(usual)}
    asked = [
        {**_data(known[id_]), "text": text} if id_ in known else {"id": id_, "type": "long_text", "text": text}
        for id_, text in zip(_ids(known, asked_in(before), texts), texts, strict=True)
    ]
    rest = [_data(one) for one in _entries(usual) if not one.asked or one.when is not None]
    content = usual.content()
    hidden = [one for one in rest if not one.get("asked", True)]
    content["phases"][0]["dialogs"][0]["ask"] = [*hidden, *_with_phases(asked, rest)]
    return Playbook.model_validate(content)


def _ids(known: Mapping[str, Question], before: Sequence[Question], texts: Sequence[str]) -> list[str]:
    """The id of each text; what is asked as it was comes first, the others may then read like what is left."""
    found: dict[int, str] = {}
    usual = [*(one for one in before if one.id in known), *known.values()]
    own = [one for one in before if one.id not in known]
    ways: tuple[Callable[[str], Iterable[str]], ...] = (
        lambda text: (one.id for one in usual if folded(one.text) == folded(text)),
        lambda text: (id_ for id_ in _alike(text) if id_ in known),
        lambda text: (one.id for one in own if folded(one.text) == folded(text)),
        lambda text: (id_ for id_ in _fresh(text) if all(one.id != id_ for one in own)),
    )
    for way in ways:
        for at, text in enumerate(texts):
            id_ = next((id_ for id_ in way(text) if id_ not in found.values()), None) if at not in found else None
            if id_ is not None:
                found[at] = id_
    return [found[at] for at in range(len(texts))]


def _alike(text: str) -> list[str]:
    """The usual question that a text reads like, if any."""
    words = set(folded(text).replace("?", " ").split())
    return [id_ for id_, telling in USUAL if words & telling][:1]


def _fresh(text: str) -> Iterator[str]:
    """Ids that follow from the words, so that a question which comes back in a year has the one that it had."""
    for number in count():
        yield f"own_{sha256(f'{folded(text)} {number}'.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _with_phases(asked: list[dict[str, Any]], rest: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What only some phases ask stands before what is in the way."""
    of_phases = [one for one in rest if one.get("when")]
    at = next((index for index, one in enumerate(asked) if one["id"] == "blockers"), len(asked))
    return [*asked[:at], *of_phases, *asked[at:]]


def _entries(playbook: Playbook) -> Iterator[Question]:
    for entry in playbook.phases[0].dialogs[0].ask:
        if isinstance(entry, Question):
            yield entry


def _data(question: Question) -> dict[str, Any]:
    return question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
