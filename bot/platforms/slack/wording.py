"""What is written to the bot: Slack's mark-up as plain text, who is mentioned, and whether the bot is meant."""

import re
from typing import NamedTuple

from bot.platforms.slack.people import PREFIX, is_id
from bot.platforms.wording import in_our_words

_MARKED = re.compile(r"<([^<>]{1,4000})>")
_ONE_LINK = re.compile(r"\s*<(https?://[^<>|]+)(?:\|[^<>]*)?>\s*")
_COMMAND = re.compile(r"\s*/([0-9A-Za-z_]{1,64})(?!\S)(.*)", re.DOTALL)
_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)")
_BOT = "\ue000"
"""Stands for the bot's own name while the text is read; nobody types it, and nothing shows it."""


class Heard(NamedTuple):
    """What was written. `is_called`: the bot is named in it. `mentions` are accounts by the text that names them."""

    text: str
    is_called: bool
    mentions: dict[str, str]


def hear(text: str, team: str, bot_user: str) -> Heard:
    """What a message's text says to the bot with this user id; people are looked for in this workspace."""
    mentions: dict[str, str] = {}
    alone = _ONE_LINK.fullmatch(text)

    def shown(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        if target.startswith("@"):
            return _person(target[1:], team, bot_user, mentions)
        return _special(target, label) if target[:1] in ("!", "#") else _link(target, label, is_alone=alone is not None)

    written = html_free(_MARKED.sub(shown, text.replace(_BOT, "")))
    said = _without_calls(written)
    command = _COMMAND.fullmatch(said)
    plain = said if command is None else in_our_words(command[1], command[2])
    return Heard(plain, _BOT in written, mentions)


def html_free(text: str) -> str:
    """The three characters that Slack escapes, as they were typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _person(user: str, team: str, bot_user: str, mentions: dict[str, str]) -> str:
    if user == bot_user and user:
        return _BOT
    if is_id(user) and is_id(team):
        mentions[f"@{user}"] = f"{PREFIX}{team}/{user}"
    return f"@{user}"


def _special(target: str, label: str) -> str:
    """A channel, a group of people, "here" and the like, or a date with the text it would be shown as."""
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!subteam^"):
        return label or f"@{target.removeprefix('!subteam^')}"
    if target.startswith("!date^"):
        return label
    return f"@{target[1:].partition('^')[0]}"


def _link(target: str, label: str, *, is_alone: bool) -> str:
    """A link as it was typed: Slack adds the scheme where it was left out. A label of its own stays beside it."""
    if not label or label == target:
        return target
    if _SCHEME.sub("", target, count=1).rstrip("/") == label.rstrip("/"):
        return label
    return target if is_alone else f"{label} ({target})"


def _without_calls(text: str) -> str:
    """The text without the bot's name, and without what set it apart from the rest."""
    said, *more = text.split(_BOT)
    for piece in more:
        if not said.strip():
            said = piece.lstrip(" \n,:")
        elif not piece.strip():
            said = said.rstrip(" \n,")
        else:
            said = f"{said.rstrip()} {piece.lstrip()}"
    return said
