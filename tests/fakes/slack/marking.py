"""The methods for bookmarks, pins and reactions."""

from tests.fakes.slack.apps import Install
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.chatting import readable, writable
from tests.fakes.slack.messages import Message
from tests.fakes.slack.parameters import Parameters
from tests.fakes.slack.wire import RefusalError, invalid_arguments
from tests.fakes.slack.world import World
from tests.fakes.wire import Json

MAX_BOOKMARKS = 100
MAX_PINS = 100


def bookmarks_add(world: World, install: Install, parameters: Parameters) -> Json:
    """bookmarks.add."""
    channel = writable(world, install, parameters.text("channel_id"))
    if not parameters.text("title"):
        raise invalid_arguments("[ERROR] missing required field: title")
    if parameters.text("type") != "link":
        raise RefusalError("invalid_bookmark_type")
    _check_link(parameters.text("link"))
    if len(channel.bookmarks) >= MAX_BOOKMARKS:
        raise RefusalError("too_many_bookmarks")
    now = int(world.clock())
    bookmark: Json = {
        "id": world.new_id("Bk"),
        "channel_id": channel.id,
        "title": parameters.text("title"),
        "link": parameters.text("link"),
        "emoji": parameters.text("emoji"),
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": now,
        "date_updated": 0,
        "rank": "U",
        "last_updated_by_user_id": install.bot.id,
        "last_updated_by_team_id": install.team.id,
        "shortcut_id": None,
        "app_id": install.app.id,
    }
    channel.bookmarks[bookmark["id"]] = bookmark
    return {"bookmark": bookmark}


def bookmarks_edit(world: World, install: Install, parameters: Parameters) -> Json:
    """bookmarks.edit."""
    channel = writable(world, install, parameters.text("channel_id"))
    bookmark = _bookmark(channel, parameters)
    if parameters.text("link"):
        _check_link(parameters.text("link"))
    given = {name: parameters.text(name) for name in ("title", "link", "emoji") if parameters.values.get(name)}
    bookmark |= given | {"date_updated": int(world.clock())}
    return {"bookmark": bookmark}


def bookmarks_list(world: World, install: Install, parameters: Parameters) -> Json:
    """bookmarks.list."""
    return {"bookmarks": list(readable(world, install, parameters.text("channel_id")).bookmarks.values())}


def bookmarks_remove(world: World, install: Install, parameters: Parameters) -> Json:
    """bookmarks.remove."""
    channel = writable(world, install, parameters.text("channel_id"))
    del channel.bookmarks[_bookmark(channel, parameters)["id"]]
    return {}


def pins_add(world: World, install: Install, parameters: Parameters) -> Json:
    """pins.add."""
    channel, message = _message(world, install, parameters)
    if message.ts in channel.pins:
        raise RefusalError("already_pinned")
    if len(channel.pins) >= MAX_PINS:
        raise RefusalError("too_many_pins")
    channel.pins.append(message.ts)
    return {}


def reactions_add(world: World, install: Install, parameters: Parameters) -> Json:
    """reactions.add."""
    _, message = _message(world, install, parameters)
    name = parameters.text("name").strip(":")
    if not name:
        raise RefusalError("invalid_name")
    reactions: list[Json] = message.content.setdefault("reactions", [])
    for reaction in reactions:
        if reaction["name"] == name:
            if install.bot.id in reaction["users"]:
                raise RefusalError("already_reacted")
            reaction["users"].append(install.bot.id)
            reaction["count"] += 1
            return {}
    reactions.append({"name": name, "users": [install.bot.id], "count": 1})
    return {}


def _message(world: World, install: Install, parameters: Parameters) -> tuple[Channel, Message]:
    channel = writable(world, install, parameters.text("channel"))
    if not parameters.text("timestamp"):
        raise RefusalError("no_item_specified")
    message = channel.find(parameters.text("timestamp"))
    if message is None:
        raise RefusalError("message_not_found")
    return channel, message


def _bookmark(channel: Channel, parameters: Parameters) -> Json:
    bookmark = channel.bookmarks.get(parameters.text("bookmark_id"))
    if bookmark is None:
        raise RefusalError("not_found")
    return bookmark


def _check_link(link: str) -> None:
    if not link.startswith(("https://", "http://")):
        raise RefusalError("invalid_link")
