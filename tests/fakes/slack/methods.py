"""The Web API's methods by name, each with the scope that it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tests.fakes.slack import chatting, granting, looking, marking, uploading, viewing
from tests.fakes.slack.apps import Install
from tests.fakes.slack.parameters import Parameters
from tests.fakes.slack.world import World
from tests.fakes.wire import Json

Run: TypeAlias = Callable[[World, Install, Parameters], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """A method for a bot's token. `scope` empty: any token may."""

    run: Run
    scope: str = ""


METHODS: Mapping[str, Method] = {
    "auth.test": Method(granting.auth_test),
    "auth.revoke": Method(granting.auth_revoke),
    "apps.uninstall": Method(granting.apps_uninstall),
    "bookmarks.add": Method(marking.bookmarks_add, "bookmarks:write"),
    "bookmarks.edit": Method(marking.bookmarks_edit, "bookmarks:write"),
    "bookmarks.list": Method(marking.bookmarks_list, "bookmarks:read"),
    "bookmarks.remove": Method(marking.bookmarks_remove, "bookmarks:write"),
    "bots.info": Method(looking.bots_info, "users:read"),
    "chat.delete": Method(chatting.delete, "chat:write"),
    "chat.getPermalink": Method(chatting.get_permalink),
    "chat.postEphemeral": Method(chatting.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(chatting.post_message, "chat:write"),
    "chat.update": Method(chatting.update, "chat:write"),
    "conversations.info": Method(looking.conversations_info),
    "conversations.open": Method(looking.conversations_open, "im:write"),
    "conversations.replies": Method(looking.conversations_replies),
    "files.completeUploadExternal": Method(uploading.complete_upload, "files:write"),
    "files.getUploadURLExternal": Method(uploading.get_upload_url, "files:write"),
    "pins.add": Method(marking.pins_add, "pins:write"),
    "reactions.add": Method(marking.reactions_add, "reactions:write"),
    "team.info": Method(looking.team_info, "team:read"),
    "users.info": Method(looking.users_info, "users:read"),
    "views.open": Method(viewing.open_view),
    "views.publish": Method(viewing.publish_view),
    "views.push": Method(viewing.push_view),
    "views.update": Method(viewing.update_view),
}
