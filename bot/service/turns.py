"""One message in, messages out: a turn of the conversation, durable before anything is shown."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from bot.service import projects
from bot.service.messages import to_payload
from bot.service.playbooks import Playbooks
from bot.service.ports import Chat, Clock, Project, Queued, Store, Turn
from dialogs.commands import Command, read
from dialogs.effects import Effect, Refuse, Say
from dialogs.engine import Event, Nudged, Opened, Said, step
from dialogs.state import Member
from dialogs.texts import Words


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks where: a bot's chat, the workspace it belongs to, and the person's name."""

    bot: str
    chat: str
    workspace: str
    name: str


class Conversations:
    """Takes turns. Everything it needs is handed in: the store, the playbooks, the words, the clock, new ids."""

    def __init__(
        self,
        store: Store,
        playbooks: Playbooks,
        words: Words,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        """`clock` gives the time now, aware and in UTC; `new_id` a new opaque id."""
        self.store = store
        self.playbooks = playbooks
        self.words = words
        self._clock = clock
        self._new_id = new_id
        self._talked_about: dict[tuple[str, str], tuple[str, str]] = {}

    def open(self, speaker: Speaker, project: str | None = None) -> Future[Sequence[Queued]]:
        """Greet a person who opens the chat, with the project of this name where one is given (made if need be).

        The messages include those that were decided earlier and never shown.
        """

        def work(turn: Turn) -> Sequence[Queued]:
            chat, me = self._seat(turn, speaker)
            if project is not None:
                chat = self._switch_or_begin(turn, chat, me, project)
            unsent = [queued for queued in turn.unsent(chat) if queued.payload["kind"] != "ask"]
            return [*unsent, *self._run(turn, chat, Opened(chat.id, me.id))]

        return self.store.submit(work, chats=[(speaker.bot, speaker.chat)])

    def hear(self, speaker: Speaker, text: str, shown: int = 0) -> Future[Sequence[Queued]]:
        """Take a message. `shown` is the seq of the last message that the person has seen in this chat."""

        def work(turn: Turn) -> Sequence[Queued]:
            chat, me = self._seat(turn, speaker)
            if shown:
                turn.mark_sent(chat, shown)
            said = read(text)
            if isinstance(said, Command) and said.name in projects.COMMANDS:
                return self._about_projects(turn, chat, me, said)
            return self._run(turn, chat, Said(chat.id, me.id, text))

        here = (speaker.bot, speaker.chat)
        known = self._talked_about.get(here)
        return self.store.submit(work, chats=[here], projects=[known] if known else [])

    def seen(self, speaker: Speaker, shown: int) -> Future[None]:
        """Remember that everything up to `shown` was seen."""

        def work(turn: Turn) -> None:
            chat = turn.chat(speaker.bot, speaker.chat)
            if chat is not None:
                turn.mark_sent(chat, shown)

        return self.store.submit(work, chats=[(speaker.bot, speaker.chat)])

    def _run(self, turn: Turn, chat: Chat, event: Event) -> Sequence[Queued]:
        project = self._project(turn, chat)
        self._talked_about[chat.bot, chat.id] = (project.workspace, project.id)
        plan = self.playbooks.plan(turn, project)
        before = turn.state(project.workspace, project.id)
        done = step(plan, before, event, self._clock(), self._new_id())
        turn.save(project.workspace, project.id, before, done.state)
        projects.follow_name(turn, project, plan, done.state)
        return self._send(turn, chat, project, done.effects, done.state.book.seq)

    def _send(
        self, turn: Turn, chat: Chat, project: Project, effects: Sequence[Effect], answers_seq: int
    ) -> Sequence[Queued]:
        payloads = [to_payload(effect, self.words, project.id, answers_seq) for effect in effects]
        return turn.send(chat, payloads)

    def _about_projects(self, turn: Turn, chat: Chat, me: Member, said: Command) -> Sequence[Queued]:
        if said.name == "projects":
            return self._tell(turn, chat, me, projects.listed(turn, chat))
        if said.name == "switch":
            wanted = projects.find(turn, chat.workspace, said.argument)
            if isinstance(wanted, Refuse):
                return self._tell(turn, chat, me, wanted)
            chat = projects.bind(turn, chat, wanted)
            told = self._send(turn, chat, wanted, [Say(projects.switched(wanted))], 0)
            return [*told, *self._run(turn, chat, Opened(chat.id, me.id))]
        refusal = projects.refusal_of_name(turn, chat.workspace, said.argument)
        if refusal is not None:
            return self._tell(turn, chat, me, refusal)
        chat = self._begin(turn, chat, said.argument)
        greeting = self._run(turn, chat, Opened(chat.id, me.id))
        return greeting if not said.argument else [*greeting[:-1], *self._name(turn, chat, me, said.argument)]

    def _tell(self, turn: Turn, chat: Chat, me: Member, effect: Effect) -> Sequence[Queued]:
        """Say something that is not about the answers, and ask again what was asked last."""
        told = self._send(turn, chat, self._project(turn, chat), [effect], 0)
        return [*told, *self._run(turn, chat, Nudged(chat.id, me.id))]

    def _name(self, turn: Turn, chat: Chat, me: Member, name: str) -> Sequence[Queued]:
        """Answer the question that names a project, when it is the first one, with the name it was begun with."""
        return self._run(turn, chat, Said(chat.id, me.id, "\\" + name))

    def now(self) -> datetime:
        """The time now, aware and in UTC."""
        return self._clock()

    def member(self, turn: Turn, speaker: Speaker) -> Member:
        """The member of this name, who joins the workspace if need be."""
        members = turn.members(speaker.workspace)
        wanted = speaker.name.casefold()
        me = next((member for member in members.values() if member.name.casefold() == wanted), None)
        if me is None:
            me = Member(self._new_id(), speaker.name)
            turn.add_member(speaker.workspace, me)
        return me

    def _seat(self, turn: Turn, speaker: Speaker) -> tuple[Chat, Member]:
        chat = turn.chat(speaker.bot, speaker.chat) or Chat(speaker.bot, speaker.chat, speaker.workspace)
        me = self.member(turn, speaker)
        if not chat.project:
            known = turn.projects(chat.workspace)
            chat = projects.bind(turn, chat, known[0]) if known else self._begin(turn, chat, "")
        return chat, me

    def _project(self, turn: Turn, chat: Chat) -> Project:
        project = turn.project(chat.workspace, chat.project)
        if project is None:
            raise LookupError(chat.project)
        return project

    def _switch_or_begin(self, turn: Turn, chat: Chat, me: Member, name: str) -> Chat:
        wanted = projects.named(turn, chat.workspace, name)
        if wanted is not None:
            return projects.bind(turn, chat, wanted)
        untouched = self._project(turn, chat)
        if turn.state(untouched.workspace, untouched.id).book.seq:
            chat = self._begin(turn, chat, name)
        self._run(turn, chat, Opened(chat.id, me.id))
        self._name(turn, chat, me, name)
        return chat

    def _begin(self, turn: Turn, chat: Chat, name: str) -> Chat:
        playbook = self.playbooks.newest
        pinned = self.playbooks.pin(turn, chat.workspace, playbook)
        free = projects.free_name(turn, chat.workspace, name or self.words.plain(projects.UNNAMED))
        project = Project(chat.workspace, self._new_id(), free, pinned, self._clock())
        turn.put_project(project)
        return projects.bind(turn, chat, project)
