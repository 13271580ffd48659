"""Many people who each have a short conversation, and go on only once they were answered."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

PATIENCE_S = 60.0
QUESTION = "What about number {}?"
GOOD = "Good"
"""What can be pressed where a question has buttons."""


def write_playbook(folder: Path, pressed: Collection[int] = ()) -> Path:
    """Items of several short questions, as many as one likes; those whose numbers are `pressed` have buttons."""
    options = {label.casefold(): label for label in (GOOD, "Bad")}
    ask = [
        {"id": f"q{n}", "text": QUESTION.format(n)}
        | ({"type": "choice", "options": options} if n in pressed else {"type": "text"})
        for n in range(9)
    ]
    group = {"group": "things", "item": "thing", "title": "Things", "prefix": "T", "label": "q0", "ask": ask}
    dialog = {"id": "d", "title": "Things", "ask": [group]}
    phase = {"id": "p", "title": "Phase", "summary": "S.", "document": "p", "sign_off": False, "dialogs": [dialog]}
    outline = {"id": "crowd", "title": "Crowd", "summary": "S.", "phases": ["p"]}
    folder.mkdir()
    for name, content in (("playbook", outline), ("p", phase)):
        (folder / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")
    return folder


class Talker(Protocol):
    """One person in a private chat."""

    name: str

    async def hears(self, wanted: str, number: int) -> None:
        """Do the thing that comes at this number, and wait for the answer to it. Raises AssertionError without one."""
        ...

    def texts(self) -> list[str]:
        """What the bot wrote, each as it was when it came."""
        ...


class Town(Protocol):
    """A fake platform with a bot on it, which lives in this loop."""

    pressed: Collection[int]
    """The questions that people answer by a button."""
    is_shared: bool
    """Whether all are in one workspace."""
    needs_door: bool
    """Whether even a replica that is alone is reached by its port."""

    def adds(self, name: str) -> Talker: ...

    def tells_twice(self) -> None:
        """The next thing that somebody says comes twice to the bot."""
        ...

    def is_quiet(self) -> bool:
        """Whether the bot was told everything."""
        ...

    def settings(self, door: int) -> Mapping[str, Any]:
        """What a replica is told that is reached by the port of a door; 0 for one that fetches by itself."""
        ...

    async def waits_for(self, ports: Sequence[int]) -> None:
        """Until replicas take in what people say: as many as there are ports, on which they serve."""
        ...


@dataclass
class Crowd:
    """So many people with so many messages each."""

    town: Town
    people: int
    messages: int
    at_once: int
    duplicates: float = 0.0
    """The part of the updates that is delivered twice."""
    chance: random.Random = field(default_factory=lambda: random.Random(20261122))
    talkers: list[Talker] = field(default_factory=list)
    finished: int = 0

    def __post_init__(self) -> None:
        self.talkers = [self.town.adds(f"P{number}") for number in range(self.people)]

    async def talks(self) -> None:
        """Until everybody is done."""
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
        for number in range(self.messages):
            if self.chance.random() < self.duplicates:
                self.town.tells_twice()
            await talker.hears(QUESTION.format(number), number)

    def heard(self) -> dict[str, list[str]]:
        """What the bot wrote to each, in its order, without what came twice."""
        return {one.name: list(dict.fromkeys(one.texts())) for one in self.talkers}

    def doubled(self) -> int:
        """How many messages came again."""
        counts = (Counter(one.texts()) for one in self.talkers)
        return sum(count.total() - len(count) for count in counts)
