"""What a person does to a message or a view: press, choose, tick, pick, type into a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.slack.blocks import Block
from tests.fakes.slack.checks import Checks
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.elements import check_options_answer, options_of
from tests.fakes.slack.messages import Message
from tests.fakes.slack.payloads import block_actions, block_suggestion, to_action
from tests.fakes.slack.seeing import label_of
from tests.fakes.slack.states import to_value
from tests.fakes.slack.views import View
from tests.fakes.wire import Json, to_text

if TYPE_CHECKING:
    from tests.fakes.slack.apps import Install
    from tests.fakes.slack.people import Person

ONE = frozenset({"static_select", "external_select", "radio_buttons"})
SEVERAL = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})


def install_of(surface: Message | View) -> Install:
    """Whose message or view it is. Raises `LookupError`."""
    if isinstance(surface, View):
        return surface.install
    for app in surface.world.apps.values():
        for install in app.installs.values():
            if install.bot.id == surface.user_id:
                return install
    raise LookupError(f"{surface} is not by an app")


def find_button(surface: Message | View, what: str | Json) -> tuple[Block, Json]:
    """A button by its label, or any element as it was, although it may have gone since."""
    if not isinstance(what, str):
        for block, element in surface.elements:
            if element["action_id"] == what["action_id"]:
                return block, what
        return {"block_id": "gone"}, what
    for block, element in surface.elements:
        if element["type"] == "button" and label_of(element) == what:
            return block, element
    raise LookupError(f"no button {what!r}, only {surface.buttons}")


def find_options(
    surface: Message | View, labels: tuple[str, ...], kinds: frozenset[str]
) -> tuple[Block, Json, list[Json]]:
    """The menu that has all these options. Raises `LookupError`."""
    for block, element in surface.elements:
        if element["type"] in kinds:
            by_label = {option["text"]["text"]: option for option in surface.options_for(block, element)}
            if all(label in by_label for label in labels):
                return block, element, [by_label[label] for label in labels]
    raise LookupError(f"no options {labels}, only {surface.options}")


def find_kind(surface: Message | View, kinds: frozenset[str], label: str | None = None) -> tuple[Block, Json]:
    """The first element of these kinds, or the one with this placeholder or in the block with this label."""
    for block, element in surface.elements:
        if element["type"] in kinds and (label is None or label in {label_of(element), _block_label(block)}):
            return block, element
    raise LookupError(f"no {'/'.join(sorted(kinds))} on {surface}")


def acts(person: Person, surface: Message | View, block: Block, element: Json, value: Any = None) -> Delivery:
    """Tell the app what was pressed or chosen."""
    install = install_of(surface)
    payload = block_actions(install, person, surface, to_action(block, element, value))
    delivery = Delivery(install.app, "interactive", to_text(payload))
    install.app.deliveries.send(delivery)
    person.world.changes.ring()
    return delivery


def changes(person: Person, surface: Message | View, block: Block, element: Json, value: Any) -> Delivery | None:
    """Keep a new value; the app is told unless it is a form's input that dispatches nothing."""
    surface.touches(person.id, block, element, to_value(element, value))
    if block["type"] == "input" and not block.get("dispatch_action"):
        person.world.changes.ring()
        return None
    return acts(person, surface, block, element, value)


def asks_options(person: Person, surface: Message | View, block: Block, element: Json, query: str) -> Delivery:
    """Ask the app for a menu's options; they can be chosen from then on."""
    if len(query) < element.get("min_query_length", 3):
        raise ValueError(f"{element['action_id']} asks the app from {element.get('min_query_length', 3)} characters on")
    at = {"block_id": block["block_id"], "action_id": element["action_id"]}
    install = install_of(surface)

    def load(delivery: Delivery) -> None:
        checks = Checks()
        check_options_answer(checks, delivery.answer)
        if delivery.reason or checks.messages:
            delivery.reason = delivery.reason or f"invalid options: {checks.messages}"
            return
        answer = delivery.answer
        surface.load(block, element, options_of(answer))

    payload = block_suggestion(install, person, surface, at=at, query=query)
    delivery = Delivery(install.app, "interactive", to_text(payload), on_over=load)
    install.app.deliveries.send(delivery)
    return delivery


def _block_label(block: Block) -> str:
    holder = block.get("label") or block.get("text")
    return str(holder["text"]) if isinstance(holder, dict) else ""
