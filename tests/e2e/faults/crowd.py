"""Many people who each have a short conversation, and go on only once they were answered."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import PrivateChat
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram

PATIENCE_S = 60.0
QUESTION = "What about number {}?"


def write_playbook(folder: Path) -> Path:
    """Items of several short questions, as many as one likes."""
    ask = [{"id": f"q{n}", "type": "text", "text": QUESTION.format(n)} for n in range(9)]
    group = {"group": "things", "item": "thing", "title": "Things", "prefix": "T", "label": "q0", "ask": ask}
    dialog = {"id": "d", "title": "Things", "ask": [group]}
    phase = {"id": "p", "title": "Phase", "summary": "S.", "document": "p", "sign_off": False, "dialogs": [dialog]}
    outline = {"id": "crowd", "title": "Crowd", "summary": "S.", "phases": ["p"]}
    folder.mkdir()
    for name, content in (("playbook", outline), ("p", phase)):
        (folder / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")
    return folder


@dataclass
class Talker:
    """One person in a private chat."""

    person: Person
    chat: PrivateChat
    wanted: str = ""
    answer: "asyncio.Future[None] | None" = None

    def __post_init__(self) -> None:
        add = self.chat.add

        def listening(content: Any) -> Message:
            message = add(content)
            if message.is_from_bot and self.answer and not self.answer.done() and self.wanted in message.text:
                self.answer.set_result(None)
            return message

        self.chat.add = listening  # type: ignore[method-assign]

    async def hears(self, wanted: str, act: Callable[[], object]) -> None:
        """Do something, and wait for the answer to it: not for another one that came once more."""
        self.wanted, self.answer = wanted, asyncio.get_running_loop().create_future()
        act()
        try:
            await asyncio.wait_for(self.answer, PATIENCE_S)
        except TimeoutError:
            raise AssertionError(f"{self.person.name} waits for {wanted!r} after {self.chat.messages}") from None


@dataclass
class Crowd:
    """So many people with so many messages each."""

    telegram: FakeTelegram
    bot: FakeBot
    people: int
    messages: int
    at_once: int
    duplicates: float = 0.0
    """The part of the updates that is delivered twice."""
    chance: random.Random = field(default_factory=lambda: random.Random(20261122))
    talkers: list[Talker] = field(default_factory=list)
    finished: int = 0

    async def talks(self) -> None:
        """Until everybody is done."""
        for number in range(self.people):
            person = self.telegram.user(f"P{number}")
            self.talkers.append(Talker(person, person.private(self.bot)))
        todo = list(self.talkers)
        self.chance.shuffle(todo)
        async with asyncio.TaskGroup() as group:
            for _ in range(self.at_once):
                group.create_task(self._serve(todo))

    async def _serve(self, todo: list[Talker]) -> None:
        while todo:
            await self._talk(todo.pop())
            self.finished += 1

    async def _talk(self, talker: Talker) -> None:
        person = talker.person
        for number in range(self.messages):
            if self.chance.random() < self.duplicates:
                self.telegram.faults.duplicates_updates()
            wanted, text = QUESTION.format(number), f"{person.name} says {number}"
            if number == 0:
                await talker.hears(wanted, lambda: person.starts(self.bot))
            else:
                await talker.hears(wanted, lambda text=text: person.says(text, chat=talker.chat))  # type: ignore[misc]

    def heard(self) -> dict[int, list[str]]:
        """What the bot wrote to each, in its order, without what came twice."""
        return {one.person.id: list(dict.fromkeys(self._texts(one))) for one in self.talkers}

    def doubled(self) -> int:
        """How many messages came again."""
        counts = (Counter(self._texts(one)) for one in self.talkers)
        return sum(count.total() - len(count) for count in counts)

    @staticmethod
    def _texts(talker: Talker) -> list[str]:
        return [one.earlier[0] if one.earlier else one.text for one in talker.chat.messages if one.is_from_bot]
