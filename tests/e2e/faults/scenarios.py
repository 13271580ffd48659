"""What happens on the stage: the conversation up to each event, and the events."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.faults.slack import SlackPlace
from tests.e2e.faults.stage import Stage

BEFORE_CHOICE = ("Coffee Club", "Order ahead", "Queues", "wechat, alipay")
BEFORE_DOCUMENT = ("enterprise", "own_team", "2027-03-01")
BEFORE_TEXT = ("Orders", "Ana", "owner, product", "12", "no", "Zhejiang", "09:30", "yes", "Commuters", "Metro")
FORM = {
    "What do Commuters want to get done?": "Coffee without a queue",
    "What annoys Commuters today?": "Queues",
    "How do you know this about Commuters?": "It is a guess",
}


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
    if isinstance(stage.place, SlackPlace):
        replica = stage.starts()
        _opens_form(stage)
        stage.settles(replica)
        replica.is_killed()
        stage.keep("form")


def _goes_on(stage: Stage, since: str, moment: str, said: tuple[str, ...]) -> None:
    replica = stage.starts()
    if not since:
        stage.comes("Ana")
        stage.comes("Ben")
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
    stage.comes("Cleo")
    stage.keep(moment)


def _code(stage: Stage) -> str:
    last = stage.place.stands("Ana")[-1]
    found = re.search(r"join (\S+)", last.text)
    assert found, last
    return found[1]


def _says(stage: Stage, name: str, text: str) -> None:
    stage.place.says(name, text)


def _opens_form(stage: Stage) -> None:
    assert isinstance(stage.place, SlackPlace)
    stage.place.opens_form("Ana", "Answer as a form")


def _submits(stage: Stage) -> None:
    assert isinstance(stage.place, SlackPlace)
    stage.place.submits("Ana", FORM)


SCENARIOS = (
    Scenario("answer", "text", lambda stage: _says(stage, "Ana", "Coffee without a queue")),
    Scenario("button", "choice", lambda stage: stage.place.presses("Ana", "Enterprise")),
    Scenario(
        "edit",
        "text",
        lambda stage: stage.place.edits("Ana", "Metro", "On the bus"),
        lambda stage: stage.place.presses("Ana", "yes"),
    ),
    Scenario("join", "text", lambda stage: _says(stage, "Cleo", f"/join {stage.codes['text']}")),
    Scenario("document", "document", lambda stage: _says(stage, "Ana", "Orders")),
    Scenario("assignment", "text", lambda stage: _says(stage, "Ana", "/assign P-1 @ben")),
)
SLACK_SCENARIOS = (Scenario("opening", "text", _opens_form, _submits), Scenario("form", "form", _submits))
