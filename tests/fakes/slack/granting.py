"""The methods about tokens: who am I, give and refresh, revoke, uninstall, open a socket."""

from tests.fakes.slack.apps import FakeApp, Install, Token
from tests.fakes.slack.parameters import Parameters
from tests.fakes.slack.people import Person
from tests.fakes.slack.wire import RefusalError
from tests.fakes.slack.world import TOKEN_LIFE_S, World
from tests.fakes.wire import Json


def auth_test(world: World, install: Install, parameters: Parameters) -> Json:
    """auth.test."""
    team = install.team
    answer: Json = {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": install.bot.handle,
        "team_id": team.id,
        "user_id": install.bot.id,
        "bot_id": install.bot.bot_id,
        "is_enterprise_install": False,
    }
    return answer | {"enterprise_id": team.enterprise} if team.enterprise else answer


def auth_revoke(world: World, install: Install, parameters: Parameters) -> Json:
    """auth.revoke: this one token."""
    if not parameters.flag("test"):
        world.tokens[parameters.token].is_revoked = True
        install.app.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [install.bot.id]}}, install)
    return {"revoked": not parameters.flag("test")}


def apps_uninstall(world: World, install: Install, parameters: Parameters) -> Json:
    """apps.uninstall."""
    if _client(world, parameters) is not install.app:
        raise RefusalError("client_id_token_mismatch")
    install.uninstalls()
    return {}


def connections_open(world: World, app: FakeApp, parameters: Parameters) -> Json:
    """apps.connections.open."""
    ticket = world.secret("ticket")
    world.tickets[ticket] = app
    return {"url": f"{world.socket_url}?ticket={ticket}&app_id={app.id}"}


def oauth_access(world: World, parameters: Parameters) -> Json:
    """oauth.v2.access: a code for a token, or an old refresh token for a new pair."""
    app = _client(world, parameters)
    if parameters.text("grant_type") == "refresh_token":
        return _refresh(world, app, parameters.text("refresh_token"))
    granted = world.codes.pop(parameters.text("code"), None)
    if granted is None or granted[0] is not app:
        raise RefusalError("invalid_code")
    _, team, person, redirect = granted
    if parameters.text("redirect_uri") and parameters.text("redirect_uri") != redirect:
        raise RefusalError("bad_redirect_uri")
    install = world.install(app, team)
    return _grant(world, install, person, Token(install.bot_token, app, install))


def _refresh(world: World, app: FakeApp, refresh_token: str) -> Json:
    """A refresh token is good for one use (https://docs.slack.dev/authentication/using-token-rotation)."""
    for install in app.installs.values():
        if refresh_token and install.refresh_token == refresh_token:
            world.new_token(install, f"xoxe.xoxb-{world.secret(install.team.id)}")
            return _grant(world, install, None, Token(install.bot_token, app, install))
    raise RefusalError("invalid_refresh_token")


def _grant(world: World, install: Install, person: Person | None, token: Token) -> Json:
    team = install.team
    answer: Json = {
        "access_token": token.value,
        "token_type": "bot",
        "scope": install.scope_header,
        "bot_user_id": install.bot.id,
        "app_id": install.app.id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": f"Grid {team.enterprise}"} if team.enterprise else None,
        "is_enterprise_install": False,
    }
    if person is not None:
        answer["authed_user"] = {"id": person.id}
    if install.app.rotates_tokens:
        install.refresh_token = f"xoxe-1-{world.secret(team.id)}"
        world.tokens[token.value].expires_at = world.clock() + TOKEN_LIFE_S
        answer |= {"refresh_token": install.refresh_token, "expires_in": TOKEN_LIFE_S}
    return answer


def _client(world: World, parameters: Parameters) -> FakeApp:
    for app in world.apps.values():
        if app.client_id == parameters.text("client_id"):
            if app.client_secret != parameters.text("client_secret"):
                raise RefusalError("bad_client_secret")
            return app
    raise RefusalError("invalid_client_id")
