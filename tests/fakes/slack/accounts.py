"""Users as users.info knows them: people, guests, strangers, and the bot user of each installed app."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.channels import Channel
    from tests.fakes.slack.teams import Team
    from tests.fakes.slack.world import World


class Account:
    """One user of one workspace."""

    is_bot = False

    def __init__(self, world: World, team: Team, user_id: str, name: str) -> None:
        self.world = world
        self.team = team
        self.id = user_id
        self.name = name
        self.handle = name.lower().replace(" ", ".")
        self.zone = "America/Los_Angeles"
        self.locale = "en-US"
        self.is_guest = False
        self.is_deleted = False

    def to_json(self, *, for_team: Team, with_locale: bool) -> Json:
        """As users.info shows it to a workspace; somebody of another one is a stranger."""
        answer: Json = {
            "id": self.id,
            "team_id": self.team.id,
            "name": self.handle,
            "deleted": self.is_deleted,
            "real_name": self.name,
            "profile": self._profile(),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_700_000_000,
        }
        if for_team is not self.team:
            answer["is_stranger"] = True
        if not self.is_deleted:
            offset = datetime.fromtimestamp(self.world.clock(), UTC).astimezone(ZoneInfo(self.zone)).utcoffset()
            answer |= {
                "tz": self.zone,
                "tz_label": self.zone,
                "tz_offset": int(offset.total_seconds()) if offset else 0,
            }
            answer |= {"is_admin": False, "is_owner": False, "is_primary_owner": False}
            answer |= {"is_restricted": self.is_guest, "is_ultra_restricted": False}
        if with_locale and for_team is self.team:
            answer["locale"] = self.locale
        return answer

    def _profile(self) -> Json:
        return {
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": "" if self.is_bot else self.name,
            "display_name_normalized": "" if self.is_bot else self.name,
            "team": self.team.id,
            "image_72": f"https://secure.gravatar.com/avatar/{self.id}.jpg",
        }

    def __repr__(self) -> str:
        return f"<{self.name} {self.id} of {self.team.id}>"


class BotUser(Account):
    """The user that an app is in a workspace. `directs` is its direct messages by the other person's id."""

    is_bot = True

    def __init__(self, world: World, team: Team, user_id: str, name: str, *, bot_id: str, app_id: str) -> None:
        super().__init__(world, team, user_id, name)
        self.bot_id = bot_id
        self.app_id = app_id
        self.directs: dict[str, Channel] = {}

    def to_bot_json(self) -> Json:
        """As bots.info and a message's `bot_profile` show it."""
        return {
            "id": self.bot_id,
            "app_id": self.app_id,
            "user_id": self.id,
            "name": self.name,
            "icons": {"image_72": f"https://a.slack-edge.com/{self.app_id}.png"},
            "deleted": self.is_deleted,
            "updated": 1_700_000_000,
            "team_id": self.team.id,
        }

    def _profile(self) -> Json:
        return super()._profile() | {"bot_id": self.bot_id, "api_app_id": self.app_id}
