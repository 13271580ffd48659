"""Slack's limits, as docs.slack.dev/reference/block-kit tells them: what breaks one is refused as a whole.

Lengths are counted in UTF-16 units, as nothing counts more.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]

STYLES = {"bold", "italic", "code", "strike"}


def size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_message(call: Mapping[str, Any]) -> None:
    """A message, or a change of one, is one that Slack takes."""
    assert json.loads(json.dumps(call)) == call
    assert 0 < size(call["text"]) <= 3000
    assert call["text"].strip()
    assert not set(call["text"]) & set("<>")
    blocks = call["blocks"]
    assert len(blocks) <= 50
    assert sum(map(size, texts(blocks))) <= 12_000
    _check_blocks(blocks, {"rich_text", "actions", "input", "divider", "section", "header"})
    ids = [element["action_id"] for block in blocks for element in _pressable(block)]
    assert len(ids) == len(set(ids)), ids


def check_view(view: Mapping[str, Any]) -> None:
    """A modal or a home tab is one that Slack opens."""
    assert json.loads(json.dumps(view)) == view
    assert set(view) <= {
        *("type", "callback_id", "title", "close", "submit", "blocks", "private_metadata", "notify_on_close")
    }
    assert view["type"] in ("modal", "home")
    assert 0 < len(view["blocks"]) <= 100
    if view["type"] == "modal":
        for name in {"title", "close", "submit"} & set(view):
            _check_plain(view[name], 24)
        assert size(view.get("private_metadata", "")) <= 3000
        assert size(view["callback_id"]) <= 255
        has_input = any(block["type"] == "input" for block in view["blocks"])
        assert "submit" in view or not has_input
    _check_blocks(view["blocks"], {"rich_text", "actions", "input", "divider", "header", "section"})
    assert size(json.dumps(view)) <= 250_000


def texts(part: Any) -> Iterator[str]:
    """Every text that somebody would see."""
    if isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for value in part:
            yield from texts(value)


def users(blocks: Sequence[Block]) -> list[str]:
    """Who is called."""
    sections = [section for block in blocks if block["type"] == "rich_text" for section in block["elements"]]
    return [one["user_id"] for section in sections for one in section["elements"] if one["type"] == "user"]


def _check_blocks(blocks: Sequence[Block], known: set[str]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids)), ids
    for block in blocks:
        assert block["type"] in known
        assert 0 < size(block.get("block_id", "x")) <= 255
        _BLOCKS[block["type"]](block)


def _check_rich_text(block: Block) -> None:
    assert set(block) <= {"type", "block_id", "elements"}
    assert block["elements"]
    for section in block["elements"]:
        assert set(section) == {"type", "elements"}
        assert section["type"] == "rich_text_section"
        assert section["elements"]
        for element in section["elements"]:
            _check_rich(element)
    assert sum(map(size, texts(block))) <= 3000


def _check_rich(element: Mapping[str, Any]) -> None:
    if element["type"] == "user":
        assert set(element) == {"type", "user_id"}
        return
    assert element["type"] == "text"
    assert set(element) <= {"type", "text", "style"}
    assert element["text"]
    assert set(element.get("style", {"bold": True})) <= STYLES
    assert element.get("style", {"bold": True})


def _check_actions(block: Block) -> None:
    assert set(block) == {"type", "block_id", "elements"}
    assert 0 < len(block["elements"]) <= 25
    allowed = {"button", "static_select", "external_select", "overflow", "datepicker", "timepicker"}
    for element in block["elements"]:
        assert element["type"] in allowed
        _check_element(element)
    ids = [element["action_id"] for element in block["elements"]]
    assert len(ids) == len(set(ids))


def _check_input(block: Block) -> None:
    assert set(block) <= {"type", "block_id", "label", "hint", "element", "optional", "dispatch_action"}
    _check_plain(block["label"], 2000)
    if "hint" in block:
        _check_plain(block["hint"], 2000)
    assert block["element"]["type"] not in ("button", "overflow")
    _check_element(block["element"])


def _check_header(block: Block) -> None:
    assert set(block) <= {"type", "block_id", "text"}
    _check_plain(block["text"], 150)


def _check_divider(block: Block) -> None:
    assert set(block) <= {"type", "block_id"}


_BLOCKS: Mapping[str, Callable[[Block], None]] = {
    "rich_text": _check_rich_text,
    "actions": _check_actions,
    "input": _check_input,
    "header": _check_header,
    "divider": _check_divider,
}


def _pressable(block: Block) -> Sequence[Mapping[str, Any]]:
    if block["type"] == "actions":
        elements: Sequence[Mapping[str, Any]] = block["elements"]
        return elements
    return [block["element"]] if block["type"] == "input" else []


def _check_element(element: Mapping[str, Any]) -> None:
    assert 0 < size(element["action_id"]) <= 255
    if "placeholder" in element:
        _check_plain(element["placeholder"], 150)
    assert set(element) <= {"type", "action_id", *_FIELDS[element["type"]]}, element
    _ELEMENTS.get(element["type"], _check_nothing)(element)


def _check_nothing(element: Mapping[str, Any]) -> None:
    del element


def _check_button(element: Mapping[str, Any]) -> None:
    _check_plain(element["text"], 75)
    assert size(element.get("value", "x")) <= 2000
    assert 0 < size(element.get("url", "x")) <= 3000
    assert element.get("style", "primary") in ("primary", "danger")


def _check_overflow(element: Mapping[str, Any]) -> None:
    assert 2 <= len(element["options"]) <= 5
    _check_options(element, element["options"])


def _check_few(element: Mapping[str, Any]) -> None:
    assert 0 < len(element["options"]) <= 10
    _check_options(element, element["options"])


def _check_static(element: Mapping[str, Any]) -> None:
    assert 0 < len(element["options"]) <= 100
    _check_options(element, element["options"])


def _check_external(element: Mapping[str, Any]) -> None:
    _check_options(element, [])


def _check_options(element: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> None:
    initial = element.get("initial_options", [])
    assert "initial_options" not in element or initial
    shown = [*options, *initial, *([element["initial_option"]] if "initial_option" in element else [])]
    for option in shown:
        assert set(option) <= {"text", "value", "description"}
        _check_plain(option["text"], 75)
        assert 0 < size(option["value"]) <= 150
        if "description" in option:
            _check_plain(option["description"], 75)
    if options:
        assert all(option in options for option in shown)
        values = [option["value"] for option in options]
        assert len(values) == len(set(values))


def _check_typed(element: Mapping[str, Any]) -> None:
    assert 0 < element["max_length"] <= 3000
    assert 0 < size(element.get("initial_value", "x")) <= element["max_length"]
    assert element["multiline"] or "\n" not in element.get("initial_value", "")


def _check_plain(text: Mapping[str, Any], limit: int) -> None:
    assert set(text) <= {"type", "text", "emoji"}
    assert text["type"] == "plain_text"
    assert 0 < size(text["text"]) <= limit
    assert text["text"].strip()


_FIELDS: Mapping[str, set[str]] = {
    "button": {"text", "value", "url", "style"},
    "overflow": {"options"},
    "static_select": {"options", "initial_option", "placeholder"},
    "multi_static_select": {"options", "initial_options", "placeholder"},
    "external_select": {"initial_option", "placeholder", "min_query_length"},
    "multi_external_select": {"initial_options", "placeholder", "min_query_length"},
    "radio_buttons": {"options", "initial_option"},
    "checkboxes": {"options", "initial_options"},
    "datepicker": {"initial_date", "placeholder"},
    "timepicker": {"initial_time", "placeholder"},
    "plain_text_input": {"multiline", "max_length", "initial_value", "placeholder"},
}
_ELEMENTS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "button": _check_button,
    "overflow": _check_overflow,
    "static_select": _check_static,
    "multi_static_select": _check_static,
    "external_select": _check_external,
    "multi_external_select": _check_external,
    "radio_buttons": _check_few,
    "checkboxes": _check_few,
    "plain_text_input": _check_typed,
}
