"""What `doctor` says about an app on Slack: tokens, scopes, and where Slack has to find it."""

from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from bot.platforms.slack.calls import Calls
from bot.platforms.slack.config import Config
from bot.platforms.slack.failures import SealedError, word_of
from bot.platforms.slack.manifest import BOT_SCOPES, OPTIONAL_SCOPES, PATHS
from bot.platforms.slack.people import PREFIX
from bot.platforms.slack.seals import Seals
from bot.platforms.slack.tokens import Tokens
from bot.service.platform import Ground, Level, Notice
from dialogs.texts import phrase


async def check(config: Config, calls: Calls, tokens: Tokens, ground: Ground) -> Sequence[Notice]:
    """Look at everything that has to be right. Only tokens that are about to end are exchanged."""
    if config.is_for_many:
        notices = [*_keys(config), *await _workspaces(calls, tokens, ground)]
    else:
        notices = await _bot(config, calls)
    return [*notices, *(await _socket(config, calls) if config.app_token else _http(config))]


async def _bot(config: Config, calls: Calls) -> list[Notice]:
    try:
        response = await calls.with_token(config.bot_token).auth_test()
    except SlackApiError as error:
        return [Notice(Level.BAD, phrase("slack.token", reason=word_of(error) or "?"))]
    except Exception as error:
        reason = str(error) or type(error).__name__
        return [Notice(Level.BAD, phrase("slack.unreachable", url=config.base_url, reason=reason))]
    name, team = f"@{response.get('user', '')}", str(response.get("team", ""))
    granted = {scope.strip() for scope in str(response.headers.get("X-OAuth-Scopes", "")).split(",")}
    return [Notice(Level.GOOD, phrase("slack.on", name=name, team=team)), *_scopes(granted)]


def _scopes(granted: set[str]) -> list[Notice]:
    missing = [scope for scope in BOT_SCOPES if scope not in granted]
    needed = [scope for scope in missing if scope not in OPTIONAL_SCOPES]
    notices = []
    if needed:
        notices.append(Notice(Level.BAD, phrase("slack.scopes", scopes=", ".join(needed))))
    if len(needed) < len(missing):
        left_out = ", ".join(scope for scope in missing if scope in OPTIONAL_SCOPES)
        notices.append(Notice(Level.ADVICE, phrase("slack.scopes_optional", scopes=left_out)))
    return notices


async def _workspaces(calls: Calls, tokens: Tokens, ground: Ground) -> list[Notice]:
    """Every workspace's token is tried."""
    installed = await ground.look(lambda turn: turn.installations.all())
    notices = [Notice(Level.GOOD, phrase("slack.workspaces", n=len(installed)))]
    for one in installed:
        name = str(one.data.get("team_name") or one.bot.removeprefix(PREFIX))
        try:
            response = await calls.with_token(await tokens.of(one.bot)).auth_test()
        except SealedError:
            notices.append(Notice(Level.BAD, phrase("slack.sealed", team=name)))
        except Exception as error:
            word = word_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            notices.append(Notice(Level.ADVICE, phrase("slack.workspace_token", team=name, reason=word)))
        else:
            granted = {scope.strip() for scope in str(response.headers.get("X-OAuth-Scopes", "")).split(",")}
            notices.extend(_scopes(granted))
    return notices


def _keys(config: Config) -> list[Notice]:
    if not config.keys:
        return [Notice(Level.BAD, phrase("slack.no_keys"))]
    try:
        Seals(config.keys)
    except ValueError:
        return [Notice(Level.BAD, phrase("slack.bad_keys"))]
    return []


async def _socket(config: Config, calls: Calls) -> list[Notice]:
    try:
        await calls.with_token(config.app_token).apps_connections_open(app_token=config.app_token)
    except SlackApiError as error:
        return [Notice(Level.BAD, phrase("slack.app_token", reason=word_of(error) or "?"))]
    except Exception as error:
        reason = str(error) or type(error).__name__
        return [Notice(Level.BAD, phrase("slack.unreachable", url=config.base_url, reason=reason))]
    return [Notice(Level.GOOD, phrase("slack.socket"))]


def _http(config: Config) -> list[Notice]:
    if not config.signing_secret:
        return [Notice(Level.BAD, phrase("slack.no_secret"))]
    paths = PATHS if config.is_for_many else PATHS[:3]
    return [Notice(Level.GOOD, phrase("slack.http", paths=", ".join(paths)))]
