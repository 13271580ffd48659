"""Making the calls that were composed, one at a time, and saying what became of each."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, TypeAlias

from telegram import Bot, InputFile
from telegram.error import TelegramError

from bot.platforms.fields import number, sendable
from bot.platforms.telegram.failures import to_outcome, uncertain
from bot.platforms.telegram.splitting import shortened
from bot.service.errors import ServiceError
from bot.service.outcomes import Failed, Outcome, Refused, Sent
from bot.service.paces import Paces

log = logging.getLogger(__name__)

CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
"""core.telegram.org/bots/api, answerCallbackQuery."""
GLANCE_LIMIT = 60
"""A longer toast stays until it is closed; one that floats by is gone too soon to be read."""

File: TypeAlias = tuple[str, bytes, str]
"""A document's file name, its content, and a caption in HTML."""

_NO_PREVIEW = {"is_disabled": True}
_CHANGES = ("edit", "keyboard")
"""They can be made twice, and then change nothing."""
_NO_ANSWER = (AttributeError, LookupError, TypeError)
"""What the SDK makes of an answer that is none of Telegram's."""

# `do_api_request` takes a fifth of the time of the SDK's own methods, but warns where there is one: it looks for an
# attribute of the name that it is given, and only then makes "sendMessage" of it.
_SEND_MESSAGE = "send_Message"
_SEND_DOCUMENT = "send_Document"
_SEND_PHOTO = "send_Photo"
_EDIT_TEXT = "editMessage_Text"
_EDIT_KEYBOARD = "editMessageReply_Markup"
_ANSWER_PRESS = "answerCallback_Query"


class TelegramSender:
    """Sends composed calls with a bot. Implements the courier's `Sender`."""

    def __init__(self, bot: Bot, fetch: Callable[[Mapping[str, Any]], Awaitable[File]], paces: Paces) -> None:
        """`fetch` makes the file of a document's payload."""
        self._bot = bot
        self._fetch = fetch
        self.paces = paces

    async def send(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        """Make one call. `chat` is an id, or "id/topic"; `receipt` the message to change ("" for none there is)."""
        is_change = payload["kind"] in _CHANGES
        if is_change and not receipt:
            return Sent()
        try:
            endpoint, data = await self._call(chat, payload, receipt)
        except ServiceError as error:
            return Refused(error.key)
        except Exception as error:
            log.exception("A message to %s could not be made", chat)
            return Failed(type(error).__name__)
        try:
            result = await self._bot.do_api_request(endpoint, data)
        except TelegramError as error:
            return to_outcome(error, is_repeatable=is_change)
        except _NO_ANSWER:
            return uncertain("The answer is none of Telegram's", is_repeatable=is_change)
        id_ = number(result, "message_id") if isinstance(result, Mapping) else None
        return Sent("" if id_ is None else str(id_))

    async def toast(self, callback: str, text: str) -> None:
        """Answer a pressed button; where that fails, the button only waits a little longer."""
        data: dict[str, Any] = {"callback_query_id": callback}
        if text:
            shown = sendable(text if len(text) <= TOAST_LIMIT else text[: TOAST_LIMIT - 1].rstrip() + "…")
            data |= {"text": shown, "show_alert": len(shown) > GLANCE_LIMIT}
        with suppress(TelegramError, *_NO_ANSWER):
            await self._bot.do_api_request(_ANSWER_PRESS, data)

    async def _call(self, chat: str, payload: Mapping[str, Any], receipt: str) -> tuple[str, dict[str, Any]]:
        match payload["kind"]:
            case "message":
                reply = _reply(receipt) if payload.get("under") else {}
                return _SEND_MESSAGE, {**_to(chat), **_text(payload), **_message_options(payload), **reply}
            case "edit":
                place = {**_at(chat, receipt), **_keyboard([])}
                return _EDIT_TEXT, {**place, **_text(payload)}
            case "keyboard":
                return _EDIT_KEYBOARD, {**_at(chat, receipt), **_keyboard(payload["keyboard"])}
            case "document":
                name, content, caption = await self._fetch(payload)
                file = InputFile(content, filename=" ".join(name.split()))
                html = shortened(caption, CAPTION_LIMIT)
                if name.endswith(".png"):
                    return _SEND_PHOTO, {**_to(chat), "photo": file, "caption": html, "parse_mode": "HTML"}
                return _SEND_DOCUMENT, {**_to(chat), "document": file, "caption": html, "parse_mode": "HTML"}
            case unknown:
                raise ValueError(f"there is no call of the kind {unknown}")


def _to(chat: str) -> dict[str, Any]:
    id_, _, topic = chat.partition("/")
    return {"chat_id": id_, "message_thread_id": int(topic)} if topic else {"chat_id": id_}


def _at(chat: str, receipt: str) -> dict[str, Any]:
    return {"chat_id": chat.partition("/")[0], "message_id": int(receipt)}


def _reply(receipt: str) -> dict[str, Any]:
    """Below the message that it belongs to, where that is known and still there."""
    return {"reply_parameters": {"message_id": int(receipt), "allow_sending_without_reply": True}} if receipt else {}


def _text(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": payload["html"], "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}


def _message_options(payload: Mapping[str, Any]) -> dict[str, Any]:
    quiet = {"disable_notification": True} if payload["quiet"] else {}
    return {**quiet, **_keyboard(payload["keyboard"])} if payload["keyboard"] else quiet


def _keyboard(rows: list[list[list[str]]]) -> dict[str, Any]:
    """An empty one takes the buttons away."""
    return {"reply_markup": {"inline_keyboard": [[_button(*button) for button in row] for row in rows]}}


def _button(label: str, data: str, url: str) -> dict[str, str]:
    return {"text": label, "url": url} if url else {"text": label, "callback_data": data}
