"""Workspaces: people, channels, and the apps that were installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.fakes.slack.accounts import Account
from tests.fakes.slack.apps import FakeApp, Install
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.people import Person
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.world import World


class Team:
    """One workspace; `enterprise` is the id of the grid that it belongs to, if any."""

    def __init__(self, world: World, team_id: str, name: str, domain: str, enterprise: str | None) -> None:
        self.world = world
        self.id = team_id
        self.name = name
        self.domain = domain
        self.enterprise = enterprise
        self.channels: dict[str, Channel] = {}

    def install(self, app: FakeApp, *, bot_token: str | None = None, scopes: Sequence[str] | None = None) -> Install:
        """Install an app, without the OAuth dance. A second time, the same bot user gets a further token."""
        with self.world.changes.lock:
            return self.world.install(app, self, bot_token=bot_token, scopes=scopes)

    def person(
        self, name: str, *, zone: str = "Europe/Lisbon", locale: str = "en-US", is_guest: bool = False
    ) -> Person:
        """Somebody of this workspace."""
        with self.world.changes.lock:
            person = Person(self.world, self, self.world.new_id("U"), name)
            person.zone, person.locale, person.is_guest = zone, locale, is_guest
            self.world.accounts[person.id] = person
            return person

    def channel(self, name: str, *people: Account, apps: Sequence[FakeApp] = (), is_private: bool = False) -> Channel:
        """A channel; the first person made it, and each app hears that it was brought in."""
        return self._channel(name, "group" if is_private else "channel", people, apps)

    def mpim(self, *people: Account, apps: Sequence[FakeApp] = ()) -> Channel:
        """A direct message among several people."""
        name = "mpdm-" + "--".join(person.handle for person in people) + "-1"
        return self._channel(name, "mpim", people, apps)

    def installed(self, app: FakeApp) -> Install:
        """What this workspace has of an app. Raises `KeyError`."""
        return app.installs[self.id]

    def to_json(self) -> Json:
        """As team.info shows it."""
        answer: Json = {
            "id": self.id,
            "name": self.name,
            "url": f"https://{self.domain}.slack.com/",
            "domain": self.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
        if self.enterprise:
            answer |= {"enterprise_id": self.enterprise, "enterprise_name": f"Grid {self.enterprise}"}
        return answer

    def _channel(self, name: str, kind: str, people: Sequence[Account], apps: Sequence[FakeApp]) -> Channel:
        with self.world.changes.lock:
            channel = self.world.new_channel(self, name, kind)
            channel.adds(*people)
            channel.adds(*(self.installed(app).bot for app in apps))
            return channel
