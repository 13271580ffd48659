"""What comes in from a platform, in the service's own terms: plain values that an inbox can keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: a bot's chat, and the tenant that the chat itself belongs to.

    `is_shared` is true where several people read along; `title` is what the chat is called.
    """

    bot: str
    chat: str
    home: str
    is_shared: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as a platform knows them: "telegram:5", the shown name, and the name behind the @ ("" for none)."""

    id: str
    name: str
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody wrote. `message` is the platform's id for it, `reply_to` of the message it answers ("" for none).

    `is_addressed`: it is meant for the bot. `is_edit`: it was sent before, and reads differently now. `media` names
    what came instead of text or beside it ("voice", "photo", …), `album` is the same for all parts of one album.
    `mentions` are accounts by the text that mentions them.
    """

    place: Place
    author: Account
    message: str
    text: str
    reply_to: str = ""
    is_addressed: bool = True
    is_edit: bool = False
    media: str = ""
    album: str = ""
    mentions: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["message"] = "message"


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button of the prompt with this token.

    `action` and `value`: "option" and "tick" with the option's index from 0; "done" for all that is ticked; "value"
    with what could have been typed instead; "command" with one ("/back"); "show" with another part of the keyboard;
    "none" for a button that only shows something. `callback` is the platform's id for answering the press.
    """

    place: Place
    author: Account
    token: str
    action: str
    value: str = ""
    callback: str = ""
    message: str = ""
    kind: Literal["press"] = "press"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether the bot can still write to a chat: it was blocked, removed, or let in again."""

    place: Place
    author: Account
    is_open: bool
    kind: Literal["reach"] = "reach"


@dataclass(frozen=True, slots=True)
class Move:
    """A chat goes on under another id."""

    place: Place
    to: str
    kind: Literal["move"] = "move"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What an inbox kept and this program can't read, as another version may have written it. It is put aside."""

    place: Place
    kind: Literal["unreadable"] = "unreadable"


Arrival: TypeAlias = Message | Press | Reach | Move | Unreadable


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival and the platform's key for it, by which a second delivery is known."""

    key: str
    arrival: Arrival


def from_data(data: Mapping[str, Any], bot: str = "", chat: str = "") -> Arrival:
    """An arrival from what `to_data` made of it; `bot` and `chat` are where one that can't be read had come to."""
    try:
        found = dict(data)
        found["place"] = Place(**found["place"])
        if "author" in found:
            found["author"] = Account(**found["author"])
        return _KINDS[found["kind"]](**found)
    except (KeyError, TypeError):
        return Unreadable(Place(bot, chat, ""))


_KINDS: Mapping[str, type[Message] | type[Press] | type[Reach] | type[Move]] = {
    "message": Message,
    "press": Press,
    "reach": Reach,
    "move": Move,
}
