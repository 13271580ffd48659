"""What stands on the fake Slack at a moment, so that it can stand there again."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from tests.fakes.slack.channels import Channel
from tests.fakes.slack.messages import Message
from tests.fakes.slack.people import Person
from tests.fakes.slack.surfaces import Surface
from tests.fakes.slack.world import World

PutBack = Callable[[], None]
_OF_MESSAGES = ("content", "earlier", "is_deleted", "_touched")
_OF_VIEWS = ("content", "hash", "problems", "trouble", "is_open", "_touched")


def remembered(world: World, people: Sequence[Person]) -> PutBack:
    """What puts everything back as it is now, for these people in the chats that there are."""
    with world.changes.lock:
        steps = [_of_chat(channel) for channel in world.channels.values()] + [_of_views(world, people)]

    def comes_back() -> None:
        with world.changes.lock:
            world.faults.clear()
            world.calls.clear()
            world.sent.clear()
            for app in world.apps.values():
                app.deliveries.failed.clear()
            for step in steps:
                step()

    return comes_back


def _of_chat(channel: Channel) -> PutBack:
    messages, hidden = dict(channel.all_messages), list(channel.hidden)
    steps = [_of_surface(one, _OF_MESSAGES) for one in messages.values()]

    def comes_back() -> None:
        channel.all_messages.clear()
        channel.all_messages.update(messages)
        channel.hidden[:] = hidden
        for step in steps:
            step()

    return comes_back


def _of_views(world: World, people: Sequence[Person]) -> PutBack:
    views, stacks = dict(world.views), [list(person.stack) for person in people]
    steps = [_of_surface(one, _OF_VIEWS) for one in views.values()]

    def comes_back() -> None:
        world.views.clear()
        world.views.update(views)
        for person, stack in zip(people, stacks, strict=True):
            person.stack[:] = stack
        for step in steps:
            step()

    return comes_back


def _of_surface(surface: Surface | Message, names: Sequence[str]) -> PutBack:
    kept: dict[str, Any] = {name: deepcopy(getattr(surface, name)) for name in names}

    def comes_back() -> None:
        for name, value in kept.items():
            setattr(surface, name, deepcopy(value))

    return comes_back
