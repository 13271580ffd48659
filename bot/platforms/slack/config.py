"""What Slack needs to be set up, and how fast it lets messages go."""

from dataclasses import dataclass

from bot.service.paces import Pace, Paces

PACES = Paces(private=Pace(1.0, burst=3), group=Pace(1.0, burst=3), bot=Pace(0.2, burst=25))
"""docs.slack.dev/apis/web-api/rate-limits: one message a second to a channel, with short bursts, and "several hundred"
a minute in a workspace: 5 a second are 300."""

DEADLINE_S = 2.7
"""Slack waits three seconds for an answer; what it was not told by then it sends again."""


@dataclass(frozen=True, slots=True)
class Config:
    """What an app on Slack was given. With `bot_token` it serves one workspace, with `client_id` all that let it in.

    `app_token` opens Socket Mode; without it events come over HTTP, signed with `signing_secret`. `keys` seal the
    tokens in the database: the first one seals, all of them open.
    """

    bot_token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    api_url: str = "https://slack.com/api/"
    client_id: str = ""
    client_secret: str = ""
    keys: tuple[str, ...] = ()
    paces: Paces = PACES

    @property
    def base_url(self) -> str:
        """The API's address as the SDK wants it."""
        return self.api_url.rstrip("/") + "/"

    @property
    def comes_over_http(self) -> bool:
        return not self.app_token

    @property
    def is_for_many(self) -> bool:
        """Whether workspaces let the app in by themselves."""
        return bool(self.client_id)
