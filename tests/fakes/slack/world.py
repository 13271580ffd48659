"""Everything that the fake Slack keeps, and how news gets to the apps."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from typing import Unpack

from tests.fakes.slack.accounts import Account, BotUser
from tests.fakes.slack.apps import AppSettings, FakeApp, Install, Token
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.faults import Call, Faults
from tests.fakes.slack.files import Files
from tests.fakes.slack.messages import Message
from tests.fakes.slack.patience import Patience
from tests.fakes.slack.people import Person
from tests.fakes.slack.rates import RateKeeper, Rates
from tests.fakes.slack.responses import ResponseUrls
from tests.fakes.slack.teams import Team
from tests.fakes.slack.views import Trigger, View
from tests.fakes.wire import Json
from tests.fakes.worlds import BaseWorld

TOKEN_LIFE_S = 43_200
_SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}
_LETTERS = {"channel": "C", "group": "C", "im": "D", "mpim": "C"}


class World(BaseWorld[Call]):
    """The state."""

    faults: Faults

    def __init__(
        self, clock: Callable[[], float], rates: Rates | None, patience: Patience, trigger_expiry_s: float
    ) -> None:
        super().__init__(clock, Faults())
        self.rates = rates
        self.patience = patience
        self.trigger_expiry_s = trigger_expiry_s
        self.api_url = self.socket_url = ""
        self.files = Files()
        self.responses = ResponseUrls(self)
        self.apps: dict[str, FakeApp] = {}
        self.teams: dict[str, Team] = {}
        self.accounts: dict[str, Account] = {}
        self.channels: dict[str, Channel] = {}
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, tuple[FakeApp, Team, Person, str]] = {}
        self.tickets: dict[str, FakeApp] = {}
        self.triggers: dict[str, Trigger] = {}
        self.views: dict[str, View] = {}
        self.sent: list[Message] = []
        self._numbers = itertools.count(1)
        self._last_ts = (0, 0)

    async def stop(self) -> None:
        await asyncio.gather(*(app.deliveries.stop() for app in self.apps.values()))
        await super().stop()

    def new_id(self, letter: str) -> str:
        """An id that nothing else has."""
        return f"{letter}{next(self._numbers):09d}"

    def secret(self, kind: str) -> str:
        """A token, ticket or hash that nothing else has."""
        return f"{kind}-{next(self._numbers):012x}"

    def next_ts(self) -> str:
        """When something happens; never the same twice, as a message's `ts` is its id."""
        now = self.clock()
        whole, parts = int(now), int(now % 1 * 1_000_000)
        last_whole, last_parts = self._last_ts
        if (whole, parts) <= self._last_ts:
            whole, parts = (last_whole, last_parts + 1) if last_parts < 999_999 else (last_whole + 1, 0)
        self._last_ts = (whole, parts)
        return f"{whole}.{parts:06d}"

    def name_of(self, some_id: str) -> str:
        """The name of a user or a channel."""
        if some_id in self.accounts:
            return self.accounts[some_id].name
        return self.channels[some_id].name if some_id in self.channels else some_id

    def add_app(self, app_id: str, **settings: Unpack[AppSettings]) -> FakeApp:
        """An app that somebody made."""
        with self.changes.lock:
            app = self.apps[app_id] = FakeApp(self, app_id, **settings)
            self.tokens[app.app_token] = Token(app.app_token, app, None)
            return app

    def add_team(self, team_id: str, name: str, domain: str | None, enterprise: str | None) -> Team:
        """A workspace."""
        with self.changes.lock:
            domain = domain or name.lower().replace(" ", "-")
            team = self.teams[team_id] = Team(self, team_id, name, domain, enterprise)
            return team

    def install(
        self, app: FakeApp, team: Team, *, bot_token: str | None = None, scopes: Sequence[str] | None = None
    ) -> Install:
        """Install an app, or give its installation a further token."""
        install = app.installs.get(team.id)
        if install is None:
            bot = self._bot_user(app, team)
            install = Install(app, team, bot, [], RateKeeper(self.rates) if self.rates else None)
            app.installs[team.id] = install
        install.scopes = list(app.scopes if scopes is None else scopes)
        install.scope_header = ",".join(install.scopes)
        self.new_token(install, bot_token or f"xoxb-{self.secret(team.id)}")
        return install

    def _bot_user(self, app: FakeApp, team: Team) -> BotUser:
        """An app that comes back to a workspace is the same user there as before."""
        bot = app.former_bots.pop(team.id, None)
        if bot is None:
            bot = BotUser(self, team, self.new_id("U"), app.name, bot_id=self.new_id("B"), app_id=app.id)
            self.accounts[bot.id] = bot
        bot.is_deleted = False
        return bot

    def new_token(self, install: Install, value: str, expires_at: float | None = None) -> None:
        """A further token of an installation."""
        install.bot_token = value
        self.tokens[value] = Token(value, install.app, install, expires_at)

    def new_channel(self, team: Team, name: str, kind: str) -> Channel:
        """An empty channel."""
        channel = Channel(self, team, self.new_id(_LETTERS[kind]), name, kind)
        self.channels[channel.id] = team.channels[channel.id] = channel
        return channel

    def direct(self, install: Install, person: Account) -> Channel:
        """The direct message between an app and somebody."""
        channel = install.bot.directs.get(person.id)
        if channel is not None:
            return channel
        channel = install.bot.directs[person.id] = self.new_channel(install.team, "directmessage", "im")
        channel.members = {install.bot.id: install.bot, person.id: person}
        return channel

    def new_trigger(self, app: FakeApp, person: Person, view: View | None = None) -> Trigger:
        """What lets an app open a view now."""
        trigger_id = f"{next(self._numbers)}.{person.team.id}.{next(self._numbers):08x}"
        trigger = self.triggers[trigger_id] = Trigger(trigger_id, app, person, self.clock(), view)
        return trigger

    def tell(self, event: Json, channel: Channel, *, kind: str = "", only: Account | None = None) -> None:
        """Tell the apps in a channel, one installation each. With `only`, just the app whose bot user this is."""
        kind = kind or event["type"]
        source = event.get("message") or event.get("previous_message") or event
        for app in self.apps.values():
            if kind not in app.subscribes:
                continue
            if not app.hears_itself and source.get("app_id") == app.id:
                continue
            for install in app.installs.values():
                if channel.has(install.bot) and only in {None, install.bot} and install.grants(kind):
                    app.tell(event, install, is_shared=channel.is_shared, lane=channel.id)
                    break

    def tell_message(self, event: Json, channel: Channel) -> None:
        """Tell the apps in a channel of a message event."""
        whole = {"type": "message", **event, "channel": channel.id, "channel_type": channel.kind}
        whole.setdefault("event_ts", whole["ts"])
        self.tell(whole, channel, kind=_SUBSCRIPTIONS[channel.kind])
        text = event.get("text", "")
        if "<@" not in text or event.get("subtype") or channel.kind == "im":
            return
        for member in list(channel.members.values()):
            if isinstance(member, BotUser) and f"<@{member.id}>" in text:
                mention = {key: value for key, value in whole.items() if key != "channel_type"}
                self.tell(mention | {"type": "app_mention"}, channel, only=member)

    def post(self, channel: Channel, content: Json, *, only_for: str | None = None) -> Message:
        """A message: it stands in the channel, and the apps that may see it are told."""
        with self.changes.lock:
            now = self.clock()
            message = Message(channel, {"type": "message", **content, "ts": self.next_ts()}, now, only_for)
            if only_for is not None:
                channel.hidden.append(message)
            else:
                channel.all_messages[message.ts] = message
                self._count_reply(channel, message)
                self.tell_message(message.content, channel)
            self.changes.ring()
            return message

    def change(self, message: Message, content: Json, *, by: Account) -> None:
        """A message gets new content; apps are told of both."""
        with self.changes.lock:
            before = message.content
            if message.text != content.get("text", before.get("text")):
                message.earlier.append(message.text)
            ts = self.next_ts()
            message.content = {**before, **content, "edited": {"user": by.id, "ts": ts}}
            event = {"subtype": "message_changed", "message": message.content, "previous_message": before}
            self._tell_change(message, event, ts)

    def remove(self, message: Message) -> None:
        """A message goes; apps are told."""
        with self.changes.lock:
            message.is_deleted = True
            event = {"subtype": "message_deleted", "previous_message": message.content, "deleted_ts": message.ts}
            self._tell_change(message, event, self.next_ts())

    def _tell_change(self, message: Message, event: Json, ts: str) -> None:
        if message.only_for is None:
            self.tell_message({**event, "hidden": True, "ts": ts}, message.channel)
        self.changes.ring()

    def _count_reply(self, channel: Channel, message: Message) -> None:
        root = channel.find(message.thread_ts) if message.thread_ts else None
        if root is not None:
            count = root.content.get("reply_count", 0) + 1
            root.content = {**root.content, "thread_ts": root.ts, "reply_count": count, "latest_reply": message.ts}
