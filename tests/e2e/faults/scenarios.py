"""What happens on the stage: the conversation up to each event, and the events."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.faults.stage import Stage

BEFORE_CHOICE = ("Coffee Club", "Order ahead", "Queues", "wechat, alipay")
BEFORE_DOCUMENT = ("enterprise", "own_team", "2027-03-01")
BEFORE_TEXT = ("Orders", "Ana", "owner, product", "12", "no", "Zhejiang", "09:30", "yes", "Commuters", "Metro")


@dataclass(frozen=True)
class Scenario:
    """One event: after which moment, what somebody does, and what they do once that was answered."""

    name: str
    moment: str
    event: Callable[[Stage], object]
    afterwards: Callable[[Stage], object] | None = None


def prepare(stage: Stage) -> None:
    """Walk calmly through the conversation, and remember the moments at which the events come."""
    _goes_on(stage, "", "choice", BEFORE_CHOICE)
    _goes_on(stage, "choice", "document", BEFORE_DOCUMENT)
    _goes_on(stage, "document", "text", BEFORE_TEXT)


def _goes_on(stage: Stage, since: str, moment: str, said: tuple[str, ...]) -> None:
    replica = stage.starts()
    if not since:
        for name, text in (("Ana", "/start"), ("Ana", "/invite"), ("Ben", "")):
            _says(stage, name, text or f"/join {_code(stage)}")
            stage.settles(replica)
    for text in said:
        _says(stage, "Ana", text)
        stage.settles(replica)
    _says(stage, "Ana", "/invite")
    stage.settles(replica)
    stage.codes[moment] = _code(stage)
    assert not replica.has_ended, replica.said
    replica.is_killed()
    stage.person("Cleo")
    stage.keep(moment)


def _code(stage: Stage) -> str:
    found = re.search(r"/join (\S+)", stage.messages("Ana")[-1].text)
    assert found, stage.messages("Ana")[-1]
    return found[1]


def _says(stage: Stage, name: str, text: str) -> None:
    stage.person(name).says(text, chat=stage.person(name).private(stage.bot))


def _presses(stage: Stage, name: str, button: str) -> None:
    stage.person(name).presses(button, chat=stage.person(name).private(stage.bot))


def _edits(stage: Stage) -> None:
    said = next(one for one in stage.messages("Ana") if one.text == "Metro")
    stage.person("Ana").edits(said, "On the bus")


SCENARIOS = (
    Scenario("answer", "text", lambda stage: _says(stage, "Ana", "Coffee without a queue")),
    Scenario("button", "choice", lambda stage: _presses(stage, "Ana", "Enterprise")),
    Scenario("edit", "text", _edits, lambda stage: _presses(stage, "Ana", "yes")),
    Scenario("join", "text", lambda stage: _says(stage, "Cleo", f"/join {stage.codes['text']}")),
    Scenario("document", "document", lambda stage: _says(stage, "Ana", "Orders")),
    Scenario("assignment", "text", lambda stage: _says(stage, "Ana", "/assign P-1 @ben")),
)
