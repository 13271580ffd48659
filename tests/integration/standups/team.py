"""A team with a bot, in one process and on a clock that a test sets, so that its conversations read like chats."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.service.aftermath import Aftermath
from bot.service.arrivals import Account, Arrived, Message, Move, Place, Press, Reach
from bot.service.boxes import ChatKey, Fate, Load, Sending
from bot.service.messages import plain_text_of
from bot.service.people import Speaker
from bot.service.ports import Binding, Project, Store, T, Turn
from bot.service.standups.dues import Dues
from bot.service.standups.here import Here
from bot.service.standups.model import Blocker, CheckIn, Digest, Due, Standup
from bot.service.steps import Steps
from bot.service.turns import Conversations
from dialogs.answers import Entry, Kind
from dialogs.state import Member, Role
from tests.integration.standups.offices import office
from tests.integration.standups.screens import Screen

BOT = "telegram:1"
GROUP = "-100"
FAR = datetime(2100, 1, 1, tzinfo=UTC)
MONDAY = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
"""An early morning, before anybody is asked."""


class Team:
    """One bot, a group, and everybody in it. `now` is the time; nothing is due on its own, `tick` looks."""

    def __init__(self, store: Store, start: datetime = MONDAY) -> None:
        self.store = store
        self.now = start
        self.screens: dict[ChatKey, Screen] = {}
        self._numbers = count(1)
        self.office = office(lambda: self.now, lambda: f"id-{next(self._numbers)}")
        self.conversations = Conversations(store, self.office)
        self.steps = Steps(store, self.conversations, Aftermath(self.office))
        self.dues = Dues(self.office)
        self.here = Here(store, self.dues, lambda: self.now)
        self.group = self.screen(GROUP)
        self.do(lambda turn: turn.upkeep.put_bot(BOT, "https://t.me/walker?start={code}"))

    def do(self, work: Callable[[Turn], T]) -> T:
        """Run something in a turn of its own."""
        return self.store.submit(work).result()

    def screen(self, chat: str) -> Screen:
        return self.screens.setdefault((BOT, chat), Screen((BOT, chat)))

    def person(self, name: str, zone: str = "", *, is_reached: bool = True) -> "Person":
        """Somebody who speaks in the group, and in private as well unless they can't be reached there."""
        number = next(self._numbers)
        found = Person(self, Account(f"telegram:{number}", name, name.casefold()), self.screen(str(number)))
        found.says_to_all("/status")
        if is_reached:
            found.says("/join")
            self.talk_about(found)
        if zone:
            self.do(lambda turn: turn.put_zone(self.project.workspace, found.id, zone))
        return found

    @property
    def project(self) -> Project:
        """What the group talks about."""
        return self.project_of(GROUP)

    def project_of(self, chat: str) -> Project:
        """What a chat talks about."""

        def work(turn: Turn) -> Project:
            found = turn.chat(BOT, chat)
            assert found is not None
            project = turn.project(found.workspace, found.project)
            assert project is not None
            return project

        return self.store.read(work)

    def talk_about(self, person: "Person") -> None:
        """Let a private chat be about the group's project."""
        project = self.project

        def work(turn: Turn) -> None:
            talk = self.conversations.seat(turn, person.speaker, begins=False)
            talk.talk_about(project)

        self.do(work)

    # What time does

    def tick(self) -> None:
        """Deal with what is due now, and let everybody read what came of it."""
        self.here.run()
        self.look()

    def on(self, at: datetime) -> None:
        """Let time pass while the bot runs: each due is dealt with at its own second."""
        self.forget()
        for moment in self.moments(at):
            self.now = moment
            self.tick()
        self.now = at
        self.tick()

    def at(self, day: str, clock: str = "09:30", zone: str = "UTC") -> None:
        """As `on`, at the clock of a zone."""
        self.on(local(day, clock, zone))

    def down_until(self, day: str, clock: str = "09:30", zone: str = "UTC") -> None:
        """Let time pass while the bot does not run; then it does again."""
        self.forget()
        self.now = local(day, clock, zone)
        self.tick()

    def moments(self, until: datetime) -> Iterator[datetime]:
        """Each next due moment before another one."""
        while (at := self.next_at()) is not None and at < until:
            yield max(at, self.now)

    def next_at(self) -> datetime | None:
        """When something is due next."""
        found = self.store.read(lambda turn: turn.rota.due(FAR, 1))
        return found[0].at if found else None

    def waiting(self) -> Sequence[Due]:
        """All that is due some day."""
        return self.store.read(lambda turn: turn.rota.walk(("", ""), 10_000))

    # What comes of it

    def forget(self) -> None:
        """Nothing is new any more."""
        for screen in self.screens.values():
            screen.new.clear()

    def look(self) -> None:
        """Everybody reads what was queued for them: it is sent at once, and always arrives."""
        for load in self.do(self._sent):
            screen = self.screens[load.key]
            payloads = [message.payload for message in load.messages]
            screen.new += payloads
            screen.all += payloads

    def _sent(self, turn: Turn) -> Sequence[Load]:
        carrier = self.office.carrier
        loads = [*turn.outbox.held(carrier), *turn.outbox.take(carrier, [BOT], 1000)]
        for load in loads:
            fates = [Fate(one.seq, Sending.SENT, f"message {one.seq}") for one in load.messages]
            more = turn.outbox.record(load.key, carrier, fates, 0.0)
            assert not more
        return loads

    def take(self, arrival: Message | Press | Reach | Move) -> None:
        """Take an event in, run it, and look."""
        self.forget()
        chat = (BOT, arrival.place.chat)
        self.steps.accept(BOT, [Arrived(f"key-{next(self._numbers)}", arrival)], "here").result()
        ran = self.steps.run(chat, ["here"]).result()
        assert ran.event is not None
        self.look()
        words = [toast.text for toast in ran.toasts if toast.text]
        self.screens[chat].new += [{"kind": "toast", "text": [[one, "plain"]]} for one in words]

    def starts(self, person: "Person", **settings: str) -> Standup:
        """Set a stand-up up with one press, then change what is named."""
        name = settings.pop("name", "")
        person.says(f"/standup new {name}".strip()).presses("Start it so")
        for setting, value in settings.items():
            person.says(f"/standup edit {name} {setting} {value}".replace("  ", " "))
        return self.standups()[-1]

    # What is known

    def standups(self) -> list[Standup]:
        """Of the group's project."""
        found = self.store.read(lambda turn: turn.rota.routines(self.project.workspace, self.project.id))
        return [one for one in found if isinstance(one, Standup)]

    def digests(self) -> list[Digest]:
        """Of the group's project."""
        found = self.store.read(lambda turn: turn.rota.routines(self.project.workspace, self.project.id))
        return [one for one in found if isinstance(one, Digest)]

    def check_ins(self, standup: Standup | None = None) -> list[CheckIn]:
        """All of a stand-up, by day; without one of the only one there is."""
        one = standup or self.standups()[0]
        return list(
            self.store.read(lambda turn: turn.rota.check_ins(one.workspace, one.id, date(2000, 1, 1), date(2100, 1, 1)))
        )

    def blockers(self) -> list[Blocker]:
        """What is in the way."""
        project = self.project
        return list(self.store.read(lambda turn: turn.rota.blockers(project.workspace, project.id)))

    def progress(self) -> dict[str, str]:
        """What was reported of items."""
        project = self.project
        found = self.store.read(lambda turn: turn.rota.progress(project.workspace, project.id))
        return {item: one.state for item, one in found.items()}

    def state_texts(self) -> list[str]:
        """All answers of the group's project."""
        project = self.project
        book = self.store.read(lambda turn: turn.state(project.workspace, project.id)).book
        return [str(entry.value) for entry in book.entries]

    def gives(self, person: "Person", role: Role) -> None:
        """Give somebody another role in the group's project."""
        project = self.project
        self.do(lambda turn: turn.put_role(project.workspace, project.id, person.id, role))

    def has_features(self, *names: str) -> None:
        """Write features into the group's project, as if they had been answered for: F-1, F-2, …"""
        project = self.project

        def work(turn: Turn) -> None:
            plan = self.office.playbooks.plan(turn, project)
            group = next(group for group in plan.rounds if plan.rounds[group].group.prefix == "F")
            before = turn.state(project.workspace, project.id)
            seq, entries = before.book.seq, []
            for number, name in enumerate(names, start=1):
                for kind, question, value in ((Kind.ADD, group, ""), (Kind.ANSWER, plan.rounds[group].first.id, name)):
                    seq += 1
                    entries.append(Entry(seq, seq, kind, question, f"F-{number}", value, "", self.now))
            after = type(before)(before.book.with_entries(entries), before.members, before.seats, before.roles)
            turn.save(project.workspace, project.id, before, after)

        self.do(work)


@dataclass(frozen=True)
class Person:
    """Somebody in the team, who talks in private unless it is said to all."""

    team: Team
    account: Account
    screen: Screen

    @property
    def id(self) -> str:
        """The member's, in the group's workspace."""
        team = self.team
        return team.store.read(lambda turn: turn.directory(team.project.workspace).accounts[self.account.id])

    @property
    def member(self) -> Member:
        team = self.team
        return team.store.read(lambda turn: turn.directory(team.project.workspace).members[self.id])

    @property
    def speaker(self) -> Speaker:
        chat = self.screen.key[1]
        return Speaker(BOT, chat, f"telegram:{chat}", self.account.name, self.account.id, self.account.handle)

    def says(self, *texts: str) -> "Person":
        """Send messages in private, one after the other."""
        for text in texts:
            self.team.take(Message(self._place(self.screen.key[1]), self.account, "1", text))
        return self

    def types(self, *texts: str) -> None:
        """Send messages in private, all in one turn and without looking, as there are many of them in a year."""

        def work(turn: Turn) -> None:
            talk = self.team.conversations.seat(turn, self.speaker)
            for text in texts:
                self.team.conversations.take(talk, text)
            talk.send()

        self.team.do(work)

    def says_from(self, zone: str, text: str) -> None:
        """Send a message in private, with the time zone that the platform tells of."""
        account = replace(self.account, zone=zone)
        self.team.take(Message(self._place(self.screen.key[1]), account, "1", text))

    def says_to_all(self, text: str) -> "Person":
        """Send a message in the group."""
        self.team.take(Message(self._place(GROUP), self.account, "1", text))
        return self

    def says_in(self, chat: str, text: str) -> "Person":
        """Send a message in another chat that is shared."""
        place = Place(BOT, chat, f"telegram:{chat.partition('/')[0]}", is_shared=True)
        self.team.screen(chat)
        self.team.take(Message(place, self.account, "1", text))
        return self

    def takes_along(self, chat: str) -> None:
        """Let another shared chat be about the group's project."""
        project = self.team.project
        self.says_in(chat, "/status")

        def work(turn: Turn) -> None:
            speaker = replace(self.speaker, chat=chat, workspace=f"telegram:{chat}", is_shared=True)
            talk = self.team.conversations.seat(turn, speaker, begins=False)
            turn.put_binding(project.workspace, Binding(project.id, BOT, chat, Role.MEMBER))
            talk.talk_about(project)

        self.team.do(work)

    def presses(self, label: str, of: Mapping[str, Any] | None = None, chat: str = "") -> "Person":
        """Press an option of the newest question in the private chat, or of an earlier one."""
        screen = self.team.screen(chat) if chat else self.screen
        asked = of or screen.asked()
        labels = [option["label"] for option in asked["prompt"]["options"]]
        value = str(labels.index(label))
        place = self._place(screen.key[1])
        self.team.take(Press(place, self.account, asked["token"], "option", value, callback="c"))
        return self

    def blocks_the_bot(self) -> "Person":
        """From now on nothing can be written to the private chat."""
        self.team.take(Reach(self._place(self.screen.key[1]), self.account, is_open=False))
        return self

    def sees(self, *words: str) -> bool:
        """Whether all these words are new in the private chat."""
        return self.screen.sees(*words)

    @property
    def read(self) -> str:
        """All that is new in the private chat."""
        return self.screen.read

    def is_asked(self) -> bool:
        """Whether the private chat has a new question."""
        return "ask" in self.screen.kinds

    @property
    def question(self) -> str:
        """The newest question in the private chat."""
        return plain_text_of(self.screen.asked())

    @property
    def offers(self) -> list[str]:
        """What can be pressed there."""
        return [option["label"] for option in self.screen.asked()["prompt"]["options"]]

    def _place(self, chat: str) -> Place:
        return Place(BOT, chat, f"telegram:{chat}", is_shared=chat == GROUP)


def local(day: str, clock: str, zone: str = "UTC") -> datetime:
    """An instant by somebody's clock."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)
