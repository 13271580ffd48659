"""People and chats on a store, without a network: arrivals go in, messages come out of the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.bootstrap import errand_playbook
from bot.platforms.telegram.composing import TelegramComposer
from bot.service.aftermath import Aftermath
from bot.service.arrivals import Account, Arrived, Message, Place, Press
from bot.service.playbooks import Playbooks
from bot.service.ports import Project, Store, Turn
from bot.service.standups.kinds import ERRANDS
from bot.service.steps import Ran, Steps
from bot.service.talk import Office
from bot.service.turns import Conversations
from dialogs.model import Playbook
from dialogs.state import State
from tests.fakes.telegram.markup import parse_html
from tests.unit.chatting import WORDS

BOT = "telegram:1"


@dataclass(frozen=True)
class Answered:
    """What came back: texts by chat, the calls themselves, and words for who pressed."""

    calls: Mapping[str, Sequence[Mapping[str, Any]]]
    toasts: Sequence[str]

    def texts(self, chat: str) -> str:
        """All that is read in a chat because of it."""
        return "\n".join(parse_html(call["html"])[0] for call in self.calls.get(chat, ()) if "html" in call)

    @property
    def all_texts(self) -> str:
        return "\n".join([*(self.texts(chat) for chat in self.calls), *self.toasts])

    def token(self, chat: str) -> str:
        """Of the question that was asked."""
        return next(str(call["token"]) for call in self.calls[chat] if call.get("ask"))


class Town:
    """One bot, everybody who talks to it, and the time."""

    def __init__(self, store: Store, playbook: Playbook) -> None:
        self.store = store
        self.now = datetime(2026, 11, 20, 9, tzinfo=UTC)
        self._numbers = count(1)
        office = Office(
            Playbooks({playbook.id: playbook}, errand_playbook),
            WORDS,
            lambda: self.now,
            lambda: f"id-{next(self._numbers)}",
            lambda platform: TelegramComposer(WORDS) if platform == "telegram" else None,
            carrier="here",
            errands=ERRANDS,
        )
        self.conversations = Conversations(store, office)
        self.steps = Steps(store, self.conversations, Aftermath(office))

    def person(self, number: int, name: str) -> "Person":
        return Person(self, Account(f"telegram:{number}", name, name.casefold()), str(number))

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def arrive(self, arrival: Message | Press, key: str = "") -> Answered:
        """Take an event in and run all that waits in its chat."""
        chat = (BOT, arrival.place.chat)
        self.steps.accept(BOT, [Arrived(key or f"key-{next(self._numbers)}", arrival)], "here").result()
        calls: dict[str, list[Mapping[str, Any]]] = {}
        toasts: list[str] = []
        has_more = True
        while has_more:
            ran: Ran = self.steps.run(chat, ["here"]).result()
            for load in ran.loads:
                calls.setdefault(load.chat, []).extend(message.payload for message in load.messages)
            toasts.extend(toast.text for toast in ran.toasts)
            has_more = ran.has_more
        return Answered(calls, toasts)

    def project(self, chat: str) -> Project:
        """What a chat talks about."""

        def work(turn: Turn) -> Project:
            found = turn.chat(BOT, chat)
            assert found is not None
            project = turn.project(found.workspace, found.project)
            assert project is not None
            return project

        return self.store.read(work)

    def state(self, project: Project) -> State:
        return self.store.read(lambda turn: turn.state(project.workspace, project.id))

    def everything(self, project: Project) -> object:
        """What of a project nobody else may change."""

        def work(turn: Turn) -> object:
            directory = turn.directory(project.workspace)
            state = turn.state(project.workspace, project.id)
            return (
                state.book.entries,
                state.seats,
                directory.roles.get(project.id),
                directory.bindings.get(project.id),
                directory.accounts,
                turn.project(project.workspace, project.id),
            )

        return self.store.read(work)


@dataclass(frozen=True)
class Person:
    """Somebody on Telegram. Without a chat they talk in private."""

    town: Town
    account: Account
    private: str

    def place(self, chat: str = "") -> Place:
        here = chat or self.private
        return Place(BOT, here, f"telegram:{here.partition('/')[0]}", is_shared=bool(chat))

    def says(self, text: str, chat: str = "", **more: Any) -> Answered:
        return self.town.arrive(Message(self.place(chat), self.account, more.pop("message", "1"), text, **more))

    def presses(self, token: str, action: str, value: str = "", chat: str = "") -> Answered:
        return self.town.arrive(Press(self.place(chat), self.account, token, action, value, callback="c"))
