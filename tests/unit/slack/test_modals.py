"""Views that open above Slack."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack.modals import (
    KEEP,
    NOTICE,
    Kept,
    errors,
    form_view,
    keep_view,
    notice_view,
    pages,
    read_kept,
    suggestions,
)
from dialogs.questions.base import Option
from dialogs.texts import Part, Span, phrase
from tests.unit.chatting import WORDS
from tests.unit.slack.asking import read
from tests.unit.slack.filling import field, form, inputs, opened, state_of
from tests.unit.slack.limits import check_view


def test_a_form_has_a_title_a_place_and_its_fields() -> None:
    view = opened(field(), field("date", id_="when"))
    assert (view["callback_id"], view["private_metadata"], view["notify_on_close"]) == ("form", '{"form": 1}', True)
    assert [view[name]["text"] for name in ("title", "submit", "close")] == ["Target users", "Save", "Close"]
    assert read(view) == ["Requirements · Target users"]
    assert list(inputs(view)) == ["users|", "when|"]


def test_a_long_form_has_pages() -> None:
    fields = [field(id_=f"q{n}") for n in range(26)]
    assert [len(page) for page in pages(form(*fields))] == [12, 12, 2]
    assert list(inputs(opened(*fields, page=2))) == ["q24|", "q25|"]
    assert read(opened(*fields, page=2)) == ["Requirements · Target users · 3/3"]
    assert pages(form()) == [()]


def test_a_notice_stands_above_the_fields() -> None:
    assert read(opened(field(), notices=[phrase("yes"), "two"])) == ["Requirements · Target users", "yes", "two"]


def test_what_is_wrong_stands_at_its_field() -> None:
    faults: dict[tuple[str, str], Part] = {
        ("users", "P-1"): "Not <that>.",
        ("when", ""): phrase("no"),
        ("x", ""): "y" * 900,
    }
    found = errors(faults, WORDS)
    assert found["users|P-1"] == "Not <that>."
    assert found["when|"] == "no"
    assert len(found["x|"]) == 500


def test_a_menu_of_a_form_is_typed_into() -> None:
    many = tuple(Option(f"F-{n}", f"F-{n} Order") for n in range(150))
    shown = form(field("pick", options=many))
    assert [one["value"] for one in suggestions(shown, ("users", ""), " F-14  order", WORDS)] == ["F-14"]
    assert suggestions(shown, ("else", ""), "f", WORDS) == []


def kept(text: str = "Who pays?", projects: int = 2) -> dict[str, Any]:
    named = [(f"slack:T1/p{n}", f"Project {n}") for n in range(projects)]
    view = keep_view(WORDS, metadata="{}", text=text, projects=named)
    check_view(view)
    return view


def test_a_message_is_kept() -> None:
    view = kept()
    assert view["callback_id"] == KEEP
    assert list(inputs(view)) == ["keep|what", "keep|to", "keep|text", "keep|project"]
    assert read_kept(state_of(view)) == Kept("question", "Who pays?", "", "slack:T1/p0")
    changed = {"keep|what": {"value": "answer"}, "keep|to": {"value": "users|P-1"}}
    assert read_kept(state_of(view, **changed)) == Kept("answer", "Who pays?", "users|P-1", "slack:T1/p0")
    assert read_kept({}) == Kept("", "", "", "")


def test_a_single_project_is_not_asked_for() -> None:
    assert list(inputs(kept(projects=1))) == ["keep|what", "keep|to", "keep|text"]


def test_a_message_without_a_text_can_be_kept_in_own_words() -> None:
    assert "initial_value" not in inputs(kept(" \n"))["keep|text"]["element"]
    assert len(inputs(kept("x" * 9000))["keep|text"]["element"]["initial_value"]) == 3000


def test_a_word_that_has_to_be_read() -> None:
    view = notice_view("A very long title that does not fit", (Span("The question is gone."),), WORDS)
    check_view(view)
    assert (view["callback_id"], read(view), "submit" in view) == (NOTICE, ["The question is gone."], False)


TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@settings(deadline=None)
@given(TEXT, TEXT, st.integers(1, 15))
def test_slack_takes_any_view(title: str, text: str, times: int) -> None:
    check_view(form_view(form(field(), title=title), WORDS, metadata="{}", notices=[text * times]))
    kept(text * times)
    if text.strip():
        check_view(notice_view(title, (Span(text * times),), WORDS))
