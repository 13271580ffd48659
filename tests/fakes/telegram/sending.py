"""The methods that put messages into chats, change them, and answer presses."""

from typing import Any

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import Chat, Group, Topic
from tests.fakes.telegram.files import StoredFile
from tests.fakes.telegram.formatting import read_caption, read_text
from tests.fakes.telegram.keyboards import read_markup
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.parameters import Parameters
from tests.fakes.telegram.wire import bad_request
from tests.fakes.telegram.world import World, reply_fields
from tests.fakes.wire import Json

MAX_ANSWER = 200
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def send_message(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """sendMessage."""
    text, entities = read_text(parameters, world.known)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return _send(world, bot, parameters, content).content


def send_document(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """sendDocument."""
    return _send_file(world, bot, parameters, "document")


def send_photo(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """sendPhoto."""
    return _send_file(world, bot, parameters, "photo")


def send_chat_action(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """sendChatAction."""
    writable_chat(world, bot, parameters)
    if not parameters.text("action"):
        raise bad_request("wrong parameter action in request")
    return True


def edit_message_text(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """editMessageText."""
    text, entities = read_text(parameters, world.known)
    message = _own_message(world, bot, parameters)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    markup = read_markup(parameters.structure("reply_markup"))
    return _change(world, message, {"text": text, "entities": entities, "reply_markup": markup})


def edit_message_caption(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """editMessageCaption."""
    caption, entities = read_caption(parameters, world.known)
    message = _own_message(world, bot, parameters)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    markup = read_markup(parameters.structure("reply_markup"))
    return _change(world, message, {"caption": caption, "caption_entities": entities, "reply_markup": markup})


def edit_message_reply_markup(world: World, bot: FakeBot, parameters: Parameters) -> Json:
    """editMessageReplyMarkup."""
    message = _own_message(world, bot, parameters)
    return _change(world, message, {"reply_markup": read_markup(parameters.structure("reply_markup"))})


def delete_message(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """deleteMessage."""
    chat = writable_chat(world, bot, parameters)
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    is_admin = isinstance(chat, Group) and chat.statuses.get(bot.id) == "administrator"
    if isinstance(chat, Group) and message.sender_id != bot.id and not is_admin:
        raise bad_request("message can't be deleted")
    message.is_deleted = True
    return True


def answer_callback_query(world: World, bot: FakeBot, parameters: Parameters) -> bool:
    """answerCallbackQuery."""
    press = bot.presses.get(parameters.text("callback_query_id"))
    if press is None or press.has_expired or world.clock() - press.pressed_at > world.callback_expiry_s:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = parameters.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer, press.is_alert = text, parameters.flag("show_alert")
    return True


def any_chat(world: World, bot: FakeBot, parameters: Parameters) -> Chat:
    """The chat of a call."""
    if not parameters.text("chat_id"):
        raise bad_request("chat_id is empty")
    chat_id = parameters.integer("chat_id")
    chat = world.chat_of(bot, chat_id) if chat_id is not None else None
    if chat is None:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, bot: FakeBot, parameters: Parameters) -> Chat:
    """The chat of a call that writes."""
    chat = any_chat(world, bot, parameters)
    chat.check_writable(bot)
    return chat


def _send_file(world: World, bot: FakeBot, parameters: Parameters, name: str) -> Json:
    caption, entities = read_caption(parameters, world.known)
    file = world.files.sent(parameters, name)
    content: Json = {name: file.to_photo() if name == "photo" else file.to_document()}
    if caption:
        content["caption"] = caption
    if entities:
        content["caption_entities"] = entities
    return _send(world, bot, parameters, content, file).content


def _send(world: World, bot: FakeBot, parameters: Parameters, content: Json, file: StoredFile | None = None) -> Message:
    markup = read_markup(parameters.structure("reply_markup"))
    chat = writable_chat(world, bot, parameters)
    topic = _topic(chat, parameters)
    reply_to = _replied(chat, parameters)
    if bot.rates is not None:
        bot.rates.count(chat.id, world.clock())
    content = {"from": bot.content, **content, **reply_fields(reply_to, topic)}
    if markup is not None and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    message = chat.add(content)
    message.file = file
    world.sent.append(message)
    return message


def _topic(chat: Chat, parameters: Parameters) -> Topic | None:
    thread_id = parameters.integer("message_thread_id")
    if thread_id is None or not isinstance(chat, Group):
        return None
    chat.check_thread(thread_id)
    return chat.topics[thread_id]


def _replied(chat: Chat, parameters: Parameters) -> Message | None:
    reply: Any = parameters.structure("reply_parameters") or {}
    message_id = reply.get("message_id") or parameters.integer("reply_to_message_id")
    if message_id is None:
        return None
    message = chat.find(int(message_id))
    may_go_without = reply.get("allow_sending_without_reply") or parameters.flag("allow_sending_without_reply")
    if message is None and not may_go_without:
        raise bad_request("message to be replied not found")
    return message


def _own_message(world: World, bot: FakeBot, parameters: Parameters) -> Message:
    if parameters.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    message = writable_chat(world, bot, parameters).find(parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender_id != bot.id:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, new: Json) -> Json:
    """Replace parts of a message; an empty part is taken away."""
    if all((message.content.get(key) or None) == (value or None) for key, value in new.items()):
        raise bad_request(_NOT_MODIFIED)
    if message.text != (new.get("text") or new.get("caption") or message.text):
        message.earlier.append(message.text)
    message.content = {key: value for key, value in {**message.content, **new}.items() if value or key not in new}
    message.content["edit_date"] = int(world.clock())
    return message.content
