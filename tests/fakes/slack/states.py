"""What people have chosen and typed, as `state.values` tells it."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from tests.fakes.slack.blocks import Block, elements_of
from tests.fakes.wire import Json

Values: TypeAlias = dict[str, dict[str, Json]]

# What an element's value is called, and what it starts with.
_KEYS: Mapping[str, tuple[str, str]] = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}


def value_key(element: Json) -> str | None:
    """The field that holds an element's value; None for buttons and menus, which hold none."""
    keys = _KEYS.get(element["type"])
    return keys[0] if keys else None


def to_value(element: Json, value: Any) -> Json:
    """One element's entry in a state."""
    key, _ = _KEYS[element["type"]]
    return {"type": element["type"], key: value}


def initial_value(element: Json) -> Json:
    """The same before anybody touched it."""
    _, initial = _KEYS[element["type"]]
    default: Any = [] if element["type"].startswith("multi_") or element["type"] == "checkboxes" else None
    return to_value(element, element.get(initial, default))


def current_values(blocks: Iterable[Block], touched: Values) -> Values:
    """All values on a surface: what was touched, and what the rest starts with."""
    values: Values = {}
    for block in blocks:
        held = {
            element["action_id"]: touched.get(block["block_id"], {}).get(element["action_id"]) or initial_value(element)
            for element in elements_of(block)
            if element["type"] in _KEYS
        }
        if held:
            values[block["block_id"]] = held
    return values


def is_empty(value: Json) -> bool:
    """Whether nothing is chosen or typed."""
    return not any(content for key, content in value.items() if key != "type")
