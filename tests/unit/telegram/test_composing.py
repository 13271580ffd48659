"""What a step says, as calls: few, in order, and each one that Telegram takes."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.characters import size
from bot.platforms.telegram.composing import TelegramComposer
from bot.service.arrivals import Place
from bot.service.messages import to_payload
from dialogs.effects import Deliver
from dialogs.questions.base import Option
from dialogs.questions.yes_no import YES_NO
from tests.unit.telegram.asking import TODAY, TOKEN, WORDS, ask, labels, options, say
from tests.unit.telegram.test_splitting import is_balanced

HERE = Place("telegram:4242", "5", "telegram:5")
COMPOSER = TelegramComposer(WORDS)
QUESTION = "<i>Requirements · Target users · P-1 · 3 of 11</i>\n<b>Who is it for?</b>"


def composed(*payloads: Mapping[str, Any]) -> list[dict[str, Any]]:
    calls = COMPOSER.compose(payloads, HERE, TODAY)
    assert json.loads(json.dumps(calls)) == calls
    return calls


def shown(question: dict[str, Any]) -> str:
    [call] = composed(question)
    return str(call["html"])


def settle(**fields: Any) -> dict[str, Any]:
    answer = {"answer": [["Students", "plain"]], "who": "", **fields}
    return {"kind": "settle", "token": "old", "text": [["Who is it ", "plain"], ["for?", "code"]], **answer}


def test_a_step_is_one_message_with_the_question_last() -> None:
    whisper = {"kind": "whisper", "text": [["only you", "quiet"]]}
    question = ask()
    [call] = composed(say("Got it."), {"kind": "error", "text": [["<No>", "strong"]]}, whisper, question)
    assert call == {
        "kind": "message",
        "html": f"Got it.\n\n<b>&lt;No&gt;</b>\n\n<i>only you</i>\n\n{QUESTION}",
        "keyboard": [[["Back", f"{TOKEN}:b", ""]]],
        "quiet": False,
        "token": TOKEN,
        "ask": question,
        "lead": "Got it.\n\n<i>only you</i>",
    }
    assert composed(question, say("Got it."))[0]["html"] == f"Got it.\n\n{QUESTION}"


def test_what_is_only_said_has_no_buttons_and_nothing_empty_is_sent() -> None:
    assert composed(say("Bye.")) == [{"kind": "message", "html": "Bye.", "keyboard": [], "quiet": False}]
    assert composed(say(" \n")) == []
    assert composed() == []


def test_what_was_said_goes_before_the_question_where_both_do_not_fit() -> None:
    calls = composed(say("a" * 3000), say("b" * 3000), ask())
    assert [call["html"] for call in calls] == ["a" * 3000, "b" * 3000, QUESTION]
    assert [len(call["keyboard"]) for call in calls] == [0, 0, 1]
    calls = composed(say("a" * 4090), ask())
    assert [call["html"] for call in calls] == ["a" * 4090, QUESTION]


def test_a_question_that_does_not_fit_itself_keeps_its_words_with_its_buttons() -> None:
    calls = composed(say("Hi"), ask(help="help " * 1000, current="now " * 20))
    assert [call["html"][:7] for call in calls] == ["Hi", "help he", "help he", "<i>Requ"]
    assert calls[-1]["html"].endswith(f"<b>Who is it for?</b>\n\n<i>Now: {'now ' * 20}</i>")
    calls = composed(ask(text="why " * 2000 + "me?"))
    assert all(size(call["html"]) <= 4096 and is_balanced(call["html"]) for call in calls)
    assert calls[-1]["keyboard"]
    assert "why me?</b>" in calls[-1]["html"]


def test_help_and_hints_stand_below_the_question() -> None:
    found = shown(ask(help="All who use it.", required=False, example="Students", recommended="Students", current="I"))
    hints = "<i>Now: I</i>\n<i>Recommended: Students (/accept takes it)</i>"
    assert found == f"{QUESTION.replace('3 of 11', '2 of 11')}\n\nAll who use it.\n\n{hints}"
    choice = ask("multi_choice", options=options("WeChat", "Alipay"), takes_other=True)
    several = "<i>Something else fits too: other: …</i>\n<i>Choose what fits, then press Done.</i>"
    assert shown(choice) == f"{QUESTION}\n\n{several}"


def test_a_repeated_question_leaves_the_rest_out() -> None:
    long = "A label that no phone can show on a button"
    question = ask("choice", options=options(long, "Short"), help="Help.", recommended="x", is_repeat=True)
    assert shown(question) == f"{QUESTION}\n\n1. {long}\n2. Short"


def test_a_confirmation_is_only_its_question() -> None:
    [call] = composed(ask("confirm", "Did you mean <WeChat>?", options=YES_NO))
    assert call["html"] == "<b>Did you mean &lt;WeChat&gt;?</b>"
    assert labels(call["keyboard"]) == [["yes", "no"]]


def test_a_rating_says_what_its_ends_mean() -> None:
    named = (Option("1", "1 – bad"), Option("2", "2"), Option("3", "3 – good"))
    assert shown(ask("rating", options=named)) == f"{QUESTION}\n\n1 – bad · 3 – good"
    assert shown(ask("rating", options=named[1:2])) == QUESTION


def test_an_answered_question_is_changed_last() -> None:
    calls = composed(settle(), say("Got it."), ask())
    assert [call["kind"] for call in calls] == ["message", "edit"]
    html = "<b>Who is it </b><code>for?</code>"
    assert calls[1] == {"kind": "edit", "token": "old", "html": f"{html}\n✓ Students"}
    assert composed(settle(who="A<na"))[0]["html"] == f"{html}\n✓ Students — A&lt;na"
    assert composed(settle(answer=[["\n– a\n– b", "plain"]]))[0]["html"] == f"{html}\n✓\n– a\n– b"
    assert composed(settle(answer=None, who="Ana"))[0]["html"] == html
    long = composed(settle(answer=[["<" * 9000, "plain"]]))[0]["html"]
    assert size(long) <= 4096
    assert long.endswith("…")


def test_documents_stand_where_they_were_said_and_the_question_after_them() -> None:
    document = to_payload(Deliver("brief", "plan", is_draft=False), WORDS, "tea", 7)
    calls = composed(say("Here."), document, ask(), say("More."))
    assert [call["kind"] for call in calls] == ["message", "document", "message"]
    assert calls[1] == document
    assert calls[2]["html"] == f"More.\n\n{QUESTION}"


def test_two_questions_keep_their_order() -> None:
    calls = composed(ask(text="One?"), say("Hi"), ask(text="Two?"))
    assert ["One?" in call["html"] for call in calls] == [True, False]


@pytest.mark.parametrize("kind", ["ticks", "redraw"])
def test_only_the_buttons_change(kind: str) -> None:
    question = ask("multi_choice", options=options("WeChat", "Alipay"))
    [call] = composed({"kind": kind, "token": TOKEN, "ticked": ["a"], "view": "", "ask": question})
    assert (call["kind"], call["token"]) == ("keyboard", TOKEN)
    assert labels(call["keyboard"])[0] == ["✓ WeChat", "Alipay"]


def test_ticks_stay_on_the_page_of_the_option_that_was_pressed() -> None:
    question = ask("multi_pick", options=options(*(f"F-{n}" for n in range(1, 18))))
    ticks = {"kind": "ticks", "token": TOKEN, "ticked": ["q"], "view": "", "at": "16", "ask": question}
    assert labels(composed(ticks)[0]["keyboard"])[0] == ["✓ F-17"]


def test_what_is_ticked_already_is_shown_so() -> None:
    question = {**ask("multi_choice", options=options("WeChat", "Alipay")), "ticked": ["b"]}
    assert labels(composed(question)[0]["keyboard"])[:2] == [["WeChat", "✓ Alipay"], ["Done (1)"]]


def test_news_are_quiet() -> None:
    [call] = composed({"kind": "news", "text": [["Ana answered.", "quiet"]]})
    assert (call["html"], call["quiet"], call["keyboard"]) == ("<i>Ana answered.</i>", True, [])


def test_a_person_is_called() -> None:
    fields = {"kind": "mention", "name": "Ana <3", "text": [["Your check-in.", "plain"]], "url": "", "button": ""}
    [call] = composed({**fields, "account": "telegram:5"})
    assert call["html"] == '<a href="tg://user?id=5">Ana &lt;3</a>\nYour check-in.'
    assert call["keyboard"] == []
    [call] = composed({**fields, "account": "slack:U5", "url": "https://t.me/x", "button": "Open"})
    assert call["html"] == "Ana &lt;3\nYour check-in."
    assert call["keyboard"] == [[["Open", "", "https://t.me/x"]]]
    [call] = composed({**fields, "account": "telegram:x", "url": "javascript:x"})
    assert call["keyboard"] == []


def test_a_doubtful_message_can_be_sent_again() -> None:
    [call] = composed({"kind": "again", "text": [["Did it arrive?", "plain"]], "seq": 12, "button": "Send again"})
    assert (call["html"], call["keyboard"]) == ("Did it arrive?", [[["Send again", ":r12", ""]]])


def test_what_telegram_cannot_show_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="modal"):
        composed({"kind": "modal"})


TEXTS = st.text(alphabet=st.sampled_from("ab <>&@\n😀字"), max_size=50).map(lambda text: text * 60)
SAID = st.builds(say, TEXTS)
ASKED = st.builds(
    ask, st.just("choice"), TEXTS, help=TEXTS, current=TEXTS, options=TEXTS.map(lambda t: options(t, "b"))
)


@settings(deadline=None)
@given(st.lists(SAID | ASKED | st.builds(settle, answer=TEXTS.map(lambda text: [[text, "plain"]])), max_size=4))
def test_every_call_can_be_made(payloads: list[dict[str, Any]]) -> None:
    calls = composed(*payloads)
    assert all(size(call["html"]) <= 4096 and is_balanced(call["html"]) for call in calls)
    asked = [payload for payload in payloads if payload["kind"] == "ask"]
    assert [call["ask"] for call in calls if "ask" in call] == asked
    if asked:
        texts = [call for call in calls if call["kind"] == "message"]
        assert texts[-1]["ask"] == asked[-1]
