"""Presses of buttons, and choices in menus and pickers: below questions, and in the home tab.

docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.platforms.fields import part, parts, text
from bot.platforms.slack.codes import HOME, SLACKS_ZONE, Code, decode
from bot.platforms.slack.people import bot_team, chat_of, presser, private_place
from bot.service.arrivals import Account, Arrival, Arrived, Look, Message, Place, Press, Switch

PICKED_LIMIT = 1000
"""More options than this were never offered."""

_WAYS = ("/back", "/skip", "/example", "/accept")


@dataclass(frozen=True, slots=True)
class FormPress:
    """Somebody wants to answer in a form: of the prompt with this token, or (from the home tab) of this question.

    `trigger` opens a view for three seconds. `message` is where the button stood ("" for the home tab).
    """

    place: Place
    author: Account
    trigger: str
    token: str = ""
    message: str = ""
    callback: str = ""
    workspace: str = ""
    project: str = ""
    question: str = ""
    item: str = ""


def is_form_press(body: Mapping[str, Any]) -> bool:
    """Whether somebody wants to answer in a form."""
    code = _code(_action(body))
    return code is not None and (code.action == "form" or _verb(code) == "form")


def to_arrival(body: object) -> Arrived | None:
    """What a press, or a choice in a menu or a picker, means; None for what has no place or nobody behind it.

    A press of what isn't ours is one of nothing, so that it is answered.
    """
    if not isinstance(body, Mapping):
        return None
    action, by = _action(body), presser(body, bot_team(body))
    if by is None or not action:
        return None
    code = _code(action)
    home = code is not None and code.action == "home"
    arrival = _at_home(body, action, by, code) if home and code is not None else _press(body, action, by, code)
    return None if arrival is None else Arrived(press_key(body), arrival)


def press_key(body: Mapping[str, Any]) -> str:
    """The key by which a second delivery of a press is known."""
    action = _action(body)
    pressed = text(body, "trigger_id") + text(action, "action_id") + text(action, "block_id")
    return hashlib.sha256(pressed.encode()).hexdigest()[:32]


def to_form_press(body: object) -> FormPress | None:
    """A press of a button that opens a form."""
    if not isinstance(body, Mapping):
        return None
    action, by, trigger = _action(body), presser(body, bot_team(body)), text(body, "trigger_id")
    code = _code(action)
    if code is None or by is None or not trigger or not is_form_press(body):
        return None
    if code.action == "home":
        place, carried = private_place(bot_team(body), by), _carried(action)
        about = {name: carried.get(name, "") for name in ("workspace", "project", "question", "item")}
        return FormPress(place, by, trigger, **about)
    place_and = chat_of(body, by)
    if place_and is None:
        return None
    place, callback, message = place_and
    return FormPress(place, by, trigger, code.token, message, callback)


def _press(body: Mapping[str, Any], action: Mapping[str, Any], by: Account, code: Code | None) -> Press | None:
    where = chat_of(body, by)
    if where is None:
        return None
    place, callback, message = where
    token, kind, value = _meant(body, action, code) or ("", "none", "")
    return Press(place, by, token, kind, value, callback, message)


def _meant(body: Mapping[str, Any], action: Mapping[str, Any], code: Code | None) -> tuple[str, str, str] | None:
    """What was pressed, in the words of `Press`; None for what isn't ours, or where nothing is chosen."""
    if code is None:
        return None
    if code.action == "picked":
        return code.token, "picked", _picked(body, code.token)
    value = code.value or _chosen(action)
    if code.action in ("option", "value"):
        return (code.token, code.action, value) if value else None
    if code.action == "command":
        return (code.token, "command", value) if value in _WAYS else None
    return (code.token, "again", value) if code.action == "again" and value.isdecimal() else None


def _chosen(action: Mapping[str, Any]) -> str:
    option = text(part(action, "selected_option"), "value")
    return option or text(action, "selected_date") or text(action, "selected_time")


def _picked(body: Mapping[str, Any], token: str) -> str:
    """The options that are ticked in the prompt's menu, "0,3,5"; its state comes with every press in the message."""
    found: list[str] = []
    for block, elements in part(part(body, "state"), "values").items():
        for element, state in elements.items() if isinstance(elements, Mapping) else ():
            code = decode(str(block), str(element))
            if code is not None and code.action == "several" and code.token == token and isinstance(state, Mapping):
                found += [text(option, "value") for option in parts(state, "selected_options")]
    indexes = {int(one) for one in found[:PICKED_LIMIT] if one.isascii() and one.isdecimal() and len(one) < 6}
    return ",".join(map(str, sorted(indexes)))


def _at_home(body: Mapping[str, Any], action: Mapping[str, Any], by: Account, code: Code) -> Arrival | None:
    place, about, verb = private_place(bot_team(body), by), _carried(action), _verb(code)
    workspace, project = about.get("workspace", ""), about.get("project", "")
    if verb == "zone":
        zone = _chosen(action)
        return Look(place, by, "" if zone == SLACKS_ZONE else zone) if zone else None
    if verb == "new":
        return Message(place, by, "", "/new")
    if verb == "docs":
        return Switch(place, by, workspace, project, f"/docs {about.get('phase', '')}".rstrip())
    return Switch(place, by, workspace, project) if verb == "talk" else None


def _verb(code: Code) -> str:
    return code.value.partition("/")[0] if code.action == "home" and code.token == HOME else ""


def _carried(action: Mapping[str, Any]) -> dict[str, str]:
    """What a button of the home tab is about."""
    try:
        found = json.loads(text(action, "value"))
    except (ValueError, RecursionError):
        return {}
    return {name: text(found, name) for name in found} if isinstance(found, Mapping) else {}


def _action(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(iter(parts(body, "actions")), {})


def _code(action: Mapping[str, Any]) -> Code | None:
    return decode(text(action, "block_id"), text(action, "action_id"))
