"""What Slack's Events API reports, read from its JSON into the service's own terms."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bot.platforms.fields import part, parts, text
from bot.platforms.slack.people import PREFIX, account, callback_of, is_id, place_of, private_place
from bot.platforms.slack.wording import hear
from bot.service.arrivals import Account, Arrival, Arrived, Look, Message, Move, Place, Reach

SLACKBOT = "USLACKBOT"
"""Slack's own bot writes as a person would: no bot id, no subtype."""

OPENING = "/resume"
"""What the bot's name alone says: where things stand, and what is asked."""

_WRITTEN = ("", "file_share", "thread_broadcast")
_PRIVATE = ("im", "app_home")
_CLIP = "slack_audio"
_MEDIA = {"image": "photo", "audio": "voice", "video": "video"}


class Me(NamedTuple):
    """The installation that an event is for: its workspace, and who the bot is there ("" where that isn't told)."""

    team: str
    user: str


def to_arrivals(body: object) -> list[Arrived]:
    """What an event means for us; nothing for what we don't know, and for what is no event."""
    if not isinstance(body, Mapping):
        return []
    event, me, key = part(body, "event"), installation(body), text(body, "event_id")
    read = _READERS.get(text(event, "type"))
    arrival = read(event, me) if read is not None and me is not None and key else None
    return [] if arrival is None else [Arrived(key, arrival)]


def is_by_bot(body: object) -> bool:
    """Whether an event only says that a bot wrote or changed something, as every message of ours does."""
    if not isinstance(body, Mapping):
        return False
    event = part(body, "event")
    return text(event, "type") == "message" and bool(event.get("bot_id") or part(event, "message").get("bot_id"))


def installation(body: Mapping[str, Any]) -> Me | None:
    """For which workspace's bot an event is; None where nothing tells.

    In a channel that two workspaces share, the event's own team is that of the author, not that of the bot.
    """
    authorization = next(iter(parts(body, "authorizations")), {})
    team = text(authorization, "team_id") or text(body, "team_id")
    return Me(team, text(authorization, "user_id")) if is_id(team) else None


def _message(event: Mapping[str, Any], me: Me) -> Message | None:
    if text(event, "subtype") != "message_changed":
        return _written(event, event, me, is_edit=False)
    inner, before = part(event, "message"), part(event, "previous_message")
    is_same = "text" in before and text(before, "text") == text(inner, "text")
    # Without "edited" nobody rewrote it: Slack looked up a link, or found out the language.
    if is_same or text(part(inner, "edited"), "user") != text(inner, "user"):
        return None
    return _written(inner, event, me, is_edit=True)


def _written(message: Mapping[str, Any], event: Mapping[str, Any], me: Me, *, is_edit: bool) -> Message | None:
    by, said, media = _author(message, me), text(message, "text"), _media(message)
    channel, id_ = text(event, "channel"), text(message, "ts")
    if by is None or not is_id(channel) or not id_ or not (said.strip() or media):
        return None
    is_private = text(event, "channel_type") in _PRIVATE or channel.startswith("D")
    root = text(message, "thread_ts")
    thread = "" if root == id_ else root
    heard = hear(said, me.team, me.user)
    is_addressed = is_private or heard.is_called
    if not is_addressed and not thread:
        return None
    return Message(
        place=place_of(me.team, channel, by, thread, is_private=is_private),
        author=by,
        message=id_,
        text=heard.text if heard.text or media else OPENING,
        reply_to=thread if is_private else "",
        is_addressed=is_addressed,
        is_called=heard.is_called,
        is_edit=is_edit,
        media=media,
        mentions=heard.mentions,
        callback="" if is_private else callback_of(channel, by, thread),
    )


def _author(message: Mapping[str, Any], me: Me) -> Account | None:
    """The person who wrote; None for a bot, and for what Slack says by itself."""
    user = text(message, "user")
    is_person = text(message, "subtype") in _WRITTEN and not message.get("bot_id") and user not in (SLACKBOT, me.user)
    return account(me.team, user) if is_person else None


def _media(message: Mapping[str, Any]) -> str:
    """What the first file is. A clip of sound may come as a video."""
    file = next(iter(parts(message, "files")), None)
    if file is None:
        return ""
    if text(file, "subtype") == _CLIP:
        return "voice"
    return _MEDIA.get(text(file, "mimetype").partition("/")[0], "document")


def _look(event: Mapping[str, Any], me: Me) -> Look | None:
    by = account(me.team, text(event, "user"))
    return Look(private_place(me.team, by), by) if by is not None and text(event, "tab") == "home" else None


def _own(event: Mapping[str, Any], me: Me, *, is_open: bool) -> Reach | None:
    """A member came or went; it matters where that is the bot."""
    return _reach(event, me, is_open=is_open) if me.user and text(event, "user") == me.user else None


def _reach(event: Mapping[str, Any], me: Me, *, is_open: bool) -> Reach | None:
    channel = text(event, "channel")
    if not is_id(channel):
        return None
    by = account(me.team, text(event, "inviter") or text(event, "actor_id")) or Account("", "")
    home = f"{PREFIX}{me.team}"
    return Reach(Place(home, channel, home, is_shared=True), by, is_open)


def _move(event: Mapping[str, Any], me: Me) -> Move | None:
    """A channel gets another id when it is shared with another workspace."""
    old, new = text(event, "old_channel_id"), text(event, "new_channel_id")
    home = f"{PREFIX}{me.team}"
    return Move(Place(home, old, home, is_shared=True), new) if is_id(old) and is_id(new) else None


def _closed(event: Mapping[str, Any], me: Me) -> Reach | None:
    return _reach(event, me, is_open=False)


def _opened(event: Mapping[str, Any], me: Me) -> Reach | None:
    return _reach(event, me, is_open=True)


def _joined(event: Mapping[str, Any], me: Me) -> Reach | None:
    return _own(event, me, is_open=True)


def _left(event: Mapping[str, Any], me: Me) -> Reach | None:
    return _own(event, me, is_open=False)


_READERS: Mapping[str, Callable[[Mapping[str, Any], Me], Arrival | None]] = {
    "message": _message,
    "app_home_opened": _look,
    "channel_id_changed": _move,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    **dict.fromkeys(("channel_left", "group_left"), _closed),
    **dict.fromkeys(("channel_archive", "group_archive", "channel_deleted", "group_deleted"), _closed),
    **dict.fromkeys(("channel_unarchive", "group_unarchive"), _opened),
}
