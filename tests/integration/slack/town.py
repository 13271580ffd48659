"""People in workspaces on a store, without a network: whatever Slack may bring goes in, everything said comes out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from bot.bootstrap import errand_playbook
from bot.platforms.slack.composing import SlackComposer
from bot.service.aftermath import Aftermath
from bot.service.arrivals import Account, Arrival, Arrived, Form, Keep, Look, Message, Place, Press, Switch
from bot.service.forms import Forms
from bot.service.playbooks import Playbooks
from bot.service.ports import Project, Store, Turn
from bot.service.standups.kinds import ERRANDS
from bot.service.steps import Ran, Steps
from bot.service.talk import Office
from bot.service.turns import Conversations
from dialogs.forms import Given
from dialogs.model import Playbook
from dialogs.state import State
from tests.unit.chatting import WORDS

T = TypeVar("T")


class SlackTown:
    """Workspaces with a bot each, and the time, which stands still. Has what `Suggesting` needs."""

    def __init__(self, store: Store, playbook: Playbook) -> None:
        self.store = store
        self._numbers = count(1)
        office = Office(
            Playbooks({playbook.id: playbook}, errand_playbook),
            WORDS,
            self.clock,
            lambda: f"id-{next(self._numbers)}",
            lambda platform: SlackComposer(WORDS) if platform == "slack" else None,
            carrier="here",
            errands=ERRANDS,
        )
        self.conversations = Conversations(store, office)
        self.forms = Forms(office)
        self.steps = Steps(store, self.conversations, Aftermath(office))
        self.tokens: list[str] = []
        """Of every question that was asked, the newest last."""

    def clock(self) -> datetime:
        return datetime(2026, 11, 20, 9, tzinfo=UTC)

    async def look(self, work: Callable[[Turn], T]) -> T:
        return self.store.read(work)

    def arrive(self, arrival: Arrival) -> str:
        """Take something in and run all that waits in its chat; all that anybody could read because of it."""
        place = arrival.place
        self.steps.accept(place.bot, [Arrived(f"key-{next(self._numbers)}", arrival)], "here").result()
        said: list[str] = []
        has_more = True
        while has_more:
            ran: Ran = self.steps.run((place.bot, place.chat), ["here"]).result()
            for payload in (message.payload for load in ran.loads for message in load.messages):
                said.extend(_shown(payload))
                self.tokens += [str(payload["token"])] if payload.get("ask") else []
            said += [toast.text for toast in ran.toasts]
            has_more = ran.has_more
        return "\n".join(said)

    def project(self, place: Place) -> Project:
        """What a chat talks about."""

        def work(turn: Turn) -> Project:
            found = turn.chat(place.bot, place.chat)
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
            bindings = directory.bindings.get(project.id)
            return (
                state.book.entries,
                state.seats,
                directory.roles.get(project.id),
                bindings,
                turn.project(project.workspace, project.id),
            )

        return self.store.read(work)


def _shown(payload: object) -> Iterator[str]:
    """Every text in a call."""
    if isinstance(payload, dict):
        for value in payload.values():
            yield from _shown(value)
    elif isinstance(payload, list | tuple):
        for value in payload:
            yield from _shown(value)
    elif isinstance(payload, str):
        yield payload


@dataclass(frozen=True)
class Resident:
    """Somebody in a workspace. Without a channel they talk in private; `is_forging` puts them in another's place."""

    town: SlackTown
    account: Account
    team: str = "T1"
    chat: str = ""
    callback: str = field(default="")

    @classmethod
    def of(cls, town: SlackTown, user: str, name: str, team: str = "T1", *, is_guest: bool = False) -> "Resident":
        return cls(town, Account(f"slack:{team}/{user}", name, name.casefold(), is_guest=is_guest), team)

    def within(self, channel: str) -> "Resident":
        """In a channel, where answers to them alone are whispered."""
        return replace(self, chat=channel, callback=f"{channel}/{self.account.id.rpartition('/')[2]}/")

    def posing_at(self, other: "Resident") -> "Resident":
        """In somebody else's private chat: Slack never tells that; a forged or mixed-up message would look so."""
        return replace(self, chat=other.place.chat)

    @property
    def place(self) -> Place:
        private = self.account.id.removeprefix("slack:")
        is_shared = bool(self.chat) and "/" not in self.chat
        return Place(f"slack:{self.team}", self.chat or private, f"slack:{self.team}", is_shared)

    def says(self, text: str) -> str:
        return self.town.arrive(Message(self.place, self.account, "", text, callback=self.callback))

    def presses(self, token: str, action: str, value: str = "") -> str:
        return self.town.arrive(Press(self.place, self.account, token, action, value, callback="C1/U1/"))

    def looks(self, zone: str | None = None) -> str:
        return self.town.arrive(Look(self.place, self.account, zone))

    def switches(self, project: Project, command: str = "") -> str:
        return self.town.arrive(Switch(self.place, self.account, project.workspace, project.id, command))

    def fills(self, project: Project, *given: Given, is_sent: bool = True) -> str:
        about = project.workspace, project.id
        return self.town.arrive(Form(self.place, self.account, *about, given, is_sent=is_sent, callback=self.callback))

    def keeps(self, project: Project, what: str, text: str, question: str = "") -> str:
        about = project.workspace, project.id
        link = "https://x.slack.com/archives/C1/p1"
        return self.town.arrive(Keep(self.place, self.account, *about, what, text, link, question))


def as_json(value: object) -> str:
    """Everything that is in some blocks."""
    return json.dumps(value, ensure_ascii=False)
