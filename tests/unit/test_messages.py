"""Effects as plain data, and prompts read back from it."""

import json
from typing import Any

import pytest

from bot.service.messages import prompt_of, to_payload
from dialogs.effects import Ask, Call, Deliver, Effect, Refuse, Retick, Say, Settle, Whisper
from tests.unit.chatting import WORDS, Room, questions

GROUP = """
- {group: gs, item: thing, title: Gs, prefix: G, label: n, ask: [{id: n, type: text, text: 'N?'}]}
- {id: which, type: multi_pick, from: gs, text: "Which?"}
"""


def payload(effect: Effect) -> dict[str, Any]:
    found = to_payload(effect, WORDS, "project", 7)
    assert json.loads(json.dumps(found)) == found
    return found


@pytest.mark.parametrize(
    ("effect", "data"),
    [
        (Say("x"), {"kind": "say", "text": [["x", "plain"]]}),
        (Refuse("x"), {"kind": "error", "text": [["x", "plain"]]}),
        (Whisper("x"), {"kind": "whisper", "text": [["x", "plain"]]}),
        (Retick("t", ("a", "b")), {"kind": "ticks", "token": "t", "ticked": ["a", "b"]}),
        (
            Settle("t", "It?", "yes", "Ana"),
            {
                "kind": "settle",
                "token": "t",
                "text": [["It?", "plain"]],
                "answer": [["yes", "plain"]],
                "who": "Ana",
            },
        ),
        (Settle("t", "It?"), {"kind": "settle", "token": "t", "text": [["It?", "plain"]], "answer": None, "who": ""}),
        (
            Call("ben", "gs", "G-1", "x"),
            {"kind": "call", "member": "ben", "question": "gs", "item": "G-1", "text": [["x", "plain"]]},
        ),
    ],
)
def test_effects_are_plain_data(effect: Effect, data: dict[str, Any]) -> None:
    assert payload(effect) == data


def test_a_document_names_the_answers_that_it_shows() -> None:
    assert payload(Deliver("plan", "plan", is_draft=True))["answers_seq"] == 7


def test_a_prompt_is_read_back_from_its_question() -> None:
    ana = Room(questions(GROUP)).person("Ana").opens()
    prompts = [ana.asked.prompt]
    assert prompt_of(payload(ana.asked)) == prompts[0]
    assert payload(ana.asked)["slot_item"] == "+"
    assert payload(ana.asked)["prompt"]["item"] is None
    another: Ask = ana.says("one").asked
    assert prompt_of(payload(another)) == another.prompt
    ana.says("no")
    which = ana.asked
    ana.ticks("G-1", of=which).says("/status")
    assert prompt_of(payload(ana.asked)) == ana.asked.prompt
    assert ana.asked.prompt.ticked == ("G-1",)
