"""The views methods: open, push, update, publish."""

from tests.fakes.slack import forms
from tests.fakes.slack.apps import Install
from tests.fakes.slack.parameters import Parameters
from tests.fakes.slack.people import Person
from tests.fakes.slack.views import Trigger, View, read_view
from tests.fakes.slack.wire import RefusalError, invalid_arguments
from tests.fakes.slack.world import World
from tests.fakes.wire import Json


def open_view(world: World, install: Install, parameters: Parameters) -> Json:
    """views.open: whatever was open closes."""
    content = read_view(parameters.structure("view"), ("modal",))
    trigger = _trigger(world, install, parameters)
    person = trigger.person
    view = forms.new_view(person, install, content)
    for old in list(person.stack):
        forms.drop(old)
    person.stack.append(view)
    trigger.is_used = True
    return {"view": view.to_json()}


def push_view(world: World, install: Install, parameters: Parameters) -> Json:
    """views.push: on top of the modal that the trigger came from."""
    content = read_view(parameters.structure("view"), ("modal",))
    trigger = _trigger(world, install, parameters)
    if trigger.view is None or not trigger.view.is_open:
        raise RefusalError("not_found")
    view = forms.push(trigger.person, content, trigger.view)
    trigger.is_used = True
    return {"view": view.to_json()}


def update_view(world: World, install: Install, parameters: Parameters) -> Json:
    """views.update."""
    content = read_view(parameters.structure("view"), ("modal", "home"))
    view_id, external_id = parameters.text("view_id"), parameters.text("external_id")
    if not view_id and not external_id:
        raise invalid_arguments("[ERROR] missing required field: view_id")
    view = world.views.get(view_id) if view_id else _by_external_id(world, install, external_id)
    if view is None or view.install is not install or not view.is_open:
        raise RefusalError("not_found")
    _check_hash(view, parameters)
    view.replace(content)
    return {"view": view.to_json()}


def publish_view(world: World, install: Install, parameters: Parameters) -> Json:
    """views.publish."""
    if not install.app.has_home:
        raise RefusalError("not_enabled")
    content = read_view(parameters.structure("view"), ("home",))
    person = world.accounts.get(parameters.text("user_id"))
    if not isinstance(person, Person) or person.is_deleted:
        raise invalid_arguments("[ERROR] failed to match all allowed schemas [json-pointer:/user_id]")
    view = person.homes.get(install.app.id)
    if view is None:
        view = person.homes[install.app.id] = forms.new_view(person, install, content)
    else:
        _check_hash(view, parameters)
        view.replace(content)
    return {"view": view.to_json()}


def _trigger(world: World, install: Install, parameters: Parameters) -> Trigger:
    trigger_id = parameters.text("trigger_id")
    if not trigger_id:
        raise invalid_arguments("[ERROR] missing required field: trigger_id")
    trigger = world.triggers.get(trigger_id)
    if trigger is None or trigger.app is not install.app:
        raise RefusalError("invalid_trigger_id")
    if trigger.is_used:
        raise RefusalError("exchanged_trigger_id")
    if world.clock() - trigger.made_at > world.trigger_expiry_s:
        raise RefusalError("expired_trigger_id")
    return trigger


def _by_external_id(world: World, install: Install, external_id: str) -> View | None:
    return next((view for view in world.views.values() if view.content["external_id"] == external_id), None)


def _check_hash(view: View, parameters: Parameters) -> None:
    if parameters.text("hash") and parameters.text("hash") != view.hash:
        raise RefusalError("hash_conflict")
