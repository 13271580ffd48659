"""A Telegram bot as the program runs it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.platforms.telegram.commands import register
from bot.platforms.telegram.html import to_html
from bot.platforms.telegram.polling import WANTED, Polling
from bot.platforms.telegram.requests import AiohttpRequest
from bot.platforms.telegram.sending import File, TelegramSender
from bot.platforms.telegram.updates import Bot as Me
from bot.platforms.telegram.webhook import Webhook
from bot.service.paces import Pace, Paces
from bot.service.platform import Accept, Ground, Hook, Level, Notice, Reply, Request
from bot.service.sender import Sender
from dialogs.texts import phrase

log = logging.getLogger(__name__)

PACES = Paces(private=Pace(1.0, burst=3), group=Pace(4.0, burst=5), bot=Pace(1 / 30, burst=1))
"""core.telegram.org/bots/faq: 30 messages a second in all, 1 a second to a chat with short bursts, 20 a minute to a
group: 5 at once and then one every 4 seconds never is more than that."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a Telegram bot needs. Without `webhook_url` updates are fetched."""

    token: str
    api_url: str = "https://api.telegram.org"
    webhook_url: str = ""
    webhook_secret: str = ""
    paces: Paces = PACES

    @property
    def number(self) -> str:
        """The bot's own id, which opens its token."""
        return self.token.partition(":")[0]

    @property
    def bot_id(self) -> str:
        return f"telegram:{self.number}"

    @property
    def webhook(self) -> str:
        """Where Telegram is told to send updates."""
        return f"{self.webhook_url.rstrip('/')}/telegram/{self.number}"


class TelegramPlatform:
    """Implements the service's `Platform` and has the sender of its bot."""

    def __init__(
        self,
        config: Config,
        ground: Ground,
    ) -> None:
        self.id = config.bot_id
        self._config = config
        self._ground = ground
        base = config.api_url.rstrip("/")
        self._bot = Bot(
            config.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(connections=2),
        )
        self.senders: Mapping[str, Sender] = {self.id: TelegramSender(self._bot, self._fetch, config.paces)}
        self._polling: Polling | None = None
        self._webhook: Webhook | None = None

    @property
    def comes_over_http(self) -> bool:
        return bool(self._config.webhook_url)

    @property
    def hooks(self) -> Mapping[str, Hook]:
        return {f"/telegram/{self._config.number}": self._take} if self._webhook is not None else {}

    async def check(self) -> Sequence[Notice]:
        try:
            await self._bot.initialize()
            told = await self._bot.get_webhook_info()
        except InvalidToken:
            return [Notice(Level.BAD, phrase("telegram.token"))]
        except TelegramError as error:
            return [Notice(Level.BAD, phrase("telegram.unreachable", url=self._config.api_url, reason=error.message))]
        me = self._bot.bot
        mode = (
            phrase("telegram.webhook", url=self._config.webhook)
            if self._config.webhook_url
            else phrase("telegram.polling")
        )
        notices = [Notice(Level.GOOD, phrase("telegram.on", name=f"@{me.username}", how=mode))]
        if not me.can_read_all_group_messages:
            notices.append(Notice(Level.GOOD, phrase("telegram.privacy")))
        else:
            notices.append(Notice(Level.ADVICE, phrase("telegram.reads_all")))
        if not me.can_join_groups:
            notices.append(Notice(Level.ADVICE, phrase("telegram.no_groups")))
        if self._config.webhook_url:
            notices.extend(self._webhook_notices(told.last_error_message or ""))
        return notices

    def _webhook_notices(self, last_error: str) -> Sequence[Notice]:
        notices = []
        if not self._config.webhook_secret:
            notices.append(Notice(Level.BAD, phrase("telegram.no_secret")))
        if urlsplit(self._config.webhook_url).scheme != "https":
            notices.append(Notice(Level.ADVICE, phrase("telegram.no_https")))
        if last_error:
            notices.append(Notice(Level.ADVICE, phrase("telegram.last_error", reason=last_error)))
        return notices

    async def start(self, accept: Accept | None) -> None:
        await self._bot.initialize()
        if accept is None:
            return
        me = Me(self.id, self._bot.username or "", int(self._config.number))
        link = f"https://t.me/{self._bot.username}?start={{code}}"
        await self._ground.change(lambda turn: turn.upkeep.put_bot(self.id, link))
        await register(self._bot, self._ground.conversations.words)
        if self._config.webhook_url:
            self._webhook = Webhook(me, self._config.webhook_secret, accept)
            await self._bot.set_webhook(
                self._config.webhook, secret_token=self._config.webhook_secret, allowed_updates=list(WANTED)
            )
        else:
            await self._bot.delete_webhook()
            self._polling = Polling(self._bot, me, accept)
            self._polling.start()

    async def stop(self) -> None:
        if self._polling is not None:
            await self._polling.stop()

    async def close(self) -> None:
        await self._bot.shutdown()

    async def _take(self, request: Request) -> Reply:
        if request.method != "POST" or self._webhook is None:
            return Reply(405)
        return Reply(await self._webhook.take(request.headers, request.body))

    async def _fetch(self, payload: Mapping[str, Any]) -> File:
        name, content, about = await self._ground.document(payload)
        return name, content, to_html(self._ground.conversations.words.rich(about))
