"""The slash command, read from its form into a message: "/phasewalk status" says what "/status" says elsewhere."""

from collections.abc import Mapping

from bot.platforms.fields import text
from bot.platforms.slack.events import OPENING
from bot.platforms.slack.people import account, callback_of, is_id, place_of
from bot.platforms.slack.wording import hear
from bot.platforms.wording import in_our_words
from bot.service.arrivals import Arrived, Message
from dialogs.commands import ALIASES, COMMANDS

COMMAND = "/phasewalk"


def to_arrival(form: Mapping[str, str]) -> Arrived | None:
    """What was typed behind the command; None for what is no use of it.

    Between two people, where the bot has no place, it answers in its own chat with who called it.
    """
    team, channel, trigger = text(form, "team_id"), text(form, "channel_id"), text(form, "trigger_id")
    by = account(team, text(form, "user_id"))
    if by is None or not is_id(channel) or not trigger:
        return None
    is_private = channel.startswith("D")
    typed = text(form, "text")
    heard = hear(typed, team, "")
    message = Message(
        place=place_of(team, channel, by, is_private=is_private),
        author=by,
        message="",
        text=heard.text if typed.lstrip().startswith("/") else said(heard.text),
        mentions=heard.mentions,
        callback="" if is_private else callback_of(channel, by, ""),
    )
    return Arrived(f"trigger:{trigger}", message)


def said(typed: str) -> str:
    """What stands behind the command, as it would be typed to us: a command without its slash, or an answer."""
    head, _, rest = typed.strip().partition(" ")
    if not head:
        return OPENING
    name = head.casefold()
    if name in COMMANDS or name in ALIASES:
        return in_our_words(head, f" {rest}" if rest else "")
    return typed.strip()
