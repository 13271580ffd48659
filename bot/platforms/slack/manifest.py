"""The app as Slack is told about it: what it may do and why, what it hears of, and where it is found."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.commands import COMMAND

BOT_SCOPES: Mapping[str, str] = {
    "chat:write": "to ask questions and to say what came of an answer",
    "commands": "for the slash command and the message shortcut",
    "im:history": "to hear what people write to the bot in private",
    "im:write": "to open a private chat when a document has to be brought there",
    "channels:history": "to hear mentions, and answers in a project's thread, in public channels it was invited to",
    "groups:history": "the same in private channels",
    "mpim:history": "the same in group messages",
    "channels:read": "to notice that it was invited to a public channel, or removed from it",
    "groups:read": "the same in private channels",
    "users:read": "for names, time zones and languages, and to tell guests from members",
    "files:write": "to hand over the documents",
    "bookmarks:read": "to find the bookmark that leads to a project's thread",
    "bookmarks:write": "to put that bookmark above the channel and keep its status true",
}
"""Every scope, with what it is for. None is asked for that a part of the program doesn't need."""

OPTIONAL_SCOPES = frozenset({"bookmarks:read", "bookmarks:write"})
"""Without them a part is left out, and nothing else fails."""

EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)

KEEP = "keep"
"""The callback id of the message shortcut."""

PATHS = ("/slack/events", "/slack/interactions", "/slack/commands", "/slack/install", "/slack/oauth_redirect")


def manifest(url: str = "") -> dict[str, Any]:
    """The manifest of an app that Slack calls at `url`; without one, of an app in Socket Mode."""
    base = url.rstrip("/")
    at = {"request_url": f"{base}/slack/events"} if base else {}
    interactions = f"{base}/slack/interactions"
    asked = {"request_url": interactions, "message_menu_options_url": interactions} if base else {}
    command = {
        "command": COMMAND,
        "description": "Phasewalk: status, docs, help, or an answer",
        "usage_hint": "[status | docs | back | skip | help | …]",
        "should_escape": True,
        **({"url": f"{base}/slack/commands"} if base else {}),
    }
    shortcut = {"name": "Keep in the project", "type": "message", "callback_id": KEEP}
    redirect = {"redirect_urls": [f"{base}/slack/oauth_redirect"]} if base else {}
    return {
        "display_information": {
            "name": "Phasewalk",
            "description": "Walks a team through every phase of building a mini-program",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "phasewalk", "always_online": True},
            "shortcuts": [{**shortcut, "description": "File this message as an answer, a question or a decision"}],
            "slash_commands": [command],
        },
        "oauth_config": {**redirect, "scopes": {"bot": list(BOT_SCOPES)}},
        "settings": {
            "event_subscriptions": {**at, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **asked},
            "org_deploy_enabled": True,
            "socket_mode_enabled": not base,
            "token_rotation_enabled": False,
        },
    }
