"""The thread of a shared chat in which a project's walk lives, where a platform has threads."""

from bot.service.arrivals import Message, Place
from bot.service.boxes import WALK
from bot.service.ports import Turn
from bot.service.talk import Talk
from dialogs.state import Role
from dialogs.texts import phrase


def is_in_walk(turn: Turn, message: Message) -> bool:
    """Whether a message is meant for the bot: it says so, or stands in a thread in which a project lives."""
    if message.is_addressed:
        return True
    place = message.place
    return turn.outbox.token((place.bot, place.chat), place.thread).startswith(WALK)


def follow_thread(talk: Talk, place: Place) -> None:
    """Talk about the project whose thread this is; the chat goes on with it where the person takes part in it."""
    token = talk.turn.outbox.token(talk.chat.key, place.thread) if place.thread else ""
    project = token.removeprefix(WALK)
    if not token.startswith(WALK) or project == talk.chat.project:
        return
    workspace = next((one for one, id_ in talk.turn.bound(*talk.chat.key) if id_ == project), None)
    found = talk.turn.project(workspace, project) if workspace is not None else None
    if found is None:
        return
    before = talk.chat
    talk.talk_about(found)
    if not talk.role().at_least(Role.MEMBER):
        talk.turn.put_chat(before)


def point_to_thread(talk: Talk, place: Place) -> None:
    """Who spoke elsewhere in the chat is told where the answer stands, unless it is there for all to see."""
    token = talk.thread_of(talk.chat)
    if token and talk.hangs(talk.chat, token) and talk.turn.outbox.token(talk.chat.key, place.thread or "-") != token:
        talk.whisper(phrase("thread.elsewhere", project=talk.project().name))
