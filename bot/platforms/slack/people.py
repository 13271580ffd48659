"""Who somebody is: people by their workspace and their id there, and the places that are theirs."""

import re
from collections.abc import Mapping
from typing import Any

from bot.platforms.fields import part, text
from bot.service.arrivals import Account, Place

PREFIX = "slack:"

_ID = re.compile(r"[A-Z0-9]{1,40}")
_ACCOUNT = re.compile(rf"{PREFIX}(?P<team>[A-Z0-9]{{1,40}})/(?P<user>[A-Z0-9]{{1,40}})")


def account(team: str, user: str) -> Account | None:
    """A person as a workspace's bot knows them, wherever they belong, without a name; None for what is no id."""
    return Account(f"{PREFIX}{team}/{user}", "") if is_id(team) and is_id(user) else None


def user_of(account_id: str) -> str:
    """The person's id in their workspace; "" for an account that isn't Slack's."""
    found = _ACCOUNT.fullmatch(account_id)
    return found["user"] if found else ""


def is_id(text: str) -> bool:
    """Whether a text is what Slack's ids look like."""
    return _ID.fullmatch(text) is not None


def presser(body: Mapping[str, Any], team: str) -> Account | None:
    """Who caused an interaction with the bot of this workspace."""
    return account(team, text(part(body, "user"), "id"))


def private_place(team: str, by: Account) -> Place:
    """The chat of the bot with one person, by the person: Slack opens it when something is sent there."""
    return Place(f"{PREFIX}{team}", by.id.removeprefix(PREFIX), f"{PREFIX}{team}")


def place_of(team: str, channel: str, by: Account, thread: str = "", *, is_private: bool) -> Place:
    """The chat that something happened in. Every chat's home is the workspace."""
    if is_private:
        return private_place(team, by)
    return Place(f"{PREFIX}{team}", channel, f"{PREFIX}{team}", is_shared=True, thread=thread)


def callback_of(channel: str, by: Account, thread: str) -> str:
    """Where to answer somebody so that the others don't see it: "C1/U1/1795000000.000100"."""
    return f"{channel}/{by.id.rpartition('/')[2]}/{thread}"


def bot_team(body: Mapping[str, Any]) -> str:
    """The workspace whose bot is used; "" where nothing tells."""
    found = (
        text(part(body, "view"), "app_installed_team_id"),
        text(part(body, "team"), "id"),
        text(part(body, "user"), "team_id"),
    )
    return next((team for team in found if is_id(team)), "")


def chat_of(body: Mapping[str, Any], by: Account) -> tuple[Place, str, str] | None:
    """The chat of a message that something was done with, where to answer, and the message; None outside of any."""
    container, message = part(body, "container"), part(body, "message")
    channel = text(part(body, "channel"), "id") or text(container, "channel_id")
    if not is_id(channel):
        return None
    id_ = text(message, "ts") or text(container, "message_ts")
    root = text(message, "thread_ts") or text(container, "thread_ts")
    thread = "" if root == id_ else root
    is_private = channel.startswith("D")
    place = place_of(bot_team(body), channel, by, thread, is_private=is_private)
    return place, callback_of(channel, by, thread), id_
