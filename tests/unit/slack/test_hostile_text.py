"""Whatever people type, to whatever kind of question: Slack takes what comes back, in the chat and in the form."""

import pytest

from bot.platforms.slack.inputs import read_values
from bot.platforms.slack.modals import errors, form_view
from bot.service.messages import to_payload
from dialogs.engine import Said, step
from dialogs.filling import faults
from dialogs.forms import Given, form
from dialogs.plan import Plan
from dialogs.questions import QUESTION_TYPES
from dialogs.state import Member, Role, State
from tests.integration.strings import SMALL, plan_with
from tests.unit.chatting import START, WORDS
from tests.unit.slack.asking import composed
from tests.unit.slack.filling import state_of
from tests.unit.slack.limits import check_view, users


class Chat:
    """The core with what Slack would get of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        members = {"ana": Member("ana", "Ana <!here>"), "ben": Member("ben", "<@U1> & co")}
        self.state = State(members=members, roles=dict.fromkeys(members, Role.OWNER))

    def says(self, text: str) -> None:
        done = step(self.plan, self.state, Said("5", "ana", text), START, "token")
        self.state = done.state
        payloads = [to_payload(effect, WORDS, "p", 0) for effect in done.effects]
        for call in composed(*payloads):
            assert users(call.get("blocks", ())) == []

    def fills(self, text: str) -> None:
        """The text as it would stand in the form, and what is said about it there."""
        given = Given("q", "", text)
        wrong = faults(self.plan, self.state, "ana", [given], now=START)
        found = errors({slot: fault.text for slot, fault in wrong.items()}, WORDS)
        assert all(0 < len(error) <= 500 for error in found.values())
        shown = form(self.plan, self.state, "ana", "q", "", now=START)
        assert shown is not None
        view = form_view(shown, WORDS, metadata="{}")
        check_view(view)
        [typed] = [one.typed for one in shown.fields if one.ask.prompt.question == "q"]
        assert read_values(state_of(view)).get(("q", ""), typed) == typed


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


def test_what_was_kept_is_shown_wherever_answers_are_shown(chat: Chat) -> None:
    at_the_question = chat.state
    for text in SMALL:
        chat.state = at_the_question
        for message in (text, "yes", "/edit", "/why things", "/status", "/list"):
            chat.says(message)
        chat.fills(text)
