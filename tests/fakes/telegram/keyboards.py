"""Keyboards under messages: what is a button, and what is refused.

Telegram documents 1 to 64 bytes of callback data. It does not document how long a label may be, nor how many buttons
there may be: 100 buttons and 8 in a row are what python-telegram-bot's `InlineKeyboardMarkupLimit` says, and 64
characters a label is our own limit, since phones cut longer ones. The refusals for these are ours too.
"""

from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.entities import checked_link, linked_user
from tests.fakes.telegram.wire import bad_request
from tests.fakes.wire import Json

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_LABEL = 64
MAX_DATA_BYTES = 64
_KINDS = frozenset(
    {"callback_data", "url", "copy_text", "web_app", "switch_inline_query", "switch_inline_query_current_chat"}
)
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


@dataclass(frozen=True)
class Button:
    """A button as a person sees it. It can still be pressed when the message has lost it, as on a slow phone."""

    label: str
    data: str | None
    url: str | None


def to_button(button: Json) -> Button:
    """A button from its JSON."""
    return Button(button["text"], button.get("callback_data"), button.get("url"))


def read_markup(markup: Any) -> Json | None:
    """The keyboard as it will be kept, or a refusal."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if any(kind in markup for kind in _OTHER_MARKUPS):
        return markup
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse inline keyboard button: Field "inline_keyboard" must be of type Array')
    kept = [[_checked(button) for button in row] for row in rows if row]
    if not kept:
        return None
    if sum(map(len, kept)) > MAX_BUTTONS or max(map(len, kept)) > MAX_ROW:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept}


def _checked(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    label = str(button.get("text", ""))
    if not label.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if len(label) > MAX_LABEL:
        raise bad_request("BUTTON_TEXT_INVALID")
    if _KINDS.isdisjoint(button):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        return button | {"url": _checked_url(str(button["url"]))}
    return button


def _checked_url(url: str) -> str:
    if linked_user(url) is not None:
        return url
    try:
        return checked_link(url)
    except ValueError as mistake:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {mistake}") from None
