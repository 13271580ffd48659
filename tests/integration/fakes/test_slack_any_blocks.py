"""Blocks that are broken in any way are refused in Slack's words, and what is accepted can be looked at."""

import copy
from collections.abc import Iterator
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.slack.blocks import read_message_blocks
from tests.fakes.slack.seeing import seen_blocks
from tests.fakes.slack.wire import RefusalError
from tests.fakes.wire import Json
from tests.integration.fakes.club import actions, button, field_block, options, plain, section

Path: TypeAlias = tuple[str | int, ...]

STYLED = {"type": "text", "text": "a", "style": {"bold": True}}
LINE = {"type": "rich_text_section", "elements": [STYLED, {"type": "link", "url": "https://example.com"}]}
GROUPS = [{"label": plain("All"), "options": options("Red", "Blue")}]
CONFIRM = {"title": plain("a"), "text": plain("b"), "confirm": plain("c"), "deny": plain("d")}
BLOCKS: list[Json] = [
    section("a", fields=[plain("x")], accessory={"type": "overflow", "options": options("a"), "confirm": CONFIRM}),
    {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [LINE]}]},
    actions(button("A"), {"type": "static_select", "option_groups": GROUPS, "initial_option": options("Red")[0]}),
    field_block("B", {"type": "checkboxes", "options": options("a"), "initial_options": options("a")}),
    field_block("C", {"type": "plain_text_input", "max_length": 3, "initial_value": "a"}),
    {"type": "context", "elements": [plain("a"), {"type": "image", "alt_text": "a", "image_url": "b"}]},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, {"type": "rich_text", "elements": [LINE]}]]},
    {"type": "header", "text": plain("h")},
]


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """Every place in some JSON."""
    pieces = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, piece in pieces:
        yield (*here, key)
        yield from paths(piece, (*here, key))


@given(
    st.sampled_from(list(paths(BLOCKS))),
    st.sampled_from([None, True, 3, "", "x", [], [1], [[]], {}, {"type": "x"}, {"type": []}]),
)
def test_no_blocks_break_the_fake(path: Path, junk: Any) -> None:
    blocks: Any = copy.deepcopy(BLOCKS)
    holder = blocks
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = junk
    seen, error = "", ""
    try:
        seen = seen_blocks(read_message_blocks(blocks), {}, str)
    except RefusalError as refusal:
        error = refusal.error

    assert error in {"invalid_blocks", "invalid_blocks_format"} if error else seen
