"""Installing an app on the fake Slack: OAuth, token rotation, leaving again."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from tests.integration.fakes.club import Club, Listener


def code_in(url: str) -> str:
    """The code that the browser carries."""
    return parse_qs(urlsplit(url).query)["code"][0]


async def access(club: Club, **fields: str) -> Any:
    """oauth.v2.access. The SDK's own method makes aiohttp warn about a class that is to go."""
    client = {"client_id": "1.2", "client_secret": "hush"}
    return await club.client("").api_call("oauth.v2.access", params=client | fields)


async def test_an_app_is_installed(club: Club, listener: Listener) -> None:
    roasters = club.slack.team("T2", "Roasters", enterprise="E1")
    chen = roasters.person("Chen")
    code = code_in(chen.allows(club.app))
    answer = await access(club, code=code)
    test = await club.client(answer["access_token"]).auth_test()

    assert (answer["team"], answer["enterprise"]["id"]) == ({"id": "T2", "name": "Roasters"}, "E1")
    assert (answer["authed_user"]["id"], answer["token_type"]) == (chen.id, "bot")
    assert "refresh_token" not in answer
    assert (test["team_id"], test["user_id"]) == ("T2", answer["bot_user_id"])
    with pytest.raises(SlackApiError, match="invalid_code"):
        await access(club, code=code)
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await access(club, client_id="1.2", client_secret="wrong", code=code)
    with pytest.raises(SlackApiError, match="invalid_client_id"):
        await access(club, client_id="9.9", client_secret="hush", code=code)


async def test_the_browser_comes_back_to_the_app(club: Club, listener: Listener) -> None:
    seen: list[dict[str, str]] = []

    async def callback(request: web.Request) -> web.Response:
        seen.append(dict(request.query))
        return web.Response(status=302, headers={"Location": "slack://open"})

    app = web.Application()
    app.router.add_get("/oauth", callback)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    club.app.redirect_url = f"http://127.0.0.1:{runner.addresses[0][1]}/oauth"
    status = await club.ana.installs(club.app, state="xyz")
    await runner.cleanup()

    assert (status, seen[0]["state"]) == (302, "xyz")
    assert seen[0]["code"]


async def test_tokens_rotate(club: Club, listener: Listener) -> None:
    club.app.rotates_tokens = True
    first = await access(club, code=code_in(club.ana.allows(club.app)))
    second = await access(club, grant_type="refresh_token", refresh_token=first["refresh_token"])

    assert (first["expires_in"], second["expires_in"]) == (43_200, 43_200)
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await access(club, grant_type="refresh_token", refresh_token=first["refresh_token"])
    await club.client(first["access_token"]).auth_test()
    club.clock.advance(43_200)
    with pytest.raises(SlackApiError, match="token_expired"):
        await club.client(second["access_token"]).auth_test()


async def test_an_app_is_removed(club: Club, listener: Listener) -> None:
    club.install.uninstalls()
    await club.slack.wait_until(lambda: club.app.pending == 0)

    assert [event["type"] for event in listener.events] == ["tokens_revoked", "app_uninstalled"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await club.sdk.auth_test()
    again = club.team.install(club.app, bot_token="xoxb-2")
    assert (again.bot, club.coffee.has(again.bot)) == (club.install.bot, False)


async def test_an_app_removes_itself(club: Club, listener: Listener) -> None:
    with pytest.raises(SlackApiError, match="invalid_client_id"):
        await club.sdk.apps_uninstall(client_id="0.0", client_secret="hush")
    await club.sdk.apps_uninstall(client_id="1.2", client_secret="hush")
    await club.slack.wait_until(lambda: club.app.pending == 0)

    assert club.app.installs == {}
    assert listener.events[-1]["type"] == "app_uninstalled"


async def test_tokens_are_revoked(club: Club, listener: Listener) -> None:
    club.install.revokes_tokens()
    await club.slack.wait_until(lambda: club.app.pending == 0)

    assert listener.events[0]["tokens"] == {"oauth": [], "bot": [club.install.bot.id]}
    with pytest.raises(SlackApiError, match="token_revoked"):
        await club.sdk.auth_test()
