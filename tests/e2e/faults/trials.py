"""One run of a scenario with one mishap in it, and what must be the same as without."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.resources import LOCALE
from bot.words import load_words
from dialogs.texts import phrase
from tests.e2e.faults.copies import outbox_of
from tests.e2e.faults.places import Mishap
from tests.e2e.faults.replicas import Replica
from tests.e2e.faults.scenarios import Scenario
from tests.e2e.faults.stage import QUIET_S, Seen, Stage

WORDS = load_words(LOCALE)
AGAIN = WORDS.plain(phrase("again.doubtful"))
AGAIN_BUTTON = WORDS.plain(phrase("button.again"))
COUNTED = ("inbox", "event", "chat")
"""Tables in which another press leaves something."""


@dataclass(frozen=True)
class Calm:
    """A run without a mishap: what came of it, the points that it passed, and the calls that it made."""

    seen: Seen
    points: Sequence[str]
    calls: Sequence[str]


@dataclass(frozen=True)
class Trial:
    """A run with a mishap."""

    what: str
    seen: Seen
    has_happened: bool
    in_doubt: Counter[str]
    """Messages that had arrived, and of which the bot couldn't know that."""
    was_asked: bool = False
    """Whether the bot asked if it shall send a document again."""
    has_pressed: bool = False

    @property
    def doubled(self) -> Counter[str]:
        """What arrived more than once."""
        sent = Counter(text for texts in self.seen.sent.values() for text in texts)
        return sent - Counter(set(sent))


def run_calmly(stage: Stage, scenario: Scenario) -> Calm:
    """Without a mishap."""
    replica = _begin(stage, scenario, counts=True)
    before = len(stage.place.methods())
    scenario.event(stage)
    _settle(stage, replica)
    points, calls = replica.passed, stage.place.methods()[before:]
    _go_on(stage, scenario, replica)
    return Calm(_end(stage, replica), points, calls)


def run_with_death(stage: Stage, scenario: Scenario, number: int, name: str) -> Trial:
    """The replica dies at a point, and another one starts."""
    doomed = _begin(stage, scenario, counts=True, die_at=number)
    already_sent = _sent_rows(stage)
    scenario.event(stage)
    _settle(stage, doomed)
    has_died = doomed.has_ended
    assert not has_died or len(doomed.passed) == number, doomed.said
    doomed.is_killed()
    in_doubt = _in_doubt(stage, already_sent)
    replica = stage.starts()
    stage.settles(replica)
    trial = Trial(f"{scenario.name}: death {number}, {name}", _nothing(), has_died, in_doubt)
    return _finished(stage, scenario, replica, trial)


def run_with_mishap(stage: Stage, scenario: Scenario, mishap: Mishap, number: int, method: str) -> Trial:
    """Something happens to one call."""
    replica = _begin(stage, scenario)
    passed: list[str] = []

    def is_it(call: Any) -> bool:
        passed.append(call.method)
        return len(passed) == number

    fault = mishap.sets(is_it)
    scenario.event(stage)
    _settle(stage, replica)
    texts = [one.first for messages in stage.sent().values() for one in messages]
    lost = passed[number - 1] if len(passed) >= number else method
    is_doubled = mishap.is_done and fault.hits > 0 and lost.casefold() == stage.place.posts.casefold()
    in_doubt = Counter(text for text in set(texts) if is_doubled and texts.count(text) > 1)
    trial = Trial(f"{scenario.name}: {mishap.name} at call {number}, {lost}", _nothing(), fault.hits > 0, in_doubt)
    assert not is_doubled or sum(in_doubt.values()) == 1, f"{trial.what}: {texts}"
    return _finished(stage, scenario, replica, trial)


def run_disturbed(stage: Stage, scenario: Scenario, name: str) -> Trial:
    """Something happens to events on their way."""
    replica = _begin(stage, scenario)
    stage.place.disturbances[name]()
    scenario.event(stage)
    _settle(stage, replica)
    return _finished(stage, scenario, replica, Trial(f"{scenario.name}: {name}", _nothing(), True, Counter()))


def complaints(calm: Calm, trial: Trial) -> list[str]:
    """What is not as it should be."""
    expected, seen = calm.seen, trial.seen
    found = []
    for table, rows in expected.state.items():
        if not (trial.has_pressed and table in COUNTED):
            found += _differences(table, rows, seen.state[table])
    for number, what in enumerate(("decided", "documents decided")):
        found += _differences(what, _decided(expected)[number], _decided(seen)[number])
    for chat in expected.sent:
        for number, what in enumerate(("to", "documents to")):
            found += _differences(f"sent {what} {chat}", *(_once(one.sent[chat])[number] for one in (expected, seen)))
            there = (_once(one.visible[chat])[number] for one in (expected, seen))
            found += _differences(f"visible {what} {chat}", *there)
    resent = Counter({text: count for text, count in trial.in_doubt.items() if not _is_document(text)})
    if trial.doubled != resent:
        found.append(f"doubled: {trial.doubled}, in doubt were {trial.in_doubt}")
    return [f"{trial.what}: {one}" for one in found]


def _begin(stage: Stage, scenario: Scenario, *, counts: bool = False, die_at: int = 0) -> Replica:
    stage.put_back(scenario.moment)
    replica = stage.starts(counts=counts, die_at=die_at)
    assert not replica.has_ended, replica.said
    return replica


def _settle(stage: Stage, replica: Replica) -> None:
    """Until the last point was passed as well."""
    stage.settles(replica)
    passed = -1
    while len(replica.passed) > passed or (not replica.has_ended and not stage.is_settled()):
        passed = len(replica.passed)
        stage.rests(QUIET_S)


def _go_on(stage: Stage, scenario: Scenario, replica: Replica) -> None:
    if scenario.afterwards is not None:
        scenario.afterwards(stage)
        _settle(stage, replica)


def _finished(stage: Stage, scenario: Scenario, replica: Replica, trial: Trial) -> Trial:
    """What a person would do about a question, and then all that came of it."""
    questions = [message for message in stage.place.stands("Ana") if AGAIN in message.text]
    sent = [one.first for messages in stage.sent().values() for one in messages]
    has_arrived = any(_is_document(text) for text in sent)
    if questions and not has_arrived:
        stage.place.presses("Ana", AGAIN_BUTTON)
        stage.settles(replica)
    _go_on(stage, scenario, replica)
    has_pressed = bool(questions) and not has_arrived
    return replace(trial, seen=_end(stage, replica), was_asked=bool(questions), has_pressed=has_pressed)


def _end(stage: Stage, replica: Replica) -> Seen:
    assert not replica.has_ended, replica.said
    replica.is_killed()
    return stage.looks()


def _in_doubt(stage: Stage, already_sent: Counter[str]) -> Counter[str]:
    """What arrived, less what the database knows of; each chat's messages go out in order."""
    stage.rests(QUIET_S)  # a call that had left when the process died
    known = _sent_rows(stage)
    found: Counter[str] = Counter()
    for name, messages in stage.sent().items():
        chat = stage.chats[name]
        found.update(one.first for one in messages[known[chat] - already_sent[chat] :])
    return found


def _sent_rows(stage: Stage) -> Counter[str]:
    rows = outbox_of(stage.copies)
    return Counter(chat for chat, _, state, kind, _ in rows if state == "sent" and kind in ("message", "document"))


def _differences(what: str, expected: Sequence[Any], found: Sequence[Any]) -> list[str]:
    missing, added = [one for one in expected if one not in found], [one for one in found if one not in expected]
    if missing or added:
        return [f"{what}: {missing} became {added}"]
    return [] if list(expected) == list(found) else [f"{what}: another order or number: {found}"]


def _once(texts: list[str]) -> tuple[list[str], list[str]]:
    """Without repeats and questions about documents; documents apart, since one that is sent again comes late."""
    left = [text for text in dict.fromkeys(texts) if AGAIN not in text]
    return [text for text in left if not _is_document(text)], [text for text in left if _is_document(text)]


def _is_document(text: str) -> bool:
    return text.startswith("<")


def _decided(seen: Seen) -> tuple[list[Any], list[Any]]:
    """The messages in their order, and the documents; a document that was sent again is the same one."""
    rows = [(chat, kind, html) for chat, _, state, kind, html in seen.decided if state != "dropped"]
    return [one for one in rows if one[1] != "document" and AGAIN not in one[2]], [
        one for one in rows if one[1] == "document"
    ]


def _nothing() -> Seen:
    return Seen({}, (), {}, {})
