"""Views that open above Slack: a form, keeping a message, and a word that has to be read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.platforms.fields import sendable
from bot.platforms.slack import elements
from bot.platforms.slack.codes import field_id
from bot.platforms.slack.elements import Block, Element
from bot.platforms.slack.inputs import ELEMENT, TYPED_LIMIT, choices, input_block, input_blocks, read_values
from bot.platforms.slack.richtext import blocks_of, cut, quiet, spelled, unstyled
from dialogs.answers import Slot
from dialogs.forms import Field, Form
from dialogs.texts import Part, Rich, Span, Words, phrase, plain

TITLE_LIMIT = 24
BLOCKS_LIMIT = 100
PAGE = 12
"""Fields on a page: more than that nobody fills in at once."""
ERROR_LIMIT = 500

FORM, KEEP, NOTICE = "form", "keep", "notice"
"""Callback ids of the views."""

_WHAT, _TO, _TEXT, _PROJECT = "what", "to", "text", "project"


class Kept(NamedTuple):
    """What a view says that keeps a message: `what` is "question", "decision" or "answer" (then `to` is to what)."""

    what: str
    text: str
    to: str
    project: str


def pages(form: Form) -> list[tuple[Field, ...]]:
    """A form's fields, as many on a page as fit; at least one page."""
    fields = form.fields
    return [fields[start : start + PAGE] for start in range(0, max(len(fields), 1), PAGE)]


def form_view(
    form: Form, words: Words, *, metadata: str, page: int = 0, notices: Sequence[Part] = ()
) -> dict[str, Any]:
    """The view of one page of a form. `metadata` comes back with it (3,000 characters), `notices` stand above."""
    shown = pages(form)
    place = " · ".join(one for one in (form.phase_title, form.dialog_title, form.item_label) if one)
    if len(shown) > 1:
        place = f"{place} · {page + 1}/{len(shown)}"
    blocks = blocks_of([quiet(place), *(spelled(words.rich(notice)) for notice in notices)])
    for field in shown[page]:
        blocks += input_blocks(field, words)
    return {
        **_view(FORM, words.plain(form.title), blocks, words),
        "submit": elements.plain_text(words.plain(phrase("slack.form.save")), TITLE_LIMIT),
        "private_metadata": metadata,
        "notify_on_close": True,
    }


def suggestions(form: Form, slot: Slot, typed: str, words: Words) -> list[Element]:
    """What a menu of a form with very many options offers once something was typed into it."""
    found = next((one for one in form.fields if (one.ask.prompt.question, one.ask.prompt.item) == slot), None)
    return [] if found is None else elements.fitting(choices(found, words), typed)


def errors(faults: Mapping[Slot, Part], words: Words) -> dict[str, str]:
    """What is wrong, by the block it belongs to, as the answer to a view that was sent."""
    return {field_id(*slot): elements.one_line(unstyled(words, text), ERROR_LIMIT) for slot, text in faults.items()}


def keep_view(
    words: Words, *, metadata: str, text: str, projects: Sequence[tuple[str, str]], notices: Sequence[Part] = ()
) -> dict[str, Any]:
    """The view that files a message. `projects` are values and names; a single one is not asked for.

    `notices` stand above: Slack shows below what was chosen and typed before. What there is to answer is asked for
    while somebody looks for it: its block is "keep|to".
    """
    kinds = [
        elements.option(words.plain(phrase("slack.keep.question")), "question"),
        elements.option(words.plain(phrase("slack.keep.decision")), "decision"),
        elements.option(words.plain(phrase("slack.keep.answer")), "answer"),
    ]
    radio = {"type": "radio_buttons", "action_id": ELEMENT, "options": kinds, "initial_option": kinds[0]}
    choose = words.plain(phrase("slack.choose"))
    asked = elements.select("", (), ELEMENT, choose, is_external=True)
    box: Element = {"type": "plain_text_input", "action_id": ELEMENT, "multiline": True, "max_length": TYPED_LIMIT}
    if text.strip():
        box["initial_value"] = plain(cut((Span(sendable(text)),), TYPED_LIMIT)[0])
    blocks = [
        *blocks_of([spelled(words.rich(notice)) for notice in notices]),
        _asked(_WHAT, words.plain(phrase("slack.keep.as")), radio),
        _asked(_TO, words.plain(phrase("slack.keep.to")), asked, is_optional=True),
        _asked(_TEXT, words.plain(phrase("slack.keep.text")), box),
    ]
    if len(projects) > 1:
        named = [elements.option(name, value) for value, name in projects[: elements.SELECT_LIMIT]]
        menu = elements.select("", named, ELEMENT, choose, initial=named[:1])
        blocks.append(_asked(_PROJECT, words.plain(phrase("slack.keep.project")), menu))
    return {
        **_view(KEEP, words.plain(phrase("slack.keep.title")), blocks, words),
        "submit": elements.plain_text(words.plain(phrase("slack.keep.submit")), TITLE_LIMIT),
        "private_metadata": metadata,
    }


def read_kept(values: Mapping[str, Any]) -> Kept:
    """What was chosen in a view that keeps a message."""
    typed = read_values(values)
    what, to, said, project = (typed.get((KEEP, name), "") for name in (_WHAT, _TO, _TEXT, _PROJECT))
    return Kept(what, said, to, project)


def notice_view(title: str, text: Rich, words: Words) -> dict[str, Any]:
    """A view that only says something."""
    return _view(NOTICE, title, blocks_of([text])[:BLOCKS_LIMIT], words)


def _view(callback_id: str, title: str, blocks: Sequence[Block], words: Words) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": elements.plain_text(title, TITLE_LIMIT),
        "close": elements.plain_text(words.plain(phrase("slack.form.close")), TITLE_LIMIT),
        "blocks": list(blocks),
    }


def _asked(name: str, label: str, element: Element, *, is_optional: bool = False) -> Block:
    return input_block(field_id(KEEP, name), label, element, is_optional=is_optional)
