"""The commands that Telegram offers while somebody types a slash."""

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from dialogs.commands import COMMANDS
from dialogs.texts import Words

DESCRIPTION_LIMIT = 256
GROUPS_ONLY = frozenset({"answer"})
"""What is only needed where not every message is meant for the bot."""


async def register(bot: Bot, words: Words) -> None:
    """Tell Telegram the commands: for private chats, and for groups."""
    everywhere = [_command(name, words) for name in COMMANDS if name not in GROUPS_ONLY]
    in_groups = [_command(name, words) for name in COMMANDS]
    await bot.set_my_commands(everywhere, scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(in_groups, scope=BotCommandScopeAllGroupChats())


def _command(name: str, words: Words) -> BotCommand:
    return BotCommand(name, words.plain(COMMANDS[name].help)[:DESCRIPTION_LIMIT])
