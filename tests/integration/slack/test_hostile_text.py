"""Whatever people type, to whatever kind of question, in the chat and in a form: Slack takes what comes back."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.platforms.slack.composing import SlackComposer
from bot.platforms.slack.inputs import read_values
from bot.platforms.slack.modals import errors, form_view, keep_view
from bot.platforms.slack.wording import hear
from bot.service.arrivals import Place
from bot.service.messages import to_payload
from dialogs.engine import Filled, Said, step
from dialogs.filling import faults
from dialogs.forms import Given, form
from dialogs.plan import Plan
from dialogs.questions import QUESTION_TYPES
from dialogs.state import Member, Role, State
from tests.fakes.slack.blocks import read_message_blocks
from tests.fakes.slack.richtext import escaped
from tests.fakes.slack.states import current_values
from tests.fakes.slack.views import read_view
from tests.integration.strings import LONG, SMALL, plan_with, strings
from tests.unit.chatting import START, WORDS

CALLS_SOMEBODY = {"user", "usergroup", "broadcast", "channel", "link", "team"}
PLACE = Place("slack:T1", "C1", "slack:T1", is_shared=True, thread="walk:p")
COMPOSER = SlackComposer(WORDS)
FALLBACK_LIMIT = 40_000


class Chat:
    """The core with what Slack would get of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        members = {"ana": Member("ana", "Ana <!channel>"), "ben": Member("ben", "<@U1> & co")}
        self.state = State(members=members, roles=dict.fromkeys(members, Role.OWNER))

    def says(self, text: str) -> None:
        self.takes(Said("5", "ana", text))

    def takes(self, event: Any) -> None:
        done = step(self.plan, self.state, event, START, "token")
        self.state = done.state
        payloads = [to_payload(effect, WORDS, "p", 0) for effect in done.effects]
        for call in COMPOSER.compose([one for one in payloads if one["kind"] != "document"], PLACE, START.date()):
            check(call)

    def fills(self, text: str) -> None:
        """What is said at the field, then the form once more with what was kept of it."""
        given = Given("q", "", text)
        wrong = faults(self.plan, self.state, "ana", [given], now=START)
        assert all(errors({slot: fault.text for slot, fault in wrong.items()}, WORDS).values())
        self.takes(Filled("5", "ana", (given,)))
        shown = form(self.plan, self.state, "ana", "q", "", now=START)
        assert shown is not None
        view = form_view(shown, WORDS, metadata="{}")
        read_view(view, ("modal",))
        values = {block: dict(state) for block, state in current_values(view["blocks"], {}).items()}
        again = [Given(q, item, typed, 1) for (q, item), typed in read_values(values).items()]
        assert not faults(self.plan, self.state, "ana", [one for one in again if one.typed], now=START)


def check(call: Mapping[str, Any]) -> None:
    """What the fake Slack checks, without sending it there; and that nothing calls anybody."""
    assert len(call.get("text", "")) <= FALLBACK_LIMIT
    assert "<" not in call.get("text", "")
    assert CALLS_SOMEBODY.isdisjoint(kinds(read_message_blocks(call.get("blocks"))))


def kinds(value: object) -> set[str]:
    """The types of all that stands in rich text, and of text that could hold mark-up."""
    if isinstance(value, dict):
        here = {str(value.get("type"))} if "type" in value else set()
        assert value.get("type") != "mrkdwn"
        return here.union(*map(kinds, value.values()))
    return set().union(*map(kinds, value)) if isinstance(value, list) else set()


@pytest.fixture(params=QUESTION_TYPES)
def chat(request: pytest.FixtureRequest) -> Chat:
    """At the question of this type."""
    found = Chat(plan_with(str(request.param)))
    for text in ("/next", "Tea", "no"):
        found.says(text)
    prompt = found.state.seats["5", "ana"].prompt
    assert prompt is not None
    assert prompt.question == "q"
    return found


@pytest.mark.slow
def test_every_kind_of_text_to_every_kind_of_question(chat: Chat) -> None:
    at_the_question = chat.state
    for text in [*list(strings())[::7], *LONG]:
        chat.state = at_the_question
        chat.says(text)


def test_every_kind_of_text_in_every_kind_of_field(chat: Chat) -> None:
    at_the_question = chat.state
    for text in SMALL:
        chat.state = at_the_question
        chat.fills(text)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_long_texts_in_fields(text: str) -> None:
    chat = Chat(plan_with("long_text"))
    chat.says("/next")
    chat.fills(text)


def test_any_message_can_be_kept() -> None:
    for text in [*SMALL, *LONG]:
        projects = [("slack:T1/p", text[:60] or "p"), ("slack:T1/q", "q")]
        read_view(keep_view(WORDS, metadata="{}", text=text, projects=projects), ("modal",))


def test_what_slack_escapes_is_read_as_it_was_typed() -> None:
    for text in SMALL:
        typed = text.strip()
        if not typed.startswith("/"):
            assert hear(escaped(text), "T1", "UBOT").text.strip() == typed
