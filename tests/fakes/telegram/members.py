"""Somebody's standing in a chat, as getChatMember and my_chat_member tell it."""

from collections.abc import Mapping

from tests.fakes.wire import Json

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)
_DETAILS: Mapping[str, Json] = {
    "creator": {"is_anonymous": False},
    "administrator": {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True),
    "kicked": {"until_date": 0},
}


def to_member(who: Json, status: str) -> Json:
    """A ChatMember."""
    return {"user": who, "status": status, **_DETAILS.get(status, {})}
