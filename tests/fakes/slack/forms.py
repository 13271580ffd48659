"""A modal in somebody's hands: filled, submitted, closed, and what the app's answer does to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.acting import ONE, SEVERAL
from tests.fakes.slack.blocks import Block
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.payloads import view_closed, view_submission
from tests.fakes.slack.states import is_empty, to_value
from tests.fakes.slack.views import MAX_STACK, View, read_view
from tests.fakes.slack.wire import RefusalError
from tests.fakes.wire import Json, to_text

if TYPE_CHECKING:
    from tests.fakes.slack.apps import Install
    from tests.fakes.slack.people import Person

REQUIRED = "Please complete this required field."
TROUBLE = "We had some trouble connecting. Try again?"


class Form:
    """A modal in this person's hands."""

    def __init__(self, person: Person, view: View) -> None:
        self.person = person
        self.view = view

    @property
    def title(self) -> str:
        """What stands on top."""
        return self.view.title

    @property
    def problems(self) -> dict[str, str]:
        """What stands in red, by block_id."""
        return self.view.problems

    @property
    def is_open(self) -> bool:
        """Whether it is still on the screen."""
        return self.view.is_open

    def as_seen(self) -> str:
        """What it looks like."""
        return self.view.as_seen()

    def fill(self, values: Mapping[str, Any] | None = None, /, **by_block: Any) -> Form:
        """Fill fields by block_id or label: text, an option's label, a list of labels, a date, a time; None empties."""
        with self.view.world.changes.lock:
            fill(self.person, self.view, {**(values or {}), **by_block})
        return self

    def submits(self) -> Delivery | None:
        """Press the submit button. None when Slack's client finds a required field empty and sends nothing."""
        with self.view.world.changes.lock:
            return submit(self.person, self.view)

    def closes(self, *, is_cleared: bool = False) -> Delivery | None:
        """Press Close; with `is_cleared`, close the whole stack. None when the app is not told."""
        with self.view.world.changes.lock:
            return close(self.person, self.view, is_cleared=is_cleared)

    def types_into(self, query: str, label: str | None = None) -> Delivery:
        """Type into a menu whose options the app knows."""
        return self.person.types_into_select(query, self.view, label=label)


def fill(person: Person, view: View, values: Mapping[str, Any]) -> None:
    """Fill fields, each named by its block_id or its label. Raises `LookupError`, and `ValueError` for what Slack's
    client would not let somebody type."""
    for name, value in values.items():
        block, element = _field(view, name)
        view.touches(person.id, block, element, to_value(element, _value(view, block, element, value)))


def submit(person: Person, view: View) -> Delivery | None:
    """Press the submit button; None when Slack's client finds a required field empty and does not send it."""
    if not view.content.get("submit"):
        raise LookupError(f"{view} has no submit button")
    values = view.values_for(person.id)
    view.problems = {
        block["block_id"]: REQUIRED
        for block in view.blocks
        if block["type"] == "input"
        and not block.get("optional")
        and is_empty(values[block["block_id"]][block["element"]["action_id"]])
    }
    if view.problems:
        person.world.changes.ring()
        return None
    view.trouble = ""
    app = view.install.app
    delivery = Delivery(app, "interactive", to_text(view_submission(view)), on_over=lambda over: _answered(view, over))
    app.deliveries.send(delivery)
    return delivery


def close(person: Person, view: View, *, is_cleared: bool = False) -> Delivery | None:
    """Close a form, or with `is_cleared` the whole stack; the app hears of it if it wants to."""
    is_cleared = is_cleared or bool(view.content["clear_on_close"])
    for one in list(person.stack) if is_cleared else [view]:
        drop(one)
    person.world.changes.ring()
    if not view.content["notify_on_close"]:
        return None
    app = view.install.app
    delivery = Delivery(app, "interactive", to_text(view_closed(view, is_cleared=is_cleared)))
    app.deliveries.send(delivery)
    return delivery


def new_view(person: Person, install: Install, content: Json) -> View:
    """A view for somebody. Raises `RefusalError` if its external_id is taken."""
    external_id = content.get("external_id")
    if external_id:
        for view in person.world.views.values():
            if view.content["external_id"] == external_id and view.install.team is install.team:
                raise RefusalError("duplicate_external_id")
    view = View(install, person, person.world.new_id("V"), content)
    person.world.views[view.id] = view
    return view


def push(person: Person, content: Json, on: View) -> View:
    """A view on top of another. Raises `RefusalError`."""
    if len(person.stack) >= MAX_STACK:
        raise RefusalError("push_limit_reached")
    view = new_view(person, on.install, content)
    view.previous, view.root_id = on, on.root_id
    person.stack.append(view)
    return view


def drop(view: View) -> None:
    """A view is gone."""
    view.is_open = False
    view.world.views.pop(view.id, None)
    if view in view.person.stack:
        view.person.stack.remove(view)


def _answered(view: View, delivery: Delivery) -> None:
    """What the app's answer to a submission does (https://docs.slack.dev/surfaces/modals#response_actions)."""
    answer = delivery.answer
    try:
        if delivery.body_taken is None:
            view.trouble = TROUBLE
        elif not isinstance(answer, dict) or not answer.get("response_action"):
            drop(view)
        else:
            _act(view, answer)
    except RefusalError as refusal:
        # Slack shows nothing better, and tells the app nothing at all: the test may look here.
        view.trouble = f"{TROUBLE} ({refusal.to_json()})"


def _act(view: View, answer: Json) -> None:
    match answer["response_action"]:
        case "clear":
            for one in list(view.person.stack):
                drop(one)
        case "update":
            view.replace(read_view(answer.get("view"), ("modal",)))
        case "push":
            push(view.person, read_view(answer.get("view"), ("modal",)), view)
        case "errors":
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            errors = answer.get("errors")
            if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
                raise RefusalError("invalid_errors", {"errors": errors, "inputs": sorted(inputs)})
            view.problems = {block_id: str(text) for block_id, text in errors.items()}
        case other:
            raise RefusalError("invalid_response_action", {"response_action": other})


def _field(view: View, name: str) -> tuple[Block, Json]:
    for block, element in view.elements:
        label = block.get("label", {}).get("text") if block["type"] == "input" else None
        if name in {block["block_id"], label, element["action_id"]} and element["type"] != "button":
            return block, element
    names = [block["label"]["text"] for block in view.blocks if block["type"] == "input"]
    raise LookupError(f"no field {name!r}, only {names}")


def _value(view: View, block: Block, element: Json, value: Any) -> Any:
    """What a state keeps of what a person typed or chose."""
    kind = element["type"]
    if value is None:
        return [] if kind in SEVERAL else None
    if kind in ONE | SEVERAL:
        by_label = {option["text"]["text"]: option for option in view.options_for(block, element)}
        labels = [value] if isinstance(value, str) else list(value)
        missing = [label for label in labels if label not in by_label]
        if missing:
            raise LookupError(f"no options {missing}, only {list(by_label)}")
        options = [by_label[label] for label in labels]
        return options if kind in SEVERAL else options[0]
    if kind.endswith("_input"):
        most, least = element.get("max_length", 3000), element.get("min_length", 0)
        if not least <= len(value) <= most:
            raise ValueError(f"{len(value)} characters, but {block['block_id']} takes {least} to {most}")
        if not element.get("multiline") and "\n" in value:
            raise ValueError(f"{block['block_id']} takes one line")
    return value
