"""A question that many are asked at once is for each what it would be if they were asked alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.platforms.slack.composing import SlackComposer
from bot.platforms.telegram.composing import TelegramComposer
from bot.service.alike import Alike
from bot.service.arrivals import Place
from bot.service.ports import Composer
from tests.unit.chatting import WORDS
from tests.unit.telegram.asking import TODAY, ask, options, say

HERE = Place("any:1", "5", "home")
COMPOSERS: Mapping[str, Composer] = {"telegram": TelegramComposer(WORDS), "slack": SlackComposer(WORDS)}


def question(token: str) -> dict[str, Any]:
    asked = ask("choice", options=options("As planned", "Skip this one"))
    return {**asked, "prompt": {**asked["prompt"], "token": token}, "errand": {"about": {"who": token}}}


@pytest.fixture
def alike() -> Alike:
    return Alike(keeps=True)


@pytest.mark.parametrize("platform", COMPOSERS)
def test_it_differs_in_its_token_alone(alike: Alike, platform: str) -> None:
    composer, count = COMPOSERS[platform], 0

    def composed(token: str, like: str) -> Sequence[Mapping[str, Any]]:
        def compose() -> Sequence[Mapping[str, Any]]:
            nonlocal count
            count += 1
            return composer.compose([question(token)], HERE, TODAY)

        return alike.composed(platform, [question(token)], like, compose)

    first = composed("first-token", "")
    for token in ("second-token", "third-token"):
        assert composed(token, "first-token") == composer.compose([question(token)], HERE, TODAY)
    assert count == 1
    assert first == composer.compose([question("first-token")], HERE, TODAY)


def test_what_is_more_than_a_question_or_of_another_platform_is_made_anew(alike: Alike) -> None:
    def made(token: str, platform: str = "telegram", *before: Mapping[str, Any]) -> str:
        payloads = [*before, question(token)]
        found = alike.composed(platform, payloads, "first", lambda: [{"html": f"made for {token}", "ask": {}}])
        return str(found[0]["html"])

    assert made("first") == "made for first"
    assert made("same") == "made for same"  # by the words alone: the first one's token in them is replaced
    assert made("said", "telegram", say("Hello.")) == "made for said"
    assert made("there", "slack") == "made for there"
    assert Alike().composed("telegram", [question("b")], "first", lambda: [{"html": "anew"}]) == [{"html": "anew"}]
