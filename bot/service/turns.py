"""One message in, messages out: a turn of the conversation, durable before anything is shown."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime

from bot.service import errands, invites, people, projects, team
from bot.service.boxes import Queued
from bot.service.names import named
from bot.service.people import Speaker
from bot.service.playbooks import Playbooks
from bot.service.ports import Chat, Store, Turn
from bot.service.standups import answering, away, telling, wishes
from bot.service.standups import commands as standups
from bot.service.talk import Office, Talk
from dialogs.commands import COMMANDS, Command, read
from dialogs.engine import Said
from dialogs.state import Member, Prompt, Role
from dialogs.texts import Words

HANDLERS: Mapping[str, Callable[[Talk, str], None]] = {
    "projects": projects.projects,
    "new": projects.new,
    "switch": projects.switch,
    "invite": invites.invite,
    "join": invites.join,
    "me": invites.me,
    "team": team.team,
    "pause": errands.pause,
    "undo": answering.undo,
    "status": telling.status,
    "report": telling.report,
    "digest": telling.digest,
    "standup": standups.standup,
    "checkin": answering.check_in,
    "blockers": answering.blockers,
    "away": away.away,
    "back": away.back,
    "timezone": wishes.timezone,
    "holidays": wishes.holidays,
}
"""The commands that the core knows nothing about, or not all."""


MOVES_THE_CHAT = frozenset({"new", "switch", "join"})


def _needed(talk: Talk, command: str) -> Role:
    """What several people talk about can't be changed by one who has no say in it."""
    moves_others = command in MOVES_THE_CHAT and talk.chat.is_shared and talk.chat.project
    return Role.MEMBER if moves_others else COMMANDS[command].needs


class Conversations:
    """Takes turns. Everything it needs is handed in."""

    def __init__(self, store: Store, office: Office) -> None:
        self.store = store
        self.office = office
        self._talked_about: dict[tuple[str, str], tuple[str, str]] = {}

    @property
    def words(self) -> Words:
        return self.office.words

    @property
    def playbooks(self) -> Playbooks:
        return self.office.playbooks

    def now(self) -> datetime:
        """The time now, aware and in UTC."""
        return self.office.clock()

    def open(self, speaker: Speaker, project: str | None = None) -> Future[Sequence[Queued]]:
        """Greet a person who opens the chat, with the project of this name where one is given (made if need be).

        The messages include those that were decided earlier and never shown.
        """

        def work(turn: Turn) -> Sequence[Queued]:
            talk = self.seat(turn, speaker)
            if project is not None:
                self._switch_or_begin(talk, project)
            unsent = [queued for queued in turn.unsent(talk.chat) if queued.payload["kind"] != "ask"]
            talk.greet()
            return [*unsent, *talk.send().get(talk.chat.key, ())]

        return self.store.submit(work, chats=[(speaker.bot, speaker.chat)])

    def hear(self, speaker: Speaker, text: str, shown: int = 0) -> Future[Sequence[Queued]]:
        """Take a message. `shown` is the seq of the last message that the person has seen in this chat."""

        def work(turn: Turn) -> Sequence[Queued]:
            talk = self.seat(turn, speaker)
            if shown:
                turn.mark_sent(talk.chat, shown)
            self.take(talk, text)
            self.remember(talk.chat)
            return talk.send().get(talk.chat.key, ())

        here = (speaker.bot, speaker.chat)
        return self.store.submit(work, chats=[here], projects=self.known(here))

    def fresh(self, speaker: Speaker, shown: int = 0) -> Future[Sequence[Queued]]:
        """What came of its own accord since the message with the seq `shown`, which was the last that was seen."""

        def work(turn: Turn) -> Sequence[Queued]:
            chat = turn.chat(speaker.bot, speaker.chat)
            if chat is None:
                return ()
            if shown:
                turn.mark_sent(chat, shown)
            return [one for one in turn.unsent(chat) if one.seq > shown]

        return self.store.submit(work, chats=[(speaker.bot, speaker.chat)])

    def seen(self, speaker: Speaker, shown: int) -> Future[None]:
        """Remember that everything up to `shown` was seen."""

        def work(turn: Turn) -> None:
            chat = turn.chat(speaker.bot, speaker.chat)
            if chat is not None:
                turn.mark_sent(chat, shown)

        return self.store.submit(work, chats=[(speaker.bot, speaker.chat)])

    def take(self, talk: Talk, text: str, to: Prompt | None = None) -> None:
        """Take a message inside a turn: a command, or what somebody said `to` an earlier prompt or to the open one."""
        said = read(text)
        handler = HANDLERS.get(said.name) if isinstance(said, Command) else None
        if handler is not None and isinstance(said, Command):
            refusal = talk.refusal(_needed(talk, said.name))
            if refusal is None:
                handler(talk, said.argument)
            else:
                talk.refuse(refusal)
        else:
            talk.run(Said(talk.chat.id, talk.me.id, text, is_shared=talk.chat.is_shared, to=to))

    def seat(self, turn: Turn, speaker: Speaker, callback: str = "", *, begins: bool = True) -> Talk:
        """A talk of this person in this chat, about what was talked about there last.

        Where nothing was, a project is begun; without `begins` the talk is about none.
        """
        chat = turn.chat(speaker.bot, speaker.chat) or Chat(speaker.bot, speaker.chat, speaker.workspace)
        if chat.is_shared != speaker.is_shared or not chat.workspace:
            chat = Chat(*chat.key, chat.workspace or speaker.workspace, chat.project, speaker.is_shared, chat.is_open)
            turn.put_chat(chat)
        me = people.member_of(turn, chat.workspace, speaker, self.office.new_id, self.now())
        talk = Talk(self.office, turn, speaker, chat, me, callback=callback)
        if not chat.project and begins:
            known = projects.visible(talk)
            if known:
                talk.talk_about(known[0])
            else:
                projects.begin(talk, "")
        return talk

    def member(self, turn: Turn, workspace: str, speaker: Speaker) -> Member:
        """The member of a workspace behind a speaker, who joins it if need be."""
        return people.member_of(turn, workspace, speaker, self.office.new_id, self.now())

    def known(self, chat: tuple[str, str]) -> Sequence[tuple[str, str]]:
        """What this process last talked about in a chat, to be read beforehand."""
        found = self._talked_about.get(chat)
        return [found] if found and found[1] else []

    def remember(self, chat: Chat) -> None:
        self._talked_about[chat.key] = (chat.workspace, chat.project)

    def _switch_or_begin(self, talk: Talk, name: str) -> None:
        wanted = named(talk.turn, talk.chat.workspace, name)
        if wanted is not None:
            talk.talk_about(wanted)
            return
        untouched = talk.project()
        if talk.turn.state(untouched.workspace, untouched.id).book.seq:
            projects.begin(talk, name)
        talk.greet()
        projects.name_it(talk, name)
        talk.discard()
