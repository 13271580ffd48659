"""Blocks and texts that are too long, too many, or no blocks at all: refused in Slack's words."""

from typing import Any

import pytest

from tests.fakes.wire import Json
from tests.integration.fakes.club import Club, actions, button, field_block, options, plain, refusal, section, word


def select(count: int = 1, **more: Any) -> Json:
    """A menu of so many options."""
    labels = [f"o{number}" for number in range(count)]
    return {"type": "static_select", "action_id": "menu", "options": options(*labels), **more}


def rich(*pieces: Json) -> Json:
    """A rich_text block of one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


LIMITS: list[tuple[Json, str, str]] = [
    (section("a" * 3001), "must be less than 3001 characters", "/text/text"),
    (section(""), "must be more than 0 characters", "/text/text"),
    ({"type": "section"}, "missing required field: text or fields", ""),
    ({"type": "header", "text": plain("a" * 151)}, "must be less than 151 characters", "/text/text"),
    (section("a", block_id="b" * 256), "must be less than 256 characters", "/block_id"),
    (actions(button("a" * 76)), "must be less than 76 characters", "/elements/0/text/text"),
    (actions(button("a", value="v" * 2001)), "must be less than 2001 characters", "/elements/0/value"),
    (actions(button("a", "i" * 256)), "must be less than 256 characters", "/elements/0/action_id"),
    (actions(button("a", style="loud")), "must be a valid enum value: primary, danger", "/elements/0/style"),
    (actions(*(button("a", str(n)) for n in range(26))), "no more than 25 items allowed", "/elements"),
    (actions(), "must not be empty", "/elements"),
    (actions(select(101)), "no more than 100 items allowed", "/elements/0/options"),
    (actions(select(placeholder=plain("a" * 151))), "must be less than 151 characters", "/elements/0/placeholder/text"),
    (
        actions({"type": "overflow", "options": options(*"abcdef")}),
        "no more than 5 items allowed",
        "/elements/0/options",
    ),
    (
        actions({"type": "radio_buttons", "options": options(*"abcdefghijk")}),
        "no more than 10 items allowed",
        "/elements/0/options",
    ),
    (
        actions({"type": "checkboxes", "options": options("a" * 76)}),
        "must be less than 76 characters",
        "/elements/0/options/0/text/text",
    ),
    (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input", "/elements/0/type"),
    (
        actions({"type": "datepicker", "initial_date": "1.2."}),
        r"failed to match the required pattern: \d{4}-\d{2}-\d{2}",
        "/elements/0/initial_date",
    ),
    (
        field_block("a" * 2001, {"type": "plain_text_input"}, block_id="x"),
        "must be less than 2001 characters",
        "/label/text",
    ),
    (
        field_block("A", {"type": "plain_text_input", "initial_value": "a" * 3001}),
        "must be less than 3001 characters",
        "/element/initial_value",
    ),
    (
        field_block("A", {"type": "plain_text_input", "max_length": 3001}),
        "must be between 1 and 3000",
        "/element/max_length",
    ),
    (
        field_block("A", select(initial_option=options("z")[0])),
        "initial_option must exactly match a provided option",
        "/element/initial_option",
    ),
    (field_block("A", button("a")), "unsupported type: button", "/element/type"),
    (rich({"type": "text", "text": ""}), "must be more than 0 characters", "/elements/0/elements/0/text"),
    (rich({"type": "shout", "text": "a"}), "unsupported type: shout", "/elements/0/elements/0/type"),
    (
        rich({"type": "text", "text": "a", "style": {"loud": True}}),
        "additional properties are not allowed",
        "/elements/0/elements/0/style",
    ),
    (rich({"type": "text"}), "missing required field: text", "/elements/0/elements/0"),
    ({"type": "rich_text", "elements": [{"type": "verse"}]}, "unsupported type: verse", "/elements/0/type"),
    ({"type": "rich_text", "elements": ["a"]}, "must be an object", "/elements/0"),
    (
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "wild", "elements": []}]},
        "must be a valid enum value: bullet, ordered",
        "/elements/0/style",
    ),
    (actions("press me"), "must be an object", "/elements/0"),  # type: ignore[arg-type]
    (actions({**select(), "options": ["a"]}), "must be an object", "/elements/0/options/0"),
    (actions({**select(), "options": "a"}), "must be an array", "/elements/0/options"),
    (
        actions({"type": "external_select", "min_query_length": "0"}),
        "must be an integer",
        "/elements/0/min_query_length",
    ),
    (
        actions({"type": "static_select", "option_groups": [{"label": plain("a" * 76), "options": options("a")}]}),
        "must be less than 76 characters",
        "/elements/0/option_groups/0/label/text",
    ),
    (
        actions({"type": "multi_static_select", "options": options("a"), "initial_options": options("b")}),
        "initial_options must exactly match provided options",
        "/elements/0/initial_options/0",
    ),
    (
        actions(button("A", confirm={"title": plain("a" * 101), "text": plain("b"), "confirm": plain("c")})),
        "must be less than 101 characters",
        "/elements/0/confirm/title/text",
    ),
    (field_block("A", {"type": "number_input"}), "missing required field: is_decimal_allowed", "/element"),
    (
        field_block("A", {"type": "plain_text_input", "max_length": 1, "initial_value": "ab"}),
        "initial_value is longer than max_length",
        "/element/initial_value",
    ),
    ({"type": "section", "text": {"type": "mrkdwn", "text": 3}}, "must be a string", "/text/text"),
    (
        {"type": "section", "text": {"type": "html", "text": "a"}},
        "must be a valid enum value: plain_text, mrkdwn",
        "/text/type",
    ),
    (section("a", fields=[plain("a")] * 11), "no more than 10 items allowed", "/fields"),
    ({"type": "image", "image_url": "https://example.com/a.png"}, "must be a string", "/alt_text"),
    ({"type": "markdown", "text": "a" * 12_001}, "must be less than 12001 characters", "/text"),
    (
        {"type": "video", "title": plain("a"), "alt_text": "a", "video_url": "a"},
        "missing required field: thumbnail_url",
        "",
    ),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 21]}, "no more than 20 items allowed", "/rows/0"),
    ({"type": "file"}, "missing required field: external_id", ""),
    ({"type": "poem"}, "unsupported type: poem", "/type"),
    ({"type": "context", "elements": [plain("a")] * 11}, "no more than 10 items allowed", "/elements"),
]


@pytest.mark.parametrize(("block", "complaint", "place"), LIMITS)
async def test_a_block_that_breaks_a_limit(club: Club, block: Json, complaint: str, place: str) -> None:
    answer = await refusal(club.sdk.chat_postMessage(channel=club.coffee.id, text="x", blocks=[block]))

    complaint = f"{complaint} [json-pointer:/blocks/0{place}]"
    assert answer["error"] == "invalid_blocks"
    assert f"[ERROR] {complaint}" in answer["response_metadata"]["messages"]
    assert complaint in answer["errors"]
    assert club.slack.sent == []


async def test_ids_must_differ_and_blocks_are_counted(club: Club) -> None:
    twice = [section("a", block_id="b"), section("c", block_id="b")]
    many = [section("a") for _ in range(51)]
    same = [actions(button("A", "x"), button("B", "x"))]
    for blocks, what in (
        (twice, "`block_id` 'b' already"),
        (many, "no more than 50"),
        (same, "`action_id` 'x' already"),
    ):
        answer = await refusal(club.sdk.chat_postMessage(channel=club.coffee.id, text="x", blocks=blocks))
        assert what in answer["errors"][0]


async def test_texts_have_limits(club: Club) -> None:
    sent = await club.sdk.chat_postMessage(channel=club.coffee.id, text="a" * 40_001)
    long = [section("a" * 3000) for _ in range(5)]

    assert len(sent["message"]["text"]) == 40_000
    assert await word(club.sdk.chat_postMessage(channel=club.coffee.id, text="x", blocks=long)) == "msg_blocks_too_long"
    assert await word(club.sdk.api_call("chat.postMessage", json={"channel": club.coffee.id})) == "no_text"
    wide = "a" * 4001
    assert await word(club.sdk.chat_update(channel=club.coffee.id, ts=sent["ts"], text=wide)) == "msg_too_long"
    assert (
        await word(club.sdk.chat_postMessage(channel=club.coffee.id, blocks="[{", text="x")) == "invalid_blocks_format"
    )
    assert (
        await word(club.sdk.chat_postMessage(channel=club.coffee.id, blocks="{}", text="x")) == "invalid_blocks_format"
    )
