"""An app as Slack knows it: its settings, its installations with their tokens, and what is being delivered to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

from tests.fakes.slack.accounts import BotUser
from tests.fakes.slack.deliveries import Deliveries, Delivery
from tests.fakes.slack.rates import RateKeeper
from tests.fakes.slack.sockets import Sockets
from tests.fakes.wire import Json, to_text

if TYPE_CHECKING:
    from tests.fakes.slack.teams import Team
    from tests.fakes.slack.world import World

SCOPES = (
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "pins:write",
    "reactions:write",
    "team:read",
    "users:read",
)
SUBSCRIPTIONS = frozenset(
    {
        "app_home_opened",
        "app_uninstalled",
        "channel_archive",
        "channel_left",
        "channel_unarchive",
        "group_archive",
        "group_left",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
        "tokens_revoked",
        "user_change",
    }
)
_HISTORY = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "app_mention": "app_mentions:read",
    "user_change": "users:read",
}


class AppSettings(TypedDict, total=False):
    """How an app may be set up. Without `events_url` it is in Socket Mode, unless `socket_mode` says otherwise."""

    name: str
    client_id: str
    client_secret: str
    signing_secret: str
    app_token: str
    scopes: Sequence[str]
    subscribes: frozenset[str]
    events_url: str | None
    interactivity_url: str | None
    commands_url: str | None
    redirect_url: str | None
    socket_mode: bool
    has_home: bool
    has_messages_tab: bool
    rotates_tokens: bool
    hears_itself: bool


@dataclass(eq=False)
class Token:
    """One token. `expires_at` None: never. An app-level token has no installation."""

    value: str
    app: FakeApp
    install: Install | None
    expires_at: float | None = None
    is_revoked: bool = False


@dataclass(eq=False)
class Install:
    """An app in a workspace."""

    app: FakeApp
    team: Team
    bot: BotUser
    scopes: list[str]
    rates: RateKeeper | None
    bot_token: str = ""
    refresh_token: str = ""
    is_active: bool = True
    scope_header: str = ""

    def grants(self, kind: str) -> bool:
        """Whether events of a kind may be told."""
        return kind not in _HISTORY or _HISTORY[kind] in self.scopes

    def authorization(self) -> Json:
        """As an event names it."""
        return {
            "enterprise_id": self.team.enterprise,
            "team_id": self.team.id,
            "user_id": self.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }

    def uninstalls(self) -> None:
        """Somebody removes the app: it hears so, its tokens are dead, the channels are without it."""
        world = self.app.world
        with world.changes.lock:
            self.app.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot.id]}}, self)
            self.app.tell({"type": "app_uninstalled"}, self)
            self.is_active = False
            self.bot.is_deleted = True
            self.app.installs.pop(self.team.id, None)
            self.app.former_bots[self.team.id] = self.bot
            for channel in world.channels.values():
                if channel.kind != "im":
                    channel.members.pop(self.bot.id, None)
            world.changes.ring()

    def revokes_tokens(self) -> None:
        """Somebody revokes what this installation may; the app stays."""
        world = self.app.world
        with world.changes.lock:
            self.app.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot.id]}}, self)
            for token in world.tokens.values():
                token.is_revoked = token.is_revoked or token.install is self
            world.changes.ring()


class FakeApp:
    """One app. Its `pending` is 0 when all that Slack had to tell it was acknowledged or given up."""

    def __init__(self, world: World, app_id: str, **settings: Unpack[AppSettings]) -> None:
        self.world = world
        self.id = app_id
        self.name = settings.get("name", "Phasewalk")
        self.client_id = settings.get("client_id", f"{app_id}.client")
        self.client_secret = settings.get("client_secret", f"{app_id}.secret")
        self.signing_secret = settings.get("signing_secret", "s3cret")
        self.app_token = settings.get("app_token", f"xapp-1-{app_id}-1-token")
        self.scopes = list(settings.get("scopes", SCOPES))
        self.subscribes = settings.get("subscribes", SUBSCRIPTIONS)
        self.events_url = settings.get("events_url")
        self.interactivity_url = settings.get("interactivity_url", self.events_url)
        self.commands_url = settings.get("commands_url", self.interactivity_url)
        self.redirect_url = settings.get("redirect_url")
        self.socket_mode = settings.get("socket_mode", self.events_url is None)
        self.has_home = settings.get("has_home", True)
        self.has_messages_tab = settings.get("has_messages_tab", True)
        self.rotates_tokens = settings.get("rotates_tokens", False)
        self.hears_itself = settings.get("hears_itself", True)
        self.verification_token = f"verify-{app_id}"
        self.is_url_verified = False
        self.installs: dict[str, Install] = {}
        self.former_bots: dict[str, BotUser] = {}
        self.sockets = Sockets(self)
        self.deliveries = Deliveries(self)

    @property
    def pending(self) -> int:
        """How many deliveries are neither acknowledged nor given up."""
        return len(self.deliveries.waiting)

    def tell(self, event: Json, install: Install, *, is_shared: bool = False, lane: str = "") -> None:
        """Send it an event for one installation. Called with the lock held."""
        now = self.world.clock()
        event_id = self.world.new_id("Ev")
        team = install.team
        envelope: Json = {
            "token": self.verification_token,
            "team_id": team.id,
            "enterprise_id": team.enterprise,
            "context_team_id": team.id,
            "context_enterprise_id": team.enterprise,
            "api_app_id": self.id,
            "event": {"event_ts": self.world.next_ts(), **event},
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(now),
            "authorizations": [install.authorization()],
            "is_ext_shared_channel": is_shared,
            "event_context": f"4-{event_id}",
        }
        self.deliveries.send(Delivery(self, "events_api", to_text(envelope), lane))

    def disconnects(self, reason: str = "refresh_requested") -> None:
        """Tell all its sockets goodbye: warning, refresh_requested or link_disabled (Socket Mode is switched off)."""
        if reason == "link_disabled":
            self.socket_mode = False
        self.world.run_soon(partial(self.sockets.say_goodbye, reason))

    def verifies_url(self, url: str) -> Delivery:
        """Set the address for events, as the app's page does: Slack asks it a challenge before it uses it."""
        with self.world.changes.lock:
            self.events_url, self.is_url_verified = url, False
            challenge = self.world.secret("challenge")
            body = {"token": self.verification_token, "challenge": challenge, "type": "url_verification"}

            def verify(delivery: Delivery) -> None:
                self.is_url_verified = challenge in (delivery.body_taken or "")

            delivery = Delivery(self, "events_api", to_text(body), "", on_over=verify, is_retried=False)
            self.deliveries.send(delivery)
            return delivery
