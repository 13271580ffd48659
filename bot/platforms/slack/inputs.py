"""The fields of a form as Slack's inputs, and what was filled in, as text that a person could have typed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.platforms.characters import size
from bot.platforms.fields import part, parts, sendable, text
from bot.platforms.slack import elements
from bot.platforms.slack.codes import decode_field, field_id
from bot.platforms.slack.elements import Block, Element
from bot.platforms.slack.questions import MULTIPLE
from bot.platforms.slack.richtext import rich_block
from dialogs.answers import Slot
from dialogs.forms import Field
from dialogs.questions.selection import none_of
from dialogs.texts import Words, phrase

ELEMENT = "field"
"""The action id of every input: its block says what it is for."""
KEPT = "kept"
"""The action id of an input for own words in which some stand already."""
TYPED_LIMIT = 3000
"""Of a plain_text_input."""
LABEL_LIMIT = 150
HINT_LIMIT = 500
"""Slack takes 2,000 characters of both, but who reads them?"""
OTHER = "other:"
OTHER_LIMIT = 500
"""More than what is taken, so that the person is told instead of stopped."""

_MULTILINE = ("long_text", "list")
_MENUS = ("person", "rating")
"""These are chosen from a menu, however few they are."""
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def input_blocks(field: Field, words: Words) -> list[Block]:
    """One field: its input, and one more where something else than the options may be given.

    An answer that is longer than what Slack lets somebody edit is left out, as it would come back cut off.
    """
    ask, slot = field.ask, (field.ask.prompt.question, field.ask.prompt.item)
    if size(sendable(field.typed)) > TYPED_LIMIT:
        text = phrase("slack.form.too_long", question=elements.one_line(words.plain(ask.text), LABEL_LIMIT))
        return [rich_block(words.rich(text))]
    is_optional = not ask.required or field.is_answered or ask.takes_other
    found = input_block(field_id(*slot), _label(field, words), _element(field, words), is_optional=is_optional)
    hint = _hint(field, words)
    blocks = [found | {"hint": elements.plain_text(hint, HINT_LIMIT)} if hint else found]
    if ask.takes_other and ask.options:
        is_several = ask.type in MULTIPLE
        own = "\n".join(_own(field))
        limit = TYPED_LIMIT if is_several else OTHER_LIMIT
        box = _text_input(own, "", is_multiline=is_several or "\n" in own, limit=limit)
        box["action_id"] = KEPT if own else ELEMENT
        other = words.plain(phrase("slack.form.other"))
        blocks.append(input_block(field_id(*slot, is_other=True), other, box, is_optional=True))
    return blocks


def input_block(block: str, label: str, element: Element, *, is_optional: bool = False) -> Block:
    """A labelled input of a view."""
    return {
        "type": "input",
        "block_id": block,
        "optional": is_optional,
        "label": elements.plain_text(label, LABEL_LIMIT),
        "element": element,
    }


def choices(field: Field, words: Words) -> list[Element]:
    """A field's options; each sends its id back. Where nothing at all is an answer, it is one of them."""
    ask = field.ask
    found = [_option(words.plain(option.label), option.id) for option in ask.options]
    if ask.type in MULTIPLE and ask.min == 0 and found:
        found.append(elements.option(words.plain(phrase("slack.form.none")), none_of(ask.options)))
    return found


def read_values(values: Mapping[str, Any]) -> dict[Slot, str]:
    """What a view's state has in it, by question and item; "" for what was left empty.

    Of one choice and own words beside it the newer counts: own words that were there before give way to a choice.
    """
    found: dict[Slot, str] = {}
    own: list[tuple[Slot, Mapping[str, Any]]] = []
    several: set[Slot] = set()
    for block in values:
        code, state = decode_field(str(block)), part(values, block)
        if code is None:
            continue
        slot = code.question, code.item
        if code.is_other:
            own.append((slot, state))
            continue
        found[slot] = _given(part(state, ELEMENT))
        several |= {slot} if "selected_options" in part(state, ELEMENT) else set()
    for slot, state in own:
        typed = _given(part(state, ELEMENT) or part(state, KEPT)).strip()
        if typed and slot in several:
            chosen = found[slot].split(", ") if found[slot] else []
            others = [f"{OTHER} {line.strip()}" for line in typed.split("\n") if line.strip()]
            found[slot] = "\n".join([*chosen, *others])
        elif typed and not (KEPT in state and found.get(slot)):
            found[slot] = f"{OTHER} {typed}"
    return found


def _element(field: Field, words: Words) -> Element:
    ask, typed = field.ask, field.typed
    example = elements.one_line(ask.example, elements.PLACEHOLDER_LIMIT) if ask.example and not ask.options else ""
    if ask.type == "date" and (not typed or _is_day(typed)):
        return _picker("datepicker", "initial_date", typed)
    if ask.type == "time" and (not typed or _TIME.fullmatch(typed)):
        return _picker("timepicker", "initial_time", typed)
    options = choices(field, words)
    initial = _initial(field, options)
    if ask.type in MULTIPLE and options:
        return _multiple(options, initial, words)
    if options and (initial or not typed or ask.takes_other):
        return _single(ask.type, options, initial, words)
    is_multiline = ask.type in _MULTILINE or "\n" in typed
    return _text_input(typed, example, is_multiline=is_multiline)


def _single(kind: str, options: Sequence[Element], initial: Sequence[Element], words: Words) -> Element:
    if kind not in _MENUS and len(options) <= elements.RADIO_LIMIT:
        found: Element = {"type": "radio_buttons", "action_id": ELEMENT, "options": list(options)}
        return found | {"initial_option": initial[0]} if initial else found
    return elements.select("", options, ELEMENT, words.plain(phrase("slack.choose")), initial=initial)


def _multiple(options: Sequence[Element], initial: Sequence[Element], words: Words) -> Element:
    if len(options) <= elements.RADIO_LIMIT:
        found: Element = {"type": "checkboxes", "action_id": ELEMENT, "options": list(options)}
        return found | {"initial_options": list(initial)} if initial else found
    return elements.select("multi_", options, ELEMENT, words.plain(phrase("slack.choose")), initial=initial)


def _picker(kind: str, name: str, typed: str) -> Element:
    return {"type": kind, "action_id": ELEMENT} | ({name: typed} if typed else {})


def _text_input(typed: str, example: str, *, is_multiline: bool, limit: int = TYPED_LIMIT) -> Element:
    found: Element = {
        "type": "plain_text_input",
        "action_id": ELEMENT,
        "multiline": is_multiline,
        "max_length": limit,
    }
    if typed:
        found["initial_value"] = sendable(typed)
    return found | {"placeholder": elements.plain_text(example, elements.PLACEHOLDER_LIMIT)} if example else found


def _option(label: str, id_: str) -> Element:
    """What doesn't fit into a label goes on in a line below it."""
    found = elements.option(label, id_)
    shown = found["text"]["text"]
    rest = " ".join(sendable(label).split()).removeprefix(shown.removesuffix("…")).strip()
    return found | {"description": elements.plain_text(rest)} if rest and size(label) > elements.LABEL_LIMIT else found


def _initial(field: Field, options: Sequence[Element]) -> list[Element]:
    chosen = set(_pieces(field))
    return [option for option in options if option["value"] in chosen]


def _own(field: Field) -> Iterator[str]:
    """What was answered that is none of the options."""
    return (one.removeprefix(OTHER).strip() for one in _pieces(field) if one.startswith(OTHER))


def _pieces(field: Field) -> list[str]:
    """The ids that an answer names; of one choice there is one."""
    if field.ask.type not in MULTIPLE:
        return [field.typed]
    return field.typed.split("\n" if "\n" in field.typed or field.typed.startswith(OTHER) else ", ")


def _label(field: Field, words: Words) -> str:
    label = words.plain(field.ask.text)
    unit = field.ask.unit
    return f"{label} ({unit})" if unit and unit not in label else label


def _hint(field: Field, words: Words) -> str:
    """What helps to answer; first the question itself where its label was cut."""
    ask, label = field.ask, _label(field, words)
    found = [label] if size(label) > LABEL_LIMIT else []
    if ask.help is not None:
        found.append(words.plain(ask.help))
    if ask.recommended is not None:
        found.append(words.plain(phrase("slack.recommended", value=ask.recommended)))
    return " · ".join(found)


def _given(state: Mapping[str, Any]) -> str:
    chosen = [text(option, "value") for option in parts(state, "selected_options")]
    option = text(part(state, "selected_option"), "value")
    picked = text(state, "selected_date") or text(state, "selected_time")
    return ", ".join(chosen) or option or picked or text(state, "value")


def _is_day(typed: str) -> bool:
    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False
