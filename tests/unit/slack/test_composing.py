"""What a step says, as calls: few, in order, and each one that Slack takes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.service.arrivals import Place
from bot.service.messages import to_payload
from dialogs.effects import Deliver
from dialogs.texts import Style
from tests.unit.chatting import WORDS
from tests.unit.slack.asking import COMPOSER, TODAY, TOKEN, ask, composed, labels, read, say, styled
from tests.unit.slack.limits import users

QUESTION = "Requirements · Target users · P-1 · 3 of 11\nWho is it for?"


def settle(**fields: Any) -> dict[str, Any]:
    answer = {"answer": [["Students", "plain"]], "who": "", **fields}
    return {"kind": "settle", "token": "old", "text": [["Who is it ", "plain"], ["for?", "code"]], **answer}


def mention(**fields: Any) -> dict[str, Any]:
    text = [["Can you answer?", "plain"]]
    return {
        "kind": "mention",
        "account": "slack:T1/U7",
        "name": "Chen",
        "text": text,
        "url": "https://slack.com/app_redirect",
        "button": "Go on",
        "under": "",
        **fields,
    }


def test_a_step_is_one_message_with_the_question_last() -> None:
    whisper = {"kind": "whisper", "text": [["only you", "quiet"]]}
    wrong = {"kind": "error", "text": [["<No>", "strong"]]}
    question = ask()
    [call] = composed(say("Got it."), wrong, whisper, question)
    assert read(call) == ["Got it.", "<No>", "only you", QUESTION]
    assert call["text"] == f"Got it.\n&lt;No&gt;\nonly you\n{QUESTION}"
    assert (call["kind"], call["token"], call["under"]) == ("message", TOKEN, "walk:tea")
    assert call["ask"] == question
    assert call["lead"] == [[["Got it.", "plain"]], [["only you", "quiet"]]]
    assert read(composed(question, say("Got it."))[0]) == ["Got it.", QUESTION]


def test_what_is_only_said_has_nothing_to_press_and_nothing_empty_is_sent() -> None:
    [call] = composed(say("Bye."))
    assert (read(call), labels(call), call["under"]) == (["Bye."], [], "walk:tea")
    assert composed(say(" \n")) == []
    assert composed() == []


def test_in_private_nothing_hangs_on_a_card() -> None:
    private = Place("slack:T1", "T1/U1", "slack:T1")
    assert [call["under"] for call in COMPOSER.compose([say("Hi"), mention(), ask()], private, TODAY)] == ["", "", ""]


def test_a_dialogs_title_is_not_said_twice() -> None:
    opening = {"kind": "say", "text": [["Requirements · Target users", "strong"], ["\nLet's go.", "plain"]]}
    [call] = composed(opening, ask())
    assert read(call)[1] == "P-1 · 3 of 11\nWho is it for?"


def test_what_was_said_goes_before_the_question_where_both_do_not_fit() -> None:
    calls = composed(say("a" * 9000), say("b" * 9000), ask())
    assert [len(read(call)) for call in calls] == [4, 2, 1]
    assert [labels(call) != [] for call in calls] == [False, False, True]
    assert calls[-1]["lead"] == []


def test_a_question_that_does_not_fit_itself_keeps_its_words_with_what_can_be_pressed() -> None:
    calls = composed(say("Hi"), ask(help="help " * 3000, current="now " * 20))
    assert [read(call)[0][:9] for call in calls] == ["Hi", "help help", "Requireme"]
    assert read(calls[-1])[1].startswith("Now: now")
    calls = composed(ask(text="why " * 4000 + "me?"))
    assert [labels(call) != [] for call in calls] == [False, True]
    assert read(calls[-1])[-1].endswith("why me?")


def test_an_answered_question_is_changed_last() -> None:
    calls = composed(settle(), say("Got it."), ask())
    assert [call["kind"] for call in calls] == ["message", "edit"]
    assert (calls[1]["token"], read(calls[1])) == ("old", ["Who is it for?\n✓ Students"])
    assert styled(calls[1])[:2] == [("Who is it ", "bold"), ("for?", "code")]
    assert read(composed(settle(who="A<na"))[0]) == ["Who is it for?\n✓ Students — A<na"]
    assert read(composed(settle(answer=[["\n– a\n– b", "plain"]]))[0]) == ["Who is it for?\n✓\n– a\n– b"]
    assert read(composed(settle(answer=None, who="Ana"))[0]) == ["Who is it for?"]
    assert "under" not in calls[1]


def test_what_stood_before_an_answered_question_stays_there() -> None:
    [call] = composed(say("Welcome!"), ask())
    assert read(composed(settle(lead=call["lead"]))[0]) == ["Welcome!", "Who is it for?\n✓ Students"]
    assert read(composed(settle(lead=""))[0]) == read(composed(settle(lead=None))[0]) == ["Who is it for?\n✓ Students"]
    long = [[["x" * 2900, "plain"]]] * 5
    assert read(composed(settle(lead=long))[0]) == ["Who is it for?\n✓ Students"]


def test_how_an_answer_was_understood_is_not_kept_twice() -> None:
    [call, _] = composed(say("✓ Students"), settle(), ask())
    assert call["lead"] == []


def test_a_very_long_answer_is_cut() -> None:
    [call] = composed(settle(answer=[["<" * 20_000, "plain"]]))
    assert read(call)[-1].endswith("<…")


def test_other_things_come_where_they_were_said() -> None:
    document = to_payload(Deliver("brief", "requirements", is_draft=False), WORDS, "tea", 7)
    news = {"kind": "news", "text": [["Ana answered.", "plain"]]}
    again = {"kind": "again", "text": [["Did it arrive?", "plain"]], "seq": 12, "button": "Send it again"}
    calls = composed(say("First."), document, news, again, say("Last."))
    assert [call["kind"] for call in calls] == ["message", "document", "message", "message", "message"]
    assert calls[1] == {**document, "under": "walk:tea"}
    assert [read(call) for call in calls if "blocks" in call] == [
        ["First."],
        ["Ana answered."],
        ["Did it arrive?"],
        ["Last."],
    ]
    [row] = [block for block in calls[3]["blocks"] if block["type"] == "actions"]
    assert (row["block_id"], row["elements"][0]["action_id"]) == ("/1", "again:12")
    assert {call["under"] for call in calls} == {"walk:tea"}


def test_a_summary_is_for_the_whole_channel() -> None:
    [call] = composed({"kind": "summary", "text": [["Requirements is complete.", "strong"]]})
    assert (read(call), "under" in call) == (["Requirements is complete."], False)


def test_ticks_need_no_change_of_a_message() -> None:
    assert composed({"kind": "ticks", "token": TOKEN}, {"kind": "redraw", "token": TOKEN}) == []


def test_what_is_unknown_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="telegram"):
        composed({"kind": "telegram"})


def test_a_person_is_called_with_a_link() -> None:
    [call] = composed(mention())
    assert users(call["blocks"]) == ["U7"]
    assert read(call) == ["<@U7>\nCan you answer?"]
    assert call["text"] == "Chen\nCan you answer?"
    assert labels(call) == ["Go on"]
    assert call["blocks"][-1]["elements"][0]["url"] == "https://slack.com/app_redirect"


def test_who_is_not_in_slack_is_only_named() -> None:
    [call] = composed(mention(account="telegram:5", url="tg://user?id=5"))
    assert (users(call["blocks"]), read(call), labels(call)) == ([], ["Chen\nCan you answer?"], [])
    assert labels(composed(mention(button=""))[0]) == ["https://slack.com/app_redirect"]
    assert labels(composed(mention(url="https://x/" + "y" * 3000))[0]) == []


TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
SPANS = st.lists(st.tuples(TEXT, st.sampled_from([style.value for style in Style])).map(list), max_size=4)


@settings(deadline=None)
@given(SPANS, SPANS, TEXT, st.integers(1, 30))
def test_slack_takes_whatever_was_typed_and_calls_nobody(
    said: list[list[str]], answer: list[list[str]], name: str, times: int
) -> None:
    """limits.check_message, which `composed` asks, refuses < and > in the fallback and knows no other mark-up."""
    long = [[text * times, style] for text, style in said]
    question = ask(text=name * times, help=name * times, item_label=name, phase_title=name)
    payloads: list[dict[str, Any]] = [
        {"kind": "say", "text": long},
        {"kind": "news", "text": long},
        {"kind": "summary", "text": long},
        {"kind": "again", "text": long, "seq": 1, "button": name},
        mention(name=name[:60], text=long, button=name),
        settle(text=long, answer=answer, who=name, lead=[long, answer]),
        question,
    ]
    for call in composed(*payloads):
        assert users(call["blocks"]) in ([], ["U7"])
