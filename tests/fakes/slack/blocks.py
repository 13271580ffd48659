"""Blocks of messages and views: what Slack accepts, and what it says when it does not.

The numbers are those of https://docs.slack.dev/reference/block-kit/blocks.
"""

import itertools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tests.fakes.slack.checks import Checks, Pointer
from tests.fakes.slack.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, check_element
from tests.fakes.slack.richtext import check_rich_text
from tests.fakes.slack.wire import RefusalError, invalid_blocks

Block: TypeAlias = dict[str, Any]
MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
# Not documented: https://github.com/slackapi/bolt-js/issues/2509 measured it.
MAX_BLOCKS_CHARACTERS = 13_200
_ANY_TEXT = ("plain_text", "mrkdwn")
_IMAGE = frozenset({"image"})
_VIEW_KINDS = frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"})
_MESSAGE_KINDS = _VIEW_KINDS | {"file", "markdown", "table"}
_numbers = itertools.count(1)


def read_message_blocks(value: Any) -> list[Block]:
    """A message's blocks as they will be kept. Raises `RefusalError`."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise RefusalError("invalid_blocks_format")
    checks = Checks()
    check_blocks(checks, value, "/blocks", MAX_MESSAGE_BLOCKS, _MESSAGE_KINDS)
    if checks.messages:
        raise invalid_blocks(checks.messages)
    if checks.characters > MAX_BLOCKS_CHARACTERS:
        raise RefusalError("msg_blocks_too_long")
    return with_ids(value)


def check_view_blocks(checks: Checks, value: Any) -> None:
    """A view's blocks."""
    check_blocks(checks, value, "/view/blocks", MAX_VIEW_BLOCKS, _VIEW_KINDS)


def check_blocks(checks: Checks, value: Any, at: Pointer, most: int, kinds: frozenset[str]) -> None:
    """Blocks on a surface that allows so many, of these kinds."""
    for n, block in enumerate(checks.items(value, at, most, 0)):
        if not isinstance(block, dict):
            checks.fail("must be an object", f"{at}/{n}")
            continue
        kind = str(block.get("type"))
        if kind not in kinds:
            checks.fail(f"unsupported type: {kind}", f"{at}/{n}/type")
            continue
        checks.block_id(block, f"{at}/{n}")
        _CHECKS[kind](checks, block, f"{at}/{n}")


def with_ids(blocks: list[Block]) -> list[Block]:
    """The blocks, with the ids that Slack gives to blocks and elements that came without."""
    return [_with_id(block) for block in blocks]


def elements_of(block: Block) -> list[dict[str, Any]]:
    """What can be pressed, chosen or typed into in one block."""
    if block["type"] == "actions":
        elements: list[dict[str, Any]] = block["elements"]
        return elements
    held = block.get("accessory") if block["type"] == "section" else None
    held = block["element"] if block["type"] == "input" else held
    return [held] if held is not None and held["type"] != "image" else []


def _with_id(block: Block) -> Block:
    kept = {**block, "block_id": block.get("block_id") or f"b{next(_numbers):04x}"}
    if kept["type"] == "actions":
        kept["elements"] = [_with_action_id(element) for element in block["elements"]]
    for key in ("accessory", "element"):
        if block.get(key) is not None:
            kept[key] = _with_action_id(block[key])
    return kept


def _with_action_id(element: dict[str, Any]) -> dict[str, Any]:
    if element.get("action_id") is not None or element["type"] == "image":
        return element
    return {**element, "action_id": f"a{next(_numbers):04x}"}


def _check_actions(checks: Checks, block: Block, at: Pointer) -> None:
    elements = checks.items(block.get("elements"), f"{at}/elements", 25)
    seen: set[str] = set()
    for n, element in enumerate(elements):
        check_element(checks, element, f"{at}/elements/{n}", IN_ACTIONS)
        action_id = str(element.get("action_id") or "") if isinstance(element, dict) else ""
        if action_id and action_id in seen:
            checks.fail(f"`action_id` {action_id!r} already exists for this block", f"{at}/elements/{n}/action_id")
        seen.add(action_id)


def _check_context(checks: Checks, block: Block, at: Pointer) -> None:
    for n, element in enumerate(checks.items(block.get("elements"), f"{at}/elements", 10)):
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(checks, element, f"{at}/elements/{n}", _IMAGE)
        else:
            checks.text(element, f"{at}/elements/{n}", 3000, _ANY_TEXT)


def _check_divider(checks: Checks, block: Block, at: Pointer) -> None:
    return


def _check_header(checks: Checks, block: Block, at: Pointer) -> None:
    checks.text(block.get("text"), f"{at}/text", 150)


def _check_image(checks: Checks, block: Block, at: Pointer) -> None:
    check_element(checks, block, at, _IMAGE)
    checks.optional_text(block, "title", at, 2000)


def _check_input(checks: Checks, block: Block, at: Pointer) -> None:
    checks.text(block.get("label"), f"{at}/label", 2000)
    checks.optional_text(block, "hint", at, 2000)
    check_element(checks, block.get("element"), f"{at}/element", IN_INPUT)


def _check_section(checks: Checks, block: Block, at: Pointer) -> None:
    if block.get("text") is None and not block.get("fields"):
        checks.fail("missing required field: text or fields", at)
    if block.get("text") is not None:
        checks.text(block["text"], f"{at}/text", 3000, _ANY_TEXT)
    if block.get("fields") is not None:
        for n, text in enumerate(checks.items(block["fields"], f"{at}/fields", 10)):
            checks.text(text, f"{at}/fields/{n}", 2000, _ANY_TEXT)
    if block.get("accessory") is not None:
        check_element(checks, block["accessory"], f"{at}/accessory", IN_SECTION)


def _check_markdown(checks: Checks, block: Block, at: Pointer) -> None:
    checks.string(block.get("text"), f"{at}/text", 12_000)
    checks.characters += len(str(block.get("text", "")))


def _check_video(checks: Checks, block: Block, at: Pointer) -> None:
    checks.text(block.get("title"), f"{at}/title", 199)
    for key in ("alt_text", "thumbnail_url", "video_url"):
        checks.require(block, key, at)


def _check_table(checks: Checks, block: Block, at: Pointer) -> None:
    for n, row in enumerate(checks.items(block.get("rows"), f"{at}/rows", 100)):
        for m, cell in enumerate(checks.items(row, f"{at}/rows/{n}", 20)):
            if isinstance(cell, dict) and cell.get("type") == "rich_text":
                check_rich_text(checks, cell, f"{at}/rows/{n}/{m}")
            else:
                checks.text(cell, f"{at}/rows/{n}/{m}", 3000, ("raw_text",))


def _check_file(checks: Checks, block: Block, at: Pointer) -> None:
    checks.require(block, "external_id", at)


_CHECKS: Mapping[str, Callable[[Checks, Block, Pointer], None]] = {
    "actions": _check_actions,
    "context": _check_context,
    "divider": _check_divider,
    "file": _check_file,
    "header": _check_header,
    "image": _check_image,
    "input": _check_input,
    "markdown": _check_markdown,
    "rich_text": check_rich_text,
    "section": _check_section,
    "table": _check_table,
    "video": _check_video,
}
