"""The Bot API's methods by name: about the bot itself, its updates and its chats; those that send are in `sending`."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from tests.fakes.telegram import sending
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import Group, PrivateChat
from tests.fakes.telegram.files import MAX_DOWNLOAD_BYTES
from tests.fakes.telegram.members import to_member
from tests.fakes.telegram.parameters import Parameters
from tests.fakes.telegram.webhooks import Webhook
from tests.fakes.telegram.wire import Encoded, bad_request, conflict
from tests.fakes.telegram.world import World
from tests.fakes.wire import Json, to_text

Method: TypeAlias = Callable[[World, FakeBot, Parameters], Any]

MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_COMMAND_DESCRIPTION = 256


def get_me(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """getMe."""
    may = {"can_join_groups": True, "can_read_all_group_messages": bot.reads_all, "supports_inline_queries": False}
    return bot.content | may


def get_updates(world: World, bot: FakeBot, parameters: Parameters) -> Encoded:
    """getUpdates, the part that does not wait: what there is now."""
    if bot.webhook is not None:
        active = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        raise conflict(active)
    # The newer call wins: the one that waits already is told so (telegram-bot-api, Client::abort_long_poll).
    other = "terminated by other getUpdates request; make sure that only one bot instance is running"
    bot.end_poll(conflict(other))
    _set_allowed_updates(bot, parameters)
    bot.updates.confirm_below(parameters.integer("offset") or 0)
    world.changes.ring()
    return updates_now(bot, poll_limit(parameters))


def poll_limit(parameters: Parameters) -> int:
    """How many updates a poll takes."""
    return min(max(parameters.integer("limit") or 100, 1), 100)


def updates_now(bot: FakeBot, limit: int) -> Encoded:
    """The next updates, as JSON."""
    return Encoded(f"[{','.join([update.body for update in bot.updates.first(limit)])}]".encode())


def set_webhook(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """setWebhook. Plain http is taken for this machine only."""
    url = parameters.text("url")
    if not url:
        return delete_webhook(world, bot, parameters)
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "localhost"}):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = parameters.text("secret_token")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    _leave_webhook(world, bot, parameters)
    _set_allowed_updates(bot, parameters)
    bot.end_poll(conflict("terminated by setWebhook request"))
    connections = min(max(parameters.integer("max_connections") or 40, 1), 100)
    bot.webhook = Webhook(bot, url, secret, connections, world.patience)
    for update in bot.updates.waiting.values():
        bot.webhook.take(update)
    return True


def delete_webhook(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """deleteWebhook."""
    _leave_webhook(world, bot, parameters)
    return True


def get_webhook_info(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """getWebhookInfo."""
    none: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": bot.pending}
    info = none if bot.webhook is None else bot.webhook.to_json()
    return info | {"allowed_updates": bot.updates.allowed} if bot.updates.allowed else info


def get_file(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """getFile."""
    file = world.files.by_id.get(parameters.text("file_id").removesuffix("-s"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.to_json() | {"file_path": file.path}


def get_chat(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """getChat."""
    chat = sending.any_chat(world, bot, parameters)
    if isinstance(chat, PrivateChat) and not chat.is_started:
        raise bad_request("chat not found")
    if isinstance(chat, Group):
        chat.check_writable(bot)
    return chat.content | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


def get_chat_member(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """getChatMember."""
    chat = sending.writable_chat(world, bot, parameters)
    user_id = parameters.integer("user_id") or 0
    member = world.people.get(user_id) or world.bots.get(user_id)
    if member is None:
        raise bad_request("invalid user_id specified")
    status = chat.statuses.get(user_id, "left") if isinstance(chat, Group) else "member"
    return to_member(member.content, status)


def leave_chat(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """leaveChat."""
    chat = sending.writable_chat(world, bot, parameters)
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    world.change_status(chat, bot, "left")
    return True


def pin_chat_message(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """pinChatMessage."""
    chat = sending.writable_chat(world, bot, parameters)
    if chat.find(parameters.integer("message_id")) is None:
        raise bad_request("message to pin not found")
    if isinstance(chat, Group) and chat.statuses.get(bot.id) != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return True


def set_my_commands(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """setMyCommands."""
    commands = parameters.structure("commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
        if not re.fullmatch(rf"[a-z0-9_]{{1,{MAX_COMMAND}}}", name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[_scope(parameters)] = commands
    return True


def get_my_commands(world: World, bot: FakeBot, parameters: Parameters) -> list[Json]:
    """getMyCommands."""
    return bot.commands.get(_scope(parameters), [])


def delete_my_commands(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """deleteMyCommands."""
    bot.commands.pop(_scope(parameters), None)
    return True


def _text_setter(kind: str, limit: int) -> Method:
    def set_text(world: World, bot: FakeBot, parameters: Parameters) -> bool:
        text = parameters.text(kind)
        if len(text) > limit:
            raise bad_request(f"{kind} is too long")
        bot.texts[kind, parameters.text("language_code")] = text
        return True

    return set_text


def _text_getter(kind: str) -> Method:
    def get_text(world: World, bot: FakeBot, parameters: Parameters) -> Json:
        return {kind: bot.texts.get((kind, parameters.text("language_code")), "")}

    return get_text


def _set_allowed_updates(bot: FakeBot, parameters: Parameters) -> None:
    """An empty list means the usual kinds; without a list, what was set before stays."""
    allowed = parameters.structure("allowed_updates")
    if allowed is not None:
        bot.updates.allowed = list(allowed)


def _leave_webhook(world: World, bot: FakeBot, parameters: Parameters) -> None:
    if bot.webhook is not None:
        world.end(bot.webhook)
        bot.webhook = None
    if parameters.flag("drop_pending_updates"):
        bot.updates.waiting.clear()


def _scope(parameters: Parameters) -> tuple[str, str]:
    return to_text(parameters.structure("scope") or {"type": "default"}), parameters.text("language_code")


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)

METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "answercallbackquery": sending.answer_callback_query,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "leavechat": leave_chat,
    "pinchatmessage": pin_chat_message,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": _text_setter("description", 512),
    "getmydescription": _text_getter("description"),
    "setmyshortdescription": _text_setter("short_description", 120),
    "getmyshortdescription": _text_getter("short_description"),
}
