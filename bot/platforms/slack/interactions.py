"""What Slack reports when somebody sends or closes a view, types into a menu, or uses a shortcut, read into values.

docs.slack.dev/reference/interaction-payloads
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.platforms.fields import part, text
from bot.platforms.slack.codes import decode
from bot.platforms.slack.people import PREFIX, bot_team, chat_of, presser, private_place
from bot.platforms.slack.wording import hear
from bot.service.arrivals import Account, Place


@dataclass(frozen=True, slots=True)
class Submission:
    """A view was sent, or closed (`is_sent` false). `values` is Slack's state of it, by block and action.

    `key` is the same for every delivery. A closed view's state may be missing.
    """

    bot: str
    author: Account
    callback_id: str
    metadata: str
    values: Mapping[str, Any]
    view: str
    key: str
    is_sent: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Slack asks what to offer for what was typed into a menu: of a prompt (`token`), or of a view's block."""

    place: Place
    author: Account
    typed: str
    block: str
    action: str
    token: str = ""
    metadata: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Somebody wants to file a message. `text` is what it says, `link` leads to it."""

    place: Place
    author: Account
    trigger: str
    callback_id: str
    text: str
    link: str
    callback: str = ""


def to_submission(body: object) -> Submission | None:
    """A view that was sent or closed."""
    if not isinstance(body, Mapping):
        return None
    view, team = part(body, "view"), bot_team(body)
    by = presser(body, team)
    is_sent = text(body, "type") == "view_submission"
    if by is None or not (is_sent or text(body, "type") == "view_closed") or not text(view, "id"):
        return None
    id_, stamp = text(view, "id"), text(view, "hash")
    key = hashlib.sha256(f"{text(body, 'type')}{id_}{stamp}".encode()).hexdigest()[:32]
    values = part(part(view, "state"), "values")
    metadata = text(view, "private_metadata")
    return Submission(f"{PREFIX}{team}", by, text(view, "callback_id"), metadata, values, id_, key, is_sent)


def to_suggestion(body: object) -> Suggestion | None:
    """What was typed into a menu with too many options to send them all."""
    if not isinstance(body, Mapping) or text(body, "type") != "block_suggestion":
        return None
    by = presser(body, bot_team(body))
    if by is None:
        return None
    block, action = text(body, "block_id"), text(body, "action_id")
    where, code = chat_of(body, by), decode(block, action)
    place = private_place(bot_team(body), by) if where is None else where[0]
    metadata = text(part(body, "view"), "private_metadata")
    return Suggestion(place, by, text(body, "value"), block, action, code.token if code else "", metadata)


def to_shortcut(body: object) -> Shortcut | None:
    """A message that somebody wants to file."""
    if not isinstance(body, Mapping) or text(body, "type") != "message_action":
        return None
    team, message, trigger = bot_team(body), part(body, "message"), text(body, "trigger_id")
    by = presser(body, team)
    where = None if by is None else chat_of(body, by)
    if by is None or where is None or not trigger:
        return None
    place, callback, _ = where
    said = hear(text(message, "text"), team, "").text
    link = _link(text(part(body, "team"), "domain"), text(part(body, "channel"), "id"), text(message, "ts"))
    return Shortcut(place, by, trigger, text(body, "callback_id"), said, link, callback)


def _link(domain: str, channel: str, stamp: str) -> str:
    """A message's address as Slack's own "Copy link" gives it."""
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp.replace('.', '')}" if domain and stamp else ""
