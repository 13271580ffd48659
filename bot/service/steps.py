"""Working through the inbox: one event, one turn, one transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from bot.service import elsewhere, replies
from bot.service.aftermath import NOBODY, Aftermath
from bot.service.arrivals import Account, Arrival, Arrived, Form, Keep, Look, Message, Move, Place, Press, Reach, Switch
from bot.service.boxes import ChatKey, Event, Load
from bot.service.homes import show_home
from bot.service.moving import move_chat
from bot.service.pages import fill, keep, switch
from bot.service.people import Speaker, by_handle
from bot.service.ports import Chat, Store, Turn
from bot.service.presses import press
from bot.service.standups.planning import rezone
from bot.service.talk import Talk, Toast
from bot.service.threads import follow_thread, is_in_walk, point_to_thread
from bot.service.turns import Conversations
from dialogs.commands import Command, read
from dialogs.texts import phrase


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one event: what this replica has to send, words for who pressed, and whether more events wait.

    `is_held_up`: nothing was run, because the chat's oldest event belongs to a replica that seems to be gone.
    """

    loads: Sequence[Load] = ()
    toasts: Sequence[Toast] = ()
    has_more: bool = False
    event: Event | None = None
    is_held_up: bool = False


class Steps:
    """Takes events in and runs them, each chat's in its order."""

    def __init__(self, store: Store, conversations: Conversations, aftermath: Aftermath) -> None:
        self._store = store
        self._aftermath = aftermath
        self._conversations = conversations
        self._handlers: Mapping[type[Arrival], Callable[[Turn, Any], Talk | None]] = {
            Message: self._hear,
            Press: self._press,
            Look: self._look,
            Switch: self._page(switch),
            Form: self._page(fill),
            Keep: self._page(keep),
            Reach: self._reach,
            Move: self._move,
        }

    def accept(self, bot: str, arrived: Sequence[Arrived], runner: str) -> Future[Sequence[ChatKey]]:
        """Keep what is meant for the bot and was not delivered before; returns the chats with something to run."""
        possible = [one for one in arrived if _may_be_meant(one.arrival)]

        def work(turn: Turn) -> Sequence[ChatKey]:
            meant = [one for one in possible if not isinstance(one.arrival, Message) or is_in_walk(turn, one.arrival)]
            return turn.inbox.accept(bot, meant, runner)

        return self._store.submit(
            work,
            chats=[(bot, chat) for chat in dict.fromkeys(one.arrival.place.chat for one in possible)],
            events=[(bot, one.key) for one in possible],
        )

    def run(self, chat: ChatKey, living: Collection[str]) -> Future[Ran]:
        """Run the chat's oldest event, unless it has to be taken on first, as what ended another process has to be."""

        def work(turn: Turn) -> Ran:
            event = turn.inbox.head(*chat)
            if event is None or event.runner not in living:
                return Ran(is_held_up=event is not None)
            talk = self._handlers[type(event.arrival)](turn, event.arrival)
            turn.inbox.finish(event, replies.note(talk) if talk else None)
            if talk is None:
                return Ran((), (), turn.inbox.waiting(*chat) > 0, event)
            self._conversations.remember(talk.chat)
            return Ran(talk.loads(), _toasts(event, talk), turn.inbox.waiting(*chat) > 0, event)

        return self._store.submit(work, chats=[chat], projects=self._conversations.known(chat))

    def fail(self, chat: ChatKey, why: str) -> Future[tuple[bool, Ran]]:
        """The chat's oldest event raised. Returns whether it was put aside; then the chat is told."""

        def work(turn: Turn) -> tuple[bool, Ran]:
            event = turn.inbox.head(*chat)
            if event is None:
                return False, Ran()
            if not turn.inbox.fail(event, why):
                return False, Ran(has_more=True)
            loads = self._aftermath.parked(turn, event)
            return True, Ran(loads, (), turn.inbox.waiting(*chat) > 0, event)

        return self._store.submit(work, chats=[chat])

    def _hear(self, turn: Turn, message: Message) -> Talk | None:
        speaker = _speaker(message.place, message.author)
        said = read(message.text)
        command = said.name if isinstance(said, Command) else ""
        is_new = not self._is_talked_in(turn, message.place)
        begins = command != "join" and bool(message.author.id)
        talk = self._conversations.seat(turn, speaker, message.callback, begins=begins)
        _open_again(talk)
        follow_thread(talk, message.place)
        self._answer(talk, message, command, is_new=is_new)
        if message.callback:
            point_to_thread(talk, message.place)
        return talk

    def _answer(self, talk: Talk, message: Message, command: str, *, is_new: bool) -> None:
        if not message.author.id:
            talk.refuse(phrase("anonymous"))
            return
        if is_new and command in _OPENINGS:
            talk.greet()
            return
        if message.album and not self._is_first(talk.turn, message.place, f"album:{message.album}"):
            return
        if not message.text.strip():
            talk.refuse(phrase("media.unread"))
            return
        if message.is_edit:
            replies.reword(talk, message)
            return
        if message.media:
            talk.say(phrase("media.caption"))
        replies.hear(self._conversations, talk, message, _with_names(talk, message))

    @staticmethod
    def _is_talked_in(turn: Turn, place: Place) -> bool:
        chat = turn.chat(place.bot, place.chat)
        return chat is not None and bool(chat.project)

    def _press(self, turn: Turn, pressed: Press) -> Talk | None:
        if not pressed.author.id:
            return None
        talk = self._conversations.seat(turn, _speaker(pressed.place, pressed.author), pressed.callback)
        _open_again(talk)
        press(talk, pressed)
        return talk

    def _look(self, turn: Turn, look: Look) -> Talk | None:
        talk = self._conversations.seat(turn, _speaker(look.place, look.author), begins=False)
        if look.zone is not None:
            turn.put_zone(talk.chat.workspace, talk.me.id, look.zone)
            rezone(turn, talk.chat.workspace, list(turn.directory(talk.chat.workspace).roles), talk.now)
        show_home(talk, look.author)
        return talk

    def _page(self, act: Callable[[Talk, Any], None]) -> Callable[[Turn, Any], Talk | None]:
        """What somebody does on a page or in a form, and not by a message."""

        def take(turn: Turn, arrival: Switch | Form | Keep) -> Talk | None:
            speaker = _speaker(arrival.place, arrival.author)
            talk = self._conversations.seat(turn, speaker, getattr(arrival, "callback", ""), begins=False)
            _open_again(talk)
            act(talk, arrival)
            return talk

        return take

    def _reach(self, turn: Turn, reach: Reach) -> Talk | None:
        place = reach.place
        chat = turn.chat(place.bot, place.chat) or Chat(place.bot, place.chat, place.home, "", place.is_shared)
        talk = Talk(self._conversations.office, turn, _speaker(place, reach.author), chat, NOBODY)
        changed = [one for one in (chat, *elsewhere.parts_of(turn, chat, place.home)) if one.is_open != reach.is_open]
        for one in changed:
            turn.put_chat(replace(one, is_open=reach.is_open))
        talk.chat = replace(chat, is_open=reach.is_open)
        if not reach.is_open:
            elsewhere.tell_of_leaving(talk, changed)
        # Only a topic that was there before is opened again, so nobody in it is new.
        is_new = place.is_shared and reach.is_open and not chat.project and "/" not in place.chat
        if is_new and self._is_first(turn, place, "greeted"):
            talk.say(phrase("greet.group"))
        return talk

    def _move(self, turn: Turn, move: Move) -> Talk | None:
        move_chat(turn, (move.place.bot, move.place.chat), move.to)
        return None

    @staticmethod
    def _is_first(turn: Turn, place: Place, what: str) -> bool:
        return turn.inbox.is_first(place.bot, f"{what}:{place.chat}")


def _speaker(place: Place, author: Account) -> Speaker:
    return Speaker(
        place.bot,
        place.chat,
        place.home,
        author.name,
        account=author.id,
        handle=author.handle,
        is_shared=place.is_shared,
        zone=author.zone,
        is_guest=author.is_guest,
    )


def _may_be_meant(arrival: Arrival) -> bool:
    """What was said to nobody in particular can only be meant in a project's own thread."""
    return not isinstance(arrival, Message) or arrival.is_addressed or bool(arrival.place.thread)


def _open_again(talk: Talk) -> None:
    """Whoever writes can be written to."""
    if not talk.chat.is_open:
        talk.chat = replace(talk.chat, is_open=True)
        talk.turn.put_chat(talk.chat)


def _with_names(talk: Talk, message: Message) -> str:
    """A command with the names of those who are mentioned in it in place of what their platform calls them."""
    if not isinstance(read(message.text), Command) or ("@" not in message.text and not message.mentions):
        return message.text
    directory, text = talk.turn.directory(talk.chat.workspace), message.text
    for shown, account in sorted(message.mentions.items(), key=lambda one: len(one[0]), reverse=True):
        member = directory.accounts.get(account)
        text = text.replace(shown, directory.members[member].name) if member else text
    for word in {word for word in text.split() if word.startswith("@")}:
        found = by_handle(directory, word)
        text = text.replace(word, found.name) if found else text
    return text


def _toasts(event: Event, talk: Talk) -> Sequence[Toast]:
    """A press is always answered, if only with nothing."""
    if not isinstance(event.arrival, Press) or talk.toasts:
        return talk.toasts
    return [Toast(event.bot, event.arrival.callback)]


_OPENINGS = ("", "resume")
"""What opens a chat, where nothing was asked yet: anything but a command of its own."""
