"""Forms as Slack shows them, and what Slack sends back of them."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.modals import form_view
from dialogs.effects import Ask, Progress
from dialogs.forms import Field, Form
from dialogs.questions.base import Option
from dialogs.state import Prompt, PromptKind
from tests.unit.chatting import WORDS
from tests.unit.slack.limits import check_view

NAMES: Mapping[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
}


def field(kind: str = "text", typed: str = "", id_: str = "users", item: str = "", **fields: Any) -> Field:
    """A field of a form."""
    prompt = Prompt("", PromptKind.QUESTION, id_, item)
    given: dict[str, Any] = {"text": "Who is it for?"} | fields
    ask = Ask(prompt=prompt, phase="requirements", dialog="users", type=kind, **given)
    return Field(ask, typed, bool(typed))


def options(*labels: str) -> tuple[Option, ...]:
    """Options "a", "b", …"""
    return tuple(Option(chr(ord("a") + index), label) for index, label in enumerate(labels))


def form(*fields: Field, title: str = "Target users") -> Form:
    """A form of these fields."""
    return Form(title, "Requirements", "Target users", "users", "", "", tuple(fields), Progress(0, len(fields)))


def opened(*fields: Field, **more: Any) -> dict[str, Any]:
    """The view of a form's page, one that Slack opens."""
    view = form_view(form(*fields), WORDS, metadata='{"form": 1}', **more)
    check_view(view)
    return view


def inputs(view: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a view by block id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def element(*fields: Field) -> dict[str, Any]:
    """What the first field is filled in with."""
    found: dict[str, Any] = next(iter(inputs(opened(*fields)).values()))["element"]
    return found


def state_of(view: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    """What Slack sends when a view is sent: as it was opened, but for the blocks whose value is `changed`."""
    values: dict[str, Any] = {}
    for id_, block in inputs(view).items():
        of = block["element"]
        name, initial, empty = NAMES[of["type"]]
        values[id_] = {of["action_id"]: {"type": of["type"], name: changed.get(id_, of.get(initial, empty))}}
    return values
