"""The methods that look things up: users, bots, the workspace, channels."""

from tests.fakes.slack.accounts import BotUser
from tests.fakes.slack.apps import Install
from tests.fakes.slack.chatting import readable
from tests.fakes.slack.parameters import Parameters
from tests.fakes.slack.wire import RefusalError, missing_scope
from tests.fakes.slack.world import World
from tests.fakes.wire import Json

_FAMILIES = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def users_info(world: World, install: Install, parameters: Parameters) -> Json:
    """users.info. Somebody is known to the workspace, or a stranger whom it shares a channel with."""
    account = world.accounts.get(parameters.text("user"))
    if account is None:
        raise RefusalError("user_not_found")
    if account.team is not install.team:
        shared = (channel for channel in world.channels.values() if install.team in channel.teams)
        if not any(channel.has(account) for channel in shared):
            raise RefusalError("user_not_visible")
    return {"user": account.to_json(for_team=install.team, with_locale=parameters.flag("include_locale"))}


def bots_info(world: World, install: Install, parameters: Parameters) -> Json:
    """bots.info."""
    for account in world.accounts.values():
        if isinstance(account, BotUser) and account.bot_id == parameters.text("bot"):
            return {"bot": account.to_bot_json()}
    raise RefusalError("bot_not_found")


def team_info(world: World, install: Install, parameters: Parameters) -> Json:
    """team.info."""
    team = world.teams.get(parameters.text("team") or install.team.id)
    if team is None:
        raise RefusalError("team_not_found")
    return {"team": team.to_json()}


def conversations_info(world: World, install: Install, parameters: Parameters) -> Json:
    """conversations.info."""
    channel = readable(world, install, parameters.text("channel"))
    _check_scope(install, f"{_FAMILIES[channel.kind]}:read")
    answer = channel.to_json(install.bot)
    if parameters.flag("include_num_members"):
        answer["num_members"] = len(channel.members)
    if parameters.flag("include_locale"):
        answer["locale"] = "en-US"
    return {"channel": answer}


def conversations_open(world: World, install: Install, parameters: Parameters) -> Json:
    """conversations.open: the direct messages with one person."""
    users = [user for user in parameters.text("users").split(",") if user]
    if parameters.text("channel"):
        channel = readable(world, install, parameters.text("channel"))
    elif not users:
        raise RefusalError("users_list_not_supplied")
    elif any(user not in world.accounts for user in users):
        raise RefusalError("user_not_found")
    elif len(users) > 1:
        _check_scope(install, "mpim:write")
        channel = world.new_channel(install.team, "mpdm-" + "--".join(users), "mpim")
        channel.members = {account.id: account for account in [install.bot, *(world.accounts[user] for user in users)]}
    else:
        account = world.accounts[users[0]]
        if account.is_bot or account.is_deleted:
            raise RefusalError("cannot_dm_bot" if account.is_bot else "user_disabled")
        channel = world.direct(install, account)
    full = channel.to_json(install.bot) if parameters.flag("return_im") else {"id": channel.id}
    return {"channel": full}


def conversations_replies(world: World, install: Install, parameters: Parameters) -> Json:
    """conversations.replies: a thread, all of it at once."""
    channel = readable(world, install, parameters.text("channel"))
    _check_scope(install, f"{_FAMILIES[channel.kind]}:history")
    if not channel.has(install.bot):
        raise RefusalError("not_in_channel")
    root = channel.find(parameters.text("ts"))
    if root is None:
        raise RefusalError("thread_not_found")
    return {"messages": [message.content for message in channel.thread(root)], "has_more": False}


def _check_scope(install: Install, needed: str) -> None:
    if needed not in install.scopes:
        raise missing_scope(needed, install.scope_header)
