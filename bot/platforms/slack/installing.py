"""Letting the app into a workspace: Slack's OAuth flow by Bolt, on our own tables."""

import hashlib
import logging
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.config import Config
from bot.platforms.slack.manifest import BOT_SCOPES
from bot.platforms.slack.people import PREFIX
from bot.platforms.slack.tokens import Tokens
from bot.service.platform import Ground, Reply, Request

log = logging.getLogger(__name__)

STATE_LIFETIME = timedelta(minutes=10)
_HTML = {"content-type": "text/html; charset=utf-8"}


class InstallationStore(AsyncInstallationStore):
    """Keeps what the flow brings. Tokens are encrypted before they reach the database."""

    def __init__(self, tokens: Tokens, ground: Ground) -> None:
        self._tokens = tokens
        self._ground = ground

    async def async_save(self, installation: Installation) -> None:
        """Keep a workspace's bot, or an organisation's."""
        place = installation.enterprise_id if installation.is_enterprise_install else installation.team_id
        bot = f"{PREFIX}{place}"
        data = {
            "app": installation.app_id,
            "team": installation.team_id,
            "team_name": installation.team_name,
            "enterprise": installation.enterprise_id,
            "is_enterprise": bool(installation.is_enterprise_install),
            "user": installation.bot_user_id,
            "scopes": list(installation.bot_scopes or ()),
            "installed_by": installation.user_id,
        }
        ends = installation.bot_token_expires_at
        secret = {"token": installation.bot_token or "", "refresh": installation.bot_refresh_token or ""}
        await self._tokens.keep(bot, data, secret, None if ends is None else datetime.fromtimestamp(ends, UTC))
        link = app_link(str(installation.app_id), str(place))
        await self._ground.change(lambda turn: turn.upkeep.put_bot(bot, link))


class StateStore(AsyncOAuthStateStore):
    """What a person has to come back with, so that nobody can send them on the way instead of them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """A new one-time state; only its hash is kept."""
        del args, kwargs
        state = secrets.token_urlsafe(24)
        ends = self._ground.clock() + STATE_LIFETIME
        await self._ground.change(lambda turn: turn.installations.put_state(_hash(state), ends))
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether it was issued here, not long ago, and not used yet."""
        now = self._ground.clock()
        return await self._ground.change(lambda turn: turn.installations.take_state(_hash(state), now))


class Installing:
    """The two pages of the flow."""

    def __init__(self, config: Config, tokens: Tokens, ground: Ground, client: AsyncWebClient) -> None:
        api = urlsplit(config.base_url)
        settings = AsyncOAuthSettings(
            client_id=config.client_id,
            client_secret=config.client_secret,
            scopes=list(BOT_SCOPES),
            install_path="/slack/install",
            redirect_uri_path="/slack/oauth_redirect",
            authorization_url=f"{api.scheme}://{api.netloc}/oauth/v2/authorize",
            installation_store=InstallationStore(tokens, ground),
            state_store=StateStore(ground),
            state_expiration_seconds=int(STATE_LIFETIME.total_seconds()),
            logger=log,
        )
        self._flow = AsyncOAuthFlow(client=client, logger=log, settings=settings)

    async def install(self, request: Request) -> Reply:
        """The page from which a workspace lets the app in."""
        return await self._page(request, is_back=False)

    async def come_back(self, request: Request) -> Reply:
        """Where Slack sends the person afterwards."""
        return await self._page(request, is_back=True)

    async def _page(self, request: Request, *, is_back: bool) -> Reply:
        if request.method != "GET":
            return Reply(405)
        headers: dict[str, str | Sequence[str]] = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in request.headers
        }
        asked = AsyncBoltRequest(body="", query=request.query, headers=headers)
        try:
            answer = await (self._flow.handle_callback(asked) if is_back else self._flow.handle_installation(asked))
        except Exception:
            log.exception("A workspace could not be let in")
            return Reply(503, b"Please try again in a moment.", _HTML)
        found = {name: values[0] for name, values in answer.headers.items() if values and name != "content-length"}
        return Reply(answer.status, answer.body.encode(), found)


def app_link(app: str, team: str) -> str:
    """Opens the chat with the app (docs.slack.dev/interactivity/deep-linking)."""
    return f"https://slack.com/app_redirect?app={app}&team={team}" if app and app != "None" else ""


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
