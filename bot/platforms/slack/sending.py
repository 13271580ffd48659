"""Making the calls that were composed, one at a time, and saying what became of each."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, TypeAlias

from slack_sdk.errors import SlackApiError

from bot.platforms.slack.calls import Calls
from bot.platforms.slack.failures import to_outcome, word_of
from bot.platforms.slack.richtext import escape
from bot.service.boxes import is_change
from bot.service.errors import ServiceError
from bot.service.outcomes import Failed, Outcome, Refused, Sent
from bot.service.paces import Paces

log = logging.getLogger(__name__)

File: TypeAlias = tuple[str, bytes, str]
"""A document's file name, its content, and what is said about it."""

_QUIET = {"unfurl_links": False, "unfurl_media": False}
MESSAGE_AGAIN = "thread_not_found"
"""What hung in a thread whose first message was deleted stands by itself."""


class SlackSender:
    """Sends composed calls as one bot. Implements the courier's `Sender`."""

    def __init__(
        self, bot: str, calls: Calls, fetch: Callable[[Mapping[str, Any]], Awaitable[File]], paces: Paces
    ) -> None:
        """`fetch` makes the file of a document's payload."""
        self._bot = bot
        self._calls = calls
        self._fetch = fetch
        self.paces = paces
        self._private: dict[str, str] = {}
        """The channels of private chats, by the person's id."""

    async def send(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        """Make one call. `chat` is a channel, or "team/user"; `receipt` the message to change or to hang it on."""
        kind = payload["kind"]
        if kind in ("edit", "bookmark") and not receipt:
            return Sent()
        try:
            return await self._KINDS[kind](self, chat, payload, receipt)
        except ServiceError as error:
            return Refused(error.key)
        except Exception as error:
            return to_outcome(error, is_repeatable=is_change(payload))

    async def toast(self, callback: str, text: str) -> None:
        """A word that only the person sees, where they are; `callback` is "channel/user/thread"."""
        await whisper(self._calls, self._bot, callback, text)

    async def _message(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        user = _person(chat)
        data = {
            "channel": self._private.get(user, user) if user else chat,
            "text": payload["text"],
            "blocks": payload["blocks"],
            **_QUIET,
        }
        try:
            answer = await self._calls.make(self._bot, "chat.postMessage", data | _thread(receipt))
        except SlackApiError as error:
            if word_of(error) != MESSAGE_AGAIN:
                raise
            answer = await self._calls.make(self._bot, "chat.postMessage", data)
        if user:
            self._private[user] = str(answer.get("channel", ""))
        return Sent(str(answer.get("ts", "")))

    async def _edit(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        data = {"channel": await self._channel(chat), "ts": receipt, "text": payload["text"]}
        await self._calls.make(self._bot, "chat.update", {**data, "blocks": payload["blocks"]})
        return Sent(receipt)

    async def _document(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        """Only the last call makes it seen, so what fails before can be done again."""
        try:
            channel = await self._channel(chat)
            name, content, about = await self._fetch(payload)
            about_file = {"filename": name, "length": str(len(content))}
            place = await self._calls.ask(self._bot, "files.getUploadURLExternal", about_file)
            await self._calls.upload(str(place["upload_url"]), content)
        except ServiceError:
            raise
        except SlackApiError as error:
            return to_outcome(error, is_repeatable=True)
        except Exception as error:
            log.warning("A document for %s could not be brought to Slack yet: %r", chat, error)
            return Failed(type(error).__name__)
        files = [{"id": place["file_id"], "title": name}]
        data = {"files": files, "channel_id": channel, "initial_comment": escape(about), **_thread(receipt)}
        await self._calls.make(self._bot, "files.completeUploadExternal", data)
        return Sent()

    async def _home(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        del receipt
        await self._calls.make(self._bot, "views.publish", {"user_id": _person(chat), "view": payload["view"]})
        return Sent()

    async def _bookmark(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        """The line above a channel that leads to a project's thread; a workspace may not allow it."""
        try:
            found = await self._calls.ask(self._bot, "chat.getPermalink", {"channel": chat, "message_ts": receipt})
            listed = await self._calls.ask(self._bot, "bookmarks.list", {"channel_id": chat})
            mine = next((one for one in listed.get("bookmarks", []) if one.get("link") == found["permalink"]), None)
            data = {"channel_id": chat, "title": payload["title"], "link": found["permalink"]}
            if mine is None:
                await self._calls.make(self._bot, "bookmarks.add", {**data, "type": "link"})
            elif mine.get("title") != payload["title"]:
                await self._calls.make(self._bot, "bookmarks.edit", {**data, "bookmark_id": mine["id"]})
        except SlackApiError as error:
            outcome = to_outcome(error, is_repeatable=True)
            if word_of(error) == "missing_scope" or isinstance(outcome, Refused):
                return Sent()
            return outcome
        return Sent()

    async def _channel(self, chat: str) -> str:
        """Where a chat's messages stand: of a person, the channel that Slack has for talking to them."""
        user = _person(chat)
        if not user:
            return chat
        if not self._private.get(user):
            opened = await self._calls.make(self._bot, "conversations.open", {"users": user})
            self._private[user] = str(opened["channel"]["id"])
        return self._private[user]

    _KINDS: Mapping[str, Callable[["SlackSender", str, Mapping[str, Any], str], Awaitable[Outcome]]] = {
        "message": _message,
        "edit": _edit,
        "document": _document,
        "home": _home,
        "bookmark": _bookmark,
    }


async def whisper(calls: Calls, bot: str, callback: str, text: str) -> None:
    """Show a word to one person alone; where that fails, it is gone."""
    channel, _, rest = callback.partition("/")
    user, _, thread = rest.partition("/")
    if text and channel and user:
        data = {"channel": channel, "user": user, "text": escape(text), **_thread(thread)}
        with suppress(Exception):
            await calls.make(bot, "chat.postEphemeral", data)


def _person(chat: str) -> str:
    """Whom a private chat is with; "" for a channel."""
    return chat.partition("/")[2]


def _thread(receipt: str) -> dict[str, str]:
    return {"thread_ts": receipt} if receipt else {}
