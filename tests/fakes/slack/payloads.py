"""What Slack tells of interactions: presses, forms, shortcuts, lookups, commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.slack.messages import Message
from tests.fakes.slack.states import value_key
from tests.fakes.slack.views import View
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.apps import FakeApp, Install
    from tests.fakes.slack.blocks import Block
    from tests.fakes.slack.channels import Channel
    from tests.fakes.slack.people import Person

_CHANNEL_NAMES = {"im": "directmessage", "group": "privategroup"}
_ACTION_EXTRAS = ("value", "placeholder", "initial_option", "initial_date", "initial_time")


def common(install: Install, person: Person, kind: str) -> Json:
    """What every interaction has."""
    app = install.app
    payload: Json = {
        "type": kind,
        "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": person.team.id},
        "api_app_id": app.id,
        "token": app.verification_token,
        "team": {"id": person.team.id, "domain": person.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if person.team.enterprise:
        grid = {"id": person.team.enterprise, "name": f"Grid {person.team.enterprise}"}
        payload["enterprise"] = grid
        payload["team"] |= {"enterprise_id": grid["id"], "enterprise_name": grid["name"]}
    return payload


def block_actions(install: Install, person: Person, surface: Message | View, action: Json) -> Json:
    """Somebody pressed or chose something."""
    world = install.app.world
    payload = common(install, person, "block_actions")
    view = surface if isinstance(surface, View) and surface.content["type"] == "modal" else None
    payload["trigger_id"] = world.new_trigger(install.app, person, view).id
    payload["actions"] = [{**action, "action_ts": world.next_ts()}]
    if isinstance(surface, View):
        container: Json = {"type": "view", "view_id": surface.id}
        return payload | {"container": container, "view": surface.to_json()}
    payload |= _about_message(surface)
    payload["state"] = {"values": surface.values_for(person.id)}
    payload["response_url"] = world.responses.make(install, surface.channel, person, surface)
    return payload


def to_action(block: Block, element: Json, value: Any) -> Json:
    """One action: the element, and what was chosen."""
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    action |= {key: element[key] for key in _ACTION_EXTRAS if key in element}
    if element["type"] in {"button", "workflow_button"}:
        return action | {"text": element["text"]}
    return action | {value_key(element) or "selected_option": value}


def block_suggestion(install: Install, person: Person, surface: Message | View, *, at: Json, query: str) -> Json:
    """Somebody types into a menu whose options the app knows; `at` is block_id and action_id."""
    payload = common(install, person, "block_suggestion") | at | {"value": query}
    if isinstance(surface, View):
        return payload | {"container": {"type": "view", "view_id": surface.id}, "view": surface.to_json()}
    return payload | _about_message(surface)


def view_submission(view: View) -> Json:
    """Somebody pressed a form's submit button."""
    world = view.world
    payload = common(view.install, view.person, "view_submission")
    payload["trigger_id"] = world.new_trigger(view.install.app, view.person, view).id
    return payload | {"view": view.to_json(), "response_urls": []}


def view_closed(view: View, *, is_cleared: bool) -> Json:
    """Somebody closed a form."""
    return common(view.install, view.person, "view_closed") | {"view": view.to_json(), "is_cleared": is_cleared}


def message_action(install: Install, person: Person, callback_id: str, message: Message) -> Json:
    """Somebody chose an app's shortcut in a message's menu."""
    world = install.app.world
    payload = common(install, person, "message_action")
    return payload | {
        "action_ts": world.next_ts(),
        "callback_id": callback_id,
        "trigger_id": world.new_trigger(install.app, person).id,
        "response_url": world.responses.make(install, message.channel, person, message),
        "message_ts": message.ts,
        "channel": _about_channel(message.channel),
        "message": message.content,
    }


def shortcut(install: Install, person: Person, callback_id: str) -> Json:
    """Somebody chose an app's global shortcut."""
    world = install.app.world
    trigger_id = world.new_trigger(install.app, person).id
    return common(install, person, "shortcut") | {
        "action_ts": world.next_ts(),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def slash_command(install: Install, person: Person, channel: Channel, *, command: str, text: str) -> Json:
    """Somebody wrote a command; the fields of a form, all text."""
    app: FakeApp = install.app
    fields: Json = {
        "token": app.verification_token,
        "team_id": person.team.id,
        "team_domain": person.team.domain,
        "channel_id": channel.id,
        "channel_name": _CHANNEL_NAMES.get(channel.kind, channel.name),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": app.world.responses.make(install, channel, person),
        "trigger_id": app.world.new_trigger(app, person).id,
    }
    if person.team.enterprise:
        fields |= {"enterprise_id": person.team.enterprise, "enterprise_name": f"Grid {person.team.enterprise}"}
    return fields


def _about_channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": _CHANNEL_NAMES.get(channel.kind, channel.name)}


def _about_message(message: Message) -> Json:
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel.id}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    container["is_ephemeral"] = message.only_for is not None
    about = {"container": container, "channel": _about_channel(message.channel)}
    # Slack does not keep ephemeral messages, so it cannot show them again.
    return about if message.only_for is not None else about | {"message": message.content}
