"""Rich text and text with Slack's marks: what Slack accepts, and how it reads."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from tests.fakes.slack.checks import Checks, Pointer

Element: TypeAlias = dict[str, Any]
_CONTAINERS = frozenset({"rich_text_section", "rich_text_preformatted", "rich_text_quote"})
_FIELDS: Mapping[str, str] = {
    "text": "text",
    "link": "url",
    "emoji": "name",
    "user": "user_id",
    "usergroup": "usergroup_id",
    "channel": "channel_id",
    "broadcast": "range",
    "color": "value",
    "date": "timestamp",
}
_STYLES = frozenset({"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"})
PIECE = re.compile(r"<(?P<mark>[@#!]?)(?P<target>[^|>]+)(?:\|(?P<label>[^>]*))?>")


def check_rich_text(checks: Checks, block: Element, at: Pointer) -> None:
    """A rich_text block."""
    for n, element in enumerate(checks.items(block.get("elements"), f"{at}/elements", 1_000)):
        _check_container(checks, element, f"{at}/elements/{n}")


def rich_text_lines(block: Element, name_of: Callable[[str], str]) -> list[str]:
    """How it reads, line by line. `name_of` turns the id of a user or a channel into a name."""
    lines: list[str] = []
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            ordered = element.get("style") == "ordered"
            indent = "  " * element.get("indent", 0)
            for n, item in enumerate(element["elements"], element.get("offset", 0) + 1):
                lines.append(f"{indent}{n}. " if ordered else f"{indent}• ")
                lines[-1] += _read(item["elements"], name_of)
        elif element["type"] == "rich_text_quote":
            lines += [f"> {line}" for line in _read(element["elements"], name_of).split("\n")]
        else:
            lines += _read(element["elements"], name_of).removesuffix("\n").split("\n")
    return lines


def styled_pieces(block: Element) -> list[tuple[str, str]]:
    """All styled text as pairs: style and text."""
    pieces: list[tuple[str, str]] = []
    for element in _leaves(block["elements"]):
        pieces += [(style, str(element.get("text", ""))) for style, is_on in element.get("style", {}).items() if is_on]
    return pieces


def unescaped(text: str) -> str:
    """Text as a person reads it: Slack escapes three characters and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """Text as Slack keeps it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked_up(text: str, name_of: Callable[[str], str]) -> str:
    """How text with Slack's marks reads: mentions and links by their names."""

    def read(match: "re.Match[str]") -> str:
        mark, target, label = match["mark"], match["target"], match["label"]
        if mark in {"@", "#"}:
            return mark + (label or name_of(target))
        if mark == "!":
            return label if label is not None else f"@{target.partition('^')[0]}"
        return label if label is not None else target

    return unescaped(PIECE.sub(read, text))


def _check_container(checks: Checks, element: Any, at: Pointer) -> None:
    if not isinstance(element, dict):
        checks.fail("must be an object", at)
    elif element.get("type") == "rich_text_list":
        if element.get("style") not in ("bullet", "ordered"):
            checks.fail("must be a valid enum value: bullet, ordered", f"{at}/style")
        for n, item in enumerate(checks.items(element.get("elements"), f"{at}/elements", 1_000)):
            _check_container(checks, item, f"{at}/elements/{n}")
    elif str(element.get("type")) in _CONTAINERS:
        for n, leaf in enumerate(checks.items(element.get("elements"), f"{at}/elements", 1_000, 0)):
            _check_leaf(checks, leaf, f"{at}/elements/{n}")
    else:
        checks.fail(f"unsupported type: {element.get('type')}", f"{at}/type")


def _check_leaf(checks: Checks, leaf: Any, at: Pointer) -> None:
    kind = str(leaf.get("type")) if isinstance(leaf, dict) else ""
    if kind not in _FIELDS:
        checks.fail(f"unsupported type: {kind}", f"{at}/type")
        return
    value = checks.require(leaf, _FIELDS[kind], at)
    if kind in {"text", "link"} and value is not None:
        checks.string(value, f"{at}/{_FIELDS[kind]}", 40_000 if kind == "text" else 3_000)
    checks.characters += len(str(leaf.get("text") or value or ""))
    style = leaf.get("style", {})
    if not isinstance(style, dict) or not _STYLES.issuperset(style):
        checks.fail("additional properties are not allowed", f"{at}/style")


def _read(elements: Iterable[Element], name_of: Callable[[str], str]) -> str:
    return "".join(_reading(element, name_of) for element in elements)


def _reading(element: Element, name_of: Callable[[str], str]) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return str(element.get("text") or element["url"])
        case "emoji":
            return f":{element['name']}:"
        case "user":
            return f"@{name_of(element['user_id'])}"
        case "channel":
            return f"#{name_of(element['channel_id'])}"
        case "broadcast":
            return f"@{element['range']}"
        case "date":
            return str(element.get("fallback") or element["timestamp"])
        case kind:
            return str(element[_FIELDS[kind]])


def _leaves(elements: Iterable[Element]) -> Iterable[Element]:
    for element in elements:
        if "elements" in element:
            yield from _leaves(element["elements"])
        else:
            yield element
