"""What Telegram reports, read from its JSON into the service's own terms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.platforms.fields import number, part, parts, text
from bot.platforms.names import one_line
from bot.platforms.telegram.buttons import decode
from bot.platforms.telegram.people import PREFIX, account, author
from bot.platforms.telegram.wording import hear, translate
from bot.service.arrivals import Account, Arrival, Arrived, Message, Move, Place, Press, Reach

ENTITIES_LIMIT = 100
"""Telegram marks no more than this in one message."""

_MEDIA = (
    *("voice", "photo", "sticker", "video", "animation", "document", "location", "contact", "poll", "audio"),
    "video_note",
)
"""An animation comes with a document beside it, for old clients, so it is looked for first."""
_OTHER_MEDIA = ("dice", "game", "story", "paid_media", "checklist")
_INSIDE = ("member", "administrator", "creator")
_OUTSIDE = ("left", "kicked")


class MalformedUpdateError(ValueError):
    """This is no update: it is no object, or has no number."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot that is spoken to: "telegram:123456", its name behind the @, and the number in its id."""

    id: str
    username: str
    number: int


def to_arrivals(update: object, bot: Bot) -> list[Arrived]:
    """What an update means for us; nothing for what we don't know. MalformedUpdateError for what is no update."""
    if not isinstance(update, Mapping):
        raise MalformedUpdateError(type(update).__name__)
    key = number(update, "update_id")
    if key is None:
        raise MalformedUpdateError("update_id")
    for field, read in _READERS.items():
        arrival = read(part(update, field), bot)
        if arrival is not None:
            return [Arrived(str(key), arrival)]
    return []


def _written(message: Mapping[str, Any], bot: Bot) -> Message | Move | Reach | None:
    place, new_chat = _place(message, bot), number(message, "migrate_to_chat_id")
    if place is not None and new_chat is not None:
        return Move(place, str(new_chat))
    if place is not None and "forum_topic_reopened" in message:
        return Reach(place, author(message) or Account("", ""), is_open=True)
    return _message(message, bot, is_edit=False)


def _rewritten(message: Mapping[str, Any], bot: Bot) -> Message | None:
    return _message(message, bot, is_edit=True)


def _message(message: Mapping[str, Any], bot: Bot, *, is_edit: bool) -> Message | None:
    place, by, id_ = _place(message, bot), author(message), number(message, "message_id")
    said, media = text(message, "text") or text(message, "caption"), _media(message)
    where = "" if is_edit or place is None or place.is_shared else _where(message)
    if where:
        said, media = f"/timezone {where}", ""
    # What a channel posts comes into the group that discusses it as well.
    is_post = message.get("is_automatic_forward") is True
    if place is None or by is None or id_ is None or is_post or not (said or media):
        return None
    answered = _answered(message)
    heard = hear(said, bot.username)
    is_reply = number(part(answered, "from"), "id") == bot.number and not heard.is_for_another
    answered_id = number(answered, "message_id")
    return Message(
        place=place,
        author=by,
        message=str(id_),
        text=heard.text if place.is_shared else translate(said),
        reply_to="" if answered_id is None else str(answered_id),
        is_addressed=not place.is_shared or heard.is_called or is_reply,
        is_called=heard.is_called,
        is_edit=is_edit,
        media=media,
        album=text(message, "media_group_id"),
        mentions=_mentions(message, said),
    )


def _press(query: Mapping[str, Any], bot: Bot) -> Press | None:
    """A press with data that isn't ours is one of nothing, so that it is answered and its button stops waiting."""
    message, by, callback = part(query, "message"), account(part(query, "from")), text(query, "id")
    place, id_ = _place(message, bot), number(message, "message_id")
    data = query.get("data")
    if place is None or by is None or not callback or not isinstance(data, str):
        return None
    token, action, value = decode(data) or ("", "none", "")
    return Press(place, by, token, action, value, callback, "" if id_ is None else str(id_))


def _reach(change: Mapping[str, Any], bot: Bot) -> Reach | None:
    place, by, member = _place(change, bot), author(change), part(change, "new_chat_member")
    status = text(member, "status")
    if place is None or status not in (*_INSIDE, *_OUTSIDE, "restricted"):
        return None
    is_open = status in _INSIDE or (status == "restricted" and member.get("is_member") is True)
    return Reach(place, by or Account("", ""), is_open)


_READERS: Mapping[str, Callable[[Mapping[str, Any], Bot], Arrival | None]] = {
    "message": _written,
    "edited_message": _rewritten,
    "callback_query": _press,
    "my_chat_member": _reach,
}


def _place(message: Mapping[str, Any], bot: Bot) -> Place | None:
    """Where it happened. A topic is a chat of its own; the home is the chat that the topics belong to."""
    chat = part(message, "chat")
    id_, kind = number(chat, "id"), text(chat, "type")
    if id_ is None or kind in ("", "channel"):
        return None
    topic = number(message, "message_thread_id") if message.get("is_topic_message") is True else None
    name = str(id_) if topic is None else f"{id_}/{topic}"
    return Place(bot.id, name, f"{PREFIX}{id_}", kind != "private", one_line(text(chat, "title")))


def _answered(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message that this one answers. In a topic everything else "answers" the message that opened it."""
    answered = part(message, "reply_to_message")
    return {} if "forum_topic_created" in answered else answered


def _media(message: Mapping[str, Any]) -> str:
    known = next((kind for kind in _MEDIA if kind in message), "")
    return known or ("other" if any(kind in message for kind in _OTHER_MEDIA) else "")


def _where(message: Mapping[str, Any]) -> str:
    """Somebody's own place in degrees, to a kilometre: more isn't needed to find a clock. "" where none was sent.

    Another place that somebody shows comes with a location, too; one that is followed comes again as an edit.
    """
    found = part(message, "location")
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if "venue" in message or not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return ""
    return f"{latitude:.2f},{longitude:.2f}"


def _mentions(message: Mapping[str, Any], said: str) -> dict[str, str]:
    """People who have no name behind an @, by the text that mentions them. Telegram counts in UTF-16."""
    entities = parts(message, "entities" if text(message, "text") else "caption_entities")[:ENTITIES_LIMIT]
    named = [entity for entity in entities if text(entity, "type") == "text_mention"]
    units = said.encode("utf-16-le") if named else b""
    found = {}
    for entity in named:
        start, length = number(entity, "offset"), number(entity, "length")
        person = account(part(entity, "user"))
        if start is None or length is None or person is None or start < 0 or length <= 0:
            continue
        found[units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")] = person.id
    found.pop("", None)
    return found
