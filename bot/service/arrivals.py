"""What comes in from a platform, in the service's own terms: plain values that an inbox can keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from dialogs.forms import Given


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: a bot's chat, and the tenant that the chat itself belongs to.

    `is_shared` is true where several people read along; `title` is what the chat is called. `thread` is the message
    that opened the thread in which it happened ("" for none): the platform's id for it where something came in, the
    token of it where something has to be said.
    """

    bot: str
    chat: str
    home: str
    is_shared: bool = False
    title: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as a platform knows them: "telegram:5", the shown name, and the name behind the @ ("" for none).

    `zone` is their IANA time zone and `locale` their language ("" where the platform doesn't tell). `is_guest`: they
    belong to another organisation, or were let in only to some chats.
    """

    id: str
    name: str
    handle: str = ""
    zone: str = ""
    locale: str = ""
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody wrote. `message` is the platform's id for it, `reply_to` of the message it answers ("" for none).

    `is_addressed`: it is meant for the bot; `is_called`: it says so itself, as it names the bot. `is_edit`: it was sent
    before, and reads differently now. `media` names what came instead of text or beside it ("voice", "photo", …),
    `album` is the same for all parts of one album.
    `mentions` are accounts by the text that mentions them, `callback` is where to answer them alone ("": nowhere).
    """

    place: Place
    author: Account
    message: str
    text: str
    reply_to: str = ""
    is_addressed: bool = True
    is_called: bool = False
    is_edit: bool = False
    media: str = ""
    album: str = ""
    mentions: Mapping[str, str] = field(default_factory=dict)
    callback: str = ""
    kind: Literal["message"] = "message"


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button of the prompt with this token.

    `action` and `value`: "option" and "tick" with the option's index from 0; "done" for all that is ticked; "picked"
    with the indexes of all that were chosen at once ("0,3"); "value" with what could have been typed instead; "command"
    with one ("/back"); "show" with another part of the keyboard; "none" for a button that only shows something.
    `callback` is the platform's id for answering the press.
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
class Look:
    """Somebody opened the page that shows all their projects, or chose their time zone there (None: they did not)."""

    place: Place
    author: Account
    zone: str | None = None
    kind: Literal["look"] = "look"


@dataclass(frozen=True, slots=True)
class Switch:
    """Somebody chose another project to talk about, or to be told something of: `command` ("" for nothing)."""

    place: Place
    author: Account
    workspace: str
    project: str
    command: str = ""
    kind: Literal["switch"] = "switch"


@dataclass(frozen=True, slots=True)
class Form:
    """Somebody sent a form, or closed it (`is_sent` false); then `given` is what is known to have stood in it.

    `callback` is where to answer the person alone, as in a `Message`.
    """

    place: Place
    author: Account
    workspace: str
    project: str
    given: tuple[Given, ...]
    is_sent: bool = True
    callback: str = ""
    kind: Literal["form"] = "form"


@dataclass(frozen=True, slots=True)
class Keep:
    """Somebody files a message in a project: as a "question", a "decision", or an "answer" to a question.

    `link` leads to the message, `callback` is where to answer the person alone.
    """

    place: Place
    author: Account
    workspace: str
    project: str
    what: str
    text: str
    link: str
    question: str = ""
    item: str = ""
    based_on: int = 0
    callback: str = ""
    kind: Literal["keep"] = "keep"


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


Arrival: TypeAlias = Message | Press | Look | Switch | Form | Keep | Reach | Move | Unreadable


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
        if "given" in found:
            found["given"] = tuple(Given(**one) for one in found["given"])
        return _KINDS[found["kind"]](**found)
    except (KeyError, TypeError):
        return Unreadable(Place(bot, chat, ""))


_KINDS: Mapping[str, Callable[..., Arrival]] = {
    "message": Message,
    "press": Press,
    "look": Look,
    "switch": Switch,
    "form": Form,
    "keep": Keep,
    "reach": Reach,
    "move": Move,
}
