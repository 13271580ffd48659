"""The chat methods: post, change, delete, show to one person, link."""

import re
from typing import Any

from tests.fakes.slack.accounts import Account
from tests.fakes.slack.apps import Install
from tests.fakes.slack.blocks import read_message_blocks
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.messages import Message
from tests.fakes.slack.parameters import Parameters
from tests.fakes.slack.wire import RefusalError, invalid_arguments
from tests.fakes.slack.world import World
from tests.fakes.wire import Json

# https://docs.slack.dev/changelog/2018-truncating-really-long-messages
MAX_TEXT = 40_000
# chat.update refuses what chat.postMessage would cut (https://docs.slack.dev/reference/methods/chat.update#errors).
MAX_UPDATE_TEXT = 4_000
# What an app has not escaped, Slack does.
_BARE = re.compile("&(?!amp;|lt;|gt;)")


def post_message(world: World, install: Install, parameters: Parameters) -> Json:
    """chat.postMessage."""
    channel = writable(world, install, parameters.text("channel"))
    content = _content(parameters)
    if install.rates is not None:
        install.rates.count_message(channel.id, world.clock())
    thread_ts = parameters.text("thread_ts")
    if thread_ts:
        content |= in_thread(channel, thread_ts, is_broadcast=parameters.flag("reply_broadcast"))
    metadata = parameters.structure("metadata")
    if metadata:
        content["metadata"] = metadata
    message = world.post(channel, _author(install) | content)
    world.sent.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.content}


def post_ephemeral(world: World, install: Install, parameters: Parameters) -> Json:
    """chat.postEphemeral."""
    channel = writable(world, install, parameters.text("channel"))
    user_id = parameters.text("user")
    if user_id not in world.accounts:
        raise RefusalError("user_not_found" if user_id else "invalid_arguments")
    if user_id not in channel.members:
        raise RefusalError("user_not_in_channel")
    content = _content(parameters)
    if parameters.text("thread_ts"):
        content |= in_thread(channel, parameters.text("thread_ts"), is_broadcast=False)
    message = world.post(channel, _author(install) | content, only_for=user_id)
    world.sent.append(message)
    return {"message_ts": message.ts}


def update(world: World, install: Install, parameters: Parameters) -> Json:
    """chat.update. What is left out of text and blocks goes, as Slack says of it."""
    channel = readable(world, install, parameters.text("channel"))
    message = _own(channel, install, parameters, "cant_update_message")
    if len(parameters.text("text")) > MAX_UPDATE_TEXT:
        raise RefusalError("msg_too_long")
    content = _content(parameters)
    content.setdefault("blocks", [])
    if channel.is_archived:
        raise RefusalError("is_archived")
    world.change(message, content, by=install.bot)
    return {"channel": channel.id, "ts": message.ts, "text": content["text"], "message": message.content}


def delete(world: World, install: Install, parameters: Parameters) -> Json:
    """chat.delete."""
    channel = readable(world, install, parameters.text("channel"))
    message = _own(channel, install, parameters, "cant_delete_message")
    world.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(world: World, install: Install, parameters: Parameters) -> Json:
    """chat.getPermalink."""
    channel = readable(world, install, parameters.text("channel"))
    ts = parameters.text("message_ts")
    message = channel.find(ts)
    if message is None:
        raise RefusalError("message_not_found")
    return {"channel": channel.id, "permalink": permalink(message)}


def permalink(message: Message) -> str:
    """A message's address."""
    channel = message.channel
    link = f"https://{channel.team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return link


def readable(world: World, install: Install, channel_id: str) -> Channel:
    """A channel that the app may know of, by its id or that of a person. Raises `RefusalError`."""
    if not channel_id:
        raise RefusalError("channel_not_found")
    person = world.accounts.get(channel_id)
    if person is not None:
        return _direct(world, install, person)
    channel = world.channels.get(channel_id)
    if channel is None or install.team not in channel.teams:
        raise RefusalError("channel_not_found")
    if channel.kind != "channel" and not channel.has(install.bot):
        raise RefusalError("channel_not_found")
    return channel


def writable(world: World, install: Install, channel_id: str) -> Channel:
    """A channel that the app may write to. Raises `RefusalError`."""
    channel = readable(world, install, channel_id)
    if channel.is_archived:
        raise RefusalError("is_archived")
    if not channel.has(install.bot) and "chat:write.public" not in install.scopes:
        raise RefusalError("not_in_channel")
    if channel.is_read_only:
        raise RefusalError("restricted_action")
    if channel.kind == "im" and not install.app.has_messages_tab:
        raise RefusalError("messages_tab_disabled")
    return channel


def _direct(world: World, install: Install, person: Account) -> Channel:
    """The app's direct messages with somebody; not with other bots, strangers it shares nothing with, nobody gone."""
    if person.is_bot or person.is_deleted:
        raise RefusalError("channel_not_found")
    if person.team is not install.team:
        shared = (channel for channel in world.channels.values() if channel.has(install.bot) and channel.has(person))
        if next(shared, None) is None:
            raise RefusalError("channel_not_found")
    return world.direct(install, person)


def _content(parameters: Parameters) -> Json:
    """Text and blocks."""
    blocks: Any = read_message_blocks(parameters.structure("blocks"))
    text = parameters.text("text")
    if not text and not blocks and not parameters.structure("attachments"):
        raise RefusalError("no_text")
    content: Json = {"text": _BARE.sub("&amp;", text[:MAX_TEXT])}
    if blocks:
        content["blocks"] = blocks
    return content


def _author(install: Install) -> Json:
    bot = install.bot
    return {
        "user": bot.id,
        "bot_id": bot.bot_id,
        "app_id": install.app.id,
        "team": install.team.id,
        "bot_profile": bot.to_bot_json(),
    }


def in_thread(channel: Channel, thread_ts: str, *, is_broadcast: bool) -> Json:
    """A deleted root whose answers still stand is a tombstone. To take an answer for a root is refused here, though
    Slack only advises against it: the message would stand where nobody finds it."""
    root = channel.all_messages.get(thread_ts)
    if root is None or (root.is_deleted and not root.content.get("reply_count")):
        raise RefusalError("thread_not_found")
    if root.is_deleted or root.thread_ts not in {None, root.ts}:
        raise RefusalError("cannot_reply_to_message")
    fields: Json = {"thread_ts": root.ts, "parent_user_id": root.user_id}
    return fields | {"subtype": "thread_broadcast", "root": root.content} if is_broadcast else fields


def _own(channel: Channel, install: Install, parameters: Parameters, refusal: str) -> Message:
    ts = parameters.text("ts")
    if not ts:
        raise invalid_arguments("[ERROR] missing required field: ts")
    message = channel.find(ts)
    if message is None:
        raise RefusalError("message_not_found")
    if message.user_id != install.bot.id:
        raise RefusalError(refusal)
    return message
