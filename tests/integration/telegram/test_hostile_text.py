"""Whatever people type, to whatever kind of question: it is taken or refused, and Telegram takes what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.platforms.telegram.composing import TelegramComposer
from bot.service.arrivals import Place
from bot.service.messages import to_payload
from dialogs.engine import Said, step
from dialogs.plan import Plan
from dialogs.questions import QUESTION_TYPES
from dialogs.state import Member, Role, State
from tests.fakes.telegram.entities import all_entities
from tests.fakes.telegram.keyboards import read_markup
from tests.fakes.telegram.markup import parse_html
from tests.integration.strings import SMALL, plan_with, strings
from tests.unit.chatting import START, WORDS

LIMIT = 4096
OURS = {"bold", "italic", "code"}
FOUND_BY_TELEGRAM = {"url", "hashtag", "cashtag", "bot_command", "email", "phone_number"}
"""What Telegram makes links of in any text; none of them calls a person."""
PLACE = Place("telegram:1", "5", "telegram:5")
COMPOSER = TelegramComposer(WORDS)


class Chat:
    """The core with what Telegram would get of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        members = {"ana": Member("ana", "Ana <b>@x"), "ben": Member("ben", "@ben & co")}
        self.state = State(members=members, roles=dict.fromkeys(members, Role.OWNER))

    def says(self, text: str) -> None:
        done = step(self.plan, self.state, Said("5", "ana", text), START, "token")
        self.state = done.state
        payloads = [to_payload(effect, WORDS, "p", 0) for effect in done.effects]
        for call in COMPOSER.compose([one for one in payloads if one["kind"] != "document"], PLACE, START.date()):
            check(call)


def check(call: Mapping[str, Any]) -> None:
    """What the fake Telegram checks, without sending it there."""
    if "html" in call:
        text, entities = parse_html(call["html"])
        assert len(text.encode("utf-16-le")) // 2 <= LIMIT
        assert {entity["type"] for entity in entities} <= OURS
        assert {entity["type"] for entity in all_entities(text, entities)} <= OURS | FOUND_BY_TELEGRAM
    rows: Sequence[Sequence[Sequence[str]]] = call.get("keyboard", ())
    read_markup(
        {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data, _ in row] for row in rows]}
    )


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
def test_every_text_to_every_kind_of_question(chat: Chat) -> None:
    at_the_question = chat.state
    many = list(strings())
    assert len(set(many)) > 2000
    for text in many:
        chat.state = at_the_question
        chat.says(text)


def test_what_was_kept_is_shown_wherever_answers_are_shown(chat: Chat) -> None:
    at_the_question = chat.state
    for text in SMALL:
        chat.state = at_the_question
        for message in (text, "yes", "/edit", "/why things", "/status", "/list", "/undo"):
            chat.says(message)


def test_a_hostile_name_of_a_thing_is_shown_as_it_is(chat: Chat) -> None:
    for text in SMALL:
        chat.state = replace(chat.state, seats={})
        for message in ("/add thing", f"\\{text}", "/list thing", "/remove T-2", "yes"):
            chat.says(message)
